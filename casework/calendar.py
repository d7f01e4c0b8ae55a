"""The holiday table of the database as the pure HolidayTable, kept until a day changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_save

from casework.deadlines import HolidayTable
from casework.models import CalendarDay, CalendarYear, DayKind

KEY = "holiday-table"
# Several processes share no memory cache: a change shows everywhere within this many seconds.
SECONDS = 60


def holiday_table() -> HolidayTable:
    """All known years."""
    kept: HolidayTable | None = cache.get(KEY)
    if kept is not None:
        return kept
    days = list(CalendarDay.objects.values_list("day", "kind", "name"))
    table = HolidayTable(
        holidays={day: name for day, kind, name in days if kind == DayKind.HOLIDAY},
        workdays=frozenset(day for day, kind, _ in days if kind == DayKind.WORKDAY),
        years=frozenset(CalendarYear.objects.values_list("year", flat=True)),
    )
    cache.set(KEY, table, SECONDS)
    return table


def _forget(**kwargs: Any) -> None:
    cache.delete(KEY)


for _model in (CalendarDay, CalendarYear):
    for _signal in (post_save, post_delete):
        _signal.connect(_forget, sender=_model, dispatch_uid=f"{_model.__name__}-{id(_signal)}", weak=False)


@transaction.atomic
def load_year(year: int, source: str, days: Iterable[tuple[date, str, str]]) -> int:
    """Puts a year's notice in place of what was there; `days` are (day, kind, name). Returns how many days."""
    entry, _ = CalendarYear.objects.update_or_create(year=year, defaults={"source": source})
    entry.days.all().delete()
    made = [CalendarDay.objects.create(day=day, kind=kind, name=name, year=entry) for day, kind, name in days]
    cache.delete(KEY)
    return len(made)
