"""超期原因: a case past its limit says why and through which unit, when it is reported, closed, or before."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import Staff, Unit
from casework.actions.base import open_case, record
from casework.refusals import Refusal
from petitions.access import ensure
from petitions.models import LateCause, LateReason, Petition
from petitions.supervising import unexplained_clock


@dataclass(frozen=True)
class Late:
    """Cause, words, and the unit that caused it."""

    reason: str
    text: str
    unit: Unit | None


@transaction.atomic
def explain_late(pk: int, *, by: Staff, late: Late) -> LateCause:
    """Says why a case is past its limit."""
    petition = open_case(Petition, pk, by=by)
    ensure("explain_late", petition, by)
    made = settle_late(petition, by=by, late=late)
    assert made is not None
    return made


def settle_late(petition: Petition, *, by: Staff, late: Late | None) -> LateCause | None:
    """Keeps the cause of a missed limit; nothing to do for a case in time.

    Raises Refusal while cause, words or unit are missing.
    """
    clock = unexplained_clock(petition, timezone.localdate())
    if clock is None:
        return None
    if late is None or late.reason not in LateReason.values:
        raise Refusal(f"此件已超过{clock.due_on:%-m月%-d日}的期限，请选择超期原因。", "late_reason")
    if not late.text.strip():
        raise Refusal("请说明超期的具体情况。", "late_text")
    if late.unit is None:
        raise Refusal("请选择造成超期的单位。", "late_unit")
    made = LateCause.objects.create(
        petition=petition,
        clock=clock,
        reason=late.reason,
        text=late.text.strip(),
        unit=late.unit,
        made_by=by,
        made_at=timezone.now(),
    )
    record(
        petition,
        "late_explained",
        by=by,
        note=made.text,
        reason=made.get_reason_display(),
        unit=late.unit.name,
    )
    return made
