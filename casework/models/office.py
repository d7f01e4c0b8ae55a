"""What an office sets up for itself: numbers, policy, phrases, saved views."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.models import Staff, Unit
from casework import policy


class NumberCounter(models.Model):
    """The last number given in a register of a unit in a year: one row, taken last in the transaction."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    register = models.CharField("登记册", max_length=16)
    year = models.PositiveSmallIntegerField("年度")
    last = models.PositiveIntegerField("已用到", default=0)

    class Meta:
        verbose_name = "编号计数"
        verbose_name_plural = "编号计数"
        constraints = [models.UniqueConstraint(name="counter_once", fields=["unit", "register", "year"])]

    def __str__(self) -> str:
        return f"{self.unit} {self.register} {self.year}：{self.last}"


class PolicyProfile(models.Model):
    """单位政策: a dated version of a unit's own rules over a preset; a case keeps what held when it was registered."""

    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="policies")
    preset = models.CharField("预设", max_length=32, choices=policy.PRESET_CHOICES)
    values = models.JSONField("本单位调整", default=dict, blank=True, help_text="只写与预设不同的项。")
    effective_from = models.DateField("生效日期")
    approved_by = models.CharField("批准人", max_length=60)
    source = models.CharField("依据（文号或规则编号）", max_length=80)

    history = HistoricalRecords(verbose_name="单位政策变更记录")

    class Meta:
        verbose_name = "单位政策"
        verbose_name_plural = "单位政策"
        ordering = ["unit__path", "-effective_from"]
        constraints = [
            models.UniqueConstraint(
                name="policy_one_a_day",
                fields=["unit", "effective_from"],
                violation_error_message="该单位当日已有一份政策。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_preset_display()}（{self.effective_from} 起）"

    def clean(self) -> None:
        """Refuses unknown keys, wrong shapes, and anything longer than the law allows (with the article)."""
        problems = policy.problems(self.preset, self.values)
        if problems:
            raise ValidationError({"values": problems})


class CommonPhrase(models.Model):
    """常用批示: inserted by a tap, never by default."""

    staff = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.CASCADE, related_name="phrases", verbose_name="所属人"
    )
    text = models.CharField("内容", max_length=100)
    order = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        verbose_name = "常用批示"
        verbose_name_plural = "常用批示"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text


class SavedView(models.Model):
    """A filter with a name, one's own or shared with the unit."""

    staff = models.ForeignKey(
        Staff, on_delete=models.CASCADE, related_name="saved_views", verbose_name="所属人"
    )
    page = models.CharField("页面", max_length=32)
    name = models.CharField("名称", max_length=30)
    query = models.CharField("条件", max_length=1000)
    shared = models.BooleanField("本单位共用", default=False)

    class Meta:
        verbose_name = "常用筛选"
        verbose_name_plural = "常用筛选"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(name="view_name_once", fields=["staff", "page", "name"])]

    def __str__(self) -> str:
        return self.name


def policy_in_force(unit: Unit, on: date) -> PolicyProfile | None:
    """The profile of the unit, or of the nearest unit above that has one, in force on a day."""
    profiles = PolicyProfile.objects.filter(Q(unit__path__in=unit.ancestor_paths()), effective_from__lte=on)
    rows = sorted(profiles.select_related("unit"), key=lambda one: (len(one.unit.path), one.effective_from))
    return rows[-1] if rows else None


def policy_values(unit: Unit, on: date) -> dict[str, Any]:
    """Preset and own values merged, with the place they come from; stored on the case at registration."""
    profile = policy_in_force(unit, on)
    if profile is None:
        return policy.merged(policy.DEFAULT_PRESET, {}, "产品默认")
    return policy.merged(profile.preset, profile.values, f"{profile.unit.name}政策（{profile.source}）")
