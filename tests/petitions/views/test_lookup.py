"""Finding people while typing: by number, phone end, name or pinyin; only through matters in sight."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from petitions.actions.register import Person
from petitions.models import Petition
from petitions.states import Purpose
from tests.office import Office
from tests.petitions.views.reception import BODY, sign_in

ID_NUMBER = "99010119900101001X"


def shan(office: Office, **changes: Any) -> Petition:
    person = Person(
        name="单某甲", id_number=ID_NUMBER, phone="12000004321", workplace="样城机械厂", address="甲社区"
    )
    return office.registered(person=person, **changes)


def found(client: Client, query: str) -> list[str]:
    response = client.post(reverse("person_lookup"), {"q": query})
    return [one.title for one in response.context["options"]]


@pytest.mark.parametrize(
    "query",
    ["单某", "单某甲", "smj", "dmj", "shanmou", "danmoujia", "4321", "12000004321", "01001X", ID_NUMBER],
)
def test_person_is_found_by_every_usual_key(office: Office, monday: Any, client: Client, query: str) -> None:
    shan(office)
    office.registered()
    assert found(sign_in(client, office), query) == ["单某甲"]


@pytest.mark.parametrize("query", ["", "单", "9999", "zzz", "没有此人"])
def test_nobody_is_found_by_too_little_or_something_else(
    office: Office, monday: Any, client: Client, query: str
) -> None:
    shan(office)
    assert found(sign_in(client, office), query) == []


def test_option_fills_the_page_but_carries_no_id_number(office: Office, monday: Any, client: Client) -> None:
    petition = shan(office)
    page = sign_in(client, office).post(reverse("person_lookup"), {"q": "smj"}).content.decode()
    assert 'data-name="phone" value="12000004321"' in page
    assert reverse("person_panel", args=[petition.petitioner_id]) in page
    assert ID_NUMBER not in page


@pytest.mark.parametrize("name", ["person_lookup", "repeat_hint"])
def test_nothing_personal_can_stand_in_an_address(
    office: Office, monday: Any, client: Client, name: str
) -> None:
    assert sign_in(client, office).get(reverse(name), {"q": "单某甲"}).status_code == 405


def test_person_of_another_desk_is_not_found(office: Office, monday: Any, client: Client) -> None:
    petition = shan(office)
    panel = reverse("person_panel", args=[petition.petitioner_id])
    assert found(sign_in(client, office, "town_officer"), "单某甲") == []
    assert client.get(panel).status_code == 404


@pytest.mark.rule("S09-15")
def test_person_known_from_an_accusation_alone_is_found_by_nobody(
    office: Office, monday: Any, client: Client
) -> None:
    petition = shan(office, purpose=Purpose.ACCUSATION, accused_units=(office.units["ZJJ"],))
    panel = reverse("person_panel", args=[petition.petitioner_id])
    for who in ("registrar", "officer", "office_head", "chief"):
        assert found(sign_in(client, office, who), "单某甲") == []
        assert client.get(panel).status_code == 404
        hint = client.post(reverse("repeat_hint"), {"name": "单某甲", "phone": "12000004321", "body": BODY})
        assert (hint.context["same"], hint.context["alike"]) == ([], [])


def test_panel_lists_open_matters_first_and_masks_the_number(
    office: Office, monday: Any, client: Client
) -> None:
    first = shan(office)
    sealed = shan(office, purpose=Purpose.ACCUSATION, accused_units=(office.units["ZJJ"],))
    url = reverse("person_panel", args=[first.petitioner_id])
    response = sign_in(client, office).get(url)
    page = response.content.decode()
    assert response.context["open_matters"] == [first]
    assert sealed.number not in page
    assert ID_NUMBER not in page
    assert "990*************1X" in page


def hint(client: Client, **typed: str) -> dict[str, Any]:
    context = client.post(reverse("repeat_hint"), typed).context
    return {name: context[name] for name in ("remarks", "same", "alike")}


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"id_number": ID_NUMBER.lower()}, "证件号相同"),
        ({"phone": "120 0000 4321"}, "电话相同"),
        ({"name": "单某甲", "workplace": "样城机械厂"}, "姓名、单位相同"),
        ({"name": "单某甲"}, "同名"),
    ],
)
def test_hint_names_who_may_be_the_same_and_why(
    office: Office, monday: Any, client: Client, typed: dict[str, str], reason: str
) -> None:
    petition = shan(office)
    same = hint(sign_in(client, office), **typed)["same"]
    assert [(one.person, one.reason, one.past.count) for one in same] == [(petition.petitioner, reason, 1)]


def test_hint_ranks_matters_that_read_alike(office: Office, monday: Any, client: Client) -> None:
    lift = shan(office)
    wages = shan(office, body="去年在工地做木工，包工头拖欠我们四个人的工资，请帮我们要回来。")
    typed = {"name": "单某甲", "person": str(lift.petitioner_id)}
    sign_in(client, office)
    again = hint(client, **typed, body="电梯还是停着，物业不来维修，老人下不了楼")
    assert [one for one, _ in again["alike"]] == [lift]
    assert again["same"] == []
    money = hint(client, **typed, body="包工头还是不给工资")
    assert [one for one, _ in money["alike"]] == [wages]


def test_hint_remarks_on_numbers(office: Office, monday: Any, client: Client) -> None:
    remarks = hint(sign_in(client, office), id_number="123", phone="12000000")["remarks"]
    assert len(remarks) == 2


def test_anonymous_gets_no_hint_about_persons(office: Office, monday: Any, client: Client) -> None:
    shan(office)
    assert hint(sign_in(client, office), phone="12000004321", is_anonymous="on")["same"] == []


@pytest.mark.rule("S05-05")
def test_classes_say_the_unit_and_the_limit_that_follow(office: Office, monday: Any, client: Client) -> None:
    response = sign_in(client, office).get(reverse("content_classes"))
    items = {one["code"]: one for one in response.json()["items"]}
    assert items["0102"]["path"] == "城乡建设 / 物业管理"
    assert items["0102"]["unit"] == "清禾县住房和城乡建设局"
    assert items["0102"]["limit"] == "一般件5日，法定60日"
    assert "wygl" in items["0102"]["keys"].split()
    assert response["Cache-Control"] == "private, max-age=600"


@pytest.mark.parametrize("rows", [3, 10])
def test_lookup_asks_the_same_queries_for_many(
    office: Office, monday: Any, client: Client, rows: int, django_assert_max_num_queries: Any
) -> None:
    for n in range(rows):
        office.registered(person=Person(name=f"单某{n}", phone=f"1200000{n:04d}"))
    sign_in(client, office)
    # session, user, posts, delegations, linked leaders and heads for the door, people, their pasts, session saved
    with django_assert_max_num_queries(16):
        assert len(found(client, "单某")) == min(rows, 8)
