"""单位政策: a new dated version of a unit's values; what has begun is never rewritten (C1.2)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.access import standing_of
from accounts.models import Staff, Unit
from accounts.roles import Power
from casework.models import PolicyProfile
from casework.refusals import NotYours, Refusal


@transaction.atomic
def put_policy(
    *,
    by: Staff,
    unit: Unit,
    preset: str,
    values: dict[str, Any],
    effective_from: date,
    approved_by: str,
    source: str,
    effective_to: date | None = None,
) -> PolicyProfile:
    """Saves a version that begins today or later; with one that begins the same day and has not begun, replaces it.

    Raises NotYours for anybody but an administrator, and Refusal for a past day, a missing approver or source, or
    values beyond the law.
    """
    if not standing_of(by).may(Power.ADMINISTER):
        raise NotYours("单位政策由系统管理员录入。")
    today = timezone.localdate()
    if effective_from < today:
        raise Refusal("生效日期不能早于今天；已登记的件仍按登记时的政策。", "effective_from")
    made = PolicyProfile.objects.filter(unit=unit, effective_from=effective_from).first()
    if made is not None and effective_from == today:
        raise Refusal("该单位今天已有一版政策生效，新一版请从明天起生效。", "effective_from")
    made = made or PolicyProfile(unit=unit, effective_from=effective_from)
    made.preset, made.values, made.effective_to = preset, values, effective_to
    made.approved_by, made.source = approved_by.strip(), source.strip()
    made._history_user = by  # type: ignore[attr-defined]
    try:
        made.full_clean()
    except ValidationError as wrong:
        name, texts = next(iter(wrong.message_dict.items()))
        raise Refusal("；".join(texts), name) from wrong
    made.save()
    return made
