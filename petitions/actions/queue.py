"""排队 (S12-05): numbers in the order of arrival, one visitor at a time, each leading to a registered visit."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import Staff
from casework.actions.base import end_sight, grant, lend_sight, open_case, record
from casework.refusals import NotVisible, NotYours, Refusal
from petitions import receiving
from petitions.actions.roster import locked
from petitions.models import Appointment, Petition, QueueTicket, ReceptionSession
from petitions.states import AppointmentState, TicketState

# from → to
MOVES: dict[str, frozenset[str]] = {
    TicketState.WAITING: frozenset({TicketState.CALLED, TicketState.HELD, TicketState.NO_SHOW}),
    TicketState.CALLED: frozenset({TicketState.HELD, TicketState.NO_SHOW, TicketState.DONE}),
    TicketState.HELD: frozenset({TicketState.CALLED, TicketState.WAITING, TicketState.NO_SHOW}),
    TicketState.NO_SHOW: frozenset({TicketState.CALLED, TicketState.WAITING}),
    TicketState.DONE: frozenset(),
}


def _at_desk(session_id: int, by: Staff) -> ReceptionSession:
    session = locked(session_id, by)
    runs_it = receiving.may_keep_desk(by, session.roster.unit) or session.recorder_id == by.pk
    if not (runs_it or receiving.receives(by, session)):
        raise NotYours("叫号由接待单位、记录人或值班领导办理。")
    if session.closed_at:
        raise Refusal("这次接待已经结束。来访请照常登记。")
    return session


@transaction.atomic
def take_ticket(
    session_id: int, *, by: Staff, name: str = "", appointment: Appointment | None = None
) -> QueueTicket:
    """取号: the next number of the session; somebody who booked keeps the booking with it."""
    session = _at_desk(session_id, by)
    if not session.is_today:
        raise Refusal("排队号在接待当天领取；其他日子的来访请照常登记。")
    if appointment is not None:
        if appointment.session_id != session.pk or appointment.state not in receiving.EXPECTED:
            raise Refusal("这份约访不在这次接待。")
        if QueueTicket.objects.filter(appointment=appointment).exists():
            raise Refusal("这份约访已经取过号。")
    last = session.tickets.aggregate(last=Max("number"))["last"] or 0
    return QueueTicket.objects.create(
        session=session,
        number=last + 1,
        name=(appointment.name if appointment else name).strip(),
        appointment=appointment,
        taken_at=timezone.now(),
    )


@transaction.atomic
def call_next(session_id: int, *, by: Staff) -> QueueTicket:
    """叫下一位: those who booked first, then in the order of their numbers."""
    session = _at_desk(session_id, by)
    waiting = session.tickets.filter(state=TicketState.WAITING)
    ticket = waiting.filter(appointment__isnull=False).first() or waiting.first()
    if ticket is None:
        raise Refusal("没有等候的人。")
    return _move(ticket, TicketState.CALLED)


@transaction.atomic
def move_ticket(ticket_id: int, *, by: Staff, to: str) -> QueueTicket:
    """叫号、暂缓、未到、回到等候、接待完毕."""
    ticket = QueueTicket.objects.filter(pk=ticket_id).first()
    if ticket is None:
        raise NotVisible
    _at_desk(ticket.session_id, by)
    return _move(QueueTicket.objects.get(pk=ticket_id), to)


def _move(ticket: QueueTicket, to: str) -> QueueTicket:
    if to not in MOVES[ticket.state]:
        raise Refusal(f"{ticket.number} 号现在是“{ticket.get_state_display()}”。")
    if to == TicketState.CALLED:
        other = ticket.session.tickets.filter(state=TicketState.CALLED).first()
        if other:
            raise Refusal(f"{other.number} 号正在接待，请先结束，再叫下一位。")
        ticket.called_at = timezone.now()
    if to in (TicketState.DONE, TicketState.NO_SHOW):
        ticket.ended_at = timezone.now()
    ticket.state = to
    ticket.save()
    return ticket


def finish(ticket: QueueTicket, *, by: Staff) -> None:
    """The visit has its result: the number is done, and the booking with it."""
    ticket.state, ticket.ended_at = TicketState.DONE, timezone.now()
    ticket.save()
    if ticket.appointment:
        ticket.appointment.state = AppointmentState.DONE
        ticket.appointment._history_user = by  # type: ignore[attr-defined]
        ticket.appointment.save()


@transaction.atomic
def link_visit(pk: int, *, by: Staff, ticket_id: int) -> QueueTicket:
    """The registered visit of a number: those who receive see it from now on (S01-05), a sealed one apart."""
    petition = open_case(Petition, pk, by=by)
    ticket = QueueTicket.objects.select_related("session__roster__unit").filter(pk=ticket_id).first()
    if ticket is None or not receiving.takes_part(by, ticket.session):
        raise NotVisible
    if ticket.intake_id:
        raise Refusal(f"{ticket.number} 号已经登记过。")
    ticket.intake = petition.intakes.order_by("pk").last()
    ticket.save()
    record(petition, "queued", by=by, day=str(ticket.session.day), leader=ticket.session.leader.name)
    if not petition.is_sealed:
        grant(petition, "领导接待", staff=ticket.session.leader)
    invited = [one.staff for one in ticket.session.invitees.select_related("staff")]
    others = [*ticket.session.co_receivers.all(), *invited]
    _lend(petition, ticket.session, others, by)
    return ticket


def lend_session(session: ReceptionSession, people: list[Staff], *, by: Staff) -> None:
    """Brings the session's open cases into the sight of people who join it, until it ends (S01-05)."""
    tickets = receiving.tickets_of(session, by).filter(intake__petition__is_sealed=False)
    for pk in set(tickets.values_list("intake__petition", flat=True)):
        _lend(open_case(Petition, pk, by=by), session, people, by)


def end_session_sight(session: ReceptionSession, people: list[Staff]) -> None:
    """Takes back what somebody who no longer takes part was lent; those who are invited as well keep it."""
    invited = set(session.invitees.values_list("staff", flat=True))
    end_sight(_cause(session), staff=[one for one in people if one.pk not in invited])


def _lend(petition: Petition, session: ReceptionSession, people: list[Staff], by: Staff) -> None:
    if session.closed_at:
        return
    until = timezone.make_aware(datetime.combine(session.day + timedelta(days=1), time.min))
    for one in people:
        if lend_sight(petition, _cause(session), staff=one, until=until):
            record(petition, "sight_lent", by=by, who=one.name, until=str(session.day))


def _cause(session: ReceptionSession) -> str:
    return f"参加领导接待 {session.pk}"


@transaction.atomic
def close_session(session_id: int, *, by: Staff) -> ReceptionSession:
    """结束接待: with a recorder (S12-04) and nobody left waiting; the sight of those who joined ends now (S01-05)."""
    session = _at_desk(session_id, by)
    if session.recorder_id is None:
        raise Refusal("请先确定记录人，再结束接待。", "recorder")
    left = session.tickets.filter(state__in=[TicketState.WAITING, TicketState.CALLED]).count()
    if left:
        raise Refusal(f"还有 {left} 个号在等候或接待中：请接待，或注明暂缓、未到。")
    session.closed_at, session.closed_by = timezone.now(), by
    session.save()
    end_sight(_cause(session))
    return session
