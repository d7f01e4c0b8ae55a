"""目标管理和综合分析: figures about how matters were handled, each of which opens its cases; never about people.

On-time rates compare the day a clock was met with its unit date and with the law's date (S13-15). Clusters are classes
and places from which several matters came in a month: early signs for leaders to read (S09-09).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q

from accounts.models import Staff, Unit
from casework.models import Clock, ClockKind
from petitions.models import Intake, Petition
from petitions.queries import ReadingRate, reading_rate

CLUSTER_FROM = 3


def month_span(month: date) -> tuple[date, date]:
    """First and last day of the month that a day lies in."""
    first = month.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


@dataclass(frozen=True)
class UnitFigures:
    """One handling unit in a period: how many were given to it, and how many it did in time."""

    unit: Unit
    given: int
    done: int
    in_time: int
    late_by_law: int
    running_late: int

    @property
    def rate(self) -> str:
        """按期办结率 in percent of what is done; a dash when nothing is."""
        return f"{self.in_time * 100 / self.done:.1f}%" if self.done else "—"


def unit_figures(staff: Staff, first: date, last: date, today: date) -> list[UnitFigures]:
    """Figures of every unit that was given cases within the period, in one grouped query."""
    cases = Petition.objects.visible_to(staff).filter(is_sealed=False)
    rows = (
        Clock.objects.filter(
            kind=ClockKind.HANDLE, start_on__range=(first, last), case__in=cases.values("pk")
        )
        .exclude(stopped_reason__in=["退回", "重新起算", "作废"])
        .exclude(owner_unit=None)
        .values("owner_unit")
        .annotate(
            given=Count("pk"),
            done=Count("pk", filter=Q(met_on__isnull=False)),
            in_time=Count("pk", filter=Q(met_on__lte=F("due_on"))),
            late_by_law=Count("pk", filter=Q(met_on__gt=F("statutory_due")))
            + Count("pk", filter=Q(met_on__isnull=True, statutory_due__lt=today)),
            running_late=Count("pk", filter=Q(met_on__isnull=True, due_on__lt=today)),
        )
    )
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=[row["owner_unit"] for row in rows])}
    found = [
        UnitFigures(
            unit=units[row["owner_unit"]],
            given=row["given"],
            done=row["done"],
            in_time=row["in_time"],
            late_by_law=row["late_by_law"],
            running_late=row["running_late"],
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (-one.running_late, -one.given, one.unit.path))


@dataclass(frozen=True)
class Cluster:
    """A class and a place with several matters in the month."""

    class_code: str
    class_name: str
    place: str
    count: int
    people: int


def clusters(staff: Staff, month: date) -> list[Cluster]:
    """Class × place with at least three intakes in the month; accusations are never counted in."""
    first, last = month_span(month)
    cases = Petition.objects.visible_to(staff).filter(is_sealed=False)
    rows = (
        Intake.objects.filter(received_on__range=(first, last), petition__in=cases.values("pk"))
        # Sent on to another organ, it is still one matter: the sender's entry is in sight as well.
        .filter(petition__arrived_by=None)
        .exclude(petition__content_class=None)
        .values("petition__content_class", "petition__content_class__path_name", "petition__place")
        .annotate(count=Count("pk"), people=Count("petition__petitioner", distinct=True))
        .filter(count__gte=CLUSTER_FROM)
        .order_by("-count", "petition__content_class")
    )
    return [
        Cluster(
            row["petition__content_class"],
            row["petition__content_class__path_name"],
            row["petition__place"],
            row["count"],
            row["people"],
        )
        for row in rows
    ]


def reading(staff: Staff, first: date, last: date) -> ReadingRate:
    """阅办率 of the month, as the board reckons it: of those that a leader must read (S10-01)."""
    return reading_rate(Petition.objects.visible_to(staff).filter(is_sealed=False), first, last)
