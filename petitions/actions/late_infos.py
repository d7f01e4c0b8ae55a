"""迟报、补签超时: whoever owes an urgent information is told once when its time has gone by (S03-13, C-12); twice adds nothing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.access import people_with
from accounts.models import Staff
from accounts.roles import Role
from petitions.actions.receipts import tell
from petitions.models import InfoReport, InfoState
from petitions.models.information import SIGN_WITHIN
from petitions.office import signers_of

OWED = (InfoState.DRAFT, InfoState.SIGNING, InfoState.SIGNED)


def tell_late_infos(now: datetime) -> int:
    """Returns how many were told of."""
    waiting = InfoReport.objects.filter(state__in=OWED)
    unreported = waiting.filter(due_at__lt=now, sent_at=None)
    unsigned = waiting.filter(sent_at__lt=now - SIGN_WITHIN, signed_at=None)
    late = "重大紧急信息已过{due}的报送时限，尚未报出：{title}"
    unsigned_words = "先行报送的信息已过{due}的补签时限，尚未签发：{title}"
    return _tell(unreported, "late_told_at", late, now) + _tell(
        unsigned, "sign_late_told_at", unsigned_words, now
    )


def _tell(found: QuerySet[InfoReport], column: str, words: str, now: datetime) -> int:
    told = 0
    for info in found.filter(**{column: None}).select_related("unit", "made_by").order_by("pk"):
        with transaction.atomic():
            # One UPDATE decides between two runs; the bell rings in the same transaction or not at all.
            if not InfoReport.objects.filter(pk=info.pk, **{column: None}).update(**{column: now}):
                continue
            due = info.sign_due_at or info.due_at
            assert due is not None
            text = words.format(due=f"{timezone.localtime(due):%-m月%-d日%H:%M}", title=info.title)
            tell(_owing(info), text, f"/information/{info.pk}/", case_id=info.petition_id)
            told += 1
    return told


def _owing(info: InfoReport) -> list[Staff]:
    """Its author, the office and its head, and the person whose signature is awaited."""
    people = [info.made_by, *people_with([Role.PETITION_OFFICER, Role.UNIT_HEAD], info.unit)]
    if info.state == InfoState.SIGNING:
        people += signers_of(info.unit, info.route[info.signed_steps])
    return people
