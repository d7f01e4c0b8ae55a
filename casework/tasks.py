"""Doors for Celery: no arguments but ids, one call each, harmless to run twice."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone


@shared_task
def run_due_jobs() -> None:
    """Looks for background work that is due or was left by a worker that died."""
    from casework import jobs

    jobs.run_due()


@shared_task
def remind() -> None:
    """Writes and delivers the reminders owed now."""
    from casework.actions.reminders import remind as run

    run(timezone.now())


@shared_task
def seal() -> None:
    """Seals the events of the last hours and writes the seal outside the database."""
    from casework.audit import seal_events

    seal_events(timezone.now())


@shared_task
def count_common_words() -> None:
    """Learns once a day which words are too common to search by (PostgreSQL only)."""
    from casework import jobs, search

    if jobs.on_postgresql():
        search.count_common()


@shared_task
def expire() -> None:
    """Lets go of old notices and of what old jobs made."""
    from casework.actions.expiry import expire as run

    run(timezone.now())
