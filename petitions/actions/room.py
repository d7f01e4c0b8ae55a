"""接待室自查 (S09-10, S09-11): kept a day and a unit, corrected by saving again; no act waits for it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.models import Staff, Unit
from casework.refusals import NotYours
from petitions import receiving
from petitions.models import ReceptionCheck


@transaction.atomic
def note_check(*, by: Staff, unit: Unit, items: list[str], remark: str = "") -> ReceptionCheck:
    """What was in order today."""
    if not receiving.may_keep_desk(by, unit):
        raise NotYours("自查由接待单位填写。")
    made, _ = ReceptionCheck.objects.update_or_create(
        unit=unit,
        day=timezone.localdate(),
        defaults={"items": items, "remark": remark.strip(), "made_by": by},
    )
    return made
