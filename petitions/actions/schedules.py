"""定期报表: rules, the reports that the timetable opens, filing, return. One engine for every rhythm (C-17)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.access import people_with, standing_of
from accounts.models import Staff, Unit
from accounts.roles import Role
from casework.calendar import holiday_table
from casework.refusals import NotVisible, NotYours, Refusal
from petitions.actions.receipts import send_to, tell
from petitions.analyses import instances_seen, schedules_seen
from petitions.analysis_figures import assigned_of, totals_of
from petitions.models import InstanceState, ReportContent, ReportInstance, ReportSchedule, Rhythm
from petitions.office import keeps
from petitions.rhythm import Rule, occurrences

# How many days before it is due a report is opened.
AHEAD = {Rhythm.DAILY: 0, Rhythm.WEEKLY: 3, Rhythm.MONTHLY_WD: 5, Rhythm.MONTH_END: 5, Rhythm.YEARLY: 30}


def _url(instance: ReportInstance) -> str:
    return f"/reports/{instance.pk}/"


def _at(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))


@transaction.atomic
def make_schedule(
    *,
    by: Staff,
    unit: Unit,
    title: str,
    content: str,
    rule: str,
    due_time: time,
    starts_on: date,
    owner: Staff,
    recipients: Sequence[Staff] = (),
    **when: int | None,
) -> ReportSchedule:
    """A rule; `when` are weekday, nth, month and day as the rhythm asks for them."""
    if not keeps(standing_of(by), unit):
        raise NotYours("由本单位办公室或领导设置报表。")
    if not title.strip():
        raise Refusal("请填写报表名称。", "title")
    needs = {Rhythm.WEEKLY: ("weekday",), Rhythm.MONTHLY_WD: ("nth",), Rhythm.YEARLY: ("month", "day")}
    for name in needs.get(Rhythm(rule), ()):
        if not when.get(name):
            raise Refusal("此周期须填写这一项。", name)
    kept = {name: value for name, value in when.items() if name in needs.get(Rhythm(rule), ())}
    made = ReportSchedule.objects.create(
        unit=unit, title=title.strip(), content=content, rule=rule, due_time=due_time, starts_on=starts_on,
        owner=owner, made_by=by, **kept,
    )  # fmt: skip
    made.recipients.set(recipients)
    return made


@transaction.atomic
def end_schedule(schedule_id: int, *, by: Staff, ends_on: date) -> ReportSchedule:
    """No report falls due after that day."""
    found = schedules_seen(by).filter(pk=schedule_id).first()
    if found is None:
        raise NotVisible
    if not keeps(standing_of(by), found.unit):
        raise NotYours("由本单位办公室或领导设置报表。")
    found.ends_on = ends_on
    found.save(update_fields=["ends_on"])
    return found


@transaction.atomic
def ask_report(schedule_id: int, *, by: Staff, first: date, last: date, due_on: date) -> ReportInstance:
    """临时要求: one report on demand, besides or without a rhythm."""
    schedule = schedules_seen(by).filter(pk=schedule_id).first()
    if schedule is None:
        raise NotVisible
    if not keeps(standing_of(by), schedule.unit):
        raise NotYours("由本单位办公室或领导要求填报。")
    if last < first:
        raise Refusal("“至”不能早于“自”。", "last")
    if due_on < timezone.localdate():
        raise Refusal("截止日期不能早于今天。", "due_on")
    if schedule.instances.filter(first=first, last=last).exists():
        raise Refusal("这一期已经有了。", "first")
    return _opened(schedule, first, last, _at(due_on, schedule.due_time))


def _opened(schedule: ReportSchedule, first: date, last: date, due_at: datetime) -> ReportInstance:
    made, is_new = ReportInstance.objects.get_or_create(
        schedule=schedule, first=first, last=last, defaults={"due_at": due_at}
    )
    if is_new:
        due = timezone.localtime(due_at)
        words = f"待填：{made}，{due:%-m月%-d日 %H:%M} 前报出"
        tell([schedule.owner], words, _url(made))
    return made


def open_reports(now: datetime) -> int:
    """Opens what falls due soon, and what fell due while nothing ran; tells of late ones once. Twice adds nothing.

    Returns how many were opened.
    """
    today = timezone.localdate(now)
    before = ReportInstance.objects.count()
    for schedule in ReportSchedule.objects.exclude(rule=Rhythm.ADHOC).select_related("owner", "unit"):
        end = today + timedelta(days=AHEAD[Rhythm(schedule.rule)])
        if schedule.ends_on:
            end = min(end, schedule.ends_on)
        rule = Rule(schedule.rule, schedule.weekday, schedule.nth, schedule.month, schedule.day)
        known = set(schedule.instances.values_list("first", "last"))
        for one in occurrences(rule, schedule.starts_on, end, holiday_table()):
            if (one.first, one.last) in known:
                continue
            with transaction.atomic():
                _opened(schedule, one.first, one.last, _at(one.due_on, schedule.due_time))
    _tell_late(now)
    return ReportInstance.objects.count() - before


def _tell_late(now: datetime) -> None:
    late = ReportInstance.objects.exclude(state=InstanceState.FILED).filter(due_at__lt=now, late_told_at=None)
    for one in late.select_related("schedule__owner", "schedule__unit"):
        with transaction.atomic():
            # One UPDATE decides between two runs.
            if not ReportInstance.objects.filter(pk=one.pk, late_told_at=None).update(late_told_at=now):
                continue
            people = [one.schedule.owner, *people_with(Role.UNIT_HEAD, one.schedule.unit)]
            tell(people, f"逾期未报：{one}", _url(one))


def figures_for(instance: ReportInstance, by: Staff) -> dict[str, Any]:
    """The numbers of a report, taken from the register for whoever fills it in."""
    unit, first, last = instance.schedule.unit, instance.first, instance.last
    if instance.schedule.content == ReportContent.STATISTICS:
        return totals_of(by, unit, first, last)
    if instance.schedule.content == ReportContent.ASSIGNED:
        return assigned_of(by, unit, first, last)
    return {}


def may_file(instance: ReportInstance, by: Staff) -> bool:
    """Its owner, whoever acts for them, and the office."""
    who = standing_of(by)
    owners = {by.pk, *(one.pk for one in who.acting_for)}
    return instance.schedule.owner_id in owners or keeps(who, instance.schedule.unit)


def _open(instance_id: int, by: Staff) -> ReportInstance:
    if not instances_seen(by).filter(pk=instance_id).exists():
        raise NotVisible
    rows = ReportInstance.objects.select_for_update(of=("self",)).select_related("schedule__unit")
    return rows.get(pk=instance_id)


@transaction.atomic
def file_report(instance_id: int, *, by: Staff, text: str = "") -> ReportInstance:
    """报出: the figures are taken and frozen, the readers told; late is what the clock says, nobody types it (S03-08)."""
    instance = _open(instance_id, by)
    if not may_file(instance, by):
        raise NotYours(f"由{instance.schedule.owner.name}填报。")
    if instance.state == InstanceState.FILED:
        raise Refusal("这一期已经报出。")
    if instance.schedule.content == ReportContent.FREE and not text.strip():
        raise Refusal("请填写报告内容。", "text")
    now = timezone.now()
    instance.figures = figures_for(instance, by)
    instance.text, instance.state = text.strip(), InstanceState.FILED
    instance.filed_at, instance.filed_by = now, by
    instance.first_filed_at = instance.first_filed_at or now
    instance.save()
    people = list(instance.schedule.recipients.all())
    send_to(people, instance=instance)
    tell(people, f"请阅：{instance}", _url(instance))
    return instance


@transaction.atomic
def return_report(instance_id: int, *, by: Staff, reason: str) -> ReportInstance:
    """退回: by a reader or the office, with the reason; it is then owed again."""
    instance = _open(instance_id, by)
    if instance.state != InstanceState.FILED:
        raise Refusal("还没有报出，不能退回。")
    reader = instance.receipts.filter(staff=by).exists()
    if not reader and not keeps(standing_of(by), instance.schedule.unit):
        raise NotYours("由收到报表的人退回。")
    if not reason.strip():
        raise Refusal("请写明退回理由。", "reason")
    instance.state, instance.returned_reason = InstanceState.RETURNED, reason.strip()[:200]
    instance.save()
    tell([instance.schedule.owner], f"被退回：{instance}：{reason.strip()}", _url(instance))
    return instance
