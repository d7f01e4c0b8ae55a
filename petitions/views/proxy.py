"""信访代理 pages: the office keeps agents and mandates, the agent files and speaks, both keep disputes and outreach."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import standing_of
from accounts.models import Staff
from accounts.roles import Power
from casework.printing.errors import PrintingFailed, PrintingUnavailable
from casework.printing.paper import render_paper
from casework.refusals import NotVisible, Refusal
from casework.views.attachments import PDF_POLICY
from casework.views.base import Tab, attempt, require
from petitions import proxy as reads
from petitions.actions import proxy as acts
from petitions.actions.register import Person
from petitions.forms.proxy import (
    AgentForm,
    DisputeForm,
    FileForm,
    MandateForm,
    MoveForm,
    OutreachForm,
    WordsForm,
)
from petitions.ledger_jobs import draw
from petitions.mandate_code import filed_under, mandate_code, mandate_number
from petitions.models import ProxyMandate

PAGE = 50
MOST_ON_PAPER = 3000
# tab: (words, power that opens it)
TABS: dict[str, tuple[str, str]] = {
    "mine": ("我的代理", Power.PROXY),
    "mandates": ("代理委托", Power.ROUTE),
    "agents": ("代理员", Power.ROUTE),
    "disputes": ("矛盾纠纷排查", ""),
    "outreach": ("宣传活动", ""),
}


def _address(tab: str, **more: Any) -> str:
    return f"{reverse('proxy')}?{urlencode({'tab': tab, **more})}"


def _open_tabs(staff: Staff) -> list[str]:
    return [one for one, (_, power) in TABS.items() if not power or standing_of(staff).may(power)]


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return max(int(asked), 1) if asked.isdecimal() and len(asked) < 7 else 1


@require_safe
def proxy(request: HttpRequest) -> HttpResponse:
    """One of the lists; each with what may be done there."""
    staff = require(request, Power.PROXY, Power.ROUTE, Power.REGISTER)
    tabs = _open_tabs(staff)
    asked = request.GET.get("tab", "")
    tab = asked if asked in tabs else tabs[0]
    today, number = timezone.localdate(), _page(request)
    context: dict[str, Any] = {
        "tab": tab,
        "tabs": [Tab(TABS[one][0], _address(one), one == tab) for one in tabs],
        "today": today,
    }
    lists: dict[str, Callable[[], Any]] = {
        "mine": lambda: reads.filings_of(staff, today),
        "mandates": lambda: reads.mandates(staff),
        "disputes": lambda: reads.disputes(staff),
        "outreach": lambda: reads.outreach(staff),
    }
    if tab in lists:
        rows = list(lists[tab]()[(number - 1) * PAGE : number * PAGE + 1])
        context["rows"] = [reads.stage_of(one) for one in rows[:PAGE]] if tab == "mine" else rows[:PAGE]
        context["prev_url"] = _address(tab, page=number - 1) if number > 1 else ""
        context["next_url"] = _address(tab, page=number + 1) if len(rows) > PAGE else ""
    if tab == "mine":
        context["mandates"] = reads.mandates_of(staff, today)
    if tab == "agents":
        context |= {"agents": reads.agents(staff), "villages": reads.coverage(staff)}
    return render(request, "petitions/proxy.html", context)


def _form_page(
    request: HttpRequest,
    form: forms.Form,
    *,
    title: str,
    act: Callable[[dict[str, Any]], object],
    back: str,
    done: str,
    hint: str = "",
) -> HttpResponse:
    """A page with one form: shown, sent, refused beside its field with what was typed, or done."""
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: act(form.cleaned_data))
        if not form.errors:
            messages.success(request, done)
            return redirect(back)
    context = {"form": form, "title": title, "back": back, "hint": hint}
    return render(request, "petitions/proxy_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def agent_new(request: HttpRequest) -> HttpResponse:
    """代理员资格确认"""
    staff = require(request, Power.ROUTE)
    form = AgentForm(staff, request.POST or None)

    def act(given: dict[str, Any]) -> object:
        ticks = frozenset(given["ticks"])
        values = {name: given[name] for name in ("village", "residence")}
        return acts.attest_agent(given["staff"], by=staff, ticks=ticks, **values)

    return _form_page(
        request,
        form,
        title="确认代理员",
        act=act,
        back=_address("agents"),
        done="已确认代理员。",
        hint="人员先由系统管理员建账号、任“信访代理员”。逐项只记是否符合，不存其他材料。",
    )


@require_POST
def agent_end(request: HttpRequest, pk: int) -> HttpResponse:
    """停任"""
    staff = require(request, Power.ROUTE)
    acts.end_agent(pk, by=staff)
    messages.success(request, "已停任，其代理委托同时终止。")
    return redirect(_address("agents"))


@require_http_methods(["GET", "POST"])
def mandate_new(request: HttpRequest) -> HttpResponse:
    """登记委托"""
    staff = require(request, Power.ROUTE)
    form = MandateForm(staff, request.POST or None)

    def act(given: dict[str, Any]) -> object:
        person = Person(**{name: given.pop(name) for name in ("name", "phone", "address")})
        return acts.give_mandate(person, by=staff, **given)

    return _form_page(
        request,
        form,
        title="登记代理委托",
        act=act,
        back=_address("mandates"),
        done="已登记委托，请打印委托书由委托人签字。",
        hint="代理信访不收取任何费用，委托人随时可以撤销。",
    )


def _mandate(staff: Staff, pk: int) -> ProxyMandate:
    """A mandate for its office, or for its agent while it runs."""
    found = reads.mandates(staff).filter(pk=pk).first()
    if found is None:
        mine = reads.mandates_of(staff, timezone.localdate())
        found = next((one for one in mine if one.pk == pk), None)
    if found is None:
        raise NotVisible
    return found


@require_safe
def mandate_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A mandate with everything that was filed under it: what the petitioner may see in full (S20-09)."""
    staff = require(request, Power.ROUTE, Power.PROXY)
    mandate = _mandate(staff, pk)
    filings = mandate.filings.select_related("petition__handling_unit", "petition__unit", "mandate")
    context = {
        "mandate": mandate,
        "stages": [reads.stage_of(one) for one in filings],
        "is_valid": mandate.is_valid_on(timezone.localdate()),
        "is_agent": mandate.agent_id == staff.pk,
    }
    return render(request, "petitions/proxy_mandate.html", context)


@require_POST
def mandate_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """撤销委托: at any time, for any reason."""
    staff = require(request, Power.ROUTE)
    try:
        acts.revoke_mandate(pk, by=staff, reason=request.POST.get("reason", ""))
    except NotVisible:
        raise
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "委托已撤销，代理员从现在起不能再登记和查看。")
    return redirect(reverse("proxy_mandate", args=[pk]))


@require_POST
def mandate_print(request: HttpRequest, pk: int) -> HttpResponse:
    """代理委托书 as PDF (form 20)."""
    return _sheet(request, pk, "mandate", "信访代理委托书")


@require_POST
def mandate_filings(request: HttpRequest, pk: int) -> HttpResponse:
    """代理登记情况 as PDF: for the petitioner, everything that the agent filed and said in their name (S20-09)."""
    return _sheet(request, pk, "mandate_filings", "信访代理登记情况")


def _sheet(request: HttpRequest, pk: int, letter: str, title: str) -> HttpResponse:
    staff = require(request, Power.ROUTE)
    mandate = _mandate(staff, pk)
    context = {
        "mandate": mandate,
        "number": mandate_number(mandate),
        "code": mandate_code(mandate),
        "filed": filed_under(mandate),
        "printed_on": timezone.localdate(),
    }
    html = render_to_string(f"letters/{letter}.html", context)
    try:
        pdf = render_paper(html, title=title)
    except (PrintingUnavailable, PrintingFailed) as problem:
        messages.warning(request, str(problem))
        return redirect(reverse("proxy_mandate", args=[pk]))
    return _pdf(pdf)


def _pdf(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Security-Policy"] = PDF_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "POST"])
def proxy_file(request: HttpRequest, pk: int) -> HttpResponse:
    """代为登记, under a mandate of one's own."""
    staff = require(request, Power.PROXY)
    mandate = next((one for one in reads.mandates_of(staff, timezone.localdate()) if one.pk == pk), None)
    if mandate is None:
        raise NotVisible
    return _form_page(
        request,
        FileForm(request.POST or None),
        title=f"代{mandate.petitioner.name}登记",
        act=lambda given: acts.file_for(pk, by=staff, **given),
        back=_address("mine"),
        done="已登记，编号见列表。",
        hint=f"委托事项：{mandate.scope}。检举控告请由本人直接提出，不经代理。",
    )


@require_http_methods(["GET", "POST"])
def proxy_case(request: HttpRequest, pk: int) -> HttpResponse:
    """A case as its agent sees it: stage, unit, dates, answers; and the two things an agent may do."""
    staff = require(request, Power.PROXY)
    filing = reads.filings_of(staff, timezone.localdate()).filter(pk=pk).first()
    if filing is None:
        raise NotVisible
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = acts.urge_as_agent if form.cleaned_data["kind"] == "urge" else acts.suggest
        attempt(form, lambda: act(pk, by=staff, text=form.cleaned_data["text"]))
        if not form.errors:
            messages.success(request, "已送经办人员。")
            return redirect(reverse("proxy_case", args=[pk]))
    petition = filing.petition
    context = {
        "stage": reads.stage_of(filing, with_replies=True),
        "petition": petition,
        "notes": list(petition.proxy_notes.filter(made_by=staff)),
        "urges": list(petition.urges.filter(urged_by=staff)),
        "form": form,
        "may_accept": filing.mandate.may_accept_opinion,
    }
    return render(request, "petitions/proxy_case.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def dispute_new(request: HttpRequest) -> HttpResponse:
    """排查登记"""
    staff = require(request, Power.PROXY, Power.ROUTE, Power.REGISTER)
    return _form_page(
        request,
        DisputeForm(staff, request.POST or None),
        title="登记矛盾纠纷",
        act=lambda given: acts.record_dispute(by=staff, **given),
        back=_address("disputes"),
        done="已登记。",
    )


@require_http_methods(["GET", "POST"])
def dispute_move(request: HttpRequest, pk: int) -> HttpResponse:
    """调处、化解、移交"""
    staff = require(request, Power.PROXY, Power.ROUTE, Power.REGISTER)
    found = reads.disputes(staff).filter(pk=pk).first()
    if found is None:
        raise NotVisible
    return _form_page(
        request,
        MoveForm(found.unit, request.POST or None),
        title=f"调处：{found.title}",
        act=lambda given: acts.move_dispute(pk, by=staff, **given),
        back=_address("disputes"),
        done="已记录。",
        hint=found.detail,
    )


@require_safe
def dispute_book(request: HttpRequest) -> HttpResponse:
    """矛盾纠纷排查台账 as PDF (form 21)."""
    staff = require(request, Power.PROXY, Power.ROUTE, Power.REGISTER)
    table = reads.dispute_table(staff, list(reads.disputes(staff)[:MOST_ON_PAPER]))
    try:
        return _pdf(draw(table, "pdf"))
    except Refusal as problem:
        messages.error(request, problem.message)
        return redirect(_address("disputes"))


@require_http_methods(["GET", "POST"])
def outreach_new(request: HttpRequest) -> HttpResponse:
    """登记宣传活动"""
    staff = require(request, Power.PROXY, Power.ROUTE, Power.REGISTER)
    return _form_page(
        request,
        OutreachForm(staff, request.POST or None),
        title="登记宣传活动",
        act=lambda given: acts.record_outreach(by=staff, **given),
        back=_address("outreach"),
        done="已登记。",
    )
