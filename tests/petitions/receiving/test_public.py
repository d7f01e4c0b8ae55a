"""Pages without sign-in: the notice board and the form to ask for an appointment."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from accounts.models import Post
from casework.refusals import Refusal
from petitions.actions import appointments, roster
from petitions.models import Appointment, LeaderCard
from tests.office import Office
from tests.petitions.receiving import hall
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")
ASK = {"name": "张某甲", "phone": "12000000001", "subject": "电梯坏了两个月", "head_count": "1"}
# Every address that opens without sign-in, and why.
PUBLIC = {
    "healthz": "for the proxy",
    "login": "signs in",
    "public_reception": "S12-01: schedule and rules of procedure",
    "public_reception_unit": "S19-03: the notice board",
    "public_calls": "the call screen of the waiting room: numbers alone",
    "public_appointment": "S19-08: people book in advance",
    "public_appointment_done": "what happens next",
    "public_query": "S21-21: how far one's own matter is, by number and code",
    "public_evaluate": "条例第二十一条: the petitioner rates, by number and code",
}


def board(office: Office) -> Any:
    return Client().get(reverse("public_reception_unit", args=["XF"]))


def ask(**changes: str) -> Any:
    return Client().post(reverse("public_appointment", args=["XF"]), {**ASK, **changes})


def test_pages_without_sign_in_are_the_listed_ones() -> None:
    def names(patterns: list[Any]) -> set[str]:
        found: set[str] = set()
        for one in patterns:
            if isinstance(one, URLPattern):
                open_to_all = getattr(one.callback, "login_required", True) is False
                found |= {one.name} if open_to_all and one.name else set()
            elif one.namespace != "admin":
                found |= names(one.url_patterns)
        return found

    assert names(get_resolver().url_patterns) == set(PUBLIC)


@pytest.mark.rule("S12-01", "S19-03", "S19-01")
def test_board_shows_leader_line_departments_contact_schedule_and_rules(office: Office) -> None:
    LeaderCard.objects.create(
        staff=office["deputy"], line="分管信访", departments="信访局、住建局", contact="0000-1200123"
    )
    hall.session(office)
    shown = words(board(office))
    for text in ("3月2日 星期一", "钱某乙", "分管信访", "信访局、住建局", "0000-1200123", "9:00—11:30"):
        assert text in shown
    for text in ("每个工作日", "接待怎样进行", "均不收费", "接待室须知"):
        assert text in shown
    assert "清禾县信访局" in words(Client().get(reverse("public_reception")))


@pytest.mark.rule("S19-01")
def test_every_unit_that_receives_is_listed_and_no_other(office: Office) -> None:
    hall.rule(office)
    hall.rule(office, at="T03-XF")
    page = Client().get(reverse("public_reception"))
    assert {one.code for one in page.context["units"]} == {"XF", "T03-XF"}
    for code in ("XF", "T03-XF"):
        assert reverse("public_reception_unit", args=[code]) in page.content.decode()
    assert "清禾县住房和城乡建设局" not in words(page)


@pytest.mark.rule("S19-03")
def test_card_names_the_post_and_prints_and_so_does_the_roster_on_paper(office: Office) -> None:
    Post.objects.filter(staff=office.staff["deputy"]).update(title="副县长")
    LeaderCard.objects.create(staff=office["deputy"], line="分管信访", contact="0000-1200123")
    one = hall.session(office)
    shown = board(office)
    assert "钱某乙 副县长" in words(shown)
    assert re.search(r"<button[^>]* data-print>打印公示卡</button>", shown.content.decode())
    paper = signed_in(office["officer"]).get(reverse("reception_paper", args=["duty_roster", one.roster_id]))
    for text in ("清禾县信访局领导接待值班安排", "钱某乙副县长", "分管信访", "0000-1200123"):
        assert text in words(paper)


@pytest.mark.rule("F-27", "S19-03")
def test_board_changes_with_an_accepted_stand_in(office: Office) -> None:
    one = hall.session(office)
    roster_before = words(board(office))
    asked = roster.entrust(one.pk, by=office["deputy"], to=office["chief"], reason="外出开会")
    assert words(board(office)) == roster_before
    roster.answer_substitution(asked.pk, by=office["chief"], accept=True)
    first = board(office).content.decode().split("</tr>")[1]
    assert "赵某甲" in first
    assert "钱某乙" not in first


def test_board_shows_nothing_before_publication_and_no_reason_why_somebody_is_away(office: Office) -> None:
    hall.drawn(office)
    assert "还没有公布" in words(board(office))
    assert "钱某乙" not in words(board(office))


def test_board_is_cached_and_strict_and_sets_no_cookie(office: Office) -> None:
    hall.session(office)
    page = board(office)
    assert page["Cache-Control"] == "public, max-age=60"
    policy = page["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert "csrf" not in page.content.decode()
    assert not page.cookies
    assert Client().get(reverse("public_reception_unit", args=["NO"])).status_code == 404


@pytest.mark.rule("S19-08", "S12-06")
def test_anybody_asks_without_an_identity_number(office: Office) -> None:
    hall.rule(office)
    page = Client().get(reverse("public_appointment", args=["XF"]))
    assert set(page.context["form"].fields) == {"name", "phone", "subject", "head_count", "wanted_on"}
    sent = ask()
    assert sent.status_code == 302
    assert sent["Location"] == reverse("public_appointment_done", args=["XF"])
    made = Appointment.objects.get()
    assert (made.state, made.is_public) == ("asked", True)
    assert office["officer"].notices.filter(text__contains="约访").exists()
    assert not office["officer"].notices.filter(text__contains="张某甲").exists()


def test_same_wish_sent_twice_is_one(office: Office) -> None:
    hall.rule(office)
    ask()
    ask()
    assert Appointment.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "姓名"),
        ("phone", "1", "电话"),
        ("phone", "139001", "电话"),
        ("subject", "", "想反映的事"),
        ("wanted_on", "2020-01-01", "日期"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    office: Office, field: str, value: str, said: str
) -> None:
    hall.rule(office)
    refused = ask(**{field: value})
    assert refused.status_code == 422
    assert field in refused.context["form"].errors
    assert said in words(refused)
    kept = "subject" if field != "subject" else "name"
    assert ASK[kept] in refused.content.decode()


def test_asking_is_limited_an_hour(office: Office) -> None:
    hall.rule(office)
    for n in range(5):
        assert ask(subject=f"电梯{n}").status_code == 302
    refused = ask(subject="又一件")
    assert refused.status_code == 429
    assert "来信来访随时受理" in words(refused)
    assert Appointment.objects.count() == 5


@pytest.mark.rule("S12-06")
def test_booking_is_agreed_moved_or_declined_with_a_reason(office: Office) -> None:
    one = hall.session(office)
    later = one.roster.sessions.filter(day__gt=one.day).first()
    by = office["registrar"]
    made = appointments.ask(unit=office.units["XF"], name="张某甲", phone="12000000001", subject="电梯")
    for state, more in (
        ("agreed", {}),
        ("moved", {"session": one}),
        ("declined", {}),
        ("done", {"session": one}),
    ):
        with pytest.raises(Refusal):
            appointments.decide(made.pk, by=by, state=state, **more)
    assert appointments.decide(made.pk, by=by, state="agreed", session=one).state == "agreed"
    moved = appointments.decide(made.pk, by=by, state="agreed", session=later, reason="领导外出")
    assert (moved.state, moved.session) == ("moved", later)
    declined = appointments.decide(made.pk, by=by, state="declined", reason="已书面答复，可随时来访")
    assert (declined.state, declined.session) == ("declined", None)
    with pytest.raises(Refusal, match="谢绝"):
        appointments.decide(made.pk, by=by, state="agreed", session=one)
