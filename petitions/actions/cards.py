"""督办卡: signed on the spot with opinion, unit and date; given out at once; the unit feeds back (S12-08, S12-10, S12-15)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.access import Held, standing_of
from accounts.models import Staff, Unit
from accounts.roles import Power
from casework.actions.base import desk_people, notify, open_case, record, save_case
from casework.actions.clocks import start_clock, stop_clock
from casework.actions.signing import sign
from casework.models import Clock, ClockKind, Decision
from casework.refusals import NotYours, Refusal
from casework.states import State
from petitions.access import ensure
from petitions.actions import handle, route
from petitions.actions.supervision import people_of
from petitions.models import Petition, Routing, SuperviseCard
from petitions.states import SignStep
from petitions.supervising import open_card

LABEL = "签发督办卡"


@route.logs_attempts
@transaction.atomic
def issue_card(
    pk: int,
    *,
    by: Staff,
    version: int,
    opinion: str,
    unit: Unit | None,
    due_on: date | None,
    handler: Staff | None = None,
) -> SuperviseCard:
    """The leader's signature on a card: the case is with the unit at once, and its date runs.

    Refused without opinion, unit or date (S12-08), past the law's date, and for another unit than the one that already
    has the case. The signature counts as the leader's reading (阅批).
    """
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("card", petition, by)
    if not opinion.strip():
        raise Refusal("请写明督办意见。", "opinion")
    if unit is None:
        raise Refusal("督办卡须写明承办单位。", "unit")
    if due_on is None:
        raise Refusal("督办卡须写明办理期限。", "due_on")
    held, before = leader_post(by, petition), petition.state
    step, agreed = SignStep.ANNOTATE, Decision.AGREE
    signed = sign(petition, held=held, by=by, step=step, step_label=LABEL, decision=agreed, opinion=opinion)
    routing = _with_the_unit(petition, by, unit, opinion.strip(), due_on, handler)
    _start(petition, unit, due_on)
    made = SuperviseCard.objects.create(
        petition=petition,
        unit=unit,
        opinion=opinion.strip(),
        due_on=due_on,
        signoff=signed,
        routing=routing,
        issued_by=by,
        issued_at=timezone.now(),
    )
    words, note = f"{due_on.month}月{due_on.day}日", opinion.strip()
    given = {"held": held, "from_state": before, "note": note}
    record(petition, "card_issued", by=by, unit=unit.name, due=words, **given)
    notify(petition, people_of(unit), f"{petition.number} 督办卡：限{words}前办理并反馈")
    return made


def leader_post(by: Staff, petition: Petition) -> Held:
    """The post that lets them sign a card: a leader over the register or over the unit that has it."""
    units = [petition.unit, *([petition.handling_unit] if petition.handling_unit else [])]
    standing = standing_of(by)
    for held in standing.held:
        mine = held.post.unit in standing.units_with(Power.SIGN)
        if mine and any(held.post.unit.covers(unit) for unit in units):
            return held
    raise NotYours("督办卡由领导签发。")


def _with_the_unit(
    petition: Petition, by: Staff, unit: Unit, opinion: str, due_on: date, handler: Staff | None
) -> Routing | None:
    """Gives it out, or finds it there already."""
    if petition.state in (State.ASSIGNED, State.HANDLING, State.REPORTED):
        if petition.handling_unit_id != unit.pk:
            name = petition.handling_unit.name if petition.handling_unit else ""
            raise Refusal(f"此件正由{name}承办；改交其他单位的，须先退回再签发。", "unit")
        return handle.active_routing(petition)
    if petition.state == State.PRESENTED:
        if petition.signer_id not in {one.principal.pk for one in standing_of(by).held}:
            name = petition.signer.name if petition.signer else ""
            raise Refusal(f"此件正待{name}阅批，请由其签批或先撤回送阅。")
        petition.signer, petition.sign_step = None, ""
        petition.annotate()
    elif petition.state != State.ANNOTATED:
        petition.annotate_by_card()
    stop_clock(petition, ClockKind.ANNOTATE, on=timezone.localdate())
    save_case(petition, by=by)
    return route.give_out(petition, by=by, unit=unit, opinion=opinion, due_on=due_on, handler=handler)


def _start(petition: Petition, unit: Unit, due_on: date) -> None:
    handling = Clock.objects.filter(case=petition, kind=ClockKind.HANDLE, met_on__isnull=True).first()
    if handling and handling.statutory_due and due_on > handling.statutory_due:
        raise Refusal(f"期限不能晚于法定期限 {handling.statutory_due:%Y年%-m月%-d日}。", "due_on")
    today = timezone.localdate()
    start_clock(
        petition,
        ClockKind.CARD,
        on=today,
        event="签发督办卡",
        what="反馈",
        by_order=due_on,
        owner_unit=unit,
    )


@transaction.atomic
def answer_card(pk: int, *, by: Staff, feedback: str) -> SuperviseCard:
    """督办卡反馈: what the unit has done; the leader and the office hear of it (S12-10)."""
    petition = open_case(Petition, pk, by=by)
    ensure("answer_card", petition, by)
    found = open_card(petition)
    assert found is not None
    if not feedback.strip():
        raise Refusal("请写明办理和反馈情况。", "feedback")
    found.feedback, found.fed_back_by, found.fed_back_at = feedback.strip(), by, timezone.now()
    found.save(update_fields=["feedback", "fed_back_by", "fed_back_at"])
    stop_clock(petition, ClockKind.CARD, on=timezone.localdate())
    words = "（迟报）" if found.is_late else ""
    record(petition, "card_answered", by=by, note=feedback.strip(), unit=found.unit.name, late=words)
    people = [found.issued_by, *desk_people(petition.unit)]
    notify(petition, people, f"{petition.number} {found.unit.name}已反馈督办卡{words}")
    return found
