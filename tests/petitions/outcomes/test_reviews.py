"""复查、复核: thirty days, one level up, signed by the head, delivered; the third level ends the matter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from casework.models import Clock, ClockKind
from casework.refusals import NotVisible, NotYours, Refusal
from casework.states import State
from petitions.actions import close, handle, reviews
from petitions.models import Petition
from tests.office import Office
from tests.petitions import steps
from tests.petitions.scenarios.base import closed
from tests.petitions.scenarios.outcomes import OPINION, decided_outside, delivered, in_review
from tests.petitions.steps import DAY, fresh


def apply(office: Office, petition: Petition, on: date, since: date, **more: Any) -> Any:
    given = {"applied_on": on, "answer_received_on": since, "grounds": "期限太长。", **more}
    version = fresh(petition).version
    return reviews.apply_review(petition.pk, by=office["registrar"], version=version, **given)


@pytest.mark.rule("F-05")
def test_review_is_applied_for_within_thirty_days_or_with_a_justified_reason(
    office: Office, at: Callable[[str], Any]
) -> None:
    with at("2026-01-28"):
        p = closed_on(office, date(2026, 1, 28))
    since = date(2026, 1, 28)
    with at("2026-02-28"):
        with pytest.raises(Refusal, match="2月27日") as refused:
            apply(office, p, date(2026, 2, 28), since)
        assert refused.value.field == "late_reason"
        made = apply(office, p, date(2026, 2, 28), since, late_reason="住院，有证明。")
    assert (made.last_day, fresh(p).state) == (date(2026, 2, 27), State.IN_REVIEW)


@pytest.mark.rule("F-05")
def test_review_on_the_last_day_is_in_time(office: Office, at: Callable[[str], Any]) -> None:
    with at("2026-01-28"):
        p = closed_on(office, date(2026, 1, 28))
    with at("2026-02-27"):
        made = apply(office, p, date(2026, 2, 27), date(2026, 1, 28))
    assert made.late_reason == ""


def closed_on(office: Office, day: date) -> Petition:
    """Closed on that day; the steps date everything 2 March."""
    p = office.registered(received_on=day)
    q = steps.handling(office, p)
    made = handle.investigate(q.pk, by=office["handler"], done_on=day, findings="现场查看。")
    handle.sign_investigation(made.pk, by=office["bureau_head"])
    handle.report(q.pk, by=office["handler"], version=fresh(q).version, **steps.REPORT)
    while (q := fresh(q)).signer is not None:
        handle.sign_closing(q.pk, by=q.signer, version=q.version, opinion="同意。")
    close.close(q.pk, by=office["officer"], version=q.version, text="将修复。", method="letter")
    return fresh(q)


@pytest.mark.usefixtures("monday")
def test_where_lapse_ends_the_procedure_no_reason_helps(office: Office, monday: Any) -> None:
    p = closed(office)
    values = {**p.policy_values, "lapse_policy": "end"}
    Petition.objects.filter(pk=p.pk).update(policy_values=values)
    monday.move_to("2026-04-10 09:00:00+08:00")
    with pytest.raises(Refusal, match="程序已经终结"):
        apply(office, p, date(2026, 4, 10), DAY, late_reason="住院")


@pytest.mark.usefixtures("monday")
def test_reviewing_organ_is_one_level_up_and_has_thirty_days(office: Office) -> None:
    p = in_review(office)
    review = p.reviews.get()
    clock = Clock.objects.get(case=p, kind=ClockKind.REVIEW)
    assert (review.organ, clock.statutory_due) == (office.units["XZF"], date(2026, 4, 1))
    with pytest.raises(NotYours):
        reviews.draft_review(p.pk, by=office["handler"], version=p.version, decision="uphold", **OPINION)
    with pytest.raises(NotVisible):
        reviews.draft_review(p.pk, by=office["town_head"], version=p.version, decision="uphold", **OPINION)


@pytest.mark.usefixtures("monday")
def test_upheld_review_closes_again_and_opens_the_next_level(office: Office) -> None:
    p = delivered(office)
    assert (fresh(p).state, fresh(p).final_on) == (State.CLOSED, None)
    made = apply(office, p, DAY, DAY, organ_name="样例市人民政府")
    assert (made.get_level_display(), made.organ, made.organ_name) == ("复核", None, "样例市人民政府")


def deliver(office: Office, petition: Petition) -> None:
    version = fresh(petition).version
    reviews.deliver_review(
        petition.pk, by=office["officer"], version=version, delivered_on=DAY, delivered_how="本人签收"
    )


def rereviewed(office: Office, decision: str) -> Petition:
    p = decided_outside(office, decision)
    deliver(office, p)
    return fresh(p)


@pytest.mark.usefixtures("monday")
def test_third_level_ends_the_matter(office: Office) -> None:
    p = rereviewed(office, "uphold")
    assert (p.state, p.final_on) == (State.CLOSED, DAY)
    with pytest.raises(Refusal, match="已经复核终结"):
        apply(office, p, DAY, DAY)


@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize(("decision", "is_final"), [("change", True), ("revoke", False)])
def test_changed_or_revoked_goes_back_to_the_handling_organ(
    office: Office, decision: str, is_final: bool
) -> None:
    p = rereviewed(office, decision)
    assert (p.state, p.handling_unit, p.final_on is not None) == (
        State.ASSIGNED,
        office.units["ZJJ"],
        is_final,
    )
    assert p.closed_at is None
    assert Clock.objects.filter(case=p, kind=ClockKind.HANDLE, met_on__isnull=True).exists()


def changed(office: Office, *, at_work: bool = True) -> Petition:
    """The city changed the opinion; the handling organ has it again."""
    p = in_review(office)
    given = {**OPINION, "decision": "change"}
    reviews.draft_review(p.pk, by=office["officer"], version=p.version, **given)
    reviews.sign_review(p.pk, by=office["chief"], version=fresh(p).version, opinion="同意。")
    p = delivered(office, fresh(p))
    assert p.state == State.ASSIGNED
    if at_work:
        handle.accept(p.pk, by=office["handler"], version=p.version)
    return fresh(p)


@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize("at_work", [True, False])
def test_changed_opinion_can_be_taken_to_the_third_level_while_it_is_carried_out(
    office: Office, at_work: bool
) -> None:
    p = changed(office, at_work=at_work)
    made = apply(office, p, DAY, DAY, organ_name="样例市人民政府")
    p = fresh(p)
    assert (made.level, p.state) == ("rereview", State.IN_REVIEW)
    assert not p.routings.filter(returned_at=None, finished_at=None).exists()
    running = Clock.objects.filter(case=p, met_on__isnull=True)
    assert [one.kind for one in running] == [ClockKind.REREVIEW]
    told = {one.staff for one in p.notices.filter(text__contains="等复核意见")}
    assert (office["handler"] in told) == at_work


@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize("end", ["uphold", "withdrawn"])
def test_changed_opinion_that_stands_is_carried_out_then(office: Office, end: str) -> None:
    p = changed(office)
    apply(office, p, DAY, DAY, organ_name="样例市人民政府")
    if end == "uphold":
        given = {**OPINION, "decision": "uphold", "outside_number": "样政复核〔2026〕1号"}
        reviews.draft_review(p.pk, by=office["officer"], version=fresh(p).version, **given)
        deliver(office, p)
    else:
        words = {"declared_on": DAY, "form": "written", "statement": "不再申请复核。"}
        reviews.withdraw_review(p.pk, by=office["registrar"], version=fresh(p).version, **words)
    p = fresh(p)
    assert (p.state, p.handling_unit, p.closed_at) == (State.ASSIGNED, office.units["ZJJ"], None)
    assert p.final_on == (DAY if end == "uphold" else None)
    order = p.routings.get(returned_at=None, finished_at=None)
    assert "复查决定变更" in order.opinion
    assert Clock.objects.filter(case=p, kind=ClockKind.HANDLE, met_on__isnull=True).exists()


@pytest.mark.usefixtures("monday")
def test_matter_in_work_is_not_reviewed_before_it_is_answered(office: Office) -> None:
    p = steps.handling(office, office.registered())
    with pytest.raises(Refusal, match="还没有书面答复"):
        apply(office, p, DAY, DAY)
    revoked = rereviewed(office, "revoke")
    with pytest.raises(Refusal, match="书面答复以后"):
        apply(office, revoked, DAY, DAY)


@pytest.mark.usefixtures("monday")
def test_days_of_hearing_are_not_counted_in_rereview(office: Office, monday: Any) -> None:
    p = delivered(office)
    apply(office, p, DAY, DAY, organ_name="样例市人民政府")
    assert Clock.objects.get(case=p, kind=ClockKind.REREVIEW, met_on=None).statutory_due == date(2026, 4, 1)
    monday.move_to("2026-03-12 09:00:00+08:00")
    texts = dict.fromkeys(("place", "chair", "participants", "facts", "conclusion"), "如记录")
    reviews.hear(p.pk, by=office["officer"], starts_on=date(2026, 3, 9), ends_on=date(2026, 3, 10), **texts)
    assert Clock.objects.get(case=p, kind=ClockKind.REREVIEW, met_on=None).statutory_due == date(2026, 4, 3)


@pytest.mark.usefixtures("monday")
def test_return_visit_is_not_made_by_who_handled_it(office: Office) -> None:
    p = closed(office)
    Petition.objects.filter(pk=p.pk).update(handler=office["officer"])
    given = {"visited_on": DAY, "method": "phone", "satisfied": "bad", "executed": "not"}
    with pytest.raises(NotYours, match="承办人"):
        reviews.call_back(p.pk, by=office["officer"], **given)
    made = reviews.call_back(p.pk, by=office["office_head"], **given)
    assert made.get_executed_display() == "未执行"
