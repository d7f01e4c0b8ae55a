"""One session: its queue, the leader's decision on each visit, and what is printed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Staff
from casework.models import CommonPhrase
from casework.refusals import NotVisible, NotYours
from casework.views.base import attempt, staff_of
from petitions import receiving
from petitions.actions import queue, receive, roster
from petitions.forms.reception import ResultForm, SessionForm, TicketForm, WhoForm
from petitions.models import QueueTicket, ReceptionSession
from petitions.states import TicketState
from petitions.views.one import find
from petitions.views.roster import session_for

# Buttons of a number, by its state.
BUTTONS: dict[str, tuple[tuple[str, str], ...]] = {
    TicketState.WAITING: (("called", "叫号"), ("held", "暂缓"), ("no_show", "未到")),
    TicketState.CALLED: (("done", "接待完毕"), ("held", "暂缓"), ("no_show", "未到")),
    TicketState.HELD: (("called", "叫号"), ("waiting", "回到等候")),
    TicketState.NO_SHOW: (("called", "叫号"), ("waiting", "回到等候")),
    TicketState.DONE: (),
}


def reception_session(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the queue and the people. POST `act`: number, next, who receives, who joins, the end."""
    staff = staff_of(request)
    session = session_for(staff, pk)
    if request.method == "POST":
        return _act(request, staff, session)
    return _show(request, staff, session)


def _act(request: HttpRequest, staff: Staff, session: ReceptionSession) -> HttpResponse:
    act = request.POST.get("act", "")
    forms: dict[str, Any] = {
        "ticket": lambda: TicketForm(request.POST),
        "staff": lambda: SessionForm(request.POST, session=session),
        "invite": lambda: WhoForm(request.POST, session=session),
    }
    if act == "next":
        called = queue.call_next(session.pk, by=staff)
        messages.success(request, f"请 {called.number} 号。")
    elif act == "close":
        queue.close_session(session.pk, by=staff)
        messages.success(request, "接待已结束。")
    elif act == "booked":
        booked = next(
            (one for one in _booked(staff, session) if str(one.pk) == request.POST.get("one")), None
        )
        if booked is None:
            raise NotVisible
        made = queue.take_ticket(session.pk, by=staff, appointment=booked)
        messages.success(request, f"约访取号：{made.number} 号。")
    elif act in forms:
        form = forms[act]()
        if form.is_valid():
            _save(request, staff, session, act, form)
        if form.errors:
            return _show(request, staff, session, form=(act, form), status=422)
    return redirect("reception_session", session.pk)


def _save(request: HttpRequest, staff: Staff, session: ReceptionSession, act: str, form: Any) -> None:
    if act == "ticket":
        made = attempt(form, lambda: queue.take_ticket(session.pk, by=staff, **form.cleaned_data))
        words = f"取号：{made.number} 号。" if made else ""
    elif act == "staff":
        attempt(form, lambda: roster.staff_session(session.pk, by=staff, **form.given()))
        words = "已保存接待人员。"
    else:
        made_invitee = attempt(form, lambda: roster.invite(session.pk, by=staff, **form.cleaned_data))
        words = f"已邀请 {made_invitee.staff.name}。" if made_invitee else ""
    if not form.errors:
        messages.success(request, words)


def _booked(staff: Staff, session: ReceptionSession) -> list[Any]:
    found = receiving.appointments_at(session.roster.unit, staff).filter(session=session)
    return list(found.filter(state__in=receiving.EXPECTED, ticket=None).order_by("pk"))


def _show(
    request: HttpRequest,
    staff: Staff,
    session: ReceptionSession,
    *,
    form: tuple[str, Any] = ("", None),
    status: int = 200,
) -> HttpResponse:
    tickets = list(receiving.tickets_of(session, staff))
    desk = receiving.may_keep_desk(staff, session.roster.unit)
    runs = desk or session.recorder_id == staff.pk or receiving.receives(staff, session) is not None
    is_open = session.closed_at is None
    given = {form[0]: form[1]}
    context = {
        "session": session,
        "rows": [(one, BUTTONS[one.state] if runs and is_open else ()) for one in tickets],
        "now": next((one for one in tickets if one.state == TicketState.CALLED), None),
        "waiting": sum(one.state == TicketState.WAITING for one in tickets),
        "booked": _booked(staff, session) if desk else [],
        "co_receivers": list(session.co_receivers.all()),
        "invitees": list(session.invitees.select_related("staff__unit")),
        "runs": runs and is_open,
        "desk": desk and is_open,
        "signs": is_open and receiving.receives(staff, session) is not None,
        "ticket_form": given.get("ticket") or TicketForm(),
        "staff_form": given.get("staff") or (SessionForm(session=session) if desk and is_open else None),
        "invite_form": given.get("invite")
        or (WhoForm(session=session) if is_open and receiving.may_invite(staff, session) else None),
    }
    return render(request, "petitions/reception_session.html", context, status=status)


@require_POST
def reception_ticket(request: HttpRequest, pk: int) -> HttpResponse:
    """Moves one number: 叫号、暂缓、未到、回到等候、接待完毕."""
    ticket = queue.move_ticket(pk, by=staff_of(request), to=request.POST.get("to", ""))
    messages.success(request, f"{ticket.number} 号：{ticket.get_state_display()}。")
    return redirect("reception_session", ticket.session_id)


def reception_result(request: HttpRequest, pk: int) -> HttpResponse:
    """接待结果 of one number: words, unit, date, signature – on one small page that fits a phone."""
    staff = staff_of(request)
    ticket = QueueTicket.objects.select_related("session", "intake").filter(pk=pk).first()
    if ticket is None or ticket.intake is None:
        raise NotVisible
    session = session_for(staff, ticket.session_id)
    petition = find(staff, ticket.intake.petition_id)
    if receiving.receives(staff, session) is None:
        raise NotYours("接待结果由值班领导本人签批。")
    form = ResultForm(request.POST or None, petition=petition)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form, lambda: receive.give_result(petition.pk, by=staff, ticket=ticket, **form.given())
        )
        if made:
            messages.success(request, f"已签：{made.get_kind_display()}。")
            return redirect("reception_session", session.pk)
    phrases = CommonPhrase.objects.filter(staff__isnull=True) | CommonPhrase.objects.filter(staff=staff)
    context = {
        "form": form,
        "ticket": ticket,
        "session": session,
        "petition": petition,
        "phrases": [one.text for one in phrases[:12]],
    }
    return render(request, "petitions/reception_result.html", context, status=422 if form.errors else 200)


@require_safe
def reception_pack(request: HttpRequest, pk: int) -> HttpResponse:
    """预读材料 (S19-10): who is booked, and what they came with before, as far as the reader may see it."""
    staff = staff_of(request)
    session = session_for(staff, pk)
    context = {
        "session": session,
        "people": receiving.pack(staff, session),
        "printed_by": staff,
        "printed_at": timezone.now(),
        "back": reverse("my_reception"),
    }
    return render(request, "petitions/reception_pack.html", context)
