"""Reads of analyses and reports: whose they are, the trend with its measures, information never used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.access import standing_of
from accounts.models import Staff, Unit
from casework.states import State
from petitions.models import (
    Analysis,
    Cause,
    InfoReport,
    InfoState,
    Intake,
    Measure,
    Petition,
    ReadReceipt,
    ReportInstance,
    ReportSchedule,
)
from petitions.office import readable


def analyses_seen(staff: Staff) -> QuerySet[Analysis]:
    """Those of one's units, and those that one was sent."""
    sent = ReadReceipt.objects.filter(analysis=OuterRef("pk"), staff=staff)
    return Analysis.objects.filter(readable(standing_of(staff)) | Q(Exists(sent)) | Q(made_by=staff))


def schedules_seen(staff: Staff) -> QuerySet[ReportSchedule]:
    """Rules of one's units, and those that name one as owner."""
    return ReportSchedule.objects.filter(readable(standing_of(staff)) | Q(owner=staff))


def instances_seen(staff: Staff) -> QuerySet[ReportInstance]:
    """Reports of one's units, one's own to fill in, and those that one was sent."""
    sent = ReadReceipt.objects.filter(instance=OuterRef("pk"), staff=staff)
    return ReportInstance.objects.filter(
        readable(standing_of(staff), "schedule__unit") | Q(schedule__owner=staff) | Q(Exists(sent))
    )


def never_used(staff: Staff) -> QuerySet[InfoReport]:
    """Issued information that no analysis has taken up (S03-31)."""
    return InfoReport.objects.visible_to(staff).filter(state=InfoState.ISSUED, analyses=None)


@dataclass(frozen=True)
class Bar:
    """A month of the trend: how many came, by cause, and what was done in it. `x`, `y`, `height` place it on paper."""

    month: str
    count: int
    causes: list[tuple[str, int]]
    measures: list[Measure]
    x: int
    y: int
    height: int


CHART_HEIGHT, STEP = 160, 60


def trend(staff: Staff, unit: Unit, year: int) -> list[Bar]:
    """Twelve months of a year, each with what came, the causes, and the measures that began in it (S08-12)."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    cases = Petition.objects.visible_to(staff).filter(is_sealed=False, unit__path__startswith=unit.path)
    rows = (
        Intake.objects.filter(received_on__range=(first, last), petition__in=cases.values("pk"))
        .exclude(petition__state=State.VOIDED)
        .order_by()
        .values("received_on__month", "petition__cause_note__cause")
        .annotate(times=Count("pk"))
    )
    counts: dict[tuple[int, str], int] = {}
    for row in rows:
        counts[row["received_on__month"], row["petition__cause_note__cause"] or ""] = row["times"]
    measures = list(Measure.objects.filter(unit__path__startswith=unit.path, taken_on__range=(first, last)))
    sums = {month: sum(times for (one, _), times in counts.items() if one == month) for month in range(1, 13)}
    most = max([*sums.values(), 1])
    return [
        _bar(month, sums[month], most, [(one.label, counts.get((month, one), 0)) for one in Cause], measures)
        for month in range(1, 13)
    ]


def _bar(month: int, count: int, most: int, causes: list[tuple[str, int]], measures: list[Measure]) -> Bar:
    height = count * CHART_HEIGHT // most
    return Bar(
        month=f"{month}月",
        count=count,
        causes=causes,
        measures=[one for one in measures if one.taken_on.month == month],
        x=(month - 1) * STEP,
        y=CHART_HEIGHT - height,
        height=height,
    )
