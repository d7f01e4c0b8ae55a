"""What a value of a policy key may look like: each shape says what is wrong with a value, and the value in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol

from casework.deadlines import DayType, HolidayTable, Limit, due

UNSET = "未设"
NONE = "都不"
STAR = "*"


class Shape(Protocol):
    """`problem` is a sentence, empty when the value is fine; `words` is the value as people say it."""

    def problem(self, value: Any, table: HolidayTable) -> str: ...

    def words(self, value: Any) -> str: ...


def limit_from(value: Mapping[str, Any]) -> Limit:
    """A Limit from its stored form."""
    return Limit(int(value["days"]), DayType(value["day_type"]))


def longest(limit: Limit, table: HolidayTable) -> int:
    """The most calendar days that a limit can take: working days stretch over weekends and the holidays of the table."""
    if limit.day_type is DayType.CALENDAR:
        return limit.days
    starts = {day + timedelta(days=n) for day in table.holidays for n in (-10, -5, -3, -2, -1, 0)}
    # Any seven days in a row, for a year without holidays.
    anchor = min(starts, default=None)
    if anchor is None:
        return limit.days // 5 * 7 + (limit.days % 5 + 2 if limit.days % 5 else 0)
    return max((due(start, limit, table).on - start).days for start in starts)


@dataclass(frozen=True)
class LimitShape:
    """Days with their way of counting, or None for no limit; never longer than the law's `cap`."""

    cap: tuple[Limit, str] | None = None
    optional: bool = True

    def problem(self, value: Any, table: HolidayTable) -> str:
        if value is None:
            return "" if self.optional else "须填写天数。"
        try:
            limit = limit_from(value)
        except (KeyError, TypeError, ValueError):
            return "须写明天数和口径（日历日或工作日）。"
        if limit.days < 0:
            return "天数不能为负。"
        if self.cap is None:
            return ""
        most, article = self.cap
        days = longest(limit, table)
        if days <= most.days:
            return ""
        stretched = f"（跨节假日最长可达{days}日）" if limit.day_type is DayType.WORKING else ""
        return f"{limit}{stretched}超过法定上限{most}（{article}），不能保存。"

    def words(self, value: Any) -> str:
        if value is None:
            return "不设时限"
        limit = limit_from(value)
        return "当即" if limit.days == 0 else str(limit)


@dataclass(frozen=True)
class Whole:
    """A whole number."""

    unit: str
    least: int = 0
    most: int = 366

    def problem(self, value: Any, table: HolidayTable) -> str:
        if isinstance(value, bool) or not isinstance(value, int):
            return "须是整数。"
        return "" if self.least <= value <= self.most else f"须在{self.least}到{self.most}之间。"

    def words(self, value: Any) -> str:
        return f"{value}{self.unit}"


@dataclass(frozen=True)
class Flag:
    """Yes or no."""

    yes: str = "是"
    no: str = "否"

    def problem(self, value: Any, table: HolidayTable) -> str:
        return "" if isinstance(value, bool) else "须是“是”或“否”。"

    def words(self, value: Any) -> str:
        return self.yes if value else self.no


@dataclass(frozen=True)
class Choice:
    """One of named values."""

    options: Mapping[str, str]

    def problem(self, value: Any, table: HolidayTable) -> str:
        return "" if value in self.options else f"只能是：{'、'.join(self.options.values())}。"

    def words(self, value: Any) -> str:
        return self.options.get(value, str(value))


@dataclass(frozen=True)
class Text:
    """A short text; empty where `when_empty` says what that means."""

    most: int = 40
    when_empty: str = ""

    def problem(self, value: Any, table: HolidayTable) -> str:
        if not isinstance(value, str) or len(value) > self.most:
            return f"须是不超过{self.most}字的文字。"
        return "" if value.strip() or self.when_empty else "不能为空。"

    def words(self, value: Any) -> str:
        return value or self.when_empty


@dataclass(frozen=True)
class Several:
    """Some of named values, in an order where it matters; `must` names what can never be left out, and why."""

    options: Mapping[str, str] = field(default_factory=dict)
    least: int = 1
    must: frozenset[str] = frozenset()
    why: str = ""
    ordered: bool = True

    def problem(self, value: Any, table: HolidayTable) -> str:
        if not isinstance(value, list) or any(one not in self.options for one in value):
            return f"只能从这些中选择：{'、'.join(self.options.values())}。"
        if len(set(value)) != len(value):
            return "不能重复。"
        if self.must - set(value):
            return self.why
        return "" if len(value) >= self.least else "至少选择一项。"

    def words(self, value: Any) -> str:
        return (" → " if self.ordered else "、").join(self.options[one] for one in value) or NONE


@dataclass(frozen=True)
class Lines:
    """Short texts, one a line; `every` says what a star alone means."""

    most: int = 60
    every: str = ""

    def problem(self, value: Any, table: HolidayTable) -> str:
        if not isinstance(value, list) or any(not isinstance(one, str) or not one.strip() for one in value):
            return "须是若干行文字。"
        return "" if all(len(one) <= self.most for one in value) else f"每行不超过{self.most}字。"

    def words(self, value: Any) -> str:
        return self.every if self.every and value == [STAR] else "；".join(value) or UNSET


@dataclass(frozen=True)
class Parts:
    """One value for each of named parts, all of the same shape."""

    parts: Mapping[str, str]
    each: Shape

    def problem(self, value: Any, table: HolidayTable) -> str:
        if not isinstance(value, dict) or not value or set(value) - set(self.parts):
            return f"须按{'、'.join(self.parts.values())}分别填写。"
        found = [(self.parts[part], self.each.problem(one, table)) for part, one in value.items()]
        return "；".join(f"{name}：{text}" for name, text in found if text)

    def words(self, value: Any) -> str:
        return "；".join(f"{self.parts[part]}：{self.each.words(one)}" for part, one in value.items())


@dataclass(frozen=True)
class Table:
    """Rows of named columns, shown to read: rules of the customers' side that are shipped as presets."""

    columns: tuple[str, ...]

    def problem(self, value: Any, table: HolidayTable) -> str:
        if not isinstance(value, list):
            return "须是若干行。"
        right = all(isinstance(row, list) and len(row) == len(self.columns) for row in value)
        return "" if right else f"每行须有：{'、'.join(self.columns)}。"

    def words(self, value: Any) -> str:
        rows = ("，".join("—" if one is None else str(one) for one in row) for row in value)
        return "；".join(rows) or UNSET
