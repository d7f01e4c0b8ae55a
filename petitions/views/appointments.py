"""约访: the list of a desk, a new one, and the answer to each."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import Staff, Unit
from casework.refusals import NotVisible
from casework.views.base import attempt, staff_of
from petitions import receiving
from petitions.actions import appointments as verbs
from petitions.forms.reception import AskForm, DecideForm
from petitions.models import Appointment
from petitions.states import AppointmentState
from petitions.views.roster import tabs

PER_PAGE = 30
OPEN = "open"


def _desk(request: HttpRequest) -> tuple[Staff, Unit]:
    """The colleague and the unit whose bookings they keep; 404 for those who keep none."""
    staff = staff_of(request)
    unit = receiving.unit_for(staff, request.GET.get("unit", ""))
    if unit is None or not receiving.may_keep_desk(staff, unit):
        raise NotVisible
    return staff, unit


@require_safe
def appointments(request: HttpRequest) -> HttpResponse:
    """Bookings by state, the newest first; those that wait for an answer open first."""
    staff, unit = _desk(request)
    found = receiving.appointments_at(unit, staff)
    state = request.GET.get("state", AppointmentState.ASKED)
    if state in AppointmentState.values:
        found = found.filter(state=state)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    here = reverse("appointments")
    states = [
        {"label": one.label, "url": f"{here}?state={one.value}", "active": state == one.value}
        for one in AppointmentState
    ]
    states.append(
        {"label": "全部", "url": f"{here}?state=all", "active": state not in AppointmentState.values}
    )
    context = {
        "tabs": tabs(staff, unit, "appointments"),
        "states": states,
        "page": page,
        "unit": unit,
        "state": state,
        "ended": verbs.ENDED,
    }
    return render(request, "petitions/appointments.html", context)


def appointment_new(request: HttpRequest) -> HttpResponse:
    """A booking taken at the counter or by telephone."""
    staff, unit = _desk(request)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: verbs.ask(by=staff, unit=unit, **form.cleaned_data))
        if made:
            messages.success(request, "已登记约访，请安排日期。")
            return redirect("appointment_decide", made.pk)
    context = {"form": form, "unit": unit}
    return render(request, "petitions/appointment_new.html", context, status=422 if form.errors else 200)


def appointment_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """同意、改期、谢绝."""
    staff = staff_of(request)
    one = Appointment.objects.select_related("unit").filter(pk=pk).first()
    seen = one and receiving.may_keep_desk(staff, one.unit)
    if one is None or not seen or not receiving.appointments_at(one.unit, staff).filter(pk=pk).exists():
        raise NotVisible
    form = DecideForm(request.POST or None, appointment=one)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: verbs.decide(one.pk, by=staff, **form.given()))
        if made:
            messages.success(request, f"已答复：{made.get_state_display()}。请电话告知申请人。")
            return redirect("appointments")
    context = {"form": form, "one": one, "is_ended": one.state in verbs.ENDED}
    return render(request, "petitions/appointment_decide.html", context, status=422 if form.errors else 200)
