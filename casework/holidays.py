"""放假安排 as a file: the years that ship with the product, and a notice imported by an administrator.

The file is JSON: {"2027": {"source": …, "holidays": [[name, first day, last day], …], "workdays": [day, …]}}.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from casework.calendar import load_year
from casework.models import CalendarYear, DayKind
from casework.refusals import Refusal

SHIPPED = Path(__file__).parent / "data" / "holidays.json"


def parse(text: str) -> dict[int, tuple[str, list[tuple[date, str, str]]]]:
    """Years with their source and days. Raises Refusal naming what is wrong."""
    try:
        years: dict[str, Any] = json.loads(text)
        return {int(year): (str(one["source"]), _days(int(year), one)) for year, one in years.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise Refusal(f"放假安排文件的格式不对：{fault}") from fault


def _days(year: int, one: dict[str, Any]) -> list[tuple[date, str, str]]:
    days: dict[date, tuple[date, str, str]] = {}
    for name, first, last in one["holidays"]:
        day, end = date.fromisoformat(first), date.fromisoformat(last)
        if end < day:
            raise ValueError(f"{name} 的结束日期早于开始日期")
        while day <= end:
            days[day] = (day, DayKind.HOLIDAY, name)
            day += timedelta(days=1)
    for text in one["workdays"]:
        day = date.fromisoformat(text)
        if day.weekday() < 5:
            raise ValueError(f"{text} 本来就是工作日，不是调休上班")
        if day in days:
            raise ValueError(f"{text} 同时写为放假和上班")
        days[day] = (day, DayKind.WORKDAY, "")
    if any(day.year != year for day in days):
        raise ValueError(f"有日期不在 {year} 年内")
    return sorted(days.values())


def load(text: str) -> dict[int, int]:
    """Puts the file's years into the calendar; returns days per year."""
    return {year: load_year(year, source, days) for year, (source, days) in parse(text).items()}


def load_shipped() -> None:
    """Enters the shipped years that are not there yet; never touches what an administrator has entered."""
    known = set(CalendarYear.objects.values_list("year", flat=True))
    for year, (source, days) in parse(SHIPPED.read_text(encoding="utf-8")).items():
        if year not in known:
            load_year(year, source, days)
