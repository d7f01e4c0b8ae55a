"""会诊、协调、转执法、涉企告知: several units at one table, what the law then does, and what a company is told."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import Staff, Unit
from petitions.models.petition import Petition


class CoordinationKind(models.TextChoices):
    CONSULTATION = "consultation", "会诊"
    COORDINATION = "coordination", "协调"


class Coordination(models.Model):
    """协调 of a hard case under the leader in charge (S03-29); a 会诊 ends with exactly one lead unit (S12-16)."""

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="coordinations", verbose_name="信访件"
    )
    kind = models.CharField("方式", max_length=12, choices=CoordinationKind.choices)
    held_on = models.DateField("日期")
    led_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="主持领导")
    units = models.ManyToManyField(Unit, related_name="+", verbose_name="参加单位")
    agreement = models.TextField("议定事项")
    lead_unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="主办单位"
    )
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="记录人")
    made_at = models.DateTimeField("记录时间")

    class Meta:
        verbose_name = "会诊（协调）"
        verbose_name_plural = "会诊（协调）"
        ordering = ["held_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="consultation_has_lead", condition=Q(kind="coordination") | Q(lead_unit__isnull=False)
            ),
            models.CheckConstraint(name="coordination_says_what", condition=~Q(agreement="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.petition_id} {self.held_on}"


class CoordinationTask(models.Model):
    """会诊任务: which unit does what, until when."""

    coordination = models.ForeignKey(
        Coordination, on_delete=models.PROTECT, related_name="tasks", verbose_name="会诊（协调）"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    text = models.CharField("任务", max_length=200)
    due_on = models.DateField("完成日期", null=True, blank=True)

    class Meta:
        verbose_name = "会诊任务"
        verbose_name_plural = "会诊任务"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.unit}：{self.text}"


class Enforcement(models.Model):
    """转执法: the measure, its document and approval, and later its outcome, all on the petition (S08-11)."""

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="enforcements", verbose_name="信访件"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="执法单位")
    measure = models.TextField("措施")
    document_number = models.CharField("文书编号", max_length=60)
    approved_by = models.CharField("批准机关（人）", max_length=60)
    approved_on = models.DateField("批准日期")
    skip_reason = models.CharField("未先调查、协调的理由", max_length=200, blank=True)
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="经办人")
    made_at = models.DateTimeField("记录时间")
    outcome = models.TextField("执法结果", blank=True)
    outcome_on = models.DateField("结果日期", null=True, blank=True)

    class Meta:
        verbose_name = "转执法"
        verbose_name_plural = "转执法"
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="enforcement_approved", condition=~Q(document_number="") & ~Q(approved_by="")
            ),
            models.CheckConstraint(
                name="enforcement_outcome_pair",
                condition=Q(outcome="", outcome_on__isnull=True)
                | (~Q(outcome="") & Q(outcome_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"转执法 {self.petition_id} {self.document_number}"


class CompanyNotice(models.Model):
    """涉企告知: a company complained of learns the matter in the office's own words, never who complained (S08-05)."""

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="company_notices", verbose_name="信访件"
    )
    company = models.CharField("企业名称", max_length=80)
    matter = models.TextField("告知事项")
    answer_by = models.DateField("请于何日前回复")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="告知单位")
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="经办人")
    made_at = models.DateTimeField("告知时间")
    answer = models.TextField("企业回复", blank=True)
    answered_on = models.DateField("回复日期", null=True, blank=True)

    class Meta:
        verbose_name = "涉企告知"
        verbose_name_plural = "涉企告知"
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="company_answer_pair",
                condition=Q(answer="", answered_on__isnull=True)
                | (~Q(answer="") & Q(answered_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"涉企告知 {self.petition_id} {self.company}"
