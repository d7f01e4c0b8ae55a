"""附件: papers and scans of a case, outside the web root, handed out through the door only."""

from __future__ import annotations

import uuid

from django.db import models

from accounts.models import Staff
from casework.models.case import Case


def stored_name(instance: Attachment, filename: str) -> str:
    """A path that says nothing: the name people gave stands in the row."""
    return f"attachments/{instance.case_id % 1000:03d}/{uuid.uuid4().hex}"


class Attachment(models.Model):
    """One file; type and size were checked on the content, the checksum is of the stored bytes."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="attachments", verbose_name="办件")
    file = models.FileField("文件", upload_to=stored_name, max_length=200)
    name = models.CharField("文件名", max_length=120)
    content_type = models.CharField("类型", max_length=80)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField("校验值", max_length=64)
    uploaded_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="上传人")
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)

    class Meta:
        verbose_name = "附件"
        verbose_name_plural = "附件"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(name="attachment_once", fields=["case", "sha256"])]

    def __str__(self) -> str:
        return self.name
