"""领导小组、会议、责任书、任务、制度文件: how an office organises its petition work. None of it is a case."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from accounts.models import Staff, Unit
from petitions.models.petition import Petition


class GroupKind(models.TextChoices):
    LEADING = "leading", "信访工作领导小组"
    AGENCY = "agency", "代理调处办公室"


class LeadGroup(models.Model):
    """领导小组（代理办）: one of a kind a unit, with its head, deputies and members (S03-01, S20-05, S21-02)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="lead_groups", verbose_name="单位")
    kind = models.CharField("种类", max_length=8, choices=GroupKind.choices)
    formed_on = models.DateField("成立日期")
    document = models.CharField("成立文件", max_length=60, blank=True)

    class Meta:
        verbose_name = "领导小组"
        verbose_name_plural = "领导小组"
        ordering = ["unit__path", "kind"]
        constraints = [models.UniqueConstraint(name="group_once_a_unit", fields=["unit", "kind"])]

    def __str__(self) -> str:
        return f"{self.unit.name}{self.get_kind_display()}"


class GroupRole(models.TextChoices):
    HEAD = "head", "组长（主任）"
    DEPUTY = "deputy", "副组长（副主任）"
    MEMBER = "member", "成员"


class GroupMember(models.Model):
    """Who belongs to a group, as what."""

    group = models.ForeignKey(
        LeadGroup, on_delete=models.PROTECT, related_name="members", verbose_name="小组"
    )
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="人员")
    role = models.CharField("职务", max_length=8, choices=GroupRole.choices)

    class Meta:
        verbose_name = "小组成员"
        verbose_name_plural = "小组成员"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="group_member_once", fields=["group", "staff"]),
            models.UniqueConstraint(
                name="group_one_head", fields=["group"], condition=Q(role=GroupRole.HEAD)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.staff.name}"


class MeetingKind(models.TextChoices):
    SPECIAL = "special", "信访专题研究"
    COUNCIL = "council", "领导议事"
    FIRST = "first", "主要领导专题会"


class Meeting(models.Model):
    """会议: when petition work was studied, under whom, on what (S03-03, S03-19, S03-20)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="meetings", verbose_name="单位")
    kind = models.CharField("种类", max_length=8, choices=MeetingKind.choices)
    title = models.CharField("会议名称", max_length=80)
    held_on = models.DateField("日期")
    chair = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="主持人")
    attendees = models.CharField("参加人", max_length=300, blank=True)
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="记录人")
    made_at = models.DateTimeField("记录时间", auto_now_add=True)

    class Meta:
        verbose_name = "会议"
        verbose_name_plural = "会议"
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.held_on} {self.title}"


class AgendaItem(models.Model):
    """议题: those about petitions are counted by the year (S03-19)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items", verbose_name="会议")
    topic = models.CharField("议题", max_length=200)
    is_petition = models.BooleanField("信访议题", default=True)

    class Meta:
        verbose_name = "议题"
        verbose_name_plural = "议题"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.topic


class DocumentState(models.TextChoices):
    DRAFT = "draft", "起草"
    REVIEWED = "reviewed", "已审核"
    PUBLISHED = "published", "现行"
    REPLACED = "replaced", "已修订"


class PolicyDocument(models.Model):
    """制度文件: a number that is one in its unit, versions, a reviewer who is not the drafter, an approver."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="documents", verbose_name="单位")
    number = models.CharField("文号", max_length=40)
    edition = models.PositiveSmallIntegerField("版次", default=1)
    title = models.CharField("标题", max_length=80)
    text = models.TextField("内容")
    state = models.CharField(
        "状态", max_length=10, choices=DocumentState.choices, default=DocumentState.DRAFT
    )
    drafter = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="起草人")
    drafted_at = models.DateTimeField("起草时间", auto_now_add=True)
    reviewer = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="审核人"
    )
    reviewed_at = models.DateTimeField("审核时间", null=True, blank=True)
    approver = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="批准人"
    )
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    class Meta:
        verbose_name = "制度文件"
        verbose_name_plural = "制度文件"
        ordering = ["unit__path", "number", "-edition"]
        constraints = [
            # S14-01: a number belongs to one document of its unit; S21-12: an edition stands once.
            models.UniqueConstraint(name="document_number_once", fields=["unit", "number", "edition"]),
            models.UniqueConstraint(
                name="document_one_in_force",
                fields=["unit", "number"],
                condition=Q(state=DocumentState.PUBLISHED),
            ),
            models.CheckConstraint(
                name="document_reviewed_by_another",
                condition=Q(reviewer__isnull=True) | ~Q(reviewer=F("drafter")),
            ),
            models.CheckConstraint(
                name="document_published_with_approver",
                condition=~Q(state__in=[DocumentState.PUBLISHED, DocumentState.REPLACED])
                | Q(reviewer__isnull=False, approver__isnull=False, published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}《{self.title}》第{self.edition}版"


class TaskKind(models.TextChoices):
    OTHER = "other", "其他职责"
    GROUP = "group", "领导小组日常工作"
    RESOLUTION = "resolution", "会议议定事项"
    POLICY = "policy", "制度落实"
    ISSUE = "issue", "机构队伍问题"
    NOTE = "note", "领导批示落实"
    REPORT = "report", "报告主要领导"


class OfficeTask(models.Model):
    """任务（问题清单）: somebody's until it is closed with what shows that it was done (S03-20, S03-25…S03-28)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    kind = models.CharField("种类", max_length=12, choices=TaskKind.choices)
    title = models.CharField("事项", max_length=200)
    owner = models.ForeignKey(
        Staff, on_delete=models.PROTECT, related_name="office_tasks", verbose_name="责任人"
    )
    due_on = models.DateField("完成日期")
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks", verbose_name="会议"
    )
    document = models.ForeignKey(
        PolicyDocument,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tasks",
        verbose_name="制度",
    )
    # A task of a case is seen by those who see the case, whoever reads the unit's other papers.
    petition = models.ForeignKey(
        Petition,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="office_tasks",
        verbose_name="信访件",
    )
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="布置人")
    made_at = models.DateTimeField("布置时间", auto_now_add=True)
    evidence = models.TextField("完成情况和依据", blank=True)
    done_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="销号人"
    )
    done_at = models.DateTimeField("销号时间", null=True, blank=True)

    class Meta:
        verbose_name = "任务"
        verbose_name_plural = "任务"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="task_done_with_evidence",
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | (Q(done_at__isnull=False, done_by__isnull=False) & ~Q(evidence="")),
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "due_on"], name="task_mine", condition=Q(done_at__isnull=True))
        ]

    def __str__(self) -> str:
        return self.title

    def is_late(self, today: date) -> bool:
        """Open after its day."""
        return self.done_at is None and self.due_on < today


class Commitment(models.Model):
    """年度责任书: whose work it is, signed by them and by the leader to whom they answer (S03-24, S03-30)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("名称", max_length=80)
    text = models.TextField("责任内容")
    pledger = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="责任人")
    superior = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="签订领导")
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")
    made_at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = "责任书"
        verbose_name_plural = "责任书"
        ordering = ["-year", "unit__path", "pk"]
        constraints = [
            models.UniqueConstraint(name="commitment_once_a_year", fields=["unit", "year", "pledger"]),
            models.CheckConstraint(name="commitment_of_two_people", condition=~Q(pledger=F("superior"))),
        ]

    def __str__(self) -> str:
        return f"{self.year}年 {self.pledger.name} {self.title}"
