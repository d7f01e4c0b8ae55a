"""Papers on what is not taken up: 不予受理告知书 and 不再受理告知书. Neither promises a lawsuit: there is none against them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from casework.models import IssuedPaper
from petitions.access import of_office
from petitions.models import Declined, GroundKind, Petition, ReviewLevel
from petitions.organs import handling_organ
from petitions.papers.base import Ask, Formal, Given, contact_of, subject_of
from petitions.query_codes import query_code
from petitions.reviews import day_words


def _in_force(kind: str) -> Callable[[Petition], Declined | None]:
    return lambda petition: (
        petition.declined.filter(kind=kind, set_aside_at__isnull=True).select_related("earlier").last()
    )


def _handled_by(petition: Petition, declined: Declined) -> str:
    """Where the matter is being handled, as the decision says it, else the organ that has the earlier matter."""
    earlier = declined.earlier
    if declined.where or earlier is None:
        return declined.where
    return f"{handling_organ(earlier).name}（编号：{earlier.number}）"


def _final_opinion(petition: Petition, declined: Declined) -> str:
    """Number and day of the 复核 opinion that ended it; what another procedure ended is named in the decision."""
    if declined.earlier is None:
        return declined.where
    last = declined.earlier.reviews.filter(level=ReviewLevel.REREVIEW, decided_on__isnull=False).last()
    if last is None or last.decided_on is None:
        return declined.where
    paper = IssuedPaper.objects.filter(kind="rereview", subject=subject_of(last), withdrawn_at__isnull=True)
    number = last.outside_number or paper.values_list("number", flat=True).first() or "（文号）"
    return f"{last.organ_name}{day_words(last.decided_on)}《复核意见书》（{number}）"


def _words(petition: Petition, declined: Declined, given: Given) -> dict[str, Any]:
    return {
        "declined": declined,
        "query_code": query_code(petition),
        "contact": contact_of(petition),
        **given,
    }


def _kind(kind: str, code: str, label: str, word: str, of: str, ask: Ask) -> Formal:
    return Formal(
        kind=kind,
        code=code,
        label=label,
        word=word,
        about=_in_force(of),
        not_yet=f"此件没有作出{label.removeprefix('信访事项').removesuffix('告知书')}的决定。",
        context=_words,
        whose=of_office,
        whose_words="登记单位办公室",
        asks=(ask,),
        to_petitioner=True,
        tells_receipt=True,
    )


KINDS: tuple[Formal, ...] = (
    _kind(
        "refuse",
        "D3",
        "信访事项不予受理告知书",
        "不受",
        GroundKind.REFUSE,
        Ask("handled_by", "正在办理（有权处理）的机关、单位", first=_handled_by, rows=2),
    ),
    _kind(
        "end",
        "D4",
        "信访事项不再受理告知书",
        "不再受",
        GroundKind.END,
        Ask(
            "final_opinion",
            "终结意见",
            first=_final_opinion,
            rows=2,
            help="机关、日期和文号，例如“某市人民政府2026年3月2日《复核意见书》（某政复核〔2026〕3号）”。",
        ),
    ),
)
