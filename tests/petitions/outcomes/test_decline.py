"""不予受理、不再受理、撤回: each on a ground, told in writing, open to review; accusations are never ended by them."""

from __future__ import annotations

from datetime import date

import pytest

from casework.models import Clock, ClockKind
from casework.refusals import NotYours, Refusal
from casework.states import State
from petitions.actions import archive, decline
from petitions.actions.register import Person
from petitions.models import Petition
from petitions.states import Purpose
from tests.office import Office
from tests.petitions import steps
from tests.petitions.papers.reading import deliver_paper
from tests.petitions.scenarios.base import annotated
from tests.petitions.scenarios.outcomes import declined, finished, ground
from tests.petitions.steps import DAY, fresh

pytestmark = pytest.mark.usefixtures("monday")
STATEMENT = "电梯已经修好，我自愿撤回。"


def again(office: Office, earlier: Petition) -> Petition:
    return annotated(office, person=Person(known=earlier.petitioner))


@pytest.mark.rule("F-33")
def test_same_matter_after_final_opinion_is_registered_and_no_longer_accepted(office: Office) -> None:
    earlier = finished(office)
    p = again(office, earlier)
    assert p.number
    decline.decline(
        p.pk,
        by=office["officer"],
        version=p.version,
        ground=ground("R4"),
        reason="没有新的事实。",
        earlier=earlier,
    )
    assert (fresh(p).state, p.declined.get().get_kind_display()) == (State.ENDED, "不再受理")
    # New facts are a new petition, which nothing stands in the way of.
    assert again(office, earlier).state == State.ANNOTATED


@pytest.mark.rule("F-33")
def test_no_longer_accepted_only_after_a_final_opinion_of_the_same_person(office: Office) -> None:
    other, p = finished(office), annotated(office)
    for earlier in (None, office.registered(), other):
        with pytest.raises(Refusal) as refused:
            decline.decline(
                p.pk,
                by=office["officer"],
                version=p.version,
                ground=ground("R4"),
                reason="重复。",
                earlier=earlier,
            )
        assert refused.value.field == "earlier"
    assert fresh(p).state == State.ANNOTATED


def test_refusal_names_where_the_matter_stands_and_keeps_the_words_of_its_ground(office: Office) -> None:
    p = annotated(office)
    with pytest.raises(Refusal, match="何处办理"):
        decline.decline(p.pk, by=office["officer"], version=p.version, ground=ground("R1"), reason="在办。")
    made = declined(office).declined.get()
    made.ground.text = "改过的情形"
    made.ground.save()
    made.refresh_from_db()
    assert made.ground_text.startswith("同一事项已经受理")


def test_guidance_is_no_refusal(office: Office) -> None:
    p = annotated(office)
    with pytest.raises(Refusal, match="告知引导"):
        decline.decline(p.pk, by=office["officer"], version=p.version, ground=ground("R6"), reason="不属。")


def test_refusal_is_filed_only_after_it_was_told_in_writing(office: Office) -> None:
    p = declined(office)
    assert running(p) == {ClockKind.NOTICE: date(2026, 3, 17)}
    with pytest.raises(Refusal, match="尚未书面告知"):
        archive.archive(p.pk, by=office["officer"], version=p.version, missing_reason="无")
    deliver_paper(office, p, "refuse")
    assert p.declined.get().told_on == DAY
    assert running(p) == {}
    archive.archive(p.pk, by=office["officer"], version=fresh(p).version, missing_reason="无")
    assert fresh(p).state == State.ARCHIVED


def test_supervisor_sets_a_refusal_aside_and_its_author_cannot(office: Office) -> None:
    p = declined(office)
    with pytest.raises(NotYours):
        decline.set_aside(p.pk, by=office["officer"], version=p.version, reason="有误。")
    decline.set_aside(p.pk, by=office["supervisor"], version=p.version, reason="属本级职权。")
    assert fresh(p).state == State.REGISTERED
    assert running(p) == {ClockKind.ROUTE: date(2026, 3, 17), ClockKind.PRESENT: date(2026, 3, 3)}


def running(petition: Petition) -> dict[str, date]:
    return dict(Clock.objects.filter(case=petition, met_on__isnull=True).values_list("kind", "due_on"))


def withdraw(office: Office, petition: Petition, statement: str = STATEMENT) -> Petition:
    given = {"declared_on": DAY, "form": "written", "statement": statement}
    decline.withdraw_matter(petition.pk, by=office["officer"], version=petition.version, **given)
    return fresh(petition)


def test_withdrawal_keeps_the_petitioners_words_and_ends_every_clock(office: Office) -> None:
    p = withdraw(office, steps.handling(office, office.registered()))
    assert (p.state, p.withdrawals.get().statement) == (State.WITHDRAWN, STATEMENT)
    assert not Clock.objects.filter(case=p, met_on__isnull=True).exists()


@pytest.mark.rule("S11-16")
@pytest.mark.parametrize("words", ["我撤回，保证今后不再上访。", "承诺停止信访", "同意放弃申诉"])
def test_promise_not_to_petition_is_no_withdrawal(office: Office, words: str) -> None:
    p = office.registered()
    with pytest.raises(Refusal) as refused:
        withdraw(office, p, words)
    assert refused.value.field == "statement"
    assert fresh(p).state == State.REGISTERED


def test_accusation_is_ended_neither_by_withdrawal_nor_by_refusal(office: Office) -> None:
    p = office.registered(purpose=Purpose.ACCUSATION)
    with pytest.raises(Refusal, match="检举控告"):
        withdraw(office, p)
    given = {"ground": ground("R1"), "reason": "在办。", "where": "纪委"}
    with pytest.raises(Refusal, match="检举控告"):
        decline.decline(p.pk, by=office["officer"], version=p.version, **given)
    assert fresh(p).state == State.REGISTERED
