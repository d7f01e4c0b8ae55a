"""System check: the calendar must know the days that deadlines are about to reach."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError
from django.utils import timezone


@register(Tags.database, deploy=True)
def holiday_table_reaches_next_month(**kwargs: Any) -> list[CheckMessage]:
    """casework.E001: the holiday table ends before next month."""
    from casework.models import CalendarYear

    next_month = (timezone.localdate().replace(day=1) + timedelta(days=32)).replace(day=1)
    try:
        known = CalendarYear.objects.filter(year=next_month.year).exists()
    except DatabaseError:
        return []
    if not known:
        return [
            Error(
                "节假日表到下月之前就没有了，期限无法可靠推算。",
                hint="在“系统管理—年度放假安排”录入国务院办公厅通知，或用 manage.py import_calendar 导入。",
                id="casework.E001",
            )
        ]
    return []
