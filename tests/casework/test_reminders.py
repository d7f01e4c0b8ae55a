"""提醒: near to the handler, due to the head as well, overdue to the supervisor as well; each once, whatever breaks."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from casework.actions import reminders
from casework.actions.reminders import deliver_reminders, remind, write_reminders
from casework.models import Clock, Notice, Reminder
from petitions.actions import handle
from petitions.models import Petition
from petitions.states import Purpose
from tests.office import Office
from tests.petitions.steps import assigned, fresh, handling
from tests.together import together

pytestmark = pytest.mark.usefixtures("monday")
CHINA = ZoneInfo("Asia/Shanghai")
# Five days from Monday the second end on a Saturday, so the ninth holds; Friday the sixth is the working day before.
NEAR, DUE, LATE = date(2026, 3, 6), date(2026, 3, 9), date(2026, 3, 10)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=CHINA)


def told(day: date | None = None) -> list[tuple[str, str]]:
    """(level, name) of reminders that were delivered, in the order of their levels."""
    rows = Reminder.objects.filter(sent_at__isnull=False, notice__isnull=False)
    if day:
        rows = rows.filter(due_on=day)
    order = {"near": 0, "due": 1, "overdue": 2}
    found = rows.values_list("level", "staff__name")
    return sorted(found, key=lambda one: (order[one[0]], one[1]))


@pytest.fixture
def petition(office: Office, monday: Any) -> Petition:
    made = handling(office, office.registered())
    Notice.objects.all().delete()
    clock = Clock.objects.get(case=made, kind="handle", met_on__isnull=True)
    assert (clock.kind, clock.near_on, clock.due_on) == ("handle", NEAR, DUE)
    return made


def test_nothing_is_said_too_early(petition: Petition) -> None:
    assert remind(noon(date(2026, 3, 5))) == (0, 0)


def test_near_due_goes_to_the_handler_alone(petition: Petition) -> None:
    assert remind(noon(NEAR)) == (1, 1)
    notice = Notice.objects.get()
    assert (notice.staff.name, notice.text) == ("沈某卯", "清信访〔2026〕1号：办理将于3月9日到期")
    assert notice.url == f"/petitions/{petition.pk}/"


def test_due_goes_to_the_head_as_well_and_overdue_to_the_supervisor_as_well(petition: Petition) -> None:
    remind(noon(NEAR))
    assert remind(noon(DUE)) == (2, 2)
    assert remind(noon(LATE)) == (3, 3)
    assert told() == [
        ("near", "沈某卯"),
        ("due", "沈某卯"),
        ("due", "蒋某寅"),
        ("overdue", "卫某丑"),
        ("overdue", "沈某卯"),
        ("overdue", "蒋某寅"),
    ]
    last = Notice.objects.get(staff__name="卫某丑")
    assert last.text == "清信访〔2026〕1号：办理已超过3月9日的期限"


def test_a_run_that_missed_days_says_what_holds_now(petition: Petition) -> None:
    remind(noon(LATE))
    assert {level for level, _ in told()} == {"overdue"}


def test_second_run_adds_nothing(petition: Petition) -> None:
    remind(noon(DUE))
    assert remind(noon(DUE)) == (0, 0)
    assert remind(noon(LATE)) == (3, 3)
    assert [remind(noon(date(2026, 3, day))) for day in (11, 12, 13)] == [(0, 0)] * 3


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_tell_each_person_once(petition: Petition) -> None:
    together([lambda: remind(noon(DUE))] * 2)
    assert told() == [("due", "沈某卯"), ("due", "蒋某寅")]
    assert Notice.objects.count() == 2


def test_crash_between_writing_and_delivering_loses_none(petition: Petition) -> None:
    assert write_reminders(DUE) == 2
    assert Notice.objects.count() == 0
    assert remind(noon(DUE)) == (0, 2)
    assert Notice.objects.count() == 2


def test_crash_in_the_middle_of_delivering_loses_and_doubles_none(
    petition: Petition, monkeypatch: Any
) -> None:
    write_reminders(LATE)
    wording, calls = reminders._wording, []

    def dies_at_the_second(reminder: Reminder) -> str:
        calls.append(reminder)
        if len(calls) == 2:
            raise ConnectionError("killed")
        return wording(reminder)

    monkeypatch.setattr(reminders, "_wording", dies_at_the_second)
    with pytest.raises(ConnectionError):
        deliver_reminders(noon(LATE))
    assert (Notice.objects.count(), Reminder.objects.filter(sent_at__isnull=True).count()) == (1, 2)
    assert deliver_reminders(noon(LATE)) == 2
    assert sorted(Notice.objects.values_list("staff__name", flat=True)) == ["卫某丑", "沈某卯", "蒋某寅"]


def test_unsent_reminder_falls_with_its_clock(office: Office, petition: Petition) -> None:
    write_reminders(NEAR)
    handle.return_to_office(
        petition.pk, by=office["handler"], version=petition.version, reason="应由人社局办理。"
    )
    sent = deliver_reminders(noon(NEAR))
    assert (sent, Reminder.objects.filter(clock__kind="handle").count()) == (0, 0)


@pytest.mark.rule("S13-13")
def test_extension_reminds_again_by_its_new_date(office: Office, petition: Petition) -> None:
    remind(noon(NEAR))
    until = date(2026, 3, 20)
    handle.interim_report(
        petition.pk, by=office["handler"], reason="等配件", progress="已报修", asks_until=until
    )
    handle.extend(petition.pk, by=office["deputy"], until=until)
    assert remind(noon(DUE)) == (0, 0)
    remind(noon(until))
    assert (told(DUE), told(until)) == ([("near", "沈某卯")], [("due", "沈某卯"), ("due", "蒋某寅")])


def test_met_clock_is_silent(office: Office, petition: Petition) -> None:
    Clock.objects.filter(case=petition).update(met_on=NEAR)
    assert remind(noon(LATE)) == (0, 0)


def test_unit_that_has_not_signed_for_it_is_told_at_its_desk(office: Office) -> None:
    assigned(office, office.registered())
    write_reminders(date(2026, 3, 3))
    found = set(Reminder.objects.filter(clock__kind="accept").values_list("level", "staff__name"))
    assert found == {("due", "蒋某寅")}, "nobody is named yet: the head, once though twice concerned"


@pytest.mark.rule("S09-15")
def test_sealed_case_reminds_only_those_who_see_it(office: Office) -> None:
    office.registered(purpose=Purpose.ACCUSATION, accused_units=(office.units["ZJJ"],))
    Notice.objects.all().delete()
    remind(noon(date(2026, 4, 1)))
    # Of the routing and of 送领导阅批.
    assert told() == [("overdue", "李某丁")] * 2, "neither the head of the office nor the supervisor"


def test_day_changes_at_midnight_in_china(petition: Petition) -> None:
    assert remind(datetime(2026, 3, 5, 15, 59, tzinfo=UTC)) == (0, 0)
    assert remind(datetime(2026, 3, 5, 16, 0, tzinfo=UTC)) == (1, 1)


def test_colleague_who_has_left_is_not_told(office: Office, petition: Petition) -> None:
    person = office["handler"]
    person.is_active = False
    person.save()
    assert remind(noon(DUE)) == (1, 1)
    assert told() == [("due", "蒋某寅")]


def test_command_takes_a_moment(petition: Petition, capsys: Any) -> None:
    call_command("remind", now="2026-03-09T09:00")
    call_command("remind", now="2026-03-09T09:00")
    assert capsys.readouterr().out.splitlines() == [
        "新增提醒 2 条，送达 2 条。",
        "新增提醒 0 条，送达 0 条。",
    ]
    with pytest.raises(CommandError, match="不是日期时间"):
        call_command("remind", now="昨天")


def test_beat_asks_for_now(petition: Petition, monday: Any) -> None:
    from casework import tasks

    monday.move_to(noon(NEAR))
    tasks.remind()
    tasks.remind()
    assert told() == [("near", "沈某卯")]
    assert Reminder.objects.get().sent_at == timezone.now()
    assert fresh(petition).is_open
