"""文书: what was sent out under the office's name, frozen as it went out, and how it reached the one it was meant for."""

from __future__ import annotations

import hashlib
import uuid

from django.db import models
from django.db.models import Q

from accounts.models import Staff, Unit
from casework.models.case import Case


def frozen_name(instance: IssuedPaper, filename: str) -> str:
    """A path that says nothing: number and title stand in the row."""
    return f"papers/{(instance.case_id or 0) % 1000:03d}/{uuid.uuid4().hex}"


def digest(content: bytes) -> str:
    """SHA-256 as text."""
    return hashlib.sha256(content).hexdigest()


class IssuedPaper(models.Model):
    """One paper with its 文号. Text and PDF are those of the moment of issue; the event of the issue holds their hashes."""

    # None: a paper of an office (年度报告), which `subject` names.
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="papers", verbose_name="办件"
    )
    kind = models.CharField("种类", max_length=14)
    is_sealed = models.BooleanField("检举控告件的文书", default=False, editable=False)
    label = models.CharField("名称", max_length=40)
    # What the paper is about (a routing, a report …): one valid paper of a kind for each.
    subject = models.CharField("所依据的记录", max_length=40, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="papers", verbose_name="发文单位")
    year = models.PositiveSmallIntegerField("年度")
    sequence = models.PositiveIntegerField("顺序号")
    number = models.CharField("文号", max_length=60, unique=True)
    recipient = models.CharField("主送", max_length=120)
    to_petitioner = models.BooleanField("须送达信访人", default=False)
    html = models.TextField("正文")
    html_sha256 = models.CharField("正文校验值", max_length=64)
    pdf = models.FileField("PDF", upload_to=frozen_name, max_length=200)
    pdf_sha256 = models.CharField("PDF校验值", max_length=64)
    pages = models.PositiveSmallIntegerField("页数", default=1)
    issued_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="发文人")
    issued_at = models.DateTimeField("发文时间")
    signed_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="签发人"
    )
    signed_words = models.CharField("签发", max_length=100, blank=True)
    prints = models.PositiveIntegerField("打印次数", default=0)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="撤回人"
    )
    withdraw_reason = models.CharField("撤回理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "文书"
        verbose_name_plural = "文书"
        ordering = ["issued_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="paper_number_once", fields=["unit", "kind", "is_sealed", "year", "sequence"]
            ),
            models.UniqueConstraint(
                name="paper_once", fields=["case", "kind", "subject"], condition=Q(withdrawn_at__isnull=True)
            ),
            models.UniqueConstraint(
                name="paper_of_office_once",
                fields=["kind", "subject"],
                condition=Q(case__isnull=True, withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="paper_has_case_or_subject",
                condition=Q(case__isnull=False) | (Q(to_petitioner=False, is_sealed=False) & ~Q(subject="")),
            ),
            models.CheckConstraint(
                name="paper_withdrawn_with_reason",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdraw_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdraw_reason="")),
            ),
        ]
        indexes = [models.Index(fields=["unit", "-issued_at"], name="paper_of_unit")]

    def __str__(self) -> str:
        return f"{self.label} {self.number}"

    @property
    def is_intact(self) -> bool:
        """Whether the text is still the one that was issued."""
        return digest(self.html.encode()) == self.html_sha256

    @property
    def act(self) -> int:
        """The key of what it is about."""
        return int(self.subject.rpartition(":")[2])

    @property
    def shown_recipient(self) -> str:
        """As lists say it: never the name behind a sealed accusation."""
        is_sealed = self.case is not None and self.case.is_sealed
        return "身份保密" if is_sealed and self.to_petitioner else self.recipient


class DeliveryMethod(models.TextChoices):
    """送达方式, by analogy with 民事诉讼法 (2023) 第八十七条至第九十五条."""

    DIRECT = "direct", "直接送达"
    LEFT = "left", "留置送达"
    POST = "post", "邮寄送达"
    ELECTRONIC = "electronic", "电子送达（经同意）"
    UNIT = "unit", "转交送达"
    NOTICE = "notice", "公告送达"


class Delivery(models.Model):
    """送达回证: how and on which day a paper reached the petitioner; that day starts the petitioner's own 30 days."""

    paper = models.OneToOneField(
        IssuedPaper, on_delete=models.PROTECT, related_name="delivery", verbose_name="文书"
    )
    method = models.CharField("送达方式", max_length=10, choices=DeliveryMethod.choices)
    delivered_on = models.DateField("送达日期")
    published_on = models.DateField("公告日期", null=True, blank=True)
    receiver = models.CharField("签收人", max_length=60, blank=True)
    refused = models.BooleanField("拒绝签收", default=False)
    witnesses = models.CharField("见证人", max_length=120, blank=True)
    remark = models.CharField("说明", max_length=200, blank=True)
    review_until = models.DateField("申请复查（复核）截止日", null=True, blank=True)
    recorded_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="送达人")
    recorded_at = models.DateTimeField("录入时间")

    class Meta:
        verbose_name = "送达回证"
        verbose_name_plural = "送达回证"
        ordering = ["delivered_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="delivery_left_has_witnesses", condition=~Q(method="left") | ~Q(witnesses="")
            ),
            models.CheckConstraint(
                name="delivery_refused_is_left", condition=Q(refused=False) | Q(method="left")
            ),
            models.CheckConstraint(
                name="delivery_notice_has_day",
                condition=Q(method="notice", published_on__isnull=False)
                | (~Q(method="notice") & Q(published_on__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_method_display()} {self.delivered_on}"

    @property
    def words(self) -> str:
        """直接送达，张某甲签收."""
        signed = f"，{self.receiver}签收" if self.receiver and not self.refused else ""
        return f"{self.get_method_display()}{signed}"
