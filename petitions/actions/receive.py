"""接待结果 (S19-04): the leader decides and signs while the visitor is there; an order has a unit and a date."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.access import Held
from accounts.models import Staff, Unit
from casework.actions.base import desk_people, notify, open_case, record, save_case
from casework.actions.signing import sign
from casework.models import Decision, SignOff
from casework.refusals import NotYours, Refusal
from casework.states import State
from petitions import receiving
from petitions.actions import cards, route
from petitions.actions.queue import finish
from petitions.models import Petition, QueueTicket, ReceptionResult
from petitions.owed_tasks import owe_report_of_reception
from petitions.states import ReceptionOutcome, SignStep

# Still with the office: the leader's words are its 阅批.
WITH_OFFICE = frozenset({State.REGISTERED, State.RETURNED, State.PRESENTED})


@route.logs_attempts
@transaction.atomic
def give_result(
    pk: int,
    *,
    by: Staff,
    version: int,
    ticket: QueueTicket,
    kind: str,
    opinion: str,
    unit: Unit | None = None,
    due_on: date | None = None,
    responsible: Staff | None = None,
    co_units: tuple[Unit, ...] = (),
) -> ReceptionResult:
    """当场解决、现场办公 or 现场交办, signed by the leader on duty; each number has one result.

    现场交办 is a 督办卡 signed on the spot (S12-08): the unit has it at once and the leader's date runs; without unit or
    date it is refused. For a matter that a unit has already, words alone are signed and sent there.
    """
    petition = open_case(Petition, pk, by=by, version=version)
    ticket = QueueTicket.objects.select_related("session__leader", "appointment").get(pk=ticket.pk)
    held = receiving.receives(by, ticket.session)
    if held is None:
        raise NotYours("接待结果由值班领导本人签批。")
    _check(petition, ticket, kind, opinion, unit, due_on, co_units)
    signed = _sign(petition, held, by, opinion, unit, due_on, responsible)
    made = ReceptionResult.objects.create(
        ticket=ticket,
        petition=petition,
        kind=kind,
        signoff=signed,
        unit=unit,
        due_on=due_on,
        routing=petition.routings.order_by("pk").last() if unit else None,
    )
    made.co_units.set(co_units)
    fresh = open_case(Petition, pk, by=by)
    record(
        fresh, "heard_by_leader", by=by, held=held, kind=ReceptionOutcome(kind).label, note=opinion.strip()
    )
    owe_report_of_reception(fresh, by)
    finish(ticket, by=by)
    return made


def _check(
    petition: Petition,
    ticket: QueueTicket,
    kind: str,
    opinion: str,
    unit: Unit | None,
    due_on: date | None,
    co_units: tuple[Unit, ...],
) -> None:
    if ticket.intake is None or ticket.intake.petition_id != petition.pk:
        raise Refusal("请先登记来访，再签接待结果。")
    if ReceptionResult.objects.filter(ticket=ticket).exists():
        raise Refusal("这个号的接待结果已经签过。")
    if ticket.session.closed_at:
        raise Refusal("这次接待已经结束。")
    if kind not in ReceptionOutcome.values:
        raise Refusal("请选择接待结果。", "kind")
    if not opinion.strip():
        raise Refusal("请写明意见。", "opinion")
    if kind == ReceptionOutcome.ASSIGNED and unit is None:
        raise Refusal("现场交办须写明承办单位。", "unit")
    if unit is not None and due_on is None:
        raise Refusal("请写明限办日期。", "due_on")
    if due_on is not None and unit is None:
        raise Refusal("写了限办日期，请选择承办单位。", "unit")
    if kind == ReceptionOutcome.ON_THE_SPOT and unit is not None:
        raise Refusal("当场解决的不再交办；要交办的请选“现场交办”。", "unit")
    if kind == ReceptionOutcome.JOINT_WORK and not co_units:
        raise Refusal("现场办公请写明到场的单位。", "co_units")
    if due_on is not None and due_on < ticket.session.day:
        raise Refusal("限办日期不能早于接待当天。", "due_on")


def _sign(
    petition: Petition,
    held: Held,
    by: Staff,
    opinion: str,
    unit: Unit | None,
    due_on: date | None,
    responsible: Staff | None,
) -> SignOff:
    """The leader's words as the 阅批 of a matter that is still with the office; as a signature of its own otherwise."""
    if unit is not None:
        card = cards.issue_card(
            petition.pk,
            by=by,
            version=petition.version,
            opinion=opinion,
            unit=unit,
            due_on=due_on,
            handler=responsible,
        )
        return card.signoff
    if petition.state not in WITH_OFFICE:
        step = SignStep.RECEPTION
        signed = sign(
            petition,
            held=held,
            by=by,
            step=step,
            step_label=step.label,
            decision=Decision.AGREE,
            opinion=opinion,
        )
        _send_words(petition, signed)
        return signed
    before = petition.state
    if petition.state == State.PRESENTED and petition.signer_id != held.principal.pk:
        petition.withdraw_from_leader()
    if petition.state != State.PRESENTED:
        petition.signer, petition.sign_step = held.principal, SignStep.ANNOTATE
        petition.present()
        save_case(petition, by=by)
        record(petition, "presented", by=by, from_state=before, leader=held.principal.name)
    return route.annotate(petition.pk, by=by, version=petition.version, opinion=opinion)


def _send_words(petition: Petition, signed: SignOff) -> None:
    people = desk_people(petition.handling_unit or petition.unit)
    people += [petition.handler] if petition.handler else []
    notify(petition, people, f"{petition.number} {signed.signature}在接待时批示：{signed.opinion[:80]}")
