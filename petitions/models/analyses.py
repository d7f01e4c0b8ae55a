"""综合分析、年度报告、定期报表、原因和措施: figures come from the register and are never typed."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from accounts.models import Staff, Unit
from petitions.models.information import InfoReport
from petitions.models.petition import Petition


class Cause(models.TextChoices):
    """Where a matter came from, as those who handled it saw it: about the work, never about the person."""

    POLICY = "policy", "政策规定不完善"
    EXECUTION = "execution", "执行不到位"
    SERVICE = "service", "服务态度和效率"
    DISCLOSURE = "disclosure", "公开解释不够"
    HISTORY = "history", "历史遗留"
    DISPUTE = "dispute", "民事纠纷"
    OTHER = "other", "其他"


class CauseNote(models.Model):
    """原因归类 of one petition (S08-12)."""

    petition = models.OneToOneField(
        Petition, on_delete=models.PROTECT, related_name="cause_note", verbose_name="信访件"
    )
    cause = models.CharField("原因", max_length=12, choices=Cause.choices)
    note = models.CharField("说明", max_length=200, blank=True)
    noted_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="归类人")
    noted_at = models.DateTimeField("归类时间")

    class Meta:
        verbose_name = "原因归类"
        verbose_name_plural = "原因归类"

    def __str__(self) -> str:
        return f"{self.petition_id} {self.get_cause_display()}"


class Measure(models.Model):
    """措施: something that was done about causes, marked in the trend on the day it began (S08-12)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    taken_on = models.DateField("实施日期")
    title = models.CharField("措施", max_length=80)
    cause = models.CharField("针对的原因", max_length=12, choices=Cause.choices, blank=True)
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")
    made_at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = "措施"
        verbose_name_plural = "措施"
        ordering = ["taken_on", "pk"]

    def __str__(self) -> str:
        return f"{self.taken_on} {self.title}"


class AnalysisKind(models.TextChoices):
    MONTHLY = "monthly", "月度综合分析"
    ANNUAL = "annual", "年度信访工作报告"


class PaperState(models.TextChoices):
    DRAFT = "draft", "草稿"
    SIGNED = "signed", "已签待发"
    ISSUED = "issued", "已印发"


# The parts that people write; those of the yearly report are the four of its rule, of which 数据 writes itself.
PARTS: dict[str, tuple[tuple[str, str], ...]] = {
    AnalysisKind.MONTHLY: (("overview", "基本情况"), ("problems", "突出问题和原因"), ("advice", "对策建议")),
    AnalysisKind.ANNUAL: (
        ("leadership", "领导重视"),
        ("work", "工作到位"),
        ("data", "数据"),
        ("problems", "问题与打算"),
    ),
}


class Analysis(models.Model):
    """综合分析: figures as they stood when it was made, and words around them that people write (S05-08, S08-01)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    kind = models.CharField("种类", max_length=8, choices=AnalysisKind.choices)
    first = models.DateField("自")
    last = models.DateField("至")
    figures = models.JSONField("数字", default=dict, editable=False)
    texts = models.JSONField("文字", default=dict)
    infos = models.ManyToManyField(InfoReport, blank=True, related_name="analyses", verbose_name="采用的信息")
    state = models.CharField("状态", max_length=8, choices=PaperState.choices, default=PaperState.DRAFT)
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="撰写人")
    made_at = models.DateTimeField("取数时间")
    signed_at = models.DateTimeField("签发时间", null=True, blank=True)
    issued_at = models.DateTimeField("印发时间", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    class Meta:
        verbose_name = "综合分析"
        verbose_name_plural = "综合分析"
        ordering = ["-first", "-pk"]
        constraints = [
            models.UniqueConstraint(name="analysis_once_a_period", fields=["unit", "kind", "first"]),
            models.CheckConstraint(name="analysis_period_order", condition=Q(last__gte=models.F("first"))),
            models.CheckConstraint(
                name="analysis_signed_before_issued",
                condition=~Q(state=PaperState.ISSUED) | Q(signed_at__isnull=False, issued_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit.name}{self.period}{self.get_kind_display()}"

    @property
    def period(self) -> str:
        """2026年3月; 2026 before 年度信访工作报告."""
        month = f"年{self.first.month}月" if self.kind == AnalysisKind.MONTHLY else ""
        return f"{self.first.year}{month}"

    @property
    def read_words(self) -> str:
        """2/3: how many of those it was sent to have read it."""
        rows = list(self.receipts.all())
        return f"{sum(one.read_at is not None for one in rows)}/{len(rows)}"

    @property
    def parts(self) -> list[tuple[str, str, str]]:
        """(key, heading, words) in order."""
        return [(key, heading, str(self.texts.get(key, ""))) for key, heading in PARTS[self.kind]]


class Rhythm(models.TextChoices):
    """How often a report is due (C-17)."""

    DAILY = "daily", "每个工作日"
    WEEKLY = "weekly", "每周"
    MONTHLY_WD = "monthly_wd", "每月第几个工作日"
    MONTH_END = "month_end", "每月底"
    YEARLY = "yearly", "每年"
    ADHOC = "adhoc", "临时要求"


class ReportContent(models.TextChoices):
    STATISTICS = "statistics", "来信来访统计"
    ASSIGNED = "assigned", "交办件承办情况"
    FREE = "free", "文字报告"


class ReportSchedule(models.Model):
    """报表规则: who fills in which report when, and to whom it goes."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    title = models.CharField("报表名称", max_length=60)
    content = models.CharField("内容", max_length=12, choices=ReportContent.choices)
    rule = models.CharField("周期", max_length=12, choices=Rhythm.choices)
    weekday = models.PositiveSmallIntegerField("星期几（1—7）", null=True, blank=True)
    nth = models.PositiveSmallIntegerField("第几个工作日", null=True, blank=True)
    month = models.PositiveSmallIntegerField("月", null=True, blank=True)
    day = models.PositiveSmallIntegerField("日", null=True, blank=True)
    due_time = models.TimeField("截止时刻")
    starts_on = models.DateField("自")
    ends_on = models.DateField("至", null=True, blank=True)
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="填报人")
    recipients = models.ManyToManyField(Staff, blank=True, related_name="+", verbose_name="分送范围")
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="设置人")

    class Meta:
        verbose_name = "报表规则"
        verbose_name_plural = "报表规则"
        ordering = ["unit__path", "title"]
        constraints = [
            models.CheckConstraint(
                name="schedule_weekly_has_weekday",
                condition=~Q(rule=Rhythm.WEEKLY) | Q(weekday__gte=1, weekday__lte=7),
            ),
            models.CheckConstraint(
                name="schedule_monthly_has_nth",
                condition=~Q(rule=Rhythm.MONTHLY_WD) | Q(nth__gte=1, nth__lte=15),
            ),
            models.CheckConstraint(
                name="schedule_yearly_has_date",
                condition=~Q(rule=Rhythm.YEARLY) | Q(month__gte=1, month__lte=12, day__gte=1, day__lte=31),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit.short_name} {self.title}"

    @property
    def rhythm_words(self) -> str:
        """每周星期五 17:00 前."""
        words = {
            Rhythm.WEEKLY: f"每周星期{'一二三四五六日'[(self.weekday or 1) - 1]}",
            Rhythm.MONTHLY_WD: f"每月第{self.nth}个工作日",
            Rhythm.YEARLY: f"每年{self.month}月{self.day}日",
        }
        said = words.get(Rhythm(self.rule), str(self.get_rule_display()))
        return f"{said} {self.due_time:%H:%M} 前"


class InstanceState(models.TextChoices):
    OWED = "owed", "待填"
    FILED = "filed", "已报"
    RETURNED = "returned", "退回"


class ReportInstance(models.Model):
    """一期报表: opened by the timetable, filed by its owner; whether it was late follows from the times (S03-08)."""

    schedule = models.ForeignKey(
        ReportSchedule, on_delete=models.PROTECT, related_name="instances", verbose_name="报表规则"
    )
    first = models.DateField("自")
    last = models.DateField("至")
    due_at = models.DateTimeField("截止时间")
    state = models.CharField("状态", max_length=8, choices=InstanceState.choices, default=InstanceState.OWED)
    figures = models.JSONField("数字", default=dict, editable=False)
    text = models.TextField("说明", blank=True)
    # The first filing decides whether it was late; one that is returned and filed again keeps it.
    first_filed_at = models.DateTimeField("首次报出时间", null=True, blank=True)
    filed_at = models.DateTimeField("报出时间", null=True, blank=True)
    filed_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="报出人"
    )
    returned_reason = models.CharField("退回理由", max_length=200, blank=True)
    late_told_at = models.DateTimeField("逾期提醒时间", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "一期报表"
        verbose_name_plural = "一期报表"
        ordering = ["-due_at", "-pk"]
        constraints = [
            models.UniqueConstraint(name="instance_once_a_period", fields=["schedule", "first", "last"]),
            models.CheckConstraint(
                name="instance_filed_pair",
                condition=~Q(state=InstanceState.FILED)
                | Q(filed_at__isnull=False, filed_by__isnull=False, first_filed_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["due_at"], name="instance_due")]

    def __str__(self) -> str:
        return f"{self.schedule.title} {self.period}"

    @property
    def period(self) -> str:
        """2026-03-02, or 2026-03-01—2026-03-31."""
        return f"{self.first}" if self.first == self.last else f"{self.first}—{self.last}"

    def is_late(self, now: datetime) -> bool:
        """Filed, or still owed, after its time."""
        return (self.first_filed_at or now) > self.due_at

    def state_words(self, now: datetime) -> str:
        """待填、已报、迟报、退回: late is what the times say."""
        if self.state == InstanceState.RETURNED:
            return "退回"
        if self.is_late(now):
            return "迟报" if self.state == InstanceState.FILED else "逾期未报"
        return str(self.get_state_display())
