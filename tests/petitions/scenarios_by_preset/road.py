"""The steps of the road that no preset changes."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import Post, Staff, Unit, UnitKind
from accounts.roles import Role
from casework.models import PolicyProfile
from casework.states import State
from petitions.actions import archive, close, handle, naming, route
from petitions.models import Petition
from petitions.states import Conclusion
from tests.office import Office
from tests.petitions.steps import DAY, fresh

DONE = "原件另卷保存"


def under(office: Office, preset: str, code: str = "XZF") -> None:
    """The unit, and all below it without a policy of their own, work under the preset."""
    PolicyProfile.objects.create(
        unit=office.units[code],
        preset=preset,
        effective_from=date(2024, 1, 1),
        approved_by="赵某甲",
        source="清政办〔2024〕2号",
    )


def settle(office: Office, code: str, name: str, kind: str, above: str | None) -> Unit:
    """A further unit."""
    parent = office.units.get(above or "")
    office.units[code] = Unit.objects.create(code=code, name=name, short_name=name, kind=kind, parent=parent)
    return office.units[code]


def hire(office: Office, key: str, name: str, code: str, role: str, title: str = "") -> Staff:
    """A further colleague."""
    unit = office.units[code]
    office.staff[key] = Staff.objects.create_user(username=f"u-{key}", name=name, unit=unit)
    Post.objects.create(
        staff=office.staff[key], unit=unit, role=role, title=title, starts_on=date(2020, 1, 1)
    )
    return office[key]


def court(office: Office) -> None:
    """A court with a president, a filing division, somebody who handles there."""
    settle(office, "FY", "清禾县人民法院", UnitKind.JUSTICE, None)
    settle(office, "FY-LA", "清禾县人民法院立案庭", UnitKind.INTERNAL, "FY")
    hire(office, "president", "许某酉", "FY", Role.CHIEF_LEADER, "院长")
    hire(office, "vice", "何某亥", "FY", Role.DEPUTY_LEADER, "副院长")
    hire(office, "clerk", "张某未", "FY", Role.PETITION_OFFICER)
    hire(office, "judge", "吕某戌", "FY-LA", Role.HANDLER)
    hire(office, "division", "施某甲", "FY-LA", Role.UNIT_HEAD)


def presented(p: Petition, by: Staff, **more: Any) -> Petition:
    route.present(p.pk, by=by, version=fresh(p).version, opinion="拟请核实办理。", **more)
    return fresh(p)


def annotated(p: Petition, **more: Any) -> Petition:
    """By the leader before whom it lies."""
    p = fresh(p)
    assert p.signer is not None
    route.annotate(
        p.pk, by=p.signer, version=p.version, **{"opinion": "请依法核实办理，并答复信访人。", **more}
    )
    return fresh(p)


def assigned(p: Petition, by: Staff, unit: Unit) -> Petition:
    route.assign(
        p.pk, by=by, version=fresh(p).version, unit=unit, opinion="请核实办理。", change_reason="职责所在"
    )
    return fresh(p)


def accepted(p: Petition, head: Staff, worker: Staff) -> Petition:
    handle.accept(p.pk, by=head, version=fresh(p).version, handler=worker)
    return fresh(p)


def named(p: Petition, head: Staff, worker: Staff) -> Petition:
    """By the head's word, where the policy asks for it before anybody signs for the case."""
    naming.name_handler(
        p.pk, by=head, version=fresh(p).version, handler=worker, opinion="请抓紧核实办理，按期答复。"
    )
    return fresh(p)


def reported(p: Petition, head: Staff, **more: Any) -> Petition:
    """Looked into, the record signed by two, the result reported by the handler."""
    worker = fresh(p).handler
    assert worker is not None
    made = handle.investigate(p.pk, by=worker, done_on=DAY, findings="现场查看，情况属实。")
    handle.sign_investigation(made.pk, by=head)
    values = {"conclusion": Conclusion.SUPPORT, "facts": "情况属实。", "opinion": "责成十日内修复。"}
    handle.report(
        p.pk,
        by=worker,
        version=fresh(p).version,
        quality=frozenset(handle.QUALITY),
        **{**values, **more},
    )
    return fresh(p)


def signers(p: Petition) -> list[str]:
    """Signs until nobody is awaited; the names in their order."""
    names = []
    while (p := fresh(p)).state == State.REPORTED:
        assert p.signer is not None
        names.append(p.signer.name)
        handle.sign_closing(p.pk, by=p.signer, version=p.version, opinion="同意。")
    return names


def answered(p: Petition, by: Staff, text: str = "您反映的问题已经查清，十日内修复。") -> Petition:
    close.close(p.pk, by=by, version=fresh(p).version, text=text, method="letter")
    return fresh(p)


def filed(p: Petition, by: Staff) -> Petition:
    archive.archive(p.pk, by=by, version=fresh(p).version, missing_reason=DONE)
    return fresh(p)
