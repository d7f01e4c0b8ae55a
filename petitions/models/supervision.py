"""督办: what is asked of a unit and what it answers, cards signed on the spot, 挂牌, and why something was late."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Staff, Unit
from casework.models import Clock, SignOff
from petitions.models.petition import Petition
from petitions.models.work import Routing


class SupervisionReason(models.TextChoices):
    """督办情形 (条例第四十条)."""

    NOT_REGISTERED = "not_registered", "未按规定登记"
    NOT_TOLD = "not_told", "未按期告知"
    NOT_ROUTED = "not_routed", "未按期转送、交办"
    OVERDUE = "overdue", "超期未办结"
    PROCEDURE = "procedure", "未按程序办理"
    SHIRKING = "shirking", "推诿"
    PERFUNCTORY = "perfunctory", "敷衍"
    DELAYING = "delaying", "拖延"
    FALSE = "false", "弄虚作假"
    NOT_EXECUTED = "not_executed", "拒不执行处理意见"
    NO_FEEDBACK = "no_feedback", "未按期反馈"
    OTHER = "other", "其他"


class Adoption(models.TextChoices):
    """书面答复: whether the unit adopts what was suggested (条例第四十条)."""

    ADOPTED = "adopted", "采纳"
    PARTLY = "partly", "部分采纳"
    REFUSED = "refused", "未采纳"


class Supervision(models.Model):
    """督办: reason, requirement, up to three suggestions, and the unit's written answer (条例第四十条)."""

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="supervisions", verbose_name="信访件"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="被督办单位")
    reason = models.CharField("督办情形", max_length=16, choices=SupervisionReason.choices)
    requirement = models.TextField("督办要求")
    improve_work = models.TextField("改进工作建议", blank=True)
    improve_policy = models.TextField("完善政策建议", blank=True)
    accountability = models.TextField("追究责任建议", blank=True)
    reply_by = models.DateField("答复期限")
    issued_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="督办人")
    issued_at = models.DateTimeField("督办时间")
    adoption = models.CharField("采纳情况", max_length=8, choices=Adoption.choices, blank=True)
    answer = models.TextField("书面答复", blank=True)
    answered_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="答复人"
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    class Meta:
        verbose_name = "督办"
        verbose_name_plural = "督办"
        ordering = ["issued_at", "pk"]
        constraints = [
            models.CheckConstraint(name="supervision_has_requirement", condition=~Q(requirement="")),
            models.CheckConstraint(
                name="supervision_answer_complete",
                condition=Q(adoption="", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(adoption="") & ~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
            ),
            models.UniqueConstraint(
                name="supervision_one_open", fields=["petition"], condition=Q(answered_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"督办 {self.petition_id} → {self.unit}"

    @property
    def suggestions(self) -> list[tuple[str, str]]:
        """The suggestions that were made, with their kind."""
        kinds = (
            ("改进工作", self.improve_work),
            ("完善政策", self.improve_policy),
            ("追究责任", self.accountability),
        )
        return [(kind, text) for kind, text in kinds if text]

    @property
    def is_late(self) -> bool:
        """Answered after its date, or not yet although the date has passed."""
        return late(self.reply_by, self.answered_at)


class ListedSupervision(models.Model):
    """挂牌督办: a case under open watch until a date, lifted with a result."""

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="listings", verbose_name="信访件"
    )
    listed_by = models.CharField("挂牌单位（领导）", max_length=60)
    reason = models.TextField("挂牌理由")
    until = models.DateField("挂牌期限")
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="经办人")
    made_at = models.DateTimeField("挂牌时间")
    result = models.TextField("挂牌督办结果", blank=True)
    lifted_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="解除人"
    )
    lifted_at = models.DateTimeField("解除时间", null=True, blank=True)

    class Meta:
        verbose_name = "挂牌督办"
        verbose_name_plural = "挂牌督办"
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="listing_lifted_with_result",
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True, result="")
                | (Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(result="")),
            ),
            models.UniqueConstraint(
                name="listing_one_open", fields=["petition"], condition=Q(lifted_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"挂牌 {self.petition_id}"

    @property
    def is_late(self) -> bool:
        """Still up although its date has passed."""
        return late(self.until, self.lifted_at)


class SuperviseCard(models.Model):
    """督办卡: a leader's signature with opinion, unit and date, given out at once; the unit feeds back (S12-08, S12-10)."""

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="cards", verbose_name="信访件"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="承办单位")
    opinion = models.TextField("督办意见")
    due_on = models.DateField("期限")
    signoff = models.OneToOneField(
        SignOff, on_delete=models.PROTECT, related_name="+", verbose_name="领导签名"
    )
    routing = models.ForeignKey(
        Routing, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="交办"
    )
    issued_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="签发人")
    issued_at = models.DateTimeField("签发时间")
    feedback = models.TextField("承办单位反馈", blank=True)
    fed_back_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="反馈人"
    )
    fed_back_at = models.DateTimeField("反馈时间", null=True, blank=True)

    class Meta:
        verbose_name = "督办卡"
        verbose_name_plural = "督办卡"
        ordering = ["issued_at", "pk"]
        constraints = [
            models.CheckConstraint(name="card_has_opinion", condition=~Q(opinion="")),
            models.CheckConstraint(
                name="card_feedback_complete",
                condition=Q(feedback="", fed_back_by__isnull=True, fed_back_at__isnull=True)
                | (~Q(feedback="") & Q(fed_back_by__isnull=False, fed_back_at__isnull=False)),
            ),
            models.UniqueConstraint(
                name="card_one_open", fields=["petition"], condition=Q(fed_back_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"督办卡 {self.petition_id} → {self.unit}"

    @property
    def is_late(self) -> bool:
        """Fed back after its date, or not yet although the date has passed (S12-10)."""
        return late(self.due_on, self.fed_back_at)


class LateReason(models.TextChoices):
    COMPLEX = "complex", "情况复杂，查证需时"
    OTHER_UNIT = "other_unit", "等待其他单位"
    MATERIALS = "materials", "等待补充材料"
    REROUTED = "rerouted", "多次转办耽误"
    OVERSIGHT = "oversight", "工作疏漏"
    SIGNING = "signing", "审签耽误"
    OTHER = "other", "其他"


class LateCause(models.Model):
    """超期原因: why a case went past its limit, and the unit that caused it; one for each limit that was missed."""

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="late_causes", verbose_name="信访件"
    )
    clock = models.OneToOneField(
        Clock, on_delete=models.PROTECT, related_name="late_cause", verbose_name="时限"
    )
    reason = models.CharField("超期原因", max_length=12, choices=LateReason.choices)
    text = models.CharField("说明", max_length=300)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="责任单位")
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="填写人")
    made_at = models.DateTimeField("填写时间")

    class Meta:
        verbose_name = "超期原因"
        verbose_name_plural = "超期原因"
        ordering = ["made_at", "pk"]
        constraints = [models.CheckConstraint(name="late_cause_has_text", condition=~Q(text=""))]

    def __str__(self) -> str:
        return f"超期 {self.petition_id} {self.get_reason_display()}"


def late(due_on: date, done_at: object) -> bool:
    """Whether something due on a day was done after it, or is still owed past it."""
    from datetime import datetime

    day = timezone.localdate(done_at) if isinstance(done_at, datetime) else timezone.localdate()
    return day > due_on
