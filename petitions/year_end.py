"""年度结账: what still stands in its way, and the years that are closed. Reads only.

Accusations have their own register and stand in no figure: they neither hold up a year nor show in one (S09-15).
"""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from accounts.access import standing_of
from accounts.models import Staff, Unit
from petitions.models import Petition, YearClosing
from petitions.office import readable
from petitions.queries import below, without_result


def _left(unit: Unit, year: int) -> Q:
    return below([unit]) & without_result(date(year + 1, 1, 1)) & Q(is_sealed=False)


def left_open(unit: Unit, year: int) -> int:
    """How many matters of that year or before have no result, also those from which the asker stepped aside."""
    return Petition.objects.filter(_left(unit, year)).count()


def blocking(staff: Staff, unit: Unit, year: int) -> QuerySet[Petition]:
    """Those of them that this person sees."""
    found: QuerySet[Petition] = Petition.objects.visible_to(staff)
    return found.filter(_left(unit, year))


def closings(staff: Staff) -> QuerySet[YearClosing]:
    """Closed years of the units in whose affairs this person reads."""
    return YearClosing.objects.filter(readable(standing_of(staff))).select_related("unit", "closed_by")
