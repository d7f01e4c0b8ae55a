"""信访件 and its intakes: one petition a matter, one intake each time it is brought."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django_fsm import transition
from simple_history.models import HistoricalRecords

from accounts.models import Staff, Unit
from casework.access import CaseQuerySet
from casework.models import Case, CaseKind
from casework.states import State
from petitions.models.classes import ContentClass
from petitions.models.people import Petitioner
from petitions.states import (
    Channel,
    Complexity,
    Conclusion,
    Jurisdiction,
    LegalRoute,
    Nature,
    Purpose,
    UpperKind,
)

MAX_REPRESENTATIVES = 5


class Petition(Case):
    """One matter that somebody brings. The edges below change the state and nothing else; effects stand in actions."""

    channel = models.CharField("来源渠道", max_length=16, choices=Channel.choices)
    purpose = models.CharField("信访目的", max_length=12, choices=Purpose.choices, default=Purpose.CLAIM)
    content_class = models.ForeignKey(
        ContentClass,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="内容分类",
    )
    petitioner = models.ForeignKey(
        Petitioner,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="petitions",
        verbose_name="信访人",
    )
    is_anonymous = models.BooleanField("匿名", default=False)
    place = models.CharField("问题属地", max_length=80, blank=True)
    head_count = models.PositiveIntegerField("人数", default=1)
    complexity = models.CharField(
        "复杂程度", max_length=10, choices=Complexity.choices, default=Complexity.ORDINARY
    )
    nature = models.CharField("性质", max_length=10, choices=Nature.choices, default=Nature.BUSINESS)
    jurisdiction = models.CharField(
        "管辖", max_length=4, choices=Jurisdiction.choices, default=Jurisdiction.INSIDE
    )
    # 首问责任人 (S10-09): set once by registration, shown to the visitor as the contact, never changed.
    first_responder = models.ForeignKey(
        Staff, on_delete=models.PROTECT, related_name="first_contacts", verbose_name="首问责任人"
    )
    # 诉访分离: what leaves the ordinary track carries no 60 days (条例第三十一、三十四条).
    legal_route = models.CharField("法定途径", max_length=4, choices=LegalRoute.choices, blank=True)
    upper_kind = models.CharField("交办来源", max_length=10, choices=UpperKind.choices, blank=True)
    upper_source = models.CharField("上级来文单位", max_length=60, blank=True)
    upper_number = models.CharField("上级文号", max_length=40, blank=True)
    upper_due = models.DateField("上级要求办结日期", null=True, blank=True)
    # S03-23: an item instructed to one leader by name is signed off by that leader.
    addressee = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="批示对象"
    )
    # S13-02: why neither workplace nor address of a named petitioner is on record.
    where_unstated = models.CharField(
        "未登记单位、住址的原因",
        max_length=100,
        blank=True,
        help_text="例如“来信未写明，电话询问未果”“来访人不愿提供”。",
    )
    initial_opinion = models.TextField("拟办意见", blank=True)
    conclusion = models.CharField("结论", max_length=8, choices=Conclusion.choices, blank=True)
    # S11-14: blocks publication and export, whatever the 保密 of the case.
    trade_secret = models.BooleanField("涉及商业秘密", default=False)
    archive_required = models.BooleanField("需要归档", default=True)
    archive_reason = models.CharField("不归档理由", max_length=100, blank=True)
    # 申诉: against a decision that was already made; its opinion is talked over face to face (S18-06).
    is_appeal = models.BooleanField("申诉（不服已有处理决定）", default=False)
    # 三级终结: the day from which the same facts and reasons are no longer accepted (条例第三十六条).
    final_on = models.DateField("终结日期", null=True, blank=True, editable=False)
    # What is new about a matter that has ended: with it the matter is handled, without it 不再受理.
    new_facts = models.TextField("新的事实和理由", blank=True, editable=False)
    hops = models.PositiveSmallIntegerField("流转次数", default=0, editable=False)
    import_key = models.CharField(
        "导入标识", max_length=64, null=True, blank=True, unique=True, editable=False
    )

    objects = CaseQuerySet.as_manager()  # type: ignore[misc]
    history = HistoricalRecords(verbose_name="信访件变更记录")

    class Meta:
        verbose_name = "信访件"
        verbose_name_plural = "信访件"
        constraints = [
            models.CheckConstraint(name="petition_has_people", condition=Q(head_count__gte=1)),
            models.CheckConstraint(
                name="petition_person_or_anonymous",
                condition=Q(is_anonymous=False, petitioner__isnull=False)
                | Q(is_anonymous=True, petitioner__isnull=True),
            ),
            models.CheckConstraint(
                name="petition_route_of_claims", condition=Q(legal_route="") | Q(purpose=Purpose.CLAIM)
            ),
        ]
        indexes = [models.Index(fields=["petitioner"], name="petition_person")]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not self.kind:
            self.kind = CaseKind.PETITION

    @property
    def owes_where(self) -> bool:
        """Whether the column 单位或住址 is empty, and nothing says why (S13-02); nobody asks the anonymous."""
        person = self.petitioner
        return person is not None and not (person.where or self.where_unstated.strip())

    @property
    def on_petition_track(self) -> bool:
        """Whether the 60 days of 条例第三十四条 hold: a claim that no other lawful procedure takes (第三十一条第六项)."""
        return self.purpose == Purpose.CLAIM and self.legal_route in ("", LegalRoute.PETITION)

    @transition(field="state", source=[State.REGISTERED, State.RETURNED], target=State.PRESENTED)
    def present(self) -> None:
        """送阅"""

    @transition(field="state", source=State.PRESENTED, target=State.ANNOTATED)
    def annotate(self) -> None:
        """阅批"""

    @transition(field="state", source=[State.REGISTERED, State.RETURNED], target=State.ANNOTATED)
    def annotate_by_card(self) -> None:
        """领导当场签发督办卡"""

    @transition(field="state", source=State.PRESENTED, target=State.REGISTERED)
    def withdraw_from_leader(self) -> None:
        """撤回送阅、领导退回"""

    @transition(
        field="state", source=[State.REGISTERED, State.ANNOTATED, State.RETURNED], target=State.ASSIGNED
    )
    def assign(self) -> None:
        """交办"""

    @transition(
        field="state", source=[State.REGISTERED, State.ANNOTATED, State.RETURNED], target=State.TRANSFERRED
    )
    def transfer(self) -> None:
        """转送系统外单位"""

    @transition(
        field="state", source=[State.REGISTERED, State.ANNOTATED, State.RETURNED], target=State.FORWARDED
    )
    def forward(self) -> None:
        """转送，等接收单位接收"""

    @transition(field="state", source=State.FORWARDED, target=State.TRANSFERRED)
    def arrive(self) -> None:
        """接收单位接收办理"""

    @transition(field="state", source=State.FORWARDED, target=State.RETURNED)
    def take_back(self) -> None:
        """异议成立，退回"""

    @transition(
        field="state", source=[State.REGISTERED, State.ANNOTATED, State.RETURNED], target=State.GUIDED
    )
    def guide(self) -> None:
        """告知引导"""

    @transition(field="state", source=State.ASSIGNED, target=State.HANDLING)
    def accept(self) -> None:
        """签收"""

    @transition(field="state", source=[State.ASSIGNED, State.HANDLING], target=State.RETURNED)
    def return_to_office(self) -> None:
        """退回办公室"""

    @transition(field="state", source=State.HANDLING, target=State.REPORTED)
    def report(self) -> None:
        """报结"""

    @transition(field="state", source=State.REPORTED, target=State.HANDLING)
    def send_back(self) -> None:
        """审签退回"""

    @transition(field="state", source=State.REPORTED, target=State.RETURNED)
    def return_from_signing(self) -> None:
        """审签退回办公室"""

    @transition(field="state", source=State.REPORTED, target=State.CONCLUDED)
    def conclude(self) -> None:
        """审签完毕"""

    @transition(field="state", source=State.CONCLUDED, target=State.CLOSED)
    def close(self) -> None:
        """答复并办结"""

    @transition(field="state", source=State.REGISTERED, target=State.CLOSED)
    def answer_on_the_spot(self) -> None:
        """当场答复办结（咨询）"""

    @transition(
        field="state",
        source=[
            State.CLOSED,
            State.TRANSFERRED,
            State.GUIDED,
            State.REFUSED,
            State.ENDED,
            State.WITHDRAWN,
        ],
        target=State.ARCHIVED,
    )
    def archive(self) -> None:
        """归档"""

    @transition(
        field="state",
        source=[State.CLOSED, State.TRANSFERRED, State.GUIDED, State.WITHDRAWN],
        target=State.REGISTERED,
    )
    def reopen(self) -> None:
        """重新办理"""

    @transition(field="state", source=State.REGISTERED, target=State.VOIDED)
    def void(self) -> None:
        """作废（编号保留）"""

    @transition(
        field="state", source=[State.REGISTERED, State.ANNOTATED, State.RETURNED], target=State.MERGED
    )
    def merge(self) -> None:
        """并入另一件"""

    @transition(field="state", source=State.MERGED, target=State.REGISTERED)
    def undo_merge(self) -> None:
        """撤销并案"""

    @transition(
        field="state", source=[State.REGISTERED, State.ANNOTATED, State.RETURNED], target=State.REFUSED
    )
    def decline(self) -> None:
        """不予受理"""

    @transition(field="state", source=[State.REGISTERED, State.ANNOTATED, State.RETURNED], target=State.ENDED)
    def decline_again(self) -> None:
        """不再受理"""

    @transition(field="state", source=[State.REFUSED, State.ENDED], target=State.REGISTERED)
    def set_aside(self) -> None:
        """撤销不予（不再）受理"""

    @transition(
        field="state",
        source=[
            State.REGISTERED,
            State.PRESENTED,
            State.ANNOTATED,
            State.ASSIGNED,
            State.HANDLING,
            State.REPORTED,
            State.CONCLUDED,
            State.RETURNED,
            State.FORWARDED,
        ],
        target=State.WITHDRAWN,
    )
    def withdraw_matter(self) -> None:
        """信访人撤回"""

    @transition(
        field="state",
        source=[
            State.CLOSED,
            State.ARCHIVED,
            State.ASSIGNED,
            State.HANDLING,
            State.REPORTED,
            State.CONCLUDED,
            State.RETURNED,
        ],
        target=State.IN_REVIEW,
    )
    def apply_review(self) -> None:
        """信访人申请复查（复核）；对变更的复查意见，重新办理之中也可以申请复核"""

    @transition(field="state", source=State.IN_REVIEW, target=State.CLOSED)
    def uphold(self) -> None:
        """维持，送达"""

    @transition(field="state", source=State.IN_REVIEW, target=State.CLOSED)
    def withdraw_review(self) -> None:
        """信访人撤回复查（复核）申请"""

    @transition(field="state", source=State.IN_REVIEW, target=State.ASSIGNED)
    def resume(self) -> None:
        """变更或撤销，交承办单位重新办理"""

    @transition(field="state", source=State.REGISTERED, target=State.CLOSED)
    def import_closed(self) -> None:
        """历史台账导入时已有答复"""


class Intake(models.Model):
    """来件/来访: each letter, call or visit that brings the matter; the first one and every repeat."""

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="intakes", verbose_name="信访件"
    )
    channel = models.CharField("渠道", max_length=16, choices=Channel.choices)
    received_on = models.DateField("收到日期")
    head_count = models.PositiveIntegerField("人数", default=1)
    is_repeat = models.BooleanField("重复来件", default=False)
    # One letter with two matters is one 件次: what is split off stands in the register and is not counted again.
    is_split = models.BooleanField("由分案产生", default=False)
    note = models.TextField("本次反映", blank=True)
    registered_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, related_name="+", verbose_name="登记人"
    )
    registered_at = models.DateTimeField("登记时间", auto_now_add=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="登记单位")
    # Copied from the petition so that the ledger's month reads one index.
    import_row = models.PositiveIntegerField("原表行号", null=True, blank=True)

    class Meta:
        verbose_name = "来件"
        verbose_name_plural = "来件"
        ordering = ["received_on", "pk"]
        constraints = [models.CheckConstraint(name="intake_has_people", condition=Q(head_count__gte=1))]
        indexes = [models.Index(fields=["unit", "received_on", "id"], name="intake_ledger")]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.get_channel_display()} {self.received_on}"


class JointPetitioner(models.Model):
    """联名人、同行人; at most five of them speak for the rest, and more is still registered (条例第二十条)."""

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="joint", verbose_name="信访件"
    )
    name = models.CharField("姓名", max_length=60)
    contact = models.CharField("联系方式", max_length=60, blank=True)
    is_representative = models.BooleanField("代表", default=False)

    class Meta:
        verbose_name = "联名（同行）人"
        verbose_name_plural = "联名（同行）人"
        ordering = ["-is_representative", "pk"]

    def __str__(self) -> str:
        return self.name
