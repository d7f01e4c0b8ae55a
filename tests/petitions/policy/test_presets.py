"""What the shipped presets decide (part C3), seen in what follows for a case."""

from __future__ import annotations

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
