"""台账: the register of a month on the page, for the printer, and as a file made in the background."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.access import standing_of
from accounts.models import Staff
from accounts.roles import Power
from casework.models import Job
from casework.refusals import Refusal
from casework.views.base import require, staff_of
from petitions import ledger as book
from petitions.forms.ledger import LedgerForm, MakeForm
from petitions.ledger_columns import chosen
from petitions.ledger_jobs import ask_for_ledger, next_page, note_sealed
from petitions.masking import keeps_register
from petitions.states import Channel
from petitions.views.walk import remember_list

PAGE = 50
# More than this is a job for the PDF: a browser lays such a page out for minutes.
MOST_ON_PAPER = 1000
SHOWN_JOBS = 5


@dataclass(frozen=True)
class Figure:
    """A total, and the address that opens the rows it counts."""

    label: str
    value: int
    measure: str
    url: str
    hint: str = ""
    active: bool = False


@dataclass(frozen=True)
class Chip:
    """A filter in force, and the address without it; or a book, and the address that opens it."""

    label: str
    value: str
    remove_url: str


def _address(query: QueryDict, **changes: Any) -> str:
    """The ledger with some filters changed, on its first page."""
    changed = query.copy()
    for gone in ("page", "job"):
        changed.pop(gone, None)
    for name, value in changes.items():
        if value in ("", None, []):
            changed.pop(name, None)
        elif isinstance(value, list):
            changed.setlist(name, value)
        else:
            changed[name] = str(value)
    return f"{reverse('ledger')}?{changed.urlencode()}"


def _figures(query: QueryDict, sums: book.Totals, kind: str) -> list[Figure]:
    big = f"{sums.collective_people} 人次" if sums.collective else ""
    rows = [
        ("valid", "信访总量", sums.valid, "件（批）", ""),
        ("letters", "件次", sums.letters, "件", "来信、来电等"),
        ("visits", "批次", sums.visits, "批", "来访、领导接待"),
        ("visits", "人次", sums.people, "人", "来访、领导接待"),
        ("collective", "集体访", sums.collective, "批", big),
        ("repeat", "重复", sums.repeat, "件（批）", ""),
        ("open", "在办", sums.open, "件（批）", ""),
        ("done", "办结", sums.done, "件（批）", ""),
        ("sent", "转送、引导", sums.sent, "件（批）", ""),
        ("void", "作废编号", sums.void, "个", ""),
    ]
    return [
        Figure(label, value, measure, _address(query, kind=key), hint, key == kind)
        for key, label, value, measure, hint in rows
        if key != "void" or value
    ]


def _channels(query: QueryDict, sums: book.Totals, chosen_: tuple[str, ...]) -> list[Figure]:
    return [
        Figure(
            one.label, one.count, one.words, _address(query, channel=[one.channel]), active=chosen_ == (key,)
        )
        for key, one in sums.channels.items()
    ]


def _chips(query: QueryDict, selection: book.Selection) -> list[Chip]:
    chips = [
        Chip(
            "渠道",
            str(Channel(one).label),
            _address(query, channel=[other for other in selection.channels if other != one]),
        )
        for one in selection.channels
    ]
    if selection.kind:
        chips.append(Chip("只看", book.KINDS[selection.kind][0], _address(query, kind="")))
    return chips


def _books(query: QueryDict, selection: book.Selection) -> list[Chip]:
    """The bound registers: all in one, letters, visits."""
    return [
        Chip(
            label,
            key if book.book_of(selection.channels) == key else "",
            _address(query, channel=list(channels)),
        )
        for key, (label, _, channels) in book.BOOKS.items()
    ]


def _months(query: QueryDict, selection: book.Selection) -> dict[str, str]:
    """The month before and the one after."""
    year, month = divmod(selection.first.year * 12 + selection.first.month - 2, 12)
    before = f"{year}-{month + 1:02d}"
    year, month = divmod(selection.last.year * 12 + selection.last.month, 12)
    after = f"{year}-{month + 1:02d}"
    return {
        "month_before": _address(query, month=before, until=""),
        "month_after": _address(query, month=after, until=""),
    }


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(int(text), 1) if text.isdecimal() and len(text) < 7 else 1


def _rows(
    request: HttpRequest, selection: book.Selection, cases: Any, total: int, columns: list[str]
) -> dict[str, Any]:
    """One page of the register, and the way to its neighbours."""
    cells = chosen(columns)
    in_full = keeps_register(staff_of(request), selection.unit)
    number = min(_page_number(request), max(-(-total // PAGE), 1))
    start = (number - 1) * PAGE
    found = book.lines(book.intakes(selection, cases), cells, start=start, stop=start + PAGE)
    remember_list(request, dict.fromkeys(line.petition.pk for line in found))
    query = request.GET
    return {
        "columns": [cell.column for cell in cells],
        # Where the number is not among the columns, the place in the list opens the case.
        "link_key": "number" if any(cell.column.key == "number" for cell in cells) else cells[0].column.key,
        "rows": [
            {"line": line, "cells": [(cell.column, cell.of(line, in_full=in_full)) for cell in cells]}
            for line in found
        ],
        "shown": f"{start + 1}–{start + len(found)} 行，共 {total} 行" if found else "",
        "prev_url": _address(query) + f"&page={number - 1}" if number > 1 else "",
        "next_url": _address(query) + f"&page={number + 1}" if start + PAGE < total else "",
    }


@require_GET
def ledger(request: HttpRequest) -> HttpResponse:
    """Month × unit × channel with totals; every total is the address of its rows."""
    staff = require(request, Power.LEDGER)
    form = LedgerForm(staff, request.GET)
    context: dict[str, Any] = {"form": form, **_jobs(staff, request)}
    if not form.is_valid():
        return render(request, "petitions/ledger.html", context, status=422)
    selection = form.selection()
    cases = book.cases_of(staff)
    sums = book.totals(selection, cases)
    query = request.GET
    goes_on = next_page(selection)
    context |= {
        "selection": selection,
        "title": book.title_of(selection),
        "subtitle": book.subtitle_of(selection),
        "sums": sums,
        "figures": _figures(query, sums, selection.kind),
        "channels": _channels(query, sums, selection.channels),
        "chips": _chips(query, selection),
        "clear_url": reverse("ledger"),
        "continuity": book.continuity(selection.unit, selection.first.year),
        "books": _books(query, selection),
        "goes_on": goes_on,
        "make_form": MakeForm(initial={"query": _filters(query), "first_page": goes_on[0] if goes_on else 1}),
        "may_import": standing_of(staff).may(Power.REGISTER),
        "print_url": f"{reverse('ledger_print')}?{_filters(query)}",
        **_months(query, selection),
        **_rows(request, selection, cases, sums.of(selection.kind), form.cleaned_data["col"]),
    }
    return render(request, "petitions/ledger.html", context)


def _filters(query: QueryDict) -> str:
    """The query string without the page and the file that was asked for last."""
    return _address(query).partition("?")[2]


def _jobs(staff: Staff, request: HttpRequest) -> dict[str, Any]:
    """The file just asked for, and the last ones, which stay downloadable."""
    mine = list(Job.objects.filter(kind="ledger", created_by=staff).order_by("-pk")[:SHOWN_JOBS])
    asked = request.GET.get("job", "")
    return {"job": next((one for one in mine if str(one.pk) == asked), None), "jobs": mine}


@require_GET
def ledger_print(request: HttpRequest) -> HttpResponse:
    """The same rows and columns as a sheet for the browser's printer."""
    staff = require(request, Power.LEDGER)
    form = LedgerForm(staff, request.GET)
    if not form.is_valid():
        return redirect(_address(request.GET))
    selection = form.selection()
    cases = book.cases_of(staff)
    if book.intakes(selection, cases)[: MOST_ON_PAPER + 1].count() > MOST_ON_PAPER:
        raise Refusal(f"超过 {MOST_ON_PAPER} 行，请导出 PDF 打印。")
    in_full = keeps_register(staff, selection.unit)
    table, lines = book.table(selection, cases, form.cleaned_data["col"], in_full=in_full)
    note_sealed(lines, "printed", by=staff)
    context = {
        "table": table,
        "rows": [{"cells": list(zip(table.columns, table.cells(row), strict=True))} for row in table.rows],
        "back_url": _address(request.GET),
    }
    return render(request, "petitions/ledger_print.html", context)


@require_POST
def ledger_make(request: HttpRequest) -> HttpResponse:
    """Queues a PDF or an Excel file of the rows shown; the page then shows how far it is."""
    staff = require(request, Power.LEDGER)
    made = MakeForm(request.POST)
    query = QueryDict(request.POST.get("query", ""), mutable=True)
    form = LedgerForm(staff, query)
    if not made.is_valid() or not form.is_valid():
        messages.error(request, "没有生成：请重新选择月份、单位和起始页码。")
        return redirect(_address(query))
    with transaction.atomic():
        job = ask_for_ledger(
            form.selection(),
            by=staff,
            columns=form.cleaned_data["col"],
            format=made.cleaned_data["format"],
            first_page=made.cleaned_data["first_page"] or 1,
        )
    return redirect(f"{_address(query)}&job={job.pk}#files")
