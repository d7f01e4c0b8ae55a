"""Old notices and what old jobs made go by themselves; nothing younger, unread or unfinished does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from casework.actions import expiry
from casework.actions.expiry import expire
from casework.models import Job, JobState, Notice
from casework.tasks import expire as daily
from tests.office import Office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def notice(office: Office, *, read_days_ago: int | None) -> Notice:
    read_at = None if read_days_ago is None else timezone.now() - timedelta(days=read_days_ago)
    made = Notice.objects.create(staff=office["officer"], text="等您签收", read_at=read_at)
    Notice.objects.filter(pk=made.pk).update(created_at=timezone.now() - timedelta(days=2000))
    return made


def job(days_ago: int, state: str = JobState.DONE) -> Job:
    moment = timezone.now() - timedelta(days=days_ago)
    ended = moment if state == JobState.DONE else None
    made = Job(kind="test_note", state=state, due_at=moment, finished_at=ended)
    made.file.save("ledger.xlsx", ContentFile(b"rows"))
    return made


def test_notice_goes_a_year_after_it_was_read(office: Office) -> None:
    old = notice(office, read_days_ago=366)
    kept = [notice(office, read_days_ago=364), notice(office, read_days_ago=None)]
    assert expire(timezone.now()) == 1
    left = Notice.objects.filter(pk__in=[old.pk, *(one.pk for one in kept)])
    assert set(left) == set(kept)


def test_done_job_goes_with_its_file_after_thirty_days(
    office: Office, django_capture_on_commit_callbacks: Any
) -> None:
    old, young = job(31), job(29)
    failed, waiting = job(99, JobState.FAILED), job(99, JobState.WAITING)
    with django_capture_on_commit_callbacks(execute=True):
        daily()
    assert set(Job.objects.filter(pk__in=[old.pk, young.pk, failed.pk, waiting.pk])) == {
        young,
        failed,
        waiting,
    }
    assert not old.file.storage.exists(old.file.name)
    assert young.file.storage.exists(young.file.name)


def test_more_than_a_batch_goes_and_a_second_run_finds_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expiry, "BATCH", 2)
    for _ in range(5):
        notice(office, read_days_ago=400)
    assert [expire(timezone.now()), expire(timezone.now())] == [5, 0]
