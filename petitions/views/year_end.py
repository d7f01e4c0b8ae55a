"""年度结账: what has no result yet, closing the year, and the years that are closed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import standing_of
from accounts.models import Staff, Unit
from accounts.roles import Power
from casework import keyset
from casework.keyset import OLDEST
from casework.views.base import attempt, require
from petitions import year_end as reads
from petitions.actions.year_end import close_year, may_close
from petitions.forms.year_end import YearEndForm
from petitions.views.information import area_tabs
from petitions.views.rows import RELATED, rows_of
from petitions.views.walk import remember_list

MOST = 100


def _address(unit: Unit, year: int, **more: str) -> str:
    return f"{reverse('year_end')}?{urlencode({'unit': unit.code, 'year': year, **more})}"


def _form(request: HttpRequest, staff: Staff) -> YearEndForm:
    """What was asked; at first last year of one's own unit, or nothing chosen by somebody who reads elsewhere."""
    if request.method == "POST" or "unit" in request.GET:
        return YearEndForm(staff, request.POST if request.method == "POST" else request.GET)
    year = timezone.localdate().year - 1
    form = YearEndForm(staff, {"unit": staff.unit.code if staff.unit else "", "year": year})
    return form if form.is_valid() else YearEndForm(staff, initial={"year": year})


@require_http_methods(["GET", "POST"])
def year_end(request: HttpRequest) -> HttpResponse:
    """GET: a unit's year with what blocks it; POST closes it."""
    staff = require(request, Power.LEDGER, Power.SUPERVISE)
    form = _form(request, staff)
    chosen = dict(form.cleaned_data) if form.is_valid() else {}
    if request.method == "POST" and chosen:
        made = attempt(form, lambda: close_year(by=staff, **chosen))
        if made:
            messages.success(request, f"已结账：{made}。")
            return redirect(_address(made.unit, made.year))
    context = {
        "tabs": area_tabs(staff, "figures"),
        "form": form,
        "closings": list(reads.closings(staff).defer("figures")[:MOST]),
        **(_state(request, staff, **chosen) if chosen else {}),
    }
    return render(request, "petitions/year_end.html", context, status=422 if form.errors else 200)


def _state(request: HttpRequest, staff: Staff, unit: Unit, year: int) -> dict[str, Any]:
    """Whether the year is closed, and what is in the way."""
    found = reads.blocking(staff, unit, year)
    asked = request.GET
    shown = keyset.page(
        found.select_related(*RELATED), OLDEST, after=asked.get("after", ""), before=asked.get("before", "")
    )
    remember_list(request, [one.pk for one in shown.rows])
    today = timezone.localdate()
    seen, left = found.count(), reads.left_open(unit, year)
    return {
        "unit": unit,
        "year": year,
        "closing": reads.closings(staff).filter(unit=unit, year=year).first(),
        "is_over": year < today.year,
        "may_close": may_close(standing_of(staff), unit),
        "left": left,
        "unseen": left - seen,
        "rows": rows_of(shown.rows, today, staff),
        "prev_url": _address(unit, year, before=shown.prev) if shown.prev else "",
        "next_url": _address(unit, year, after=shown.next) if shown.next else "",
    }
