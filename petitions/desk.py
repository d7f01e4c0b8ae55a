"""What the desk page lists: today's queue, one's own last entries, entries to complete, drafts. All through the door."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Staff, Unit
from casework import search
from casework.states import State
from petitions import people
from petitions.models import IntakeDraft, Petition

SHOWN = 10
QUEUE_SHOWN = 50
COUNT_UP_TO = 200
COLUMNS = ("petitioner", "content_class", "handling_unit")

# What is asked for after the first save, before the matter can be closed (`missing_in` says it in words).
LACKING = (
    Q(content_class__isnull=True)
    | Q(place="")
    | Q(petitioner__isnull=False, petitioner__workplace="", petitioner__address="", where_unstated="")
)


@dataclass(frozen=True)
class Incomplete:
    """An entry with what it lacks, in words."""

    petition: Petition
    missing: list[str]


def todays(staff: Staff, desk: Unit) -> QuerySet[Petition]:
    """Registered at this desk today, the newest first."""
    start = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    found = Petition.objects.visible_to(staff).filter(unit=desk, registered_at__gte=start, import_key=None)
    found = found.filter(registered_at__lt=start + timedelta(days=1))
    return found.select_related(*COLUMNS, "registered_by").order_by("-pk")


def my_last(staff: Staff) -> list[Petition]:
    """The last ten that this person registered."""
    found = Petition.objects.visible_to(staff).filter(registered_by=staff, import_key=None)
    return list(found.select_related(*COLUMNS).order_by("-pk")[:SHOWN])


def to_complete(staff: Staff, desk: Unit) -> tuple[list[Incomplete], int]:
    """Open entries of this desk that lack something, the oldest first, and how many there are (at most 200 counted)."""
    found = (
        Petition.objects.visible_to(staff)
        .filter(LACKING, unit=desk, is_open=True, import_key=None)
        .exclude(state=State.VOIDED)
    )
    total = found.order_by()[:COUNT_UP_TO].count()
    rows = found.select_related(*COLUMNS).order_by("received_on", "pk")[:SHOWN]
    return [Incomplete(one, missing_in(one)) for one in rows], total


def missing_in(petition: Petition) -> list[str]:
    """What one entry lacks, in words; asks no query of a row read with `COLUMNS`."""
    lacks = {
        "内容分类": petition.content_class_id is None,
        "问题属地": not petition.place,
        "单位或住址": petition.owes_where,
    }
    return [words for words, is_missing in lacks.items() if is_missing]


def drafts_of(staff: Staff) -> list[IntakeDraft]:
    """One's own drafts that are neither registered nor void."""
    return list(IntakeDraft.objects.filter(staff=staff, petition=None, voided_reason="")[:SHOWN])


def first_words(draft: IntakeDraft) -> str:
    """A draft in a line: who, and how the story begins."""
    typed: dict[str, Any] = draft.data
    words = [str((typed.get(name) or [""])[0]).strip() for name in ("name", "body")]
    line = " ".join(word for word in words if word)
    return line[:40] or "（还没有内容）"


def find(staff: Staff, desk: Unit, query: str) -> list[Petition]:
    """Matters for the one box: by number, by running number of this year, or by name and words."""
    query = query.strip()
    if not query:
        return []
    seen = people.open_matters(staff)
    if re.fullmatch(r"\d{1,5}", query):
        found = seen.filter(unit=desk, year=timezone.localdate().year, sequence=int(query))
    else:
        found = seen.filter(number=query)
        if not found.exists():
            found = search.matching(seen, query)
    return list(found.select_related(*COLUMNS).order_by("-received_on", "-pk")[:SHOWN])
