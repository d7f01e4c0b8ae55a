"""回避: from then on the person sees and does nothing, and somebody else takes over (条例第二十八条)."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Staff
from casework.models import Recusal
from casework.refusals import NotVisible, NotYours, Refusal
from casework.states import State
from petitions.actions import handle, recusal
from petitions.actions.register import Person
from petitions.actions.route import annotators
from petitions.models import Petition
from petitions.recusals import hints
from tests.office import Office
from tests.petitions import steps
from tests.petitions.steps import fresh
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")
WHY = "与信访人是亲属"


def recuse(p: Petition, by: Staff, person: Staff, **more: Any) -> Petition:
    recusal.recuse(p.pk, by=by, version=fresh(p).version, person=person, reason=WHY, **more)
    return fresh(p)


def test_handler_who_steps_aside_sees_nothing_and_the_head_takes_over(office: Office) -> None:
    p = steps.handling(office, office.registered())
    p = recuse(p, office["handler"], office["handler"])
    assert (p.state, p.handler) == (State.HANDLING, office.staff["bureau_head"])
    assert not Petition.objects.visible_to(office["handler"]).filter(pk=p.pk).exists()
    with pytest.raises(NotVisible):
        handle.investigate(p.pk, by=office["handler"], done_on=steps.DAY, findings="看过了。")
    assert office.staff["handler"] not in handle.handlers_at(p)
    event = p.events.get(name="recused")
    assert (event.data["person"], event.data["kind"], event.note) == ("沈某卯", "自行回避", WHY)


def test_leader_who_steps_aside_is_not_asked_again(office: Office) -> None:
    p = steps.presented(office, office.registered())
    assert p.signer == office.staff["office_head"]
    p = recuse(p, office["office_head"], office["office_head"])
    assert (p.state, p.signer) == (State.PRESENTED, office.staff["deputy"])
    assert office.staff["office_head"] not in annotators(p)


def test_signer_who_steps_aside_is_replaced_by_the_next_in_order(office: Office) -> None:
    p = steps.reported(office, office.registered())
    assert p.signer == office.staff["bureau_head"]
    p = recuse(p, office["bureau_head"], office["bureau_head"])
    assert p.state == State.REPORTED
    assert p.signer in (office.staff["deputy"], office.staff["chief"])


def test_others_are_ordered_by_those_who_may(office: Office) -> None:
    p = steps.handling(office, office.registered())
    with pytest.raises(NotYours):
        recuse(p, office["handler"], office["bureau_head"])
    recuse(p, office["bureau_head"], office["handler"])
    made = Recusal.objects.get()
    assert (made.get_kind_display(), made.decided_by) == ("指令回避", office.staff["bureau_head"])
    with pytest.raises(Refusal, match="已经回避"):
        recuse(p, office["bureau_head"], office["handler"])


def test_page_leads_away_from_what_is_no_longer_seen(office: Office) -> None:
    p = steps.handling(office, office.registered())
    client = signed_in(office["handler"])
    given = {"version": p.version, "person": office.staff["handler"].pk, "reason": WHY}
    done = client.post(f"/petitions/{p.pk}/do/recuse/", given)
    assert done["Location"] == "/petitions/"
    assert "沈某卯 自行回避" in words(signed_in(office["officer"]).get(f"/petitions/{p.pk}/"))


def test_namesake_with_the_same_telephone_is_a_hint_alone(office: Office) -> None:
    Staff.objects.filter(pk=office.staff["handler"].pk).update(phone="12000000055")
    same = Person(name="沈某卯", phone="12000000055")
    p = steps.handling(office, office.registered(person=same))
    assert hints(p) == ["承办人沈某卯与信访人同名且电话相同，请核实是否应当回避"]
    assert p.handler == office.staff["handler"]
    assert hints(steps.handling(office, office.registered(person=Person(name="沈某卯")))) == []
