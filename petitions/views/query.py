"""信访事项查询: the one page for petitioners, without sign-in. All of it goes by POST: no code stands in an address or a log."""

from __future__ import annotations

from typing import Any

from axes.helpers import get_client_ip_address
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from casework.throttle import too_many
from casework.views.base import attempt
from petitions import public
from petitions.actions.evaluate import evaluate
from petitions.forms.query import QueryForm, RateForm
from petitions.mandate_code import filed_under, find_mandate, mandate_number
from petitions.models import Petition, ProxyMandate

MOST_BY_ADDRESS = 30
MOST_BY_NUMBER = 10
WRONG = "编号或查询码不对，请核对回执。"
WAIT = "查询次数太多，请十五分钟后再试，或向接待窗口询问。"


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def public_query(request: HttpRequest) -> HttpResponse:
    """GET asks for number and code; POST shows how far the matter is, and nothing else (F-36).

    With the number of a mandate the petitioner reads everything that the agent filed and said for them (S20-09).
    """
    form = QueryForm(request.POST or None)
    found = _found(request, form) if request.method == "POST" else None
    if isinstance(found, ProxyMandate):
        context = {
            "mandate": found,
            "number": mandate_number(found),
            "filed": filed_under(found, online=True),
        }
        return render(request, "public/public_mandate.html", context)
    if found is None:
        status = 422 if request.method == "POST" else 200
        return render(request, "public/public_query.html", {"form": form}, status=status)
    return _show(request, form, found)


@login_not_required
@never_cache
@require_POST
def public_evaluate(request: HttpRequest) -> HttpResponse:
    """The petitioner's own rating, given with the same number and code."""
    form = QueryForm(request.POST)
    petition = _found(request, form)
    if not isinstance(petition, Petition):
        return render(request, "public/public_query.html", {"form": form}, status=422)
    rate = RateForm(request.POST, rated=public.progress(petition).rated)
    if rate.is_valid():
        number, code = form.cleaned_data["number"], form.cleaned_data["code"]
        attempt(rate, lambda: evaluate(number, code, ratings=rate.given()))
    if rate.errors:
        return _show(request, form, petition, rate=rate, status=422)
    return _show(request, form, petition, done=True)


def _found(request: HttpRequest, form: QueryForm) -> Petition | ProxyMandate | None:
    """The petition, or the mandate of an agent, of number and code; an error on the form otherwise, the same whichever of them is wrong."""
    if not form.is_valid():
        return None
    number, code = form.cleaned_data["number"], form.cleaned_data["code"]
    by_address = too_many("query", str(get_client_ip_address(request)), most=MOST_BY_ADDRESS)
    by_number = too_many("query-number", number, most=MOST_BY_NUMBER)
    if by_address or by_number:
        form.add_error(None, WAIT)
        return None
    found = public.find(number, code) or find_mandate(number, code)
    if found is None:
        form.add_error(None, WRONG)
    return found


def _show(
    request: HttpRequest,
    form: QueryForm,
    petition: Petition,
    rate: RateForm | None = None,
    done: bool = False,
    status: int = 200,
) -> HttpResponse:
    found = public.progress(petition)
    if rate is None and found.rated:
        rate = RateForm(rated=found.rated)
    context: dict[str, Any] = {"found": found, "query": form.cleaned_data, "rate": rate, "done": done}
    return render(request, "public/public_progress.html", context, status=status)
