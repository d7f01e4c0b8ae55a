"""领导接待日: the rules of the days, the roster, sessions, appointments, the queue, and what became of each visit."""

from __future__ import annotations

from datetime import time

from django.contrib import admin
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from accounts.models import Staff, Unit
from casework.models import SignOff
from petitions.models.petition import Intake, Petition
from petitions.models.work import Routing
from petitions.states import AppointmentState, ReceptionKind, ReceptionOutcome, TicketState

WEEKDAYS = [(n, f"星期{name}") for n, name in enumerate("一二三四五六日")]


class ReceptionDay(models.Model):
    """接待日规则; a unit may have several (C-06). A monthly rule may wait for its day (S01-02)."""

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="reception_days", verbose_name="接待单位"
    )
    kind = models.CharField("规则", max_length=20, choices=ReceptionKind.choices)
    day = models.PositiveSmallIntegerField(
        "每月几日",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(31)],
        help_text="每月固定一天的填写；留空为待设置。",
    )
    nth = models.PositiveSmallIntegerField(
        "第几个", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    weekday = models.PositiveSmallIntegerField("星期几", null=True, blank=True, choices=WEEKDAYS)
    leaders_of = models.ForeignKey(
        Unit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="由哪个单位的领导接待",
        help_text="留空为本单位领导。",
    )
    posts = models.CharField(
        "接待人职务", max_length=80, blank=True, help_text="多个职务用“、”隔开，轮流值班；留空为全体领导。"
    )
    begins = models.TimeField("开始", default=time(9, 0))
    ends = models.TimeField("结束", default=time(11, 30))
    place = models.CharField("地点", max_length=80, blank=True)
    is_active = models.BooleanField("启用", default=True)

    history = HistoricalRecords(verbose_name="接待日规则变更记录")

    class Meta:
        verbose_name = "接待日规则"
        verbose_name_plural = "接待日规则"
        ordering = ["unit__path", "pk"]
        constraints = [
            models.CheckConstraint(
                name="reception_day_in_a_month",
                condition=Q(day__isnull=True) | Q(day__range=(1, 31)),
                violation_error_message="每月几日应在 1 至 31 之间。",
            ),
            models.CheckConstraint(
                name="reception_day_names_a_weekday",
                condition=Q(kind__in=["monthly_day", "daily"])
                | Q(kind="weekly", weekday__isnull=False)
                | Q(kind="monthly_nth_weekday", weekday__isnull=False, nth__isnull=False),
                violation_error_message="请写明星期几；每月第几个星期几的，还要写明第几个。",
            ),
            models.CheckConstraint(
                name="reception_day_hours_in_order",
                condition=Q(ends__gt=F("begins")),
                violation_error_message="结束时间应晚于开始时间。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.in_words}"

    @property
    @admin.display(description="接待日")
    def in_words(self) -> str:
        """For the notice board: 每月第1个星期一."""
        weekday = f"{self.get_weekday_display()}"
        if self.kind == ReceptionKind.MONTHLY_DAY:
            return f"每月{self.day}日" if self.day else "每月一天，日期待设置"
        if self.kind == ReceptionKind.MONTHLY_WEEKDAY:
            return f"每月第{self.nth}个{weekday}"
        return f"每周{weekday}" if self.kind == ReceptionKind.WEEKLY else "每个工作日"


class LeaderCard(models.Model):
    """值班领导公示信息 (S19-03): what the notice board says of a leader, and nothing more."""

    staff = models.OneToOneField(
        Staff, on_delete=models.PROTECT, related_name="leader_card", verbose_name="领导"
    )
    line = models.CharField("分工", max_length=120)
    departments = models.CharField("分管部门", max_length=200, blank=True)
    contact = models.CharField("对外联系方式", max_length=60)

    history = HistoricalRecords(verbose_name="公示信息变更记录")

    class Meta:
        verbose_name = "值班领导公示信息"
        verbose_name_plural = "值班领导公示信息"
        ordering = ["staff__name"]

    def __str__(self) -> str:
        return f"{self.staff} {self.line}"


class DutyRoster(models.Model):
    """值班安排: the sessions of a unit in a month; public from the moment it is published."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="rosters", verbose_name="接待单位")
    month = models.DateField("月份")
    published_at = models.DateTimeField("公布时间", null=True, blank=True)
    published_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="公布人"
    )

    class Meta:
        verbose_name = "值班安排"
        verbose_name_plural = "值班安排"
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(name="roster_once_a_month", fields=["unit", "month"]),
            models.CheckConstraint(name="roster_of_a_month", condition=Q(month__day=1)),
            models.CheckConstraint(
                name="roster_published_pair",
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.month:%Y-%m} 值班安排"


class RosterNotice(models.Model):
    """公布记录: when and in which medium the roster was made known (S19-07)."""

    roster = models.ForeignKey(
        DutyRoster, on_delete=models.PROTECT, related_name="notices", verbose_name="值班安排"
    )
    on = models.DateField("公布日期")
    medium = models.CharField("公布途径", max_length=80)
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="记录人")

    class Meta:
        verbose_name = "值班公布记录"
        verbose_name_plural = "值班公布记录"
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.roster} {self.on} {self.medium}"


class ReceptionSession(models.Model):
    """一次接待: a day, the leader on duty with their post, who receives with them, who writes."""

    roster = models.ForeignKey(
        DutyRoster, on_delete=models.PROTECT, related_name="sessions", verbose_name="值班安排"
    )
    day = models.DateField("日期")
    begins = models.TimeField("开始")
    ends = models.TimeField("结束")
    place = models.CharField("地点", max_length=80, blank=True)
    leader = models.ForeignKey(
        Staff, on_delete=models.PROTECT, related_name="reception_sessions", verbose_name="值班领导"
    )
    leader_title = models.CharField("职务", max_length=40)
    co_receivers = models.ManyToManyField(Staff, blank=True, related_name="+", verbose_name="共同接待人")
    recorder = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="记录人"
    )
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)
    closed_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="结束人"
    )

    history = HistoricalRecords(verbose_name="接待变更记录")

    class Meta:
        verbose_name = "领导接待"
        verbose_name_plural = "领导接待"
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(name="session_once_a_day", fields=["roster", "day"]),
            models.CheckConstraint(
                name="session_closed_pair",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
            # S12-04: no reception ends without somebody who wrote it down.
            models.CheckConstraint(
                name="session_closed_has_recorder",
                condition=Q(closed_at__isnull=True) | Q(recorder__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["leader", "day"], name="session_of_leader")]

    def __str__(self) -> str:
        return f"{self.day} {self.leader}"

    @property
    def is_today(self) -> bool:
        """Whether it takes place today."""
        return self.day == timezone.localdate()


class SessionInvitee(models.Model):
    """受邀参加人 (S01-05): sees the session's petitions, read-only, until the session closes."""

    session = models.ForeignKey(
        ReceptionSession, on_delete=models.PROTECT, related_name="invitees", verbose_name="领导接待"
    )
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="受邀人")
    invited_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="邀请人")
    invited_as = models.CharField("邀请人职务", max_length=80)
    invited_at = models.DateTimeField("邀请时间", auto_now_add=True)

    class Meta:
        verbose_name = "受邀参加人"
        verbose_name_plural = "受邀参加人"
        constraints = [models.UniqueConstraint(name="invitee_once", fields=["session", "staff"])]

    def __str__(self) -> str:
        return f"{self.staff} 参加 {self.session}"


class Substitution(models.Model):
    """接待代班 (S19-06): the leader asks a colleague in person; only an accepted one changes who is on duty."""

    session = models.ForeignKey(
        ReceptionSession, on_delete=models.PROTECT, related_name="substitutions", verbose_name="领导接待"
    )
    principal = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="委托人")
    substitute = models.ForeignKey(
        Staff, on_delete=models.PROTECT, related_name="substitutions_asked", verbose_name="代班人"
    )
    reason = models.CharField("事由", max_length=100)
    asked_at = models.DateTimeField("委托时间")
    accepted = models.BooleanField("接受", null=True, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    class Meta:
        verbose_name = "接待代班"
        verbose_name_plural = "接待代班"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="substitution_not_self", condition=~Q(principal=F("substitute"))),
            models.CheckConstraint(
                name="substitution_answer_pair",
                condition=Q(accepted__isnull=True, answered_at__isnull=True)
                | Q(accepted__isnull=False, answered_at__isnull=False),
            ),
            models.UniqueConstraint(
                name="substitution_one_waiting", fields=["session"], condition=Q(accepted__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.substitute} 代 {self.principal}"


class Appointment(models.Model):
    """约访 (S12-06, S19-08): who would like to be received, about what; no identity number is asked."""

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="appointments", verbose_name="接待单位"
    )
    session = models.ForeignKey(
        ReceptionSession,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="appointments",
        verbose_name="安排在",
    )
    name = models.CharField("姓名", max_length=60)
    phone = models.CharField("电话", max_length=20)
    head_count = models.PositiveSmallIntegerField("人数", default=1)
    subject = models.CharField("想反映的事", max_length=300)
    wanted_on = models.DateField("希望的日期", null=True, blank=True)
    is_public = models.BooleanField("网上申请", default=False)
    state = models.CharField(
        "状态", max_length=8, choices=AppointmentState.choices, default=AppointmentState.ASKED
    )
    reason = models.CharField("理由", max_length=200, blank=True)
    made_at = models.DateTimeField("申请时间")
    decided_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="答复人"
    )
    decided_at = models.DateTimeField("答复时间", null=True, blank=True)

    history = HistoricalRecords(verbose_name="约访变更记录")

    class Meta:
        verbose_name = "约访"
        verbose_name_plural = "约访"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="appointment_has_people", condition=Q(head_count__gte=1)),
            models.CheckConstraint(
                name="appointment_decline_has_reason", condition=~Q(state="declined") | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="appointment_agreed_has_session",
                condition=Q(state__in=["asked", "declined"]) | Q(session__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["unit", "state", "-id"], name="appointment_list")]

    def __str__(self) -> str:
        return f"约访 {self.pk}"


class QueueTicket(models.Model):
    """排队号 (S12-05): in the order of arrival, one at a time; it leads to the registered visit."""

    session = models.ForeignKey(
        ReceptionSession, on_delete=models.PROTECT, related_name="tickets", verbose_name="领导接待"
    )
    number = models.PositiveSmallIntegerField("号")
    name = models.CharField("姓名", max_length=60, blank=True)
    appointment = models.OneToOneField(
        Appointment,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="ticket",
        verbose_name="约访",
    )
    intake = models.OneToOneField(
        Intake, null=True, blank=True, on_delete=models.PROTECT, related_name="ticket", verbose_name="来访"
    )
    state = models.CharField("状态", max_length=8, choices=TicketState.choices, default=TicketState.WAITING)
    taken_at = models.DateTimeField("取号时间")
    called_at = models.DateTimeField("叫号时间", null=True, blank=True)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        verbose_name = "排队号"
        verbose_name_plural = "排队号"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(name="ticket_number_once", fields=["session", "number"]),
            models.UniqueConstraint(
                name="ticket_one_at_a_time", fields=["session"], condition=Q(state="called")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} 号"


class ReceptionResult(models.Model):
    """接待结果 (S19-04): what the leader decided and signed; an order on the spot has a unit and a date."""

    ticket = models.OneToOneField(
        QueueTicket, on_delete=models.PROTECT, related_name="result", verbose_name="排队号"
    )
    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="reception_results", verbose_name="信访件"
    )
    kind = models.CharField("结果", max_length=12, choices=ReceptionOutcome.choices)
    signoff = models.ForeignKey(SignOff, on_delete=models.PROTECT, related_name="+", verbose_name="签批")
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="承办单位"
    )
    co_units = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name="到场单位")
    due_on = models.DateField("限办日期", null=True, blank=True)
    routing = models.ForeignKey(
        Routing, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="交办"
    )

    class Meta:
        verbose_name = "接待结果"
        verbose_name_plural = "接待结果"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="result_order_has_unit_and_day",
                condition=~Q(kind="assigned") | Q(unit__isnull=False, due_on__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.petition_id}"


class ReceptionCheck(models.Model):
    """接待自查 (S09-10, S09-11): what was in order that day, ticked by whoever opened the room. Never a condition."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="接待单位")
    day = models.DateField("日期")
    items = models.JSONField("已做到", default=list)
    remark = models.CharField("说明", max_length=200, blank=True)
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="检查人")

    class Meta:
        verbose_name = "接待自查"
        verbose_name_plural = "接待自查"
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(name="check_once_a_day", fields=["unit", "day"])]

    def __str__(self) -> str:
        return f"{self.unit} {self.day} 自查"
