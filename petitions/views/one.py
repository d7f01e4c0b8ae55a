"""One petition for one reader: found through the door, and what changed while a form was being filled in."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import Staff
from casework import events
from casework.models import Event
from casework.refusals import NotVisible, Refusal
from casework.states import State
from petitions import finality
from petitions.access import ensure, why_not
from petitions.actions import attempts, openings
from petitions.models import Petition

RELATED = (
    "unit",
    "handling_unit",
    "handler",
    "signer",
    "petitioner",
    "content_class__default_unit",
    "first_responder__unit",
    "addressee",
    "registered_by",
    "text",
    "cause_note",
)
BACKWARD = frozenset(
    {
        "returned",
        "returned_by_leader",
        "sent_back",
        "review_returned",
        "voided",
        "extension_refused",
        "barred_attempt",
    }
)
LOUD = frozenset({"urged", "difficulty", "interim_report", "reopened", "sealed", "read_protected"})


def find(staff: Staff, pk: int) -> Petition:
    """The petition with what a page shows of it. Raises NotVisible (404) outside the reader's sight.

    Whoever opens a sealed one is put on its record: its words stand on nearly every page that begins here.
    """
    # Several buttons ask whether the matter has ended for good: what nobody has linked is not asked for each of them.
    seen = finality.with_links(Petition.objects.visible_to(staff).select_related(*RELATED))
    petition = seen.filter(pk=pk).first()
    if petition is None:
        attempts.note_look(by=staff, pk=pk)
        raise NotVisible
    if petition.is_sealed:
        openings.note_opening(by=staff, pk=pk)
    return petition


@dataclass(frozen=True)
class Line:
    """One event as `_components/timeline.html` shows it."""

    at: datetime
    actor: str
    text: str
    note: str
    state_label: str
    level: str


def line_of(event: Event) -> Line:
    """The event in words."""
    moved = event.to_state != event.from_state and event.to_state
    who = " ".join(part for part in (event.actor_unit, event.actor_post, event.actor_name) if part)
    level = "danger" if event.name in BACKWARD else "warning" if event.name in LOUD else ""
    return Line(
        at=event.at,
        actor=who,
        text=events.sentence(event.name, event.data),
        note=event.note,
        state_label=str(State(event.to_state).label) if moved else "",
        level=level,
    )


def acts_of(petition: Petition) -> QuerySet[Event]:
    """What was done with it; who only looked stands apart."""
    return petition.events.exclude(name__in=events.LOOKS).order_by("seq")


def lines_since(petition: Petition, seen: int | None) -> list[Line]:
    """What happened after the event numbered `seen`; the last three events when that is not known."""
    found = acts_of(petition)
    if seen is not None:
        return [line_of(one) for one in found.filter(seq__gt=seen)]
    return [line_of(one) for one in reversed(found.order_by("-seq")[:3])]


def last_seen(petition: Petition) -> int:
    """The number of the latest event."""
    return petition.events.order_by("-seq").values_list("seq", flat=True).first() or 0


def renew(form: forms.BaseForm, petition: Petition) -> list[Line]:
    """After a stale save: lets the form be sent again from the present state, and tells what happened meanwhile.

    Empty when nothing had changed. What was typed stays.
    """
    posted = form.cleaned_data.get("version") if hasattr(form, "cleaned_data") else None
    if posted is None or posted == petition.version:
        return []
    missed = lines_since(petition, form.cleaned_data.get("seen"))
    given: Any = form.data
    data = given.copy()
    data["version"], data["seen"] = petition.version, last_seen(petition)
    form.data = data
    return missed


def is_refused(form: forms.BaseForm, verb: str, petition: Petition, staff: Staff) -> bool:
    """Whether the verb is not allowed now; the reason is then on the form, with everything that was typed.

    Raises NotYours (403) unless it was theirs when the page was opened.
    """
    reason = why_not(verb, petition, staff)
    if reason is None:
        return False
    if form.cleaned_data.get("version") == petition.version:
        with suppress(Refusal):
            ensure(verb, petition, staff)
    form.add_error(None, reason)
    return True


def way_back(request: HttpRequest, default: str) -> str:
    """The page named in `next`, if it is one of ours."""
    target = request.POST.get("next", "")
    return target if url_has_allowed_host_and_scheme(target, {request.get_host()}) else default
