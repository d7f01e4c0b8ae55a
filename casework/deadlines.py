"""Days: what a working day is, and when a limit ends. Pure functions; today is always passed in.

The starting day does not count; a last day on a day off moves to the next working day (民法典 200–203; rules.md A4).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

ONE = timedelta(days=1)


class DayType(StrEnum):
    CALENDAR = "calendar"
    WORKING = "working"


class Roll(StrEnum):
    """What happens to a last day that is a day off (`internal_roll`)."""

    FORWARD = "forward"
    BACK = "back"
    NONE = "none"


@dataclass(frozen=True)
class Limit:
    """A number of days and how they are counted."""

    days: int
    day_type: DayType = DayType.CALENDAR

    def __str__(self) -> str:
        if self.days == 0:
            return "当日"
        return f"{self.days}个工作日" if self.day_type is DayType.WORKING else f"{self.days}日"


@dataclass(frozen=True)
class HolidayTable:
    """节假日安排: days off with their names, make-up working days, and the years that the notice covers."""

    holidays: Mapping[date, str] = field(default_factory=dict)
    workdays: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether offices work that day; outside the known years Saturdays and Sundays are off."""
        if day in self.workdays:
            return True
        return day not in self.holidays and day.weekday() < 5

    def knows(self, first: date, last: date) -> bool:
        """Whether the notices of all years from first to last are in the table."""
        return all(year in self.years for year in range(first.year, last.year + 1))

    def next_working(self, day: date) -> date:
        """The day itself, or the first working day after it."""
        while not self.is_working(day):
            day += ONE
        return day

    def previous_working(self, day: date) -> date:
        """The day itself, or the last working day before it."""
        while not self.is_working(day):
            day -= ONE
        return day

    def add_working(self, start: date, days: int) -> date:
        """The n-th working day after `start` (negative: before); the starting day does not count."""
        step = ONE if days >= 0 else -ONE
        day = start
        for _ in range(abs(days)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def working_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` is earlier."""
        if end < start:
            return -self.working_between(end, start)
        return sum(self.is_working(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))

    def nth_working_of_month(self, year: int, month: int, n: int) -> date:
        """The n-th working day of a month (S04-10: 第3个工作日). Raises ValueError when the month has fewer."""
        day = self.add_working(date(year, month, 1) - ONE, n)
        if (day.year, day.month) != (year, month):
            raise ValueError(f"{year}年{month}月没有第{n}个工作日")
        return day


@dataclass(frozen=True)
class Due:
    """When a limit ends: the day counted (`raw`) and the day it holds (`on`)."""

    raw: date
    on: date


def due(start: date, limit: Limit, table: HolidayTable, roll: Roll = Roll.FORWARD) -> Due:
    """The last day of a limit that starts after `start`."""
    if limit.day_type is DayType.WORKING:
        day = table.add_working(start, limit.days)
        return Due(day, table.next_working(day))
    raw = start + timedelta(days=limit.days)
    # Never before the start: a limit of one day over a long holiday still leaves the day itself.
    return Due(raw, max(rolled(raw, table, roll), start))


def rolled(day: date, table: HolidayTable, roll: Roll) -> date:
    """The day itself, or the working day to which a day off moves."""
    if roll is Roll.FORWARD:
        return table.next_working(day)
    return table.previous_working(day) if roll is Roll.BACK else day


def short(day: date) -> str:
    """2月13日"""
    return f"{day.month}月{day.day}日"


def _runs(days: Iterable[date]) -> list[tuple[date, date]]:
    runs: list[tuple[date, date]] = []
    for day in sorted(days):
        if runs and day - runs[-1][1] == ONE:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def calendar_note(first: date, last: date, table: HolidayTable) -> str:
    """What is unusual between two days: “春节2月15—23日放假、2月14日和28日上班”; empty when nothing is."""
    every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    parts: list[str] = []
    for name in dict.fromkeys(table.holidays[day] for day in every if day in table.holidays):
        # The whole holiday is named, also where the limit ends inside it.
        whole = [
            day for day, called in table.holidays.items() if called == name and abs((day - first).days) < 200
        ]
        for start, end in _runs(whole):
            if end < first or start > last:
                continue
            if start == end:
                span = short(start)
            elif start.month == end.month:
                span = f"{start.month}月{start.day}—{end.day}日"
            else:
                span = f"{short(start)}—{short(end)}"
            parts.append(f"{name}{span}放假")
    made_up = [day for day in every if day in table.workdays and day > first]
    if made_up:
        text = short(made_up[0])
        for before, day in pairwise(made_up):
            text += "和" + (f"{day.day}日" if day.month == before.month else short(day))
        parts.append(text + "上班")
    return "、".join(parts)


def explain(start: date, event: str, what: str, limit: Limit, found: Due, table: HolidayTable) -> str:
    """One sentence: “2月13日阅批，一般件5个工作日，春节2月15—23日放假、2月14日和28日上班，到期2月27日”."""
    parts = [f"{short(start)}{event}", f"{what}{limit}"]
    note = calendar_note(start, found.on, table)
    if note:
        parts.append(note)
    if found.raw != found.on:
        word = "顺延" if found.on > found.raw else "提前"
        parts.append(f"{short(found.raw)}遇休息日{word}")
    year = "" if found.on.year == start.year else f"{found.on.year}年"
    parts.append(f"到期{year}{short(found.on)}")
    if not table.knows(start, found.on):
        parts.append("（部分年份放假安排尚未公布，暂按法定节假日推算）")
    return "，".join(parts).replace("，（", "（")
