"""提醒: written once per clock, date, level and person; then delivered. Running twice does no harm."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.access import people_with
from accounts.models import Post, Staff
from accounts.roles import Role
from casework.actions.clocks import OUTLIVES_CLOSING
from casework.models import STANDING_STILL, Case, Clock, ClockKind, Level, Notice, Reminder

BATCH = 500
# What other apps owe at the same moment (催办): each runs after the reminders, and twice without harm.
ALSO_OWED: list[Callable[[date], int]] = []


def also_owed(write: Callable[[date], int]) -> Callable[[date], int]:
    """Lets a function of another app run with the reminders; it returns how many it wrote."""
    ALSO_OWED.append(write)
    return write


def level_on(clock: Clock, today: date) -> Level | None:
    """Near, due or overdue; None while it is too early."""
    if today > clock.due_on:
        return Level.OVERDUE
    if today == clock.due_on:
        return Level.DUE
    return Level.NEAR if today >= clock.near_on else None


def recipients(clock: Clock, level: Level) -> list[Staff]:
    """The handler first, then also the head when due, then also the supervisor when overdue."""
    from casework.actions.base import desk_people

    unit = clock.owner_unit or clock.case.unit
    people: list[Staff] = [clock.owner] if clock.owner else desk_people(unit)
    if level in (Level.DUE, Level.OVERDUE):
        people += people_with(Role.UNIT_HEAD, unit)
    if level == Level.OVERDUE:
        supervisors = Post.objects.current(timezone.localdate()).filter(
            role=Role.SUPERVISOR, unit__path__in=clock.case.unit.ancestor_paths()
        )
        people += [post.staff for post in supervisors.select_related("staff")]
    return [one for one in {one.pk: one for one in people}.values() if one.is_active]


def write_reminders(today: date) -> int:
    """Writes what is owed today; the unique key lets a second run, or a second beat, add nothing."""
    clocks = (
        Clock.objects.filter(met_on__isnull=True, near_on__lte=today)
        .filter(Q(case__is_open=True) | Q(kind__in=[ClockKind.ARCHIVE, ClockKind.NOTICE, *OUTLIVES_CLOSING]))
        .exclude(STANDING_STILL)
        .select_related("case__unit", "owner", "owner_unit__acceptor")
        .order_by("pk")
    )
    before = Reminder.objects.count()
    rows: list[Reminder] = []
    for clock in clocks.iterator(chunk_size=BATCH):
        level = level_on(clock, today)
        if level is None:
            continue
        rows += [
            Reminder(clock=clock, level=level, due_on=clock.due_on, staff=one)
            for one in recipients(clock, level)
            if Case.objects.visible_to(one).filter(pk=clock.case_id).exists()
        ]
    Reminder.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)
    return Reminder.objects.count() - before


def deliver_reminders(now: datetime) -> int:
    """Turns unsent reminders into notices; each in its own short transaction, so a crash loses or doubles none."""
    sent = 0
    pending = Reminder.objects.filter(sent_at__isnull=True).order_by("pk")
    for pk in list(pending.values_list("pk", flat=True)[:5000]):
        with transaction.atomic():
            # One UPDATE decides between two senders; the loser finds nothing left to send.
            if not Reminder.objects.filter(pk=pk, sent_at__isnull=True).update(sent_at=now):
                continue
            reminder = Reminder.objects.select_related("clock__case", "staff").get(pk=pk)
            Notice.objects.create(
                staff=reminder.staff,
                case_id=reminder.clock.case_id,
                text=_wording(reminder),
                url=f"/petitions/{reminder.clock.case_id}/",
                reminder=reminder,
            )
            sent += 1
    return sent


def _wording(reminder: Reminder) -> str:
    clock = reminder.clock
    kind = ClockKind(clock.kind).label
    day = f"{reminder.due_on.month}月{reminder.due_on.day}日"
    words = {
        Level.NEAR: f"{kind}将于{day}到期",
        Level.DUE: f"{kind}今日（{day}）到期",
        Level.OVERDUE: f"{kind}已超过{day}的期限",
    }
    return f"{clock.case.number}：{words[Level(reminder.level)]}"


def remind(now: datetime) -> tuple[int, int]:
    """The whole run for a moment: what is owed that day is written, what is unsent is delivered."""
    today = timezone.localdate(now)
    written = write_reminders(today)
    for write in ALSO_OWED:
        write(today)
    return written, deliver_reminders(now)
