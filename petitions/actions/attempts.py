"""越界尝试: somebody whom a sealed accusation keeps out asks for it; the answer is “no such case”, the attempt stays on record."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.models import Staff
from casework import search
from casework.access import bar
from casework.actions.base import record
from casework.models import AccusedParty, Event
from petitions.models import Petition

NAME = "barred_look"
MOST = 20


def _hidden_from(staff: Staff) -> QuerySet[Petition]:
    """Accusations that this person may never learn of; only to write the attempt into their own record."""
    accused = AccusedParty.objects.filter(bar(staff), case=OuterRef("pk"))
    return Petition.objects.filter(Exists(accused), is_sealed=True)


@transaction.atomic
def note_look(*, by: Staff, pk: int) -> None:
    """By the address of the case."""
    _note(_hidden_from(by).filter(pk=pk), by, "按地址打开")


@transaction.atomic
def note_search(*, by: Staff, text: str) -> None:
    """By words or by its number."""
    hidden = _hidden_from(by)
    if text and hidden.exists():
        _note(hidden.filter(number=text) | search.matching(hidden, text), by, "搜索")


def _note(found: QuerySet[Petition], by: Staff, how: str) -> None:
    """One event a day, person and case: asking again tells nothing by the time that it takes."""
    today = timezone.localdate()
    for case in found.order_by("pk")[:MOST]:
        earlier = Event.objects.filter(case=case, name=NAME, actor=by, at__date=today)
        if not earlier.exists():
            record(case, "barred_look", by=by, note=f"{how}：{by.name}")
