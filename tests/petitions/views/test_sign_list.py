"""待签批: what awaits my signature, and that of those I act for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Delegation
from casework.context import Chrome
from casework.models import Decision, SignOff
from casework.states import Importance, State, Urgency
from petitions.actions import handle, reports
from petitions.models import Petition
from petitions.states import Purpose
from tests.office import Office
from tests.petitions.steps import fresh, handling, presented, reported
from tests.petitions.views.reading import queries_of, signed_in, words

pytestmark = pytest.mark.usefixtures("monday")
URL = "/sign/"


def read_many(office: Office, name: str, *petitions: Petition) -> Any:
    ids = [f"{one.pk}:{one.version}" for one in petitions]
    return signed_in(office[name]).post(URL, {"ids": ids}, follow=True)


def test_list_has_what_awaits_me_the_oldest_date_first(office: Office) -> None:
    later = presented(office, office.registered())
    sooner = presented(office, office.registered(received_on=date(2026, 2, 10)))
    response = signed_in(office["office_head"]).get(URL)
    assert [row.petition.pk for row in response.context["rows"]] == [sooner.pk, later.pk]
    assert [row.step for row in response.context["rows"]] == ["领导阅批", "领导阅批"]


def test_list_has_closings_beside_annotations(office: Office) -> None:
    p = reported(office, office.registered())
    rows = signed_in(office["bureau_head"]).get(URL).context["rows"]
    assert [(row.petition.pk, row.step, row.may_read) for row in rows] == [(p.pk, "部门负责人审签", False)]


def test_list_is_empty_for_another_leader(office: Office) -> None:
    presented(office, office.registered())
    response = signed_in(office["deputy"]).get(URL)
    assert response.context["rows"] == []
    assert "没有待签批的信访件" in words(response)


def test_list_is_forbidden_to_a_handler(office: Office) -> None:
    assert signed_in(office["handler"]).get(URL).status_code == 403


@pytest.mark.rule("S03-23")
def test_list_shows_what_i_sign_for_another(office: Office) -> None:
    p = presented(office, office.registered())
    Delegation.objects.create(
        principal=office["office_head"],
        deputy=office["deputy"],
        starts_on=date(2026, 3, 1),
        ends_on=date(2026, 3, 3),
        reason="出差",
    )
    response = signed_in(office["deputy"]).get(URL)
    assert [(row.petition.pk, row.acting_for) for row in response.context["rows"]] == [(p.pk, "孙某丙")]
    assert "代 孙某丙" in words(response)


def test_list_keeps_a_sealed_identity_hidden(office: Office) -> None:
    p = office.registered(purpose=Purpose.ACCUSATION, accused_units=(office.units["ZJJ"],))
    presented(office, p)
    text = words(signed_in(office["office_head"]).get(URL))
    assert "身份保密" in text
    assert "张某甲" not in text


def test_batch_read_signs_each_one(office: Office) -> None:
    first, second = (presented(office, office.registered()) for _ in range(2))
    response = read_many(office, "office_head", first, second)
    assert "已阅 2 件" in words(response)
    assert list(SignOff.objects.values_list("decision", "opinion")) == [(Decision.READ, "")] * 2
    assert fresh(first).state == State.ANNOTATED
    assert list(fresh(first).events.filter(name="bulk").values_list("data", flat=True)) == [
        {"what": "批量已阅"}
    ]


@pytest.mark.rule("S10-04")
def test_batch_read_is_refused_where_unit_and_officer_must_be_named(office: Office) -> None:
    p = office.registered(by=office["town_officer"])
    from petitions.actions import route

    route.present(p.pk, by=office["town_officer"], version=p.version)
    p = fresh(p)
    rows = signed_in(office["town_chief"]).get(URL).context["rows"]
    assert [row.may_read for row in rows] == [False]
    response = read_many(office, "town_chief", p)
    assert "须逐件签批" in words(response)
    assert fresh(p).state == State.PRESENTED


def test_batch_read_never_signs_a_closing(office: Office) -> None:
    p = reported(office, office.registered())
    response = read_many(office, "bureau_head", p)
    assert "须逐件签批" in words(response)
    assert fresh(p).state == State.REPORTED


def test_batch_read_leaves_out_what_was_changed_meanwhile(office: Office) -> None:
    p = presented(office, office.registered())
    response = signed_in(office["office_head"]).post(URL, {"ids": [f"{p.pk}:{p.version - 1}"]}, follow=True)
    assert "刚被他人修改过" in words(response)
    assert fresh(p).state == State.PRESENTED


def test_batch_read_of_nothing_says_so(office: Office) -> None:
    presented(office, office.registered())
    assert "请先勾选" in words(read_many(office, "office_head"))


def test_batch_read_of_anothers_paper_signs_nothing(office: Office) -> None:
    p = presented(office, office.registered())
    read_many(office, "deputy", p)
    assert SignOff.objects.count() == 0


def test_number_of_queries_does_not_grow_with_rows(office: Office) -> None:
    client = signed_in(office["deputy"])
    for _ in range(3):
        presented(office, office.registered(details={"importance": Importance.IMPORTANT}))
    client.get(URL)
    three = queries_of(lambda: client.get(URL))
    for _ in range(7):
        presented(office, office.registered(details={"importance": Importance.IMPORTANT}))
    assert queries_of(lambda: client.get(URL)) == three


def test_menu_counts_what_awaits_me(office: Office) -> None:
    presented(office, office.registered())
    menu = {one.url_name: one.count for one in signed_in(office["office_head"]).get(URL).context["menu"]}
    assert menu["sign_list"] == 1
    assert reverse("sign_list") == URL


@pytest.mark.rule("S11-15")
def test_list_has_the_urgent_ones_first_then_the_oldest_date(office: Office) -> None:
    plain = presented(office, office.registered(received_on=date(2026, 2, 10)))
    urgent = presented(office, office.registered(details={"urgency": Urgency.URGENT}))
    critical = presented(office, office.registered(details={"urgency": Urgency.CRITICAL}))
    rows = signed_in(office["office_head"]).get(URL).context["rows"]
    assert [row.petition.pk for row in rows] == [critical.pk, urgent.pk, plain.pk]


@pytest.mark.rule("S11-04")
def test_batch_read_leaves_important_ones_for_words(office: Office) -> None:
    p = presented(office, office.registered(details={"importance": Importance.IMPORTANT}))
    assert [one.may_read for one in signed_in(office["deputy"]).get(URL).context["rows"]] == [False]
    assert "须逐件签批" in words(read_many(office, "deputy", p))
    assert fresh(p).state == State.PRESENTED


def test_menu_counts_reports_put_before_me_and_only_those_i_may_see(office: Office) -> None:
    p = office.registered()
    made = {"kind": "special", "text": "需协调。", "leader": office["deputy"]}
    report = reports.make_leader_report(p.pk, by=office["officer"], **made)
    assert menu_count(office, "deputy") == 1
    assert menu_count(office, "chief") == 0
    reports.sign_leader_report(report.pk, by=office["deputy"], opinion="同意。")
    assert menu_count(office, "deputy") == 0


def menu_count(office: Office, name: str) -> int:
    return next(one.count for one in Chrome(office[name], "").menu() if one.url_name == "sign_list")


@pytest.mark.rule("S11-11")
def test_a_record_of_an_investigation_waits_with_the_head_alone(office: Office) -> None:
    p = handling(office, office.registered())
    made = handle.investigate(p.pk, by=office["handler"], done_on=timezone.localdate(), findings="已查")
    assert f"签字 {p.number}" in words(signed_in(office["bureau_head"]).get("/sign/"))
    assert [menu_count(office, name) for name in ("bureau_head", "other_head", "office_head")] == [1, 0, 0]
    handle.sign_investigation(made.pk, by=office["bureau_head"])
    assert menu_count(office, "bureau_head") == 0
