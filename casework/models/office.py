"""What an office sets up for itself: numbers, policy, phrases, saved views."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from accounts.models import Staff, Unit
from casework import policy
from casework.policy_keys import KEYS


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
    """单位政策: a dated version of a unit's own rules over a preset; a case keeps what held when it was registered.

    Without a preset the nearest unit above that has one decides. A version that has begun is never rewritten: it ends,
    and another one begins.
    """

    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="policies")
    preset = models.CharField(
        "预设",
        max_length=32,
        choices=policy.PRESET_CHOICES,
        blank=True,
        help_text="不选的，沿用上级单位的预设。",
    )
    values = models.JSONField("本单位调整", default=dict, blank=True, help_text="只写与预设不同的项。")
    effective_from = models.DateField("生效日期")
    effective_to = models.DateField(
        "失效日期", null=True, blank=True, help_text="最后一天；不填的，到下一版生效为止。"
    )
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
            ),
            models.CheckConstraint(
                name="policy_ends_after_it_begins",
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=models.F("effective_from")),
                violation_error_message="失效日期不能早于生效日期。",
            ),
            models.CheckConstraint(
                name="policy_has_approver_and_source", condition=~Q(approved_by="") & ~Q(source="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_preset_display()}（{self.effective_from} 起）"

    @property
    def origin(self) -> str:
        """西样镇人民政府政策（西样镇〔2024〕1号）."""
        return f"{self.unit.name}政策（{self.source}）"

    def clean(self) -> None:
        """Refuses unknown keys, wrong shapes, anything longer than the law allows, and rewriting what has begun."""
        from casework.calendar import holiday_table

        found = policy.problems(self.values, holiday_table())
        if found:
            words = [f"{KEYS[key].label}：{text}" if key in KEYS else text for key, text in found.items()]
            raise ValidationError({"values": words})
        before = PolicyProfile.objects.filter(pk=self.pk, effective_from__lte=timezone.localdate()).first()
        if before and (before.values, before.preset, before.effective_from, before.unit_id) != (
            self.values,
            self.preset,
            self.effective_from,
            self.unit_id,
        ):
            raise ValidationError("已经生效的版本不能改写：请填写失效日期，或新增一版。")


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


@dataclass(frozen=True)
class Found:
    """One value that holds, and where it comes from; `profile` when a unit has set it."""

    value: Any
    source: str
    profile: PolicyProfile | None = None
    preset: str = ""


def profiles_in_force(unit: Unit, on: date) -> list[PolicyProfile]:
    """The version in force on a day of the unit and of each unit above that has one, the nearest first."""
    begun = PolicyProfile.objects.filter(unit__path__in=unit.ancestor_paths(), effective_from__lte=on)
    running = begun.filter(Q(effective_to__isnull=True) | Q(effective_to__gte=on)).select_related("unit")
    rows = sorted(running, key=lambda one: one.effective_from)
    latest = {one.unit_id: one for one in rows}
    return sorted(latest.values(), key=lambda one: -len(one.unit.path))


def policy_in_force(unit: Unit, on: date) -> PolicyProfile | None:
    """The profile of the unit, or of the nearest unit above that has one, in force on a day."""
    return next(iter(profiles_in_force(unit, on)), None)


def policies_known() -> list[dict[str, Any]]:
    """The default, every preset's values and every profile's: a case keeps one of them for each key."""
    presets = [one["values"] for one in policy.PRESETS.values()]
    return [policy.BASE, *presets, *PolicyProfile.objects.values_list("values", flat=True)]


def resolve(unit: Unit, on: date) -> dict[str, Found]:
    """Each key's value on a day: own unit, parent, and on up; then the nearest preset; then the default (C1.2)."""
    return _resolved(profiles_in_force(unit, on))


def preset_of(profiles: list[PolicyProfile]) -> str:
    """The preset of the nearest profile that names one."""
    return next((one.preset for one in profiles if one.preset), policy.DEFAULT_PRESET)


def _resolved(profiles: list[PolicyProfile]) -> dict[str, Found]:
    preset = preset_of(profiles)
    shipped = policy.PRESETS[preset]["values"]
    found: dict[str, Found] = {}
    for key, default in policy.BASE.items():
        setter = next((one for one in profiles if key in one.values), None)
        if setter is not None:
            found[key] = Found(policy.filled(key, setter.values[key]), setter.origin, profile=setter)
        elif key in shipped:
            source = f"预设 {policy.preset_source(preset)}"
            found[key] = Found(policy.filled(key, shipped[key]), source, preset=preset)
        else:
            found[key] = Found(default, policy.default_source(key))
    return found


def policy_values(unit: Unit, on: date) -> dict[str, Any]:
    """What a case keeps at registration: the values, their preset, the versions that set them and where each is from."""
    profiles = profiles_in_force(unit, on)
    found = _resolved(profiles)
    own = {key: one for key, one in found.items() if one.profile and not policy.of_customers(key)}
    kept = policy.merged(preset_of(profiles), {key: one.value for key, one in own.items()}, "产品默认")
    if profiles:
        kept["source"] = profiles[0].origin
        kept["profiles"] = [one.pk for one in profiles]
        kept["sources"] = {key: one.source for key, one in own.items()}
    return kept
