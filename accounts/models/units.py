"""单位: one tree for party and government, townships, villages, companies, branches and departments."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

STEP = 4
DEPTHS = 6


class UnitKind(models.TextChoices):
    PARTY = "party", "党委"
    GOVERNMENT = "government", "政府"
    PETITION_OFFICE = "petition_office", "信访部门"
    BUREAU = "bureau", "局（部门）"
    DISCIPLINE = "discipline", "纪检监察"
    CONGRESS = "congress", "人大、政协"
    JUSTICE = "justice", "法院、检察院"
    TOWNSHIP = "township", "乡镇、街道"
    VILLAGE = "village", "村、社区"
    INTERNAL = "internal", "内设科室"
    COMPANY = "company", "企业、公司"
    BRANCH = "branch", "分公司"
    DEPARTMENT = "department", "部门"
    OUTSIDE = "outside", "系统外单位"
    POLITICAL_LEGAL = "political_legal", "政法委、公安、司法行政"


class UnitLevel(models.TextChoices):
    """省、市、县、乡镇、村 (S05-03), from above."""

    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"
    TOWNSHIP = "township", "乡镇级"
    VILLAGE = "village", "村级"


class UnitQuerySet(models.QuerySet["Unit"]):
    """Reads of the tree."""

    def below(self, unit: Unit) -> UnitQuerySet:
        """The unit and everything under it."""
        return self.filter(path__startswith=unit.path)

    def active(self) -> UnitQuerySet:
        return self.filter(is_active=True)


class Unit(models.Model):
    """A unit of the tree; `path` is the chain of four-character steps from the root, `scope_n` its ancestors."""

    code = models.CharField("单位代码", max_length=24, unique=True)
    name = models.CharField("单位名称", max_length=80)
    short_name = models.CharField(
        "简称", max_length=20, unique=True, help_text="用于文号和窄表格，例如“清信”。"
    )
    kind = models.CharField("类别", max_length=20, choices=UnitKind.choices, default=UnitKind.BUREAU)
    level = models.CharField(
        "层级",
        max_length=10,
        choices=UnitLevel.choices,
        blank=True,
        help_text="不填的，乡镇、村按类别，其他随上级单位。",
    )
    # S01-01: visits that anybody registers in the house of the parent unit wait here.
    is_reception_body = models.BooleanField(
        "常设接待机构",
        default=False,
        help_text="上级单位及其所有下级登记的来访，都归到本机构的登记册和待办。",
    )
    parent = models.ForeignKey(
        "self",
        verbose_name="上级单位",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    path = models.CharField("路径", max_length=STEP * DEPTHS, unique=True, editable=False)
    acceptor = models.ForeignKey(
        "accounts.Staff",
        verbose_name="受理人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="accepts_for",
        help_text="交办件首先送到的人；未指定时送部门负责人。",
    )
    phone = models.CharField("电话", max_length=40, blank=True)
    address = models.CharField("地址", max_length=120, blank=True)
    is_active = models.BooleanField("在用", default=True)

    history = HistoricalRecords(verbose_name="单位变更记录")
    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "单位"
        verbose_name_plural = "单位"
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(
                name="unit_one_reception_body", fields=["parent"], condition=models.Q(is_reception_body=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def depth(self) -> int:
        """1 for a root."""
        return len(self.path) // STEP

    def covers(self, other: Unit) -> bool:
        """Whether `other` is this unit or below it."""
        return other.path.startswith(self.path)

    def ancestor_paths(self) -> list[str]:
        """Paths from the root down to this unit itself."""
        return [self.path[:end] for end in range(STEP, len(self.path) + 1, STEP)]

    def clean(self) -> None:
        if self.parent and self.pk and self.parent.path.startswith(self.path):
            raise ValidationError({"parent": "上级单位不能是本单位或本单位的下级。"})
        if self.parent and self.parent.depth >= DEPTHS:
            raise ValidationError({"parent": f"单位层级最多 {DEPTHS} 级。"})
        if self.pk and self.path:
            before = Unit.objects.get(pk=self.pk)
            if before.parent_id != self.parent_id and self.children.exists():
                raise ValidationError({"parent": "本单位还有下级，请先调整下级单位。"})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Gives a new or moved unit the next free step below its parent."""
        base = self.parent.path if self.parent else ""
        if not self.path or self.path[:-STEP] != base:
            siblings = Unit.objects.filter(parent=self.parent).exclude(pk=self.pk)
            last = siblings.aggregate(path=models.Max("path"))["path"]
            self.path = base + f"{int(last[-STEP:]) + 1 if last else 1:0{STEP}d}"
        super().save(*args, **kwargs)
