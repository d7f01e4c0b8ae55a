"""企事业单位办公室: what a superior sends goes out through the office alone; the head signs; a department's own is filed."""

from __future__ import annotations

import pytest

from accounts.models import UnitKind
from accounts.roles import Role
from casework.refusals import NotYours, Refusal
from casework.states import Importance, State
from petitions.access import why_not
from petitions.actions import reports
from petitions.states import Channel
from tests.office import Office
from tests.petitions.scenarios_by_preset import road

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def mine(office: Office) -> Office:
    """A company with an office and a team."""
    road.settle(office, "E00", "虚拟省能源集团", UnitKind.COMPANY, None)
    road.settle(office, "E01", "清禾煤矿", UnitKind.COMPANY, "E00")
    road.settle(office, "E01-Q1", "清禾煤矿采掘一队", UnitKind.DEPARTMENT, "E01")
    road.settle(office, "E01-XF", "清禾煤矿信访办", UnitKind.PETITION_OFFICE, "E01")
    road.under(office, "enterprise_office", "E01")
    road.hire(office, "group", "水某辰", "E00", Role.PETITION_OFFICER)
    road.hire(office, "director", "严某丁", "E01", Role.DEPUTY_LEADER)
    road.hire(office, "clerk", "金某己", "E01-XF", Role.PETITION_OFFICER)
    road.hire(office, "foreman", "魏某庚", "E01-Q1", Role.UNIT_HEAD)
    road.hire(office, "worker", "陶某辛", "E01-Q1", Role.HANDLER)
    return office


def test_what_a_superior_sends_is_given_out_by_the_office_and_signed_by_the_head(mine: Office) -> None:
    p = mine.registered(by=mine["clerk"], channel=Channel.SUPERIOR, details={"upper_source": "县信访局"})
    # Not even the group above sends it out in the company's place (S11-05).
    with pytest.raises(Refusal, match="本单位办公室统一转办"):
        road.assigned(p, mine["group"], mine.units["E01-Q1"])
    p = road.assigned(p, mine["clerk"], mine.units["E01-Q1"])
    p = road.reported(road.accepted(p, mine["foreman"], mine["worker"]), mine["foreman"])
    assert road.signers(p) == [mine["foreman"].name]
    with pytest.raises(NotYours):
        road.answered(p, mine["worker"])
    p = road.answered(p, mine["clerk"])
    assert road.filed(p, mine["clerk"]).state == State.ARCHIVED


def test_a_team_that_gets_a_superiors_item_brings_it_to_the_office(mine: Office) -> None:
    p = mine.registered(by=mine["foreman"], channel=Channel.SUPERIOR, details={"upper_source": "县信访局"})
    assert p.unit == mine.units["E01-XF"]
    assert why_not("assign", p, mine["foreman"]) == "交办由登记单位的信访专干办理。"
    assert why_not("assign", p, mine["clerk"]) is None


def test_only_what_is_important_is_read_by_the_leader_in_charge(mine: Office) -> None:
    p = mine.registered(by=mine["clerk"], details={"importance": Importance.IMPORTANT})
    with pytest.raises(Refusal, match="须先送领导阅批"):
        road.assigned(p, mine["clerk"], mine.units["E01-Q1"])
    assert road.presented(p, mine["clerk"]).signer == mine["director"]


def test_a_department_answers_its_own_and_files_it_with_the_office(mine: Office) -> None:
    p = mine.registered(by=mine["foreman"])
    assert p.unit == mine.units["E01-Q1"]
    p = road.assigned(p, mine["foreman"], mine.units["E01-Q1"])
    p = road.reported(road.accepted(p, mine["foreman"], mine["worker"]), mine["foreman"])
    road.signers(p)
    p = road.answered(p, mine["foreman"])
    assert p.filing.office == mine.units["E01-XF"]
    reports.file(p.pk, by=mine["clerk"])
    assert road.filed(p, mine["foreman"]).state == State.ARCHIVED
