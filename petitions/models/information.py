"""信访信息: one matter each, signed by level, issued, read and kept; whoever issued it cannot take it back."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.access import standing_of
from accounts.models import Staff, Unit
from accounts.roles import Power
from casework.models import Decision
from petitions.models.archive import Period
from petitions.models.petition import Petition

# C-12: what was sent before its signature is signed within a day.
SIGN_WITHIN = timedelta(hours=24)


def exactly_one(*names: str) -> Q:
    """A row belongs to one of several papers."""
    choices = [Q(**{f"{one}__isnull": one != name for one in names}) for name in names]
    return reduce(or_, choices)


class InfoKind(models.TextChoices):
    PETITION = "petition", "信访信息"
    OPINION = "opinion", "社情民意"


class InfoLevel(models.TextChoices):
    ORDINARY = "ordinary", "一般"
    MAJOR = "major", "重大"


class InfoState(models.TextChoices):
    DRAFT = "draft", "草稿"
    SIGNING = "signing", "待签发"
    SIGNED = "signed", "已签待发"
    ISSUED = "issued", "已报出"
    DROPPED = "dropped", "不报送"


class InfoQuerySet(models.QuerySet["InfoReport"]):
    """Reads of information."""

    def visible_to(self, staff: Staff) -> InfoQuerySet:
        """What its unit may read, what one wrote and what one was sent; and never past the door of its petitions."""
        who = standing_of(staff)
        if not who.held:
            return self.none()
        seen = Petition.objects.visible_to(staff)
        mine = Q(made_by=staff) | Q(Exists(ReadReceipt.objects.filter(info=OuterRef("pk"), staff=staff)))
        for unit in who.units_with(Power.READ_UNIT):
            mine |= Q(unit__path__startswith=unit.path)
        shut = InfoReport.repeats.through.objects.filter(inforeport=OuterRef("pk")).exclude(
            petition__in=seen.values("pk")
        )
        return self.filter(mine, Q(petition=None) | Q(petition__in=seen.values("pk"))).exclude(Exists(shut))


class InfoReport(models.Model):
    """信息: one matter, from a petition or free; 重大紧急 ones run against the clock and may go out before the signature."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="报送单位")
    kind = models.CharField("种类", max_length=10, choices=InfoKind.choices, default=InfoKind.PETITION)
    level = models.CharField("级别", max_length=10, choices=InfoLevel.choices, default=InfoLevel.ORDINARY)
    is_urgent = models.BooleanField("重大紧急", default=False)
    title = models.CharField("标题", max_length=80)
    text = models.TextField("内容")
    petition = models.ForeignKey(
        Petition, null=True, blank=True, on_delete=models.PROTECT, related_name="infos", verbose_name="来源件"
    )
    repeats = models.ManyToManyField(Petition, blank=True, related_name="+", verbose_name="同一事项的其他件")
    happened_at = models.DateTimeField("发生（获悉）时间")
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="infos", verbose_name="报送人")
    made_at = models.DateTimeField("起草时间")
    is_automatic = models.BooleanField("系统起草", default=False, editable=False)
    due_at = models.DateTimeField("应报出时间", null=True, blank=True)
    late_told_at = models.DateTimeField("迟报提醒时间", null=True, blank=True, editable=False)
    sign_late_told_at = models.DateTimeField("补签超时提醒时间", null=True, blank=True, editable=False)
    state = models.CharField("状态", max_length=8, choices=InfoState.choices, default=InfoState.DRAFT)
    # The roles that sign, copied from the policy when it was submitted, and how many of them have.
    route = models.JSONField("签发环节", default=list, editable=False)
    signed_steps = models.PositiveSmallIntegerField("已签环节", default=0, editable=False)
    signed_at = models.DateTimeField("签发时间", null=True, blank=True)
    sent_at = models.DateTimeField("先行报送时间", null=True, blank=True)
    sent_to = models.CharField("先行报送（电话）何处何人", max_length=80, blank=True)
    issued_at = models.DateTimeField("报出时间", null=True, blank=True)
    issued_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="报出人"
    )
    addressed_to = models.CharField("报送", max_length=80, blank=True)
    dropped_reason = models.CharField("不报送的理由", max_length=200, blank=True)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = InfoQuerySet.as_manager()

    class Meta:
        verbose_name = "信访信息"
        verbose_name_plural = "信访信息"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="info_issued_pair",
                condition=Q(issued_at__isnull=True, issued_by__isnull=True)
                | Q(issued_at__isnull=False, issued_by__isnull=False),
            ),
            # S03-14: nothing is issued unsigned.
            models.CheckConstraint(
                name="info_signed_before_issued",
                condition=~Q(state=InfoState.ISSUED) | Q(signed_at__isnull=False, issued_at__isnull=False),
            ),
            models.CheckConstraint(
                name="info_urgent_has_due", condition=Q(is_urgent=False) | Q(due_at__isnull=False)
            ),
            models.CheckConstraint(
                name="info_sent_first_is_urgent", condition=Q(sent_at__isnull=True) | Q(is_urgent=True)
            ),
            models.CheckConstraint(
                name="info_dropped_with_reason", condition=~Q(state=InfoState.DROPPED) | ~Q(dropped_reason="")
            ),
        ]
        indexes = [models.Index(fields=["unit", "-id"], name="info_unit")]

    def __str__(self) -> str:
        return self.title

    @property
    def sent_before_sign(self) -> bool:
        """Whether it went out by telephone before somebody signed it (C-12)."""
        return self.sent_at is not None and (self.signed_at is None or self.sent_at < self.signed_at)

    @property
    def reported_at(self) -> datetime | None:
        """When it reached those above: by telephone, else on paper."""
        return self.sent_at or self.issued_at

    @property
    def took(self) -> timedelta | None:
        """From the event to the report (S03-11)."""
        return self.reported_at - self.happened_at if self.reported_at else None

    @property
    def sign_due_at(self) -> datetime | None:
        """Until when a signature must follow what was sent first."""
        return self.sent_at + SIGN_WITHIN if self.sent_at else None

    def is_late(self, now: datetime) -> bool:
        """Reported, or still unreported, after its time. Computed, never typed (S03-13)."""
        if self.due_at is None or self.state == InfoState.DROPPED:
            return False
        return (self.reported_at or now) > self.due_at

    def is_sign_late(self, now: datetime) -> bool:
        """Sent first and not signed within the day."""
        return self.sign_due_at is not None and (self.signed_at or now) > self.sign_due_at


class PaperSignature(models.Model):
    """签发: one signature on a paper that is no case, with copied names; a stand-in's names both people."""

    info = models.ForeignKey(
        InfoReport,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="signatures",
        verbose_name="信息",
    )
    analysis = models.ForeignKey(
        "petitions.Analysis",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="signatures",
        verbose_name="分析",
    )
    commitment = models.ForeignKey(
        "petitions.Commitment",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="signatures",
        verbose_name="责任书",
    )
    step_label = models.CharField("环节", max_length=20)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="签发人")
    staff_name = models.CharField("签名", max_length=30)
    post_title = models.CharField("职务", max_length=60)
    unit_name = models.CharField("单位", max_length=80)
    principal_name = models.CharField("委托人", max_length=30, blank=True)
    decision = models.CharField("决定", max_length=8, choices=Decision.choices)
    opinion = models.TextField("意见", blank=True)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "文件签发"
        verbose_name_plural = "文件签发"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="signature_of_one_paper", condition=exactly_one("info", "analysis", "commitment")
            ),
            models.UniqueConstraint(name="commitment_signed_once", fields=["commitment", "step_label"]),
        ]

    def __str__(self) -> str:
        return f"{self.step_label} {self.signature}"

    @property
    def signature(self) -> str:
        """The name as printed."""
        return f"{self.staff_name}（代{self.principal_name}）" if self.principal_name else self.staff_name


class ReadReceipt(models.Model):
    """阅读回执: that a paper was sent to somebody, and when they said that they had read it."""

    info = models.ForeignKey(
        InfoReport,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="receipts",
        verbose_name="信息",
    )
    analysis = models.ForeignKey(
        "petitions.Analysis",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="receipts",
        verbose_name="分析",
    )
    instance = models.ForeignKey(
        "petitions.ReportInstance",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="receipts",
        verbose_name="报表",
    )
    document = models.ForeignKey(
        "petitions.PolicyDocument",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="receipts",
        verbose_name="制度",
    )
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="receipts", verbose_name="阅读人")
    sent_at = models.DateTimeField("分送时间")
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)

    class Meta:
        verbose_name = "阅读回执"
        verbose_name_plural = "阅读回执"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="receipt_of_one_paper", condition=exactly_one("info", "analysis", "instance", "document")
            ),
            models.UniqueConstraint(name="receipt_info_once", fields=["info", "staff"]),
            models.UniqueConstraint(name="receipt_analysis_once", fields=["analysis", "staff"]),
            models.UniqueConstraint(name="receipt_instance_once", fields=["instance", "staff"]),
            models.UniqueConstraint(name="receipt_document_once", fields=["document", "staff"]),
        ]

    def __str__(self) -> str:
        return f"{self.paper} → {self.staff}"

    @property
    def paper(self) -> Any:
        """What was sent."""
        return self.info or self.analysis or self.instance or self.document


class ArchiveCandidate(models.Model):
    """待归档目录: what was issued waits here for the office's archive (S03-15); no verb takes it out again.

    The office files it under a 档号 of its own series, or decides with a reason that it is not filed apart.
    """

    info = models.OneToOneField(
        InfoReport, on_delete=models.PROTECT, related_name="archive_candidate", verbose_name="信息"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="archive_candidates", verbose_name="归档单位"
    )
    issued_on = models.DateField("报出日期")
    added_at = models.DateTimeField("列入时间", auto_now_add=True)
    decided_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="归档人"
    )
    decided_on = models.DateField("归档（决定）日期", null=True, blank=True)
    year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    period = models.CharField("保管期限", max_length=4, choices=Period.choices, blank=True)
    sequence = models.PositiveIntegerField("件号", null=True, blank=True)
    reference = models.CharField("档号", max_length=60, blank=True)
    left_reason = models.CharField("不归档理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "待归档文件"
        verbose_name_plural = "待归档文件"
        ordering = ["issued_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="candidate_filed_or_left",
                condition=Q(decided_by__isnull=True, decided_on__isnull=True, reference="", left_reason="")
                | (
                    Q(decided_by__isnull=False, decided_on__isnull=False)
                    & (Q(reference="") | Q(left_reason=""))
                    & ~Q(reference="", left_reason="")
                ),
            ),
            models.CheckConstraint(
                name="candidate_filed_is_whole",
                condition=Q(reference="", period="", year__isnull=True, sequence__isnull=True)
                | (~Q(reference="") & ~Q(period="") & Q(year__isnull=False, sequence__isnull=False)),
            ),
            models.UniqueConstraint(
                name="candidate_reference_once", fields=["reference"], condition=~Q(reference="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issued_on} {self.info}"
