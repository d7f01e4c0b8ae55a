"""当场答复: what is only explained at the counter is explained as everywhere else."""

from __future__ import annotations

import pytest

from casework.states import State
from petitions.actions import route
from petitions.states import Purpose
from tests.office import Office
from tests.petitions.steps import EXPLAINED, fresh
from tests.petitions.views.reading import signed_in

pytestmark = pytest.mark.usefixtures("monday")


@pytest.mark.rule("S01-11")
@pytest.mark.rule("S10-13")
@pytest.mark.parametrize("lacking", ["basis", "other_route"])
def test_an_explanation_at_the_counter_names_its_basis_and_the_ways_that_stay_open(
    office: Office, lacking: str
) -> None:
    p = office.registered(purpose=Purpose.ENQUIRY)
    client, url = signed_in(office["registrar"]), f"/petitions/{p.pk}/do/answer_on_the_spot/"
    typed = {"version": p.version, "text": "按规定不能补发。", "conclusion": "explain", **EXPLAINED}
    refused = client.post(url, {**typed, lacking: " "})
    form = refused.context["form"]
    assert (refused.status_code, list(form.errors)) == (422, [lacking])
    assert form["text"].value() == "按规定不能补发。"
    assert (fresh(p).state, p.explanations.count(), p.replies.count()) == (State.REGISTERED, 0, 0)
    assert client.post(url, typed).status_code == 302
    made = p.explanations.get()
    assert (made.explained, made.basis, made.remedies) == (typed["text"], *EXPLAINED.values())
    assert (made.method, made.asked, fresh(p).state) == ("in_person", p.text.body, State.CLOSED)


@pytest.mark.rule("S01-11")
def test_another_answer_at_the_counter_asks_for_neither(office: Office) -> None:
    p = office.registered(purpose=Purpose.ENQUIRY)
    given = {"text": "周一至周五办理。", "conclusion": "support"}
    route.answer_on_the_spot(p.pk, by=office["registrar"], version=p.version, **given)
    assert (fresh(p).state, p.explanations.count()) == (State.CLOSED, 0)
