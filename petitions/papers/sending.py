"""Papers between organs: 转送函, 交办函, 检举控告移送函, 办结报告."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import Unit
from casework.access import is_barred
from casework.models import ClockKind, SignOff
from petitions.access import of_handling_unit, of_office
from petitions.documents import AFTER_SIGNING, CLOSING
from petitions.models import Objection, Petition, Report, Routing
from petitions.organs import handling_organ, organ_of
from petitions.papers.base import Ask, Formal, Given, Signed, contact_of
from petitions.states import Channel, RoutingKind


def enclosures(petition: Petition, about: Any) -> str:
    """附件清单: what goes along, one a line."""
    names = [one.name for one in petition.attachments.all()]
    return "\n".join(["信访材料（登记表）1份", *names])


def _routing(kind: str) -> Any:
    return lambda petition: (
        petition.routings.filter(kind=kind, returned_at__isnull=True).select_related("to_unit").last()
    )


def _open_to(petition: Petition, routing: Routing) -> str:
    """No paper that says what was brought ever goes along with an accusation, and none at all to the accused."""
    if petition.is_sealed:
        return "检举控告件用“检举控告移送函”，密封移送。"
    return ""


def _may_know(petition: Petition, routing: Routing) -> str:
    if not petition.is_sealed:
        return "此件不是检举控告。"
    if is_barred(routing.to_unit, None, petition):
        return "检举控告不得发给被反映的人或单位，也不得发给其下级。"
    return ""


def _sent(petition: Petition, routing: Routing, given: Given) -> dict[str, Any]:
    return {
        "routing": routing,
        "due": routing.due_on or _handling_due(petition),
        "enclosed": [one.strip() for one in given.get("enclosed", "").splitlines() if one.strip()],
        "contact": contact_of(petition),
    }


def _handling_due(petition: Petition) -> date | None:
    clock = petition.clocks.filter(kind=ClockKind.HANDLE).order_by("pk").last()
    return clock.due_on if clock else None


def _has_due(petition: Petition, routing: Routing) -> str:
    if not (routing.due_on or _handling_due(petition)):
        return "交办函须写明办结期限：请在交办时填写要求办结日期。"
    return _open_to(petition, routing)


def _last_routing(petition: Petition) -> Routing | None:
    return petition.routings.filter(returned_at__isnull=True).select_related("to_unit").last()


def _report(petition: Petition) -> Report | None:
    return petition.reports.select_related("made_by").last()


def signed_off(petition: Petition) -> SignOff | None:
    """The last signature of the closing chain."""
    return petition.signoffs.filter(step__in=CLOSING).exclude(step="handler").order_by("at", "pk").last()


def closing_signature(petition: Petition, about: Any) -> Signed | None:
    """Who signed the closing, in words."""
    found = signed_off(petition)
    return Signed(found.staff, f"{found.unit_name} {found.post_title} {found.signature}") if found else None


def after_signing(petition: Petition, about: Any) -> str:
    """A result is told when it is signed."""
    return "" if petition.state in AFTER_SIGNING else "处理意见还没有审签完毕。"


def _reporter(petition: Petition, report: Report) -> Unit:
    """The office reports to the superior who sent it; otherwise the handling organ to who assigned it."""
    if petition.channel == Channel.SUPERIOR:
        return petition.unit
    return handling_organ(petition)


def _reported_to(petition: Petition, report: Report) -> str:
    return petition.upper_source if petition.channel == Channel.SUPERIOR else petition.unit.name


def _was_assigned(petition: Petition, report: Report) -> str:
    if petition.is_sealed:
        return "检举控告件不发办结报告，办理结果按规定密封报送。"
    if petition.channel == Channel.SUPERIOR and not petition.upper_source:
        return "上级来文单位没有登记，请先补充更正。"
    if petition.channel != Channel.SUPERIOR and _reporter(petition, report).pk == petition.unit_id:
        return "本单位自己办理的，不须向自己报告。"
    return after_signing(petition, report)


def _result(petition: Petition, report: Report, given: Given) -> dict[str, Any]:
    return {
        "report": report,
        "investigations": list(petition.investigations.select_related("handler")),
        "view": given.get("view", ""),
        "enclosed": [one.strip() for one in given.get("enclosed", "").splitlines() if one.strip()],
        "contact": contact_of(petition),
    }


def _objection(petition: Petition) -> Objection | None:
    found = Objection.objects.filter(routing__petition=petition).order_by("made_at", "pk")
    return found.select_related("routing__from_unit", "unit", "made_by").last()


KINDS: tuple[Formal, ...] = (
    Formal(
        kind="transfer",
        code="D6",
        label="信访事项转送函",
        word="转",
        about=_routing(RoutingKind.TRANSFER),
        not_yet="此件没有转送。",
        missing=_open_to,
        context=_sent,
        recipient=lambda petition, routing: routing.to_unit.name,
        whose=of_office,
        whose_words="登记单位办公室",
        asks=(Ask("enclosed", "附件清单", required=False, first=enclosures, help="一行一份。"),),
    ),
    Formal(
        kind="assign",
        code="D7",
        label="信访事项交办函",
        word="交",
        about=_routing(RoutingKind.ASSIGN),
        not_yet="此件没有交办。",
        missing=_has_due,
        context=_sent,
        recipient=lambda petition, routing: routing.to_unit.name,
        whose=of_office,
        whose_words="登记单位办公室",
        asks=(Ask("enclosed", "附件清单", required=False, first=enclosures, help="一行一份。"),),
    ),
    Formal(
        kind="finish",
        code="D16",
        label="信访事项办结报告",
        word="结",
        about=_report,
        not_yet="此件还没有调查处理报告。",
        missing=_was_assigned,
        context=_result,
        unit=_reporter,
        recipient=_reported_to,
        signed=closing_signature,
        asks=(
            Ask("view", "信访人意见", help="信访人对处理意见是否认可、有何要求；没有取得的写明原因。"),
            Ask(
                "enclosed", "附件清单", required=False, first=lambda petition, about: "答复意见及送达回证1份"
            ),
        ),
    ),
    Formal(
        kind="accusation",
        code="D18",
        label="检举控告移送函",
        word="移",
        about=_last_routing,
        not_yet="此件还没有转送、交办。",
        missing=_may_know,
        context=lambda petition, routing, given: {"routing": routing, "contact": petition.unit.phone},
        recipient=lambda petition, routing: routing.to_unit.name,
        whose=of_office,
        whose_words="登记单位办公室",
    ),
    Formal(
        kind="object",
        code="D8",
        label="信访事项异议退回函",
        word="异",
        about=_objection,
        not_yet="此件没有提出异议。",
        context=lambda petition, objection, given: {"objection": objection},
        unit=lambda petition, objection: organ_of(objection.unit),
        recipient=lambda petition, objection: objection.routing.from_unit.name,
        whose=of_handling_unit,
        whose_words="提出异议的单位",
    ),
)
