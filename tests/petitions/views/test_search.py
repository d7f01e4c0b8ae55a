"""Search: every way to find a case, nothing in the address, and nothing at all for those an accusation concerns."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from casework import jobs
from petitions.actions import register
from petitions.actions.register import Person
from petitions.models import Petition
from petitions.states import Purpose
from tests.office import Office
from tests.petitions.steps import assigned
from tests.petitions.views.reading import queries_of, signed_in, words

pytestmark = pytest.mark.usefixtures("monday")
ID_NUMBER = "110101199003070134"
WANG = Person(name="王某英", phone="12000005678", id_number=ID_NUMBER, workplace="样城纺织厂")
BODY = "反映纺织厂拖欠工资三个月，多次讨要未果。"


def look(client: Client, text: str) -> Any:
    """Posts the words and shows the page."""
    jobs.run_due()
    response = client.post("/search/", {"q": text}, follow=True)
    assert all(text not in url for url, _ in response.redirect_chain)
    return response


def hits(response: Any) -> tuple[list[int], list[int], list[int]]:
    """Running numbers found by number, by person, in the text."""
    context = response.context
    of = lambda rows: [row.petition.sequence for row in rows]  # noqa: E731
    return (
        of(context["numbered"]),
        [n for _, rows in context["people"] for n in of(rows)],
        of(context["found"]),
    )


@pytest.fixture
def two(office: Office) -> tuple[Petition, Petition]:
    """王某英's letter is number 2."""
    return office.registered(), office.registered(person=WANG, body=BODY)


@pytest.mark.parametrize(
    "text",
    ["清信访〔2026〕2号", "清信访[2026]2号", "清信访（2026）2", "〔2026〕2号", "2026-2", "２０２６－０２"],
)
def test_whole_number_opens_the_case(office: Office, two: tuple[Petition, Petition], text: str) -> None:
    response = signed_in(office["officer"]).post("/search/", {"q": text})
    assert response.url == f"/petitions/{two[1].pk}/"


def test_running_number_alone_is_this_years_of_the_own_office(
    office: Office, two: tuple[Petition, Petition]
) -> None:
    office.registered(received_on=date(2026, 3, 2), by=office["town_officer"])
    assert hits(look(signed_in(office["officer"]), "2")) == ([2], [], [])
    response = look(signed_in(office["town_officer"]), "1")
    assert [row.petition.number for row in response.context["numbered"]] == ["西样信访〔2026〕1号"]
    assert hits(look(signed_in(office["officer"]), "2025-2")) == ([], [], [])


@pytest.mark.parametrize(
    "text", ["王某英", "王某", "wmy", "wangmouying", "5678", "05678", "12000005678", "070134", ID_NUMBER]
)
def test_person_is_found_with_what_they_brought(
    office: Office, two: tuple[Petition, Petition], text: str
) -> None:
    numbered, people, _ = hits(look(signed_in(office["officer"]), text))
    assert (numbered, people) == ([], [2])


@pytest.mark.parametrize("text", ["拖欠工资", "纺织厂 讨要", "未果"])
def test_words_are_found_in_the_text(office: Office, two: tuple[Petition, Petition], text: str) -> None:
    assert hits(look(signed_in(office["officer"]), text)) == ([], [], [2])


def test_words_stay_in_the_session_while_paging(office: Office) -> None:
    for _ in range(52):
        office.registered(body="路灯不亮，请修。")
    client = signed_in(office["officer"])
    first = look(client, "路灯")
    assert (len(first.context["found"]), str(first.context["total"])) == (50, "52")
    assert first.context["next_url"] == f"/search/?after=2026-03-02_{first.context['found'][-1].petition.pk}"
    assert len(client.get(first.context["next_url"]).context["found"]) == 2


def test_nothing_is_found_outside_ones_sight(office: Office, two: tuple[Petition, Petition]) -> None:
    client = signed_in(office["handler"])
    for text in ("清信访〔2026〕2号", "2026-2", "王某英", "5678", "拖欠工资"):
        response = look(client, text)
        assert hits(response) == ([], [], [])
        assert "没有找到" in words(response)
    assigned(office, two[1])
    assert hits(look(client, "王某英"))[1] == [2]


def test_void_entry_is_found_by_its_number_alone(office: Office, two: tuple[Petition, Petition]) -> None:
    register.void(two[1].pk, by=office["officer"], version=two[1].version, reason="重复登记")
    client = signed_in(office["officer"])
    assert hits(look(client, "2"))[0] == [2]
    assert hits(look(client, "王某英")) == ([], [], [])
    assert hits(look(client, "拖欠工资")) == ([], [], [])


ACCUSED = ["handler", "bureau_head"]
TRIES = [
    "清信访〔2026〕3号",
    "2026-3",
    "3",
    "郝某真",
    "hmz",
    "9876",
    "12000009876",
    "070215",
    "收受礼金",
    "礼",
]


@pytest.fixture
def accusation(office: Office, two: tuple[Petition, Petition]) -> Petition:
    person = Person(name="郝某真", phone="12000009876", id_number="110101199003070215")
    return office.registered(
        purpose=Purpose.ACCUSATION,
        accused_units=(office.units["ZJJ"],),
        person=person,
        body="反映该局有人收受礼金。",
    )


@pytest.mark.rule("S09-15")
@pytest.mark.parametrize("name", ACCUSED)
@pytest.mark.parametrize("text", TRIES)
def test_accused_unit_finds_no_trace(office: Office, accusation: Petition, name: str, text: str) -> None:
    client = signed_in(office[name])
    response = look(client, text)
    assert hits(response) == ([], [], [])
    assert str(response.context["total"]) == "0"
    assert "没有找到" in words(response)
    assert str(client.get("/petitions/?tab=all").context["total"]) == "0"


@pytest.mark.rule("S09-15")
@pytest.mark.parametrize("name", ["chief", "deputy", "supervisor", "admin"])
def test_sealed_case_is_not_counted_for_those_not_named(
    office: Office, accusation: Petition, name: str
) -> None:
    client = signed_in(office[name])
    for text in TRIES:
        assert hits(look(client, text)) == ([], [], [])
    assert str(client.get("/petitions/?tab=all").context["total"]) == ("0" if name == "admin" else "2")


@pytest.mark.rule("S09-15")
def test_registrar_finds_the_sealed_case_but_not_by_its_person(office: Office, accusation: Petition) -> None:
    client = signed_in(office["registrar"])
    assert hits(look(client, "收受礼金")) == ([], [], [1])  # in its own register
    assert "郝某真" not in words(look(client, "收受礼金"))
    for text in ("郝某真", "hmz", "9876", "070215"):
        assert hits(look(client, text)) == ([], [], [])


def test_queries_do_not_grow_with_hits(office: Office) -> None:
    client = signed_in(office["officer"])
    for n in range(5):
        office.registered(person=Person(name=f"路某{n}", phone=f"1200000{n:04d}"), body="路灯不亮。")
    look(client, "路某")
    few = queries_of(lambda: client.get("/search/"))
    for n in range(5, 50):
        office.registered(person=Person(name=f"路某{n}", phone=f"1200000{n:04d}"), body="路灯不亮。")
    jobs.run_due()
    assert queries_of(lambda: client.get("/search/")) == few
