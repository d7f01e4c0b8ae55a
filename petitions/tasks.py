"""Doors for Celery: one call each, harmless to run twice."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone


@shared_task
def open_reports() -> None:
    """Opens the reports that fall due and tells of late ones."""
    from petitions.actions.schedules import open_reports as run

    run(timezone.now())


@shared_task
def tell_late_infos() -> None:
    """Tells once of urgent information that is past its time."""
    from petitions.actions.late_infos import tell_late_infos as run

    run(timezone.now())


@shared_task
def expire() -> None:
    """Lets go of old drafts and uploads."""
    from petitions.actions.expiry import expire as run

    run(timezone.now())
