"""专报、上报、协办意见、备案: what goes up to leaders, sideways to other units, and back to the office."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import Staff, Unit
from casework.models import SignOff
from petitions.models.petition import Petition
from petitions.models.work import Investigation


class LeaderReportKind(models.TextChoices):
    SPECIAL = "special", "专报"
    UPWARD = "upward", "向上级报告"


class LeaderReport(models.Model):
    """专报 to one's own leader (S09-08), or a report upward that needs the leader's consent first (S11-12, S10-05)."""

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="leader_reports", verbose_name="信访件"
    )
    kind = models.CharField("种类", max_length=8, choices=LeaderReportKind.choices)
    text = models.TextField("报告内容")
    addressed_to = models.CharField("报送单位（上级）", max_length=80, blank=True)
    investigation = models.ForeignKey(
        Investigation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="调查记录",
    )
    leader = models.ForeignKey(
        Staff, on_delete=models.PROTECT, related_name="leader_reports", verbose_name="呈报领导"
    )
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="拟稿人")
    made_at = models.DateTimeField("拟稿时间")
    signoff = models.OneToOneField(
        SignOff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="领导签批"
    )
    sent_at = models.DateTimeField("报送时间", null=True, blank=True)

    class Meta:
        verbose_name = "专报（上报）"
        verbose_name_plural = "专报（上报）"
        ordering = ["made_at", "pk"]
        constraints = [
            # Nothing goes up without the leader's signature.
            models.CheckConstraint(
                name="leader_report_signed_before_sent",
                condition=Q(sent_at__isnull=True) | Q(signoff__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.petition_id}"


class CoOpinion(models.Model):
    """协办意见: what a co-operating unit contributes; only the lead unit reports and replies (S05-06, S14-08)."""

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="co_opinions", verbose_name="信访件"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="协办单位")
    text = models.TextField("协办意见")
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="填写人")
    made_at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "协办意见"
        verbose_name_plural = "协办意见"
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return f"协办 {self.petition_id} {self.unit}"


class Filing(models.Model):
    """报办公室备案: what a department took in and answered itself, filed with the office (S11-07)."""

    petition = models.OneToOneField(
        Petition, on_delete=models.PROTECT, related_name="filing", verbose_name="信访件"
    )
    office = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="filings", verbose_name="备案单位"
    )
    due_on = models.DateField("应备案日期")
    filed_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="备案人"
    )
    filed_at = models.DateTimeField("备案时间", null=True, blank=True)

    class Meta:
        verbose_name = "备案"
        verbose_name_plural = "备案"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="filing_pair",
                condition=Q(filed_by__isnull=True, filed_at__isnull=True)
                | Q(filed_by__isnull=False, filed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"备案 {self.petition_id}"
