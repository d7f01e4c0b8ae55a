"""Drafts and uploaded ledgers go thirty days after their use, as docs/personal-data.md says."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q

from casework.actions.expiry import drop, unlink
from petitions.models import ImportBatch, IntakeDraft

KEPT_FOR = timedelta(days=30)


def expire(now: datetime) -> int:
    """Drafts that were registered or voided, uploads that nobody imported, and the files of those that were."""
    before = now - KEPT_FOR
    ended = Q(petition__isnull=False) | ~Q(voided_reason="")
    drafts = IntakeDraft.objects.filter(ended, saved_at__lt=before)
    abandoned = ImportBatch.objects.filter(finished_at=None, uploaded_at__lt=before)
    return drop(drafts) + drop(abandoned, file="file") + _forget_uploads(before)


@transaction.atomic
def _forget_uploads(before: datetime) -> int:
    """The row of an import says what became of the ledger; the ledger itself is not kept."""
    used = ImportBatch.objects.filter(finished_at__lt=before).exclude(file="")
    files = [one.file for one in used]
    used.update(file="")
    transaction.on_commit(partial(unlink, files))
    return len(files)
