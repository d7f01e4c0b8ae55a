"""Lines of the lists: a petition with its due words and marks, for any number of rows at the cost of one query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from casework.calendar import holiday_table
from casework.due_words import DueBadge, due_badge
from petitions.marks import Mark, marks
from petitions.models import Intake, Petition

RELATED = ("unit", "handling_unit", "handler", "content_class", "petitioner")
HIDDEN = "身份保密"


@dataclass(frozen=True)
class Row:
    """One line; `badge` is None where nothing is owed any more."""

    petition: Petition
    person: str
    badge: DueBadge | None
    marks: list[Mark]

    @property
    def is_late(self) -> bool:
        """Past its limit."""
        return self.badge is not None and self.badge.is_late


def person_of(petition: Petition) -> str:
    """Who brought it, as lists say it; for a sealed accusation never a name."""
    if petition.is_sealed:
        return HIDDEN
    return "匿名" if petition.is_anonymous else petition.person_name


def rows_of(petitions: Sequence[Petition], today: date) -> list[Row]:
    """Lines for these petitions, in their order; read them with `RELATED`."""
    table = holiday_table()
    often = dict(
        Intake.objects.filter(petition__in=petitions)
        .order_by()
        .values_list("petition")
        .annotate(number=Count("pk"))
    )
    return [
        Row(
            petition=one,
            person=person_of(one),
            badge=due_badge(one.due_on, today=today, table=table) if one.is_open and one.due_on else None,
            marks=marks(one, intakes=often.get(one.pk, 1)),
        )
        for one in petitions
    ]
