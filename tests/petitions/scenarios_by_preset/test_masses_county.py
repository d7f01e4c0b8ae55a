"""县群工部: a leader on duty each working day, stood in for only by personal word accepted; nobody else reads; no free return."""

from __future__ import annotations

from datetime import date

import pytest

from casework.refusals import Refusal
from casework.states import State
from petitions import receiving
from petitions.actions import arrivals, handle, roster, route
from petitions.models import ReceptionSession
from tests.office import Office
from tests.petitions.receiving import hall
from tests.petitions.scenarios_by_preset import road
from tests.petitions.steps import DAY, fresh

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def county(office: Office) -> Office:
    road.under(office, "masses_county")
    return office


def test_no_day_without_a_leader_and_a_stand_in_accepts(county: Office) -> None:
    made = hall.published(county)
    assert receiving.gaps(made) == []
    session = ReceptionSession.objects.filter(roster=made, day__gt=DAY).first()
    assert session is not None
    leader = session.leader
    to = county["chief"] if leader == county["deputy"] else county["deputy"]
    asked = roster.entrust(session.pk, by=leader, to=to, reason="外出开会")
    assert ReceptionSession.objects.get(pk=session.pk).leader == leader
    roster.answer_substitution(asked.pk, by=to, accept=True)
    assert ReceptionSession.objects.get(pk=session.pk).leader == to


def test_only_the_first_reader_reads_and_the_receiver_objects(county: Office) -> None:
    p = county.registered()
    with pytest.raises(Refusal):
        route.present(p.pk, by=county["officer"], version=p.version, to=county["chief"])
    p = road.annotated(road.presented(p, county["officer"]), unit=county.units["ZJJ"])
    with pytest.raises(Refusal, match="提出异议"):
        handle.return_to_office(p.pk, by=county["bureau_head"], version=p.version, reason="不属我局。")
    arrivals.raise_objection(
        p.pk, by=county["bureau_head"], version=p.version, reasons="未移交市政。", competent="街道办"
    )
    p = fresh(p)
    arrivals.answer_objection(
        p.pk, by=county["officer"], version=p.version, agree=False, reason="三定规定属你局。"
    )
    p = road.reported(road.accepted(p, county["bureau_head"], county["handler"]), county["bureau_head"])
    assert road.signers(p) == [county["bureau_head"].name, county["deputy"].name]
    p = road.answered(p, county["officer"])
    assert road.filed(p, county["officer"]).state == State.ARCHIVED
    assert p.received_on == date(2026, 3, 2)
