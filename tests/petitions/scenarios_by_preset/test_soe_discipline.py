"""国企纪检信访: a compartment of named people, a talk record that the visitor checks, inquiry only on a signed decision."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import UnitKind
from accounts.roles import Role
from casework.refusals import NotYours, Refusal
from casework.states import State
from petitions.actions import discipline, route
from petitions.models import Petition
from petitions.states import Purpose
from tests.office import Office
from tests.petitions.scenarios_by_preset import road
from tests.petitions.steps import fresh

pytestmark = pytest.mark.usefixtures("monday")
TALK = {"request": "反映采购收受好处。", "answer": "已说明保密和程序。"}


@pytest.fixture
def mine(office: Office) -> Office:
    """A company's discipline organ, in a tree of its own, and the department that is accused."""
    road.settle(office, "E01", "清禾煤矿", UnitKind.COMPANY, None)
    road.settle(office, "E01-CG", "清禾煤矿采购科", UnitKind.DEPARTMENT, "E01")
    road.settle(office, "E01-JW", "清禾煤矿纪委", UnitKind.DISCIPLINE, None)
    road.under(office, "soe_discipline", "E01-JW")
    road.hire(office, "secretary", "华某戊", "E01-JW", Role.DEPUTY_LEADER)
    road.hire(office, "jw_head", "尤某庚", "E01-JW", Role.UNIT_HEAD)
    road.hire(office, "jw_clerk", "金某己", "E01-JW", Role.PETITION_OFFICER)
    road.hire(office, "jw_worker", "魏某辛", "E01-JW", Role.HANDLER)
    road.hire(office, "buyer", "陶某壬", "E01-CG", Role.UNIT_HEAD)
    return office


def brought(mine: Office, **talk: Any) -> Petition:
    return mine.registered(
        by=mine["jw_clerk"],
        channel="visit",
        purpose=Purpose.ACCUSATION,
        accused_units=(mine.units["E01-CG"],),
        talk={**TALK, "confirmed": "signed", **talk},
    )


def test_the_record_of_the_talk_is_checked_by_the_visitor(mine: Office) -> None:
    for unchecked in ({"confirmed": ""}, {"confirmed": "refused"}):
        with pytest.raises(Refusal, match="核对"):
            brought(mine, **unchecked)
    assert brought(mine, confirmed="refused", refusal_reason="本人不愿签名").number


def test_it_stays_with_named_people_from_intake_to_archive(mine: Office) -> None:
    p = brought(mine)
    assert p.policy_values["visit_register_title"] == "来访登记簿"
    assert p.clocks.filter(kind="jc_notice").exists()
    for outsider in ("buyer", "officer", "chief"):
        assert not Petition.objects.visible_to(mine[outsider]).filter(pk=p.pk).exists()
    with pytest.raises(route.BarredTarget):
        route.transfer(
            road.annotated(road.presented(brought(mine), mine["jw_clerk"])).pk,
            by=mine["jw_clerk"],
            version=3,
            unit=mine.units["E01-CG"],
            reason="请查。",
            told_petitioner="已告",
        )
    p = road.annotated(road.presented(p, mine["jw_clerk"]), unit=mine.units["E01-JW"])
    p = road.accepted(p, mine["jw_head"], mine["jw_worker"])
    p = road.reported(p, mine["jw_head"])
    assert road.signers(p) == [mine["jw_head"].name, mine["secretary"].name]
    p = road.answered(p, mine["jw_clerk"])
    assert road.filed(p, mine["jw_clerk"]).state == State.ARCHIVED


def test_an_inquiry_rests_on_a_signed_decision(mine: Office) -> None:
    p = fresh(brought(mine))
    given: dict[str, Any] = {"members": [mine["jw_worker"]], "scope": "采购程序"}
    with pytest.raises(NotYours, match="领导"):
        discipline.open_inquiry(p.pk, by=mine["jw_clerk"], version=p.version, opinion="可以查。", **given)
    p = road.presented(p, mine["jw_clerk"], to=mine["secretary"])
    made = discipline.open_inquiry(
        p.pk, by=mine["secretary"], version=p.version, opinion="同意初查。", **given
    )
    assert made.decision.staff == mine["secretary"]
