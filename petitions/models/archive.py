"""归档: the filed case with its 档号, how long it is kept, what holds it, and who disposed of it (DA/T 22-2015, law.md §8)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from accounts.models import Staff, Unit
from casework.secrecy import is_withheld
from petitions.models.petition import Petition


class Period(models.TextChoices):
    """保管期限 (国家档案局令第8号)."""

    PERMANENT = "Y", "永久"
    THIRTY = "D30", "30年"
    TEN = "D10", "10年"


YEARS: dict[str, int | None] = {Period.PERMANENT: None, Period.THIRTY: 30, Period.TEN: 10}


class Outcome(models.TextChoices):
    """By what has become of a matter the period is chosen; the first that fits, in this order."""

    INSTRUCTED = "instructed", "有领导重要批示并有处理结果"
    RESULT = "result", "有处理结果"
    NONE = "none", "没有处理结果（转送、告知引导等）"


# Common schedules; a unit replaces them by its own, approved by its archive authority (档案法实施条例 第十九条).
SHIPPED: dict[str, str] = {
    Outcome.INSTRUCTED: Period.PERMANENT,
    Outcome.RESULT: Period.THIRTY,
    Outcome.NONE: Period.TEN,
}


class RetentionRule(models.Model):
    """保管期限表: a line of a unit's own schedule, approved by the archive authority; without one `SHIPPED` holds."""

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位", help_text="下级单位随之适用。"
    )
    outcome = models.CharField("情形", max_length=12, choices=Outcome.choices)
    period = models.CharField("保管期限", max_length=4, choices=Period.choices)
    basis = models.CharField("依据", max_length=120)

    history = HistoricalRecords(verbose_name="保管期限表变更记录")

    class Meta:
        verbose_name = "保管期限"
        verbose_name_plural = "保管期限表"
        ordering = ["unit__path", "outcome"]
        constraints = [models.UniqueConstraint(name="retention_once", fields=["unit", "outcome"])]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}：{self.get_period_display()}"


class Disposal(models.Model):
    """销毁鉴定: proposed by one person, decided by another, with a catalogue; nothing is ever deleted by itself."""

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="disposals", verbose_name="立档单位"
    )
    reason = models.CharField("鉴定意见", max_length=300)
    proposed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="提出人")
    proposed_at = models.DateTimeField("提出时间")
    decided_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="审定人"
    )
    decided_at = models.DateTimeField("审定时间", null=True, blank=True)
    is_approved = models.BooleanField("同意销毁", null=True)
    opinion = models.CharField("审定意见", max_length=300, blank=True)

    class Meta:
        verbose_name = "销毁鉴定"
        verbose_name_plural = "销毁鉴定"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="disposal_two_people",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="disposal_decided_pair",
                condition=Q(decided_by__isnull=True, decided_at__isnull=True, is_approved__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False, is_approved__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit.name} 销毁鉴定 {self.pk}"


class ArchiveItem(models.Model):
    """件: one filed case. Its 档号 is given once and never used again; after filing nothing of the case changes."""

    petition = models.OneToOneField(
        Petition, on_delete=models.PROTECT, related_name="archive_item", verbose_name="信访件"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="archive_items", verbose_name="立档单位"
    )
    year = models.PositiveSmallIntegerField("年度")
    period = models.CharField("保管期限", max_length=4, choices=Period.choices)
    series = models.CharField("机构（问题）", max_length=4)
    sequence = models.PositiveIntegerField("件号")
    reference = models.CharField("档号", max_length=60, unique=True)
    title = models.CharField("题名", max_length=160)
    pages = models.PositiveIntegerField("页数")
    missing = models.CharField("缺少的材料", max_length=300, blank=True)
    missing_reason = models.CharField("缺件说明", max_length=200, blank=True)
    filed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="归档人")
    filed_on = models.DateField("归档日期")
    expires_on = models.DateField("期满日期", null=True, blank=True)
    package_sha256 = models.CharField("档案包校验值", max_length=64, blank=True)
    disposal = models.ForeignKey(
        Disposal,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="items",
        verbose_name="销毁鉴定",
    )
    disposed_at = models.DateTimeField("销毁时间", null=True, blank=True)

    class Meta:
        verbose_name = "档案"
        verbose_name_plural = "档案"
        ordering = ["unit_id", "year", "period", "series", "sequence"]
        constraints = [
            models.UniqueConstraint(
                name="archive_number_once", fields=["unit", "year", "period", "series", "sequence"]
            ),
            models.CheckConstraint(
                name="archive_permanent_never_expires",
                condition=Q(period="Y", expires_on__isnull=True)
                | (~Q(period="Y") & Q(expires_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="archive_missing_has_reason", condition=Q(missing="") | ~Q(missing_reason="")
            ),
            models.CheckConstraint(
                name="archive_disposed_by_decision",
                condition=Q(disposed_at__isnull=True) | Q(disposal__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["expires_on"], name="archive_expiring")]

    def __str__(self) -> str:
        return self.reference

    @property
    def may_leave(self) -> bool:
        """Whether an export may hold it: no accusation, nothing 敏感, no trade secret (S03-16, S11-14, S09-15)."""
        return not is_withheld(self.petition)


class ArchiveHold(models.Model):
    """暂缓处置: while it stands nothing of the file is disposed of (litigation, review, inquiry)."""

    item = models.ForeignKey(ArchiveItem, on_delete=models.PROTECT, related_name="holds", verbose_name="档案")
    reason = models.CharField("暂缓理由", max_length=200)
    placed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="决定人")
    placed_at = models.DateTimeField("决定时间")
    lifted_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="解除人"
    )
    lifted_at = models.DateTimeField("解除时间", null=True, blank=True)
    lift_reason = models.CharField("解除理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "暂缓处置"
        verbose_name_plural = "暂缓处置"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="hold_lifted_pair",
                condition=Q(lifted_by__isnull=True, lifted_at__isnull=True, lift_reason="")
                | (Q(lifted_by__isnull=False, lifted_at__isnull=False) & ~Q(lift_reason="")),
            ),
            models.UniqueConstraint(name="hold_once", fields=["item"], condition=Q(lifted_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"暂缓处置 {self.item_id}"
