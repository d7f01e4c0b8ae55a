"""How a matter ends and what is owed on the way: 不予受理, 撤回, 解释疏导, 现场接谈, 调解, 建议采纳, 困难帮扶."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import Staff, Unit
from casework.models import DeliveryMethod
from petitions.models.petition import Petition


class GroundKind(models.TextChoices):
    REFUSE = "refuse", "不予受理"
    END = "end", "不再受理"
    GUIDE = "guide", "告知引导"


class RefusalGround(models.Model):
    """不予（不再）受理、告知引导的依据: a table that each jurisdiction may add to; nothing is turned away without one."""

    code = models.CharField("代码", max_length=12, unique=True)
    kind = models.CharField("处理", max_length=8, choices=GroundKind.choices)
    text = models.CharField("情形", max_length=200)
    basis = models.CharField("法律依据", max_length=200)
    jurisdiction = models.CharField("适用范围", max_length=40, default="全国")
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = "不予受理情形"
        verbose_name_plural = "不予受理情形"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(name="ground_has_text_and_basis", condition=~Q(text="") & ~Q(basis=""))
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class Declined(models.Model):
    """不予（不再）受理决定: on which ground and why, where the matter stands, and how it was told in writing.

    It can be set aside by a supervisor who did not decide it; the words of the ground are copied, so that a later
    change of the table does not change the decision.
    """

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="declined", verbose_name="信访件"
    )
    ground = models.ForeignKey(RefusalGround, on_delete=models.PROTECT, related_name="+", verbose_name="情形")
    kind = models.CharField("决定", max_length=8, choices=GroundKind.choices)
    ground_text = models.CharField("情形内容", max_length=200)
    ground_basis = models.CharField("法律依据", max_length=200)
    reason = models.TextField("理由")
    earlier = models.ForeignKey(
        Petition,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="已有的信访件",
    )
    where = models.CharField("正在（已由）何处办理", max_length=120, blank=True)
    decided_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="决定人")
    decided_at = models.DateTimeField("决定时间")
    told_on = models.DateField("书面告知日期", null=True, blank=True)
    told_how = models.CharField("告知方式", max_length=10, choices=DeliveryMethod.choices, blank=True)
    set_aside_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="撤销人"
    )
    set_aside_at = models.DateTimeField("撤销时间", null=True, blank=True)
    set_aside_reason = models.TextField("撤销理由", blank=True)

    class Meta:
        verbose_name = "不予受理决定"
        verbose_name_plural = "不予受理决定"
        ordering = ["decided_at", "pk"]
        constraints = [
            models.CheckConstraint(name="declined_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="declined_is_no_guidance", condition=~Q(kind="guide")),
            models.CheckConstraint(
                name="declined_told_pair",
                condition=Q(told_on__isnull=True, told_how="") | (Q(told_on__isnull=False) & ~Q(told_how="")),
            ),
            models.CheckConstraint(
                name="declined_set_aside_whole",
                condition=Q(set_aside_by__isnull=True, set_aside_at__isnull=True, set_aside_reason="")
                | (Q(set_aside_by__isnull=False, set_aside_at__isnull=False) & ~Q(set_aside_reason="")),
            ),
            models.CheckConstraint(
                name="declined_not_set_aside_by_oneself",
                condition=Q(set_aside_by__isnull=True) | ~Q(set_aside_by=models.F("decided_by")),
            ),
            models.UniqueConstraint(
                name="declined_one_in_force", fields=["petition"], condition=Q(set_aside_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.petition_id}"


class DeclarationForm(models.TextChoices):
    WRITTEN = "written", "书面并签名"
    ORAL = "oral", "当面口头，记录经本人核对"
    PHONE = "phone", "来电，已回拨核实"
    ONLINE = "online", "本人账户网上提交"


class Withdrawal(models.Model):
    """撤回: the petitioner's own declaration, when, how and in which words."""

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="withdrawals", verbose_name="信访件"
    )
    declared_on = models.DateField("声明日期")
    form = models.CharField("表示方式", max_length=8, choices=DeclarationForm.choices)
    statement = models.TextField("信访人原话")
    recorded_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="记录人")
    recorded_at = models.DateTimeField("记录时间")

    class Meta:
        verbose_name = "信访人撤回"
        verbose_name_plural = "信访人撤回"
        ordering = ["recorded_at", "pk"]
        constraints = [models.CheckConstraint(name="withdrawal_has_words", condition=~Q(statement=""))]

    def __str__(self) -> str:
        return f"撤回 {self.petition_id} {self.declared_on}"


class ExplainMethod(models.TextChoices):
    IN_PERSON = "in_person", "当面"
    PHONE = "phone", "电话"
    LETTER = "letter", "书面"
    LECTURE = "lecture", "上门宣讲"


class Explanation(models.Model):
    """解释疏导: what was asked, which law was explained, which other ways were told (S01-11, S11-16)."""

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="explanations", verbose_name="信访件"
    )
    told_on = models.DateField("日期")
    method = models.CharField("方式", max_length=10, choices=ExplainMethod.choices)
    asked = models.TextField("信访人的疑问")
    explained = models.TextField("解释的内容")
    basis = models.TextField("法律、政策依据")
    remedies = models.TextField("告知的其他途径")
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="解释人")
    made_at = models.DateTimeField("记录时间")

    class Meta:
        verbose_name = "解释疏导记录"
        verbose_name_plural = "解释疏导记录"
        ordering = ["told_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="explanation_is_whole",
                condition=~Q(asked="") & ~Q(explained="") & ~Q(basis="") & ~Q(remedies=""),
            )
        ]

    def __str__(self) -> str:
        return f"解释疏导 {self.petition_id} {self.told_on}"


class SiteTalk(models.Model):
    """现场接谈: we go to where people are, listen and answer; nobody is stopped, held or taken anywhere (S21-15)."""

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="site_talks", verbose_name="信访件"
    )
    talked_on = models.DateField("日期")
    place = models.CharField("地点", max_length=80)
    present = models.CharField("到场人员", max_length=200)
    head_count = models.PositiveIntegerField("来访人数", default=1)
    asked = models.TextField("来访人的诉求")
    answered = models.TextField("当场答复")
    remedies = models.TextField("告知的途径")
    nobody_restrained = models.BooleanField("没有限制任何人的人身自由")
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="记录人")
    made_at = models.DateTimeField("记录时间")

    class Meta:
        verbose_name = "现场接谈记录"
        verbose_name_plural = "现场接谈记录"
        ordering = ["talked_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="site_talk_is_whole",
                condition=~Q(asked="") & ~Q(answered="") & ~Q(remedies="") & ~Q(present=""),
            ),
            models.CheckConstraint(name="site_talk_restrained_nobody", condition=Q(nobody_restrained=True)),
            models.CheckConstraint(name="site_talk_has_people", condition=Q(head_count__gte=1)),
        ]

    def __str__(self) -> str:
        return f"现场接谈 {self.petition_id} {self.talked_on}"


class Promise(models.Model):
    """承诺事项: what was promised on the spot, by whom, until when."""

    site_talk = models.ForeignKey(
        SiteTalk, on_delete=models.PROTECT, related_name="promises", verbose_name="现场接谈"
    )
    text = models.CharField("承诺内容", max_length=200)
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="责任人")
    due_on = models.DateField("兑现日期")

    class Meta:
        verbose_name = "承诺事项"
        verbose_name_plural = "承诺事项"
        ordering = ["due_on", "pk"]
        constraints = [models.CheckConstraint(name="promise_has_text", condition=~Q(text=""))]

    def __str__(self) -> str:
        return f"{self.text} {self.due_on}"


class FaceToFace(models.Model):
    """当面沟通: the opinion on an appeal is talked over with the person before it is closed (S18-06)."""

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="face_talks", verbose_name="信访件"
    )
    met_on = models.DateField("日期")
    place = models.CharField("地点", max_length=80)
    told = models.TextField("沟通的处理意见")
    attitude = models.TextField("本人意见")
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="沟通人")
    made_at = models.DateTimeField("记录时间")

    class Meta:
        verbose_name = "当面沟通记录"
        verbose_name_plural = "当面沟通记录"
        ordering = ["met_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="face_talk_is_whole", condition=~Q(place="") & ~Q(told="") & ~Q(attitude="")
            )
        ]

    def __str__(self) -> str:
        return f"当面沟通 {self.petition_id} {self.met_on}"


class SettlementKind(models.TextChoices):
    MEDIATION = "mediation", "调解"
    CONCILIATION = "conciliation", "和解"


class Settlement(models.Model):
    """调解（和解）协议: only with the consent and the signature of both sides (条例第三十三条)."""

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="settlements", verbose_name="信访件"
    )
    kind = models.CharField("种类", max_length=12, choices=SettlementKind.choices)
    petitioner_party = models.CharField("信访人一方", max_length=120)
    other_party = models.CharField("对方", max_length=120)
    terms = models.TextField("协议内容")
    agreed_on = models.DateField("达成日期")
    perform_by = models.DateField("履行期限", null=True, blank=True)
    petitioner_signed_on = models.DateField("信访人签字日期")
    other_signed_on = models.DateField("对方签字日期")
    both_consent = models.BooleanField("双方自愿")
    mediator = models.CharField("主持人", max_length=60, blank=True)
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="记录人")
    made_at = models.DateTimeField("记录时间")

    class Meta:
        verbose_name = "调解（和解）协议"
        verbose_name_plural = "调解（和解）协议"
        ordering = ["agreed_on", "pk"]
        constraints = [
            models.CheckConstraint(name="settlement_by_consent", condition=Q(both_consent=True)),
            models.CheckConstraint(
                name="settlement_is_whole",
                condition=~Q(terms="") & ~Q(petitioner_party="") & ~Q(other_party=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}协议 {self.petition_id}"


class SuggestionOutcome(models.TextChoices):
    ADOPTED = "adopted", "采纳"
    PARTLY = "partly", "部分采纳"
    NOT = "not", "未采纳"


class Suggestion(models.Model):
    """建议采纳: what became of a suggestion, and the reward for one with marked effect (条例第二十九条, S18-08)."""

    petition = models.OneToOneField(
        Petition, on_delete=models.PROTECT, related_name="suggestion", verbose_name="信访件"
    )
    outcome = models.CharField("采纳情况", max_length=8, choices=SuggestionOutcome.choices)
    reason = models.TextField("采纳内容或未采纳理由")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="研究单位")
    judged_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="经办人")
    judged_at = models.DateTimeField("时间")
    reward = models.CharField("表扬奖励", max_length=120, blank=True)
    effect = models.CharField("成效", max_length=200, blank=True)
    rewarded_on = models.DateField("奖励日期", null=True, blank=True)
    rewarded_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="奖励经办人"
    )

    class Meta:
        verbose_name = "建议采纳"
        verbose_name_plural = "建议采纳"
        ordering = ["judged_at", "pk"]
        constraints = [
            models.CheckConstraint(name="suggestion_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="suggestion_reward_whole",
                condition=Q(reward="", effect="", rewarded_on__isnull=True, rewarded_by__isnull=True)
                | (~Q(reward="") & Q(rewarded_on__isnull=False, rewarded_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="suggestion_rewarded_is_adopted", condition=Q(reward="") | ~Q(outcome="not")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.petition_id}"


class AidKind(models.TextChoices):
    HARDSHIP = "hardship", "困难帮扶"
    SOCIAL = "social", "社会救助"
    JUDICIAL = "judicial", "司法救助"
    LEGAL_AID = "legal_aid", "法律援助"


class AidReferral(models.Model):
    """困难帮扶: a hardship that was seen, to whom it was passed on, and what came of it (条例第三十七条, S08-02)."""

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="aid_referrals", verbose_name="信访件"
    )
    kind = models.CharField("种类", max_length=10, choices=AidKind.choices)
    need = models.TextField("困难情况")
    referred_to = models.CharField("转介单位", max_length=80)
    referred_on = models.DateField("转介日期")
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="经办人")
    made_at = models.DateTimeField("记录时间")
    result = models.TextField("帮扶结果", blank=True)
    helped_on = models.DateField("落实日期", null=True, blank=True)

    class Meta:
        verbose_name = "困难帮扶"
        verbose_name_plural = "困难帮扶"
        ordering = ["referred_on", "pk"]
        constraints = [
            models.CheckConstraint(name="aid_has_need", condition=~Q(need="") & ~Q(referred_to="")),
            models.CheckConstraint(
                name="aid_result_pair",
                condition=Q(result="", helped_on__isnull=True) | (~Q(result="") & Q(helped_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.petition_id}"
