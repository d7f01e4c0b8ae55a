"""考核指标: reckoned from the register, each opens its cases; accusations, imports and other units' cases stay out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.models import Clock
from petitions.actions import cards, close, handle, register, route, supervision
from petitions.indicators import INDICATORS
from petitions.models import Petition
from petitions.rates import Rate
from petitions.states import Channel, Purpose
from tests.office import Office
from tests.petitions.steps import assigned, concluded, fresh, handling, presented, reported
from tests.petitions.views.reading import queries_of, signed_in, words

pytestmark = pytest.mark.usefixtures("monday")
URL = "/supervision/indicators/"
HOUSING, OFFICE = "清禾县住房和城乡建设局", "清禾县信访局"


def figures(office: Office, unit: str, name: str = "supervisor") -> dict[str, tuple[int, int]]:
    """Figure → (met, due) of a unit."""
    lines = signed_in(office[name]).get(URL).context["lines"]
    cells: list[Rate] = next((found for one, found in lines if one.name == unit), [])
    return {one.code: (one.part, one.whole) for one in cells}


def opened(office: Office, code: str, part: str = "") -> set[int]:
    response = signed_in(office["supervisor"]).get(f"{URL}{code}/?part={part}")
    return {row.petition.pk for row in response.context["rows"]}


def closed(office: Office, **changes: Any) -> Petition:
    p = concluded(office, office.registered(**changes))
    close.close(p.pk, by=office["office_head"], version=p.version, text="已修复。", method="letter")
    return fresh(p)


@pytest.mark.rule("S03-02", "S12-12", "S13-15")
def test_figures_come_from_the_register_and_open_their_cases(office: Office, monday: Any) -> None:
    good, late = closed(office), handling(office, office.registered())
    waiting = assigned(office, office.registered())
    monday.move_to("2026-03-20 09:00:00+08:00")
    found = figures(office, HOUSING)
    assert found["in_time"] == (1, 3)
    assert found["accept"] == (2, 3)
    assert found["reply"] == (1, 1)
    assert found["interim"] == (0, 2)
    assert opened(office, "in_time") == {late.pk, waiting.pk}
    assert opened(office, "in_time", "all") == {good.pk, late.pk, waiting.pk}
    assert opened(office, "accept") == {waiting.pk}


@pytest.mark.rule("S12-12", "S13-15")
def test_last_day_is_still_in_time_and_the_next_is_not(office: Office, monday: Any) -> None:
    kept, late = reported(office, office.registered()), reported(office, office.registered())
    for p, day in ((kept, "2026-03-09"), (late, "2026-03-10")):
        monday.move_to(f"{day} 09:00:00+08:00")
        for name in ("bureau_head", "deputy"):
            handle.sign_closing(p.pk, by=office[name], version=fresh(p).version, opinion="同意。")
    assert figures(office, HOUSING)["in_time"] == (1, 2)
    assert opened(office, "in_time") == {late.pk}


@pytest.mark.rule("S10-01")
def test_reading_by_unit_and_month_with_the_missing(office: Office) -> None:
    read, missing = assigned(office, office.registered()), presented(office, office.registered())
    assert figures(office, OFFICE)["read"] == (1, 2)
    assert opened(office, "read") == {missing.pk}
    january = signed_in(office["supervisor"]).get(URL + "?first=2026-01-01&last=2026-01-31")
    assert january.context["lines"] == []
    assert read.pk not in opened(office, "read")


@pytest.mark.rule("S05-07")
def test_settled_where_it_arose_is_without_an_order_from_above(office: Office) -> None:
    closed(office)
    above = closed(office)
    Petition.objects.filter(pk=above.pk).update(channel=Channel.SUPERIOR)
    far = closed(office)
    Petition.objects.filter(pk=far.pk).update(handling_unit=office.units["XJW"])
    assert figures(office, OFFICE)["local"] == (1, 3)
    assert opened(office, "local") == {above.pk, far.pk}


@pytest.mark.rule("S19-09")
def test_settled_at_once_is_not_brought_again_and_not_reopened(office: Office, monday: Any) -> None:
    good, again, reopened, repeated = (closed(office) for _ in range(4))
    monday.move_to("2026-03-10 09:00:00+08:00")
    given = {"channel": Channel.LETTER, "received_on": date(2026, 3, 10)}
    register.add_intake(again.pk, by=office["registrar"], head_count=1, **given)
    newer = office.registered(received_on=date(2026, 3, 10))
    register.link_repeat(newer.pk, repeated, by=office["registrar"], kind="same_matter")
    route.reopen(reopened.pk, by=office["office_head"], version=reopened.version, reason="又停了。")
    assert figures(office, HOUSING)["once"] == (1, 3)
    assert opened(office, "once") == {again.pk, repeated.pk}
    assert good.pk in opened(office, "once", "all")
    p = concluded(office, fresh(reopened))
    close.close(p.pk, by=office["office_head"], version=p.version, text="已修复。", method="letter")
    assert figures(office, HOUSING)["once"] == (1, 4)
    assert opened(office, "once") == {again.pk, repeated.pk, reopened.pk}


@pytest.mark.rule("S12-12")
def test_supervision_and_cards_in_time(office: Office, monday: Any) -> None:
    one, two = handling(office, office.registered()), handling(office, office.registered())
    for p in (one, two):
        given: dict[str, Any] = {"reason": "delaying", "requirement": "请报进展。"}
        by, until = office["supervisor"], date(2026, 3, 4)
        supervision.supervise(p.pk, by=by, unit=office.units["ZJJ"], reply_by=until, **given)
        card = {"opinion": "速办。", "unit": office.units["ZJJ"], "due_on": until}
        cards.issue_card(p.pk, by=office["chief"], version=fresh(p).version, **card)
    supervision.answer_supervision(one.pk, by=office["handler"], adoption="adopted", answer="已办。")
    cards.answer_card(one.pk, by=office["handler"], feedback="已办。")
    assert (figures(office, HOUSING)["supervision"], figures(office, HOUSING)["card"]) == ((1, 1), (1, 1))
    monday.move_to("2026-03-05 09:00:00+08:00")
    assert (figures(office, HOUSING)["supervision"], figures(office, HOUSING)["card"]) == ((1, 2), (1, 2))
    # Answered late, it stays late.
    supervision.answer_supervision(two.pk, by=office["handler"], adoption="adopted", answer="已办。")
    cards.answer_card(two.pk, by=office["handler"], feedback="已办。")
    assert (figures(office, HOUSING)["supervision"], figures(office, HOUSING)["card"]) == ((1, 2), (1, 2))


@pytest.mark.rule("S03-02")
def test_accusations_and_other_registers_are_in_no_figure(office: Office) -> None:
    presented(office, office.registered(purpose=Purpose.ACCUSATION, accused_units=(office.units["RSJ"],)))
    assert figures(office, OFFICE) == {}
    own = office.registered(by=office["discipline"], purpose=Purpose.ACCUSATION)
    assert Petition.objects.visible_to(office["discipline"]).filter(pk=own.pk).exists()
    assert figures(office, "清禾县纪委监委", "discipline") == {}
    presented(office, office.registered())
    assert figures(office, OFFICE, "town_officer") == {}


def test_page_says_formula_and_version_and_measures_no_number_of_people(office: Office) -> None:
    assigned(office, office.registered())
    text = words(signed_in(office["supervisor"]).get(URL))
    assert "公式 2026年第1版" in text
    assert [one.formula for one in INDICATORS.values() if one.formula not in text] == []
    assert "不考核来信来访的数量" in text


def test_pages_are_for_supervisors(office: Office) -> None:
    for url in (URL, f"{URL}in_time/", "/supervision/items/", "/supervision/setup/"):
        assert signed_in(office["handler"]).get(url).status_code == 403
        assert signed_in(office["supervisor"]).get(url).status_code == 200
    assert signed_in(office["admin"]).get(URL).status_code == 403
    assert signed_in(office["admin"]).get("/supervision/setup/").status_code == 200
    assert signed_in(office["supervisor"]).get(f"{URL}people/").status_code == 404
    assert signed_in(office["supervisor"]).get(f"{URL}?first=x&last=2026-01-01").status_code == 422


def test_queries_do_not_grow_with_rows(office: Office, monday: Any) -> None:
    def add(number: int) -> None:
        monday.move_to("2026-03-02 09:00:00+08:00")
        for _ in range(number):
            assigned(office, office.registered())
        monday.move_to("2026-03-20 09:00:00+08:00")

    client = signed_in(office["supervisor"])
    for url in (URL, f"{URL}in_time/", "/supervision/items/"):
        add(2)
        client.get(url)
        few = queries_of(lambda url=url: client.get(url))  # type: ignore[misc]
        add(4)
        assert queries_of(lambda url=url: client.get(url)) == few  # type: ignore[misc]
    assert Clock.objects.exists()
