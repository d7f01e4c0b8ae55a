"""听证通知书 before a hearing, 听证报告 after it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts.access import Standing
from accounts.models import Unit
from petitions.access import of_desk_or_handler, of_reviewer
from petitions.models import Hearing, Petition
from petitions.organs import handling_organ
from petitions.papers.base import Formal, person_words


def _called(petition: Petition) -> Hearing | None:
    return (
        petition.hearings.filter(facts="", dropped_at__isnull=True)
        .select_related("review__organ", "made_by")
        .last()
    )


def _held(petition: Petition) -> Hearing | None:
    return petition.hearings.exclude(facts="").select_related("review__organ", "made_by").last()


def _by(about: Callable[[Petition], Hearing | None]) -> Callable[[Petition, Standing], bool]:
    """During a review the organ that decides it, otherwise desk and handling unit."""

    def whose(petition: Petition, who: Standing) -> bool:
        hearing = about(petition)
        if hearing is None or hearing.review is None:
            return of_desk_or_handler(petition, who)
        return of_reviewer(hearing.review, petition, who)

    return whose


def _organ(petition: Petition, hearing: Hearing) -> Unit:
    review = hearing.review
    return review.organ if review and review.organ else handling_organ(petition)


def _words(petition: Petition, hearing: Hearing, given: dict[str, str]) -> dict[str, Any]:
    return {"hearing": hearing, "contact": person_words(hearing.made_by, _organ(petition, hearing))}


KINDS: tuple[Formal, ...] = (
    Formal(
        kind="hearing_call",
        code="D14",
        label="听证通知书",
        word="听",
        about=_called,
        not_yet="没有待举行的听证：请先办“通知听证”。",
        context=_words,
        unit=_organ,
        whose=_by(_called),
        whose_words="举行听证的单位",
        to_petitioner=True,
    ),
    Formal(
        kind="hearing_report",
        code="D14-1",
        label="听证报告",
        word="听报",
        about=_held,
        not_yet="没有已举行的听证：听证后请登记查明的事实和结论。",
        context=_words,
        unit=_organ,
        recipient=lambda petition, hearing: _organ(petition, hearing).name,
        whose=_by(_held),
        whose_words="举行听证的单位",
    ),
)
