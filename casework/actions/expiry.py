"""What belongs to no record goes when its days are over, as docs/personal-data.md says of each table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile

from casework.models import Job, JobState, Notice

BATCH = 500
NOTICES_FOR, JOBS_FOR = timedelta(days=365), timedelta(days=30)


def expire(now: datetime) -> int:
    """Notices read a year ago, done jobs of thirty days ago with the files they made. Returns how many rows went."""
    read = Notice.objects.filter(read_at__lt=now - NOTICES_FOR)
    done = Job.objects.filter(state=JobState.DONE, finished_at__lt=now - JOBS_FOR)
    return drop(read) + drop(done, file="file")


def drop(rows: QuerySet[Any], *, file: str = "") -> int:
    """Deletes the rows, a batch a transaction; the file in the column named goes once its row is really gone."""
    gone = 0
    while batch := list(rows.order_by("pk")[:BATCH]):
        files = [getattr(one, file) for one in batch if file and getattr(one, file)]
        with transaction.atomic():
            rows.model._base_manager.filter(pk__in=[one.pk for one in batch]).delete()
            transaction.on_commit(partial(unlink, files))
        gone += len(batch)
    return gone


def unlink(files: Iterable[FieldFile]) -> None:
    """Removes stored files."""
    for one in files:
        one.storage.delete(str(one.name))
