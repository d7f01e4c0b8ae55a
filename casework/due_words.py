"""A due date as people speak of it: 剩 3 个工作日, 今日到期, 已超期 2 个工作日. One place for all lists and pages; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casework.deadlines import HolidayTable

# 督办看板 “≤3个工作日”: from here on a date is shown as near.
NEAR_WORKING_DAYS = 3


@dataclass(frozen=True)
class DueBadge:
    """What `_components/badge_due.html` and `clock.html` need; `days` is never negative."""

    due: date | None
    level: str
    days: int = 0
    unit_word: str = "个工作日"
    text: str = ""

    @property
    def is_late(self) -> bool:
        """Past the date, and still owed."""
        return self.level == "overdue"


NO_LIMIT = DueBadge(None, "paused", text="未设期限")
STANDS_STILL = DueBadge(None, "paused", text="暂停计算")


def due_badge(
    due_on: date | None, *, today: date, table: HolidayTable, met_on: date | None = None
) -> DueBadge:
    """The badge of a due date on `today`; `met_on` is the day on which it was met, if it was.

    Counts working days; where only days off lie between, calendar days (“剩 2 天”), so that it never says 0.
    """
    if due_on is None:
        return NO_LIMIT
    if met_on is not None:
        late = met_on > due_on
        return DueBadge(
            due_on, "met", text=f"{met_on.month}月{met_on.day}日{'超期完成' if late else '按期完成'}"
        )
    if due_on == today:
        return DueBadge(due_on, "due")
    first, last = sorted((today, due_on))
    days, unit_word = table.working_between(first, last), "个工作日"
    if days == 0:
        days, unit_word = (last - first).days, "天"
    if due_on < today:
        return DueBadge(due_on, "overdue", days, unit_word)
    near = unit_word == "天" or days <= NEAR_WORKING_DAYS
    return DueBadge(due_on, "near" if near else "ok", days, unit_word)
