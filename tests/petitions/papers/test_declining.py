"""不予受理 and 不再受理 on paper: what stands on it, and that its arrival is the day on which it was told."""

from __future__ import annotations

import pytest

from casework.models import ClockKind
from casework.refusals import NotYours, Refusal
from petitions.actions import archive, decline, papers
from petitions.models import Petition
from petitions.papers.queries import to_tell
from petitions.query_codes import query_code
from tests.office import Office
from tests.petitions.papers.reading import issued, receipt, says
from tests.petitions.scenarios.base import annotated
from tests.petitions.scenarios.outcomes import decided_outside, declined, ground
from tests.petitions.steps import DAY, fresh

pytestmark = pytest.mark.usefixtures("monday")
NEVER = ("诉讼", "起诉", "行政复议")


def ended(office: Office) -> Petition:
    """The same person again, after the 复核 of an organ outside."""
    from petitions.actions import reviews

    first = decided_outside(office)
    by = office["officer"]
    given = {"delivered_on": DAY, "delivered_how": "邮寄，本人签收"}
    reviews.deliver_review(first.pk, by=by, version=first.version, **given)
    p = annotated(office)
    Petition.objects.filter(pk=p.pk).update(petitioner=fresh(first).petitioner)
    p = fresh(p)
    reason = "没有提出新的事实和理由。"
    decline.decline(p.pk, by=by, version=p.version, ground=ground("R4"), reason=reason, earlier=fresh(first))
    return fresh(p)


def test_refusal_says_ground_article_where_it_is_handled_and_how_to_query(office: Office) -> None:
    p = declined(office)
    paper = issued(office, p, "refuse")
    text = says(paper)
    for words in (
        "清信访〔2026〕1号",
        "决定不予受理",
        "同一事项已经受理或者正在办理",
        "《信访工作条例》第十九条第三款",
        "县住建局正在办理。",
        "正在办理（有权处理）的机关、单位：县住建局",
        query_code(p),
        "联系人：周某戊",
        "《信访工作条例》第二十三条",
    ):
        assert words in text
    assert not any(words in text for words in NEVER)
    assert paper.number == "清信不受〔2026〕1号"


def test_end_says_final_opinion_its_number_and_day_and_that_new_facts_may_be_raised(office: Office) -> None:
    p = ended(office)
    paper = issued(office, p, "end")
    text = says(paper)
    for words in (
        "决定不再受理",
        "样例市人民政府2026年3月2日《复核意见书》（样政复核〔2026〕3号）",
        "《信访工作条例》第三十六条第三款",
        "没有提出新的事实和理由。",
        "有新的事实和理由的，您可以另行提出",
    ):
        assert words in text
    assert not any(words in text for words in NEVER)
    assert paper.number == "清信不再受〔2026〕1号"


def test_each_goes_with_its_own_decision(office: Office) -> None:
    with pytest.raises(Refusal, match="没有作出不予受理的决定"):
        papers.issue(annotated(office).pk, by=office["officer"], kind="refuse")
    with pytest.raises(Refusal, match="没有作出不再受理的决定"):
        issued(office, declined(office), "end", final_opinion="某意见")
    p = declined(office)
    with pytest.raises(Refusal, match="请填写正在办理") as refused:
        issued(office, p, "refuse", handled_by=" ")
    assert refused.value.field == "handled_by"


def test_it_waits_in_the_list_until_it_went_out(office: Office) -> None:
    p = declined(office)
    assert [one.pk for one in to_tell(office["officer"])] == [p.pk]
    issued(office, p, "refuse")
    assert not to_tell(office["officer"]).exists()


def test_its_arrival_is_the_day_it_was_told_and_meets_the_notice_clock(office: Office) -> None:
    p = declined(office)
    paper = issued(office, p, "refuse")
    with pytest.raises(NotYours):
        papers.deliver(paper.pk, by=office["registrar"], receipt=receipt())
    assert p.declined.get().told_on is None
    papers.deliver(paper.pk, by=office["officer"], receipt=receipt())
    made = p.declined.get()
    assert (made.told_on, made.get_told_how_display()) == (DAY, "直接送达")
    assert not p.clocks.filter(kind=ClockKind.NOTICE, met_on=None).exists()
    assert p.events.filter(name="declined_told").count() == 1
    archive.archive(p.pk, by=office["officer"], version=fresh(p).version, missing_reason="无")


def test_paper_of_a_decision_set_aside_is_taken_back_not_delivered(office: Office) -> None:
    p = declined(office)
    paper = issued(office, p, "refuse")
    decline.set_aside(p.pk, by=office["supervisor"], version=p.version, reason="理由不成立。")
    with pytest.raises(Refusal, match="已经撤销"):
        papers.deliver(paper.pk, by=office["officer"], receipt=receipt())
    papers.withdraw(paper.pk, by=office["officer"], reason="决定已撤销")
