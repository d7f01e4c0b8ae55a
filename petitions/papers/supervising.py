"""Papers of 督办: the letter itself, and the three suggestions that it may carry (条例第四十条)."""

from __future__ import annotations

from collections.abc import Callable

from petitions.access import of_supervisor
from petitions.models import Petition, Supervision
from petitions.papers.base import Formal, contact_of


def _supervision(petition: Petition) -> Supervision | None:
    return petition.supervisions.select_related("unit", "issued_by").last()


def _with(field: str) -> Callable[[Petition], Supervision | None]:
    """The last 督办 that makes this suggestion."""
    return lambda petition: (
        petition.supervisions.exclude(**{field: ""}).select_related("unit", "issued_by").last()
    )


def _kind(kind: str, code: str, label: str, word: str, field: str = "") -> Formal:
    return Formal(
        kind=kind,
        code=code,
        label=label,
        word=word,
        about=_with(field) if field else _supervision,
        not_yet="此件的督办没有提出这项建议。" if field else "此件还没有督办。",
        context=lambda petition, supervision, given: {
            "supervision": supervision,
            "suggestion": getattr(supervision, field) if field else "",
            "contact": contact_of(petition),
        },
        recipient=lambda petition, supervision: supervision.unit.name,
        whose=of_supervisor,
        whose_words="督查员或登记单位",
    )


KINDS: tuple[Formal, ...] = (
    _kind("supervise", "D15", "信访事项督办函", "督"),
    _kind("improve", "D15-1", "改进工作建议书", "改", "improve_work"),
    _kind("policy", "D15-2", "完善政策建议书", "策", "improve_policy"),
    _kind("account", "D15-3", "追究责任建议书", "责", "accountability"),
)
