"""The clocks of receipt and of closing: who routes, who tells, and what a case opened again owes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.actions.clocks import start_clock
from casework.deadlines import DayType, Limit
from casework.models import Clock, ClockKind
from casework.states import State
from petitions import deadlines
from petitions.actions import archive, close, handle, route
from petitions.actions.first_clocks import notice_given
from petitions.actions.register import Person
from petitions.models import Petition
from petitions.states import Purpose
from tests.office import Office
from tests.petitions.steps import assigned, concluded, fresh, handling

pytestmark = pytest.mark.usefixtures("monday")
NOBODY = Person(name="张某甲")


def running(petition: Petition) -> dict[str, date]:
    """What the law asks for; the desk's own clock of 送阅 runs beside it."""
    found = Clock.objects.filter(case=petition, met_on__isnull=True).exclude(kind=ClockKind.PRESENT)
    return dict(found.values_list("kind", "due_on"))


@pytest.mark.rule("F-01")
def test_a_petition_office_routes_within_fifteen_days(office: Office, monday: Any) -> None:
    monday.move_to("2026-01-28 09:00:00+08:00")
    p = office.registered(received_on=date(2026, 1, 28))
    assert running(p) == {ClockKind.ROUTE: date(2026, 2, 12)}
    assert "第二十二条" in p.clocks.get(kind=ClockKind.ROUTE).statutory_sentence


@pytest.mark.rule("F-06")
def test_another_organ_tells_within_fifteen_days(office: Office, monday: Any) -> None:
    monday.move_to("2026-09-22 09:00:00+08:00")
    p = office.registered(by=office["bureau_head"], received_on=date(2026, 9, 22))
    assert running(p) == {ClockKind.NOTICE: date(2026, 10, 8)}
    text = p.clocks.get(kind=ClockKind.NOTICE).statutory_sentence
    assert text.startswith("9月22日收到，法定15日，")
    assert text.endswith("10月7日遇休息日顺延，到期10月8日（《信访工作条例》第二十三条）")


@pytest.mark.parametrize("changes", [{"is_anonymous": True, "person": None}, {"person": NOBODY}])
def test_nobody_is_owed_a_notice_whose_name_or_address_is_unclear(
    office: Office, changes: dict[str, Any]
) -> None:
    p = office.registered(by=office["bureau_head"], **changes)
    assert running(p) == {}


def test_an_enquiry_is_answered_and_not_accepted(office: Office) -> None:
    p = office.registered(by=office["bureau_head"], purpose=Purpose.ENQUIRY)
    assert ClockKind.NOTICE not in running(p)


def test_a_discipline_organ_tells_who_reports_by_name_within_fifteen_working_days(
    office: Office, monday: Any
) -> None:
    monday.move_to("2026-01-20 09:00:00+08:00")
    p = office.registered(by=office["discipline"], purpose=Purpose.ACCUSATION, received_on=date(2026, 1, 20))
    assert running(p) == {ClockKind.JC_NOTICE: date(2026, 2, 10)}
    assert "检举控告工作规则" in p.clocks.get(kind=ClockKind.JC_NOTICE).statutory_sentence


@pytest.mark.parametrize(("who", "unit"), [("office", "XF"), ("organ", "ZJJ")])
def test_what_a_petition_office_gives_out_is_told_by_whom_the_policy_says(
    office: Office, who: str, unit: str
) -> None:
    p = office.registered()
    Petition.objects.filter(pk=p.pk).update(policy_values={**p.policy_values, "acceptance_notice_by": who})
    p = assigned(office, fresh(p))
    clock = p.clocks.get(kind=ClockKind.NOTICE)
    assert (clock.owner_unit, clock.due_on) == (office.units[unit], date(2026, 3, 17))
    assert ClockKind.ROUTE not in running(p)


def test_returned_to_the_petition_office_it_owes_no_notice(office: Office) -> None:
    p = assigned(office, office.registered())
    handle.return_to_office(p.pk, by=office["bureau_head"], version=p.version, reason="应由人社局办理。")
    assert ClockKind.NOTICE not in running(p)


def test_an_organ_keeps_its_own_fifteen_days_whoever_of_its_house_works(office: Office, monday: Any) -> None:
    p = office.registered(by=office["town_officer"])
    monday.shift(86400)
    route.present(p.pk, by=office["town_officer"], version=p.version)
    p = fresh(p)
    assert p.signer is not None
    more = {"unit": office.units["T03-XF"], "responsible": office["town_head"]}
    route.annotate(p.pk, by=p.signer, version=p.version, opinion="请核实办理。", **more)
    assert p.clocks.get(kind=ClockKind.NOTICE, met_on__isnull=True).start_on == date(2026, 3, 2)


def test_notice_is_met_on_the_day_it_was_given(office: Office) -> None:
    p = assigned(office, office.registered())
    notice_given(p, on=date(2026, 3, 5))
    assert p.clocks.get(kind=ClockKind.NOTICE).met_on == date(2026, 3, 5)


@pytest.mark.rule("S01-13")
def test_filing_is_owed_from_closing_by_the_units_own_limit(office: Office) -> None:
    p = concluded(office, office.registered())
    limit = {"days": 30, "day_type": "calendar"}
    Petition.objects.filter(pk=p.pk).update(policy_values={**p.policy_values, "archive_within": limit})
    officer = office["officer"]
    close.close(p.pk, by=officer, version=fresh(p).version, text="已修复。", method="letter")
    clock = fresh(p).clocks.get(kind=ClockKind.ARCHIVE)
    # 4月1日 is a Wednesday; the list column of a closed case stays empty.
    assert (clock.due_on, fresh(p).due_on) == (date(2026, 4, 1), None)
    assert clock.unit_sentence == "3月2日办结，立卷归档30日，到期4月1日"
    archive.archive(p.pk, by=officer, version=fresh(p).version, missing_reason="原件遗失。")
    assert fresh(p).clocks.get(kind=ClockKind.ARCHIVE).met_on == date(2026, 3, 2)


def test_a_case_opened_again_owes_what_registration_owed_from_that_day(office: Office, monday: Any) -> None:
    p = concluded(office, office.registered())
    officer = office["officer"]
    close.close(p.pk, by=officer, version=fresh(p).version, text="已修复。", method="letter")
    assert running(p) == {}
    monday.move_to("2026-03-10 09:00:00+08:00")
    route.reopen(p.pk, by=officer, version=fresh(p).version, reason="又坏了。")
    p = fresh(p)
    assert (p.state, running(p), p.due_on) == (
        State.REGISTERED,
        {ClockKind.ROUTE: date(2026, 3, 25)},
        date(2026, 3, 11),
    )
    route_clock, present = (p.clocks.get(met_on__isnull=True, kind=kind) for kind in ("route", "present"))
    assert "3月10日重新办理" in route_clock.statutory_sentence
    assert present.unit_sentence == "3月10日重新办理，送领导阅批1个工作日，到期3月11日"


def test_review_clocks_carry_the_limits_of_the_law(office: Office) -> None:
    p = handling(office, office.registered())
    for kind, limit, article in (
        (ClockKind.REVIEW, deadlines.REVIEW, deadlines.ARTICLE_REVIEW),
        (ClockKind.REREVIEW, deadlines.REREVIEW, deadlines.ARTICLE_REREVIEW),
    ):
        clock = start_clock(
            p, kind, on=date(2026, 3, 2), event="收到申请", what="", statutory=(limit, article)
        )
        assert clock is not None
        assert clock.statutory_due == date(2026, 4, 1)


def test_days_of_a_working_limit_stay_known(office: Office) -> None:
    p = handling(office, office.registered())
    clock = start_clock(
        p,
        ClockKind.ARCHIVE,
        on=date(2026, 3, 2),
        event="办结",
        what="归档",
        unit_limit=Limit(3, DayType.WORKING),
    )
    assert clock is not None
    assert (clock.day_type, clock.start_event) == (DayType.WORKING, "办结")
