"""月末结果: what leaders decided in their sessions of a month, and what has become of it (S12-11). Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from accounts.models import Staff, Unit
from petitions.masking import person_of
from petitions.models import Petition, ReceptionResult, ReceptionSession
from petitions.receiving import month_of
from petitions.states import ReceptionOutcome


@dataclass(frozen=True)
class ResultRow:
    """One visit: what was decided, and where it stands."""

    session: ReceptionSession
    result: ReceptionResult
    petition: Petition
    person: str
    done_on: date | None
    is_late: bool

    @property
    def standing(self) -> str:
        """In words: done when, or what it is now."""
        if self.done_on:
            return f"{self.done_on.month}月{self.done_on.day}日办结"
        return str(self.petition.get_state_display())


@dataclass(frozen=True)
class LeaderResults:
    """The rows of one leader, with their sums."""

    leader: Staff
    title: str
    rows: list[ResultRow]

    @property
    def orders(self) -> int:
        """How many were ordered on the spot."""
        return sum(one.result.kind == ReceptionOutcome.ASSIGNED for one in self.rows)

    @property
    def done(self) -> int:
        """How many of all are closed."""
        return sum(one.done_on is not None for one in self.rows)

    @property
    def late(self) -> int:
        """How many passed their date, done or not."""
        return sum(one.is_late for one in self.rows)


def results_of(staff: Staff, unit: Unit, month: date) -> list[ResultRow]:
    """Every result of the unit's sessions in a month, as `staff` may see it; accusations are never among them."""
    first, last = month_of(month)
    seen = Petition.objects.visible_to(staff).filter(is_sealed=False)
    found = ReceptionResult.objects.filter(
        ticket__session__roster__unit=unit,
        ticket__session__day__range=(first, last),
        petition__in=seen.values("pk"),
    )
    found = found.select_related("ticket__session__leader", "petition", "unit", "signoff")
    return [_row(one, staff) for one in found.order_by("ticket__session__day", "ticket__number")]


def _row(result: ReceptionResult, staff: Staff) -> ResultRow:
    petition = result.petition
    closed = petition.closed_at
    done_on = timezone.localtime(closed).date() if closed and not petition.is_open else None
    is_late = result.due_on is not None and result.due_on < (done_on or timezone.localdate())
    return ResultRow(result.ticket.session, result, petition, person_of(petition, staff), done_on, is_late)


def by_leader(rows: list[ResultRow]) -> list[LeaderResults]:
    """The rows leader by leader, in the order of their first session."""
    found: dict[int, LeaderResults] = {}
    for one in rows:
        leader = one.session.leader
        found.setdefault(leader.pk, LeaderResults(leader, one.session.leader_title, [])).rows.append(one)
    return list(found.values())
