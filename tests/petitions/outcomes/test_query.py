"""The petitioner's page: what it shows and never shows, how often it may be tried, and the rating that is theirs alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from casework.models import Event
from petitions.models import Evaluation, Petition
from petitions.query_codes import query_code
from petitions.states import Purpose
from tests.office import Office
from tests.petitions import steps
from tests.petitions.scenarios.base import closed
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")


def ask(petition: Petition, client: Client | None = None, code: str = "", **more: str) -> Any:
    data = {"number": petition.number, "code": code or query_code(petition), **more}
    address = "/query/evaluate/" if more else "/query/"
    return (client or Client()).post(address, data)


@pytest.mark.rule("F-36", "S21-21")
def test_petitioner_sees_stage_unit_dates_and_nothing_of_notes_or_people(office: Office) -> None:
    p = steps.investigated(office, office.registered())
    page = words(ask(p))
    for text in (p.number, "正在办理", "清禾县信访局", "清禾县住房和城乡建设局", "2026年3月2日 收到"):
        assert text in page.replace("　", " ")
    hidden = ("请核实办理", "现场查看", "张某甲", "沈某卯", "蒋某寅", "孙某丙", "12000000001", "小区电梯")
    assert [text for text in hidden if text in page] == []


@pytest.mark.rule("F-36", "S21-21")
def test_accusation_answers_only_that_it_was_received(office: Office) -> None:
    p = office.registered(purpose=Purpose.ACCUSATION, accused_units=(office.units["ZJJ"],))
    page = words(ask(p))
    assert "已收到" in page
    assert "询问" not in page.partition("已收到")[2][:20]
    assert [
        text for text in ("住房和城乡", "清禾县信访局", "检举", "张某甲", "2026年3月") if text in page
    ] == []
    refused = ask(p, receiver_rating="good")
    assert (refused.status_code, Evaluation.objects.count()) == (422, 0)
    assert "清禾县信访局" not in words(refused)


def test_wrong_code_and_wrong_number_are_told_alike_and_soon_refused(office: Office) -> None:
    p = office.registered()
    wrong = ask(p, code="AAAA-AAAA")
    other = Client().post("/query/", {"number": "清信访〔2026〕99号", "code": query_code(p)})
    assert (wrong.status_code, other.status_code) == (422, 422)
    assert list(wrong.context["form"].errors["__all__"]) == list(other.context["form"].errors["__all__"])
    for _ in range(12):
        last = ask(p, code="AAAA-AAAA")
    assert "次数太多" in words(last)
    assert ask(p).status_code == 422


def test_page_needs_no_sign_in_and_keeps_no_code_in_an_address(office: Office) -> None:
    p = office.registered()
    assert Client().get("/query/").status_code == 200
    assert Client().get("/query/evaluate/").status_code == 405
    response = ask(p)
    assert "no-store" in response["Cache-Control"]
    slip = signed_in(office["registrar"]).get(f"/petitions/{p.pk}/slip/")
    assert query_code(p) in slip.content.decode()


def test_petitioner_rates_each_unit_once_and_may_change_it(office: Office) -> None:
    p = closed(office)
    ask(p, receiver_rating="good", handler_rating="bad", handler_words="太慢")
    ask(p, receiver_rating="fair")
    found = {one.party: (one.rating, one.words, one.unit.code) for one in Evaluation.objects.all()}
    assert found == {"receiver": ("fair", "", "XF"), "handler": ("bad", "太慢", "ZJJ")}
    rated = Event.objects.filter(name="evaluated")
    assert {one.actor_id for one in rated} == {None}


def test_rating_ends_with_its_window_and_begins_with_the_answer(office: Office, monday: Any) -> None:
    assert ask(steps.handling(office, office.registered()), receiver_rating="good").status_code == 422
    p = closed(office)
    monday.move_to("2026-04-01 09:00:00+08:00")
    assert ask(p, receiver_rating="good").status_code == 200
    monday.move_to("2026-04-02 09:00:00+08:00")
    assert ask(p, receiver_rating="bad").status_code == 422
    assert Evaluation.objects.get().rating == "good"
