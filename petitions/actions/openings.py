"""查阅: a named reader opens a sealed accusation to work on it; that they did stands on its own record (S09-15, S21-07)."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Staff
from casework.actions.base import open_case, record
from casework.models import Event
from petitions.models import Petition

NAME = "opened"
# Going from page to page within this time is one opening.
WITHIN = timedelta(minutes=15)


@transaction.atomic
def note_opening(*, by: Staff, pk: int) -> bool:
    """Writes who opened it and when; whether anything was written."""
    if _noted(by, pk):
        return False
    petition = open_case(Petition, pk, by=by)
    # Asked again under the lock: two windows opened at once are one opening.
    if not petition.is_sealed or _noted(by, pk):
        return False
    record(petition, "opened", by=by)
    return True


def _noted(by: Staff, pk: int) -> bool:
    recent = Event.objects.filter(case=pk, name=NAME, actor=by, at__gt=timezone.now() - WITHIN)
    return recent.exists()
