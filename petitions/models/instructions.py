"""请示: what a unit asks of those above it where no rule says how, and what they answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import Staff
from petitions.models.petition import Petition


class RequestForInstruction(models.Model):
    """请示党委、政府: asked and answered; meanwhile the office's own limit stands still, the law's runs on (S18-04)."""

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="instructions", verbose_name="信访件"
    )
    organ = models.CharField("请示机关", max_length=80)
    question = models.TextField("请示事项")
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="请示人")
    asked_on = models.DateField("请示日期")
    pauses = models.BooleanField("暂停内部期限", default=False)
    answer = models.TextField("批复内容", blank=True)
    answer_source = models.CharField("批复人或文号", max_length=60, blank=True)
    answered_on = models.DateField("收到批复日期", null=True, blank=True)
    answer_recorded_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="批复登记人"
    )

    class Meta:
        verbose_name = "请示"
        verbose_name_plural = "请示"
        ordering = ["asked_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="instruction_answer_whole",
                condition=Q(
                    answer="", answer_source="", answered_on__isnull=True, answer_recorded_by__isnull=True
                )
                | (
                    ~Q(answer="")
                    & ~Q(answer_source="")
                    & Q(answered_on__isnull=False, answer_recorded_by__isnull=False)
                ),
            ),
            models.UniqueConstraint(
                name="instruction_one_open", fields=["petition"], condition=Q(answered_on__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"请示 {self.petition_id} {self.organ}"
