"""The papers of one petition in the order of their kinds: what went out, what can go out now, and why the rest cannot."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.access import Standing
from casework.models import IssuedPaper
from petitions.models import Petition
from petitions.papers import FORMAL, Formal
from petitions.papers.base import subject_of


@dataclass(frozen=True)
class Row:
    """A kind with its papers; `reason` says why another cannot be issued now, empty when it can."""

    formal: Formal
    issued: list[IssuedPaper]
    reason: str

    @property
    def valid(self) -> IssuedPaper | None:
        """The paper in force."""
        return next((one for one in reversed(self.issued) if one.withdrawn_at is None), None)


def overview(petition: Petition, who: Standing) -> list[Row]:
    """All kinds for this petition and this reader."""
    issued = list(petition.papers.select_related("delivery", "unit").order_by("pk"))
    rows = []
    for formal in FORMAL.values():
        own = [one for one in issued if one.kind == formal.kind]
        rows.append(Row(formal, own, _reason(formal, petition, own, who)))
    return rows


def _reason(formal: Formal, petition: Petition, issued: list[IssuedPaper], who: Standing) -> str:
    reason = formal.why_not(petition)
    if reason:
        return reason
    subject = subject_of(formal.about(petition))
    if any(one.subject == subject and one.withdrawn_at is None for one in issued):
        return "已发出。"
    return "" if formal.whose(petition, who) else f"由{formal.whose_words}发出。"
