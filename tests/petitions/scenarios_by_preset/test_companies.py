"""大客户、巡访、投诉、技术服务、售后、费用: a company under one of these takes letters by the defaults; what it decided about
its customers never comes near a petition."""

from __future__ import annotations

import pytest

from casework.policy import BASE
from casework.policy_keys import CUSTOMERS, KEYS
from casework.policy_presets import PRESETS
from casework.states import State
from tests.office import Office
from tests.petitions.scenarios_by_preset import road

pytestmark = pytest.mark.usefixtures("monday")
COMPANIES = ["key_accounts", "customer_visits", "complaints", "tech_service", "after_sales", "expense"]


@pytest.mark.parametrize("preset", COMPANIES)
def test_a_letter_goes_from_intake_to_archive_by_the_defaults(office: Office, preset: str) -> None:
    assert {KEYS[key].group for key in PRESETS[preset]["values"]} == {CUSTOMERS}
    road.under(office, preset)
    p = office.registered()
    assert p.policy_values["preset"] == preset
    defaults = {key: value for key, value in BASE.items() if KEYS[key].group != CUSTOMERS}
    assert {key: value for key, value in p.policy_values.items() if key in KEYS} == defaults
    p = road.annotated(road.presented(p, office["officer"]), unit=office.units["ZJJ"])
    p = road.reported(road.accepted(p, office["bureau_head"], office["handler"]), office["bureau_head"])
    assert road.signers(p) == [office["bureau_head"].name, office["deputy"].name]
    p = road.answered(p, office["officer"])
    assert road.filed(p, office["officer"]).state == State.ARCHIVED
