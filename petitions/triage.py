"""分流: how long a matter waits from registration until it is on its way, by statutory purpose and way (S05-09)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, OuterRef, Q, Subquery

from accounts.models import Staff
from casework.models import Clock, ClockKind, Event
from casework.states import State
from petitions.models import Petition
from petitions.states import Purpose

WAYS = {"assigned": "交办", "transferred": "转送", "guided": "告知引导", "closed_on_spot": "当场答复"}


@dataclass(frozen=True)
class Triage:
    """One purpose in a period: how many, which way they went, how long that took, how many missed the 15 days."""

    purpose: str
    label: str
    count: int
    assigned: int
    transferred: int
    guided: int
    closed_on_spot: int
    waited: timedelta | None
    late: int

    @property
    def waiting(self) -> int:
        """Not on its way yet."""
        return self.count - self.assigned - self.transferred - self.guided - self.closed_on_spot

    @property
    def words(self) -> str:
        """The mean time in hours below two days, in days from there."""
        if self.waited is None:
            return "—"
        hours = self.waited.total_seconds() / 3600
        return f"{hours:.1f} 小时" if hours < 48 else f"{hours / 24:.1f} 天"


def triage(staff: Staff, first: date, last: date, today: date) -> list[Triage]:
    """Every purpose of the matters registered in a period; accusations in the compartment stay out. Two queries."""
    cases = Petition.objects.visible_to(staff).filter(
        received_on__range=(first, last), is_sealed=False, import_key=None
    )
    cases = cases.exclude(state=State.VOIDED)
    ways = Event.objects.filter(case=OuterRef("pk"), name__in=list(WAYS)).order_by("seq")
    waited = ExpressionWrapper(F("way_at") - F("registered_at"), output_field=DurationField())
    rows = (
        cases.annotate(way_at=Subquery(ways.values("at")[:1]), way=Subquery(ways.values("name")[:1]))
        .order_by()
        .values("purpose")
        .annotate(
            count=Count("pk"),
            mean=Avg(waited),
            **{name: Count("pk", filter=Q(way=name)) for name in WAYS},
        )
    )
    overdue = Q(met_on__gt=F("statutory_due")) | Q(met_on__isnull=True, statutory_due__lt=today)
    late = dict(
        Clock.objects.filter(overdue, kind=ClockKind.ROUTE, case__in=cases.values("pk"))
        .order_by()
        .values_list("case__petition__purpose")
        .annotate(number=Count("pk"))
    )
    found: dict[str, dict[str, Any]] = {row["purpose"]: {**row} for row in rows}
    return [
        Triage(
            purpose=purpose,
            label=str(Purpose(purpose).label),
            count=row["count"],
            waited=row["mean"],
            late=late.get(purpose, 0),
            **{name: row[name] for name in WAYS},
        )
        for purpose in Purpose.values
        if (row := found.get(purpose))
    ]
