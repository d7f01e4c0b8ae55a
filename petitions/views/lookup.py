"""What helps while typing: people who came before, their matters, the classes, and whether this was here already.

Everything that is typed comes by POST; only keys of rows stand in addresses.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import standing_of
from accounts.models import Staff
from accounts.roles import Power
from casework.models import policy_values
from casework.policy import Policy
from casework.refusals import NotVisible
from casework.states import Urgency
from casework.views.base import require
from petitions import masking, people, repeats, validators
from petitions.deadlines import HANDLE
from petitions.forms.register import remarks
from petitions.models import ContentClass, Petition, Petitioner

SHOWN = 8


@dataclass(frozen=True)
class Option:
    """A person as the list under the field shows them."""

    value: int
    title: str
    detail: str
    panel_url: str
    fill: list[tuple[str, str]] = field(default_factory=list)


def _option(person: Petitioner, past: people.Past) -> Option:
    parts = [
        f"电话 {person.phone}" if person.phone else "",
        f"证件尾号 {person.id_tail}" if person.id_tail else "",
        person.where,
        f"{past.count} 件，最近 {past.last:%-m月%-d日}" if past.last else "",
    ]
    # The ID number stays where it is: the key of the person says enough.
    fill = [(name, getattr(person, name)) for name in ("name", "phone", "address", "kind", "workplace")]
    return Option(
        person.pk,
        person.name,
        " · ".join(filter(None, parts)),
        reverse("person_panel", args=[person.pk]),
        fill,
    )


def options_for(staff: Staff, query: str) -> list[Option]:
    """People that fit what was typed."""
    found = people.look_up(staff, query)
    known = people.pasts(staff, found)
    return [_option(one, known.get(one.pk, people.Past())) for one in found]


@require_POST
def person_lookup(request: HttpRequest) -> HttpResponse:
    """The list under the name field."""
    staff = require(request, Power.REGISTER)
    options = options_for(staff, request.POST.get("q", ""))
    return render(request, "_components/lookup_options.html", {"options": options})


def panel_context(staff: Staff, person: Petitioner) -> dict[str, Any]:
    """A person and what they brought before, open matters first."""
    matters = people.matters_of(staff, [person])
    return {
        "person": person,
        "id_masked": masking.id_number(person.id_number),
        "open_matters": [one for one in matters if one.is_open],
        "done_matters": [one for one in matters if not one.is_open][:SHOWN],
        "done_count": sum(not one.is_open for one in matters),
    }


@require_safe
def person_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """What the chosen person brought before; only the key stands in the address."""
    staff = require(request, Power.REGISTER)
    person = people.known_people(staff).filter(pk=pk).first()
    if person is None:
        raise NotVisible
    return render(request, "petitions/_person_panel_fragment.html", panel_context(staff, person))


@dataclass(frozen=True)
class Same:
    """Somebody known who may be the one at the counter."""

    person: Petitioner
    reason: str
    past: people.Past


def hint_context(staff: Staff, data: Any) -> dict[str, Any]:
    """Remarks on numbers, people who may be the same, and matters that may be the same; nothing here blocks."""
    text = {key: (data.get(key) or "").strip() for key in ("name", "workplace", "body", "address", "place")}
    phone = validators.normalise_phone(data.get("phone") or "")
    id_number = validators.normalise_id_number(data.get("id_number") or "")
    found: dict[str, Any] = {"remarks": remarks(data, today=timezone.localdate()), "same": [], "alike": []}
    if data.get("is_anonymous"):
        return found
    chosen = data.get("person") or ""
    picked = list(people.known_people(staff).filter(pk=chosen)) if str(chosen).isdigit() else []
    # Once somebody is chosen, another of the same name is no news; another with the same number is.
    name, workplace = ("", "") if picked else (text["name"], text["workplace"])
    same = people.same_identity(staff, name=name, id_number=id_number, phone=phone, workplace=workplace)
    same = [(one, reason) for one, reason in same if one not in picked]
    known = people.pasts(staff, [one for one, _ in same])
    found["same"] = [Same(one, reason, known[one.pk]) for one, reason in same if one.pk in known]
    found["alike"] = likely_repeats(
        staff, picked or [one for one, _ in same], text["body"], known=tuple(text.values())
    )
    return found


def likely_repeats(
    staff: Staff, persons: list[Petitioner], body: str, *, known: tuple[str, ...], but: int | None = None
) -> list[tuple[Petition, int]]:
    """Earlier matters of these people that read like this text, with the likeness in per cent; most like first."""
    matters = [one for one in people.matters_of(staff, persons) if one.pk != but] if persons else []
    # Only what stands in other fields is taken out, not the text itself.
    words = tuple(word for word in known if word != body)
    scores = people.alike(body, matters, known=(*words, *(one.name for one in persons)))
    ranked = [(one, scores[one.pk]) for one in matters if one.pk in scores and scores[one.pk].is_possible]
    ranked.sort(key=lambda pair: -pair[1].score)
    return [(one, round(likeness.score * 100)) for one, likeness in ranked[: repeats.MOST]][:SHOWN]


@require_POST
def repeat_hint(request: HttpRequest) -> HttpResponse:
    """The hint beside the form, asked for while it is filled in."""
    staff = require(request, Power.REGISTER)
    return render(request, "petitions/_repeat_hint_fragment.html", hint_context(staff, request.POST))


@require_safe
def content_classes(request: HttpRequest) -> JsonResponse:
    """The classes for the picker, with the unit and the limit that will follow from each."""
    staff = require(request, Power.REGISTER, Power.LEDGER, Power.READ_UNIT)
    desk = standing_of(staff).desk_unit
    policy = Policy(policy_values(desk, timezone.localdate()) if desk else {})
    own = policy.limit("handle_limit", Urgency.ORDINARY)
    limit = f"一般件{own}，法定{HANDLE}" if own else f"法定{HANDLE}"
    rows = list(ContentClass.objects.filter(is_active=True).select_related("default_unit").order_by("code"))
    units = {one.code: one.default_unit.name for one in rows if one.default_unit}
    items = [
        {
            "code": one.code,
            "path": one.path_name,
            "keys": f"{one.initials} {one.pinyin}",
            # Its own unit, or that of the class above it.
            "unit": next((units[one.code[:n]] for n in (6, 4, 2) if one.code[:n] in units), ""),
            "limit": limit,
        }
        for one in rows
    ]
    response = JsonResponse({"items": items})
    response["Cache-Control"] = "private, max-age=600"
    return response
