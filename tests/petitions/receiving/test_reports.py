"""Month-end results, who came by kind, who opens which page, and how many queries a list takes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from petitions.actions import appointments, receive, register
from petitions.actions.register import Person
from petitions.models import Appointment, QueueTicket, ReceptionSession
from petitions.petitioner_kinds import by_kind
from petitions.receiving_results import by_leader, results_of
from petitions.states import Purpose
from tests.office import Office
from tests.petitions.receiving import hall
from tests.petitions.steps import fresh
from tests.petitions.views.reading import queries_of, signed_in, words

pytestmark = pytest.mark.usefixtures("monday")


def ordered(
    office: Office, one: ReceptionSession, due: date = date(2026, 3, 9), **changes: Any
) -> QueueTicket:
    ticket, petition = hall.visit(office, one, **changes)
    receive.give_result(
        petition.pk,
        by=one.leader,
        version=petition.version,
        ticket=ticket,
        kind="assigned",
        opinion="请七日内修复。",
        unit=office.units["ZJJ"],
        due_on=due,
    )
    return ticket


@pytest.mark.rule("S03-21")
def test_month_end_says_what_each_leader_ordered_and_what_became_of_it(office: Office, at: Any) -> None:
    one = hall.session(office)
    ordered(office, one)
    with at("2026-03-31"):
        rows = results_of(office["officer"], office.units["XF"], hall.DAY)
        leaders = by_leader(rows)
        shown = words(signed_in(office["officer"]).get(reverse("reception_results"), {"month": "2026-03"}))
    assert [(x.leader.name, x.orders, x.done, x.late) for x in leaders] == [("钱某乙", 1, 0, 1)]
    assert rows[0].standing == "待签收"
    for text in ("钱某乙", "请七日内修复。", "3月9日", "超期"):
        assert text in shown
    assert results_of(office["officer"], office.units["XF"], date(2026, 4, 1)) == []


def test_results_stand_behind_the_door(office: Office) -> None:
    ordered(office, hall.session(office))
    assert results_of(office["other_handler"], office.units["XF"], hall.DAY) == []
    assert len(results_of(office["handler"], office.units["XF"], hall.DAY)) == 1


@pytest.mark.rule("S01-06")
def test_figures_count_intakes_and_people_by_kind_of_petitioner(office: Office) -> None:
    for kind, heads in (("citizen", 3), ("deputy", 1), ("adviser", 1), ("organisation", 1)):
        person = Person(name=f"某{kind}", kind=kind, phone="12000000001")
        office.registered(person=person, head_count=heads)
    office.registered(person=None, is_anonymous=True)
    office.registered(purpose=Purpose.ACCUSATION)
    found = by_kind(office["officer"], date(2026, 3, 1), date(2026, 3, 31))
    assert [(one.label, one.intakes, one.people) for one in found] == [
        ("群众", 1, 3),
        ("人大代表", 1, 1),
        ("政协委员", 1, 1),
        ("法人或其他组织", 1, 1),
        ("匿名", 1, 1),
    ]
    page = signed_in(office["officer"]).get(reverse("figures"), {"month": "2026-03"})
    assert page.context["kinds"] == found
    assert "来信来访人类别" in words(page)


DESK, LEADER, SEES = {"registrar", "officer", "office_head"}, {"deputy"}, "everybody with a post"
PEOPLE = ("registrar", "officer", "office_head", "deputy", "handler", "other_head", "town_officer", "auditor")
# name: (what its address needs, who opens it)
PAGES: dict[str, tuple[str, Any]] = {
    "reception": ("", SEES),
    "my_reception": ("", SEES),
    "reception_results": ("", SEES),
    "reception_check": ("", DESK),
    "appointments": ("", DESK),
    "appointment_new": ("", DESK),
    "appointment_decide": ("booking", DESK),
    "reception_session": ("session", DESK | LEADER),
    "reception_pack": ("session", DESK | LEADER),
    "reception_entrust": ("session", LEADER),
    # The desk reads the petition, but the result is the leader's alone (403).
    "reception_result": ("ticket", LEADER),
}


@pytest.mark.parametrize("name", sorted(PAGES))
def test_page_opens_for_those_whose_it_is(office: Office, name: str) -> None:
    one = hall.session(office)
    ticket, _ = hall.visit(office, one)
    wish = appointments.ask(
        by=office["registrar"], unit=office.units["XF"], name="王某乙", phone="12000000002", subject="电梯"
    )
    what, whose = PAGES[name]
    keys = {"": [], "booking": [wish.pk], "session": [one.pk], "ticket": [ticket.pk]}
    address = reverse(name, args=keys[what])
    opened = {who for who in PEOPLE if signed_in(office[who]).get(address).status_code == 200}
    assert opened == (set(PEOPLE) if whose == SEES else whose)


def more(office: Office, one: ReceptionSession, times: int) -> None:
    for n in range(times):
        person = Person(name="张某甲", phone=f"120000010{n:02d}")
        ticket, petition = hall.visit(office, one, person=person)
        receive.give_result(
            petition.pk,
            by=one.leader,
            version=fresh(petition).version,
            ticket=ticket,
            kind="on_the_spot",
            opinion="当场答复。",
        )
        wish = appointments.ask(
            by=office["registrar"],
            unit=office.units["XF"],
            name="张某甲",
            phone=person.phone,
            subject=f"电梯{register.brief(str(n))}",
        )
        appointments.decide(wish.pk, by=office["registrar"], state="agreed", session=one)


def test_no_page_asks_more_for_many_rows_than_for_few(office: Office) -> None:
    one = hall.session(office)
    client = signed_in(office["deputy"])
    desk = signed_in(office["registrar"])
    pages = [
        (client, reverse("reception_session", args=[one.pk])),
        (client, reverse("reception_pack", args=[one.pk])),
        (client, reverse("my_reception")),
        (client, reverse("reception_results")),
        (client, reverse("reception_paper", args=["reception_form", one.pk])),
        (desk, reverse("reception")),
        (desk, reverse("appointments") + "?state=agreed"),
        (desk, reverse("desk")),
    ]
    more(office, one, 2)
    few = [queries_of(lambda who=who, url=url: who.get(url)) for who, url in pages]
    more(office, one, 8)
    assert Appointment.objects.count() > 2
    many = [queries_of(lambda who=who, url=url: who.get(url)) for who, url in pages]
    assert many == few
