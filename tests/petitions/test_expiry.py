"""Drafts and uploaded ledgers are not kept longer than thirty days after their use."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from casework import jobs
from petitions.models import ImportBatch, IntakeDraft
from petitions.tasks import expire as daily
from tests.office import Office
from tests.petitions.test_import_job import ask, uploaded
from tests.petitions.views.reading import signed_in, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def aged(row: Any, days: int, *columns: str) -> None:
    """As if it had happened so many days ago."""
    moment = timezone.now() - timedelta(days=days)
    type(row).objects.filter(pk=row.pk).update(**dict.fromkeys(columns, moment))


def run(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        daily()


def test_draft_goes_once_it_is_a_case_or_void(
    office: Office, django_capture_on_commit_callbacks: Any
) -> None:
    p = office.registered()
    made = {
        (key, days): IntakeDraft.objects.create(staff=office["registrar"], key=f"{key}-{days}", **end)
        for key, end in (("open", {}), ("registered", {"petition": p}), ("void", {"voided_reason": "误开"}))
        for days in (29, 31)
    }
    for (_, days), draft in made.items():
        aged(draft, days, "saved_at")
    run(django_capture_on_commit_callbacks)
    left = {key for key, draft in made.items() if IntakeDraft.objects.filter(pk=draft.pk).exists()}
    # What somebody is still typing is never taken from them.
    assert left == {("open", 29), ("open", 31), ("registered", 29), ("void", 29)}


def test_imported_ledger_goes_and_what_became_of_it_stays(
    office: Office, django_capture_on_commit_callbacks: Any
) -> None:
    batch = uploaded(office)
    ask(office, batch)
    jobs.run_due()
    name = batch.file.name
    aged(batch, 29, "finished_at", "uploaded_at")
    run(django_capture_on_commit_callbacks)
    assert batch.file.storage.exists(name)
    aged(batch, 31, "finished_at", "uploaded_at")
    run(django_capture_on_commit_callbacks)
    batch.refresh_from_db()
    assert (batch.file.name, batch.added) == ("", 3)
    assert not batch.file.storage.exists(name)
    page = signed_in(office["registrar"]).get(reverse("import_preview", args=[batch.pk]), follow=True)
    assert "上传的文件只保存三十天" in words(page)


def test_upload_that_nobody_imported_goes_whole(
    office: Office, django_capture_on_commit_callbacks: Any
) -> None:
    batch = uploaded(office)
    aged(batch, 31, "uploaded_at")
    run(django_capture_on_commit_callbacks)
    assert not ImportBatch.objects.filter(pk=batch.pk).exists()
    assert not batch.file.storage.exists(batch.file.name)
