"""What the shipped presets decide (part C3), seen in what follows for a case."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import UnitKind
from accounts.roles import Role
from casework.models import ClockKind
from casework.policy import PRESETS, preset_source
from casework.policy_presets import DOCUMENTS
from petitions import proxy as reads
from petitions.actions import proxy
from tests.office import Office
from tests.petitions.receiving import hall
from tests.petitions.scenarios_by_preset import road
from tests.petitions.steps import assigned

pytestmark = pytest.mark.usefixtures("monday")


def test_every_preset_decides_something_and_names_its_documents() -> None:
    assert [code for code, one in PRESETS.items() if not one["values"]] == []
    assert preset_source("three_five") == "三五天机关（《信访工作制度》）"
    assert {code for one in PRESETS.values() for code in one["source"].split("、")} == set(DOCUMENTS)


@pytest.mark.parametrize(("preset", "owner"), [("masses_county", "ZJJ"), ("three_five", "XF")])
def test_who_tells_the_petitioner_of_what_a_petition_office_passed_on(
    office: Office, preset: str, owner: str
) -> None:
    road.under(office, preset)
    p = assigned(office, office.registered())
    assert p.clocks.get(kind=ClockKind.NOTICE).owner_unit == office.units[owner]


@pytest.mark.rule("S10-08")
@pytest.mark.parametrize("preset", PRESETS)
def test_no_preset_moves_or_leaves_out_a_day_of_the_law(office: Office, preset: str) -> None:
    road.under(office, preset)
    p = office.registered()
    law = p.clocks.get(kind=ClockKind.ROUTE)
    assert (law.statutory_due, law.due_on, law.unit_due) == (date(2026, 3, 17), date(2026, 3, 17), None)
    assert "第二十二条" in law.statutory_sentence
    p = assigned(office, p, responsible=office["bureau_head"])
    law = p.clocks.get(kind=ClockKind.HANDLE)
    assert (law.statutory_due, law.due_on <= law.statutory_due) == (date(2026, 5, 6), True)
    assert "第三十四条" in law.statutory_sentence


@pytest.mark.rule("S10-08")
@pytest.mark.parametrize("days", [1, 30, 60])
def test_own_limit_stands_before_the_law_and_leaves_it_where_it_is(office: Office, days: int) -> None:
    hall.policy(office, handle_limit={"ordinary": {"days": days, "day_type": "calendar"}})
    clock = assigned(office, office.registered()).clocks.get(kind=ClockKind.HANDLE)
    own = {1: date(2026, 3, 3), 30: date(2026, 4, 1), 60: date(2026, 5, 6)}[days]
    assert (clock.unit_due, clock.due_on, clock.statutory_due) == (own, own, date(2026, 5, 6))


@pytest.mark.rule("S20-03")
@pytest.mark.parametrize(("wanted", "missing"), [(None, [1, 0]), (2, [2, 1]), (0, [0, 0])])
def test_villages_lack_the_agents_that_the_policy_asks_for(
    office: Office, wanted: int | None, missing: list[int]
) -> None:
    if wanted is None:
        road.under(office, "town_proxy", "T03-XF")
    else:
        hall.policy(office, "T03-XF", agents_per_village=wanted)
    for code in ("V1", "V2"):
        road.settle(office, code, f"西样镇{code}村民委员会", UnitKind.VILLAGE, "T03")
    road.hire(office, "agent", "褚某子", "V1", Role.AGENT)
    proxy.attest_agent(
        office["agent"],
        by=office["town_officer"],
        village=office.units["V1"],
        residence=office.units["T03"],
        ticks=frozenset(proxy.CONDITIONS),
    )
    rows = reads.coverage(office["town_officer"])
    assert [(one.unit.code, one.missing) for one in rows] == list(zip(["V2", "V1"], missing, strict=True))
