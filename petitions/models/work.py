"""What is done about a petition: talks, routings, investigations, replies, chasing, and the papers' facts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import Staff, Unit
from casework.models import Clock, SignOff
from petitions.models.petition import Intake, Petition
from petitions.states import Conclusion, RepeatKind, RoutingKind, TalkConfirmation


class TalkRecord(models.Model):
    """接谈记录: what a visitor said and was told, checked by the visitor (S01-07, S13-04, S21-17)."""

    intake = models.OneToOneField(Intake, on_delete=models.PROTECT, related_name="talk", verbose_name="来访")
    request = models.TextField("诉求")
    answer = models.TextField("当面答复或说明", blank=True)
    confirmed = models.CharField("来访人核对", max_length=8, choices=TalkConfirmation.choices)
    refusal_reason = models.CharField("拒绝核对的理由", max_length=100, blank=True)
    recorded_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="记录人")
    recorded_at = models.DateTimeField("记录时间", auto_now_add=True)

    class Meta:
        verbose_name = "接谈记录"
        verbose_name_plural = "接谈记录"
        constraints = [
            models.CheckConstraint(
                name="talk_refusal_has_reason", condition=~Q(confirmed="refused") | ~Q(refusal_reason="")
            ),
            models.CheckConstraint(name="talk_has_request", condition=~Q(request="")),
        ]

    def __str__(self) -> str:
        return f"接谈 {self.intake_id}"


class Routing(models.Model):
    """交办、转送: from whom to whom, why, until when, and who signed for it (S13-08)."""

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="routings", verbose_name="信访件"
    )
    kind = models.CharField("方式", max_length=10, choices=RoutingKind.choices)
    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="交办单位")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="承办单位")
    co_units = models.ManyToManyField(Unit, related_name="+", blank=True, verbose_name="协办单位")
    opinion = models.TextField("交办（转送）意见")
    due_on = models.DateField("要求办结日期", null=True, blank=True)
    sent_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="交办人")
    sent_at = models.DateTimeField("交办时间")
    received_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="签收人"
    )
    received_at = models.DateTimeField("签收时间", null=True, blank=True)
    returned_at = models.DateTimeField("退回时间", null=True, blank=True)
    return_reason = models.CharField("退回理由", max_length=300, blank=True)
    finished_at = models.DateTimeField("办结时间", null=True, blank=True)
    # S10-11, S14-06: the head's word, with which the handler is named.
    instruction = models.OneToOneField(
        SignOff,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="部门负责人批示",
    )
    told_petitioner = models.CharField("告知信访人情况", max_length=200, blank=True)
    # S09-12: sent on once more without a word of one's own.
    is_plain = models.BooleanField("照转", default=False, editable=False)
    # The receiver's own case, once it has taken a 转送 in (see `petitions.actions.arrivals`).
    taken_as = models.OneToOneField(
        Petition,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="arrived_by",
        verbose_name="接收登记为",
    )

    class Meta:
        verbose_name = "交办（转送）"
        verbose_name_plural = "交办（转送）"
        ordering = ["sent_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="routing_received_pair",
                condition=Q(received_by__isnull=True, received_at__isnull=True)
                | Q(received_by__isnull=False, received_at__isnull=False),
            ),
            models.CheckConstraint(
                name="routing_return_has_reason", condition=Q(returned_at__isnull=True) | ~Q(return_reason="")
            ),
            # One active assignment a petition.
            models.UniqueConstraint(
                name="routing_one_active",
                fields=["petition"],
                condition=Q(kind="assign", returned_at__isnull=True, finished_at__isnull=True),
            ),
            # What was returned was not taken in, and only a 转送 becomes a case of the receiver.
            models.CheckConstraint(
                name="routing_taken_or_returned",
                condition=Q(taken_as__isnull=True) | Q(kind="transfer", returned_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.petition_id} → {self.to_unit}"


class InvestigationKind(models.TextChoices):
    SITE = "site", "现场调查"
    TALK = "talk", "询问了解"
    RECORDS = "records", "查阅资料"


class Investigation(models.Model):
    """调查记录: final only with two different signatures, the handler's and the head's (S11-11)."""

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="investigations", verbose_name="信访件"
    )
    done_on = models.DateField("调查日期")
    place = models.CharField("地点", max_length=80, blank=True)
    # S08-08: how many matters were looked into on site.
    kind = models.CharField(
        "调查方式", max_length=8, choices=InvestigationKind.choices, default=InvestigationKind.RECORDS
    )
    participants = models.CharField("参加人员", max_length=200, blank=True)
    # S08-03: a leader who went along, counted for each leader and year.
    led_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="带队领导"
    )
    findings = models.TextField("调查情况")
    handler = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="经办人")
    handler_signed_at = models.DateTimeField("经办人签字时间")
    head = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="部门负责人"
    )
    head_signed_at = models.DateTimeField("负责人签字时间", null=True, blank=True)

    class Meta:
        verbose_name = "调查记录"
        verbose_name_plural = "调查记录"
        ordering = ["done_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="investigation_two_people", condition=Q(head__isnull=True) | ~Q(head=models.F("handler"))
            ),
            models.CheckConstraint(
                name="investigation_head_pair",
                condition=Q(head__isnull=True, head_signed_at__isnull=True)
                | Q(head__isnull=False, head_signed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"调查 {self.petition_id} {self.done_on}"

    @property
    def is_final(self) -> bool:
        """Both have signed."""
        return self.head_id is not None


class Report(models.Model):
    """调查处理报告: what the handler found and proposes, per petition and round (S14-10)."""

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="reports", verbose_name="信访件"
    )
    conclusion = models.CharField("结论", max_length=8, choices=Conclusion.choices)
    facts = models.TextField("事实和理由")
    opinion = models.TextField("处理意见")
    basis = models.TextField("法律、政策依据", blank=True)
    other_route = models.TextField("可走的其他途径", blank=True)
    # 上级交办件的四项质量标准 (S03-07).
    facts_clear = models.BooleanField("事实清楚", default=False)
    well_qualified = models.BooleanField("定性准确", default=False)
    properly_handled = models.BooleanField("处理恰当", default=False)
    papers_complete = models.BooleanField("手续完备", default=False)
    quality_remark = models.CharField("质量说明", max_length=200, blank=True)
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="报告人")
    made_at = models.DateTimeField("报告时间")

    class Meta:
        verbose_name = "调查处理报告"
        verbose_name_plural = "调查处理报告"
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return f"报告 {self.petition_id}"


class ReportCopy(models.Model):
    """报告分送: 交办领导、办公室、来信来访人 (S14-10)."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="copies", verbose_name="报告")
    recipient = models.CharField(
        "送",
        max_length=12,
        choices=[("leader", "交办领导"), ("office", "办公室"), ("petitioner", "来信来访人")],
    )
    name = models.CharField("姓名（单位）", max_length=80)
    sent_at = models.DateTimeField("分送时间")

    class Meta:
        verbose_name = "报告分送"
        verbose_name_plural = "报告分送"
        constraints = [models.UniqueConstraint(name="report_copy_once", fields=["report", "recipient"])]

    def __str__(self) -> str:
        return f"{self.get_recipient_display()} {self.name}"


class ReplyMethod(models.TextChoices):
    LETTER = "letter", "书面寄送"
    IN_PERSON = "in_person", "当面送交"
    PHONE = "phone", "电话答复"
    ONLINE = "online", "网上答复"


class Reply(models.Model):
    """答复: what the petitioner was told, how and when (S03-04, S09-04)."""

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="replies", verbose_name="信访件"
    )
    conclusion = models.CharField("答复结论", max_length=8, choices=Conclusion.choices)
    text = models.TextField("答复内容")
    method = models.CharField("答复方式", max_length=10, choices=ReplyMethod.choices)
    replied_on = models.DateField("答复日期")
    replied_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="答复人")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="答复单位")
    created_at = models.DateTimeField("录入时间", auto_now_add=True)

    class Meta:
        verbose_name = "答复"
        verbose_name_plural = "答复"
        ordering = ["replied_on", "pk"]

    def __str__(self) -> str:
        return f"答复 {self.petition_id} {self.replied_on}"


class Urge(models.Model):
    """催办: when, how, what was said and what was answered (S09-02, S13-11)."""

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="urges", verbose_name="信访件"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="被催办单位")
    method = models.CharField(
        "方式",
        max_length=10,
        choices=[("system", "系统"), ("phone", "电话"), ("paper", "催办单"), ("visit", "上门")],
        default="system",
    )
    text = models.CharField("催办内容", max_length=300)
    urged_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="催办人"
    )
    urged_at = models.DateTimeField("催办时间")
    # By itself: which clock, towards which day, at which step of its time (S13-11).
    clock = models.ForeignKey(
        Clock, null=True, blank=True, on_delete=models.PROTECT, related_name="urges", verbose_name="时限"
    )
    for_due = models.DateField("催办的期限", null=True, blank=True)
    percent = models.PositiveSmallIntegerField("时限已用（%）", null=True, blank=True)
    answer = models.CharField("答复", max_length=300, blank=True)
    answered_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="答复人"
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    class Meta:
        verbose_name = "催办"
        verbose_name_plural = "催办"
        ordering = ["urged_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="urge_answer_pair",
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="urge_by_itself_complete",
                condition=Q(clock__isnull=True, for_due__isnull=True, percent__isnull=True)
                | Q(clock__isnull=False, for_due__isnull=False, percent__isnull=False),
            ),
            models.UniqueConstraint(
                name="urge_by_itself_once",
                fields=["clock", "for_due", "percent"],
                condition=Q(percent__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"催办 {self.petition_id}"


class InterimReport(models.Model):
    """中途报告: why it will be late and until when; moves the internal clock only (S13-13, C-11)."""

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="interim_reports", verbose_name="信访件"
    )
    reason = models.TextField("不能按时办结的原因")
    progress = models.TextField("目前进展")
    asks_until = models.DateField("申请延至")
    difficulty = models.TextField("办理中的困难", blank=True)
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="报告人")
    made_at = models.DateTimeField("报告时间")

    class Meta:
        verbose_name = "中途报告"
        verbose_name_plural = "中途报告"
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return f"中途报告 {self.petition_id}"


class Guidance(models.Model):
    """指引单: where to go with a matter that is not ours, and the call made to help (S09-07)."""

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="guidances", verbose_name="信访件"
    )
    # Empty only on slips made before the ground was asked; its words are copied, as with 不予受理.
    ground = models.ForeignKey(
        "petitions.RefusalGround",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="情形",
    )
    ground_text = models.CharField("情形内容", max_length=200, blank=True)
    ground_basis = models.CharField("法律依据", max_length=200, blank=True)
    organ = models.CharField("有权处理的机关", max_length=80)
    address = models.CharField("地址", max_length=120, blank=True)
    phone = models.CharField("电话", max_length=40, blank=True)
    bring = models.CharField("需带材料", max_length=200, blank=True)
    explanation = models.TextField("途径和程序说明")
    contacted = models.CharField("帮助联系情况", max_length=200, blank=True)
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="经办人")
    made_at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "指引单"
        verbose_name_plural = "指引单"
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="guidance_ground_has_words",
                condition=Q(ground__isnull=True, ground_text="", ground_basis="")
                | (Q(ground__isnull=False) & ~Q(ground_text="") & ~Q(ground_basis="")),
            )
        ]

    def __str__(self) -> str:
        return f"指引 {self.petition_id} → {self.organ}"


class RepeatLink(models.Model):
    """A person's decision that two petitions are the same matter, or belong together; proposed, never automatic."""

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="repeats", verbose_name="信访件"
    )
    earlier = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="repeated_by", verbose_name="原件"
    )
    kind = models.CharField("关系", max_length=12, choices=RepeatKind.choices)
    decided_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="认定人")
    decided_at = models.DateTimeField("认定时间")

    class Meta:
        verbose_name = "重复认定"
        verbose_name_plural = "重复认定"
        constraints = [
            models.UniqueConstraint(name="repeat_once", fields=["petition", "earlier"]),
            models.CheckConstraint(name="repeat_not_self", condition=~Q(petition=models.F("earlier"))),
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} ← {self.earlier_id}"


class IntakeDraft(models.Model):
    """草稿: what is being typed at a desk. It ends as 已登记, or as 作废 with a reason (S10-10)."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="drafts", verbose_name="登记人")
    key = models.CharField("页面标识", max_length=40)
    data = models.JSONField("内容", default=dict)
    saved_at = models.DateTimeField("保存时间", auto_now=True)
    petition = models.ForeignKey(
        Petition, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="登记为"
    )
    voided_reason = models.CharField("作废理由", max_length=100, blank=True)

    class Meta:
        verbose_name = "登记草稿"
        verbose_name_plural = "登记草稿"
        ordering = ["-saved_at"]
        constraints = [models.UniqueConstraint(name="draft_once", fields=["staff", "key"])]

    def __str__(self) -> str:
        return f"草稿 {self.staff_id} {self.key}"


class ImportBatch(models.Model):
    """历史台账导入: the file, its mapping, and what became of its rows; a second import of a file adds nothing."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    file = models.FileField("文件", upload_to="imports", max_length=200)
    file_name = models.CharField("文件名", max_length=120)
    mapping = models.JSONField("列对应", default=dict)
    rows = models.PositiveIntegerField("行数", default=0)
    added = models.PositiveIntegerField("新增", default=0)
    skipped = models.PositiveIntegerField("已有", default=0)
    errors = models.JSONField("问题", default=list)
    uploaded_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)

    class Meta:
        verbose_name = "台账导入"
        verbose_name_plural = "台账导入"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name
