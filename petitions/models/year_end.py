"""年度结账: a year of a register is closed once nothing of it is without a result (S18-01)."""

from __future__ import annotations

from django.db import models

from accounts.models import Staff, Unit


class YearClosing(models.Model):
    """Who closed the year of a unit and when, with the figures of that day; never taken back, never done twice."""

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="year_closings", verbose_name="单位"
    )
    year = models.PositiveSmallIntegerField("年度")
    figures = models.JSONField("结账时的数字", default=dict, editable=False)
    closed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="结账人")
    closed_at = models.DateTimeField("结账时间")

    class Meta:
        verbose_name = "年度结账"
        verbose_name_plural = "年度结账"
        ordering = ["-year", "unit__path"]
        constraints = [models.UniqueConstraint(name="year_closed_once", fields=["unit", "year"])]

    def __str__(self) -> str:
        return f"{self.unit.name}{self.year}年度结账"
