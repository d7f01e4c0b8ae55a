"""条例第二十三条第三款: five working days to object run for 交办 to another organ, and for nobody inside one's own."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounts.models import UnitKind
from accounts.roles import Role
from casework.models import Clock, ClockKind
from petitions import ways
from petitions.actions import arrivals, handle
from petitions.models import Petition
from tests.office import Office
from tests.petitions.receiving import hall
from tests.petitions.scenarios_by_preset import road
from tests.petitions.steps import assigned, fresh

pytestmark = pytest.mark.usefixtures("monday")


def objection(p: Petition) -> Clock:
    return p.clocks.get(kind=ClockKind.OBJECTION)


def test_assignment_to_another_organ_starts_five_working_days(office: Office) -> None:
    clock = objection(assigned(office, office.registered()))
    assert (clock.due_on, clock.statutory_due, clock.unit_due) == (date(2026, 3, 9), date(2026, 3, 9), None)
    assert (clock.owner_unit, clock.start_event) == (office.units["ZJJ"], "收到交办")
    assert "《信访工作条例》第二十三条" in clock.statutory_sentence


@pytest.mark.rule("F-02")
def test_the_spring_festival_is_left_out(office: Office, at: Any) -> None:
    with at("2026-02-13"):
        p = assigned(office, office.registered(received_on=date(2026, 2, 12)))
    assert objection(p).due_on == date(2026, 2, 27)


def test_signing_for_it_and_handing_it_back_end_the_clock(office: Office) -> None:
    taken = assigned(office, office.registered())
    handle.accept(taken.pk, by=office["bureau_head"], version=taken.version, handler=office["handler"])
    assert objection(taken).met_on == date(2026, 3, 2)
    back = assigned(office, office.registered())
    handle.return_to_office(
        back.pk, by=office["bureau_head"], version=back.version, reason="应由城管部门办理。"
    )
    assert (objection(back).met_on, objection(back).stopped_reason) == (date(2026, 3, 2), "退回")


def test_objecting_meets_it_where_the_office_must_consent(office: Office) -> None:
    hall.policy(office, return_needs_consent=True)
    p = assigned(office, office.registered())
    arrivals.raise_objection(
        p.pk,
        by=office["bureau_head"],
        version=p.version,
        reasons="属物业服务合同纠纷。",
        competent="县司法局",
    )
    assert objection(p).met_on == date(2026, 3, 2)


def test_within_one_organ_there_is_no_objection(office: Office) -> None:
    road.settle(office, "T03-MZ", "西样镇民政所", UnitKind.INTERNAL, "T03")
    road.hire(office, "civil", "严某丁", "T03-MZ", Role.UNIT_HEAD)
    p = office.registered(by=office["town_officer"])
    p = road.presented(p, office["town_officer"])
    p = road.annotated(p, unit=office.units["T03-MZ"], responsible=office["civil"])
    assert ways.is_inside(p)
    assert not p.clocks.filter(kind=ClockKind.OBJECTION).exists()


def test_a_petition_office_belongs_to_the_organ_that_it_serves(office: Office) -> None:
    road.settle(office, "E01", "清禾煤矿", UnitKind.COMPANY, None)
    road.settle(office, "E01-XF", "清禾煤矿信访办", UnitKind.PETITION_OFFICE, "E01")
    road.settle(office, "E01-Q1", "清禾煤矿采掘一队", UnitKind.DEPARTMENT, "E01")
    p = Petition(unit=office.units["E01-XF"], handling_unit=office.units["E01-Q1"])
    assert ways.is_inside(p)
    p.handling_unit = office.units["ZJJ"]
    assert not ways.is_inside(p)
    # The county's office serves the government; its bureaus are organs of their own.
    assert not ways.is_inside(Petition(unit=office.units["XF"], handling_unit=office.units["ZJJ"]))
    assert fresh(office.registered()).clocks.filter(kind=ClockKind.OBJECTION).count() == 0
