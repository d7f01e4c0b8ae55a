"""工作日历: the State Council's yearly notice as rows that an administrator can correct."""

from __future__ import annotations

from django.db import models
from simple_history.models import HistoricalRecords


class CalendarYear(models.Model):
    """A year whose notice has been entered; a limit that reaches another year says that it is provisional."""

    year = models.PositiveSmallIntegerField("年份", primary_key=True)
    source = models.CharField(
        "依据", max_length=120, help_text="例如：国务院办公厅关于2026年部分节假日安排的通知"
    )

    history = HistoricalRecords(verbose_name="年历变更记录")

    class Meta:
        verbose_name = "年度放假安排"
        verbose_name_plural = "年度放假安排"
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"{self.year}年"


class DayKind(models.TextChoices):
    HOLIDAY = "holiday", "放假"
    WORKDAY = "workday", "调休上班"


class CalendarDay(models.Model):
    """A day off, or a Saturday or Sunday worked."""

    day = models.DateField("日期", unique=True)
    kind = models.CharField("安排", max_length=8, choices=DayKind.choices)
    name = models.CharField("节日", max_length=20, blank=True)
    year = models.ForeignKey(CalendarYear, verbose_name="年份", on_delete=models.CASCADE, related_name="days")

    history = HistoricalRecords(verbose_name="日历变更记录")

    class Meta:
        verbose_name = "日历日"
        verbose_name_plural = "工作日历"
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.get_kind_display()}{self.name}"
