"""What the case page shows of the ways between units: where it came from, where it went, disputes about it."""

from __future__ import annotations

from typing import Any

from accounts.models import Staff
from petitions.legal_routes import proposed_route
from petitions.levels import visit_hint
from petitions.models import Objection, Petition, Routing
from petitions.views.rows import last_feedback


def ways_of(petition: Petition, staff: Staff) -> dict[str, Any]:
    """The other halves of a 转送, each with its address only for those who see it, and the objections."""
    came = Routing.objects.filter(taken_as=petition).select_related("from_unit", "petition").first()
    went = petition.routings.filter(taken_as__isnull=False).select_related("to_unit", "taken_as").last()
    others = [one for one in (came and came.petition_id, went and went.taken_as_id) if one]
    seen: set[int] = set()
    if others:
        seen = set(Petition.objects.visible_to(staff).filter(pk__in=others).values_list("pk", flat=True))
    return {
        "heard": last_feedback([petition.pk]).get(petition.pk),
        "route_hint": proposed_route(petition),
        "level_hint": visit_hint(petition) if petition.is_open else "",
        "came": came,
        "went": went,
        "seen_ways": seen,
        "coordinations": list(
            petition.coordinations.select_related("led_by", "lead_unit").prefetch_related(
                "units", "tasks__unit"
            )
        ),
        "enforcements": list(petition.enforcements.select_related("unit")),
        "company_notices": list(petition.company_notices.select_related("unit", "made_by")),
        "objections": list(
            Objection.objects.filter(routing__petition=petition).select_related(
                "unit", "made_by", "answered_by", "arbiter", "decided_unit", "decided_by"
            )
        ),
    }
