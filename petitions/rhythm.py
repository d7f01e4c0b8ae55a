"""When reports are due: pure functions over the holiday table (C-17). A due day that is a day off moves to the last
working day before it; a week without any has no report."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from casework.deadlines import ONE, HolidayTable


@dataclass(frozen=True)
class Rule:
    """How often: `weekday` counts from 1 for Monday, `nth` working days from the first of the month."""

    kind: str
    weekday: int | None = None
    nth: int | None = None
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True)
class Occurrence:
    """One report: the days it covers and the day it is due."""

    first: date
    last: date
    due_on: date


def occurrences(rule: Rule, start: date, end: date, table: HolidayTable) -> list[Occurrence]:
    """Every report due from `start` to `end`; none of a rule on demand."""
    kinds = {
        "daily": _daily,
        "weekly": _weekly,
        "monthly_wd": _monthly_wd,
        "month_end": _month_end,
        "yearly": _yearly,
    }
    if rule.kind not in kinds:
        return []
    found = kinds[rule.kind](rule, start, end, table)
    return [one for one in found if start <= one.due_on <= end]


def _daily(rule: Rule, start: date, end: date, table: HolidayTable) -> Iterator[Occurrence]:
    day = start
    while day <= end:
        if table.is_working(day):
            yield Occurrence(day, day, day)
        day += ONE


def _weekly(rule: Rule, start: date, end: date, table: HolidayTable) -> Iterator[Occurrence]:
    """Monday to Sunday; due on the weekday or the last working day before it within the same week."""
    assert rule.weekday is not None
    monday = start - timedelta(days=start.weekday())
    while monday <= end:
        due = table.previous_working(monday + timedelta(days=rule.weekday - 1))
        if due >= monday:
            yield Occurrence(monday, monday + timedelta(days=6), due)
        monday += timedelta(days=7)


def _months(start: date, end: date) -> Iterator[tuple[date, date]]:
    first = start.replace(day=1)
    while first <= end:
        last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
        yield first, last
        first = last + ONE


def _monthly_wd(rule: Rule, start: date, end: date, table: HolidayTable) -> Iterator[Occurrence]:
    """The n-th working day reports the month before."""
    assert rule.nth is not None
    for first, _ in _months(start, end):
        before = first - ONE
        yield Occurrence(
            before.replace(day=1), before, table.nth_working_of_month(first.year, first.month, rule.nth)
        )


def _month_end(rule: Rule, start: date, end: date, table: HolidayTable) -> Iterator[Occurrence]:
    """The last working day reports its own month (S12-11)."""
    for first, last in _months(start, end):
        yield Occurrence(first, last, table.previous_working(last))


def _yearly(rule: Rule, start: date, end: date, table: HolidayTable) -> Iterator[Occurrence]:
    """A day of the year reports the year before; in December, its own year."""
    assert rule.month is not None
    assert rule.day is not None
    for year in range(start.year, end.year + 1):
        day = date(year, rule.month, min(rule.day, calendar.monthrange(year, rule.month)[1]))
        covered = year if rule.month == 12 else year - 1
        yield Occurrence(date(covered, 1, 1), date(covered, 12, 31), table.previous_working(day))
