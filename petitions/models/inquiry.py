"""初查: a discipline organ looks into an accusation before anything else, on a leader's signed decision (S21-10)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import Staff
from casework.models import SignOff
from petitions.models.petition import Petition


class Inquiry(models.Model):
    """Only its members and the leader who decided it read it, even among those who see the case."""

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="inquiries", verbose_name="信访件"
    )
    decision = models.OneToOneField(
        SignOff, on_delete=models.PROTECT, related_name="inquiry", verbose_name="初查决定"
    )
    members = models.ManyToManyField(Staff, related_name="inquiries", verbose_name="初查人员")
    scope = models.TextField("初查事项")
    opened_at = models.DateTimeField("开始时间")
    findings = models.TextField("初查结果", blank=True)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)
    finished_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="报告人"
    )

    class Meta:
        verbose_name = "初查"
        verbose_name_plural = "初查"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="inquiry_one_running", fields=["petition"], condition=Q(finished_at__isnull=True)
            ),
            models.CheckConstraint(
                name="inquiry_finished_complete",
                condition=Q(finished_at__isnull=True, finished_by__isnull=True, findings="")
                | (Q(finished_at__isnull=False, finished_by__isnull=False) & ~Q(findings="")),
            ),
        ]

    def __str__(self) -> str:
        return f"初查 {self.petition_id}"
