"""办理结果: rates with their numerators, the four lists that should be empty, and the register of rewards."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.roles import Power
from casework.views.base import require
from petitions import outcome_figures as reads
from petitions.forms.figures import YearForm
from petitions.models import Suggestion

A_PAGE = 50


@require_safe
def outcome_figures(request: HttpRequest) -> HttpResponse:
    """One year's rates and zero lists."""
    staff = require(request, Power.LEDGER, Power.SUPERVISE)
    today = timezone.localdate()
    form = YearForm(request.GET if "year" in request.GET else {"year": today.year})
    year = form.cleaned_data["year"] if form.is_valid() else today.year
    first, last = date(year, 1, 1), date(year, 12, 31)
    cases = reads.cases_of(staff, first, last)
    chosen = request.GET.get("list", "talk")
    chosen = chosen if chosen in reads.ZERO_LISTS else "talk"
    address = f"{reverse('outcome_figures')}?year={year}"
    tabs = [
        {
            "label": label,
            "url": f"{address}&list={name}",
            "active": name == chosen,
            "count": of(cases).count(),
            "level": "danger",
        }
        for name, (label, of) in reads.ZERO_LISTS.items()
    ]
    rows = (
        reads.ZERO_LISTS[chosen][1](cases)
        .select_related("unit", "handling_unit")
        .order_by("received_on", "pk")
    )
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    here = f"{address}&list={chosen}&page="
    rewards = Suggestion.objects.filter(petition__in=cases.values("pk")).exclude(reward="")
    context: dict[str, Any] = {
        "form": form,
        "year": year,
        "rates": reads.work_rates(staff, first, last) + reads.satisfaction(staff, first, last),
        "tabs": tabs,
        "chosen": reads.ZERO_LISTS[chosen][0],
        "page": page,
        "prev_url": f"{here}{page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"{here}{page.next_page_number()}" if page.has_next() else "",
        "rewards": rewards.select_related("petition", "unit").order_by("-rewarded_on")[:A_PAGE],
    }
    return render(request, "petitions/outcome_figures.html", context, status=422 if form.errors else 200)
