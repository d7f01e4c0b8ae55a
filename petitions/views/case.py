"""The case page: all that is known of one petition, and the buttons for what may be done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import Staff
from casework.actions.editing import others_at, touch
from casework.refusals import Refusal
from casework.views.base import attempt, staff_of
from casework.views.protected import is_open_to, is_unlocked, remember_unlocked
from petitions import masking
from petitions.access import ensure, why_not
from petitions.actions import amend, register
from petitions.desk import missing_in
from petitions.documents import printable
from petitions.finality import handling_refusal
from petitions.forms.case import EditForm, UnlockForm
from petitions.information import infos_of
from petitions.lag import lag_words
from petitions.marks import marks
from petitions.models import Petition
from petitions.next_step import whose_turn
from petitions.terms import urgency_word
from petitions.views import case_parts as parts
from petitions.views.compartment import compartment_of
from petitions.views.one import acts_of, find, is_refused, last_seen, line_of, way_back
from petitions.views.outcome_parts import outcomes_of
from petitions.views.walk import walk_at
from petitions.views.ways import ways_of


def petition_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Header, facts, story, people, work, clocks, papers, history."""
    staff = staff_of(request)
    petition = find(staff, pk)
    today = timezone.localdate()
    intakes = list(petition.intakes.select_related("registered_by", "talk__recorded_by"))
    first, others = parts.actions_of(petition, staff)
    shown = is_open_to(request, petition)
    context: dict[str, Any] = {
        "petition": petition,
        "badge": parts.badge_of(petition, today) if petition.is_open else None,
        "marks": marks(petition, intakes=len(intakes)),
        "turn": whose_turn(petition),
        "lacking": missing_in(petition) if petition.is_open else [],
        "may_edit": why_not("edit", petition, staff) is None,
        "ended": handling_refusal(petition) if petition.is_open else None,
        "first_actions": first,
        "other_actions": others,
        "may_attach": why_not("attach", petition, staff) is None,
        "others": others_at(petition, than=staff),
        "walk": walk_at(request, pk),
        "clocks": parts.clocks_of(petition, today),
        "chain": parts.chain_of(petition),
        "shown": shown,
        "unlock_form": UnlockForm(),
        "files": parts.files_of(petition) if shown else [],
        "intakes": [(one, lag_words(one)) for one in intakes],
        "urgency_word": urgency_word(petition),
        "heads": sum(one.head_count for one in intakes),
        "papers": _sheets(petition),
        "issued": list(petition.papers.select_related("delivery").order_by("pk")) if shown else [],
        "lines": [line_of(one) for one in acts_of(petition)],
        "infos": infos_of(petition, staff),
        **_people(request, petition, staff),
        **(parts.work_of(petition) | outcomes_of(petition)),
        **ways_of(petition, staff),
        **compartment_of(petition, staff),
    }
    return render(request, "petitions/petition_detail.html", context)


def _sheets(petition: Petition) -> list[tuple[str, str, str]]:
    """What can be printed: kind, name and address."""
    urls = {"slip": reverse("petition_slip", args=[petition.pk])}
    return [
        (kind, label, urls.get(kind) or reverse("petition_paper", args=[petition.pk, kind]))
        for kind, label in printable(petition)
    ]


def _people(request: HttpRequest, petition: Petition, staff: Staff) -> dict[str, Any]:
    """Who brought it, as this reader sees them now."""
    in_full = is_unlocked(request, petition) or masking.reads_in_full(staff, petition)
    return {
        "person": masking.particulars(petition, in_full=in_full),
        "joint": masking.joint(petition.joint.all(), in_full=in_full),
        "is_masked": not in_full,
    }


@require_POST
def petition_unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """Opens the identity in a sealed accusation, or masked particulars, for this session; the reason becomes an event."""
    staff = staff_of(request)
    petition = find(staff, pk)
    form = UnlockForm(request.POST)
    if form.is_valid():
        attempt(form, lambda: amend.unlock(pk, by=staff, reason=form.cleaned_data["reason"]))
    if form.errors:
        messages.error(request, "；".join(str(one) for errors in form.errors.values() for one in errors))
    else:
        remember_unlocked(request, petition)
        messages.success(request, "已开启，查看理由已留痕。十五分钟后须重新填写理由。")
    return redirect(way_back(request, reverse("petition_detail", args=[pk])))


def petition_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """补充更正. On a stale save both texts are shown, and nothing of either is lost."""
    staff = staff_of(request)
    petition = find(staff, pk)
    if request.method == "POST":
        return _save_edit(request, petition)
    try:
        ensure("edit", petition, staff)
    except Refusal as refusal:
        messages.warning(request, refusal.message)
        return redirect("petition_detail", pk)
    touch(petition, by=staff)
    form = EditForm(petition=petition, by=staff, seen=last_seen(petition))
    return _show_edit(request, form)


def _save_edit(request: HttpRequest, petition: Petition) -> HttpResponse:
    staff = staff_of(request)
    form = EditForm(request.POST, petition=petition, by=staff)
    valid = form.is_valid()
    if not is_refused(form, "edit", petition, staff) and valid:
        version = form.cleaned_data["version"]
        attempt(form, lambda: register.edit(petition.pk, by=staff, version=version, **form.changes()))
        if not form.errors:
            messages.success(request, "已保存。" if form.has_changed() else "没有改动。")
            return redirect("petition_detail", petition.pk)
    fresh = find(staff, petition.pk)
    clashes = form.meet(fresh, last_seen(fresh))
    return _show_edit(request, form, clashes=clashes, status=422)


def _show_edit(
    request: HttpRequest, form: EditForm, clashes: list[tuple[str, str, str]] | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "petition": form.petition,
        "clashes": clashes,
        "others": others_at(form.petition, than=form.by),
    }
    return render(request, "petitions/petition_edit.html", context, status=status)
