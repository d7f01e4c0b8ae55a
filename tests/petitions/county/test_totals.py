"""The county's year in figures: what came, how many people, for what."""

from __future__ import annotations

import pytest

from tests.petitions.county.course import Year
from tests.petitions.county.rows import ROWS

pytestmark = pytest.mark.django_db


def test_letters_visits_and_people_are_counted(year: Year) -> None:
    found = year.totals
    assert (found.letters, found.visits, found.visitors) == (30, 10, 65)


def test_the_sheet_adds_up_to_the_same() -> None:
    sums = [sum(getattr(row, name) for row in ROWS) for name in ("letters", "visits", "visitors")]
    assert sums == [30, 10, 65]


def test_they_are_counted_by_purpose(year: Year) -> None:
    assert dict(year.totals.purposes) == {"claim": 32, "accusation": 3, "suggestion": 4, "enquiry": 1}


def test_five_visits_are_collective(year: Year) -> None:
    """Joint letters are none: 集体访 are people who come."""
    visits = [row for row in ROWS if row.collective and row.channel == "visit"]
    assert year.totals.collective == len(visits) == 5


def test_five_are_repeats_and_one_asks_for_a_review(year: Year) -> None:
    """The application stands as a further letter on the first matter, and is counted with the repeats."""
    assert year.totals.repeats == len([row for row in ROWS if row.repeat_of]) + 1
