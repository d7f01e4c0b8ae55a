"""三五天机关: everything is read; five days, three when urgent, from the reading; an interim report moves the own limit alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.refusals import Refusal
from casework.states import State, Urgency
from petitions.actions import handle
from tests.office import Office
from tests.petitions.scenarios_by_preset import road
from tests.petitions.steps import fresh


@pytest.fixture
def county(office: Office) -> Office:
    road.under(office, "three_five")
    return office


@pytest.mark.parametrize(("urgency", "due"), [(Urgency.ORDINARY, 9), (Urgency.URGENT, 5)])
def test_from_reading_to_archive(county: Office, at: Any, urgency: str, due: int) -> None:
    """The fifth day is a Saturday: the own limit rolls to Monday."""
    with at("2026-03-02"):
        p = county.registered(details={"urgency": urgency})
        with pytest.raises(Refusal, match="须先送领导阅批"):
            road.assigned(p, county["officer"], county.units["ZJJ"])
        p = road.presented(p, county["officer"])
        assert p.signer == county["office_head"]
        p = road.annotated(p, unit=county.units["ZJJ"])
        clock = p.clocks.get(kind="handle")
        assert (clock.due_on, clock.statutory_due) == (date(2026, 3, due), date(2026, 5, 6))
        p = road.accepted(p, county["bureau_head"], county["handler"])
        p = road.reported(p, county["bureau_head"])
        assert road.signers(p) == [county["bureau_head"].name, county["deputy"].name]
        p = road.answered(p, county["officer"])
        assert road.filed(p, county["officer"]).state == State.ARCHIVED


def test_late_it_says_why_and_the_law_s_day_stays(county: Office, at: Any) -> None:
    with at("2026-03-02"):
        p = road.annotated(road.presented(county.registered(), county["officer"]), unit=county.units["ZJJ"])
        p = road.accepted(p, county["bureau_head"], county["handler"])
        until = date(2026, 3, 20)
        by = county["handler"]
        handle.interim_report(p.pk, by=by, reason="等鉴定。", progress="已送检。", asks_until=until)
        handle.extend(p.pk, by=county["deputy"], until=until)
        clock = p.clocks.get(kind="handle")
        assert (clock.due_on, clock.statutory_due) == (until, date(2026, 5, 6))
    with at("2026-03-23"), pytest.raises(Refusal, match="超期原因"):
        road.reported(p, county["bureau_head"])


def test_what_is_not_ours_leaves_within_three_days(county: Office, at: Any) -> None:
    with at("2026-03-02"):
        p = road.annotated(road.presented(county.registered(), county["officer"]), unit=county.units["ZJJ"])
        handle.return_to_office(
            p.pk, by=county["bureau_head"], version=fresh(p).version, reason="应由人社局办理。"
        )
        assert p.clocks.get(kind="transfer_out").due_on == date(2026, 3, 5)
