"""档案: cases to file with what they lack, the catalogue, and files at the end of their period."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import standing_of
from accounts.models import Staff
from accounts.roles import Power
from casework.models import Job
from casework.printing.ledger_xlsx import render_ledger_xlsx
from casework.refusals import NotVisible, Refusal
from casework.views.base import Tab, require
from petitions import archive as reads
from petitions.actions import archive as acts
from petitions.actions import information
from petitions.archive_package import ask_for_package
from petitions.forms.archive import CatalogueForm, DecideForm, FileInfoForm, ProposeForm
from petitions.ledger_jobs import draw
from petitions.models import ArchiveCandidate, ArchiveItem, Disposal

PAGE = 50
CHOSEN = ("unit", "year", "period")
TABS = {"ready": "待归档", "papers": "待归档信息", "filed": "已归档", "expired": "到期鉴定"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _address(tab: str, **more: Any) -> str:
    return f"{reverse('archive')}?{urlencode({'tab': tab, **more})}"


def _slice(request: HttpRequest, tab: str, found: QuerySet[Any]) -> tuple[list[Any], dict[str, str]]:
    """One page, and the way to its neighbours."""
    asked = request.GET.get("page", "1")
    number = max(int(asked), 1) if asked.isdecimal() and len(asked) < 7 else 1
    rows = list(found[(number - 1) * PAGE : number * PAGE + 1])
    more = {key: request.GET[key] for key in CHOSEN if request.GET.get(key)}
    return rows[:PAGE], {
        "prev_url": _address(tab, page=number - 1, **more) if number > 1 else "",
        "next_url": _address(tab, page=number + 1, **more) if len(rows) > PAGE else "",
    }


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """Four lists: cases to file, information to file, filed, at the end of their period."""
    staff = require(request, Power.ROUTE, Power.HEAD)
    asked = request.GET.get("tab", "")
    tab = asked if asked in TABS else "ready"
    today = timezone.localdate()
    context: dict[str, Any] = {
        "tab": tab,
        "tabs": [Tab(label, _address(one), one == tab) for one, label in TABS.items()],
    }
    if tab == "ready":
        found, ways = _slice(request, tab, reads.ready(staff))
        context["rows"] = reads.waiting(found, today)
    elif tab == "papers":
        found, ways = _slice(request, tab, reads.papers(staff).filter(decided_on=None))
        context["papers"] = [(one, _period_form(one)) for one in found]
        left = reads.papers(staff).exclude(left_reason="")
        context["left"] = left.order_by("-decided_on", "-pk")[:20]
    elif tab == "filed":
        given = {**_first(staff), **{key: request.GET[key] for key in CHOSEN if request.GET.get(key)}}
        form = CatalogueForm(staff, given)
        context["form"], ways = form, {}
        if form.is_valid():
            context["items"], ways = _slice(request, tab, _catalogued(staff, form))
            context["infos"] = _catalogued_infos(staff, form)[:PAGE]
            context["query"] = urlencode(given)
        context["job"] = _job(request, staff)
    else:
        context["items"], ways = _slice(request, tab, reads.expired(staff, today))
        context["propose_form"], context["decide_form"] = ProposeForm(), DecideForm()
        context["disposals"] = _disposals(staff)
    return render(request, "petitions/archive.html", context | ways)


def _first(staff: Staff) -> dict[str, Any]:
    units = standing_of(staff).units_with(Power.ROUTE)
    return {"unit": units[0].code if units else "", "year": timezone.localdate().year, "period": "D30"}


def _catalogued(staff: Staff, form: CatalogueForm) -> QuerySet[ArchiveItem]:
    given = form.cleaned_data
    found = reads.items(staff).filter(unit=given["unit"], year=given["year"], period=given["period"])
    return found.order_by("series", "sequence")


def _catalogued_infos(staff: Staff, form: CatalogueForm) -> QuerySet[ArchiveCandidate]:
    given = form.cleaned_data
    found = reads.papers(staff).filter(unit=given["unit"], year=given["year"], period=given["period"])
    return found.order_by("sequence")


def _period_form(candidate: ArchiveCandidate) -> FileInfoForm:
    first = reads.INFO_PERIODS[candidate.info.level]
    return FileInfoForm(initial={"period": first}, auto_id=f"id_{candidate.pk}_%s")


def _job(request: HttpRequest, staff: Staff) -> Job | None:
    asked = request.GET.get("job", "")
    mine = Job.objects.filter(kind="archive_package", created_by=staff)
    return mine.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 19 else None


def _disposals(staff: Staff) -> list[tuple[Disposal, list[ArchiveItem], bool]]:
    """Open and recent decisions with the files that this person may see, and whether they may decide."""
    mine = reads.items(staff).filter(disposal__isnull=False).order_by("pk")
    found: dict[int, list[ArchiveItem]] = {}
    for item in mine.order_by("-disposal_id", "pk")[: PAGE * 4]:
        found.setdefault(item.disposal_id or 0, []).append(item)
    rows = Disposal.objects.filter(pk__in=found).select_related("unit", "proposed_by", "decided_by")
    who = standing_of(staff)
    return [
        (
            one,
            found[one.pk],
            one.decided_at is None
            and one.proposed_by_id != staff.pk
            and (who.may_at(Power.HEAD, one.unit) or who.may_at(Power.SIGN, one.unit)),
        )
        for one in rows
    ]


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """归档文件目录 as PDF or workbook; sealed files stand in a catalogue of their own readers alone."""
    staff = require(request, Power.ROUTE)
    form = CatalogueForm(staff, request.GET)
    if not form.is_valid():
        raise NotVisible
    given = form.cleaned_data
    table = reads.catalogue(
        given["unit"],
        given["year"],
        given["period"],
        list(_catalogued(staff, form)[:5000]),
        list(_catalogued_infos(staff, form)[:5000]),
    )
    if request.GET.get("format") == "xlsx":
        content, kind, end = render_ledger_xlsx(table), XLSX, "xlsx"
    else:
        try:
            content, kind, end = draw(table, "pdf"), "application/pdf", "pdf"
        except Refusal as problem:
            messages.error(request, problem.message)
            return redirect(_address("filed"))
    response = HttpResponse(content, content_type=kind)
    name = urlencode({"": f"归档文件目录_{given['unit'].name}_{given['year']}.{end}"})[1:]
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def _run(request: HttpRequest, back: str, act: Callable[[], object], words: str) -> HttpResponse:
    try:
        act()
    except NotVisible:
        raise
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, words)
    return redirect(back)


def _item(staff: Staff, pk: int) -> ArchiveItem:
    found = reads.items(staff).filter(pk=pk).first()
    if found is None:
        raise NotVisible
    return found


@require_POST
def package(request: HttpRequest, pk: int) -> HttpResponse:
    """Queues the package of one file; the page then shows how far it is."""
    staff = require(request, Power.ROUTE)
    item = _item(staff, pk)
    try:
        job = ask_for_package(item, by=staff)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect(_back(item))
    return redirect(f"{_back(item)}&job={job.pk}")


def _back(item: ArchiveItem) -> str:
    return _address("filed", unit=item.unit.code, year=item.year, period=item.period)


@require_POST
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """暂缓处置"""
    staff = require(request, Power.ROUTE)
    item = _item(staff, pk)
    reason = request.POST.get("reason", "")
    return _run(request, _back(item), lambda: acts.hold(pk, by=staff, reason=reason), "已暂缓处置。")


@require_POST
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """解除暂缓"""
    staff = require(request, Power.ROUTE)
    item = _item(staff, pk)
    reason = request.POST.get("reason", "")
    return _run(request, _back(item), lambda: acts.lift_hold(pk, by=staff, reason=reason), "已解除暂缓。")


def _candidate(staff: Staff, pk: int) -> ArchiveCandidate:
    found = reads.papers(staff).filter(pk=pk).first()
    if found is None:
        raise NotVisible
    return found


@require_POST
def file_info(request: HttpRequest, pk: int) -> HttpResponse:
    """信息归档"""
    staff = require(request, Power.ROUTE)
    info, period = _candidate(staff, pk).info_id, request.POST.get("period", "")
    return _run(
        request,
        _address("papers"),
        lambda: information.file_info(info, by=staff, period=period),
        "已归档，列入归档文件目录。",
    )


@require_POST
def leave_info(request: HttpRequest, pk: int) -> HttpResponse:
    """信息不另归档"""
    staff = require(request, Power.ROUTE)
    info, reason = _candidate(staff, pk).info_id, request.POST.get("reason", "")
    return _run(
        request,
        _address("papers"),
        lambda: information.leave_out_info(info, by=staff, reason=reason),
        "已记为不另归档。",
    )


@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """提出销毁鉴定 for the ticked files."""
    staff = require(request, Power.ROUTE)
    pks = [int(one) for one in request.POST.getlist("ids") if one.isdecimal() and len(one) < 19]
    reason = request.POST.get("reason", "")
    words = "已提出销毁鉴定，待单位负责人审定。"
    return _run(
        request,
        _address("expired"),
        lambda: acts.propose_disposal(pks, by=staff, reason=reason),
        words,
    )


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """审定"""
    staff = require(request, Power.HEAD, Power.SIGN)
    form = DecideForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请选择审定结果并写明意见。")
        return redirect(_address("expired"))
    approve, opinion = form.cleaned_data["approve"] == "yes", form.cleaned_data["opinion"]
    words = "已按鉴定销毁，只保留目录。" if approve else "已决定继续保管。"
    return _run(
        request,
        _address("expired"),
        lambda: acts.decide_disposal(pk, by=staff, approve=approve, opinion=opinion),
        words,
    )
