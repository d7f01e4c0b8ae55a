"""Pages without sign-in: the notice board of reception days, and the form to ask for an appointment.

They show what the roster publishes and nothing else: no case, no visitor, no number. Neither addresses nor the log
hold what is typed.
"""

from __future__ import annotations

import hashlib

from axes.helpers import get_client_ip_address
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Unit
from casework.views.base import attempt
from petitions import receiving
from petitions.actions import appointments
from petitions.forms.reception import AskForm
from petitions.states import TicketState

BOARD_SECONDS = 60
CALL_SECONDS = 10
# How often one address may ask within an hour; a family at one computer still gets through.
ASKS_AN_HOUR = 5
HOUR = 3600


def _unit(code: str) -> Unit:
    found = receiving.units_receiving().filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _cached(html: str) -> HttpResponse:
    response = HttpResponse(html)
    response["Cache-Control"] = f"public, max-age={BOARD_SECONDS}"
    return response


@login_not_required
@require_safe
def public_reception(request: HttpRequest) -> HttpResponse:
    """The units that receive."""
    return _cached(render_to_string("public/reception.html", {"units": list(receiving.units_receiving())}))


@login_not_required
@require_safe
def public_reception_unit(request: HttpRequest, code: str) -> HttpResponse:
    """公示牌 (S19-03, S12-01): who is on duty when, how to reach them, and how a visit goes; prints as one A4 card."""
    unit = _unit(code)
    today = timezone.localdate()
    context = {
        "unit": unit,
        "today": today,
        "rules": receiving.rules_of(unit),
        "sessions": receiving.published_ahead(unit, today),
    }
    return _cached(render_to_string("public/reception_unit.html", context))


@login_not_required
@require_safe
def public_calls(request: HttpRequest, code: str) -> HttpResponse:
    """叫号屏: numbers alone, large, on a screen where nobody is signed in; asks again by itself.

    Numbers say nothing of anybody: every one of them is shown, so that none seems to be missing.
    """
    unit = _unit(code)
    session = receiving.today_at(unit, timezone.localdate())
    tickets = list(session.tickets.all()) if session else []
    context = {
        "unit": unit,
        "session": session,
        "now": next((one for one in tickets if one.state == TicketState.CALLED), None),
        "waiting": [one for one in tickets if one.state == TicketState.WAITING],
        "missed": [one for one in tickets if one.state in (TicketState.HELD, TicketState.NO_SHOW)],
    }
    response = HttpResponse(render_to_string("public/calls.html", context))
    response["Refresh"] = str(CALL_SECONDS)
    response["Cache-Control"] = f"public, max-age={CALL_SECONDS // 2}"
    return response


@login_not_required
@require_http_methods(["GET", "POST"])
def public_appointment(request: HttpRequest, code: str) -> HttpResponse:
    """网上约访 (S12-06, S19-08): name, telephone, matter; at most a few an hour from one address."""
    unit = _unit(code)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _asks_too_often(request):
            form.add_error(None, "提交过于频繁，请一小时后再试，或直接来电、来访；来信来访随时受理。")
            return render(request, "public/appointment.html", {"unit": unit, "form": form}, status=429)
        if attempt(form, lambda: appointments.ask(unit=unit, **form.cleaned_data)):
            return redirect("public_appointment_done", code=unit.code)
    status = 422 if form.errors else 200
    return render(request, "public/appointment.html", {"unit": unit, "form": form}, status=status)


@login_not_required
@require_safe
def public_appointment_done(request: HttpRequest, code: str) -> HttpResponse:
    """What happens next."""
    return _cached(render_to_string("public/appointment_done.html", {"unit": _unit(code)}))


def _asks_too_often(request: HttpRequest) -> bool:
    """Counts by a digest of the address, for an hour; the address itself is not kept."""
    address = get_client_ip_address(request) or ""
    key = "ask-" + hashlib.sha256(address.encode()).hexdigest()[:24]
    if cache.add(key, 1, HOUR):
        return False
    return bool(cache.incr(key) > ASKS_AN_HOUR)
