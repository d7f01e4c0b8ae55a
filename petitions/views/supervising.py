"""Beside the board: what was asked and is still owed, the figures of handling, and gaps in who answers for what."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import standing_of
from accounts.models import Unit
from accounts.roles import Power
from casework import keyset
from casework.keyset import OLDEST
from casework.views.base import Tab, require
from petitions import indicators as reads
from petitions import queries
from petitions.forms.figures import SpanForm
from petitions.models import LateCause, LateReason, ListedSupervision, Petition, SuperviseCard, Supervision
from petitions.queries import UNEXPLAINED, Days
from petitions.setup_checks import checks
from petitions.views.rows import RELATED, rows_of
from petitions.views.walk import remember_list

MOST = 100
PAGES = {
    "supervision": "看板",
    "supervision_items": "督办事项",
    "indicators": "考核指标",
    "setup_checks": "责任设置检查",
}


def board_tabs(here: str) -> list[Tab]:
    """The pages of the board."""
    return [Tab(label, reverse(name), name == here) for name, label in PAGES.items()]


@require_safe
def supervision_items(request: HttpRequest) -> HttpResponse:
    """督办卡、督办、挂牌 that are still owed, and why cases were late, by unit and cause."""
    staff = require(request, Power.SUPERVISE)
    today = timezone.localdate()
    found = queries.supervised(staff).filter(is_sealed=False)
    within = {"petition__in": found.values("pk")}
    late = found.filter(queries.WATCHES[UNEXPLAINED].rule(Days.of(today))).count()
    cards = SuperviseCard.objects.filter(fed_back_at__isnull=True, **within)
    asked = Supervision.objects.filter(answered_at__isnull=True, **within)
    listed = ListedSupervision.objects.filter(lifted_at__isnull=True, **within)
    context = {
        "tabs": board_tabs("supervision_items"),
        "cards": cards.select_related("petition", "unit", "signoff").order_by("due_on", "pk")[:MOST],
        "asked": asked.select_related("petition", "unit", "issued_by").order_by("reply_by", "pk")[:MOST],
        "listed": listed.select_related("petition").order_by("until", "pk")[:MOST],
        "unexplained": late,
        "unexplained_url": f"{reverse('petition_list')}?{urlencode({'tab': 'supervised', 'watch': UNEXPLAINED})}",
        **_causes(request, found, today),
    }
    return render(request, "petitions/supervision_items.html", context)


def _causes(request: HttpRequest, found: QuerySet[Petition], today: date) -> dict[str, Any]:
    """This year's causes: unit × reason with the numbers, and the rows of the number that was opened."""
    year = LateCause.objects.filter(petition__in=found.values("pk"), made_at__year=today.year)
    counted: dict[str, dict[str, int]] = {}
    names: dict[str, str] = {}
    rows = year.order_by().values_list("unit__code", "unit__name", "reason").annotate(number=Count("pk"))
    for code, name, reason, number in rows:
        names[code] = name
        counted.setdefault(code, {})[reason] = number
    table = [
        (names[code], [(_cause_url(code, one), counted[code].get(one, 0)) for one in LateReason.values])
        for code in sorted(counted)
    ]
    unit, reason = request.GET.get("unit", ""), request.GET.get("reason", "")
    if unit in names:
        year = year.filter(unit__code=unit)
    if reason in LateReason.values:
        year = year.filter(reason=reason)
    listed = year.select_related("petition", "unit").order_by("-made_at", "-pk")
    return {
        "reasons": LateReason.labels,
        "cause_table": table,
        "causes": Paginator(listed, 50).get_page(request.GET.get("page")),
        "cause_query": urlencode({"unit": unit, "reason": reason}),
    }


def _cause_url(unit: str, reason: str) -> str:
    return f"{reverse('supervision_items')}?{urlencode({'unit': unit, 'reason': reason})}#causes"


def _span(request: HttpRequest) -> tuple[SpanForm, date, date]:
    today = timezone.localdate()
    form = SpanForm(request.GET if "first" in request.GET else SpanForm.whole_year(today))
    valid = form.is_valid()
    first = form.cleaned_data["first"] if valid else today.replace(month=1, day=1)
    return form, first, form.cleaned_data["last"] if valid else today


@require_safe
def indicators(request: HttpRequest) -> HttpResponse:
    """考核指标: unit × figure for a span of days."""
    staff = require(request, Power.SUPERVISE)
    today = timezone.localdate()
    form, first, last = _span(request)
    lines, whole = reads.rates(reads.measured(staff, first, last), today)
    span = urlencode({"first": first.isoformat(), "last": last.isoformat()})
    context = {
        "tabs": board_tabs("indicators"),
        "form": form,
        "first": first,
        "last": last,
        "span": span,
        "spans": SpanForm.usual(today),
        "indicators": list(reads.INDICATORS.values()),
        "lines": lines,
        "whole": whole,
        "version": reads.VERSION,
        "site_visits": reads.site_visits(staff, first, last),
    }
    return render(request, "petitions/indicators.html", context, status=422 if form.errors else 200)


@require_safe
def indicator_rows(request: HttpRequest, code: str) -> HttpResponse:
    """The cases behind one figure, those where it was not done first to hand."""
    staff = require(request, Power.SUPERVISE)
    if code not in reads.INDICATORS:
        raise Http404
    today = timezone.localdate()
    _, first, last = _span(request)
    unit = Unit.objects.filter(code=request.GET.get("unit", "")).first()
    missed = request.GET.get("part") != "all"
    found = reads.measured(staff, first, last)
    parts = {part: reads.cases_of(found, code, today, unit, part) for part in (True, False)}
    shown = keyset.page(
        parts[missed].select_related(*RELATED),
        OLDEST,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    remember_list(request, [one.pk for one in shown.rows])
    here = {"first": first.isoformat(), "last": last.isoformat(), "unit": unit.code if unit else ""}

    def url(**more: str) -> str:
        return f"{reverse('indicator_rows', args=[code])}?{urlencode({**here, **more})}"

    part = "" if missed else "all"
    context = {
        "indicator": reads.INDICATORS[code],
        "unit": unit,
        "first": first,
        "last": last,
        "tabs": [
            Tab("未达到", url(), missed, parts[True].count()),
            Tab("全部应计", url(part="all"), not missed, parts[False].count()),
        ],
        "rows": rows_of(shown.rows, today, staff),
        "prev_url": url(part=part, before=shown.prev) if shown.prev else "",
        "next_url": url(part=part, after=shown.next) if shown.next else "",
        "back_url": f"{reverse('indicators')}?{urlencode({'first': here['first'], 'last': here['last']})}",
    }
    return render(request, "petitions/indicator_rows.html", context)


@require_safe
def setup_checks(request: HttpRequest) -> HttpResponse:
    """责任设置检查: leaders, units and lines without somebody who answers for them."""
    staff = require(request, Power.SUPERVISE, Power.ADMINISTER)
    tabs = board_tabs("setup_checks") if standing_of(staff).may(Power.SUPERVISE) else []
    context = {"tabs": tabs, "checks": checks()}
    return render(request, "petitions/setup_checks.html", context)
