"""The door: who sees which case, and that an accusation leaves no trace for those it concerns."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounts.models import Post, ResponsibilityLink, Staff, Unit
from accounts.roles import Role
from casework.models import Case, CaseGrant, Event
from casework.refusals import NotVisible, NotYours, Refusal
from petitions.actions import register, route, sealing
from petitions.models import Petition
from petitions.states import Purpose
from tests.office import Office

pytestmark = pytest.mark.usefixtures("monday")


def sees(office: Office, name: str, case: Case) -> bool:
    return Case.objects.visible_to(office[name]).filter(pk=case.pk).exists()


def accusation(office: Office, **changes: Any) -> Petition:
    values: dict[str, Any] = {"purpose": Purpose.ACCUSATION, "accused_units": (office.units["ZJJ"],)}
    return office.registered(**{**values, **changes})


def test_letter_is_seen_by_its_office_and_those_over_it_alone(office: Office) -> None:
    case = office.registered()
    everybody = {name for name in office.staff if sees(office, name, case)}
    assert everybody == {"registrar", "officer", "office_head", "deputy", "chief", "supervisor", "auditor"}


def test_assigned_letter_comes_into_sight_of_the_unit(office: Office) -> None:
    case = office.registered()
    p = route.present(case.pk, by=office["registrar"], version=1)
    route.annotate(p.pk, by=p.signer, version=p.version, opinion="请办。", unit=office.units["ZJJ"])
    assert sees(office, "handler", case)
    assert not sees(office, "other_handler", case)


def test_nobody_without_a_post_sees_anything(office: Office) -> None:
    case = office.registered()
    stranger = Staff.objects.create_user(username="new", password="x", name="新某人", unit=office.units["XF"])
    assert not Case.objects.visible_to(stranger).exists()
    Post.objects.filter(staff=office.staff["registrar"]).update(ends_on=date(2026, 3, 1))
    assert not sees(office, "registrar", case)


def test_administrator_has_no_sight_of_cases(office: Office) -> None:
    assert not sees(office, "admin", office.registered())


@pytest.mark.rule("S09-15")
def test_accusation_is_seen_by_named_people_alone(office: Office) -> None:
    case = accusation(office)
    assert {name for name in office.staff if sees(office, name, case)} == {"registrar", "officer"}


@pytest.mark.rule("S09-15")
def test_accused_staff_see_nothing_even_when_named(office: Office) -> None:
    case = accusation(office)
    CaseGrant.objects.create(case=case, staff=office.staff["handler"], reason="误给")
    assert not sees(office, "handler", case)


@pytest.mark.rule("S09-15")
def test_who_reports_to_the_accused_leader_sees_nothing(office: Office) -> None:
    case = accusation(office, accused_units=(), accused_staff=(office.staff["bureau_head"],))
    CaseGrant.objects.create(case=case, staff=office.staff["handler"], reason="误给")
    CaseGrant.objects.create(case=case, staff=office.staff["other_handler"], reason="无关单位")
    assert not sees(office, "handler", case)
    assert sees(office, "other_handler", case)


@pytest.mark.rule("S09-15")
def test_router_refuses_the_accused_and_keeps_the_attempt(office: Office) -> None:
    case = accusation(office)
    p = route.present(case.pk, by=office["officer"], version=1)
    with pytest.raises(Refusal, match="不得转给被反映"):
        route.annotate(
            p.pk, by=p.signer, version=p.version, opinion="请住建局办理。", unit=office.units["ZJJ"]
        )
    assert Petition.objects.get(pk=case.pk).state == "presented"
    assert (
        Event.objects.filter(case=case, name="barred_attempt", note="目标：清禾县住房和城乡建设局").count()
        == 1
    )


@pytest.mark.rule("S09-15")
def test_router_refuses_a_unit_below_the_accused(office: Office) -> None:
    below = Unit.objects.create(
        code="ZJJ-WY", name="物业科", short_name="物业科", kind="internal", parent=office.units["ZJJ"]
    )
    case = accusation(office)
    p = route.present(case.pk, by=office["officer"], version=1)
    with pytest.raises(Refusal, match="不得转给被反映"):
        route.annotate(p.pk, by=p.signer, version=p.version, opinion="请办理。", unit=below)


def test_accused_leader_is_not_offered_for_reading(office: Office) -> None:
    case = accusation(office)
    sealing.accuse(case, (), [office.staff["office_head"]])
    assert office.staff["office_head"] not in route.annotators(case)


def test_outside_sight_is_not_found_and_visible_is_not_yours(office: Office) -> None:
    case = office.registered()
    with pytest.raises(NotVisible):
        register.edit(case.pk, by=office["handler"], version=1, place="x")
    with pytest.raises(NotYours):
        register.edit(case.pk, by=office["auditor"], version=1, place="x")


def test_leader_in_charge_of_another_unit_is_not_barred(office: Office) -> None:
    ResponsibilityLink.objects.create(leader=office.staff["deputy"], unit=office.units["RSJ"], kind="assists")
    case = accusation(office)
    sealing.accuse(case, (), [office.staff["deputy"]])
    Post.objects.create(
        staff=office.staff["discipline"],
        unit=office.units["XJW"],
        role=Role.HANDLER,
        starts_on=date(2020, 1, 1),
    )
    CaseGrant.objects.create(case=case, staff=office.staff["discipline"], reason="移送")
    assert sees(office, "discipline", case)
    assert not sees(office, "registrar", case), "清信访局归县政府，登记人受被反映领导领导"
