"""情况分析: one page of figures for a month, each opening its cases."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.roles import Power
from casework.views.base import require
from petitions import figures as reads
from petitions import petitioner_kinds
from petitions.forms.figures import MonthForm
from petitions.small_counts import accusations
from petitions.triage import triage
from petitions.views.information import area_tabs
from petitions.visits_above import visits_above


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Units with their on-time rates, 阅办率, and clusters of the month."""
    staff = require(request, Power.LEDGER, Power.SUPERVISE)
    today = timezone.localdate()
    form = MonthForm(request.GET or {"month": f"{today:%Y-%m}"})
    month: date = form.cleaned_data["month"] if form.is_valid() else today
    first, last = reads.month_span(month)
    context = {
        "tabs": area_tabs(staff, "figures"),
        "form": form,
        "first": first,
        "last": last,
        "units": reads.unit_figures(staff, first, last, today),
        "triage": triage(staff, first, last, today),
        "kinds": petitioner_kinds.by_kind(staff, first, last),
        "visits_above": visits_above(staff, first, last),
        "clusters": reads.clusters(staff, month),
        "accusations": accusations(staff.unit, first, last) if staff.unit else "",
        "reading": reads.reading(staff, first, last),
    }
    return render(request, "petitions/figures.html", context, status=422 if form.errors else 200)
