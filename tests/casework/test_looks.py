"""S09-01: who looked at the image of a letter, and when; once in a quarter of an hour, and never as an act of its history."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from casework.actions.attachments import note_look
from casework.actions.base import grant
from casework.actions.editing import others_at, touch
from casework.audit import verify_chains
from casework.models import Attachment, CaseGrant, Event
from casework.refusals import NotVisible
from petitions import queries
from petitions.models import Petition
from petitions.queries import Days
from petitions.views.one import acts_of
from tests.casework.test_attachments import PDF, add
from tests.office import Office
from tests.petitions.steps import fresh
from tests.petitions.views.reading import signed_in, words

pytestmark = [pytest.mark.usefixtures("monday"), pytest.mark.rule("S09-01")]


def letter(office: Office) -> tuple[Petition, Attachment]:
    p = office.registered()
    (made,) = add(office, p, ("来信.pdf", PDF))
    return p, made


def looks(petition: Petition) -> list[tuple[str, str]]:
    found = Event.objects.filter(case=petition, name="viewed").order_by("seq")
    return [(one.actor_name, one.data["file"]) for one in found]


def test_one_look_is_one_record_and_a_later_one_another(office: Office, monday: Any) -> None:
    p, made = letter(office)
    (other,) = add(office, p, ("附页.pdf", PDF + b"2"))
    officer = signed_in(office["officer"])
    address = f"/attachments/{made.pk}/"
    assert officer.get(address).status_code == 200
    assert looks(p) == [("李某丁", "来信.pdf")]
    monday.shift(timedelta(minutes=14))
    officer.get(address)
    assert looks(p) == [("李某丁", "来信.pdf")]
    officer.get(f"/attachments/{other.pk}/")
    signed_in(office["registrar"]).get(address)
    monday.shift(timedelta(minutes=2))
    officer.get(address)
    assert looks(p) == [
        ("李某丁", "来信.pdf"),
        ("李某丁", "附页.pdf"),
        ("周某戊", "来信.pdf"),
        ("李某丁", "来信.pdf"),
    ]
    assert list(verify_chains()) == []


def test_case_page_lists_who_looked_apart_from_what_was_done(office: Office) -> None:
    p, made = letter(office)
    officer = signed_in(office["officer"])
    officer.get(f"/attachments/{made.pk}/")
    page = officer.get(f"/petitions/{p.pk}/")
    assert "查阅记录（1） 3月2日 09:00 清禾县信访局 李某丁 查看附件：来信.pdf" in words(page)
    assert "查看附件 来信.pdf" not in [one.text for one in page.context["lines"]]
    assert "viewed" not in acts_of(p).values_list("name", flat=True)
    assert fresh(p).version == p.version


def test_who_may_only_read_is_kept_too_and_who_may_not_leaves_nothing(office: Office) -> None:
    p, made = letter(office)
    grant(p, "参加接待", staff=office["other_handler"])
    CaseGrant.objects.filter(staff=office["other_handler"]).update(until=timezone.now() + timedelta(hours=1))
    assert signed_in(office["other_handler"]).get(f"/attachments/{made.pk}/").status_code == 200
    assert looks(p) == [("杨某巳", "来信.pdf")]
    assert signed_in(office["other_head"]).get(f"/attachments/{made.pk}/").status_code == 404
    with pytest.raises(NotVisible):
        note_look(made, by=office["other_head"])
    assert len(looks(p)) == 1


def test_looking_is_no_work_on_the_case(office: Office, monday: Any) -> None:
    """It stays among those that nobody moves (S18-02), and the hint that somebody has it open stays."""
    p, made = letter(office)
    monday.shift(timedelta(days=20))
    touch(p, by=office["officer"])
    monday.shift(timedelta(minutes=1))
    signed_in(office["officer"]).get(f"/attachments/{made.pk}/")
    idle = queries.LISTS["idle"].rule(Days.of(timezone.localdate()))
    assert list(Petition.objects.visible_to(office["officer"]).filter(idle)) == [p]
    assert others_at(p, than=office["registrar"]) == ["李某丁"]


def test_running_it_twice_writes_once(office: Office) -> None:
    p, made = letter(office)
    assert [note_look(made, by=office["officer"]) for _ in range(2)] == [True, False]
    assert len(looks(p)) == 1
