"""What the verbs of outcomes ask besides state and person: a reason why not, or None. Reads only; named in `access.VERBS`."""

from __future__ import annotations

from casework.states import State
from petitions import finality, reviews
from petitions.models import Petition
from petitions.states import Purpose
from petitions.terms import can_be_told


def not_accusation(petition: Petition) -> str | None:
    """条例第三十条: an accusation goes to the competent organ, whatever its form."""
    if petition.purpose == Purpose.ACCUSATION or petition.is_sealed:
        return "检举控告应当登记并移送有权处理的机关，不适用此项。"
    return None


def untold(petition: Petition) -> str | None:
    """Nothing is left to tell of a decision that was told."""
    untold = petition.declined.filter(set_aside_at__isnull=True, told_on__isnull=True)
    return None if untold.exists() else "已经登记书面告知。"


def told_if_declined(petition: Petition) -> str | None:
    """条例第二十三条: told in writing, unless nobody can be told."""
    if petition.state in (State.REFUSED, State.ENDED) and can_be_told(petition) and untold(petition) is None:
        return "不予（不再）受理尚未书面告知信访人，不能归档。"
    return None


def may_reopen(petition: Petition) -> str | None:
    """Neither what ended for good, nor behind its back what a receiver has taken in and still handles."""
    taken = petition.routings.filter(taken_as__is_open=True).select_related("to_unit", "taken_as").last()
    if petition.state == State.TRANSFERRED and taken is not None and taken.taken_as is not None:
        return f"{taken.to_unit.name}正在办理（{taken.taken_as.number}），不能重新办理；可向该单位了解进展。"
    return finality.reopening_refusal(petition)


def unjudged_suggestion(petition: Petition) -> str | None:
    """What became of a suggestion is said once."""
    if petition.purpose != Purpose.SUGGESTION:
        return "只有建议意见登记采纳情况。"
    return "采纳情况已经登记。" if hasattr(petition, "suggestion") else None


def unrewarded_suggestion(petition: Petition) -> str | None:
    """S18-08: only an adopted suggestion is rewarded, once."""
    found = getattr(petition, "suggestion", None)
    if found is None or found.outcome == "not":
        return "只有采纳的建议登记表扬奖励。"
    return "表扬奖励已经登记。" if found.reward else None


def open_aid(petition: Petition) -> str | None:
    """A result needs a referral without one."""
    return None if petition.aid_referrals.filter(helped_on__isnull=True).exists() else "没有待落实的帮扶。"


def undecided_review(petition: Petition) -> str | None:
    """An opinion is drafted until it waits for its signature."""
    review = reviews.running(petition)
    if review is None or review.is_decided:
        return "复查（复核）意见已经签发。"
    return "复查（复核）意见正待签发。" if petition.signer_id else None


def unsigned_review(petition: Petition) -> str | None:
    """An application is withdrawn while no opinion is made on it."""
    review = reviews.running(petition)
    decided = review is None or review.is_decided
    return "复查（复核）意见已经作出，不能再撤回申请。" if decided else None


def decided_review(petition: Petition) -> str | None:
    """Only a signed opinion is delivered; one of an organ here by the receipt of its paper, which counts the same days."""
    review = reviews.running(petition)
    if review is None or not review.is_decided:
        return "复查（复核）意见还没有签发。"
    return "请发出意见书，再在“文书”中登记送达。" if review.organ else None


def awaits_review_signature(petition: Petition) -> str | None:
    """There is a draft before the head."""
    return None if petition.signer_id else "没有待签发的复查（复核）意见。"


def answered_by_us(petition: Petition) -> str | None:
    """Whoever was not answered is not asked how the answer was."""
    return None if petition.replies.exists() else "还没有答复，不用回访。"


def kept_whole(petition: Petition) -> str | None:
    return "检举控告件不能并案，不能分案；另有事项的请另行登记。" if petition.is_sealed else None


def open_to_others(petition: Petition) -> str | None:
    """An accusation is neither laid on a table of several units nor told to whom it concerns (条例第三十条)."""
    return "检举控告件不会诊、不告知被反映的单位。" if petition.is_sealed else None


def not_sealed_cause(petition: Petition) -> str | None:
    return "检举控告件不作原因归类。" if petition.is_sealed else None


def not_sealed(petition: Petition) -> str | None:
    """S09-15: an accusation goes to named people alone, by 专报."""
    return "检举控告件不写信访信息，请用专报呈报指定领导。" if petition.is_sealed else None


def an_accusation(petition: Petition) -> str | None:
    return None if petition.is_sealed else "只有检举控告件可以初查。"


def named_reporter(petition: Petition) -> str | None:
    """实名检举: an anonymous reporter cannot be told (S18-07)."""
    if not petition.is_sealed:
        return "只用于检举控告件；其他件用受理告知书。"
    return None if petition.petitioner_id else "匿名检举不用告知。"
