"""越级走访: visits two or more levels above the unit that is competent. Information about our own service (S08-10, 第二十条).

Nothing here is a target and nothing is about a person: the figure tells leaders where people did not find an answer near home.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, Sum

from accounts.models import Staff, Unit, UnitLevel
from casework.states import State
from petitions.models import Intake, Petition
from petitions.ranks import ORDER, level_of
from petitions.states import VISIT_CHANNELS, Purpose


@dataclass(frozen=True)
class Above:
    """A competent unit in a period: 批次 and 人次 that went past it, and how many of these had been with it before."""

    unit: Unit
    level: UnitLevel
    visits: int
    people: int
    repeated: int


def visits_above(staff: Staff, first: date, last: date) -> list[Above]:
    """Every competent unit that visits went past, in the order of the tree: no ranking. Accusations are never counted in."""
    cases = Petition.objects.visible_to(staff).filter(is_sealed=False, purpose=Purpose.CLAIM)
    cases = cases.exclude(state=State.VOIDED)
    rows = (
        Intake.objects.filter(
            received_on__range=(first, last),
            channel__in=VISIT_CHANNELS,
            is_split=False,
            petition__in=cases.values("pk"),
            petition__handling_unit__isnull=False,
        )
        .exclude(petition__handling_unit=F("unit"))
        .order_by()
        .values_list("unit", "petition__handling_unit")
        .annotate(
            visits=Count("pk"), people=Sum("head_count"), repeated=Count("pk", filter=Q(is_repeat=True))
        )
    )
    units = Unit.objects.in_bulk({pk for here, theirs, *_ in rows for pk in (here, theirs)})
    levels = {pk: level_of(unit) for pk, unit in units.items()}
    found: dict[int, Above] = {}
    for here, theirs, visits, people, repeated in rows:
        upper, lower = levels[here], levels[theirs]
        if upper is None or lower is None or ORDER.index(lower) - ORDER.index(upper) < 2:
            continue
        known = found.get(theirs, Above(units[theirs], lower, 0, 0, 0))
        found[theirs] = Above(
            known.unit, lower, known.visits + visits, known.people + people, known.repeated + repeated
        )
    return sorted(found.values(), key=lambda one: one.unit.path)
