"""A page for every verb: who may open it, and that nothing typed is lost when a rule refuses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from casework.states import State
from petitions.access import VERBS
from petitions.actions import close, handle, register, reports, route, supervise
from petitions.models import Petition
from petitions.states import Channel, Jurisdiction, Purpose
from petitions.views.verb_pages import PAGES
from tests.office import Office
from tests.petitions import steps
from tests.petitions.scenarios import joining, policy, supervising
from tests.petitions.steps import fresh
from tests.petitions.views import compartment_road, roads
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")
Make = Callable[[Office], Petition]


def registered(office: Office) -> Petition:
    return office.registered()


def at(step: Callable[[Office, Petition], Petition]) -> Make:
    return lambda office: step(office, office.registered())


def outside(office: Office) -> Petition:
    return office.registered(details={"jurisdiction": Jurisdiction.OUTSIDE})


def enquiry(office: Office) -> Petition:
    return office.registered(purpose=Purpose.ENQUIRY)


def visit(office: Office) -> Petition:
    return office.registered(channel=Channel.VISIT)


def linked(office: Office) -> Petition:
    first, second = office.registered(), office.registered()
    register.link_repeat(second.pk, first, by=office["registrar"], kind="related")
    return second


def unsigned_investigation(office: Office) -> Petition:
    p = steps.handling(office, office.registered())
    handle.investigate(p.pk, by=office["handler"], done_on=steps.DAY, findings="现场查看。")
    return fresh(p)


def asked_for_time(office: Office) -> Petition:
    p = steps.handling(office, office.registered())
    handle.interim_report(
        p.pk, by=office["handler"], reason="等配件。", progress="已报修。", asks_until=date(2026, 3, 20)
    )
    return fresh(p)


def urged(office: Office) -> Petition:
    p = steps.handling(office, office.registered())
    supervise.urge(p.pk, by=office["officer"], text="请抓紧。")
    return fresh(p)


def closed(office: Office) -> Petition:
    p = steps.concluded(office, office.registered())
    close.close(p.pk, by=office["officer"], version=p.version, text="电梯将修复。", method="letter")
    return fresh(p)


def with_co_unit(office: Office) -> Petition:
    p = steps.presented(office, office.registered())
    assert p.signer is not None
    route.annotate(p.pk, by=p.signer, version=p.version, opinion="请核实办理。")
    co_units = (office.units["RSJ"],)
    route.assign(
        p.pk,
        by=office["officer"],
        version=fresh(p).version,
        unit=office.units["ZJJ"],
        opinion="请办。",
        co_units=co_units,
    )
    return fresh(p)


def upward_drafted(office: Office) -> Petition:
    p = office.registered()
    reports.make_leader_report(
        p.pk,
        by=office["officer"],
        kind="upward",
        text="情况报告。",
        leader=office["chief"],
        addressed_to="市信访局",
    )
    return fresh(p)


def owing_a_filing(office: Office) -> Petition:
    p = office.registered(by=office["handler"], purpose=Purpose.ENQUIRY)
    route.answer_on_the_spot(p.pk, by=office["handler"], version=1, text="已说明。", **steps.EXPLAINED)
    reports.owe_filing(fresh(p))
    return fresh(p)


def annotated(office: Office, petition: Petition) -> Petition:
    p = steps.presented(office, petition)
    assert p.signer is not None
    route.annotate(p.pk, by=p.signer, version=p.version, opinion="请核实办理。")
    return fresh(p)


def merged_away(office: Office) -> Petition:
    return fresh(joining.merged(office).petition)


# verb: (a petition on which it may be done, who may, a colleague who sees it and may not)
ROAD: dict[str, tuple[Make, str, str]] = {
    "present": (registered, "registrar", "deputy"),
    "withdraw": (at(steps.presented), "registrar", "deputy"),
    "assign": (at(annotated), "officer", "deputy"),
    "transfer": (at(annotated), "officer", "registrar"),
    "guide": (outside, "registrar", "deputy"),
    "answer_on_the_spot": (enquiry, "registrar", "deputy"),
    "talk": (visit, "registrar", "deputy"),
    "add_intake": (registered, "registrar", "deputy"),
    "accept": (at(steps.assigned), "handler", "registrar"),
    "reassign": (at(steps.handling), "bureau_head", "handler"),
    "return_to_office": (at(steps.handling), "handler", "registrar"),
    "investigate": (at(steps.handling), "handler", "bureau_head"),
    "sign_investigation": (unsigned_investigation, "bureau_head", "handler"),
    "interim": (at(steps.handling), "handler", "bureau_head"),
    "extend": (asked_for_time, "deputy", "handler"),
    "extend_statutory": (at(steps.handling), "deputy", "handler"),
    "report": (at(steps.investigated), "handler", "bureau_head"),
    "close": (at(steps.concluded), "officer", "handler"),
    "archive": (closed, "officer", "handler"),
    "reopen": (closed, "officer", "handler"),
    "void": (registered, "officer", "deputy"),
    "urge": (at(steps.assigned), "officer", "handler"),
    "answer_urge": (urged, "handler", "officer"),
    "repeat": (registered, "registrar", "deputy"),
    "merge": (registered, "officer", "registrar"),
    "undo_merge": (merged_away, "officer", "registrar"),
    "split": (registered, "officer", "registrar"),
    "undo_repeat": (linked, "registrar", "deputy"),
    "correct": (at(steps.assigned), "office_head", "registrar"),
    "leader_report": (registered, "officer", "deputy"),
    "sign_leader_report": (upward_drafted, "chief", "deputy"),
    "send_upward": (upward_drafted, "officer", "registrar"),
    "co_opinion": (with_co_unit, "other_handler", "registrar"),
    "file": (owing_a_filing, "officer", "deputy"),
    **roads.WAYS,
    **supervising.ROAD,
    "ask_instruction": (at(steps.handling), "handler", "registrar"),
    "answer_instruction": (policy.asked, "handler", "deputy"),
    "recalculate": (registered, "officer", "registrar"),
    **compartment_road.ROAD,
    **roads.OUTCOMES,
    "set_cause": (closed, "officer", "deputy"),
}
# S03-10: whoever sees a case may report information about it.
FOR_EVERYBODY = {"report_info"}
SIGNED = {"annotate", "sign", "sign_review"}
ELSEWHERE = SIGNED | {"edit", "attach", "issue_paper", "withdraw_paper", "deliver_paper"}


def test_every_verb_has_its_page_and_every_page_a_row_here() -> None:
    assert set(VERBS) - ELSEWHERE <= set(PAGES)
    assert set(ROAD) | FOR_EVERYBODY == set(PAGES)


@pytest.mark.parametrize("verb", ROAD)
def test_page_opens_for_those_who_may_and_for_nobody_else(office: Office, verb: str) -> None:
    make, allowed, other = ROAD[verb]
    p = make(office)
    url = f"/petitions/{p.pk}/do/{verb}/"
    response = signed_in(office[allowed]).get(url)
    assert response.status_code == 200, words(response)
    assert PAGES[verb].title in words(response)
    assert signed_in(office[other]).get(url).status_code == 403
    assert signed_in(office["town_head"]).get(url).status_code == 404
    assert signed_in(office[other]).post(url, {"version": p.version}).status_code in (403, 422)
    assert signed_in(office["town_head"]).post(url, {"version": p.version}).status_code == 404
    assert fresh(p).events.count() == p.events.count()


def test_unknown_verb_is_404(office: Office) -> None:
    p = office.registered()
    assert signed_in(office["registrar"]).get(f"/petitions/{p.pk}/do/delete/").status_code == 404


def test_verb_of_another_state_leads_back_with_the_reason(office: Office) -> None:
    p = office.registered()
    response = signed_in(office["officer"]).get(f"/petitions/{p.pk}/do/close/", follow=True)
    assert response.redirect_chain == [(f"/petitions/{p.pk}/", 302)]
    assert "现在是“已登记”，不能答复并办结。" in words(response)


def test_verb_with_nothing_to_act_on_leads_back(office: Office) -> None:
    p = steps.handling(office, office.registered())
    response = signed_in(office["bureau_head"]).get(f"/petitions/{p.pk}/do/sign_investigation/", follow=True)
    assert "没有待您签字的调查记录。" in words(response)


def test_stale_save_keeps_what_was_typed_and_tells_what_happened(office: Office) -> None:
    p = steps.investigated(office, office.registered())
    client, url = signed_in(office["handler"]), f"/petitions/{p.pk}/do/report/"
    opened = client.get(url).context["form"]
    handle.reassign(p.pk, by=office["bureau_head"], version=p.version, handler=office["bureau_head"])
    typed = {**steps.REPORT, "version": opened["version"].value(), "seen": opened["seen"].value()}
    response = client.post(url, typed)
    assert response.status_code == 422
    assert response.context["form"]["facts"].value() == steps.REPORT["facts"]
    assert [line.text for line in response.context["missed"]] == ["改由 蒋某寅 承办"]
    assert fresh(p).state == State.HANDLING


def test_stale_save_can_be_sent_again_on_purpose(office: Office) -> None:
    p = office.registered()
    client, url = signed_in(office["registrar"]), f"/petitions/{p.pk}/do/present/"
    opened = client.get(url).context["form"]
    register.edit(p.pk, by=office["officer"], version=p.version, place="样城街道")
    leader = opened.fields["to"].initial
    response = client.post(url, {"version": p.version, "seen": opened["seen"].value(), "to": leader})
    assert "刚被他人修改过" in words(response)
    assert [line.text for line in response.context["missed"]] == ["补充更正：问题属地"]
    again = {"version": response.context["form"]["version"].value(), "to": leader}
    assert client.post(url, again).status_code == 302
    assert fresh(p).state == State.PRESENTED


def test_others_hear_that_somebody_has_the_page_open(office: Office) -> None:
    p = office.registered()
    signed_in(office["registrar"]).get(f"/petitions/{p.pk}/do/present/")
    assert "周某戊 正在办理此件" in words(signed_in(office["officer"]).get(f"/petitions/{p.pk}/do/void/"))


def test_pages_do_not_exist_for_the_accused(office: Office) -> None:
    p = office.registered(purpose=Purpose.ACCUSATION, accused_staff=(office["officer"],))
    assert signed_in(office["officer"]).get(f"/petitions/{p.pk}/do/present/").status_code == 404
