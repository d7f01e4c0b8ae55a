"""添加附件: kept once a case, however often the same file is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from accounts.models import Staff
from casework.actions.base import open_case, record
from casework.attachments import Checked
from casework.models import Attachment, Case, Event
from casework.refusals import NotVisible

C = TypeVar("C", bound=Case)
# Turning back to the same paper within this time is one look.
A_LOOK = timedelta(minutes=15)


def attach(
    model: type[C],
    pk: int,
    *,
    by: Staff,
    files: Iterable[Checked],
    ensure: Callable[[C, Staff], None],
) -> list[Attachment]:
    """Keeps checked files with a case; returns those that were new. `ensure` refuses who may not add any.

    When the transaction fails, the stored bytes go as well.
    """
    stored: list[Attachment] = []
    try:
        with transaction.atomic():
            case = open_case(model, pk, by=by)
            ensure(case, by)
            known = set(case.attachments.values_list("sha256", flat=True))
            for one in files:
                if one.sha256 in known:
                    continue
                known.add(one.sha256)
                made = Attachment(
                    case_id=case.pk,
                    name=one.name,
                    content_type=one.content_type,
                    size=one.size,
                    sha256=one.sha256,
                    uploaded_by=by,
                )
                made.file.save(one.name, one.file, save=False)
                stored.append(made)
                made.save()
                record(case, "attached", by=by, file=one.name)
    except BaseException:
        for made in stored:
            made.file.delete(save=False)
        raise
    return stored


@transaction.atomic
def note_reading(attachment: Attachment, *, by: Staff) -> None:
    """Who looked at a paper of a sealed case, and when (S09-01, S09-15)."""
    case = open_case(Case, attachment.case_id, by=by)
    record(case, "read_protected", by=by, note=f"附件：{attachment.name}")


@transaction.atomic
def note_look(attachment: Attachment, *, by: Staff) -> bool:
    """Who looked at a paper of an open case (S09-01); whether anything was written.

    Also of those who may only read: they change nothing of the case, and are kept as well.
    """
    if _noted(attachment, by):
        return False
    seen = Case.objects.visible_to(by).filter(pk=attachment.case_id)
    case = seen.select_for_update(of=("self",)).first()
    if case is None:
        raise NotVisible
    # Asked again under the lock: two windows opened at once are one look.
    if _noted(attachment, by):
        return False
    record(case, "viewed", by=by, file=attachment.name, attachment=attachment.pk)
    return True


def _noted(attachment: Attachment, by: Staff) -> bool:
    recent = Event.objects.filter(case=attachment.case_id, name="viewed", actor=by)
    return recent.filter(data__attachment=attachment.pk, at__gt=timezone.now() - A_LOOK).exists()
