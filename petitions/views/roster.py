"""领导接待: the month's roster, a leader's own days, and what became of what was ordered."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Staff, Unit
from casework.refusals import NotVisible, Refusal
from casework.views.base import attempt, staff_of
from petitions import receiving
from petitions.actions import room, roster
from petitions.forms.figures import MonthForm
from petitions.forms.reception import CheckForm, DutyForm, EntrustForm, NoticeForm
from petitions.models import DutyRoster, ReceptionCheck, ReceptionSession
from petitions.receiving_results import by_leader, results_of

SHOWN_AHEAD = 12


def tabs(staff: Staff, unit: Unit | None, here: str) -> list[dict[str, Any]]:
    """The pages of 领导接待, those that this colleague has."""
    names = [("reception", "值班安排"), ("my_reception", "我的接待日"), ("reception_results", "月末结果")]
    if unit and receiving.may_keep_desk(staff, unit):
        names[1:1] = [("appointments", "约访"), ("reception_check", "每日自查")]
    return [{"label": label, "url": reverse(name), "active": name == here} for name, label in names]


def month_in(request: HttpRequest) -> tuple[MonthForm, date]:
    """The month that the address names; this month otherwise."""
    today = timezone.localdate()
    form = MonthForm(request.GET if "month" in request.GET else {"month": f"{today:%Y-%m}"})
    return form, form.cleaned_data["month"] if form.is_valid() else today


def reception(request: HttpRequest) -> HttpResponse:
    """GET: the roster of a month with its gaps. POST: draws it up, puts on duty, publishes, notes where."""
    staff = staff_of(request)
    unit = receiving.unit_for(staff, request.GET.get("unit", ""))
    form, month = month_in(request)
    if unit is None:
        return render(request, "petitions/reception.html", {"tabs": tabs(staff, None, "reception")})
    first = month.replace(day=1)
    found = DutyRoster.objects.filter(unit=unit, month=first).first()
    if request.method == "POST":
        return _change_roster(request, staff, unit, found, first)
    return _show_roster(request, staff, unit, found, first, form)


def _change_roster(
    request: HttpRequest, staff: Staff, unit: Unit, found: DutyRoster | None, first: date
) -> HttpResponse:
    act = request.POST.get("act", "")
    form: Any = None
    if act == "draw":
        found = roster.make_roster(by=staff, unit=unit, month=first)
        messages.success(request, "已生成值班安排，请核对后公布。")
    elif found is None:
        raise Refusal("请先生成本月值班安排。")
    elif act == "publish":
        roster.publish(found.pk, by=staff)
        messages.success(request, "已公布：公示牌已更新，值班领导已收到通知。")
    else:
        form = DutyForm(request.POST, roster=found) if act == "duty" else NoticeForm(request.POST)
        verb = roster.put_on_duty if act == "duty" else roster.note_published
        if form.is_valid():
            attempt(form, lambda: verb(found.pk, by=staff, **form.cleaned_data))
        if form.errors:
            month = MonthForm({"month": f"{first:%Y-%m}"})
            return _show_roster(request, staff, unit, found, first, month, **{act: form}, status=422)
        messages.success(request, "已保存。")
    return redirect(f"{reverse('reception')}?month={first:%Y-%m}&unit={unit.code}")


def _show_roster(
    request: HttpRequest,
    staff: Staff,
    unit: Unit,
    found: DutyRoster | None,
    first: date,
    form: MonthForm,
    *,
    duty: DutyForm | None = None,
    notice: NoticeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    _, last = receiving.month_of(first)
    keeps = receiving.may_keep_roster(staff, unit)
    rules = receiving.rules_of(unit)
    sessions = list(receiving.sessions_of(unit, first, last).prefetch_related("co_receivers"))
    shown = sessions if keeps or (found and found.published_at) else []
    context = {
        "tabs": tabs(staff, unit, "reception"),
        "unit": unit,
        "units": list(receiving.units_receiving()),
        "month": first,
        "form": form,
        "rules": rules,
        "unset": [one for one in rules if one.kind == "monthly_day" and one.day is None],
        "roster": found,
        "sessions": shown,
        "gaps": receiving.gaps(found) if found and keeps else [],
        "keeps": keeps,
        "opens": {one.pk for one in shown if keeps or one.leader_id == staff.pk}
        | ({one.pk for one in shown} if receiving.may_keep_desk(staff, unit) else set()),
        "duty": duty or (DutyForm(roster=found) if found and keeps and not found.published_at else None),
        "notice": notice or NoticeForm(),
        "notices": list(found.notices.select_related("made_by")) if found else [],
        "today": timezone.localdate(),
    }
    return render(request, "petitions/reception.html", context, status=status)


@require_safe
def my_reception(request: HttpRequest) -> HttpResponse:
    """我的接待日: the days to come, who is expected, 代班 asked of this person, and this month's results."""
    staff = staff_of(request)
    today = timezone.localdate()
    coming = list(receiving.my_sessions(staff, today)[:SHOWN_AHEAD])
    booked = receiving.bookings_by_session(staff, coming)
    unit = coming[0].roster.unit if coming else receiving.unit_for(staff)
    mine = [
        one for one in (results_of(staff, unit, today) if unit else []) if one.session.leader_id == staff.pk
    ]
    context = {
        "tabs": tabs(staff, unit, "my_reception"),
        "days": [(one, booked.get(one.pk, [])) for one in coming],
        "asked": list(receiving.asked_to_stand_in(staff)),
        "waiting": {
            one.session_id: one for one in receiving.substitutions_waiting([day.pk for day in coming])
        },
        "results": mine,
        "today": today,
    }
    return render(request, "petitions/my_reception.html", context)


def reception_entrust(request: HttpRequest, pk: int) -> HttpResponse:
    """委托代班, by the leader in person."""
    staff = staff_of(request)
    session = receiving.my_sessions(staff, timezone.localdate()).filter(pk=pk, leader=staff).first()
    if session is None:
        raise NotVisible
    form = EntrustForm(request.POST or None, session=session)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: roster.entrust(session.pk, by=staff, **form.cleaned_data))
        if made:
            words = "代班人已值班。" if made.accepted else "已发出委托；代班人接受前，仍由您值班。"
            messages.success(request, words)
            return redirect("my_reception")
    context = {"form": form, "session": session}
    return render(request, "petitions/reception_entrust.html", context, status=422 if form.errors else 200)


@require_POST
def reception_stand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Accepts or declines to stand in."""
    accept = request.POST.get("answer") == "accept"
    roster.answer_substitution(pk, by=staff_of(request), accept=accept)
    messages.success(request, "已接受代班，值班安排和公示牌已更新。" if accept else "已答复不能代班。")
    return redirect("my_reception")


@require_safe
def reception_results(request: HttpRequest) -> HttpResponse:
    """月末结果: leader by leader, printable."""
    staff = staff_of(request)
    unit = receiving.unit_for(staff, request.GET.get("unit", ""))
    form, month = month_in(request)
    rows = results_of(staff, unit, month) if unit else []
    context = {
        "tabs": tabs(staff, unit, "reception_results"),
        "unit": unit,
        "month": month.replace(day=1),
        "form": form,
        "leaders": by_leader(rows),
        "printed_by": staff,
        "printed_at": timezone.now(),
    }
    return render(request, "petitions/reception_results.html", context, status=422 if form.errors else 200)


def reception_check(request: HttpRequest) -> HttpResponse:
    """每日自查 (S09-10, S09-11): ticked in the morning; leaving it out stops nothing."""
    staff = staff_of(request)
    unit = receiving.unit_for(staff)
    if unit is None or not receiving.may_keep_desk(staff, unit):
        raise NotVisible
    today = timezone.localdate()
    kept = ReceptionCheck.objects.filter(unit=unit, day=today).first()
    form = CheckForm(
        request.POST or None, initial={"items": kept.items, "remark": kept.remark} if kept else {}
    )
    if request.method == "POST" and form.is_valid():
        room.note_check(by=staff, unit=unit, **form.cleaned_data)
        messages.success(request, "已保存今天的自查。")
        return redirect("reception_check")
    recent = ReceptionCheck.objects.filter(unit=unit).select_related("made_by")[:SHOWN_AHEAD]
    context = {
        "tabs": tabs(staff, unit, "reception_check"),
        "form": form,
        "unit": unit,
        "recent": list(recent),
    }
    return render(request, "petitions/reception_check.html", context, status=422 if form.errors else 200)


def session_for(staff: Staff, pk: int) -> ReceptionSession:
    """A session for somebody who takes part in it. Raises NotVisible."""
    found = (
        ReceptionSession.objects.select_related("roster__unit", "leader", "recorder").filter(pk=pk).first()
    )
    if found is None or not receiving.takes_part(staff, found):
        raise NotVisible
    return found
