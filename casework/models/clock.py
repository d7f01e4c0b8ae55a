"""时限 and 提醒: deadlines as rows that explain themselves; reminders as rows written before they are sent."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import Staff, Unit
from casework.deadlines import DayType
from casework.models.case import Case


class ClockKind(models.TextChoices):
    PRESENT = "present", "送领导阅批"
    OPINION = "opinion", "提出拟办意见"
    ANNOTATE = "annotate", "领导阅批"
    ROUTE = "route", "转送交办"
    TRANSFER_OUT = "transfer_out", "转出"
    ASSIGN = "assign", "定承办人"
    ACCEPT = "accept", "签收"
    HANDLE = "handle", "办理"
    STATUTORY = "statutory", "法定办理"
    UPPER = "upper", "上级交办"
    SUPERVISION = "supervision", "督办答复"
    CARD = "card", "督办卡反馈"
    LISTED = "listed", "挂牌督办"
    # 《纪检监察机关处理检举控告工作规则》: a named accusation, and one that goes straight up.
    JC_NOTICE = "jc_notice", "告知受理（实名检举）"
    JC_RESULT = "jc_result", "反馈结果（实名检举）"
    JC_UP = "jc_up", "直送移送"
    JC_DOWN = "jc_down", "处理上级转来（检举控告）"
    OBJECTION = "objection", "提出异议"
    NOTICE = "notice", "书面告知"
    REVIEW = "review", "复查"
    REREVIEW = "rereview", "复核"
    ARCHIVE = "archive", "归档"


class Clock(models.Model):
    """A deadline. `unit_due` is the office's own, `statutory_due` the law's: two values, never one (rules.md A4).

    Warnings use `due_on`, the earlier of the two; only `statutory_due` makes a case legally overdue. While `paused_on`
    is set the office's own limit stands still and only the law's counts.
    """

    case = models.ForeignKey(Case, verbose_name="办件", on_delete=models.PROTECT, related_name="clocks")
    kind = models.CharField("时限", max_length=16, choices=ClockKind.choices)
    start_on = models.DateField("起算日")
    start_event = models.CharField("起算事由", max_length=20, blank=True)
    day_type = models.CharField(
        "内部期限口径",
        max_length=8,
        choices=[(DayType.CALENDAR.value, "日历日"), (DayType.WORKING.value, "工作日")],
        default=DayType.CALENDAR.value,
    )
    unit_due = models.DateField("内部期限", null=True, blank=True)
    unit_sentence = models.CharField("内部期限说明", max_length=400, blank=True)
    statutory_due = models.DateField("法定期限", null=True, blank=True)
    statutory_sentence = models.CharField("法定期限说明", max_length=400, blank=True)
    due_on = models.DateField("到期日")
    near_on = models.DateField("临期提醒日")
    source = models.CharField("依据", max_length=120, blank=True)
    owner = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="clocks", verbose_name="责任人"
    )
    owner_unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="clocks", verbose_name="责任单位"
    )
    extended = models.BooleanField("已延期", default=False)
    paused_on = models.DateField("内部期限暂停日", null=True, blank=True)
    met_on = models.DateField("完成日", null=True, blank=True)
    stopped_reason = models.CharField("停止原因", max_length=60, blank=True)

    class Meta:
        verbose_name = "时限"
        verbose_name_plural = "时限"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="clock_has_a_due",
                condition=Q(unit_due__isnull=False) | Q(statutory_due__isnull=False),
            ),
            # The law is the cap: an office never gives itself longer than the law does.
            models.CheckConstraint(
                name="clock_unit_within_law",
                condition=Q(unit_due__isnull=True)
                | Q(statutory_due__isnull=True)
                | Q(unit_due__lte=models.F("statutory_due")),
            ),
            # Only a limit of the office's own stands still, and only while its clock runs.
            models.CheckConstraint(
                name="clock_pause_is_internal",
                condition=Q(paused_on__isnull=True) | Q(unit_due__isnull=False, met_on__isnull=True),
            ),
            models.UniqueConstraint(
                name="clock_one_running", fields=["case", "kind"], condition=Q(met_on__isnull=True)
            ),
        ]
        indexes = [
            models.Index(fields=["near_on"], name="clock_running_near", condition=Q(met_on__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.due_on}"

    @property
    def stands_still(self) -> bool:
        """Paused, and no limit of the law beside it: nothing falls due."""
        return self.paused_on is not None and self.statutory_due is None

    @property
    def sentences(self) -> list[str]:
        """The explanations, the unit's own first."""
        return [text for text in (self.unit_sentence, self.statutory_sentence) if text]


# Clocks of which nothing falls due at present (`Clock.stands_still`).
STANDING_STILL = Q(paused_on__isnull=False, statutory_due__isnull=True)


class Level(models.TextChoices):
    NEAR = "near", "即将到期"
    DUE = "due", "今日到期"
    OVERDUE = "overdue", "已超期"


class Reminder(models.Model):
    """One warning for one person about one due date: the unique key is what makes the run repeatable."""

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="reminders", verbose_name="时限")
    level = models.CharField("级别", max_length=8, choices=Level.choices)
    due_on = models.DateField("到期日")
    staff = models.ForeignKey(
        Staff, on_delete=models.PROTECT, related_name="reminders", verbose_name="提醒对象"
    )
    created_at = models.DateTimeField("生成时间", auto_now_add=True)
    sent_at = models.DateTimeField("送达时间", null=True, blank=True)

    class Meta:
        verbose_name = "提醒"
        verbose_name_plural = "提醒"
        constraints = [
            models.UniqueConstraint(name="reminder_once", fields=["clock", "due_on", "level", "staff"]),
        ]
        indexes = [models.Index(fields=["id"], name="reminder_unsent", condition=Q(sent_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.clock_id} {self.level} → {self.staff_id}"


class Notice(models.Model):
    """通知: a line in the bell of one person."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="notices", verbose_name="接收人")
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="notices", verbose_name="办件"
    )
    text = models.CharField("内容", max_length=200)
    url = models.CharField("链接", max_length=200, blank=True)
    reminder = models.OneToOneField(
        Reminder, null=True, blank=True, on_delete=models.PROTECT, related_name="notice", verbose_name="提醒"
    )
    created_at = models.DateTimeField("时间", auto_now_add=True)
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)

    class Meta:
        verbose_name = "通知"
        verbose_name_plural = "通知"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["staff", "-id"], name="notice_mine"),
            models.Index(fields=["staff"], name="notice_unread", condition=Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.text
