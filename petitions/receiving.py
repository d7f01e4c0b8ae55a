"""领导接待: who receives when, who may do what in a session, and what is expected. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.access import Held, standing_of
from accounts.models import Post, Staff, Unit
from accounts.roles import POWERS, Power, Role
from casework.calendar import holiday_table
from casework.models import policy_values
from casework.policy import Policy
from casework.refusals import NotVisible
from petitions.models import (
    Appointment,
    DutyRoster,
    Petition,
    QueueTicket,
    ReceptionDay,
    ReceptionSession,
    Substitution,
)
from petitions.reception_days import DayRule, reception_days, take_turns
from petitions.states import AppointmentState, Channel

LEADERS = (Role.CHIEF_LEADER, Role.DEPUTY_LEADER, Role.UNIT_HEAD)
# How many sessions the notice board and a leader's page show.
AHEAD = 24
EXPECTED = (AppointmentState.AGREED, AppointmentState.MOVED)


def month_of(day: date) -> tuple[date, date]:
    """First and last day of its month."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


# --- whose it is


def may_keep_roster(staff: Staff, unit: Unit) -> bool:
    """The office that draws up the roster: 信访专干 or head at the unit or above it."""
    return standing_of(staff).may_at(Power.ROUTE, unit)


def may_keep_desk(staff: Staff, unit: Unit) -> bool:
    """The desk that books, hands out numbers and calls: whoever registers at the unit, and the office."""
    exact = standing_of(staff).may_exactly_at(Power.REGISTER, unit)
    return exact or may_keep_roster(staff, unit)


def receives(staff: Staff, session: ReceptionSession) -> Held | None:
    """The post in which somebody receives: the leader's own, or one lent to them today (代班)."""
    own = [one for one in standing_of(staff).held if one.principal.pk == session.leader_id]
    signing = [one for one in own if {Power.SIGN, Power.ANNOTATE} & POWERS[one.post.role]]
    return next(iter(signing), None)


def takes_part(staff: Staff, session: ReceptionSession) -> bool:
    """Leader, co-receiver, recorder or desk; an invitee while the session lasts (S01-05)."""
    if staff.pk in (session.leader_id, session.recorder_id) or receives(staff, session):
        return True
    if may_keep_desk(staff, session.roster.unit):
        return True
    if session.co_receivers.filter(pk=staff.pk).exists():
        return True
    return session.closed_at is None and session.invitees.filter(staff=staff).exists()


def may_invite(staff: Staff, session: ReceptionSession) -> Held | None:
    """The post in which somebody may invite: the chair's, or one lent in writing (委托); else the leader's (S01-05)."""
    words: list[str] = policy_of(session.roster.unit, session.day)["reception_inviter_posts"]
    if not words:
        return receives(staff, session)
    unit = session.roster.unit
    for one in standing_of(staff).held:
        near = one.post.unit.covers(unit) or unit.covers(one.post.unit)
        if near and one.post.display_title in words:
            return one
    return None


# --- days and turns


def policy_of(unit: Unit, day: date) -> Policy:
    """The unit's policy on a day; a session has no case to keep a copy."""
    return Policy(policy_values(unit, day))


def rules_of(unit: Unit) -> list[ReceptionDay]:
    """The unit's rules in use."""
    found = ReceptionDay.objects.filter(unit=unit, is_active=True)
    return list(found.select_related("leaders_of", "unit"))


def days_of(unit: Unit, first: date, last: date) -> list[tuple[date, ReceptionDay]]:
    """The unit's reception days between two dates, with the rule of each."""
    kept = {_pure(rule): rule for rule in reversed(rules_of(unit))}
    shift = str(policy_of(unit, first)["reception_holiday_shift"])
    found = reception_days(list(kept), first, last, shift=shift, table=holiday_table())
    return [(day, kept[rule]) for day, rule in found]


def _pure(rule: ReceptionDay) -> DayRule:
    return DayRule(rule.kind, day=rule.day, weekday=rule.weekday, nth=rule.nth)


def receivers_of(rule: ReceptionDay, on: date) -> list[Post]:
    """The posts whose holders take turns under a rule, one a person, in the order of rank and seniority."""
    posts = Post.objects.current(on).filter(unit=rule.leaders_of or rule.unit, role__in=LEADERS)
    titles = [one.strip() for one in rule.posts.split("、") if one.strip()]
    found = [one for one in posts.select_related("staff") if not titles or one.display_title in titles]
    found.sort(key=lambda one: (LEADERS.index(Role(one.role)), one.starts_on, one.pk))
    return list({one.staff_id: one for one in reversed(found)}.values())[::-1]


def turns(unit: Unit, days: list[tuple[date, ReceptionDay]]) -> list[tuple[date, ReceptionDay, Post | None]]:
    """Who has which day; None where the rule's posts are vacant. Turns of the year so far are counted in."""
    chosen: dict[date, Post | None] = {}
    for rule in {rule.pk: rule for _, rule in days}.values():
        own = [day for day, of in days if of.pk == rule.pk]
        posts = {post.staff_id: post for post in receivers_of(rule, own[0])}
        people = take_turns(len(own), list(posts), _served(unit, own[0]))
        chosen |= dict.fromkeys(own) | {day: posts[pk] for day, pk in zip(own, people, strict=False)}
    return [(day, rule, chosen[day]) for day, rule in days]


def _served(unit: Unit, before: date) -> dict[int, int]:
    earlier = ReceptionSession.objects.filter(
        roster__unit=unit, day__gte=date(before.year, 1, 1), day__lt=before
    )
    return dict(earlier.order_by().values_list("leader").annotate(times=Count("pk")))


def gaps(roster: DutyRoster) -> list[date]:
    """Reception days of the month without a leader on duty (S19-02, S19-06: 不空档)."""
    first, last = month_of(roster.month)
    manned = set(roster.sessions.values_list("day", flat=True))
    return [day for day, _ in days_of(roster.unit, first, last) if day not in manned]


def lacking_posts(roster: DutyRoster) -> list[date]:
    """Days on which nobody holds a post that the policy asks for (S01-04: 主席或副主席)."""
    words: list[str] = policy_of(roster.unit, roster.month)["reception_required_posts"]
    if not words:
        return []
    sessions = list(roster.sessions.prefetch_related("co_receivers"))
    people = {one.leader_id for one in sessions} | {
        person.pk for one in sessions for person in one.co_receivers.all()
    }
    held: dict[int, set[str]] = {}
    for post in Post.objects.current(roster.month).filter(staff__in=people):
        held.setdefault(post.staff_id, set()).add(post.display_title)
    return [
        one.day
        for one in sessions
        if not any(
            held.get(pk, set()) & set(words)
            for pk in (one.leader_id, *(person.pk for person in one.co_receivers.all()))
        )
    ]


# --- sessions and what is expected


def sessions_of(unit: Unit, first: date, last: date) -> QuerySet[ReceptionSession]:
    """Sessions of a unit between two dates."""
    found = ReceptionSession.objects.filter(roster__unit=unit, day__range=(first, last))
    return found.select_related("leader__leader_card", "recorder", "roster__unit").order_by("day")


def my_sessions(staff: Staff, since: date) -> QuerySet[ReceptionSession]:
    """Sessions in which somebody receives, from a day on."""
    mine = Q(leader=staff) | Q(co_receivers=staff)
    found = ReceptionSession.objects.filter(mine, day__gte=since, roster__published_at__isnull=False)
    return found.select_related("leader", "recorder", "roster__unit").distinct().order_by("day")


def asked_to_stand_in(staff: Staff) -> QuerySet[Substitution]:
    """代班 that waits for this person's answer."""
    waiting = Substitution.objects.filter(substitute=staff, accepted__isnull=True)
    return waiting.select_related("session__roster__unit", "principal")


def in_sight(staff: Staff) -> Q:
    """Tickets, and through them bookings, that lead to no case at all or to one in the reader's sight."""
    seen = Petition.objects.visible_to(staff)
    return Q(intake__isnull=True) | Q(intake__petition__in=seen.values("pk"))


def tickets_of(session: ReceptionSession, staff: Staff) -> QuerySet[QueueTicket]:
    """The queue of a session, without visits that became a case out of the reader's sight."""
    found = session.tickets.filter(in_sight(staff))
    return found.select_related("intake__petition", "appointment", "result__unit", "result__signoff")


def appointments_at(unit: Unit, staff: Staff) -> QuerySet[Appointment]:
    """The bookings of a unit, without those whose visit became a case out of the reader's sight."""
    hidden = QueueTicket.objects.exclude(in_sight(staff)).filter(appointment__isnull=False)
    found = Appointment.objects.filter(unit=unit).exclude(pk__in=hidden.values("appointment"))
    return found.select_related("session__leader", "unit", "decided_by").order_by("-pk")


def expected(staff: Staff, unit: Unit, day: date) -> list[Appointment]:
    """Who is to come on a day, in the order of their booking."""
    found = appointments_at(unit, staff).filter(session__day=day, state__in=EXPECTED)
    return list(found.select_related("session__leader", "ticket").order_by("pk"))


def bookings_by_session(staff: Staff, sessions: Iterable[ReceptionSession]) -> dict[int, list[Appointment]]:
    """Who is booked in each of some sessions, by the session's id."""
    hidden = QueueTicket.objects.exclude(in_sight(staff)).filter(appointment__isnull=False)
    found = Appointment.objects.filter(session__in=[one.pk for one in sessions], state__in=EXPECTED)
    kept: dict[int, list[Appointment]] = {}
    for one in found.exclude(pk__in=hidden.values("appointment")).order_by("pk"):
        kept.setdefault(one.session_id or 0, []).append(one)
    return kept


def substitutions_waiting(session_ids: list[int]) -> QuerySet[Substitution]:
    """代班 that some sessions wait for."""
    waiting = Substitution.objects.filter(session__in=session_ids, accepted__isnull=True)
    return waiting.select_related("substitute")


def published_ahead(unit: Unit, since: date) -> list[ReceptionSession]:
    """What the notice board shows: published sessions from a day on (S19-03)."""
    found = ReceptionSession.objects.filter(
        roster__unit=unit, roster__published_at__isnull=False, day__gte=since
    )
    return list(found.select_related("leader__leader_card").order_by("day")[:AHEAD])


@dataclass(frozen=True)
class Expected:
    """A booking, and what its person brought before."""

    booking: Appointment
    earlier: list[Petition]


def pack(staff: Staff, session: ReceptionSession) -> list[Expected]:
    """预读材料 (S19-10): the session's bookings with earlier matters of the same name and telephone, in the reader's
    sight; accusations never stand among them."""
    booked = bookings_by_session(staff, [session]).get(session.pk, [])
    seen = Petition.objects.visible_to(staff).filter(
        is_sealed=False,
        petitioner__name__in={one.name for one in booked},
        petitioner__phone__in={one.phone for one in booked},
    )
    seen = seen.select_related("petitioner", "handling_unit").prefetch_related("replies")
    kept: dict[tuple[str, str], list[Petition]] = {}
    for one in seen.order_by("-received_on", "-pk"):
        assert one.petitioner is not None
        kept.setdefault((one.petitioner.name, one.petitioner.phone), []).append(one)
    return [Expected(one, kept.get((one.name, one.phone), [])) for one in booked]


def free_ticket(staff: Staff, ticket_id: int) -> QueueTicket | None:
    """A number of somebody's own desk whose visit is not registered yet."""
    found = QueueTicket.objects.select_related("session__roster__unit", "appointment").filter(pk=ticket_id)
    ticket = found.filter(intake__isnull=True).first()
    return ticket if ticket and may_keep_desk(staff, ticket.session.roster.unit) else None


def visitor_of(staff: Staff, ticket_id: int) -> dict[str, Any]:
    """What the register page knows of a number: the channel, and the particulars of a booking. Raises NotVisible."""
    ticket = free_ticket(staff, ticket_id)
    if ticket is None:
        raise NotVisible
    values: dict[str, Any] = {"channel": Channel.LEADER_RECEPTION, "name": ticket.name}
    if ticket.appointment:
        one = ticket.appointment
        values |= {"phone": one.phone, "head_count": one.head_count, "body": one.subject}
    return values


def today_at(unit: Unit, day: date) -> ReceptionSession | None:
    """The published session of a day, for the call board."""
    found = ReceptionSession.objects.filter(roster__unit=unit, roster__published_at__isnull=False, day=day)
    return found.select_related("leader", "roster__unit").first()


def units_receiving() -> QuerySet[Unit]:
    """Units that have reception days."""
    return Unit.objects.active().filter(reception_days__is_active=True).distinct()


def unit_for(staff: Staff, code: str = "") -> Unit | None:
    """The unit whose reception a colleague looks at: the one named, their own, the nearest above, or one below."""
    units = list(units_receiving())
    named = next((one for one in units if one.code == code), None)
    desk = standing_of(staff).desk_unit
    if named or desk is None:
        return named or next(iter(units), None)
    above = [one for one in units if one.covers(desk)]
    below = [one for one in units if desk.covers(one)]
    return next(iter([*above[::-1], *below, *units]), None)


@dataclass(frozen=True)
class Leader:
    """A colleague who may be put on duty, with the post that the roster shows."""

    staff: Staff
    title: str


def leaders_for(unit: Unit, on: date) -> list[Leader]:
    """Whom the office may put on duty: leaders of the unit, of those above it, and of the unit that its rules name."""
    units = Q(unit__path__in=unit.ancestor_paths()) | Q(unit__in=[r.leaders_of_id for r in rules_of(unit)])
    posts = Post.objects.current(on).filter(units, role__in=LEADERS).select_related("staff", "unit")
    rows: Iterable[Post] = posts.order_by("unit__path", "starts_on", "pk")
    found: dict[int, Leader] = {}
    for one in rows:
        found.setdefault(one.staff_id, Leader(one.staff, one.display_title))
    return list(found.values())
