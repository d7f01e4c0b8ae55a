"""重复与并案: what may belong together, each proposal with its reason; people decide, and may take it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Staff
from accounts.roles import Power
from casework.refusals import NotVisible, Refusal
from casework.views.base import Tab, require
from petitions import matters as reads
from petitions.actions import register, same_matter
from petitions.forms.matters import AlikeForm, SameForm
from petitions.models import Petitioner
from petitions.people import known_people
from petitions.views.one import find

TABS = {"cases": "可能重复的事项", "campaigns": "内容相同的来信", "people": "可能是同一人"}


def _address(tab: str) -> str:
    return f"{reverse('matters')}?tab={tab}"


@require_safe
def matters(request: HttpRequest) -> HttpResponse:
    """One of three lists of proposals."""
    staff = require(request, Power.ROUTE)
    asked = request.GET.get("tab", "")
    tab = asked if asked in TABS else "cases"
    offset = request.GET.get("from", "")
    start = min(int(offset), 100_000) if offset.isdecimal() and len(offset) < 7 else 0
    context: dict[str, Any] = {
        "tab": tab,
        "tabs": [Tab(label, _address(one), one == tab) for one, label in TABS.items()],
    }
    if tab == "cases":
        context["pairs"], more = reads.alike_cases(staff, start)
        context["next_url"] = f"{_address(tab)}&from={start + reads.PER_PAGE}" if more else ""
        context["prev_url"] = f"{_address(tab)}&from={max(start - reads.PER_PAGE, 0)}" if start else ""
    elif tab == "campaigns":
        context["campaigns"] = reads.campaigns(staff)
    else:
        context["people"] = reads.alike_people(staff)
        context["decisions"] = reads.decisions(staff)
    return render(request, "petitions/matters.html", context)


def _done(request: HttpRequest, tab: str, act: Any, words: str) -> HttpResponse:
    """Runs an act and says what became of it, on the list it came from."""
    try:
        act()
    except NotVisible:
        raise
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, words)
    return redirect(_address(tab))


def _problem(request: HttpRequest, form: Form, tab: str) -> HttpResponse:
    reasons = [str(one) for errors in form.errors.values() for one in errors]
    messages.error(request, "；".join(dict.fromkeys(reasons)) or "请写明理由。")
    return redirect(_address(tab))


@require_POST
def decide_cases(request: HttpRequest) -> HttpResponse:
    """并案, 关联 or 不是同一事项, for one proposal."""
    staff = require(request, Power.ROUTE)
    form = AlikeForm(request.POST)
    if not form.is_valid():
        return _problem(request, form, "cases")
    given = form.cleaned_data
    petition, earlier = find(staff, given["petition"]), find(staff, given["earlier"])
    if given["decision"] == "merge":
        return _done(
            request,
            "cases",
            lambda: same_matter.merge(
                petition.pk, by=staff, version=petition.version, into=earlier, reason=given["reason"]
            ),
            f"{petition.number} 已并入 {earlier.number}。",
        )
    return _done(
        request,
        "cases",
        lambda: register.link_repeat(petition.pk, earlier, by=staff, kind=given["decision"]),
        "已记录认定。",
    )


@require_POST
def join_campaign(request: HttpRequest) -> HttpResponse:
    """Joins the ticked letters of one text to the one that leads."""
    staff = require(request, Power.ROUTE)
    lead = request.POST.get("lead", "")
    into = find(staff, int(lead) if lead.isdecimal() and len(lead) < 19 else 0)
    pks = [int(one) for one in request.POST.getlist("ids") if one.isdecimal() and len(one) < 19]
    reason = request.POST.get("reason", "").strip() or "内容相同的来信，合并办理"
    try:
        done, left = same_matter.merge_campaign(pks, into, by=staff, reason=reason[:200])
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        if done:
            messages.success(request, f"{done} 件已并入 {into.number}，办结时一并答复每一位来信人。")
        if left:
            messages.warning(request, "未并入：" + "；".join(left[:10]))
    return redirect(_address("campaigns"))


def _entry(staff: Staff, pk: int) -> Petitioner:
    found = known_people(staff).filter(pk=pk).first()
    if found is None:
        raise NotVisible
    return found


@require_POST
def decide_people(request: HttpRequest) -> HttpResponse:
    """同一人, or 不是同一人."""
    staff = require(request, Power.ROUTE)
    form = SameForm(request.POST)
    if not form.is_valid():
        return _problem(request, form, "people")
    given = form.cleaned_data
    entry, kept = _entry(staff, given["entry"]), _entry(staff, given["kept"])
    words = "已认定为同一人，以往事项一并显示。" if given["is_same"] else "已认定不是同一人，不再提示。"
    return _done(
        request,
        "people",
        lambda: same_matter.decide_person(
            entry, kept, by=staff, is_same=given["is_same"], reason=given["reason"]
        ),
        words,
    )


@require_POST
def undo_people(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a decision about two entries back."""
    staff = require(request, Power.ROUTE)
    reason = request.POST.get("reason", "")
    return _done(
        request,
        "people",
        lambda: same_matter.undo_person(pk, by=staff, reason=reason),
        "已撤销认定。",
    )
