"""How every office paper is shown and acted on: one page a paper, its acts as forms on it, refusals beside the field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.models import Staff
from casework.views.base import attempt, staff_of
from petitions.forms.office_papers import PaperForm


@dataclass(frozen=True)
class Act:
    """Something that may be done with a paper: its words, its form, whether it is offered, and the action behind it."""

    name: str
    label: str
    form: type[PaperForm]
    offered: Callable[[Any, Staff], bool]
    run: Callable[[Any, Staff, dict[str, Any]], object]
    done: str
    hint: str = ""
    is_open: bool = False
    danger: bool = False


@dataclass(frozen=True)
class Shown:
    """An act with its form, as the template draws it."""

    act: Act
    form: PaperForm
    is_open: bool


def show_paper(
    request: HttpRequest,
    paper: Any,
    acts: Sequence[Act],
    template: str,
    context: Callable[[], dict[str, Any]],
) -> HttpResponse:
    """GET shows the paper with what may be done; POST does one act and comes back, or shows why not (422).

    An act that is no longer offered is tried all the same when its name comes: the action itself says why not.
    """
    staff = staff_of(request)
    sent: dict[str, PaperForm] = {}
    if request.method == "POST":
        act = next((one for one in acts if one.name == request.POST.get("act")), None)
        if act is None:
            raise Http404
        form = act.form(request.POST, prefix=act.name, paper=paper, by=staff)
        if form.is_valid():
            attempt(form, lambda: act.run(paper, staff, form.given()))
            if not form.errors:
                messages.success(request, act.done)
                return redirect(request.path)
        paper.refresh_from_db()
        sent[act.name] = form
    shown = [
        Shown(one, sent.get(one.name) or one.form(prefix=one.name, paper=paper, by=staff), one.is_open)
        for one in acts
        if one.name in sent or one.offered(paper, staff)
    ]
    status = 422 if sent else 200
    return render(
        request, template, {"paper": paper, "acts": shown, "sent": set(sent), **context()}, status=status
    )


def make_paper(
    request: HttpRequest,
    form_of: type[PaperForm],
    run: Callable[[Staff, dict[str, Any]], Any],
    *,
    url: Callable[[Any], str],
    context: dict[str, Any],
    done: str,
) -> HttpResponse:
    """The page on which a paper begins."""
    staff = staff_of(request)
    form = form_of(request.POST or None, paper=None, by=staff)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: run(staff, form.given()))
        if made is not None:
            messages.success(request, done)
            return redirect(url(made))
    status = 422 if form.errors else 200
    return render(request, "petitions/office_new.html", {"form": form, **context}, status=status)
