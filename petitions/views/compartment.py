"""直送登记: the one page on which an accusation against one's own leaders is received, without a word of what it says."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import standing_of
from accounts.models import Staff
from accounts.roles import Power
from casework.events import LOOKS
from casework.refusals import NotYours
from casework.views.base import attempt, require
from petitions.actions.discipline import register_direct
from petitions.discipline import inquiries_for
from petitions.forms.sealing import DirectForm
from petitions.models import Petition
from petitions.recusals import hints, recusals_of

READS = frozenset({"read_protected"}) | LOOKS
MOST_READS = 50


def compartment_of(petition: Petition, staff: Staff) -> dict[str, Any]:
    """回避, 初查 and who has looked at it or its papers, on the case page (S09-01)."""
    return {
        "openings": list(petition.events.filter(name__in=READS).order_by("-seq")[:MOST_READS]),
        "recusals": recusals_of(petition),
        "recusal_hints": hints(petition),
        "inquiries": inquiries_for(petition, staff),
    }


@require_http_methods(["GET", "POST"])
def direct_register(request: HttpRequest) -> HttpResponse:
    """Number and date; the number is all that whoever took it in sees afterwards."""
    staff = require(request, Power.REGISTER)
    desk = standing_of(staff).desk_unit
    if desk is None:
        raise NotYours("您没有所在单位，不能登记；请系统管理员设置任职。")
    form = DirectForm(request.POST or None, desk=desk)
    number = request.session.pop("direct_number", "")
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: register_direct(by=staff, unit=desk, **form.cleaned_data))
        if made:
            request.session["direct_number"] = made.number
            return redirect("direct_register")
    context = {"form": form, "desk_unit": desk, "number": number}
    return render(request, "petitions/direct_register.html", context, status=422 if form.errors else 200)
