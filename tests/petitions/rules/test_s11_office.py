"""S11-02, S11-03: what the office does itself, and what goes to the department of the line."""

from __future__ import annotations

import pytest

from accounts.access import standing_of
from accounts.roles import Power
from petitions import proposals
from petitions.access import why_not
from petitions.models import ContentClass
from petitions.states import Channel, Nature
from tests.office import Office
from tests.petitions.scenarios.base import annotated
from tests.petitions.steps import assigned, concluded, handling

pytestmark = pytest.mark.usefixtures("monday")


@pytest.mark.rule("S11-02")
def test_office_registers_sends_out_urges_and_answers_and_a_handler_does_not(office: Office) -> None:
    who = standing_of(office["officer"])
    for power in (Power.REGISTER, Power.ROUTE, Power.SUPERVISE, Power.HANDLE):
        assert who.may(power), power
    assert not standing_of(office["handler"]).may(Power.ROUTE)
    superiors = annotated(office, channel=Channel.SUPERIOR)
    open_to_the_office = {
        "edit": superiors,
        "present": office.registered(),
        "assign": superiors,
        "transfer": superiors,
        "urge": handling(office, office.registered()),
        "close": concluded(office, office.registered()),
    }
    for verb, petition in open_to_the_office.items():
        assert why_not(verb, petition, office["officer"]) is None, verb
        assert why_not(verb, petition, office["handler"]), verb


@pytest.mark.rule("S11-02")
def test_office_takes_what_is_assigned_to_itself(office: Office) -> None:
    p = assigned(office, office.registered(channel=Channel.SUPERIOR), "XF")
    assert why_not("accept", p, office["officer"]) is None
    assert why_not("accept", p, office["handler"]) == "签收由承办单位办理。"


@pytest.mark.rule("S11-03")
@pytest.mark.parametrize(
    ("nature", "unit", "reason"),
    [
        (Nature.BUSINESS, "ZJJ", "“物业管理”归口清禾县住房和城乡建设局"),
        (Nature.GENERAL, "XF", "综合性事项，由办公室协调"),
    ],
)
def test_business_goes_to_the_department_of_its_line_and_general_matters_to_the_office(
    office: Office, nature: str, unit: str, reason: str
) -> None:
    lift = ContentClass.objects.get(code="0102")
    found = proposals.propose(office.registered(details={"nature": nature, "content_class": lift}))
    assert found is not None
    assert (found.unit.code, found.reason) == (unit, reason)
