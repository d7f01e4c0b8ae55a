"""添加附件: kept once a case, however often the same file is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db import transaction

from accounts.models import Staff
from casework.actions.base import open_case, record
from casework.attachments import Checked
from casework.models import Attachment, Case

C = TypeVar("C", bound=Case)


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
