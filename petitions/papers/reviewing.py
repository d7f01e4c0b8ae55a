"""Papers of the way up: what the reviewing organ received, what it decided (条例第三十五、三十六条)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from accounts.access import Standing
from accounts.models import Unit
from casework.models import ClockKind
from petitions.access import of_office, of_reviewer
from petitions.models import Petition, Review, ReviewDecision, ReviewLevel
from petitions.organs import handling_organ
from petitions.papers.base import Ask, Formal, Given, Signed, person_words, superior_of
from petitions.reviews import original

OUTSIDE = "由系统外的机关作出，意见书由该机关发出；送达后在“送达复查复核意见”中登记。"


def _last(level: str) -> Callable[[Petition], Review | None]:
    return lambda petition: (
        petition.reviews.filter(level=level, withdrawn_on__isnull=True)
        .select_related("organ", "against", "drafted_by", "signoff__staff")
        .last()
    )


def _prepared_by(level: str) -> Callable[[Petition, Standing], bool]:
    def whose(petition: Petition, who: Standing) -> bool:
        review = _last(level)(petition)
        # The office is told why there is none of its own.
        return of_office(petition, who) if review is None else of_reviewer(review, petition, who)

    return whose


def _made_here(petition: Petition, review: Review) -> str:
    return OUTSIDE if review.organ is None else ""


def _signed_here(petition: Petition, review: Review) -> str:
    if review.organ is None:
        return OUTSIDE
    return "" if review.is_decided else f"{review.get_level_display()}意见还没有签发。"


def _organ(petition: Petition, review: Review) -> Unit:
    return review.organ or petition.unit


def _received(petition: Petition, review: Review, given: Given) -> dict[str, Any]:
    kind = ClockKind.REVIEW if review.level == ReviewLevel.REVIEW else ClockKind.REREVIEW
    clock = petition.clocks.filter(kind=kind).order_by("pk").last()
    return {
        "review": review,
        "last_day": clock.statutory_due if clock else None,
        "contact": person_words(review.drafted_by, _organ(petition, review)),
        **given,
    }


def _decided(petition: Petition, review: Review, given: Given) -> dict[str, Any]:
    return {
        "review": review,
        "is_revoked": review.decision == ReviewDecision.REVOKE,
        "handled_by": handling_organ(petition).name,
        "next_organ": superior_of(_organ(petition, review)),
        "hearings": list(review.hearings.exclude(facts="")),
        "contact": person_words(review.drafted_by, _organ(petition, review)),
        **given,
    }


def _signed(petition: Petition, review: Review) -> Signed | None:
    by = review.signoff
    return Signed(by.staff, f"{by.unit_name} {by.post_title} {by.signature}") if by else None


ORIGINAL = Ask("original", "所不服的意见", first=original, rows=2, help="机关、日期、名称和文号。")


def _kinds(level: ReviewLevel, code: str, word: str) -> tuple[Formal, Formal]:
    """受理告知书 and 意见书 of one level."""
    taken = Formal(
        kind=f"{level}_taken",
        code=f"{code}-1",
        label=f"{level.label}受理告知书",
        word=f"{word}受",
        about=_last(level),
        not_yet=f"没有登记{level.label}申请。",
        missing=_made_here,
        context=_received,
        unit=_organ,
        whose=_prepared_by(level),
        whose_words=f"{level.label}机关",
        asks=(ORIGINAL,),
        to_petitioner=True,
    )
    opinion = replace(
        taken,
        kind=str(level),
        code=code,
        label=f"{level.label}意见书",
        word=word,
        missing=_signed_here,
        context=_decided,
        signed=_signed,
        # A revoked opinion is made anew first: there is nothing to go up with until then.
        starts=lambda review: level == ReviewLevel.REVIEW and review.decision != ReviewDecision.REVOKE,
    )
    return taken, opinion


KINDS: tuple[Formal, ...] = (
    *_kinds(ReviewLevel.REVIEW, "D12", "查"),
    *_kinds(ReviewLevel.REREVIEW, "D13", "核"),
)
