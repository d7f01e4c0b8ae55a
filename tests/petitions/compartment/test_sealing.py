"""An accusation that comes to light later, one that goes straight up, 初查, and what the accused try."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounts.roles import Role
from casework.models import CaseGrant, Clock, ClockKind, Notice
from casework.refusals import NotYours, Refusal
from casework.states import State
from petitions.actions import arrivals, discipline, register, route, sealing
from petitions.discipline import inquiries_for
from petitions.models import Petition
from petitions.proposals import propose
from tests.office import Office
from tests.petitions import steps
from tests.petitions.scenarios.compartment import DAY, accusation, at_organ, inquiring
from tests.petitions.scenarios.outcomes import ground
from tests.petitions.scenarios_by_preset.road import hire
from tests.petitions.steps import fresh
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")


def seen_by(office: Office, case: Petition) -> set[str]:
    return {
        name for name in office.staff if Petition.objects.visible_to(office[name]).filter(pk=case.pk).exists()
    }


@pytest.mark.rule("S09-15", "S21-07")
def test_what_lies_with_the_accused_unit_comes_back_and_leaves_no_trace(office: Office) -> None:
    p = steps.handling(office, office.registered())
    assert "handler" in seen_by(office, p)
    by, unit = office["officer"], office.units["ZJJ"]
    sealing.seal(p.pk, by=by, version=p.version, accused_units=[unit], reason="来信反映该局受贿")
    p = fresh(p)
    assert (p.state, p.handling_unit, p.handler, p.signer) == (State.RETURNED, None, None, None)
    assert seen_by(office, p) == {"officer"}
    assert not Notice.objects.filter(case=p).exists()
    assert set(CaseGrant.objects.filter(case=p).values_list("staff", "unit")) == {(by.pk, None)}
    handler = signed_in(office["handler"])
    assert handler.get(f"/petitions/{p.pk}/").status_code == 404
    for page in ("/", "/handling/", "/notices/", "/petitions/"):
        assert "电梯" not in words(handler.get(page))


def test_sealing_names_who_is_accused_and_why(office: Office) -> None:
    p = office.registered()
    by = office["officer"]
    with pytest.raises(Refusal, match="请选择被反映"):
        sealing.seal(p.pk, by=by, version=1, reason="反映受贿")
    with pytest.raises(Refusal, match="理由"):
        sealing.seal(p.pk, by=by, version=1, accused_units=[office.units["ZJJ"]])
    page = signed_in(by).post(
        f"/petitions/{p.pk}/do/seal/",
        {"version": 1, "accused_units": [office.units["ZJJ"].pk], "reason": "反映受贿"},
    )
    assert page.status_code == 302
    assert fresh(p).is_sealed


def test_further_accused_are_named_later(office: Office) -> None:
    p = accusation(office)
    by, boss = office["registrar"], office.staff["office_head"]
    sealing.seal(p.pk, by=by, version=p.version, accused_staff=[boss], reason="补充来信")
    # The registrar reports to that head: from now on they see nothing either.
    assert seen_by(office, p) == set()


@pytest.mark.rule("S21-07", "S11-17")
def test_accusation_of_ones_own_leader_is_received_as_a_bare_fact(office: Office) -> None:
    by, boss = office["registrar"], office.staff["chief"]
    with pytest.raises(Refusal, match="直送登记"):
        accusation(office, accused_units=(), accused_staff=(boss,))
    p = discipline.register_direct(by=by, channel="letter", received_on=DAY, accused_staff=[boss])
    p = fresh(p)
    assert (p.text.body, p.title, p.petitioner, p.is_sealed) == (
        discipline.FACT_ONLY,
        "检举控告事项",
        None,
        True,
    )
    assert (p.state, p.handling_unit) == (State.FORWARDED, office.units["XJW"])
    assert seen_by(office, p) == {"discipline"}
    assert Clock.objects.get(case=p, kind=ClockKind.JC_UP).statutory_due == date(2026, 3, 9)
    with pytest.raises(Refusal, match="只用于"):
        discipline.register_direct(
            by=by, channel="letter", received_on=DAY, accused_units=[office.units["ZJJ"]]
        )
    arrived = arrivals.take_in(p.pk, by=office["discipline"], version=p.version)
    assert (arrived.number, arrived.is_sealed) == ("清纪控〔2026〕1号", True)
    assert seen_by(office, arrived) == {"discipline"}


def test_direct_page_has_no_place_for_what_it_says(office: Office) -> None:
    client = signed_in(office["registrar"])
    assert "textarea" not in client.get("/petitions/new/direct/").content.decode()
    boss = office.staff["chief"].pk
    values = {"channel": "letter", "received_on": "2026-03-02", "accused_staff": [boss]}
    done = client.post("/petitions/new/direct/", values, follow=True)
    assert "清信控〔2026〕1号" in words(done)
    assert "清信控" not in words(client.get("/"))


@pytest.mark.rule("S21-10")
def test_inquiry_needs_a_signed_decision_and_is_read_by_its_people_alone(office: Office) -> None:
    p = at_organ(office)
    leader, member = office["other_head"], office["discipline"]
    further = hire(office, "inquirer", "施某甲", "XJW", Role.HANDLER)
    assert "inquirer" not in seen_by(office, p)
    given: dict[str, Any] = {"version": p.version, "members": [member, further], "scope": "验收情况"}
    with pytest.raises(NotYours):
        discipline.open_inquiry(p.pk, by=member, opinion="同意。", **given)
    with pytest.raises(Refusal, match="签字"):
        discipline.open_inquiry(p.pk, by=leader, opinion=" ", **given)
    discipline.open_inquiry(p.pk, by=leader, opinion="同意初查。", **given)
    made = p.inquiries.get()
    assert (made.decision.step, made.decision.staff) == ("inquiry", leader)
    assert "inquirer" in seen_by(office, p)
    register.grant(p, "送阅", staff=office.staff["town_chief"])
    assert "初查" in words(signed_in(member).get(f"/petitions/{p.pk}/"))
    assert inquiries_for(p, office["town_chief"]) == []
    assert "验收情况" not in words(signed_in(office["town_chief"]).get(f"/petitions/{p.pk}/"))


def test_inquiry_ends_with_findings_of_a_member(office: Office) -> None:
    p = inquiring(office)
    with pytest.raises(NotYours, match="初查人员"):
        discipline.finish_inquiry(p.pk, by=office["other_head"], version=p.version, findings="失实。")
    discipline.finish_inquiry(p.pk, by=office["discipline"], version=p.version, findings="失实。")
    assert p.inquiries.get().finished_at


def test_named_reporter_is_owed_a_notice_within_fifteen_working_days(office: Office) -> None:
    p = at_organ(office)
    clock = Clock.objects.get(case=p, kind=ClockKind.JC_NOTICE)
    assert clock.statutory_due == date(2026, 3, 23)
    assert not Clock.objects.filter(case=accusation(office), kind=ClockKind.JC_NOTICE).exists()
    anonymous = at_organ(office, person=None, is_anonymous=True)
    assert not Clock.objects.filter(case=anonymous, kind=ClockKind.JC_NOTICE).exists()
    by = office["discipline"]
    discipline.tell_reporter(p.pk, by=by, version=p.version, method="phone", told_on=DAY)
    clock.refresh_from_db()
    assert clock.met_on == DAY


@pytest.mark.rule("F-16", "S09-15")
def test_accused_leader_and_unit_are_answered_with_nothing_and_the_attempt_stays(office: Office) -> None:
    p = accusation(office, accused_units=(), accused_staff=(office.staff["bureau_head"],))
    p = steps.presented(office, p)
    assert p.signer is not None
    with pytest.raises(Refusal, match="不得转给被反映"):
        route.annotate(p.pk, by=p.signer, version=p.version, opinion="请办。", unit=office.units["ZJJ"])
    leader = signed_in(office["bureau_head"])
    assert "没有" in words(leader.post("/search/", {"q": p.number}, follow=True))
    assert leader.get(f"/petitions/{p.pk}/").status_code == 404
    assert p.events.filter(name="barred_attempt", note="目标：清禾县住房和城乡建设局").count() == 1
    looks = p.events.filter(name="barred_look").values_list("actor_name", "note")
    # Once a day, person and case: asking again costs nothing that could be timed.
    assert list(looks) == [("蒋某寅", "搜索：蒋某寅")]
    assert "按地址打开" not in words(signed_in(office["officer"]).get(f"/petitions/{p.pk}/"))


@pytest.mark.rule("S11-17")
def test_accusation_cannot_be_ended_by_guiding_somebody_elsewhere(office: Office) -> None:
    p = accusation(office)
    with pytest.raises(Refusal, match="须移送有权处理的机关"):
        route.guide(
            p.pk,
            by=office["officer"],
            version=p.version,
            ground=ground("R6"),
            organ="法院",
            explanation="请起诉。",
        )
    found = propose(fresh(p))
    assert found is not None
    assert (found.unit, found.reason) == (office.units["XJW"], "检举控告按管理权限移送纪检监察机关")
