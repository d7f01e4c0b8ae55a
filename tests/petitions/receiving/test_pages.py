"""The pages of a reception day: what they show, to whom, and that the road from number to result can be walked."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from petitions.actions import appointments, queue, roster
from petitions.models import Appointment, QueueTicket, ReceptionCheck, ReceptionResult, ReceptionSession
from petitions.states import Purpose, ReceptionKind
from tests.office import Office
from tests.petitions.receiving import hall
from tests.petitions.views.reading import signed_in, words
from tests.petitions.views.reception import page

pytestmark = pytest.mark.usefixtures("monday")


def booked(
    office: Office, one: ReceptionSession, name: str = "张某甲", phone: str = "12000000001"
) -> Appointment:
    asked = appointments.ask(
        by=office["registrar"], unit=office.units["XF"], name=name, phone=phone, subject="电梯还没有修好"
    )
    return appointments.decide(asked.pk, by=office["registrar"], state="agreed", session=one)


@pytest.mark.rule("S01-02")
def test_roster_page_says_that_the_day_is_to_be_set(office: Office) -> None:
    hall.rule(office, ReceptionKind.MONTHLY_DAY)
    shown = words(signed_in(office["officer"]).get(reverse("reception")))
    assert "接待日待设置" in shown
    assert "本月还没有值班安排" in shown


def test_office_draws_up_adjusts_and_publishes_on_the_page(office: Office) -> None:
    hall.rule(office)
    client = signed_in(office["officer"])
    client.post(reverse("reception"), {"act": "draw"})
    client.post(reverse("reception"), {"act": "duty", "day": "2026-03-09", "leader": ""})
    assert "有空档 1 天" in words(client.get(reverse("reception")))
    client.post(reverse("reception"), {"act": "draw"})
    client.post(reverse("reception"), {"act": "publish"})
    posted = client.post(reverse("reception"), {"act": "notice", "on": "2026-03-02", "medium": "县电视台"})
    assert posted.status_code == 302
    shown = words(client.get(reverse("reception")))
    assert "已公布" in shown
    assert "3月2日 县电视台" in shown


def test_page_keeps_what_was_typed_when_refused(office: Office) -> None:
    hall.session(office)
    client = signed_in(office["officer"])
    refused = client.post(reverse("reception"), {"act": "notice", "on": "2026-03-05", "medium": "县电视台"})
    assert refused.status_code == 422
    assert "公布日期不能晚于今天" in words(refused)
    assert 'value="县电视台"' in refused.content.decode()


@pytest.mark.rule("S19-08", "S12-06")
def test_desk_page_shows_who_is_expected(office: Office) -> None:
    booked(office, hall.session(office))
    shown = words(signed_in(office["registrar"]).get(reverse("desk")))
    assert "今日约访 1" in shown
    assert "张某甲" in shown


@pytest.mark.rule("S12-05")
def test_number_leads_to_the_register_page_and_the_visit_to_the_number(office: Office) -> None:
    one = hall.session(office)
    client = signed_in(office["registrar"])
    wish = booked(office, one)
    client.post(reverse("reception_session", args=[one.pk]), {"act": "booked", "one": wish.pk})
    ticket = QueueTicket.objects.get()
    form = client.get(reverse("petition_register"), {"ticket": ticket.pk}).context["form"]
    assert [form[name].value() for name in ("channel", "name", "phone")] == [
        "leader_reception",
        "张某甲",
        "12000000001",
    ]
    saved = client.post(reverse("petition_register"), page(channel="leader_reception", ticket=ticket.pk))
    assert saved.status_code == 302
    ticket.refresh_from_db()
    assert ticket.intake is not None
    assert ticket.intake.petition.person_name == "张某甲"
    assert client.get(reverse("petition_register"), {"ticket": ticket.pk}).status_code == 404
    # Another visitor with a stale page is registered all the same.
    other = page(draft_key="key-2", channel="visit", name="王某乙", phone="12000000002", ticket=ticket.pk)
    assert client.post(reverse("petition_register"), other).status_code == 302


@pytest.mark.rule("S19-04", "S12-07")
def test_leader_signs_on_the_page_and_the_form_prints_it(office: Office) -> None:
    one = hall.session(office)
    ticket, petition = hall.visit(office, one)
    client = signed_in(office["deputy"])
    address = reverse("reception_result", args=[ticket.pk])
    typed: dict[str, Any] = {"version": petition.version, "kind": "assigned", "opinion": "请七日内修复。"}
    refused = client.post(address, typed)
    assert refused.status_code == 422
    assert "现场交办须写明承办单位" in words(refused)
    assert "请七日内修复。" in refused.content.decode()
    client.post(address, {**typed, "unit": office.units["ZJJ"].pk, "due_on": "2026-03-09"})
    assert ReceptionResult.objects.get().unit == office.units["ZJJ"]

    form = words(client.get(reverse("reception_paper", args=["reception_form", one.pk])))
    for text in ("领导接待来访登记表", petition.number, "请七日内修复。", "钱某乙", "2026年3月9日"):
        assert str(text) in form


@pytest.mark.rule("S12-07")
def test_printing_the_forms_makes_a_paper_and_stays_on_record(office: Office) -> None:
    one = hall.session(office)
    _, petition = hall.visit(office, one)
    made = signed_in(office["officer"]).post(reverse("reception_paper", args=["reception_form", one.pk]))
    assert made["Content-Type"] == "application/pdf"
    assert petition.events.filter(name="printed").count() == 1


@pytest.mark.parametrize("kind", ["duty_roster", "appointment", "ticket"])
def test_other_papers_can_be_looked_at(office: Office, kind: str) -> None:
    one = hall.session(office)
    wish = booked(office, one)
    ticket = queue.take_ticket(one.pk, by=office["registrar"], appointment=wish)
    pk = {"duty_roster": one.roster_id, "appointment": wish.pk, "ticket": ticket.pk}[kind]
    assert signed_in(office["registrar"]).get(reverse("reception_paper", args=[kind, pk])).status_code == 200


@pytest.mark.rule("S19-10")
def test_pack_holds_earlier_matters_of_who_is_booked_never_an_accusation(office: Office) -> None:
    before = office.registered()
    sealed = office.registered(purpose=Purpose.ACCUSATION)
    stranger = office.registered(person=hall.Person(name="张某甲", phone="12000000099"))
    one = hall.session(office)
    booked(office, one)
    shown = words(signed_in(office["deputy"]).get(reverse("reception_pack", args=[one.pk])))
    assert str(before.number) in shown
    assert str(sealed.number) not in shown
    assert str(stranger.number) not in shown
    mine = words(signed_in(office["deputy"]).get(reverse("my_reception")))
    assert "约访 1 人：张某甲" in mine
    told = office["deputy"].notices.get(text__contains="预读材料")
    assert (told.text, told.url) == ("3月2日接待增加约访一位，请查看预读材料", "/reception/mine/")


@pytest.mark.rule("S19-06")
def test_stand_in_answers_on_their_page(office: Office) -> None:
    one = hall.session(office)
    client = signed_in(office["deputy"])
    client.post(reverse("reception_entrust", args=[one.pk]), {"to": office["chief"].pk, "reason": "外出开会"})
    other = signed_in(office["chief"])
    shown = other.get(reverse("my_reception"))
    assert "钱某乙委托您代班" in words(shown)
    asked = re.search(r"/reception/stand-in/(\d+)/", shown.content.decode())
    assert asked is not None
    other.post(asked[0], {"answer": "accept"})
    one.refresh_from_db()
    assert one.leader == office["chief"]


@pytest.mark.rule("S09-10", "S09-11")
def test_daily_check_lists_manners_and_room_and_stops_nothing(office: Office) -> None:
    one = hall.session(office)
    client = signed_in(office["registrar"])
    shown = words(client.get(reverse("reception_check")))
    for text in ("衣着整齐", "文明用语", "普通话", "接待室整洁", "开水", "桌椅"):
        assert text in shown
    queue.take_ticket(one.pk, by=office["registrar"])
    client.post(reverse("reception_check"), {"items": ["dress", "water"], "remark": "空调待修"})
    client.post(reverse("reception_check"), {"items": ["dress"]})
    assert ReceptionCheck.objects.values_list("items", flat=True).get() == ["dress"]


@pytest.mark.rule("S11-13")
def test_register_page_prompts_the_talk(office: Office) -> None:
    shown = words(signed_in(office["registrar"]).get(reverse("petition_register")))
    assert "听完再问" in shown
    assert "照原意记" in shown
    assert "说明政策依据" in shown


def test_call_board_shows_numbers_and_nobodys_name(office: Office) -> None:
    one = hall.session(office)
    hall.visit(office, one)
    queue.take_ticket(one.pk, by=office["registrar"], name="王某乙")
    board = Client().get(reverse("public_calls", args=["XF"]))
    assert board["Refresh"] == "10"
    shown = words(board)
    assert "请 1 号" in shown
    assert "张某甲" not in shown
    assert "王某乙" not in shown


def test_invitee_opens_the_session_until_it_closes(office: Office) -> None:
    one = hall.session(office)
    client = signed_in(office["other_head"])
    address = reverse("reception_session", args=[one.pk])
    assert client.get(address).status_code == 404
    roster.invite(one.pk, by=office["deputy"], who=office["other_head"])
    assert client.get(address).status_code == 200
    assert client.post(address, {"act": "ticket", "name": "王某乙"}).status_code == 403
