"""督办看板: every unit with what is the matter, the lists that must be empty, and 催办 for one or for many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Unit
from accounts.roles import Power
from casework import keyset
from casework.models import CommonPhrase
from casework.views.base import attempt, require
from petitions import queries
from petitions.access import why_not
from petitions.actions import supervise
from petitions.forms.listing import UrgeManyForm
from petitions.queries import BOARD, LISTS, SUPERVISED, UNREAD, Days
from petitions.views.one import way_back
from petitions.views.rows import RELATED, rows_of
from petitions.views.supervising import board_tabs
from petitions.views.ticked import ticked
from petitions.views.walk import remember_list

MOST_ROWS = 50
MOST_URGES = 30


@dataclass(frozen=True)
class Figure:
    """A number that opens what it counted."""

    label: str
    value: Any
    url: str
    level: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Line:
    """A unit of the board with its numbers."""

    name: str
    cells: list[Figure]


def _url(watch: str, unit: Unit | None = None, **more: str) -> str:
    given = {"tab": SUPERVISED, "unit": unit.code if unit else "", "watch": watch, **more}
    return f"{reverse('petition_list')}?{urlencode({name: value for name, value in given.items() if value})}"


def _cells(counts: dict[str, int], unit: Unit | None) -> list[Figure]:
    return [
        Figure(watch.label, counts[code], _url(code, unit), watch.level if counts[code] else "")
        for code, watch in BOARD.items()
    ]


@require_GET
def supervision(request: HttpRequest) -> HttpResponse:
    """The board of everything registered at or below the units where this person supervises."""
    staff = require(request, Power.SUPERVISE)
    today = timezone.localdate()
    days = Days.of(today)
    found = queries.supervised(staff)
    board = queries.board_of(found, days)
    totals = {code: sum(row.counts[code] for row in board) for code in BOARD}
    pressing = list(queries.to_urge(found, days).select_related(*RELATED)[: MOST_ROWS + 1])
    remember_list(request, [one.pk for one in pressing[:MOST_ROWS]])
    urges = queries.unanswered_urges(found)
    context = {
        "tabs": board_tabs("supervision"),
        "columns": [watch.label for watch in BOARD.values()],
        "board": [Line(row.unit.name, _cells(row.counts, row.unit)) for row in board],
        "totals": _cells(totals, None),
        "lists": _lists(queries.list_counts(found, days)),
        "reading": _reading(found, today),
        "rows": rows_of(pressing[:MOST_ROWS], today, staff),
        "more_rows": len(pressing) > MOST_ROWS,
        "urges": list(urges[:MOST_URGES]),
        "urge_total": keyset.capped_count(urges, 999),
    }
    return render(request, "petitions/supervision.html", context)


def _lists(counts: dict[str, int]) -> list[Figure]:
    return [
        Figure(watch.label, counts[code], _url(code), watch.level, watch.hint)
        for code, watch in LISTS.items()
    ]


def _reading(found: Any, today: date) -> Figure:
    """阅办率 of the month so far; it opens those that are missing."""
    first = today.replace(day=1)
    rate = queries.reading_rate(found, first, today)
    url = _url(UNREAD, since=first.isoformat(), until=today.isoformat())
    hint = f"应阅 {rate.owed} 件，未阅 {rate.missing} 件"
    return Figure("本月阅办率", rate.percent, url, "danger" if rate.missing else "", hint)


@require_POST
def urge_many(request: HttpRequest) -> HttpResponse:
    """First shows which of the ticked ones can be urged, with room for the words; sent again with words, it urges."""
    staff = require(request, Power.SUPERVISE)
    back = way_back(request, reverse("supervision"))
    wanted = ticked(request, staff)
    if wanted is None:
        messages.error(request, f"一次最多催办 {supervise.BULK_LIMIT} 件，请缩小筛选范围。")
        return redirect(back)
    reasons = {one.pk: why_not("urge", one, staff) for one in wanted}
    able = [one for one in wanted if reasons[one.pk] is None]
    if not able:
        messages.error(
            request, "勾选的件现在都不能催办：须已交办、尚未报结办毕。" if wanted else "请先勾选要催办的件。"
        )
        return redirect(back)
    sent = "confirmed" in request.POST
    form = UrgeManyForm(request.POST if sent else None)
    if sent and form.is_valid():
        text = form.cleaned_data["text"]
        done = attempt(form, lambda: supervise.urge_many([one.pk for one in able], by=staff, text=text))
        if done:
            _tell(request, *done)
            return redirect(back)
    context = {
        "form": form,
        "rows": rows_of(able, timezone.localdate(), staff),
        "left": [(one, reasons[one.pk]) for one in wanted if reasons[one.pk]],
        "next": back,
        "phrases": list(CommonPhrase.objects.filter(staff=staff).values_list("text", flat=True)),
    }
    return render(request, "petitions/urge_many.html", context, status=422 if sent else 200)


def _tell(request: HttpRequest, done: int, left: list[str]) -> None:
    messages.success(request, f"已催办 {done} 件。")
    if left:
        messages.warning(request, "未催办：" + "；".join(left[:10]))
