"""复查 and 复核 on paper; their arrival alone starts what follows."""

from __future__ import annotations

from datetime import date

import pytest

from casework.refusals import NotYours, Refusal
from casework.states import State
from petitions.actions import papers, reviews
from petitions.models import Petition
from petitions.papers.queries import to_deliver
from petitions.reviews import answer_received_on
from tests.office import Office
from tests.petitions import steps
from tests.petitions.papers.reading import deliver_paper, issued, receipt, says
from tests.petitions.scenarios.base import AGREED, closed
from tests.petitions.scenarios.outcomes import OPINION, decided_outside, in_review, signed
from tests.petitions.steps import DAY, fresh
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")
BASIS = "《物业管理条例》第三十五条。"
NEVER = ("诉讼", "起诉", "行政复议")


def decided(office: Office, decision: str, petition: Petition | None = None) -> Petition:
    """Drafted by the office of the organ here and signed by its head."""
    p = in_review(office, petition)
    by = office["officer"]
    reviews.draft_review(p.pk, by=by, version=p.version, **{**OPINION, "decision": decision})
    p = fresh(p)
    assert p.signer is not None
    reviews.sign_review(p.pk, by=p.signer, version=p.version, opinion=AGREED)
    return fresh(p)


def rereviewed(office: Office, decision: str = "uphold", *, heard: bool = False) -> Petition:
    """The county's organ decides the 复核 of a matter that a county bureau's parent reviewed before."""
    p = decided(office, "uphold")
    deliver_paper(office, p, "review")
    p = fresh(p)
    last = p.reviews.get()
    # The reviewing organ before was one below: the county government is the next above it.
    last.organ, last.organ_name = office.units["ZJJ"], office.units["ZJJ"].name
    last.save()
    p = in_review(office, p)
    if heard:
        texts = {"place": "三楼会议室", "chair": "钱某乙", "participants": "张某甲、住建局沈某卯"}
        told = {"facts": "电梯停运六十日。", "conclusion": "应当限期修复。"}
        reviews.hear(p.pk, by=office["officer"], starts_on=DAY, ends_on=DAY, **texts, **told)
    by = office["officer"]
    reviews.draft_review(p.pk, by=by, version=fresh(p).version, **{**OPINION, "decision": decision})
    p = fresh(p)
    assert p.signer is not None
    reviews.sign_review(p.pk, by=p.signer, version=p.version, opinion=AGREED)
    return fresh(p)


def test_receipt_of_an_application_says_organ_way_and_limit(office: Office) -> None:
    p = in_review(office)
    text = says(issued(office, p, "review_taken"))
    for part in (
        "提出的复查申请（信访事项编号：清信访〔2026〕1号）已经收到，本机关予以受理",
        "复查机关：清禾县人民政府",
        "自收到申请之日起30日内作出复查意见，即2026年4月1日前",
        "《信访工作条例》第三十五条",
    ):
        assert part in text


@pytest.mark.parametrize(("decision", "words"), [("uphold", "决定维持原意见"), ("change", "决定变更原意见")])
def test_review_says_original_grounds_decision_and_the_right_to_go_on(
    office: Office, decision: str, words: str
) -> None:
    p = closed(office)
    first = issued(office, p, "opinion", by="handler", legal_basis=BASIS)
    p = decided(office, decision, fresh(p))
    paper = issued(office, p, "review")
    text = says(paper)
    for part in (
        f"清禾县住房和城乡建设局2026年3月2日作出的《信访处理意见书》（{first.number}）",
        "依照《信访工作条例》第三十五条",
        "一、请求复查的理由修复期限太长。",
        OPINION["facts"],
        OPINION["opinion"],
        OPINION["basis"],
        words,
        "自收到本意见书之日起30日内，向清禾县人民政府的上一级机关、单位书面请求复核（《信访工作条例》第三十六条）",
    ):
        assert part in text
    assert not any(part in text for part in NEVER)
    assert paper.number == "清政信查〔2026〕1号"
    assert (paper.unit, paper.signed_by) == (office.units["XZF"], office["chief"])


def test_revoked_opinion_is_made_anew_and_starts_no_thirty_days(office: Office) -> None:
    p = decided(office, "revoke")
    paper = issued(office, p, "review")
    assert "由清禾县住房和城乡建设局重新作出处理意见" in says(paper)
    made = papers.deliver(paper.pk, by=office["officer"], receipt=receipt())
    assert made.review_until is None
    assert fresh(p).state == State.ASSIGNED


def test_review_waits_for_its_signature_and_goes_out_from_its_organ(office: Office) -> None:
    p = in_review(office)
    with pytest.raises(Refusal, match="复查意见还没有签发"):
        issued(office, p, "review")
    with pytest.raises(Refusal, match="没有登记复查申请"):
        issued(office, steps.concluded(office, office.registered()), "review")
    p = signed(office)
    for stranger in ("registrar", "handler"):
        with pytest.raises(NotYours):
            issued(office, p, "review", by=stranger)


def test_arrival_of_the_review_starts_the_thirty_days_of_the_next_level(office: Office) -> None:
    p = signed(office)
    paper = issued(office, p, "review")
    assert p.reviews.get().delivered_on is None
    made = papers.deliver(paper.pk, by=office["officer"], receipt=receipt())
    review = p.reviews.get()
    assert made.review_until == date(2026, 4, 1)
    assert (review.delivered_on, review.delivered_how) == (DAY, "直接送达，张某甲签收")
    assert (fresh(p).state, answer_received_on(fresh(p))) == (State.CLOSED, DAY)
    assert p.events.filter(name="review_delivered").count() == 1


def test_office_delivers_and_looks_up_what_it_issues_for_its_organ(office: Office) -> None:
    p = signed(office)
    paper = issued(office, p, "review")
    assert list(to_deliver(office["officer"])) == [paper]
    page = signed_in(office["officer"]).get("/papers/register/", {"unit": paper.unit_id, "year": 2026})
    assert paper.number in words(page)
    assert not to_deliver(office["handler"]).exists()


def test_opinion_made_here_is_not_delivered_without_its_paper(office: Office) -> None:
    p = signed(office)
    given = {"delivered_on": DAY, "delivered_how": "本人签收"}
    with pytest.raises(Refusal, match="请发出意见书"):
        reviews.deliver_review(p.pk, by=office["officer"], version=p.version, **given)


def test_opinion_of_an_organ_outside_goes_out_from_there(office: Office) -> None:
    p = decided_outside(office)
    with pytest.raises(Refusal, match="由系统外的机关作出"):
        issued(office, p, "rereview", by="officer")


def test_rereview_says_that_the_procedure_ends_and_what_the_hearing_found(office: Office) -> None:
    p = rereviewed(office, heard=True)
    paper = issued(office, p, "rereview")
    text = says(paper)
    for part in (
        "复查意见书",
        "依照《信访工作条例》第三十六条",
        "一、请求复核的理由修复期限太长。",
        "三、听证情况本机关于2026年3月2日在三楼会议室举行听证，钱某乙主持",
        "张某甲、住建局沈某卯",
        "电梯停运六十日。",
        "四、复核意见及依据决定维持原意见",
        "该信访事项的办理程序就此终结",
        "不再受理（《信访工作条例》第三十六条）",
        "有新的事实和理由的，可以另行提出",
    ):
        assert part in text
    made = papers.deliver(paper.pk, by=office["officer"], receipt=receipt())
    assert made.review_until is None
    assert fresh(p).final_on == DAY


def test_rereview_without_a_hearing_says_so_and_a_revoked_one_ends_nothing(office: Office) -> None:
    p = rereviewed(office, "revoke")
    paper = issued(office, p, "rereview")
    assert "本次复核没有举行听证" in says(paper)
    assert "终结" not in says(paper)
    papers.deliver(paper.pk, by=office["officer"], receipt=receipt())
    assert fresh(p).final_on is None
