"""年度考核: the editions that were kept, taking a new one, its table, and the cases that each figure counted."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles import Power
from casework import keyset
from casework.keyset import OLDEST
from casework.refusals import NotVisible
from casework.views.base import Tab, attempt, require
from petitions import assessments as reads
from petitions.actions.assess import take_assessment
from petitions.forms.assessments import AssessmentForm
from petitions.models import Assessment
from petitions.views.rows import RELATED, rows_of
from petitions.views.supervising import board_tabs
from petitions.views.walk import remember_list

MOST = 100


@require_http_methods(["GET", "POST"])
def assessments(request: HttpRequest) -> HttpResponse:
    """GET: what was kept, the latest year first; POST takes the figures of a year."""
    staff = require(request, Power.SUPERVISE)
    form = AssessmentForm(staff, request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: take_assessment(by=staff, **form.cleaned_data))
        if made:
            messages.success(request, f"已取数留存：{made}。")
            return redirect("assessment", made.pk)
    context = {
        "tabs": board_tabs("indicators"),
        "form": form,
        "rows": list(reads.assessments_seen(staff).defer("columns", "lines")[:MOST]),
    }
    return render(request, "petitions/assessments.html", context, status=422 if form.errors else 200)


def _found(request: HttpRequest, pk: int) -> Assessment:
    found = reads.assessments_seen(require(request, Power.SUPERVISE)).filter(pk=pk).first()
    if found is None:
        raise NotVisible
    return found


@require_safe
def assessment(request: HttpRequest, pk: int) -> HttpResponse:
    """The table as it was taken."""
    found = _found(request, pk)
    lines, whole = reads.table_of(found)
    context = {"assessment": found, "lines": lines, "whole": whole, "tabs": board_tabs("indicators")}
    return render(request, "petitions/assessment.html", context)


@require_safe
def assessment_rows(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The cases that one figure counted: where it was not done, or all."""
    staff = require(request, Power.SUPERVISE)
    found = _found(request, pk)
    column = next((one for one in found.columns if one[0] == code), None)
    if column is None:
        raise Http404
    unit, missed = request.GET.get("unit", ""), request.GET.get("part") != "all"
    parts = {part: reads.counted(found, staff, code, unit=unit, missed=part) for part in (True, False)}
    shown = keyset.page(
        parts[missed].select_related(*RELATED),
        OLDEST,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    remember_list(request, [one.pk for one in shown.rows])

    def url(**more: str) -> str:
        return f"{reverse('assessment_rows', args=[pk, code])}?{urlencode({'unit': unit, **more})}"

    part = "" if missed else "all"
    context = {
        "indicator": {"label": column[1], "formula": column[2]},
        "unit": next((one for one in found.lines if one["code"] == unit), None),
        "first": found.first,
        "last": found.last,
        "tabs": [
            Tab("未达到", url(), missed, parts[True].count()),
            Tab("全部应计", url(part="all"), not missed, parts[False].count()),
        ],
        "rows": rows_of(shown.rows, timezone.localdate(), staff),
        "prev_url": url(part=part, before=shown.prev) if shown.prev else "",
        "next_url": url(part=part, after=shown.next) if shown.next else "",
        "back_url": reverse("assessment", args=[pk]),
    }
    return render(request, "petitions/indicator_rows.html", context)
