"""信访件: one list for everybody, as far as each may see; its state stands in the address, without any name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from zlib import crc32

from django.contrib import messages
from django.core.cache import cache
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET, require_POST

from accounts.access import standing_of
from accounts.models import Staff
from accounts.roles import Power
from casework import keyset
from casework.actions import own
from casework.models import Job, SavedView
from casework.refusals import Refusal
from casework.views.base import Tab, staff_of
from petitions import exports
from petitions.actions.supervise import BULK_LIMIT
from petitions.documents import PAPERS
from petitions.forms.listing import PetitionFilter
from petitions.paper_jobs import ISSUED
from petitions.queries import SORTS, TABS, WATCHES, Days, ranked
from petitions.views.rows import RELATED, rows_of
from petitions.views.walk import remember_list

PAGE = "petitions"
FORMS = [(kind, paper.label) for kind, paper in PAPERS.items()]
# A number beside a saved view may be a minute old: counting all of them on every page would cost more than the page.
COUNT_SECONDS = 60
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class View:
    """A saved filter as a chip; only its owner may delete it."""

    pk: int
    name: str
    url: str
    active: bool
    count: str
    is_own: bool


def _address(query: str) -> str:
    return f"{reverse('petition_list')}?{query}" if query else reverse("petition_list")


@require_GET
def petition_list(request: HttpRequest) -> HttpResponse:
    """One page of the list, its filters, its saved views."""
    staff = staff_of(request)
    today = timezone.localdate()
    form = PetitionFilter(staff, request.GET)
    found = exports.listed(form, Days.of(today))
    shown = _page(request, form, found)
    remember_list(request, [one.pk for one in shown.rows])
    query = form.query()
    watch = form.given.get("watch")
    total = keyset.capped_count(found)
    context = {
        "form": form,
        "tabs": [Tab(TABS[tab], _address(form.query(tab=tab)), tab == form.open_tab) for tab in form.tabs],
        "chips": form.chips(reverse("petition_list")),
        "clear_url": _address(form.query([])) if form.pairs() else "",
        "saved_views": _views(staff, query, today),
        "save_url": reverse("saved_view"),
        "query": query,
        "total": total,
        # Ticking all results is offered for as many as one bulk act takes.
        "bulk_total": total.number if len(shown.rows) < total.number <= BULK_LIMIT else 0,
        "rows": rows_of(shown.rows, today, staff),
        "watch": WATCHES[watch] if watch else None,
        "printed": [("表单", FORMS), ("已发出的文书", [(key, one.label) for key, one in ISSUED.items()])],
        "may_urge": standing_of(staff).may(Power.SUPERVISE),
        "jump": form.order in ("newest", "oldest"),
        "pairs": [(name, value) for name, values in QueryDict(query).lists() for value in values],
        "job": _job(request, staff),
        **_neighbours(form, shown),
    }
    return render(request, "petitions/petition_list.html", context, status=422 if form.errors else 200)


def _page(request: HttpRequest, form: PetitionFilter, found: Any) -> keyset.Page[Any]:
    order = SORTS[form.order][1]
    after = request.GET.get("after", "")
    day = _day(request.GET.get("day", ""))
    if day and form.order in ("newest", "oldest"):
        after = keyset.cursor_at(order, day)
    if form.order == "urgency":
        found = ranked(found)
    return keyset.page(
        found.select_related(*RELATED), order, after=after, before=request.GET.get("before", "")
    )


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _neighbours(form: PetitionFilter, shown: keyset.Page[Any]) -> dict[str, str]:
    return {
        "prev_url": _address(form.query(before=shown.prev)) if shown.prev else "",
        "next_url": _address(form.query(after=shown.next)) if shown.next else "",
    }


def _views(staff: Staff, query: str, today: date) -> list[View]:
    shared = Q(shared=True, staff__unit=staff.unit) if staff.unit else Q(pk__in=[])
    kept = SavedView.objects.filter(Q(staff=staff) | shared, page=PAGE).select_related("staff")
    return [
        View(
            pk=one.pk,
            name=one.name if one.staff_id == staff.pk else f"{one.name}（{one.staff.name}）",
            url=_address(one.query),
            active=one.query == query,
            count=_count(one, staff, today),
            is_own=one.staff_id == staff.pk,
        )
        for one in kept.order_by("name", "pk")[: own.MOST_VIEWS]
    ]


def _count(view: SavedView, staff: Staff, today: date) -> str:
    key = f"view-count:{view.pk}:{staff.pk}:{today}:{crc32(view.query.encode())}"
    kept: str | None = cache.get(key)
    if kept is None:
        form = PetitionFilter(staff, QueryDict(view.query))
        kept = str(keyset.capped_count(exports.listed(form, Days.of(today)), 99))
        cache.set(key, kept, COUNT_SECONDS)
    return kept


def _job(request: HttpRequest, staff: Staff) -> Job | None:
    asked = request.GET.get("job", "")
    return Job.objects.filter(pk=int(asked), created_by=staff).first() if asked.isdecimal() else None


@require_POST
def saved_view(request: HttpRequest) -> HttpResponse:
    """Keeps the present filters under a name, or (`delete`) throws a kept one away."""
    staff = staff_of(request)
    gone = request.POST.get("delete", "")
    if gone.isdecimal():
        own.delete_view(int(gone), by=staff)
        messages.success(request, "视图已删除。")
        return redirect(_address(PetitionFilter(staff, QueryDict(request.POST.get("query", ""))).query()))
    # Read and written anew: only codes and dates are kept, whatever was sent.
    query = PetitionFilter(staff, QueryDict(request.POST.get("query", ""))).query()
    name, shared = request.POST.get("name", ""), bool(request.POST.get("shared"))
    try:
        own.save_view(by=staff, page=PAGE, name=name, query=query, shared=shared)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"已保存视图“{name.strip()}”。")
    return redirect(_address(query))


@require_POST
def petition_export(request: HttpRequest) -> HttpResponse:
    """What the list shows, all its pages, as a workbook: at once up to 500 rows, by a job above."""
    staff = staff_of(request)
    form = PetitionFilter(staff, QueryDict(request.POST.get("query", "")))
    today = timezone.localdate()
    count = keyset.capped_count(exports.listed(form, Days.of(today)), exports.AT_ONCE)
    if not count:
        messages.info(request, "没有可以导出的件。")
        return redirect(_address(form.query()))
    if not count.is_exact:
        job = exports.ask(form, by=staff, today=today)
        return redirect(f"{_address(form.query())}{'&' if form.query() else '?'}{urlencode({'job': job.pk})}")
    response = HttpResponse(exports.at_once(form, by=staff, today=today), content_type=XLSX)
    name = urlencode({"": exports.file_name(today)})[1:]
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response
