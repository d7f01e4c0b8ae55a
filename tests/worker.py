"""A worker for tests, started as a process of its own: the real one, with a slow kind of work and a short lease."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import transaction  # noqa: E402  settings first

from casework import jobs  # noqa: E402
from casework.models import CommonPhrase, Job  # noqa: E402
from config.celery import app as app  # noqa: E402

jobs.LEASE = timedelta(seconds=2)
app.conf.beat_schedule = {"due-jobs": {"task": "casework.tasks.run_due_jobs", "schedule": 0.5}}


@jobs.job_kind("slow_note", "慢慢写一条")
def slow_note(job: Job) -> None:
    """Tells that it has begun, then sleeps through its first try; the second one finishes."""
    (Path(os.environ["DATA_DIR"]) / f"try-{job.tries}").touch()
    if job.tries == 1:
        time.sleep(120)
    with transaction.atomic():
        CommonPhrase.objects.create(text=f"任务 {job.pk}")
        jobs.finish(job)
