"""An own limit stands still; the law's never does."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from casework.actions.clocks import pause_internal, resume_internal
from casework.actions.reminders import write_reminders
from casework.models import Clock, Reminder
from petitions.actions import handle
from petitions.models import Petition
from petitions.states import Purpose
from tests.office import Office
from tests.petitions.steps import fresh, handling

pytestmark = pytest.mark.usefixtures("monday")
LAW = date(2026, 5, 6)


def handle_clock(petition: Petition) -> Clock:
    return Clock.objects.get(case=petition, kind="handle")


def paused(petition: Petition, on: date) -> bool:
    with transaction.atomic():
        return pause_internal(petition, on=on, why="请示")


@pytest.fixture
def petition(office: Office, monday: Any) -> Petition:
    """A claim whose five days end on the ninth and whose sixty end on the sixth of May."""
    return handling(office, office.registered())


def test_only_the_laws_day_counts_meanwhile(petition: Petition) -> None:
    assert paused(petition, date(2026, 3, 4))
    clock = handle_clock(petition)
    assert (clock.unit_due, clock.due_on, clock.statutory_due) == (date(2026, 3, 9), LAW, LAW)
    assert clock.unit_sentence.endswith("到期3月9日；3月4日起因请示暂停")
    assert fresh(petition).due_on != date(2026, 3, 9)


def test_it_runs_on_later_by_the_days_it_stood_still(petition: Petition) -> None:
    paused(petition, date(2026, 3, 4))
    assert resume_internal(petition, on=date(2026, 3, 11)) == date(2026, 3, 16)
    clock = handle_clock(petition)
    assert (clock.paused_on, clock.due_on, clock.statutory_due) == (None, date(2026, 3, 16), LAW)
    assert clock.unit_sentence.endswith("，3月11日恢复，顺延至3月16日")


def test_it_never_runs_past_the_law(petition: Petition) -> None:
    paused(petition, date(2026, 3, 4))
    assert resume_internal(petition, on=date(2026, 6, 30)) == LAW


def test_a_limit_in_working_days_moves_by_working_days(petition: Petition) -> None:
    Clock.objects.filter(case=petition, kind="handle").update(day_type="working")
    paused(petition, date(2026, 3, 4))
    # 3月5、6、9日: three working days stood still.
    assert resume_internal(petition, on=date(2026, 3, 9)) == date(2026, 3, 12)


def test_nothing_is_stopped_twice_or_when_it_is_over(petition: Petition) -> None:
    assert not paused(petition, date(2026, 3, 10))
    assert paused(petition, date(2026, 3, 9))
    assert not paused(petition, date(2026, 3, 9))


def test_without_a_limit_of_the_law_nothing_falls_due(office: Office) -> None:
    p = handling(office, office.registered(purpose=Purpose.SUGGESTION))
    paused(p, date(2026, 3, 4))
    assert handle_clock(p).stands_still
    write_reminders(date(2026, 3, 9))
    assert not Reminder.objects.filter(clock__kind="handle").exists()


def test_met_it_no_longer_stands_still(office: Office, petition: Petition) -> None:
    paused(petition, date(2026, 3, 4))
    p = fresh(petition)
    handle.return_to_office(p.pk, by=office["bureau_head"], version=p.version, reason="不属本局。")
    assert handle_clock(petition).paused_on is None


def test_database_says_no_to_a_pause_of_the_law_alone(petition: Petition) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Clock.objects.filter(case=petition, kind="handle").update(unit_due=None, paused_on=date(2026, 3, 4))


@pytest.mark.rule("S13-13")
def test_interim_report_stops_the_own_limit_until_it_is_answered(
    office: Office, petition: Petition, monday: Any
) -> None:
    ask = {"reason": "等鉴定。", "progress": "已送检。", "asks_until": date(2026, 3, 20)}
    handle.interim_report(petition.pk, by=office["handler"], **ask)
    assert handle_clock(petition).paused_on == date(2026, 3, 2)
    handle.extend(petition.pk, by=office["deputy"], until=date(2026, 3, 18))
    clock = handle_clock(petition)
    assert (clock.paused_on, clock.unit_due, clock.statutory_due) == (None, date(2026, 3, 18), LAW)


def test_refused_interim_report_lets_it_run_on(office: Office, petition: Petition, monday: Any) -> None:
    ask = {"reason": "等鉴定。", "progress": "已送检。", "asks_until": date(2026, 3, 20)}
    handle.interim_report(petition.pk, by=office["handler"], **ask)
    monday.move_to("2026-03-03 09:00:00+08:00")
    handle.extend(petition.pk, by=office["deputy"], until=date(2026, 3, 20), agree=False, reason="请抓紧。")
    assert handle_clock(petition).unit_due == date(2026, 3, 10)


def test_extension_by_law_moves_the_day_that_warns(petition: Petition, office: Office) -> None:
    Clock.objects.filter(case=petition, kind="handle").update(unit_due=None, unit_sentence="", due_on=LAW)
    handle.extend_statutory(petition.pk, by=office["chief"], days=30, reason="须鉴定。")
    clock = handle_clock(petition)
    assert (clock.statutory_due, clock.due_on) == (date(2026, 6, 1), date(2026, 6, 1))
    assert clock.statutory_sentence.endswith("；经批准延长30日至6月1日")
