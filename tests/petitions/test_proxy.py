"""信访代理: attested agents, signed mandates, filing and speaking under them, and nothing after they end."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from accounts.models import Post, Staff, Unit, UnitKind
from accounts.roles import Role
from casework.refusals import NotVisible, NotYours, Refusal
from petitions import proxy as reads
from petitions.actions import proxy
from petitions.actions.register import Person, register
from petitions.models import Dispute, Petition, ProxyAgent, ProxyFiling, ProxyMandate
from petitions.states import Channel
from tests.office import PASSWORD, Office

pytestmark = pytest.mark.usefixtures("monday")
TODAY, LATER = date(2026, 3, 2), date(2026, 12, 31)
ALL = frozenset(proxy.CONDITIONS)
STORY = "我家门前的路两年没有修，下雨天出不了门。"


def village(office: Office, name: str = "甲") -> Unit:
    return Unit.objects.create(
        code=f"T03-{name}",
        name=f"{name}村",
        short_name=f"{name}村",
        kind=UnitKind.VILLAGE,
        parent=office.units["T03"],
    )


def agent(office: Office, at: Unit, name: str = "褚某子") -> Staff:
    made = Staff.objects.create_user(username=f"u-{at.pk}-{name}", password=PASSWORD, name=name, unit=at)
    Post.objects.create(staff=made, unit=at, role=Role.AGENT, starts_on=date(2020, 1, 1))
    return made


def attest(office: Office, staff: Staff, at: Unit, **changes: Any) -> ProxyAgent:
    values = {"village": at, "residence": office.units["T03"], "ticks": ALL, **changes}
    return proxy.attest_agent(staff, by=office["town_officer"], **values)


def mandated(office: Office, **changes: Any) -> ProxyMandate:
    at = Unit.objects.filter(code="T03-甲").first() or village(office)
    staff = Staff.objects.filter(posts__role=Role.AGENT).first() or agent(office, at)
    if not ProxyAgent.objects.filter(staff=staff).exists():
        attest(office, staff, at)
    person = Person(name="卫某丑", phone="12000000031", address="甲村")
    values = {"agent": staff, "scope": "修路", "signed_on": TODAY, "ends_on": LATER, **changes}
    return proxy.give_mandate(person, by=office["town_officer"], **values)


def filed(office: Office) -> ProxyFiling:
    mandate = mandated(office)
    return proxy.file_for(mandate.pk, by=mandate.agent, body=STORY).proxy_filing


@pytest.mark.rule("S20-06")
def test_agent_is_a_resident_of_the_town_with_every_condition_ticked(office: Office) -> None:
    at = village(office)
    staff = agent(office, at)
    with pytest.raises(Refusal, match="须常住"):
        attest(office, staff, at, residence=office.units["XZF"])
    with pytest.raises(Refusal, match="逐项符合"):
        attest(office, staff, at, ticks=ALL - {"is_able"})
    with pytest.raises(NotYours):
        proxy.attest_agent(
            staff, by=office["bureau_head"], village=at, residence=office.units["T03"], ticks=ALL
        )
    assert attest(office, staff, at).town == office.units["T03"]


@pytest.mark.rule("S20-06")
def test_of_the_conditions_only_ticks_are_kept(office: Office) -> None:
    fields = {one.name: one for one in ProxyAgent._meta.get_fields() if isinstance(one, models.Field)}
    assert [fields[name].verbose_name for name in proxy.CONDITIONS] == [
        "政治条件符合",
        "遵纪守法",
        "品行端正",
        "能够正常履职",
        "熟悉当地情况",
        "有威信和能力",
    ]
    texts = [name for name, one in fields.items() if isinstance(one, models.CharField | models.TextField)]
    assert texts == []
    made = attest(office, agent(office, at := village(office)), at)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProxyAgent.objects.filter(pk=made.pk).update(is_able=False)


@pytest.mark.rule("S20-03")
def test_villages_without_an_agent_come_first(office: Office) -> None:
    with_one, without = village(office), village(office, "乙")
    attest(office, agent(office, with_one), with_one)
    found = [(one.unit, one.agents) for one in reads.coverage(office["town_officer"])]
    assert found == [(without, 0), (with_one, 1)]


@pytest.mark.rule("S20-01")
def test_mandate_needs_an_agent_a_scope_and_a_term(office: Office) -> None:
    for changes, words in (
        ({"agent": office["handler"]}, "不是在任代理员"),
        ({"scope": " "}, "委托事项"),
        ({"signed_on": LATER}, "签字日期"),
        ({"ends_on": date(2026, 3, 1)}, "有效期"),
    ):
        with pytest.raises(Refusal, match=words):
            mandated(office, **changes)
    assert mandated(office).is_valid_on(LATER)


@pytest.mark.rule("S20-01")
def test_mandate_is_revoked_at_any_time_without_a_reason_by_its_own_office(office: Office) -> None:
    made = mandated(office)
    assert made.is_valid_on(TODAY)
    with pytest.raises(NotVisible):
        proxy.revoke_mandate(made.pk, by=office["bureau_head"])
    ended = proxy.revoke_mandate(made.pk, by=office["town_officer"])
    assert (ended.revoked_at, ended.revoked_by) == (timezone.now(), office["town_officer"])
    assert not ended.is_valid_on(TODAY)
    with pytest.raises(Refusal, match="已经撤销"):
        proxy.revoke_mandate(made.pk, by=office["town_officer"])


@pytest.mark.rule("S20-02")
def test_there_is_nothing_to_pay(office: Office) -> None:
    names = {
        one.name for model in (ProxyMandate, ProxyAgent, ProxyFiling) for one in model._meta.get_fields()
    }
    assert not {
        one for one in names if any(word in one for word in ("fee", "price", "amount", "money", "pay"))
    }
    decimals = [one for one in ProxyMandate._meta.get_fields() if isinstance(one, models.DecimalField)]
    assert decimals == []


@pytest.mark.rule("S20-09")
def test_agent_files_in_the_petitioners_name_in_the_offices_register(office: Office) -> None:
    filing = filed(office)
    p = filing.petition
    assert (p.channel, p.unit, p.person_name, p.first_responder) == (
        Channel.PROXY,
        office.units["T03-XF"],
        "卫某丑",
        filing.mandate.agent,
    )
    assert [one.filing for one in map(reads.stage_of, filing.mandate.filings.all())] == [filing]


@pytest.mark.rule("S20-09", "F-31")
def test_after_revocation_the_agent_neither_files_nor_reads(office: Office) -> None:
    filing = filed(office)
    mandate, by = filing.mandate, filing.mandate.agent
    proxy.revoke_mandate(mandate.pk, by=office["town_officer"])
    with pytest.raises(Refusal, match="已撤销"):
        proxy.file_for(mandate.pk, by=by, body=STORY)
    assert list(reads.filings_of(by, TODAY)) == []
    assert reads.mandates_of(by, TODAY) == []
    with pytest.raises(Refusal, match="已撤销"):
        proxy.suggest(filing.pk, by=by, text="请到现场看看")
    assert filing.petition.events.filter(name="proxy_ended").count() == 1


@pytest.mark.rule("S20-09", "F-31")
def test_ended_term_is_like_a_revocation(office: Office, monday: Any) -> None:
    mandate = filed(office).mandate
    assert list(reads.filings_of(mandate.agent, date(2027, 1, 1))) == []
    monday.move_to("2027-01-01 09:00:00+08:00")
    with pytest.raises(Refusal, match="已过有效期"):
        proxy.file_for(mandate.pk, by=mandate.agent, body=STORY)


@pytest.mark.rule("S20-09")
def test_nobody_files_under_the_mandate_of_another_and_no_agent_registers(office: Office) -> None:
    mandate = mandated(office)
    other = agent(office, village(office, "乙"), "陈某癸")
    for by in (other, office["town_officer"]):
        with pytest.raises(NotVisible):
            proxy.file_for(mandate.pk, by=by, body=STORY)
    with pytest.raises(NotYours):
        register(office.matter(channel=Channel.PROXY), by=mandate.agent)
    assert not Petition.objects.exists()


@pytest.mark.rule("S20-10")
def test_agent_urges_and_suggests_on_their_own_cases_alone(office: Office) -> None:
    filing = filed(office)
    by = filing.mandate.agent
    proxy.suggest(filing.pk, by=by, text="请到现场看看")
    made = proxy.urge_as_agent(filing.pk, by=by, text="请尽快安排")
    assert (made.unit, made.urged_by) == (office.units["T03-XF"], by)
    other = agent(office, village(office, "乙"), "陈某癸")
    with pytest.raises(NotVisible):
        proxy.suggest(filing.pk, by=other, text="看看")
    office.registered(by=office["town_officer"])
    assert list(Petition.objects.visible_to(by)) == []


def test_case_granted_to_the_village_is_not_the_agents(office: Office) -> None:
    from casework.actions.base import grant

    at = village(office)
    grant(office.registered(by=office["town_officer"]), "交办", unit=at)
    assert list(Petition.objects.visible_to(agent(office, at))) == []


def test_ending_an_agent_ends_their_mandates(office: Office) -> None:
    mandate = mandated(office)
    proxy.end_agent(ProxyAgent.objects.get().pk, by=office["town_officer"])
    mandate.refresh_from_db()
    assert not mandate.is_valid_on(TODAY)
    with pytest.raises(Refusal, match="不是在任代理员"):
        mandated(office)


@pytest.mark.rule("S20-08", "S21-06")
def test_dispute_goes_from_found_to_settled_or_handed_over(office: Office) -> None:
    at = village(office)
    by = agent(office, at)
    made = proxy.record_dispute(
        by=by, unit=at, found_on=TODAY, title="两户争路", detail="共用通道被堵。", people=6
    )
    with pytest.raises(Refusal, match="调处情况"):
        proxy.move_dispute(made.pk, by=by, state="mediating", outcome="")
    proxy.move_dispute(made.pk, by=by, state="mediating", outcome="村委已约双方")
    with pytest.raises(Refusal, match="移交单位"):
        proxy.move_dispute(made.pk, by=by, state="handed_over", outcome="请镇里调解")
    done = proxy.move_dispute(made.pk, by=by, state="settled", outcome="双方签了协议")
    assert (done.settled_on, Dispute.objects.get().state) == (TODAY, "settled")
    with pytest.raises(Refusal, match="不能改为"):
        proxy.move_dispute(made.pk, by=by, state="mediating", outcome="又争起来")
    with pytest.raises(NotVisible):
        proxy.move_dispute(made.pk, by=office["handler"], state="settled", outcome="好了")
