"""The register page: one page for whoever comes or writes, its drafts, and the strip that shows the number."""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import standing_of
from accounts.models import Staff, Unit
from accounts.roles import Power
from casework.refusals import NotVisible, NotYours, Refusal
from casework.views.base import require, staff_of
from petitions import people, receiving
from petitions.access import why_not
from petitions.actions import queue, reception, register, route
from petitions.forms.register import RegisterForm, initial_from, remarks
from petitions.levels import visit_hint
from petitions.models import IntakeDraft, Petition
from petitions.states import Purpose, RepeatKind
from petitions.views.case_parts import clocks_of, files_of
from petitions.views.lookup import hint_context, likely_repeats, options_for, panel_context

# Buttons that only help to fill the page in, for browsers without script: nothing is saved by them.
HELPS = ("find", "pick", "choose", "start")
LARGEST_DRAFT = 200_000
NO_DRAFT = frozenset({"csrfmiddlewaretoken", "then", "discard", *HELPS})


def _desk_of(staff: Staff) -> Unit:
    desk = standing_of(staff).desk_unit
    if desk is None:
        raise NotYours("您没有所在单位，不能登记；请系统管理员设置任职。")
    return desk


def _typed(data: QueryDict) -> dict[str, list[str]]:
    """What was typed into the page, and nothing else."""
    return {
        name: values
        for name, values in data.lists()
        if name in RegisterForm.base_fields and name not in NO_DRAFT
    }


def _fingerprint(data: QueryDict) -> str:
    typed = json.dumps(_typed(data), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(typed.encode()).hexdigest()


def petition_register(request: HttpRequest) -> HttpResponse:
    """GET: an empty page, a draft, or a person already chosen. POST: saves once; bad input comes back whole (422)."""
    staff = require(request, Power.REGISTER)
    desk = _desk_of(staff)
    if request.method == "POST":
        if any(name in request.POST for name in HELPS):
            return _help(request, staff, desk)
        return _save(request, staff, desk)
    form = RegisterForm(staff=staff, desk=desk, initial=_first_values(request, staff))
    context = _person_context(staff, form)
    after = request.GET.get("after", "")
    if after.isdigit():
        context |= {"strip": _strip(staff, int(after))}
    return _show(request, form, context)


def _first_values(request: HttpRequest, staff: Staff) -> dict[str, Any]:
    """Today, the channel used last, a new key; then what the address names: a draft or a person."""
    values: dict[str, Any] = {"draft_key": uuid.uuid4().hex}
    if request.session.get("channel"):
        values["channel"] = request.session["channel"]
    draft, person = request.GET.get("draft", ""), request.GET.get("person", "")
    if draft.isdigit():
        kept = IntakeDraft.objects.filter(staff=staff, pk=draft, petition=None, voided_reason="").first()
        if kept is None:
            raise NotVisible
        values |= initial_from(kept.data) | {"draft_key": kept.key}
    if person.isdigit():
        values |= _particulars(staff, int(person))
    ticket = request.GET.get("ticket", "")
    if ticket.isdigit():
        values |= {"ticket": ticket} | receiving.visitor_of(staff, int(ticket))
    return values


def _particulars(staff: Staff, pk: int) -> dict[str, Any]:
    person = people.known_people(staff).filter(pk=pk).first()
    if person is None:
        raise NotVisible
    kept = {name: getattr(person, name) for name in ("name", "phone", "address", "kind", "workplace")}
    return {**kept, "person": person.pk}


def _help(request: HttpRequest, staff: Staff, desk: Unit) -> HttpResponse:
    """The page again with what was typed, and the people or matters asked for."""
    values = {"draft_key": uuid.uuid4().hex, **initial_from(request.POST)}
    extra: dict[str, Any] = {}
    if "find" in request.POST:
        extra["options"] = options_for(staff, str(values.get("name", "")))
        extra["hint"] = hint_context(staff, request.POST)
    if request.POST.get("pick", "").isdigit():
        values |= _particulars(staff, int(request.POST["pick"]))
    if "choose" in request.POST:
        values["matter"] = request.POST["choose"]
    form = RegisterForm(staff=staff, desk=desk, initial=values)
    return _show(request, form, _person_context(staff, form) | extra)


def _save(request: HttpRequest, staff: Staff, desk: Unit) -> HttpResponse:
    form = RegisterForm(request.POST, staff=staff, desk=desk)
    if form.is_valid():
        key, mark = form.cleaned_data["draft_key"], _fingerprint(request.POST)
        try:
            saved = reception.once(key, by=staff, fingerprint=mark, act=lambda: _enter(form, staff))
            return _after(request, form, saved)
        except Refusal as refusal:
            if isinstance(refusal, reception.AlreadyRegistered):
                form.renew_key(uuid.uuid4().hex)
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    if {"declared", "accused_staff"} & set(form.errors):
        # What may not be entered at all does not stay behind in a draft either.
        reception.keep_draft(request.POST.get("draft_key", "")[:40], by=staff, data={})
    return _show(request, form, _person_context(staff, form), status=422)


def _enter(form: RegisterForm, staff: Staff) -> Petition:
    """A new matter, or a further visit on the one chosen; all in the transaction of `once`."""
    talk = form.talk()
    matter = form.as_matter()
    # An accusation leaves the directory as it is: a number changed today would tell of it.
    if matter.person and matter.person.known and matter.purpose != Purpose.ACCUSATION:
        given = {name: getattr(matter.person, name) for name in reception.PARTICULARS}
        reception.complete_person(matter.person.known, by=staff, **given)
    saved = form.earlier
    if saved is None:
        saved = register.register(matter, by=staff, unit=form.desk, talk=talk)
    else:
        register.add_intake(saved.pk, by=staff, **form.as_intake())
        if talk:
            register.record_talk(saved.pk, by=staff, **talk)
    ticket = form.cleaned_data.get("ticket")
    # A number that is taken meanwhile stops nobody from being registered.
    if ticket and receiving.free_ticket(staff, ticket):
        queue.link_visit(saved.pk, by=staff, ticket_id=ticket)
    return saved


def _after(request: HttpRequest, form: RegisterForm, petition: Petition) -> HttpResponse:
    request.session["channel"] = form.cleaned_data["channel"]
    for remark in remarks(form.cleaned_data, today=timezone.localdate()):
        messages.warning(request, remark)
    if form.earlier:
        messages.success(request, "已登记为同一事项的再次来件，不另编号。")
    if request.POST.get("then") == "new":
        return redirect(f"{reverse('petition_register')}?after={petition.pk}")
    return redirect("petition_saved", petition.pk)


def _person_context(staff: Staff, form: RegisterForm) -> dict[str, Any]:
    """The right side as the form stands: the person chosen, and the hints."""
    values = {
        name: form[name].value() for name in ("person", "name", "phone", "id_number", "workplace", "body")
    }
    context: dict[str, Any] = {}
    if str(values["person"] or "").isdigit():
        person = people.known_people(staff).filter(pk=values["person"]).first()
        context |= panel_context(staff, person) if person else {}
    if any(values.values()):
        rest = {name: form[name].value() for name in ("kind", "address", "place", "is_anonymous")}
        context["hint"] = hint_context(staff, {**values, **rest})
    matter = str(form["matter"].value() or "")
    if matter.isdigit():
        context["chosen"] = people.open_matters(staff).filter(pk=matter).first()
    return context


def _show(
    request: HttpRequest, form: RegisterForm, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    kept = form.is_bound or bool(context.get("options")) or request.GET.get("draft")
    context = {"form": form, "opened": form.opened(), "keeps": kept, "desk_unit": form.desk, **context}
    return render(request, "petitions/petition_register.html", context, status=status)


@require_POST
def petition_draft(request: HttpRequest) -> HttpResponse:
    """Keeps what is being typed, a few seconds after each change; `discard` ends the draft instead."""
    staff = require(request, Power.REGISTER)
    key = request.POST.get("draft_key", "")[:40]
    typed = _typed(request.POST)
    if not key or len(json.dumps(typed, ensure_ascii=False)) > LARGEST_DRAFT:
        return HttpResponse(status=400)
    if "discard" in request.POST:
        draft = IntakeDraft.objects.filter(staff=staff, key=key, petition=None).first()
        if draft:
            reception.void_draft(draft.pk, by=staff, reason="登记人清空重填")
    else:
        reception.keep_draft(key, by=staff, data=typed)
    return HttpResponse(status=204)


@require_POST
def petition_draft_void(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft that will not be registered ends with a reason."""
    staff = require(request, Power.REGISTER)
    reception.void_draft(pk, by=staff, reason=request.POST.get("reason", ""))
    messages.success(request, "草稿已作废，理由已留痕。")
    return redirect("desk")


@require_http_methods(["GET", "POST"])
def petition_saved(request: HttpRequest, pk: int) -> HttpResponse:
    """The number in large type and the next steps; POST sends it to the leader, or decides that it repeats."""
    staff = staff_of(request)
    if request.method == "POST":
        return _next_step(request, staff, pk)
    return render(request, "petitions/petition_saved.html", {"strip": _strip(staff, pk)})


def _next_step(request: HttpRequest, staff: Staff, pk: int) -> HttpResponse:
    if request.POST.get("act") == "present":
        version = int(request.POST.get("version") or 0)
        petition = route.present(pk, by=staff, version=version)
        messages.success(request, f"{petition.number} 已送 {petition.signer} 阅批。")
    elif request.POST.get("act") == "repeat":
        earlier = people.open_matters(staff).filter(pk=request.POST.get("earlier") or 0).first()
        if earlier is None:
            raise NotVisible
        register.link_repeat(pk, earlier, by=staff, kind=RepeatKind.SAME_MATTER)
        messages.success(request, f"已认定与 {earlier.number} 为同一事项。")
    return redirect("petition_saved", pk)


def _strip(staff: Staff, pk: int) -> dict[str, Any]:
    """What the strip shows. Of an accusation that even its registrar may not see: the number and nothing else."""
    petition = (
        Petition.objects.visible_to(staff)
        .select_related(
            "unit", "petitioner", "first_responder", "signer", "text", "content_class__default_unit"
        )
        .filter(pk=pk)
        .first()
    )
    if petition is None:
        receipt = IntakeDraft.objects.filter(staff=staff, petition=pk).select_related("petition").first()
        if receipt is None or receipt.petition is None:
            raise NotVisible
        return {"number": receipt.petition.number}
    reason = why_not("present", petition, staff)
    leaders = [] if reason else route.annotators(petition)
    return {
        "number": petition.number,
        "petition": petition,
        "times": petition.intakes.count(),
        "leader": leaders[0] if leaders else None,
        # What lies with an accusation may name who wrote it; it is listed on its own page, after a reason.
        "files": [] if petition.is_sealed else files_of(petition),
        "may_attach": why_not("attach", petition, staff) is None,
        "level_hint": visit_hint(petition),
        "clocks": [one for one in clocks_of(petition, timezone.localdate()) if one.badge.level != "met"],
        "alike": _alike(staff, petition) if why_not("add_intake", petition, staff) is None else [],
    }


def _alike(staff: Staff, petition: Petition) -> list[tuple[Petition, int]]:
    """Earlier matters of the same person that may be the same one, while nobody has decided yet."""
    if petition.is_sealed or petition.petitioner is None or petition.repeats.exists():
        return []
    person = petition.petitioner
    known = (person.name, person.phone, person.address, petition.place)
    return likely_repeats(staff, [person], petition.text.body, known=known, but=petition.pk)
