"""年度考核: the figures of a year as they stood when they were taken, with the cases that each of them counts (S03-02)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import Staff, Unit


class Assessment(models.Model):
    """Taken from the register and never typed or changed; taken anew with a reason, as a further edition beside the first.

    `columns` are code, label and formula of each indicator as they were then; `lines` name each unit with the keys of
    the cases where it was done and where not: {"code", "name", "cells": {indicator: {"met": [], "missed": []}}}.
    """

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="assessments", verbose_name="考核单位"
    )
    year = models.PositiveSmallIntegerField("年度")
    edition = models.PositiveSmallIntegerField("第几次", default=1)
    formulas = models.CharField("公式版本", max_length=20)
    columns = models.JSONField("指标", default=list, editable=False)
    lines = models.JSONField("数字", default=list, editable=False)
    first = models.DateField("收到自")
    last = models.DateField("至")
    reason = models.CharField("重新取数的理由", max_length=200, blank=True)
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="取数人")
    made_at = models.DateTimeField("取数时间")

    class Meta:
        verbose_name = "年度考核"
        verbose_name_plural = "年度考核"
        ordering = ["-year", "unit__path", "-edition"]
        constraints = [
            models.UniqueConstraint(name="assessment_edition_once", fields=["unit", "year", "edition"]),
            models.CheckConstraint(
                name="assessment_again_with_reason", condition=Q(edition=1, reason="") | ~Q(reason="")
            ),
            models.CheckConstraint(name="assessment_days_in_order", condition=Q(last__gte=models.F("first"))),
        ]

    def __str__(self) -> str:
        again = f"（第{self.edition}次）" if self.edition > 1 else ""
        return f"{self.unit.name}{self.year}年度考核{again}"
