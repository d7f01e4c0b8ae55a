"""接待日: on which days leaders receive, and whose turn it is. Pure functions; the calendar is passed in."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from casework.deadlines import ONE, HolidayTable
from petitions.states import HolidayShift, ReceptionKind

Who = TypeVar("Who", bound=Hashable)
WEEK = timedelta(days=7)
# The longest way back from a shifted day to the day that the rule names: a long holiday and a week.
FARTHEST = timedelta(days=40)
# A rule that names fewer days goes before one that names more: the first Monday is the president's (S12-02).
PRECEDENCE = (
    ReceptionKind.MONTHLY_WEEKDAY,
    ReceptionKind.MONTHLY_DAY,
    ReceptionKind.WEEKLY,
    ReceptionKind.DAILY,
)


@dataclass(frozen=True)
class DayRule:
    """One rule. Monday is weekday 0. Without its day, a monthly rule names no day at all (S01-02: 待设置)."""

    kind: str
    day: int | None = None
    weekday: int | None = None
    nth: int | None = None

    @property
    def is_set(self) -> bool:
        """Whether it names any day."""
        return self.kind != ReceptionKind.MONTHLY_DAY or self.day is not None

    def names(self, day: date, table: HolidayTable) -> bool:
        """Whether the rule names this day, before holidays are looked at."""
        if self.kind == ReceptionKind.DAILY:
            return table.is_working(day)
        if self.kind == ReceptionKind.WEEKLY:
            return day.weekday() == self.weekday
        if self.kind == ReceptionKind.MONTHLY_WEEKDAY:
            return day.weekday() == self.weekday and (day.day - 1) // 7 + 1 == self.nth
        if self.day is None:
            return False
        # In a month that is too short, the last day stands for the 29th, 30th or 31st.
        is_last = (day + ONE).month != day.month
        return day.day == self.day or (is_last and day.day < self.day)


def shifted(day: date, shift: str, table: HolidayTable) -> date | None:
    """Where a reception day goes when it falls on a day off; None when it is left out (C-06)."""
    if table.is_working(day):
        return day
    if shift == HolidayShift.SKIP:
        return None
    if shift == HolidayShift.NEXT_WORKING_DAY:
        return table.next_working(day)
    while not table.is_working(day):
        day += WEEK
    return day


def reception_days(
    rules: Sequence[DayRule], first: date, last: date, *, shift: str, table: HolidayTable
) -> list[tuple[date, DayRule]]:
    """The reception days between two dates, each once, with the rule that it comes from.

    Of two rules that name the same day, or land on the same day, the rarer one has it.
    """
    ordered = sorted(rules, key=lambda rule: PRECEDENCE.index(ReceptionKind(rule.kind)))
    named: set[date] = set()
    landed: dict[date, DayRule] = {}
    start = first - FARTHEST
    span = [start + timedelta(days=n) for n in range((last - start).days + 1)]
    for rule in ordered:
        for day in (one for one in span if rule.names(one, table) and one not in named):
            named.add(day)
            on = shifted(day, shift, table)
            if on is not None:
                landed.setdefault(on, rule)
    return sorted(((on, rule) for on, rule in landed.items() if first <= on <= last), key=lambda one: one[0])


def take_turns(times: int, people: Sequence[Who], served: Mapping[Who, int]) -> list[Who]:
    """Who receives the next `times` days, so that nobody has more than one turn above another (S12-02).

    `served` counts the turns already had; somebody new begins level with the others and makes up for nothing.
    """
    if not people:
        return []
    most = max((served.get(one, 0) for one in people), default=0)
    turns = {one: max(served.get(one, 0), most - 1) for one in people}
    found = []
    for _ in range(times):
        chosen = min(people, key=lambda one: (turns[one], people.index(one)))
        turns[chosen] += 1
        found.append(chosen)
    return found
