"""The desk page: one box to look up or to register, and what lies on the desk today."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import standing_of
from accounts.models import Staff, Unit
from accounts.roles import Power
from casework.calendar import holiday_table
from casework.due_words import due_badge
from casework.views.base import staff_of
from petitions import desk as reads
from petitions.marks import marks
from petitions.models import Petition
from petitions.receiving import expected
from petitions.validators import normalise_phone
from petitions.views.lookup import options_for
from petitions.views.walk import remember_list


@require_http_methods(["GET", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    """GET: the lists of the day. POST `q`: people and matters that fit, and the way to register what was typed."""
    staff = staff_of(request)
    standing = standing_of(staff)
    unit = standing.desk_unit
    if unit is None or not standing.may(Power.REGISTER):
        return render(request, "petitions/desk.html", {"desk_unit": None})
    context = _lists(staff, unit)
    query = request.POST.get("q", "").strip()[:60]
    if query:
        context |= {
            "query": query,
            "people": options_for(staff, query),
            "found": _rows(reads.find(staff, unit, query)),
            "prefill": _as_field(query),
        }
    remember_list(request, [row["petition"].pk for row in context["today"]])
    return render(request, "petitions/desk.html", context)


def _lists(staff: Staff, unit: Unit) -> dict[str, Any]:
    queue = list(reads.todays(staff, unit)[: reads.QUEUE_SHOWN + 1])
    lacking, total = reads.to_complete(staff, unit)
    return {
        "desk_unit": unit,
        "today": _rows(queue[: reads.QUEUE_SHOWN]),
        "today_more": len(queue) > reads.QUEUE_SHOWN,
        "mine": _rows(reads.my_last(staff)),
        "lacking": lacking,
        "lacking_total": f"{total}+" if total == reads.COUNT_UP_TO else total,
        "expected": expected(staff, unit, timezone.localdate()),
        "drafts": [(one, reads.first_words(one)) for one in reads.drafts_of(staff)],
    }


def _rows(found: list[Petition]) -> list[dict[str, Any]]:
    """Petitions with their badge and marks; asks no query."""
    today, table = timezone.localdate(), holiday_table()
    return [
        {"petition": one, "badge": due_badge(one.due_on, today=today, table=table), "marks": marks(one)}
        for one in found
    ]


def _as_field(query: str) -> tuple[str, str]:
    """The field of the register page that the words belong into."""
    if re.fullmatch(r"\d{17}[\dXx]", query):
        return "id_number", query
    if re.fullmatch(r"[\d\s-]{7,}", query):
        return "phone", normalise_phone(query)
    # Pinyin and short figures were for looking up, they are nobody's name.
    return "name", "" if re.fullmatch(r"[\da-zA-Z]+", query) else query
