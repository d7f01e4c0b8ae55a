"""Papers of a reception day: 接访登记表, 值班安排, 约访单, 排号单 – on the screen and as PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from accounts.models import Staff
from casework.printing.errors import PrintingFailed, PrintingUnavailable
from casework.printing.paper import render_paper
from casework.refusals import NotVisible
from casework.views.attachments import PDF_POLICY
from casework.views.base import staff_of
from petitions import receiving
from petitions.actions.papers import note_printed
from petitions.models import Appointment, DutyRoster, QueueTicket
from petitions.views.roster import session_for


@dataclass(frozen=True)
class Sheet:
    """One kind of paper: its name, its size, and what stands on it for a reader."""

    label: str
    context: Callable[[Staff, int], dict[str, Any]]
    size: Literal["paper", "slip"] = "paper"


def _forms(staff: Staff, pk: int) -> dict[str, Any]:
    session = session_for(staff, pk)
    tickets = receiving.tickets_of(session, staff).filter(intake__isnull=False)
    related = (
        "intake__petition__petitioner",
        "intake__petition__text",
        "intake__talk",
        "intake__registered_by",
    )
    return {"session": session, "tickets": list(tickets.select_related(*related))}


def _roster(staff: Staff, pk: int) -> dict[str, Any]:
    found = DutyRoster.objects.select_related("unit").filter(pk=pk).first()
    if found is None or not (found.published_at or receiving.may_keep_roster(staff, found.unit)):
        raise NotVisible
    first, last = receiving.month_of(found.month)
    return {"roster": found, "sessions": list(receiving.sessions_of(found.unit, first, last))}


def _appointment(staff: Staff, pk: int) -> dict[str, Any]:
    found = Appointment.objects.select_related("unit").filter(pk=pk).first()
    if found is None or not receiving.may_keep_desk(staff, found.unit):
        raise NotVisible
    one = receiving.appointments_at(found.unit, staff).filter(pk=pk).first()
    if one is None:
        raise NotVisible
    return {"one": one}


def _ticket(staff: Staff, pk: int) -> dict[str, Any]:
    found = QueueTicket.objects.filter(pk=pk).first()
    if found is None:
        raise NotVisible
    session = session_for(staff, found.session_id)
    ticket = receiving.tickets_of(session, staff).filter(pk=pk).first()
    if ticket is None:
        raise NotVisible
    return {"ticket": ticket, "session": session}


SHEETS: dict[str, Sheet] = {
    "reception_form": Sheet("领导接待来访登记表", _forms),
    "duty_roster": Sheet("领导接待值班安排", _roster),
    "appointment": Sheet("约访单", _appointment, "slip"),
    "ticket": Sheet("排号单", _ticket, "slip"),
}


@require_http_methods(["GET", "POST"])
def reception_paper(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """GET shows the paper, POST makes the PDF; printing a visit's form stays on record with its case."""
    if kind not in SHEETS:
        raise Http404
    staff = staff_of(request)
    sheet = SHEETS[kind]
    context = {**sheet.context(staff, pk), "printed_by": staff, "printed_at": timezone.now()}
    page = {**context, "sheet": sheet, "letter": f"letters/{kind}.html"}
    if request.method != "POST":
        return render(request, "petitions/reception_paper.html", page)
    for one in context.get("tickets", []):
        note_printed(one.intake.petition_id, by=staff, paper=sheet.label)
    try:
        html = render_to_string(f"letters/{kind}.html", context)
        pdf = render_paper(html, title=sheet.label, sheet=sheet.size)
    except (PrintingUnavailable, PrintingFailed) as problem:
        messages.warning(request, f"{problem} 可先用浏览器打印本页。")
        return render(request, "petitions/reception_paper.html", page)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, f"{sheet.label}.pdf") or "inline"
    response["Content-Security-Policy"] = PDF_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response
