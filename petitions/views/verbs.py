"""One small page a verb: what it will do, its form, and the case beside it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.models import Staff
from casework.actions.editing import others_at, touch
from casework.policy import Policy
from casework.refusals import NotYours, Refusal
from casework.views.base import attempt, staff_of
from petitions.access import ensure
from petitions.forms.verbs import VerbForm
from petitions.models import Petition
from petitions.states import SignStep
from petitions.views.one import Line, find, is_refused, last_seen, renew, way_back
from petitions.views.verb_pages import PAGES, VerbPage

# Verbs by which somebody is answered: the unit's own points for it stand above the form (S10-15).
ANSWERS = frozenset({"close", "answer_on_the_spot"})


def petition_verb(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """GET shows the form of a verb, POST does it; a refusal comes back beside its field with what was typed (422)."""
    page = PAGES.get(verb)
    if page is None:
        raise Http404
    staff = staff_of(request)
    petition = find(staff, pk)
    if request.method == "POST":
        return _post(request, page, petition, staff)
    try:
        if page.rule:
            ensure(page.rule, petition, staff)
    except Refusal as refusal:
        messages.warning(request, refusal.message)
        return redirect("petition_detail", pk)
    initial = {"seen": last_seen(petition), "next": request.GET.get("next", "")}
    form = page.form(petition=petition, by=staff, initial=initial)
    if form.idle:
        if not page.rule:
            raise NotYours(form.idle)
        messages.warning(request, form.idle)
        return redirect("petition_detail", pk)
    touch(petition, by=staff)
    return _show(request, page, form)


def _post(request: HttpRequest, page: VerbPage, petition: Petition, staff: Staff) -> HttpResponse:
    form = page.form(request.POST, petition=petition, by=staff)
    complete = form.is_valid()
    refused = bool(page.rule) and is_refused(form, page.rule, petition, staff)
    if complete and not refused:
        version = form.cleaned_data["version"]
        made = attempt(form, lambda: page.act(petition, staff, version, form.given()))
        if not form.errors:
            messages.success(request, page.done)
            if isinstance(made, Petition) and made.pk != petition.pk:
                # 接收办理 leaves the sender's case behind and goes on with one's own.
                return redirect("petition_detail", made.pk)
            if not Petition.objects.visible_to(staff).filter(pk=petition.pk).exists():
                # 封存、回避: what was just done may take it out of one's own sight.
                return redirect("petition_list")
            return redirect(way_back(request, reverse("petition_detail", args=[petition.pk])))
    fresh = find(staff, petition.pk)
    missed = renew(form, fresh)
    return _show(request, page, form, missed, status=422)


def _show(
    request: HttpRequest, page: VerbPage, form: VerbForm, missed: list[Line] | None = None, status: int = 200
) -> HttpResponse:
    petition = form.petition
    signoffs = list(petition.signoffs.all())
    context: dict[str, Any] = {
        "page": page,
        "form": form,
        "petition": petition,
        "missed": missed,
        "others": others_at(petition, than=form.by),
        "checklist": Policy(petition.policy_values)["first_responder_checklist"]
        if page.rule in ANSWERS
        else [],
        "phrases": [one.opinion for one in signoffs if one.step == SignStep.ANNOTATE and one.opinion],
        "signoffs": signoffs,
        "investigations": list(petition.investigations.select_related("handler", "head", "led_by")),
        "reports": list(petition.reports.select_related("made_by").prefetch_related("copies")),
    }
    return render(request, "petitions/petition_verb.html", context, status=status)
