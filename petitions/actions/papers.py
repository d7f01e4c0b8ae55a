"""打印留痕: who printed which paper of a case."""

from __future__ import annotations

from django.db import transaction

from accounts.models import Staff
from casework.actions.base import open_case, record
from petitions.models import Petition


@transaction.atomic
def note_printed(pk: int, *, by: Staff, paper: str) -> None:
    """Remembers that a paper was handed out; which time it was can be counted from the events."""
    petition = open_case(Petition, pk, by=by)
    record(petition, "printed", by=by, paper=paper)
