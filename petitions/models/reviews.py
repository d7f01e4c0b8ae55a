"""复查、复核、听证、评价、回访: what the petitioner may do once the answer has come, and what became of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import Staff, Unit
from casework.models import SignOff
from petitions.models.outcomes import DeclarationForm
from petitions.models.petition import Petition


class ReviewLevel(models.TextChoices):
    REVIEW = "review", "复查"
    REREVIEW = "rereview", "复核"


class ReviewDecision(models.TextChoices):
    UPHOLD = "uphold", "维持"
    CHANGE = "change", "变更"
    REVOKE = "revoke", "撤销"


class Review(models.Model):
    """复查、复核: applied for by the petitioner, decided one level up, signed by the head there, delivered (条例第三十五、三十六条).

    `organ` is the reviewing organ when it works here; one outside is named in `organ_name`, and its own number and
    signature stand on its paper.
    """

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="reviews", verbose_name="信访件"
    )
    level = models.CharField("级次", max_length=8, choices=ReviewLevel.choices)
    against = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="rereviews",
        verbose_name="所不服的复查意见",
    )
    answer_received_on = models.DateField("收到原意见日期")
    last_day = models.DateField("申请期限")
    applied_on = models.DateField("申请日期")
    grounds = models.TextField("申请理由")
    late_reason = models.CharField("逾期的正当理由", max_length=200, blank=True)
    organ = models.ForeignKey(
        Unit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="复查（复核）机关",
    )
    organ_name = models.CharField("复查（复核）机关名称", max_length=80)
    registered_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, related_name="+", verbose_name="登记人"
    )
    registered_at = models.DateTimeField("登记时间")
    decision = models.CharField("决定", max_length=8, choices=ReviewDecision.choices, blank=True)
    facts = models.TextField("查明的事实和理由", blank=True)
    opinion = models.TextField("复查（复核）意见", blank=True)
    basis = models.TextField("法律、政策依据", blank=True)
    outside_number = models.CharField("系统外意见书文号", max_length=60, blank=True)
    drafted_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="拟稿人"
    )
    signoff = models.OneToOneField(
        SignOff, null=True, blank=True, on_delete=models.PROTECT, related_name="review", verbose_name="签发"
    )
    decided_on = models.DateField("作出日期", null=True, blank=True)
    delivered_on = models.DateField("送达日期", null=True, blank=True)
    delivered_how = models.CharField("送达方式", max_length=60, blank=True)
    # 撤回申请: the petitioner's own declaration before the opinion is made; the answer they objected to stands again.
    withdrawn_on = models.DateField("撤回申请日期", null=True, blank=True)
    withdrawn_how = models.CharField(
        "撤回的表示方式", max_length=8, choices=DeclarationForm.choices, blank=True
    )
    withdrawn_words = models.TextField("信访人撤回原话", blank=True)
    withdrawal_recorded_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="撤回记录人"
    )

    class Meta:
        verbose_name = "复查、复核"
        verbose_name_plural = "复查、复核"
        ordering = ["applied_on", "pk"]
        constraints = [
            models.CheckConstraint(name="review_has_grounds", condition=~Q(grounds="")),
            models.CheckConstraint(
                name="review_in_time_or_justified",
                condition=Q(applied_on__lte=models.F("last_day")) | ~Q(late_reason=""),
            ),
            models.CheckConstraint(
                name="review_opinion_is_whole",
                condition=Q(decision="") | (~Q(opinion="") & ~Q(facts="") & ~Q(basis="")),
            ),
            # Signed here by the head, or made outside under a number of its own.
            models.CheckConstraint(
                name="review_decided_is_signed",
                condition=Q(decided_on__isnull=True)
                | (~Q(decision="") & (Q(signoff__isnull=False) | ~Q(outside_number=""))),
            ),
            models.CheckConstraint(
                name="review_delivered_is_decided",
                condition=Q(delivered_on__isnull=True) | Q(decided_on__isnull=False),
            ),
            models.CheckConstraint(
                name="rereview_follows_a_review",
                condition=Q(level="review", against__isnull=True)
                | Q(level="rereview", against__isnull=False),
            ),
            models.CheckConstraint(
                name="review_withdrawal_is_whole",
                condition=Q(
                    withdrawn_on__isnull=True,
                    withdrawn_how="",
                    withdrawn_words="",
                    withdrawal_recorded_by__isnull=True,
                )
                | (
                    Q(withdrawn_on__isnull=False, withdrawal_recorded_by__isnull=False)
                    & ~Q(withdrawn_how="")
                    & ~Q(withdrawn_words="")
                ),
            ),
            models.CheckConstraint(
                name="review_withdrawn_before_opinion",
                condition=Q(withdrawn_on__isnull=True) | Q(decided_on__isnull=True),
            ),
            models.UniqueConstraint(
                name="review_one_running",
                fields=["petition"],
                condition=Q(delivered_on__isnull=True, withdrawn_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.petition_id} {self.applied_on}"

    @property
    def is_decided(self) -> bool:
        """The head has signed, or the outside organ has issued it."""
        return self.decided_on is not None


class Hearing(models.Model):
    """听证: when, where, who, and once it was held which facts, which conclusion. Its days are not counted in 复核.

    One that was called and then called anew for another day is dropped (改期); 条例第三十六条.
    """

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="hearings", verbose_name="信访件"
    )
    review = models.ForeignKey(
        Review,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="hearings",
        verbose_name="复查（复核）",
    )
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    starts_time = models.TimeField("开始时刻", null=True, blank=True)
    place = models.CharField("地点", max_length=80)
    chair = models.CharField("主持人", max_length=60)
    participants = models.TextField("参加人员")
    facts = models.TextField("听证查明的事实", blank=True)
    conclusion = models.TextField("听证结论", blank=True)
    dropped_at = models.DateTimeField("改期时间", null=True, blank=True)
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="记录人")
    made_at = models.DateTimeField("记录时间")

    class Meta:
        verbose_name = "听证"
        verbose_name_plural = "听证"
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(name="hearing_dates", condition=Q(ends_on__gte=models.F("starts_on"))),
            models.CheckConstraint(
                name="hearing_is_whole",
                condition=~Q(participants="")
                & (
                    Q(facts="", conclusion="")
                    | (~Q(facts="") & ~Q(conclusion="") & Q(dropped_at__isnull=True))
                ),
            ),
            models.UniqueConstraint(
                name="hearing_one_called",
                fields=["petition"],
                condition=Q(facts="", dropped_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"听证 {self.petition_id} {self.starts_on}"

    @property
    def is_held(self) -> bool:
        """Facts and conclusion are on record."""
        return bool(self.facts)

    @property
    def days(self) -> int:
        """Calendar days from the first to the last."""
        return (self.ends_on - self.starts_on).days + 1


class Party(models.TextChoices):
    RECEIVER = "receiver", "接收单位"
    HANDLER = "handler", "承办单位"


class Rating(models.TextChoices):
    GOOD = "good", "满意"
    FAIR = "fair", "基本满意"
    BAD = "bad", "不满意"


class Evaluation(models.Model):
    """满意度评价: the petitioner's own, once for each of the two units; no colleague can give it for them (条例第二十一条)."""

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="evaluations", verbose_name="信访件"
    )
    party = models.CharField("评价对象", max_length=8, choices=Party.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    rating = models.CharField("评价", max_length=8, choices=Rating.choices)
    words = models.CharField("说明", max_length=300, blank=True)
    first_at = models.DateTimeField("首次评价时间")
    changed_at = models.DateTimeField("最近修改时间")

    class Meta:
        verbose_name = "满意度评价"
        verbose_name_plural = "满意度评价"
        ordering = ["party"]
        constraints = [models.UniqueConstraint(name="evaluation_once", fields=["petition", "party"])]

    def __str__(self) -> str:
        return f"{self.get_party_display()} {self.get_rating_display()} {self.petition_id}"


class Execution(models.TextChoices):
    DONE = "done", "已执行"
    PARTLY = "partly", "部分执行"
    NOT = "not", "未执行"
    NONE = "none", "没有需要执行的内容"


class ReturnVisit(models.Model):
    """回访: the office, not the handler, asks whether the answer satisfied and whether it was carried out."""

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="return_visits", verbose_name="信访件"
    )
    visited_on = models.DateField("回访日期")
    method = models.CharField(
        "方式",
        max_length=8,
        choices=[("phone", "电话"), ("home", "上门"), ("office", "来所"), ("letter", "信函")],
    )
    satisfied = models.CharField("是否满意", max_length=8, choices=Rating.choices)
    executed = models.CharField("意见执行情况", max_length=8, choices=Execution.choices)
    words = models.TextField("信访人意见", blank=True)
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="回访人")
    made_at = models.DateTimeField("记录时间")

    class Meta:
        verbose_name = "回访"
        verbose_name_plural = "回访"
        ordering = ["visited_on", "pk"]

    def __str__(self) -> str:
        return f"回访 {self.petition_id} {self.visited_on}"
