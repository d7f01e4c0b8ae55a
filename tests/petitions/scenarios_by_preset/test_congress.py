"""乡镇人大: the chair or a vice-chair receives on the day, invites others in person; what is given out is followed; all is filed."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import UnitKind
from accounts.roles import Role
from casework.refusals import NotYours, Refusal
from casework.states import State
from petitions.actions import archive, roster
from petitions.models import ReceptionDay, ReceptionSession
from petitions.states import Channel, ReceptionKind
from tests.office import Office
from tests.petitions.scenarios_by_preset import road
from tests.petitions.steps import DAY

pytestmark = pytest.mark.usefixtures("monday")
TALK = {"request": "请督促镇里清理河道。", "answer": "交镇信访办办理。", "confirmed": "signed"}


@pytest.fixture
def house(office: Office) -> Office:
    """The congress of a town: a chair, a member, an office that receives on the sixteenth."""
    unit = road.settle(office, "RD", "西样镇人大办公室", UnitKind.CONGRESS, "T03")
    road.under(office, "congress", "RD")
    road.hire(office, "chair", "孔某乙", "RD", Role.CHIEF_LEADER, "主席")
    road.hire(office, "member", "曹某丙", "RD", Role.DEPUTY_LEADER, "委员")
    road.hire(office, "clerk", "华某戊", "RD", Role.PETITION_OFFICER)
    ReceptionDay.objects.create(
        unit=unit, kind=ReceptionKind.MONTHLY_DAY, day=2, leaders_of=unit, place="人大代表之家"
    )
    return office


def test_the_day_is_the_chair_s_and_others_come_by_invitation(house: Office) -> None:
    made = roster.make_roster(by=house["clerk"], unit=house.units["RD"], month=DAY)
    roster.put_on_duty(made.pk, by=house["clerk"], day=DAY, leader=house["member"])
    with pytest.raises(Refusal, match="主席"):
        roster.publish(made.pk, by=house["clerk"])
    roster.put_on_duty(made.pk, by=house["clerk"], day=DAY, leader=house["chair"])
    roster.publish(made.pk, by=house["clerk"])
    session = ReceptionSession.objects.get(roster=made, day=DAY)
    with pytest.raises(NotYours):
        roster.invite(session.pk, by=house["member"], who=house["town_officer"])
    assert roster.invite(session.pk, by=house["chair"], who=house["town_officer"]).invited_as == "主席"


def test_what_is_given_out_comes_back_answered_and_is_filed(house: Office) -> None:
    p = house.registered(
        by=house["clerk"],
        channel=Channel.LEADER_RECEPTION,
        talk=TALK,
        received_on=date(2026, 3, 2),
    )
    reader = road.presented(p, house["clerk"])
    assert reader.signer in (house["chair"], house["member"], house["town_chief"])
    p = road.annotated(reader, unit=house.units["T03-XF"])
    p = road.reported(road.accepted(p, house["town_head"], house["town_officer"]), house["town_head"])
    road.signers(p)
    p = road.answered(p, house["clerk"])
    with pytest.raises(Refusal, match="归档"):
        archive.archive(p.pk, by=house["clerk"], version=p.version, required=False, reason="一般来信")
    assert road.filed(p, house["clerk"]).state == State.ARCHIVED
