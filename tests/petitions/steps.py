"""Carrying a petition along the road, for tests that begin half-way."""

from __future__ import annotations

from datetime import date
from typing import Any

from petitions import closing
from petitions.actions import handle, naming, register, route
from petitions.models import Petition
from petitions.naming import awaits_word
from petitions.states import Conclusion
from tests.office import Office

DAY = date(2026, 3, 2)
REPORT: dict[str, Any] = {
    "conclusion": Conclusion.SUPPORT,
    "facts": "电梯主板损坏，物业未及时报修。",
    "opinion": "责成物业十日内修复。",
}
# With 解释疏导, the usual end of an enquiry at the counter.
EXPLAINED: dict[str, str] = {
    "basis": "《居住证暂行条例》第九条",
    "other_route": "不同意的，可向主管部门申请复核。",
}


def fresh(petition: Petition) -> Petition:
    """The row as it is now."""
    return Petition.objects.get(pk=petition.pk)


def presented(office: Office, petition: Petition, **more: Any) -> Petition:
    if closing.owes_talk(petition):
        register.record_talk(petition.pk, by=office["registrar"], request="修电梯", confirmed="signed")
    route.present(petition.pk, by=office["registrar"], version=fresh(petition).version, **more)
    return fresh(petition)


def presented_by(office: Office, petition: Petition, who: str) -> Petition:
    """By the desk of another unit, to its own first choice."""
    route.present(petition.pk, by=office[who], version=fresh(petition).version)
    return fresh(petition)


def assigned(office: Office, petition: Petition, unit: str = "ZJJ", **more: Any) -> Petition:
    p = presented(office, petition)
    assert p.signer is not None
    route.annotate(
        p.pk, by=p.signer, version=p.version, opinion="请核实办理。", unit=office.units[unit], **more
    )
    return fresh(p)


def handling(office: Office, petition: Petition) -> Petition:
    p = assigned(office, petition)
    if awaits_word(p):
        head, worker = office["bureau_head"], office["handler"]
        naming.name_handler(p.pk, by=head, version=p.version, handler=worker, opinion="请速办。")
        p = fresh(p)
    handle.accept(p.pk, by=office["bureau_head"], version=p.version, handler=office["handler"])
    return fresh(p)


def investigated(office: Office, petition: Petition) -> Petition:
    p = handling(office, petition)
    made = handle.investigate(p.pk, by=office["handler"], done_on=DAY, findings="现场查看，电梯停运。")
    handle.sign_investigation(made.pk, by=office["bureau_head"])
    return fresh(p)


def reported(office: Office, petition: Petition, **more: Any) -> Petition:
    p = investigated(office, petition)
    handle.report(p.pk, by=office["handler"], version=p.version, **{**REPORT, **more})
    return fresh(p)


def concluded(office: Office, petition: Petition, **more: Any) -> Petition:
    p = reported(office, petition, **more)
    while p.signer is not None:
        handle.sign_closing(p.pk, by=p.signer, version=p.version, opinion="同意。")
        p = fresh(p)
    return p
