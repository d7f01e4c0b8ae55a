"""How a matter ends, and what follows the answer."""

from __future__ import annotations

from functools import partial
from typing import Any

from petitions.actions import decline, explain, register, reviews
from petitions.actions.register import Person
from petitions.models import Petition, RefusalGround
from petitions.reference import load_grounds
from petitions.states import Purpose, RepeatKind
from tests.office import Office
from tests.petitions import steps
from tests.petitions.papers.reading import deliver_paper
from tests.petitions.scenarios.base import AGREED, annotated, closed, letter, verb
from tests.petitions.steps import DAY, fresh

OPINION = {
    "facts": "经查，维修基金已经划拨。",
    "opinion": "维持原处理意见。",
    "basis": "《物业管理条例》第五十四条",
}


def ground(code: str) -> RefusalGround:
    load_grounds()
    return RefusalGround.objects.get(code=code)


def declined(office: Office) -> Petition:
    p = annotated(office)
    by = office["officer"]
    decline.decline(
        p.pk, by=by, version=p.version, ground=ground("R1"), reason="县住建局正在办理。", where="县住建局"
    )
    return fresh(p)


def in_review(office: Office, petition: Petition | None = None) -> Petition:
    p = petition or closed(office)
    reviews.apply_review(
        p.pk,
        by=office["registrar"],
        version=p.version,
        applied_on=DAY,
        answer_received_on=DAY,
        grounds="修复期限太长。",
        organ_name="样例市人民政府",
    )
    return fresh(p)


def drafted(office: Office) -> Petition:
    p = in_review(office)
    reviews.draft_review(p.pk, by=office["officer"], version=p.version, decision="uphold", **OPINION)
    return fresh(p)


def signed(office: Office) -> Petition:
    p = drafted(office)
    assert p.signer is not None
    reviews.sign_review(p.pk, by=p.signer, version=p.version, opinion=AGREED)
    return fresh(p)


def delivered(office: Office, petition: Petition | None = None) -> Petition:
    """The opinion of the organ here went out on paper and arrived."""
    p = petition or signed(office)
    review = p.reviews.last()
    assert review is not None
    deliver_paper(office, p, str(review.level))
    return fresh(p)


def decided_outside(office: Office, decision: str = "uphold") -> Petition:
    """A 复核 by an organ outside, entered with its number."""
    p = in_review(office, delivered(office))
    given = {**OPINION, "decision": decision, "outside_number": "样政复核〔2026〕3号"}
    reviews.draft_review(p.pk, by=office["officer"], version=p.version, **given)
    return fresh(p)


def suggestion(office: Office) -> Petition:
    return steps.handling(office, letter(office, purpose=Purpose.SUGGESTION))


def judged(office: Office) -> Petition:
    p = steps.concluded(office, letter(office, purpose=Purpose.SUGGESTION))
    explain.judge_suggestion(p.pk, by=office["handler"], outcome="adopted", reason="列入明年维修计划。")
    return fresh(p)


def aided(office: Office) -> Petition:
    p = letter(office)
    _referral(office, p)()
    return fresh(p)


@verb(decline)
def decline_(office: Office) -> partial[Any]:
    p = annotated(office)
    given = {"ground": ground("R1"), "reason": "正在办理。", "where": "县住建局"}
    return partial(decline.decline, p.pk, by=office["officer"], version=p.version, **given)


def finished(office: Office) -> Petition:
    """A matter that went all three levels and ended for good."""
    p = decided_outside(office)
    given = {"delivered_on": DAY, "delivered_how": "当面送交，本人签收"}
    reviews.deliver_review(p.pk, by=office["officer"], version=p.version, **given)
    return fresh(p)


def brought_again(office: Office) -> tuple[Petition, Petition]:
    """A matter that ended for good, and the same person's new letter that was found to be the same matter."""
    ended = finished(office)
    p = annotated(office, person=Person(known=ended.petitioner))
    register.link_repeat(p.pk, ended, by=office["registrar"], kind=RepeatKind.SAME_MATTER)
    return ended, fresh(p)


@verb(decline)
def state_new_facts(office: Office) -> partial[Any]:
    _, p = brought_again(office)
    text = "上月新装的电梯又停运。"
    return partial(decline.state_new_facts, p.pk, by=office["officer"], version=p.version, text=text)


@verb(decline)
def set_aside(office: Office) -> partial[Any]:
    p = declined(office)
    return partial(decline.set_aside, p.pk, by=office["supervisor"], version=p.version, reason="理由不成立。")


@verb(decline)
def withdraw_matter(office: Office) -> partial[Any]:
    p = steps.handling(office, letter(office))
    given = {"declared_on": DAY, "form": "written", "statement": "电梯已经修好，本人自愿撤回。"}
    return partial(decline.withdraw_matter, p.pk, by=office["registrar"], version=p.version, **given)


@verb(explain)
def explain_(office: Office) -> partial[Any]:
    given = {
        "asked": "为何不全额补偿",
        "explained": "补偿按面积计算",
        "basis": "补偿办法第三条",
        "remedies": "可申请复查",
    }
    p = letter(office)
    return partial(explain.explain, p.pk, by=office["registrar"], told_on=DAY, method="phone", **given)


@verb(explain)
def talk_on_site(office: Office) -> partial[Any]:
    given = {
        "place": "小区门口",
        "present": "周某戊",
        "asked": "修电梯",
        "answered": "三日内答复",
        "remedies": "可来信",
    }
    promises = (("三日内答复", office["registrar"], DAY),)
    return partial(
        explain.talk_on_site,
        letter(office).pk,
        by=office["registrar"],
        talked_on=DAY,
        head_count=6,
        nobody_restrained=True,
        promises=promises,
        **given,
    )


@verb(explain)
def meet(office: Office) -> partial[Any]:
    p = steps.handling(office, letter(office))
    given = {"met_on": DAY, "place": "信访局", "told": "拟支持", "attitude": "同意"}
    return partial(explain.meet, p.pk, by=office["handler"], **given)


@verb(explain)
def settle(office: Office) -> partial[Any]:
    p = steps.handling(office, letter(office))
    days = dict.fromkeys(("agreed_on", "petitioner_signed_on", "other_signed_on"), DAY)
    given = {"petitioner_party": "张某甲", "other_party": "某物业公司", "terms": "十日内修复。"}
    act = partial(explain.settle, p.pk, by=office["handler"], kind="mediation", both_consent=True)
    return partial(act, **days, **given)


@verb(explain)
def judge_suggestion(office: Office) -> partial[Any]:
    p = suggestion(office)
    return partial(explain.judge_suggestion, p.pk, by=office["handler"], outcome="not", reason="已有规定。")


@verb(explain)
def reward(office: Office) -> partial[Any]:
    p = judged(office)
    given = {"effect": "每年少停梯十次", "award": "通报表扬", "rewarded_on": DAY}
    return partial(explain.reward, p.pk, by=office["officer"], **given)


def _referral(office: Office, petition: Petition) -> partial[Any]:
    given = {
        "kind": "hardship",
        "need": "独居老人，出行困难。",
        "referred_to": "县民政局",
        "referred_on": DAY,
    }
    return partial(explain.refer_aid, petition.pk, by=office["registrar"], **given)


@verb(explain)
def refer_aid(office: Office) -> partial[Any]:
    return _referral(office, letter(office))


@verb(explain)
def note_aid(office: Office) -> partial[Any]:
    p = aided(office)
    aid = p.aid_referrals.get().pk
    given = {"result": "已安排上门照料。", "helped_on": DAY}
    return partial(explain.note_aid, p.pk, by=office["registrar"], aid=aid, **given)
