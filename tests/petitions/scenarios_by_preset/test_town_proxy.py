"""乡镇信访代理: an attested agent files by a written, free, revocable mandate, follows and urges, and never accuses for others."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import UnitKind
from accounts.roles import Role
from casework.refusals import NotVisible, Refusal
from casework.states import State
from petitions.actions import proxy
from petitions.actions.register import Person
from petitions.models import ProxyMandate
from petitions.states import Channel, Purpose
from tests.office import Office
from tests.petitions.scenarios_by_preset import road
from tests.petitions.steps import DAY, fresh

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def town(office: Office) -> Office:
    """A village of the town and its agent, attested by the town's office."""
    village = road.settle(office, "V1", "西样镇乙一村村民委员会", UnitKind.VILLAGE, "T03")
    road.under(office, "town_proxy", "T03-XF")
    road.hire(office, "agent", "褚某子", "V1", Role.AGENT)
    with pytest.raises(Refusal, match="常住"):
        attest(office, residence="XZF")
    attest(office)
    assert village.covers(office["agent"].unit or village)
    return office


def attest(office: Office, residence: str = "T03") -> None:
    proxy.attest_agent(
        office["agent"],
        by=office["town_officer"],
        village=office.units["V1"],
        residence=office.units[residence],
        ticks=frozenset(proxy.CONDITIONS),
    )


def mandate(town: Office) -> ProxyMandate:
    person = Person(name="彭某丁", phone="12000000026", address="西样镇乙一村")
    return proxy.give_mandate(
        person,
        by=town["town_officer"],
        agent=town["agent"],
        scope="护理补贴核查",
        signed_on=DAY,
        ends_on=date(2026, 8, 31),
    )


def test_from_the_village_to_the_archive(town: Office) -> None:
    given = mandate(town)
    p = proxy.file_for(given.pk, by=town["agent"], body="护理补贴从一月起没有发。", place="西样镇")
    assert (p.channel, p.unit.code, p.person_name) == (Channel.PROXY, "T03-XF", "彭某丁")
    p = road.annotated(road.presented(p, town["town_officer"]), unit=town.units["T03-XF"])
    p = road.accepted(p, town["town_head"], town["town_officer"])
    filing = fresh(p).proxy_filing
    proxy.suggest(filing.pk, by=town["agent"], text="残疾证在有效期内，建议查银行退票。")
    assert proxy.urge_as_agent(filing.pk, by=town["agent"], text="老人等钱买药。").petition == p
    p = road.reported(p, town["town_head"])
    road.signers(p)
    p = road.answered(p, town["town_head"])
    assert road.filed(p, town["town_officer"]).state == State.ARCHIVED


def test_a_mandate_taken_back_opens_nothing(town: Office) -> None:
    given = mandate(town)
    filing = proxy.file_for(given.pk, by=town["agent"], body="补贴没有发。").proxy_filing
    proxy.revoke_mandate(given.pk, by=town["town_officer"], reason="本人撤回")
    with pytest.raises(Refusal, match="已撤销"):
        proxy.file_for(given.pk, by=town["agent"], body="再次反映。")
    with pytest.raises((Refusal, NotVisible)):
        proxy.suggest(filing.pk, by=town["agent"], text="请快办。")


def test_what_it_asks_is_a_claim_and_costs_nothing(town: Office) -> None:
    p = proxy.file_for(mandate(town).pk, by=town["agent"], body="反映补贴。")
    assert p.purpose == Purpose.CLAIM
    assert not [one for one in ProxyMandate._meta.get_fields() if "fee" in one.name]
