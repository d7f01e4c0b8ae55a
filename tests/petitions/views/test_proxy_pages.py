"""信访代理 pages: the office keeps agents and mandates, the agent files and speaks; nobody reads more than theirs."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Staff
from petitions.actions import proxy
from petitions.models import Dispute, Outreach, ProxyAgent, ProxyMandate
from tests.office import Office
from tests.petitions.test_proxy import LATER, STORY, TODAY, agent, attest, filed, mandated, village
from tests.petitions.views.reading import queries_of, signed_in, words

pytestmark = pytest.mark.usefixtures("monday")


def page(who: Staff, tab: str) -> Any:
    return signed_in(who).get("/proxy/", {"tab": tab})


def test_office_attests_an_agent_through_the_form(office: Office) -> None:
    at = village(office)
    staff = agent(office, at)
    client = signed_in(office["town_officer"])
    data = {"staff": staff.pk, "village": at.pk, "residence": office.units["T03"].pk, "ticks": ["is_able"]}
    refused = client.post("/proxy/agents/new/", data)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["ticks"])
    done = client.post("/proxy/agents/new/", {**data, "ticks": list(proxy.CONDITIONS)}, follow=True)
    assert "已确认代理员" in words(done)
    assert "甲村" in words(page(office["town_officer"], "agents"))


@pytest.mark.rule("S20-02")
def test_mandate_says_on_screen_and_paper_that_it_is_free(office: Office) -> None:
    at = village(office)
    staff = agent(office, at)
    attest(office, staff, at)
    client = signed_in(office["town_officer"])
    form = client.get("/proxy/mandates/new/")
    assert "不收取任何费用" in words(form)
    data = {"name": "卫某丑", "agent": staff.pk, "scope": "修路", "signed_on": TODAY, "ends_on": LATER}
    client.post("/proxy/mandates/new/", data)
    made = ProxyMandate.objects.get()
    assert "不收取任何费用" in words(client.get(f"/proxy/mandates/{made.pk}/"))
    printed = client.post(f"/proxy/mandates/{made.pk}/print/")
    assert printed["Content-Type"] == "application/pdf"


@pytest.mark.rule("S20-09")
def test_agent_files_on_a_page_and_the_office_shows_it_in_full(office: Office) -> None:
    mandate = mandated(office)
    client = signed_in(mandate.agent)
    assert "修路" in words(page(mandate.agent, "mine"))
    assert client.post(f"/proxy/mandates/{mandate.pk}/file/", {"body": ""}).status_code == 422
    client.post(f"/proxy/mandates/{mandate.pk}/file/", {"body": STORY})
    filing = mandate.filings.get()
    assert filing.petition.number in words(page(mandate.agent, "mine"))
    shown = signed_in(office["town_officer"]).get(f"/proxy/mandates/{mandate.pk}/")
    assert filing.petition.number in words(shown)


@pytest.mark.rule("S20-10")
def test_agent_sees_stage_and_answers_and_no_case_page(office: Office) -> None:
    filing = filed(office)
    client = signed_in(filing.mandate.agent)
    shown = words(client.get(f"/proxy/cases/{filing.pk}/"))
    assert STORY in shown
    assert "已登记" in shown
    assert client.get(reverse("petition_detail", args=[filing.petition_id])).status_code == 404
    client.post(f"/proxy/cases/{filing.pk}/", {"kind": "urge", "text": "请尽快安排"})
    assert "催办：请尽快安排" in words(client.get(f"/proxy/cases/{filing.pk}/"))


@pytest.mark.rule("F-31")
def test_revoked_by_click_the_agents_pages_are_gone(office: Office) -> None:
    filing = filed(office)
    mandate = filing.mandate
    client = signed_in(office["town_officer"])
    assert "委托已撤销" in words(client.post(f"/proxy/mandates/{mandate.pk}/revoke/", follow=True))
    mine = signed_in(mandate.agent)
    for url in (
        f"/proxy/cases/{filing.pk}/",
        f"/proxy/mandates/{mandate.pk}/",
        f"/proxy/mandates/{mandate.pk}/file/",
    ):
        assert mine.get(url).status_code == 404, url
    assert filing.petition.number not in words(page(mandate.agent, "mine"))


def test_ended_agent_by_click(office: Office) -> None:
    mandated(office)
    made = ProxyAgent.objects.get()
    assert signed_in(office["officer"]).post(f"/proxy/agents/{made.pk}/end/").status_code == 403
    signed_in(office["town_officer"]).post(f"/proxy/agents/{made.pk}/end/")
    made.refresh_from_db()
    assert made.ended_on == TODAY


@pytest.mark.rule("S20-08")
def test_dispute_is_recorded_moved_and_printed_by_the_village(office: Office) -> None:
    at = village(office)
    client = signed_in(agent(office, at))
    data = {"unit": at.pk, "found_on": TODAY, "title": "两户争路", "detail": "通道被堵。", "people": 2}
    client.post("/proxy/disputes/new/", data)
    made = Dispute.objects.get()
    refused = client.post(f"/proxy/disputes/{made.pk}/", {"state": "handed_over", "outcome": "请调解"})
    assert list(refused.context["form"].errors) == ["handed_to"]
    client.post(f"/proxy/disputes/{made.pk}/", {"state": "settled", "outcome": "已和解"})
    assert "已和解" in words(client.get("/proxy/", {"tab": "disputes"}))
    assert client.get("/proxy/disputes/book/")["Content-Type"] == "application/pdf"
    assert signed_in(office["town_officer"]).get("/proxy/", {"tab": "disputes"}).context["rows"] == [made]
    assert signed_in(office["officer"]).get("/proxy/", {"tab": "disputes"}).context["rows"] == []


@pytest.mark.rule("S20-07", "S08-04", "S21-03")
def test_outreach_is_kept_with_topic_place_and_head_count(office: Office) -> None:
    client = signed_in(office["town_officer"])
    data = {"unit": office.units["T03"].pk, "kind": "meeting", "held_on": TODAY}
    data |= {"topic": "依法信访", "place": "甲村", "people": 0}
    assert client.post("/proxy/outreach/new/", data).status_code == 422
    client.post("/proxy/outreach/new/", {**data, "people": 32})
    assert Outreach.objects.get().people == 32
    assert "依法信访" in words(client.get("/proxy/", {"tab": "outreach"}))


def test_others_have_no_such_page(office: Office) -> None:
    assert signed_in(office["supervisor"]).get("/proxy/").status_code == 403


@pytest.mark.parametrize("tab", ["mine", "mandates"])
def test_more_rows_ask_no_more_queries(office: Office, tab: str) -> None:
    by = filed(office).mandate.agent
    client = signed_in(by if tab == "mine" else office["town_officer"])
    client.get("/proxy/", {"tab": tab})
    few = queries_of(lambda: client.get("/proxy/", {"tab": tab}))
    for _ in range(3):
        filed(office)
    assert queries_of(lambda: client.get("/proxy/", {"tab": tab})) == few
