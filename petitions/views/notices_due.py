"""文书: what waits to be told and delivered, with one key each; and the registers of numbers with their stubs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Staff
from accounts.roles import Power
from casework import keyset
from casework.calendar import holiday_table
from casework.deadlines import HolidayTable
from casework.due_words import DueBadge, due_badge
from casework.models import DeliveryMethod, Job
from casework.refusals import NotVisible, Refusal
from casework.views.base import Tab, require, staff_of
from petitions.actions import papers
from petitions.actions.supervise import BULK_LIMIT
from petitions.deadlines import notice_due
from petitions.forms.papers import StubForm
from petitions.masking import person_of
from petitions.models import Petition
from petitions.paper_jobs import ask_for_forms, ask_for_papers, ask_for_register
from petitions.papers import FORMAL, Formal
from petitions.papers.queries import kind_to_tell, stubs, to_deliver, to_tell
from petitions.views.one import way_back
from petitions.views.ticked import ticked
from petitions.views.walk import remember_list

POWERS = (Power.REGISTER, Power.ROUTE, Power.HANDLE)
ISSUED = keyset.Order((keyset.Key("id"),))
PRINTING = ("print_papers", "paper_register", "print_forms")


@dataclass(frozen=True)
class Untold:
    """A petition whose petitioner is still to be told, with the paper that does it."""

    petition: Petition
    person: str
    formal: Formal
    badge: DueBadge


@require_GET
def notices_due(request: HttpRequest) -> HttpResponse:
    """待告知 and 待送达, the oldest first."""
    staff = require(request, *POWERS)
    tab = "deliver" if request.GET.get("tab") == "deliver" else "tell"
    untold, waiting = to_tell(staff), to_deliver(staff)
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    context: dict[str, Any] = {"tab": tab, "methods": DeliveryMethod.choices, "today": timezone.localdate()}
    page: keyset.Page[Any]
    if tab == "tell":
        page = keyset.page(untold, keyset.OLDEST, after=after, before=before)
        context["rows"] = _untold(page.rows, timezone.localdate(), staff)
        remember_list(request, [one.pk for one in page.rows])
    else:
        page = keyset.page(waiting, ISSUED, after=after, before=before)
        context["rows"] = page.rows
    address = f"{reverse('notices_due')}?tab={tab}"
    context |= {
        "tabs": [
            Tab("待告知", reverse("notices_due"), tab == "tell", keyset.capped_count(untold, 999)),
            Tab(
                "待送达",
                f"{reverse('notices_due')}?tab=deliver",
                tab == "deliver",
                keyset.capped_count(waiting, 999),
            ),
            Tab("文号登记册", reverse("paper_register"), False),
        ],
        "prev_url": f"{address}&before={page.prev}" if page.prev else "",
        "next_url": f"{address}&after={page.next}" if page.next else "",
    }
    return render(request, "petitions/notices_due.html", context)


def _untold(petitions: list[Petition], today: date, staff: Staff) -> list[Untold]:
    table = holiday_table()
    return [
        Untold(
            one,
            person_of(one, staff),
            FORMAL[kind_to_tell(one)],
            due_badge(_last_day(one, table), today=today, table=table),
        )
        for one in petitions
    ]


def _last_day(petition: Petition, table: HolidayTable) -> date:
    """By the notice clock, else fifteen days from receipt; of an extension the day that it moved."""
    if kind_to_tell(petition) == "extend":
        return date.fromisoformat(getattr(petition, "before", ""))
    return getattr(petition, "notice_on", None) or notice_due(petition.received_on, table).on


@require_POST
def issue_many(request: HttpRequest) -> HttpResponse:
    """The paper that each of the ticked ones is owed, one after the other."""
    staff = require(request, *POWERS)
    back = way_back(request, reverse("notices_due"))
    wanted = [int(one) for one in request.POST.getlist("ids") if one.isdecimal()]
    chosen = [(one.pk, kind_to_tell(one)) for one in to_tell(staff).filter(pk__in=wanted)]
    if not chosen:
        messages.error(request, "请先勾选要发出的件。")
        return redirect(back)
    try:
        done, left = papers.issue_many(chosen, by=staff)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect(back)
    if done:
        messages.success(request, f"已发出 {done} 份，可到“待送达”打印、登记送达。")
    for one in left:
        messages.warning(request, one)
    return redirect(back)


@require_GET
def paper_register(request: HttpRequest) -> HttpResponse:
    """文号登记册（存根）: every number of a unit in a year, in order, withdrawn ones as well."""
    staff = require(request, *POWERS, Power.LEDGER)
    form = StubForm(staff, request.GET)
    context: dict[str, Any] = {"form": form, "tabs": _tabs()}
    if not form.is_valid():
        return render(request, "petitions/paper_register.html", context, status=422)
    found = stubs(staff, form.stub())
    number = _page_number(request)
    start = (number - 1) * keyset.SIZE
    rows = list(found[start : start + keyset.SIZE + 1])
    query = request.GET.copy()
    query.pop("page", None)
    address = f"{reverse('paper_register')}?{query.urlencode()}"
    context |= {
        "rows": rows[: keyset.SIZE],
        "query": query.urlencode(),
        "total": keyset.capped_count(found, 9999),
        "clear_url": reverse("paper_register"),
        "prev_url": f"{address}&page={number - 1}" if number > 1 else "",
        "next_url": f"{address}&page={number + 1}" if len(rows) > keyset.SIZE else "",
    }
    return render(request, "petitions/paper_register.html", context)


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(int(text), 1) if text.isdecimal() and len(text) < 5 else 1


def _tabs() -> list[Tab]:
    return [
        Tab("待告知", reverse("notices_due"), False),
        Tab("待送达", f"{reverse('notices_due')}?tab=deliver", False),
        Tab("文号登记册", reverse("paper_register"), True),
    ]


@require_GET
def print_job(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a batch is, the file when it is there, and what was left out with the reason."""
    staff = staff_of(request)
    job = Job.objects.filter(pk=pk, kind__in=PRINTING, created_by=staff).first()
    if job is None:
        raise NotVisible
    context = {"job": job, "skipped": job.result.get("skipped", [])}
    return render(request, "petitions/print_job.html", context)


@require_POST
def forms_print(request: HttpRequest) -> HttpResponse:
    """One form, or the issued papers of a kind, for the ticked cases of a list."""
    staff = staff_of(request)
    back = way_back(request, reverse("petition_list"))
    wanted = ticked(request, staff)
    try:
        if wanted is None:
            raise Refusal(f"一次最多打印 {BULK_LIMIT} 件，请缩小筛选范围。")
        with transaction.atomic():
            job = ask_for_forms(request.POST.get("paper", ""), [one.pk for one in wanted], by=staff)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect(back)
    return redirect("print_job", job.pk)


@require_POST
def papers_print(request: HttpRequest) -> HttpResponse:
    """Ticked papers, or all of the register shown, as one PDF; or the register itself. Made in the background."""
    staff = require(request, *POWERS, Power.LEDGER)
    back = way_back(request, reverse("paper_register"))
    form = StubForm(staff, QueryDict(request.POST.get("query", "")))
    if not form.is_valid():
        messages.error(request, "请重新选择单位和年度。")
        return redirect(back)
    try:
        with transaction.atomic():
            job = _ask(request, staff, form)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect(back)
    return redirect("print_job", job.pk)


def _ask(request: HttpRequest, staff: Staff, form: StubForm) -> Job:
    if "register" in request.POST:
        return ask_for_register(form.stub(), by=staff)
    if "all_results" in request.POST:
        wanted = list(stubs(staff, form.stub()).values_list("pk", flat=True))
    else:
        wanted = [int(one) for one in request.POST.getlist("ids") if one.isdecimal()]
    return ask_for_papers(wanted, by=staff)
