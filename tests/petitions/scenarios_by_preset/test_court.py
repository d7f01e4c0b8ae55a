"""人民法院: the president reads at once and signs a card with opinion, division and day; what is litigated is guided."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.refusals import Refusal
from casework.states import State
from petitions.actions import cards, handle, route
from petitions.states import LegalRoute
from tests.office import Office
from tests.petitions.scenarios.outcomes import ground
from tests.petitions.scenarios_by_preset import road
from tests.petitions.steps import DAY, REPORT, fresh

pytestmark = pytest.mark.usefixtures("monday")
TALK = {"request": "立案材料交了一个月没有回音。", "answer": "当场查询。", "confirmed": "signed"}


@pytest.fixture
def bench(office: Office) -> Office:
    road.court(office)
    road.under(office, "court", "FY")
    return office


def test_a_visit_is_carded_by_the_president_and_fed_back(bench: Office) -> None:
    p = bench.registered(by=bench["clerk"], channel="visit", talk=TALK)
    assert p.clocks.get(kind="annotate").due_on == DAY
    p = road.presented(p, bench["clerk"])
    assert p.signer == bench["president"]
    given: dict[str, Any] = {
        "opinion": "请查明原因。",
        "unit": bench.units["FY-LA"],
        "due_on": date(2026, 3, 6),
    }
    for lacking in ({"opinion": " "}, {"unit": None}, {"due_on": None}):
        with pytest.raises(Refusal):
            cards.issue_card(p.pk, by=bench["president"], version=p.version, **{**given, **lacking})
    cards.issue_card(p.pk, by=bench["president"], version=p.version, **given)
    p = road.accepted(p, bench["division"], bench["judge"])
    assert p.clocks.get(kind="card").due_on == date(2026, 3, 6)
    with pytest.raises(Refusal, match="督办卡"):
        road.reported(p, bench["division"])
    cards.answer_card(p.pk, by=bench["division"], feedback="材料缺一份证据，已告知补正。")
    p = fresh(p)
    handle.report(p.pk, by=bench["judge"], version=p.version, **REPORT)
    assert road.signers(p) == [bench["division"].name, bench["vice"].name]
    p = road.answered(p, bench["clerk"])
    assert road.filed(p, bench["clerk"]).state == State.ARCHIVED


def test_what_is_litigated_is_not_given_out_like_a_petition(bench: Office) -> None:
    p = bench.registered(by=bench["clerk"], details={"legal_route": LegalRoute.LITIGATION})
    assert not p.on_petition_track
    route.guide(
        p.pk,
        by=bench["clerk"],
        version=p.version,
        ground=ground("R2"),
        organ="清禾县人民法院立案庭",
        explanation="可依法上诉。",
    )
    assert road.filed(fresh(p), bench["clerk"]).state == State.ARCHIVED
