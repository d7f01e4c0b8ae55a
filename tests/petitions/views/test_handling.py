"""待办件: to accept, in time, late; mine and my unit's; take next."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from casework.states import State, Urgency
from petitions.actions import handle
from petitions.models import Petition
from tests.office import Office
from tests.petitions.steps import assigned, fresh, handling
from tests.petitions.views.reading import queries_of, signed_in, words

pytestmark = pytest.mark.usefixtures("monday")
URL = "/handling/"


def shown(office: Office, name: str, query: str = "") -> list[int]:
    return [row.petition.pk for row in signed_in(office[name]).get(URL + query).context["rows"]]


def test_tabs_count_what_is_to_accept_in_time_and_late(office: Office, monday: Any) -> None:
    late = handling(office, office.registered())
    monday.shift(timedelta(days=14))
    in_time = handling(office, office.registered())
    waiting = assigned(office, office.registered())
    response = signed_in(office["bureau_head"]).get(URL + "?scope=unit")
    assert [(tab.label, tab.count) for tab in response.context["tabs"]] == [
        ("待签收", 1),
        ("转来待收", 0),
        ("办理中", 1),
        ("已超期", 1),
    ]
    tabs = {
        tab: shown(office, "bureau_head", f"?scope=unit&tab={tab}") for tab in ("accept", "in_time", "late")
    }
    assert tabs == {"accept": [waiting.pk], "in_time": [in_time.pk], "late": [late.pk]}


def test_mine_is_what_bears_my_name_or_what_i_receive(office: Office) -> None:
    unnamed = assigned(office, office.registered())
    named = assigned(office, office.registered(), responsible=office["handler"])
    # 住建局 has named nobody to receive, so that what bears no name is with its head.
    assert shown(office, "bureau_head", "?tab=accept") == [unnamed.pk]
    assert shown(office, "handler", "?tab=accept") == [named.pk]
    assert shown(office, "handler", "?tab=accept&scope=unit") == [unnamed.pk, named.pk]


def test_neighbours_see_none_of_it(office: Office) -> None:
    assigned(office, office.registered())
    assert shown(office, "other_head", "?scope=unit") == []
    assert signed_in(office["registrar"]).get(URL).status_code == 403


@pytest.mark.rule("S13-08")
def test_accepting_in_the_list_names_the_handler_and_comes_back(office: Office) -> None:
    p = assigned(office, office.registered())
    response = signed_in(office["handler"]).post(
        f"/petitions/{p.pk}/do/accept/", {"version": p.version, "next": "/handling/?tab=accept"}
    )
    assert response.url == "/handling/?tab=accept"
    assert (fresh(p).state, fresh(p).handler) == (State.HANDLING, office["handler"])
    assert p.routings.get().received_by == office["handler"]


@pytest.mark.rule("S13-10")
def test_returning_in_the_list_needs_a_reason_and_comes_back(office: Office) -> None:
    p = assigned(office, office.registered())
    client, url = signed_in(office["bureau_head"]), f"/petitions/{p.pk}/do/return_to_office/"
    refused = client.post(url, {"version": p.version, "next": URL, "reason": " "})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["reason"])
    assert client.post(url, {"version": p.version, "next": URL, "reason": "应由人社局办理。"}).url == URL
    assert fresh(p).state == State.RETURNED


def test_way_back_leads_to_our_own_pages_only(office: Office) -> None:
    p = assigned(office, office.registered())
    values = {"version": p.version, "next": "https://example.com/"}
    response = signed_in(office["handler"]).post(f"/petitions/{p.pk}/do/accept/", values)
    assert response.url == f"/petitions/{p.pk}/"


def test_take_next_takes_the_oldest_of_the_unit_that_bears_no_other_name(office: Office, monday: Any) -> None:
    assigned(office, office.registered(), responsible=office["bureau_head"])
    oldest = assigned(office, office.registered())
    monday.shift(timedelta(days=1))
    assigned(office, office.registered())
    response = signed_in(office["handler"]).post("/handling/next/")
    assert response.url == f"/petitions/{oldest.pk}/"
    assert fresh(oldest).handler == office["handler"]


def test_take_next_takes_my_own_first(office: Office) -> None:
    assigned(office, office.registered())
    mine = assigned(office, office.registered(), responsible=office["handler"])
    assert signed_in(office["handler"]).post("/handling/next/").url == f"/petitions/{mine.pk}/"


def test_take_next_goes_on_when_somebody_was_quicker(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (assigned(office, office.registered()) for _ in range(2))
    accept = handle.accept

    def quicker(pk: int, **given: Any) -> Any:
        if pk == first.pk and fresh(first).state == State.ASSIGNED:
            accept(pk, by=office["bureau_head"], version=fresh(first).version)
        return accept(pk, **given)

    # The pages of verbs keep the act that they found when they were loaded: they are loaded before it is replaced.
    import petitions.views.verb_pages

    assert petitions.views.verb_pages.PAGES
    monkeypatch.setattr("petitions.views.handling.handle.accept", quicker)
    assert signed_in(office["handler"]).post("/handling/next/").url == f"/petitions/{second.pk}/"


def test_take_next_with_nothing_waiting_says_so(office: Office) -> None:
    response = signed_in(office["handler"]).post("/handling/next/", follow=True)
    assert "没有待签收的件" in words(response)
    assert signed_in(office["handler"]).get("/handling/next/").status_code == 405


def test_number_of_queries_does_not_grow_with_rows(office: Office) -> None:
    client = signed_in(office["bureau_head"])
    for _ in range(3):
        assigned(office, office.registered())
    client.get(URL)
    three = queries_of(lambda: client.get(URL))
    for _ in range(7):
        assigned(office, office.registered())
    assert queries_of(lambda: client.get(URL)) == three


@pytest.mark.rule("S11-15")
def test_urgent_ones_stand_before_those_due_sooner(office: Office) -> None:
    sooner = handling(office, office.registered())
    Petition.objects.filter(pk=sooner.pk).update(due_on=date(2026, 3, 3))
    urgent = handling(office, office.registered(details={"urgency": Urgency.URGENT}))
    rows = signed_in(office["handler"]).get("/handling/?tab=in_time").context["rows"]
    assert [row.petition.pk for row in rows] == [urgent.pk, sooner.pk]
