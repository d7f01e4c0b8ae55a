"""The desk: one box, today's queue, one's last entries with print, what to complete, drafts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework import search
from petitions.actions import reception
from petitions.actions.register import Person
from petitions.models import ContentClass, IntakeDraft
from petitions.states import Purpose
from tests.office import Office
from tests.petitions.views.reception import sign_in

WHOLE = {"place": "样城街道"}


def whole() -> dict[str, Any]:
    return {**WHOLE, "content_class": ContentClass.objects.get(pk="0102")}


def desk(client: Client, office: Office, who: str = "registrar", **posted: str) -> Any:
    sign_in(client, office, who)
    return client.post(reverse("desk"), posted) if posted else client.get(reverse("desk"))


def numbers(rows: list[dict[str, Any]]) -> list[str]:
    return [row["petition"].number for row in rows]


@pytest.mark.rule("S21-16")
def test_desk_lists_today_of_the_desk_and_my_own_last(
    office: Office, monday: Any, client: Client, at: Any
) -> None:
    with at("2026-02-27 10:00"):
        old = office.registered(received_on=date(2026, 2, 27))
    mine = office.registered()
    colleagues = office.registered(by=office["officer"])
    context = desk(client, office).context
    assert numbers(context["today"]) == [colleagues.number, mine.number]
    assert numbers(context["mine"]) == [mine.number, old.number]


def test_desk_prints_a_slip_for_each_of_my_own(office: Office, monday: Any, client: Client) -> None:
    petition = office.registered()
    page = desk(client, office).content.decode()
    assert f'action="{reverse("petition_slip", args=[petition.pk])}"' in page


@pytest.mark.rule("S13-03")
def test_desk_says_what_is_missing_and_counts_it(office: Office, monday: Any, client: Client) -> None:
    office.registered(details=whole())
    bare = office.registered(person=Person(name="王某乙"))
    context = desk(client, office).context
    assert [(one.petition.number, one.missing) for one in context["lacking"]] == [
        (bare.number, ["内容分类", "问题属地", "单位或住址"])
    ]
    assert context["lacking_total"] == 1


def test_desk_shows_drafts_to_finish(office: Office, monday: Any, client: Client) -> None:
    data = {"name": ["张某甲"], "body": ["电梯坏了"]}
    reception.keep_draft("k", by=office["registrar"], data=data)
    reception.keep_draft("k", by=office["officer"], data=data)
    context = desk(client, office).context
    mine = IntakeDraft.objects.get(staff=office["registrar"])
    assert context["drafts"] == [(mine, "张某甲 电梯坏了")]


@pytest.mark.rule("S09-15")
def test_sealed_entry_is_either_whole_or_absent(office: Office, monday: Any, client: Client) -> None:
    sealed = office.registered(purpose=Purpose.ACCUSATION, accused_units=(office.units["ZJJ"],))
    seen = desk(client, office)
    assert numbers(seen.context["today"]) == [sealed.number]
    assert "张某甲" not in seen.content.decode()
    hidden = desk(client, office, "office_head")
    assert (hidden.context["today"], hidden.context["lacking_total"]) == ([], 0)
    assert sealed.number not in hidden.content.decode()


@pytest.mark.parametrize("query", ["张某甲", "zmj", "0001", "1", "清信访〔2026〕1号", "电梯"])
def test_box_finds_people_and_matters(office: Office, monday: Any, client: Client, query: str) -> None:
    petition = office.registered()
    # PostgreSQL indexes a little later; here it is done.
    search.put([petition.pk])
    context = desk(client, office, q=query).context
    people = [one.value for one in context["people"]]
    assert people == [petition.petitioner_id] or numbers(context["found"]) == [petition.number]


@pytest.mark.parametrize(
    ("query", "field", "value"),
    [
        ("王某乙", "name", "王某乙"),
        ("990101199001010018", "id_number", "990101199001010018"),
        ("120 0000 0008", "phone", "12000000008"),
        ("wmy", "name", ""),
    ],
)
def test_box_hands_on_what_was_typed_without_an_address(
    office: Office, monday: Any, client: Client, query: str, field: str, value: str
) -> None:
    assert desk(client, office, q=query).context["prefill"] == (field, value)
    page = client.post(reverse("petition_register"), {field: value, "start": "1"})
    assert page.status_code == 200
    assert (page.context["form"][field].value() or "") == value


@pytest.mark.parametrize("who", ["supervisor", "auditor", "admin"])
def test_desk_of_others_offers_no_registration(office: Office, monday: Any, client: Client, who: str) -> None:
    response = desk(client, office, who)
    assert response.status_code == 200
    assert response.context["desk_unit"] is None


def test_desk_asks_the_same_queries_for_three_and_for_ten(
    office: Office, monday: Any, client: Client
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("desk"))
        return len(queries)

    for n in range(3):
        office.registered(person=Person(name=f"王某{n}"))
    desk(client, office)
    few = cost()
    for n in range(7):
        office.registered(person=Person(name=f"李某{n}"))
    assert cost() == few
