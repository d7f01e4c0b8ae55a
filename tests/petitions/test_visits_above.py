"""越级走访 and order in the reception room: information and a notice, never a target or a note on people."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from casework.policy_keys import KEYS
from petitions.models import Petition
from petitions.states import Channel, Purpose
from petitions.visits_above import visits_above
from tests.office import Office
from tests.petitions.receiving import hall
from tests.petitions.views.reading import queries_of, signed_in, words
from tests.project.source import APPS

pytestmark = pytest.mark.usefixtures("monday")
FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)
KEPT = {f"petitions.models.{name}" for name in ("people", "petition", "reception_days", "work")}
CONDUCT = re.compile(
    r"conduct|behavio|disorder|sanction|penalt|punish|扰序|言行|违规记录|警告|治安|拘留|禁止来访", re.I
)


def came(office: Office, unit: str, **changes: Any) -> Petition:
    """A visit at the city's office about a matter of `unit`."""
    p = office.registered(**{"channel": Channel.VISIT, **changes})
    Petition.objects.filter(pk=p.pk).update(handling_unit=office.units[unit])
    return p


@pytest.fixture
def city(office: Office) -> Office:
    """The office where people come is the city's: a township is two levels below it."""
    office.units["XF"].level = "city"
    office.units["XF"].save()
    office.units["XZF"].level = "county"
    office.units["XZF"].save()
    return office


@pytest.mark.rule("S08-10", "S21-04")
def test_visits_past_the_competent_unit_are_counted_by_unit(city: Office) -> None:
    came(city, "T03", head_count=3)
    came(city, "T03")
    came(city, "ZJJ")  # One level: where the regulation lets people go.
    came(city, "T03", channel=Channel.LETTER)
    came(city, "T03", purpose=Purpose.SUGGESTION)
    found = visits_above(city["officer"], FIRST, LAST)
    assert [(one.unit.code, one.level, one.visits, one.people) for one in found] == [
        ("T03", "township", 2, 4)
    ]
    assert visits_above(city["other_head"], FIRST, LAST) == []


@pytest.mark.rule("S08-10", "S21-04")
def test_page_shows_them_as_information_and_nothing_sets_a_target(city: Office) -> None:
    came(city, "T03")
    shown = words(signed_in(city["officer"]).get("/figures/?month=2026-03"))
    assert "越级走访" in shown
    assert "不作考核，不对信访人作任何评价" in shown
    fields = [
        f"{field.name} {getattr(field, 'verbose_name', '')}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if model._meta.app_label in APPS
    ]
    assert len(fields) > 500
    keys = [f"{name} {key.label}" for name, key in KEYS.items()]
    assert [one for one in (*fields, *keys) if "越级" in one or "visits_above" in one] == []


def test_figure_asks_no_more_for_more_visits(city: Office) -> None:
    came(city, "T03")
    few = queries_of(lambda: visits_above(city["officer"], FIRST, LAST))
    for _ in range(5):
        came(city, "T03")
    assert queries_of(lambda: visits_above(city["officer"], FIRST, LAST)) == few


@pytest.mark.rule("S12-09")
def test_order_in_the_reception_room_is_a_notice_and_nothing_more(office: Office) -> None:
    hall.published(office)
    page = Client().get(reverse("public_reception_unit", args=["XF"]))
    shown = words(page)
    assert "接待室须知 请按号等候，依次进入，轻声交谈" in shown
    assert b"<form" not in page.content
    # What is kept of a visitor: the person, their visit, the ticket, the talk.
    kept = [
        f"{model._meta.label}.{field.name} {getattr(field, 'verbose_name', '')} {getattr(field, 'flatchoices', '')}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if model.__module__ in KEPT
    ]
    assert len(kept) > 150
    assert [one for one in kept if CONDUCT.search(one)] == []
