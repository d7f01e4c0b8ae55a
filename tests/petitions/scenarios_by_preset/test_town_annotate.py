"""镇党政（阅办）: the first leader reads everything within three working days, names unit and officer, and signs the end."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.refusals import Refusal
from casework.states import State
from petitions.models import Petition
from tests.office import Office
from tests.petitions.scenarios_by_preset import road
from tests.petitions.steps import fresh

TALK = {"request": "请清理排水沟。", "answer": "三日内去看。", "confirmed": "signed"}


def visit(office: Office) -> Petition:
    return office.registered(
        by=office["town_officer"], channel="visit", received_on=date(2026, 2, 13), talk=TALK
    )


def test_the_visit_before_the_festival(office: Office, at: Any) -> None:
    office.units["T03"].acceptor = office.staff["town_head"]
    with at("2026-02-13"):
        p = visit(office)
        assert p.clocks.get(kind="annotate").due_on == date(2026, 2, 25)
        with pytest.raises(Refusal, match="须先送领导阅批"):
            road.assigned(p, office["town_officer"], office.units["T03-XF"])
        p = road.presented(p, office["town_officer"])
        assert p.signer == office["town_chief"]
    with at("2026-02-25"):
        given: dict[str, Any] = {"unit": office.units["T03-XF"], "responsible": office["town_head"]}
        for lacking in ({"opinion": "阅", **given}, {**given, "unit": None}, {**given, "responsible": None}):
            with pytest.raises(Refusal):
                road.annotated(p, **lacking)
        p = road.annotated(p, **given)
        assert p.clocks.get(kind="annotate").met_on == date(2026, 2, 25)
        with pytest.raises(Refusal, match="须先由部门负责人批示"):
            road.accepted(p, office["town_head"], office["town_officer"])
        p = road.named(p, office["town_head"], office["town_officer"])
        p = road.accepted(p, office["town_officer"], office["town_officer"])
    with at("2026-03-02"):
        p = road.reported(p, office["town_head"])
        assert road.signers(p) == [office["town_head"].name, office["town_chief"].name]
        p = road.answered(p, office["town_head"])
        assert road.filed(p, office["town_head"]).state == State.ARCHIVED


def test_the_county_beside_it_keeps_its_own_way(office: Office, monday: Any) -> None:
    road.under(office, "general")
    p = fresh(office.registered())
    assert p.policy_values["preset"] == "general"
