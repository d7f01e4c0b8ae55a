"""Named readers read a sealed accusation without asking; each opening stands on its record (S09-15, S21-07)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from casework.models import Event
from petitions.actions import openings
from petitions.models import Petition
from tests.office import Office
from tests.petitions.scenarios.compartment import accusation
from tests.petitions.steps import fresh
from tests.petitions.views.reading import signed_in, words

pytestmark = [pytest.mark.usefixtures("monday"), pytest.mark.rule("S09-15", "S21-07")]


def opened(petition: Petition) -> list[str]:
    return [one.actor_name for one in Event.objects.filter(case=petition, name="opened").order_by("seq")]


def test_words_are_there_without_a_reason_and_the_opening_is_on_record(office: Office) -> None:
    p = accusation(office)
    officer = signed_in(office["officer"])
    page = words(officer.get(f"/petitions/{p.pk}/"))
    assert p.text.body in page
    assert opened(p) == [office["officer"].name]
    assert f"查阅记录（1） 3月2日 09:00 清禾县信访局 {office['officer'].name} 打开" in page


def test_one_visit_is_one_opening_and_a_later_one_another(office: Office, monday: Any) -> None:
    p = accusation(office)
    officer = signed_in(office["officer"])
    officer.get(f"/petitions/{p.pk}/")
    officer.get(f"/petitions/{p.pk}/do/seal/")
    assert len(opened(p)) == 1
    monday.shift(timedelta(minutes=16))
    officer.get(f"/petitions/{p.pk}/")
    signed_in(office["registrar"]).get(f"/petitions/{p.pk}/")
    assert opened(p) == [office["officer"].name, office["officer"].name, office["registrar"].name]


@pytest.mark.parametrize("page", ["", "edit/", "do/seal/", "slip/"])
def test_every_page_of_the_case_counts(office: Office, page: str) -> None:
    p = accusation(office)
    assert signed_in(office["officer"]).get(f"/petitions/{p.pk}/{page}").status_code == 200
    assert opened(p) == [office["officer"].name]


def test_opening_changes_nothing_of_the_case_and_is_no_act_of_its_history(office: Office) -> None:
    p = accusation(office)
    version = p.version
    page = signed_in(office["officer"]).get(f"/petitions/{p.pk}/")
    assert fresh(p).version == version
    assert "查阅封存件" not in [one.text for one in page.context["lines"]]


def test_who_may_not_see_it_leaves_no_opening(office: Office) -> None:
    p = accusation(office)
    assert signed_in(office["handler"]).get(f"/petitions/{p.pk}/").status_code == 404
    assert opened(p) == []


def test_open_case_keeps_no_list_of_readers(office: Office) -> None:
    p = office.registered()
    page = signed_in(office["officer"]).get(f"/petitions/{p.pk}/")
    assert opened(p) == []
    assert "查阅记录" not in words(page)


def test_running_it_twice_writes_once(office: Office) -> None:
    p, by = accusation(office), office["officer"]
    assert [openings.note_opening(by=by, pk=p.pk) for _ in range(2)] == [True, False]
    assert not openings.note_opening(by=by, pk=office.registered().pk)
