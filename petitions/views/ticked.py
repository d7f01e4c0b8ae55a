"""The rows of a list that somebody ticked, for acts on many at once."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from accounts.models import Staff
from petitions import exports
from petitions.actions import supervise
from petitions.forms.listing import PetitionFilter
from petitions.models import Petition
from petitions.queries import Days
from petitions.views.rows import RELATED


def ticked(request: HttpRequest, staff: Staff) -> list[Petition] | None:
    """The ticked petitions in this person's sight, or all results of the list; None for too many."""
    if request.POST.get("all_results"):
        form = PetitionFilter(staff, QueryDict(request.POST.get("query", "")))
        found = exports.listed(form, Days.of(timezone.localdate()))
    else:
        pks = [int(one) for one in request.POST.getlist("ids") if one.isdecimal() and len(one) < 19]
        found = Petition.objects.visible_to(staff).filter(pk__in=pks)
    rows = list(found.select_related(*RELATED).order_by("due_on", "pk")[: supervise.BULK_LIMIT + 1])
    return rows if len(rows) <= supervise.BULK_LIMIT else None
