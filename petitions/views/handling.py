"""待办件: to accept, in time, late; mine beside my unit's; and “take next”."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import standing_of
from accounts.models import Staff
from accounts.roles import Power
from casework.actions.base import desk_people
from casework.calendar import holiday_table
from casework.due_words import DueBadge, due_badge
from casework.refusals import NotYours, Refusal
from casework.states import State
from casework.views.base import Tab, require
from petitions import finality, naming
from petitions.access import why_not
from petitions.actions import handle
from petitions.marks import Mark, marks
from petitions.masking import person_of
from petitions.models import Objection, Petition
from petitions.to_sign import by_urgency
from petitions.views.walk import MOST, remember_list

TABS = {"accept": "待签收", "arrive": "转来待收", "in_time": "办理中", "late": "已超期"}
WAITING = {"arrive": State.FORWARDED, "accept": State.ASSIGNED}
AT_UNIT = [State.FORWARDED, State.ASSIGNED, State.HANDLING]
SCOPES = {"mine": "我的", "unit": "本单位"}
# Two people may take at the same moment; the second goes on to the next one.
TRIES = 5


@dataclass(frozen=True)
class Row:
    """One line of the list, with what may be done without opening it."""

    petition: Petition
    person: str
    badge: DueBadge
    marks: list[Mark]
    may_accept: bool
    may_return: bool
    may_take_in: bool


def handled_by(staff: Staff, scope: str) -> QuerySet[Petition]:
    """Open petitions at this person (`mine`) or at any unit where they handle or head (`unit`)."""
    standing = standing_of(staff)
    units = {one.pk: one for one in [*standing.units_with(Power.HANDLE), *standing.units_with(Power.HEAD)]}
    found = Petition.objects.visible_to(staff).open().filter(state__in=AT_UNIT)
    if scope == "unit":
        return found.filter(handling_unit__in=units)
    people = [staff.pk, *(one.pk for one in standing.acting_for)]
    # What came to the unit without a name is first of all with whoever receives for it.
    receives = [pk for pk, unit in units.items() if any(one.pk in people for one in desk_people(unit))]
    return found.filter(Q(handler__in=people) | Q(handler__isnull=True, handling_unit__in=receives))


def of_tab(tab: str, today: date) -> Q:
    """Which of them belong under a tab."""
    if tab in WAITING:
        return Q(state=WAITING[tab])
    late = Q(due_on__lt=today)
    return Q(state=State.HANDLING) & (late if tab == "late" else ~late | Q(due_on__isnull=True))


def handling(request: HttpRequest) -> HttpResponse:
    """The lists of a handler."""
    staff = require(request, Power.HANDLE, Power.HEAD)
    today = timezone.localdate()
    scope = request.GET.get("scope") if request.GET.get("scope") in SCOPES else "mine"
    assert scope is not None
    found = handled_by(staff, scope)
    counts = found.aggregate(**{name: Count("pk", filter=of_tab(name, today)) for name in TABS})
    tab = request.GET.get("tab", "")
    if tab not in TABS:
        tab = next((name for name in ("accept", "arrive", "late", "in_time") if counts[name]), "accept")
    shown = found.filter(of_tab(tab, today)).select_related("unit", "handling_unit", "handler")
    found_rows = list(naming.with_word(finality.with_links(by_urgency(shown)))[:MOST])
    waiting = Objection.objects.filter(routing__petition__in=found_rows, answer="", decided_at__isnull=True)
    disputed = set(waiting.values_list("routing__petition", flat=True))
    rows = [_row(one, staff, today, disputed) for one in found_rows]
    remember_list(request, [one.petition.pk for one in rows])
    context = {
        "rows": rows,
        "tab": tab,
        "scope": scope,
        "tabs": [
            Tab(label, _url(scope, name), name == tab, counts[name], "danger" if name == "late" else "")
            for name, label in TABS.items()
        ],
        "scopes": [Tab(label, _url(name, tab), name == scope) for name, label in SCOPES.items()],
        "to_accept": counts["accept"],
        "here": request.get_full_path(),
        "back": [("next", request.get_full_path())],
    }
    return render(request, "petitions/handling.html", context)


def _url(scope: str, tab: str) -> str:
    return f"{reverse('handling')}?{urlencode({'scope': scope, 'tab': tab})}"


def _row(petition: Petition, staff: Staff, today: date, disputed: set[int]) -> Row:
    return Row(
        petition=petition,
        person=person_of(petition, staff),
        badge=due_badge(petition.due_on, today=today, table=holiday_table()),
        marks=marks(petition),
        may_accept=why_not("accept", petition, staff) is None,
        may_return=why_not("return_to_office", petition, staff) is None,
        may_take_in=petition.state == State.FORWARDED and petition.pk not in disputed,
    )


@require_POST
def take_next(request: HttpRequest) -> HttpResponse:
    """Accepts, in one's own name, the petition that has waited longest: one's own first, then the unit's."""
    staff = require(request, Power.HANDLE, Power.HEAD)
    for scope in SCOPES:
        waiting = handled_by(staff, scope).filter(state=State.ASSIGNED)
        if scope == "unit":
            waiting = waiting.filter(handler__isnull=True)
        for one in by_urgency(waiting)[:TRIES]:
            try:
                handle.accept(one.pk, by=staff, version=one.version, handler=staff)
            except (Refusal, NotYours):
                continue
            messages.success(request, f"已签收 {one.number}，承办人：{staff.name}。")
            return redirect("petition_detail", one.pk)
    messages.info(request, "没有待签收的件。")
    return redirect("handling")
