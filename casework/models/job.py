"""后台任务: a row before it is queued. A broker may lose a message; it cannot lose a row."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import Staff


class JobState(models.TextChoices):
    WAITING = "waiting", "等待"
    RUNNING = "running", "执行中"
    DONE = "done", "完成"
    FAILED = "failed", "失败"


class Job(models.Model):
    """One piece of background work: kind, arguments, state, tries, lease and progress."""

    kind = models.CharField("任务", max_length=32)
    args = models.JSONField("参数", default=dict)
    # At most one waiting job a key: asking twice for the same work is asking once.
    key = models.CharField("去重键", max_length=120, blank=True)
    state = models.CharField("状态", max_length=8, choices=JobState.choices, default=JobState.WAITING)
    tries = models.PositiveSmallIntegerField("次数", default=0)
    due_at = models.DateTimeField("应执行时间")
    leased_until = models.DateTimeField("租约至", null=True, blank=True)
    lease = models.CharField(max_length=32, blank=True)
    done_steps = models.PositiveIntegerField("已完成", default=0)
    total_steps = models.PositiveIntegerField("共", default=0)
    message = models.CharField("说明", max_length=300, blank=True)
    result = models.JSONField("结果", default=dict)
    file = models.FileField("结果文件", upload_to="results", max_length=200, blank=True)
    file_name = models.CharField("文件名", max_length=120, blank=True)
    created_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="jobs", verbose_name="发起人"
    )
    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)

    class Meta:
        verbose_name = "后台任务"
        verbose_name_plural = "后台任务"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="job_one_waiting", fields=["key"], condition=Q(state="waiting") & ~Q(key="")
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="job_open", condition=Q(state__in=["waiting", "running"])),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk} {self.get_state_display()}"

    @property
    def percent(self) -> int:
        """Progress in whole percent."""
        if self.state == JobState.DONE:
            return 100
        return min(99, self.done_steps * 100 // self.total_steps) if self.total_steps else 0
