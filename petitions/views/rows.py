"""Lines of the lists: a petition with its due words and marks, for any number of rows at the cost of one query."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max

from accounts.models import Staff
from casework.calendar import holiday_table
from casework.due_words import DueBadge, due_badge
from casework.models import Event
from casework.states import State
from petitions.marks import Mark, marks
from petitions.masking import person_of
from petitions.models import Intake, Petition

RELATED = ("unit", "handling_unit", "handler", "content_class", "petitioner")


@dataclass(frozen=True)
class Row:
    """One line; `badge` is None where nothing is owed any more."""

    petition: Petition
    person: str
    badge: DueBadge | None
    marks: list[Mark]
    feedback: datetime | None = None

    @property
    def owes_feedback(self) -> bool:
        """Given to a unit that has not reported yet: whoever sent it follows what comes back (S01-12)."""
        return self.petition.state in (State.ASSIGNED, State.HANDLING)

    @property
    def is_late(self) -> bool:
        """Past its limit."""
        return self.badge is not None and self.badge.is_late


def last_feedback(pks: Iterable[int]) -> dict[int, datetime]:
    """When the handling unit was last heard of: its report, its interim report, its answer to 催办 (S01-12)."""
    said = Event.objects.filter(case__in=list(pks), name__in=["reported", "interim_report", "urge_answered"])
    return dict(said.order_by().values_list("case").annotate(last=Max("at")))


def rows_of(petitions: Sequence[Petition], today: date, staff: Staff) -> list[Row]:
    """Lines for these petitions as this reader sees them, in their order; read them with `RELATED`."""
    table = holiday_table()
    often = dict(
        Intake.objects.filter(petition__in=petitions)
        .order_by()
        .values_list("petition")
        .annotate(number=Count("pk"))
    )
    heard = last_feedback(one.pk for one in petitions)
    return [
        Row(
            petition=one,
            person=person_of(one, staff),
            badge=due_badge(one.due_on, today=today, table=table) if one.is_open and one.due_on else None,
            marks=marks(one, intakes=often.get(one.pk, 1)),
            feedback=heard.get(one.pk),
        )
        for one in petitions
    ]
