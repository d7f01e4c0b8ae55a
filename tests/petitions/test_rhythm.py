"""When reports are due, as pairs of dates over the official calendar (C-17)."""

from __future__ import annotations

from datetime import date

import pytest

from casework.calendar import holiday_table
from petitions.rhythm import Rule, occurrences

pytestmark = pytest.mark.usefixtures("calendar")


def dues(rule: Rule, start: date, end: date) -> list[date]:
    return [one.due_on for one in occurrences(rule, start, end, holiday_table())]


@pytest.mark.rule("S21-08")
def test_friday_moves_to_the_last_working_day_and_a_free_week_has_none() -> None:
    friday = Rule("weekly", weekday=5)
    # 1–3 May 2026 are days off, 15–23 February as well; 14 February is worked.
    assert dues(friday, date(2026, 4, 27), date(2026, 5, 3)) == [date(2026, 4, 30)]
    assert dues(friday, date(2026, 2, 9), date(2026, 3, 1)) == [date(2026, 2, 13), date(2026, 2, 27)]


@pytest.mark.rule("S12-11")
@pytest.mark.parametrize(
    ("month", "due"), [(1, date(2026, 1, 30)), (2, date(2026, 2, 28)), (3, date(2026, 3, 31))]
)
def test_month_end_is_its_last_working_day(month: int, due: date) -> None:
    # 28 February 2026 is a Saturday that is worked.
    found = occurrences(Rule("month_end"), date(2026, month, 20), date(2026, month, due.day), holiday_table())
    assert [(one.due_on, one.first.day) for one in found] == [(due, 1)]


def test_nth_working_day_reports_the_month_before() -> None:
    found = occurrences(Rule("monthly_wd", nth=3), date(2026, 1, 1), date(2026, 1, 31), holiday_table())
    # 1–3 January are days off; Sunday the fourth is worked.
    assert [(one.due_on, one.first, one.last) for one in found] == [
        (date(2026, 1, 6), date(2025, 12, 1), date(2025, 12, 31))
    ]


def test_daily_only_on_working_days() -> None:
    assert dues(Rule("daily"), date(2026, 2, 13), date(2026, 2, 24)) == [
        date(2026, 2, 13),
        date(2026, 2, 14),
        date(2026, 2, 24),
    ]


def test_yearly_reports_the_year_before_except_in_december() -> None:
    found = occurrences(
        Rule("yearly", month=1, day=31), date(2026, 1, 1), date(2026, 12, 31), holiday_table()
    )
    assert [(one.due_on, one.first.year) for one in found] == [(date(2026, 1, 30), 2025)]
    found = occurrences(
        Rule("yearly", month=12, day=20), date(2026, 1, 1), date(2026, 12, 31), holiday_table()
    )
    assert [(one.due_on, one.first.year) for one in found] == [(date(2026, 12, 18), 2026)]


def test_on_demand_has_no_rhythm() -> None:
    assert dues(Rule("adhoc"), date(2026, 1, 1), date(2026, 12, 31)) == []
