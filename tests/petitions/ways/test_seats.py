"""Who receives for a house, where a leader's paper stands, and what came from whom."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import Post, Staff, Unit, UnitKind
from accounts.roles import Role
from casework.models import Notice
from casework.refusals import Refusal
from casework.states import State
from petitions.actions import handle, route
from petitions.actions.register import register
from petitions.levels import receiver_for
from petitions.models import Petition
from petitions.proposals import propose
from petitions.states import Channel, Purpose
from tests.office import Office
from tests.petitions.scenarios import ways
from tests.petitions.scenarios.base import annotated
from tests.petitions.steps import fresh
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def town(office: Office) -> Office:
    """西样镇信访办 receives for the whole town; a clerk of another office of the town."""
    body = office.units["T03-XF"]
    body.is_reception_body = True
    body.save()
    parent = office.units["T03"]
    other = Unit.objects.create(
        code="T03-DZ", name="西样镇党政办", short_name="西样党", kind=UnitKind.INTERNAL, parent=parent
    )
    clerk = Staff.objects.create_user(username="u-clerk", password="x", name="秦某酉", unit=other)
    Post.objects.create(staff=clerk, unit=other, role=Role.HANDLER, starts_on=date(2020, 1, 1))
    office.units["T03-DZ"], office.staff["clerk"] = other, clerk
    return office


@pytest.mark.rule("S01-01")
def test_a_visit_taken_anywhere_in_the_town_waits_with_its_reception_body(town: Office) -> None:
    p = town.registered(by=town["clerk"], channel=Channel.VISIT)
    assert (p.unit, p.first_responder) == (town.units["T03-XF"], town["clerk"])
    assert (p.intakes.get().unit, p.number) == (town.units["T03-XF"], "西样信访〔2026〕1号")
    assert Notice.objects.filter(staff=town["town_officer"], text__contains="归你单位办理").exists()
    # Who took it in keeps it in sight and can tell the visitor how it stands.
    assert Petition.objects.visible_to(town["clerk"]).filter(pk=p.pk).exists()
    assert "归 西样镇信访办 登记册和待办" in words(signed_in(town["clerk"]).get(f"/petitions/{p.pk}/"))


@pytest.mark.rule("S01-01")
def test_letters_stay_where_they_came_and_nobody_names_another_body(town: Office) -> None:
    letter = town.registered(by=town["clerk"], channel=Channel.LETTER)
    assert letter.unit == town.units["T03-DZ"]
    p = register(town.matter(channel=Channel.VISIT), by=town["clerk"], unit=town.units["T03-DZ"])
    assert p.unit == town.units["T03-XF"]
    other = town.units["T03-DZ"]
    other.is_reception_body = True
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()


def test_what_is_sent_to_the_town_reaches_its_reception_body(town: Office) -> None:
    assert receiver_for(town.units["T03"]) == town.units["T03-XF"]
    p = annotated(town)
    told = "3月2日电话告知"
    route.transfer(
        p.pk,
        by=town["officer"],
        version=p.version,
        unit=town.units["T03"],
        reason="属地管理。",
        told_petitioner=told,
    )
    assert (fresh(p).state, fresh(p).handling_unit) == (State.FORWARDED, town.units["T03-XF"])


def test_what_is_assigned_to_the_town_is_signed_for_by_its_reception_body(town: Office) -> None:
    p = annotated(town, details={"place": "西样镇甲村"})
    proposal = propose(p)
    assert proposal is not None
    assert proposal.unit == town.units["T03-XF"]
    route.assign(p.pk, by=town["officer"], version=p.version, unit=town.units["T03"], opinion="请核实办理。")
    handle.accept(p.pk, by=town["town_officer"], version=fresh(p).version)
    assert (fresh(p).state, fresh(p).handling_unit) == (State.HANDLING, town.units["T03-XF"])


@pytest.mark.rule("S14-11")
def test_a_leader_registers_what_he_received(office: Office) -> None:
    p = office.registered(by=office["deputy"], channel=Channel.LEADER_PAPER)
    assert (p.unit, p.first_responder) == (office.units["XF"], office["deputy"])
    assert p.intakes.get().get_channel_display() == "领导收件"
    assert p.events.get(name="to_seat").data == {"unit": "清禾县信访局"}
    assert Notice.objects.filter(staff=office["officer"], case=p).exists()
    page = signed_in(office["deputy"]).get("/petitions/new/")
    assert "领导收件" in words(page)


@pytest.mark.rule("S11-05")
def test_what_a_superior_sends_stands_in_the_offices_register(town: Office) -> None:
    p = town.registered(by=town["clerk"], channel=Channel.SUPERIOR)
    assert (p.unit, p.number) == (town.units["T03-XF"], "西样信访〔2026〕1号")
    assert Notice.objects.filter(staff=town["town_officer"], text__contains="归你单位办理").exists()
    assert Petition.objects.visible_to(town["clerk"]).filter(pk=p.pk).exists()
    # The office of its own house, not that of the county; and an organ is its own office.
    assert town.registered(by=town["town_officer"], channel=Channel.SUPERIOR).unit == town.units["T03-XF"]
    assert town.registered(by=town["chief"], channel=Channel.SUPERIOR).unit == town.units["XF"]
    assert town.registered(by=town["bureau_head"], channel=Channel.SUPERIOR).unit == town.units["ZJJ"]


@pytest.mark.rule("S11-05")
def test_a_department_without_an_office_cannot_register_a_superiors_item(office: Office) -> None:
    unit = Unit.objects.create(
        code="ZJJ-WY", name="物业科", short_name="物业", kind=UnitKind.INTERNAL, parent=office.units["ZJJ"]
    )
    Post.objects.create(
        staff=office.staff["handler"], unit=unit, role=Role.UNIT_HEAD, starts_on=date(2020, 1, 1)
    )
    superior = office.matter(channel=Channel.SUPERIOR)
    with pytest.raises(Refusal, match="物业科不能自行登记") as refused:
        register(superior, by=office["handler"], unit=unit)
    assert refused.value.field == "channel"
    assert not Petition.objects.exists()
    assert register(office.matter(), by=office["handler"], unit=unit).unit == unit
    Post.objects.create(
        staff=office.staff["bureau_head"],
        unit=office.units["ZJJ"],
        role=Role.PETITION_OFFICER,
        starts_on=date(2020, 1, 1),
    )
    assert register(superior, by=office["handler"], unit=unit).unit == office.units["ZJJ"]


@pytest.mark.rule("S11-05")
def test_an_accusation_from_above_is_shown_to_no_further_office(town: Office) -> None:
    Post.objects.create(
        staff=town.staff["clerk"],
        unit=town.units["T03-DZ"],
        role=Role.PETITION_OFFICER,
        starts_on=date(2020, 1, 1),
    )
    accusation = {"purpose": Purpose.ACCUSATION, "accused_units": (town.units["RSJ"],)}
    p = town.registered(by=town["clerk"], channel=Channel.SUPERIOR, **accusation)
    assert p.unit == town.units["T03-DZ"]


@pytest.mark.rule("S21-09")
@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("discipline", "上级纪检监察机关"),
        ("same_level", "同级党委、政府"),
        ("own_leader", "本单位领导"),
        ("office", "上级信访部门"),
        ("other", "其他上级机关"),
    ],
)
def test_source_of_an_assigned_item_is_a_value(office: Office, kind: str, label: str) -> None:
    details = {"upper_kind": kind, "upper_source": "某机关", "upper_number": "某字〔2026〕3号"}
    p = office.registered(channel=Channel.SUPERIOR, details=details)
    page = words(signed_in(office["registrar"]).get(f"/petitions/{p.pk}/"))
    assert f"{label}：某机关 某字〔2026〕3号" in page


@pytest.mark.rule("S10-09")
def test_first_contact_cannot_be_changed_not_even_in_the_database(office: Office) -> None:
    p = office.registered()
    with pytest.raises(Exception, match="首问责任人不可更改"), transaction.atomic():
        Petition.objects.filter(pk=p.pk).update(first_responder=office["officer"])
    with (
        pytest.raises(Exception, match="首问责任人不可更改"),
        transaction.atomic(),
        connection.cursor() as sql,
    ):
        sql.execute("UPDATE petitions_petition SET first_responder_id = %s", [office["officer"].pk])
    assert fresh(p).first_responder == office["registrar"]


@pytest.mark.rule("S10-09")
def test_first_contact_stands_on_the_papers_of_both_units(office: Office) -> None:
    from petitions.actions import arrivals

    p = ways.forwarded(office)
    new = arrivals.take_in(p.pk, by=office["other_head"], version=p.version)
    officer = signed_in(office["officer"])
    assert "周某戊" in words(officer.get(f"/petitions/{p.pk}/paper/assign/"))
    receiver = signed_in(office["other_head"])
    for address in ("slip/", "paper/annotation/"):
        page = words(receiver.get(f"/petitions/{new.pk}/{address}"))
        assert re.search("首问责任人 ?周某戊", page)


def test_route_of_something_that_is_no_claim_is_refused(office: Office) -> None:
    matter: dict[str, Any] = {"purpose": Purpose.SUGGESTION, "details": {"legal_route": "31-1"}}
    with pytest.raises(Refusal) as refused:
        office.registered(**matter)
    assert refused.value.field == "legal_route"
