"""异议退回: what a unit says that is sent something it is not competent for, and who has the last word."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import Staff, Unit
from petitions.models.work import Routing


class ObjectionAnswer(models.TextChoices):
    AGREE = "agree", "同意退回"
    REFUSE = "refuse", "不同意退回"


class Objection(models.Model):
    """异议: reasons and the competent unit (条例第二十三条), the sender's answer, the arbiter's decision (第二十四条)."""

    routing = models.ForeignKey(
        Routing, on_delete=models.PROTECT, related_name="objections", verbose_name="交办（转送）"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="提出单位")
    reasons = models.TextField("异议理由")
    competent = models.CharField("有权处理的单位", max_length=80)
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="提出人")
    made_at = models.DateTimeField("提出时间")
    answer = models.CharField("答复", max_length=8, choices=ObjectionAnswer.choices, blank=True)
    answer_reason = models.TextField("答复理由", blank=True)
    answered_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="答复人"
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    # A second objection goes here at once; the first is the sender's to answer.
    arbiter = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="裁定单位"
    )
    decided_unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="裁定办理单位"
    )
    decision = models.TextField("裁定意见", blank=True)
    decided_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="裁定人"
    )
    decided_at = models.DateTimeField("裁定时间", null=True, blank=True)

    class Meta:
        verbose_name = "异议"
        verbose_name_plural = "异议"
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(name="objection_says_why", condition=~Q(reasons="") & ~Q(competent="")),
            models.CheckConstraint(
                name="objection_answer_complete",
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | Q(answer="agree", answered_by__isnull=False, answered_at__isnull=False)
                | (Q(answer="refuse", answered_at__isnull=False) & ~Q(answer_reason="")),
            ),
            models.CheckConstraint(
                name="objection_decision_complete",
                condition=Q(decided_unit__isnull=True, decision="", decided_at__isnull=True)
                | (
                    Q(arbiter__isnull=False, decided_by__isnull=False, decided_at__isnull=False)
                    & ~Q(decision="")
                ),
            ),
            # One at a time waits for its answer or its decision.
            models.UniqueConstraint(
                name="objection_one_open",
                fields=["routing"],
                condition=Q(answer="", decided_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"异议 {self.routing_id}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to answer or decide."""
        return not self.answer and self.decided_at is None
