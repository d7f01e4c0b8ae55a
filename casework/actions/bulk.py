"""Many new cases at once, each with all that a single new case gets: history, chain, place in the search.

Only for cases that did not exist before this transaction (an import): nothing here changes a case that somebody may
be working on, and no clock is started.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Staff
from casework import events
from casework.actions.base import copies_of
from casework.models import Case, Event
from casework.states import OPEN_STATES
from config.middleware import request_id

BATCH = 500


@dataclass(frozen=True)
class Step:
    """One event of a new case: name in the catalogue, its data, and between which states."""

    name: str
    from_state: str = ""
    to_state: str = ""
    note: str = ""
    data: dict[str, Any] = field(default_factory=dict)


def insert_cases(cases: Sequence[Case], *, by: Staff | None) -> None:
    """Inserts new, already numbered cases of one kind, with their first history row.

    Django has no bulk insert for a table that extends another, so the shared rows go in together and the rows of the
    kind after them, one narrow INSERT each.
    """
    assert transaction.get_connection().in_atomic_block, "new cases stand or fall together"
    if not cases:
        return
    shared = [one for one in Case._meta.concrete_fields if not one.primary_key]
    for case in cases:
        case.is_open = case.state in OPEN_STATES
    rows = [Case(**{one.attname: getattr(case, one.attname) for one in shared}) for case in cases]
    Case._base_manager.bulk_create(rows, batch_size=BATCH)
    for case, row in zip(cases, rows, strict=True):
        case.pk, case.id, case.registered_at = row.pk, row.pk, row.registered_at
        case.save_base(raw=True, force_insert=True)
    kind: Any = type(cases[0])
    kind.history.bulk_history_create(cases, batch_size=BATCH, default_user=by, default_date=timezone.now())


def record_first(chains: Iterable[tuple[Case, Sequence[Step]]], *, by: Staff | None) -> None:
    """Writes the first events of new cases; each chain is as `record` would have made it, event by event.

    Raises KeyError for a name outside the catalogue.
    """
    now, who, request = timezone.now(), copies_of(by), request_id.get()
    found: list[Event] = []
    for case, steps in chains:
        prev = ""
        for seq, step in enumerate(steps, start=1):
            if step.name not in events.CATALOGUE:
                raise KeyError(f"unknown event: {step.name}")
            event = Event(
                case_id=case.pk,
                seq=seq,
                at=now,
                name=step.name,
                actor=by,
                from_state=step.from_state,
                to_state=step.to_state,
                note=step.note,
                data=step.data,
                request_id=request,
                prev_hash=prev,
                **who,
            )
            event.hash = prev = event.computed_hash()
            found.append(event)
    Event.objects.bulk_create(found, batch_size=BATCH)
