"""直送、初查、告知实名检举人: what is done with an accusation outside the ordinary road (条例第三十条)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import Staff, Unit
from accounts.roles import POWERS, Power
from casework.access import eligible
from casework.actions.base import desk_people, grant, notify, open_case, record, save_case
from casework.actions.clocks import start_clock, stop_clock
from casework.actions.signing import acting_as, sign
from casework.models import ClockKind, Decision
from casework.refusals import NotYours, Refusal
from petitions import deadlines, discipline
from petitions.access import ensure
from petitions.actions.register import Matter, register
from petitions.models import Inquiry, Petition, ReplyMethod, Routing
from petitions.states import Purpose, RoutingKind, SignStep

FACT_ONLY = "直送件：按规定只登记收到的事实，内容和原件直送，不登记、不扫描。"


@transaction.atomic
def register_direct(
    *,
    by: Staff,
    channel: str,
    received_on: date,
    accused_units: Iterable[Unit] = (),
    accused_staff: Iterable[Staff] = (),
    unit: Unit | None = None,
) -> Petition:
    """直送登记: number and date, sealed, no name, no content, no scan; at once before the discipline organ above.

    Refused unless the accused leads the desk's unit or one above it. Without a discipline organ that the accused has
    no say over, it stays with the number alone until an administrator has entered one.
    """
    units, people = tuple(accused_units), tuple(accused_staff)
    matter = Matter(
        channel=channel,
        received_on=received_on,
        body=FACT_ONLY,
        is_anonymous=True,
        purpose=Purpose.ACCUSATION,
        accused_units=units,
        accused_staff=people,
        is_direct=True,
    )
    petition = register(matter, by=by, unit=unit)
    organ = discipline.organ_for(petition)
    if organ is None:
        return petition
    _forward(petition, organ, by)
    return petition


def _forward(petition: Petition, organ: Unit, by: Staff) -> None:
    """Before the organ at once; the paper itself follows within five working days."""
    before = petition.state
    petition.forward()
    petition.handling_unit = organ
    petition.hops += 1
    Routing.objects.create(
        petition=petition,
        kind=RoutingKind.TRANSFER,
        from_unit=petition.unit,
        to_unit=organ,
        opinion="反映本单位主要领导或上级，直送。",
        sent_by=by,
        sent_at=timezone.now(),
    )
    for one in eligible(desk_people(organ), petition):
        grant(petition, "直送", staff=one)
    stop_clock(petition, ClockKind.ROUTE, on=timezone.localdate(), reason="直送")
    start_clock(
        petition,
        ClockKind.JC_UP,
        on=petition.received_on,
        event="收到",
        what="直送移送",
        statutory=(deadlines.JC_UP, deadlines.ARTICLE_JC),
        owner_unit=organ,
    )
    save_case(petition, by=by)
    record(petition, "sent_direct", by=by, from_state=before, unit=organ.name)
    notify(petition, desk_people(organ), f"{petition.number} 直送检举控告，请接收原件")


@transaction.atomic
def open_inquiry(
    pk: int, *, by: Staff, version: int, members: Iterable[Staff], scope: str, opinion: str
) -> Inquiry:
    """初查: only on this signed decision of an authorised leader, by the people it names (S21-10)."""
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("open_inquiry", petition, by)
    team = list(members)
    if petition.inquiries.filter(finished_at__isnull=True).exists():
        raise Refusal("此件正在初查。")
    if not team or any(one not in discipline.members_at(petition) for one in team):
        raise Refusal("请指定本机关可以承担初查的人员。", "members")
    if not scope.strip():
        raise Refusal("请写明初查事项。", "scope")
    if not opinion.strip():
        raise Refusal("初查须有签字的决定意见。", "opinion")
    step = SignStep.INQUIRY
    held = acting_as(by, None, _signing_roles())
    signed = sign(
        petition, held=held, by=by, step=step, step_label=step.label, decision=Decision.AGREE, opinion=opinion
    )
    made = Inquiry.objects.create(
        petition=petition, decision=signed, scope=scope.strip(), opened_at=timezone.now()
    )
    made.members.set(team)
    for one in team:
        grant(petition, "初查", staff=one)
    save_case(petition, by=by)
    names = "、".join(one.name for one in team)
    record(petition, "inquiry_opened", by=by, held=held, note=opinion.strip(), members=names)
    notify(petition, team, f"{petition.number} 由您初查")
    return made


def _signing_roles() -> list[str]:
    return [role for role, powers in POWERS.items() if Power.SIGN in powers]


@transaction.atomic
def finish_inquiry(pk: int, *, by: Staff, version: int, findings: str) -> Inquiry:
    """初查结果, by one of its members."""
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("finish_inquiry", petition, by)
    running = petition.inquiries.filter(finished_at__isnull=True).first()
    if running is None:
        raise Refusal("此件没有正在进行的初查。")
    if not running.members.filter(pk=by.pk).exists():
        raise NotYours("初查结果由初查人员报告。")
    if not findings.strip():
        raise Refusal("请填写初查结果。", "findings")
    running.findings, running.finished_by, running.finished_at = findings.strip(), by, timezone.now()
    running.save()
    save_case(petition, by=by)
    record(petition, "inquiry_finished", by=by)
    notify(petition, [running.decision.staff], f"{petition.number} 初查完毕")
    return running


@transaction.atomic
def tell_reporter(pk: int, *, by: Staff, version: int, method: str, told_on: date) -> Petition:
    """告知受理: a named reporter is told within 15 working days; it meets the clock."""
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("tell_reporter", petition, by)
    if not petition.clocks.filter(kind=ClockKind.JC_NOTICE, met_on__isnull=True).exists():
        raise Refusal("此件没有待告知的受理情况。")
    if not petition.received_on <= told_on <= timezone.localdate():
        raise Refusal("告知日期应在收到之后、今天之前（含今天）。", "told_on")
    stop_clock(petition, ClockKind.JC_NOTICE, on=told_on)
    save_case(petition, by=by)
    record(petition, "reporter_told", by=by, method=ReplyMethod(method).label)
    return petition
