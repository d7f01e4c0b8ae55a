"""What the compartment of accusations and 回避 need beside the case itself."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import Staff, Unit
from casework.models.case import Case


class RetiredNumber(models.Model):
    """调出编号: a number of a register whose case now stands in another one; it stays used, and says nothing of the case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="retired", verbose_name="办件")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="登记单位")
    register = models.CharField("登记册", max_length=16)
    year = models.PositiveSmallIntegerField("年度")
    sequence = models.PositiveIntegerField("顺序号")
    number = models.CharField("编号", max_length=40, unique=True)
    retired_at = models.DateTimeField("调出时间", auto_now_add=True)

    class Meta:
        verbose_name = "调出编号"
        verbose_name_plural = "调出编号"
        constraints = [
            models.UniqueConstraint(name="retired_once", fields=["unit", "register", "year", "sequence"]),
        ]

    def __str__(self) -> str:
        return self.number


class RecusalKind(models.TextChoices):
    DECLARED = "declared", "自行回避"
    ORDERED = "ordered", "指令回避"


class Recusal(models.Model):
    """回避: from then on the person sees and does nothing on the case (条例第二十八条)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="recusals", verbose_name="办件")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="recusals", verbose_name="回避人")
    kind = models.CharField("方式", max_length=8, choices=RecusalKind.choices)
    reason = models.CharField("理由", max_length=200)
    decided_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="决定人")
    decided_at = models.DateTimeField("决定时间")

    class Meta:
        verbose_name = "回避"
        verbose_name_plural = "回避"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="recusal_once", fields=["staff", "case"]),
            models.CheckConstraint(name="recusal_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="recusal_own_is_declared",
                condition=Q(kind="ordered") | Q(decided_by=models.F("staff")),
            ),
        ]

    def __str__(self) -> str:
        return f"回避 {self.case_id} {self.staff_id}"
