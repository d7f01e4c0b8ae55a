"""The figures of an analysis or a report, as plain values to be frozen: from the register alone, without accusations.

Accusations are counted apart, for the yearly report, and said only from five on: a small number would tell somebody
that there is one (S09-15).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from accounts.models import Staff, Unit
from casework.models import Clock, ClockKind, SignOff
from casework.states import State
from petitions import ledger
from petitions.models import Cause, CauseNote, Intake, LeaderReport, Petition, Routing, Urge, YearClosing
from petitions.outcome_figures import cases_of as outcomes_of
from petitions.outcome_figures import zero_counts
from petitions.queries import without_result
from petitions.states import Conclusion, Purpose, RoutingKind, SignStep

SMALLEST = 5
MOST_LISTED = 8
DONE = [State.CLOSED, State.ARCHIVED]


def cases_of(staff: Staff, unit: Unit) -> QuerySet[Any]:
    """What the author sees of the unit and below it, without accusations."""
    return Petition.objects.visible_to(staff).filter(is_sealed=False, unit__path__startswith=unit.path)


def totals_of(staff: Staff, unit: Unit, first: date, last: date) -> dict[str, Any]:
    """件次, 批次, 人次 as the ledger counts them (S08-07)."""
    chosen = ledger.with_threshold(ledger.Selection(unit, first, last, below=True))
    sums = ledger.totals(chosen, cases_of(staff, unit))
    return {
        "total": sums.valid,
        "items": sums.letters,
        "batches": sums.visits,
        "people": sums.people,
        "collective": sums.collective,
        "collective_people": sums.collective_people,
        "repeat": sums.repeat,
        "channels": [[one.label, one.words] for one in sums.channels.values()],
    }


def _before(first: date, last: date) -> tuple[date, date]:
    """The period of the same kind before this one."""
    if (first.month, last.month) == (1, 12):
        return replace_year(first), replace_year(last)
    end = first - timedelta(days=1)
    return end.replace(day=1), end


def replace_year(day: date) -> date:
    """The same day a year earlier; only for first and last days of a year."""
    return day.replace(year=day.year - 1)


def figures_of(staff: Staff, unit: Unit, first: date, last: date) -> dict[str, Any]:
    """Everything that an analysis of the period says in numbers."""
    cases = cases_of(staff, unit)
    new = cases.filter(received_on__range=(first, last)).exclude(state=State.VOIDED)
    span = (first, last)
    return {
        **totals_of(staff, unit, first, last),
        "before": totals_of(staff, unit, *_before(first, last)),
        "fields": _top(new.exclude(content_class=None), "content_class__path_name"),
        "places": _top(new.exclude(place=""), "place"),
        "organs": _organs(cases, first, last),
        "purposes": [[Purpose(key).label, count] for key, count in _counts(new, "purpose")],
        "causes": _causes(cases, first, last),
        "months": months_of(cases, first, last),
        "work": _work(cases, new, span),
    }


def annual_figures(staff: Staff, unit: Unit, year: int) -> dict[str, Any]:
    """Those of a year: as they were when it was closed, else as they stand now, with what has no result yet (S18-01)."""
    closed = YearClosing.objects.filter(unit=unit, year=year).first()
    return closed.figures if closed else counted_year(staff, unit, year)


def counted_year(staff: Staff, unit: Unit, year: int) -> dict[str, Any]:
    """The figures of a year, counted now, with the four lists that should be empty (S08-02)."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    left = cases_of(staff, unit).filter(without_result(date(year + 1, 1, 1)))
    return {
        **figures_of(staff, unit, first, last),
        "accusations": accusations_of(unit, first, last),
        "zero_lists": zero_counts(outcomes_of(staff, first, last).filter(unit__path__startswith=unit.path)),
        "without_result": left.count(),
    }


def _counts(rows: QuerySet[Any], column: str) -> list[tuple[str, int]]:
    found = rows.order_by().values(column).annotate(times=Count("pk")).order_by("-times", column)
    return [(row[column], row["times"]) for row in found]


def _top(rows: QuerySet[Any], column: str) -> list[list[Any]]:
    return [[name, count] for name, count in _counts(rows, column)[:MOST_LISTED]]


def _organs(cases: QuerySet[Any], first: date, last: date) -> list[list[Any]]:
    """Units that were given most: how many, done, and done in time (条例第四十一条)."""
    rows = (
        Clock.objects.filter(
            kind=ClockKind.HANDLE, start_on__range=(first, last), case__in=cases.values("pk")
        )
        .exclude(stopped_reason__in=["退回", "重新起算", "作废"])
        .exclude(owner_unit=None)
        .values("owner_unit__name")
        .annotate(
            given=Count("pk"),
            done=Count("pk", filter=Q(met_on__isnull=False)),
            in_time=Count("pk", filter=Q(met_on__lte=F("due_on"))),
        )
        .order_by("-given", "owner_unit__name")
    )
    return [
        [row["owner_unit__name"], row["given"], row["done"], row["in_time"]] for row in rows[:MOST_LISTED]
    ]


def _causes(cases: QuerySet[Any], first: date, last: date) -> list[list[Any]]:
    notes = CauseNote.objects.filter(
        petition__in=cases.values("pk"), petition__received_on__range=(first, last)
    )
    return [[Cause(key).label, count] for key, count in _counts(notes, "cause")]


def months_of(cases: QuerySet[Any], first: date, last: date) -> list[list[Any]]:
    """[“2026-03”, how many came] for each month of the period."""
    rows = (
        Intake.objects.filter(received_on__range=(first, last), petition__in=cases.values("pk"))
        .exclude(petition__state=State.VOIDED)
        .order_by()
        .values("received_on__year", "received_on__month")
        .annotate(times=Count("pk"))
    )
    found = {(row["received_on__year"], row["received_on__month"]): row["times"] for row in rows}
    months = []
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        months.append([f"{year}-{month:02d}", found.get((year, month), 0)])
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return months


def _work(cases: QuerySet[Any], new: QuerySet[Any], span: tuple[date, date]) -> dict[str, int]:
    """What was done: read, given out, chased, answered; suggestions and how many were taken up (第四十一条)."""
    ids = cases.values("pk")
    routed = Routing.objects.filter(petition__in=ids, sent_at__date__range=span)
    suggested = new.filter(purpose=Purpose.SUGGESTION)
    taken = [Conclusion.SUPPORT, Conclusion.PARTLY]
    return {
        "registered": new.count(),
        "read": SignOff.objects.filter(case__in=ids, step=SignStep.ANNOTATE, at__date__range=span)
        .values("case")
        .distinct()
        .count(),
        "assigned": routed.filter(kind=RoutingKind.ASSIGN).count(),
        "transferred": routed.filter(kind=RoutingKind.TRANSFER).count(),
        "urged": Urge.objects.filter(petition__in=ids, urged_at__date__range=span).count(),
        "reported": LeaderReport.objects.filter(petition__in=ids, made_at__date__range=span).count(),
        "closed": cases.filter(closed_at__date__range=span, state__in=DONE).count(),
        "suggestions": suggested.count(),
        "adopted": suggested.filter(conclusion__in=taken).count(),
    }


def accusations_of(unit: Unit, first: date, last: date) -> int | None:
    """How many accusations a year brought, from five on; None for fewer, and for none at all."""
    rows = Petition.objects.filter(
        is_sealed=True, unit__path__startswith=unit.path, received_on__range=(first, last)
    )
    count = rows.exclude(state=State.VOIDED).count()
    return count if count >= SMALLEST else None


def assigned_of(staff: Staff, unit: Unit, first: date, last: date) -> dict[str, Any]:
    """月底交办件承办情况 (S12-11): what was given out in the month and before, by unit, and how it stands."""
    clocks = (
        Clock.objects.filter(kind=ClockKind.HANDLE, case__in=cases_of(staff, unit).values("pk"))
        .filter(Q(start_on__range=(first, last)) | Q(met_on__range=(first, last)) | Q(met_on=None))
        .filter(start_on__lte=last)
        .exclude(stopped_reason__in=["退回", "重新起算", "作废"])
        .exclude(owner_unit=None)
        .values("owner_unit__name")
        .annotate(
            given=Count("pk", filter=Q(start_on__range=(first, last))),
            done=Count("pk", filter=Q(met_on__range=(first, last))),
            running=Count("pk", filter=Q(met_on=None) | Q(met_on__gt=last)),
            late=Count("pk", filter=Q(due_on__lt=last) & (Q(met_on=None) | Q(met_on__gt=last))),
        )
        .order_by("owner_unit__path", "owner_unit__name")
    )
    rows = [
        [one["owner_unit__name"], one["given"], one["done"], one["running"], one["late"]] for one in clocks
    ]
    urged = Urge.objects.filter(
        petition__in=cases_of(staff, unit).values("pk"), urged_at__date__range=(first, last)
    )
    return {"rows": rows, "urged": urged.count(), "answered": urged.exclude(answered_at=None).count()}
