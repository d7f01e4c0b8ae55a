"""S03-08, S12-11, S21-08: reports are opened by the timetable, late by the clock, read with a receipt."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from casework.models import Notice
from casework.refusals import NotVisible, NotYours, Refusal
from petitions.actions import schedules
from petitions.models import InstanceState, ReportInstance, ReportSchedule
from petitions.states import Purpose
from petitions.tasks import open_reports
from tests.office import Office
from tests.petitions.steps import concluded, handling

pytestmark = pytest.mark.usefixtures("monday")


def weekly(office: Office, **more: Any) -> ReportSchedule:
    values: dict[str, Any] = {
        "by": office["office_head"],
        "unit": office.units["XF"],
        "title": "信访周报",
        "content": "statistics",
        "rule": "weekly",
        "weekday": 5,
        "due_time": time(17),
        "starts_on": date(2026, 3, 2),
        "owner": office["officer"],
        "recipients": [office["chief"]],
        **more,
    }
    return schedules.make_schedule(**values)


def friday(hour: int) -> datetime:
    return timezone.make_aware(datetime(2026, 3, 6, hour))


@pytest.mark.rule("S03-08")
def test_timetable_opens_each_report_once(office: Office, monday: Any) -> None:
    weekly(office)
    assert schedules.open_reports(friday(9)) == 1
    assert schedules.open_reports(friday(9)) == 0
    monday.move_to(friday(10))
    open_reports()
    one = ReportInstance.objects.get()
    assert (one.first, one.last, one.due_at) == (date(2026, 3, 2), date(2026, 3, 8), friday(17))
    assert Notice.objects.filter(staff=office.staff["officer"], text__contains="待填").count() == 1


@pytest.mark.rule("S03-08")
@pytest.mark.parametrize(("hour", "words"), [(16, "已报"), (18, "迟报")])
def test_late_is_what_the_clock_says(office: Office, monday: Any, hour: int, words: str) -> None:
    weekly(office)
    schedules.open_reports(friday(9))
    monday.move_to(friday(hour))
    one = schedules.file_report(ReportInstance.objects.get().pk, by=office["officer"])
    assert one.state_words(timezone.now()) == words


@pytest.mark.rule("S03-08")
def test_return_makes_it_owed_again_and_keeps_the_first_time(office: Office, monday: Any) -> None:
    weekly(office)
    schedules.open_reports(friday(9))
    pk = ReportInstance.objects.get().pk
    monday.move_to(friday(16))
    schedules.file_report(pk, by=office["officer"])
    with pytest.raises(Refusal, match="理由"):
        schedules.return_report(pk, by=office["chief"], reason=" ")
    back = schedules.return_report(pk, by=office["chief"], reason="缺街道数字。")
    assert back.state_words(timezone.now()) == "退回"
    monday.move_to(friday(18))
    assert schedules.file_report(pk, by=office["officer"]).state_words(timezone.now()) == "已报"


def test_filed_without_time_is_refused_by_the_database(office: Office) -> None:
    weekly(office)
    schedules.open_reports(friday(9))
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportInstance.objects.update(state=InstanceState.FILED)


@pytest.mark.rule("S21-08")
def test_statistics_are_frozen_when_filed(office: Office) -> None:
    weekly(office)
    schedules.open_reports(friday(9))
    office.registered(channel="visit", head_count=3)
    pk = ReportInstance.objects.get().pk
    schedules.file_report(pk, by=office["officer"])
    office.registered()
    figures = ReportInstance.objects.get().figures
    assert (figures["total"], figures["batches"], figures["people"]) == (1, 1, 3)


@pytest.mark.rule("S12-11")
def test_month_end_report_goes_to_the_leader_and_copies_with_receipts(office: Office, monday: Any) -> None:
    concluded(office, office.registered())
    handling(office, office.registered())
    office.registered(purpose=Purpose.ACCUSATION)
    people = [office["chief"], office["bureau_head"]]
    weekly(office, title="交办件月底承办情况", content="assigned", rule="month_end", recipients=people)
    monday.move_to(timezone.make_aware(datetime(2026, 3, 31, 10)))
    open_reports()
    one = schedules.file_report(ReportInstance.objects.get().pk, by=office["officer"])
    assert one.figures["rows"] == [["清禾县住房和城乡建设局", 2, 1, 1, 1]]
    assert {receipt.staff.name for receipt in one.receipts.all()} == {"赵某甲", "蒋某寅"}
    assert Notice.objects.filter(staff=office.staff["chief"], text__contains="请阅").count() == 1


@pytest.mark.rule("S03-08")
def test_late_one_is_told_of_once_and_not_before_its_hour(office: Office, monday: Any) -> None:
    weekly(office)
    schedules.open_reports(friday(9))
    schedules.open_reports(friday(17))
    assert not Notice.objects.filter(text__contains="逾期未报").exists()
    for hour in (18, 19):
        schedules.open_reports(friday(hour))
    assert Notice.objects.filter(staff=office.staff["office_head"], text__contains="逾期未报").count() == 1


def test_report_on_demand_and_the_end_of_a_rule(office: Office) -> None:
    rule = weekly(office)
    given: dict[str, Any] = {"first": date(2026, 1, 1), "last": date(2026, 2, 28), "due_on": date(2026, 3, 4)}
    made = schedules.ask_report(rule.pk, by=office["office_head"], **given)
    assert made.state == InstanceState.OWED
    with pytest.raises(Refusal, match="已经有了"):
        schedules.ask_report(rule.pk, by=office["office_head"], **given)
    schedules.end_schedule(rule.pk, by=office["office_head"], ends_on=date(2026, 3, 3))
    assert schedules.open_reports(friday(9) + timedelta(days=30)) == 0


def test_others_neither_set_nor_file_nor_see(office: Office) -> None:
    with pytest.raises(NotYours):
        weekly(office, by=office["handler"])
    weekly(office)
    schedules.open_reports(friday(9))
    pk = ReportInstance.objects.get().pk
    with pytest.raises(NotVisible):
        schedules.file_report(pk, by=office["handler"])
    with pytest.raises(NotYours):
        schedules.file_report(pk, by=office["supervisor"])


@pytest.mark.parametrize(
    ("rule", "field"), [("weekly", "weekday"), ("monthly_wd", "nth"), ("yearly", "month")]
)
def test_rhythm_asks_for_what_it_needs(office: Office, rule: str, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        weekly(office, rule=rule, weekday=None)
    assert refused.value.field == field
