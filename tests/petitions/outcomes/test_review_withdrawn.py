"""信访人撤回复查、复核申请: in their own words, before the opinion is made; the answer stands, the right stays."""

from __future__ import annotations

from typing import Any

import pytest

from casework.models import Clock, ClockKind, Notice
from casework.refusals import NotYours, Refusal
from casework.states import State
from petitions import reviews as reads
from petitions.actions import archive, reviews
from petitions.models import Petition, Review
from petitions.query_codes import query_code
from tests.office import Office
from tests.petitions.scenarios.base import closed
from tests.petitions.scenarios.filing import LOST
from tests.petitions.scenarios.outcomes import OPINION, delivered, drafted, in_review, signed
from tests.petitions.steps import DAY, fresh
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")
STATEMENT = "单位已经改正，我自愿撤回申请。"


def withdraw(office: Office, petition: Petition, by: str = "registrar", **changes: Any) -> Review:
    given = {"declared_on": DAY, "form": "written", "statement": STATEMENT, **changes}
    version = fresh(petition).version
    return reviews.withdraw_review(petition.pk, by=office[by], version=version, **given)


def with_filing_limit(petition: Petition) -> Petition:
    values = {**petition.policy_values, "archive_within": {"days": 30, "day_type": "calendar"}}
    Petition.objects.filter(pk=petition.pk).update(policy_values=values)
    return fresh(petition)


def running(petition: Petition) -> set[str]:
    return set(Clock.objects.filter(case=petition, met_on__isnull=True).values_list("kind", flat=True))


def test_withdrawn_application_closes_as_before_and_stops_the_thirty_days(office: Office) -> None:
    p = with_filing_limit(drafted(office))
    made = withdraw(office, p)
    p = fresh(p)
    assert (p.state, p.signer, p.sign_step, p.closed_at is not None) == (State.CLOSED, None, "", True)
    assert (made.withdrawn_words, made.delivered_on, p.final_on) == (STATEMENT, None, None)
    assert running(p) == {ClockKind.ARCHIVE}
    assert Clock.objects.get(case=p, kind=ClockKind.REVIEW).stopped_reason == "信访人撤回申请"
    assert reads.running(p) is None
    assert Notice.objects.filter(case=p, staff=office["chief"], text__contains="撤回复查申请").exists()


def test_filed_case_is_filed_anew_after_the_withdrawal(office: Office) -> None:
    p = with_filing_limit(closed(office))
    archive.archive(p.pk, by=office["officer"], version=p.version, missing_reason=LOST)
    p = in_review(office, fresh(p))
    assert ClockKind.ARCHIVE not in running(p)
    withdraw(office, p)
    assert ClockKind.ARCHIVE in running(p)


def test_upheld_review_of_a_filed_case_is_filed_anew_too(office: Office) -> None:
    p = delivered(office, with_filing_limit(signed(office)))
    assert ClockKind.ARCHIVE in running(p)


def test_within_the_thirty_days_it_may_be_applied_for_again(office: Office) -> None:
    p = in_review(office)
    withdraw(office, p)
    again = in_review(office, fresh(p))
    assert (again.state, [one.level for one in again.reviews.all()]) == (
        State.IN_REVIEW,
        ["review", "review"],
    )


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"form": "letter"}, "form", "请选择信访人的表示方式"),
        ({"statement": " "}, "statement", "原话"),
        ({"statement": "本人承诺不再上访。"}, "statement", "不得限制信访人的权利"),
        ({"declared_on": DAY.replace(day=1)}, "declared_on", "申请之后"),
        ({"declared_on": DAY.replace(day=3)}, "declared_on", "不晚于今天"),
    ],
)
def test_what_is_declared_is_whole_and_free(
    office: Office, changes: dict[str, Any], field: str, says: str
) -> None:
    p = in_review(office)
    with pytest.raises(Refusal, match=says) as refused:
        withdraw(office, p, **changes)
    assert refused.value.field == field
    assert fresh(p).state == State.IN_REVIEW


def test_signed_opinion_is_not_withdrawn_from(office: Office) -> None:
    p = signed(office)
    with pytest.raises(Refusal, match="意见已经作出"):
        withdraw(office, p)


def test_delivered_opinion_is_not_withdrawn_from(office: Office) -> None:
    p = delivered(office)
    with pytest.raises(Refusal, match="现在是“已办结”"):
        withdraw(office, p)


def test_nothing_is_withdrawn_twice_and_no_opinion_follows(office: Office) -> None:
    p = in_review(office)
    withdraw(office, p)
    with pytest.raises(Refusal, match="现在是“已办结”"):
        withdraw(office, p)
    with pytest.raises(Refusal, match="现在是“已办结”"):
        reviews.draft_review(
            p.pk, by=office["officer"], version=fresh(p).version, decision="uphold", **OPINION
        )


@pytest.mark.parametrize("who", ["handler", "deputy", "bureau_head"])
def test_it_is_recorded_by_desk_or_reviewing_organ_alone(office: Office, who: str) -> None:
    p = in_review(office)
    with pytest.raises(NotYours):
        withdraw(office, p, by=who)
    withdraw(office, p, by="officer")


def test_page_takes_it_and_case_and_query_show_it(office: Office) -> None:
    p = in_review(office)
    desk = signed_in(office["registrar"])
    given = {"version": p.version, "declared_on": "2026-03-02", "form": "written"}
    address = f"/petitions/{p.pk}/do/withdraw_review/"
    assert desk.post(address, {**given, "statement": ""}).status_code == 422
    assert desk.post(address, {**given, "statement": STATEMENT}).status_code == 302
    case = words(desk.get(f"/petitions/{p.pk}/"))
    assert f"本人撤回申请：{STATEMENT}" in case
    assert "3月2日 撤回（书面并签名） · 记录：" in case
    seen = words(desk.post("/query/", {"number": p.number, "code": query_code(p)}))
    assert "撤回复查申请" in seen
    assert STATEMENT not in seen
