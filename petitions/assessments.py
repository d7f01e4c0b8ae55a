"""年度考核 as it was frozen: who may read it, its table, and the cases behind each figure. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from accounts.access import standing_of
from accounts.models import Staff, Unit
from accounts.roles import Power
from casework.access import reach_of
from petitions.indicators import INDICATORS
from petitions.models import Assessment, Petition
from petitions.rates import Rate

# Above it the figures of a year are taken for a smaller unit: every case stands in the row by its key.
MOST_CASES = 20_000


def assessments_seen(staff: Staff) -> QuerySet[Assessment]:
    """Those of the units where this person supervises, and below."""
    units = Unit.objects.filter(reach_of(standing_of(staff).units_with(Power.SUPERVISE)))
    return Assessment.objects.filter(unit__in=units.values("pk")).select_related("unit", "made_by")


def lines_of(found: QuerySet[Petition], today: date) -> list[dict[str, Any]]:
    """Each unit with the keys of the cases that its figures count."""
    cells: dict[int, dict[str, dict[str, list[int]]]] = {}
    for code, one in INDICATORS.items():
        due = found.filter(one.due(today)).exclude(**{one.of: None}).order_by("pk")
        met = set(due.filter(one.met(today)).values_list("pk", flat=True))
        for pk, unit in due.values_list("pk", one.of):
            cell = cells.setdefault(unit, {}).setdefault(code, {"met": [], "missed": []})
            cell["met" if pk in met else "missed"].append(pk)
    units = Unit.objects.filter(pk__in=cells).order_by("path")
    return [{"code": one.code, "name": one.name, "cells": cells[one.pk]} for one in units]


@dataclass(frozen=True)
class Line:
    """A unit as it was called then, with its figures."""

    code: str
    name: str
    rates: list[Rate]


def _rate(column: list[str], lines: Iterable[dict[str, Any]]) -> Rate:
    code, label, formula = column
    cells = [line["cells"][code] for line in lines if code in line["cells"]]
    met = sum(len(one["met"]) for one in cells)
    return Rate(label, formula, met, met + sum(len(one["missed"]) for one in cells), code)


def table_of(assessment: Assessment) -> tuple[list[Line], list[Rate]]:
    """The lines and the whole."""
    lines = [
        Line(one["code"], one["name"], [_rate(column, [one]) for column in assessment.columns])
        for one in assessment.lines
    ]
    return lines, [_rate(column, assessment.lines) for column in assessment.columns]


def counted(
    assessment: Assessment, staff: Staff, code: str, *, unit: str, missed: bool
) -> QuerySet[Petition]:
    """The cases that a figure counted then, as far as the reader sees them now."""
    keys = [
        pk
        for line in assessment.lines
        if not unit or line["code"] == unit
        for kind, pks in line["cells"].get(code, {}).items()
        if kind == "missed" or not missed
        for pk in pks
    ]
    return Petition.objects.visible_to(staff).filter(pk__in=keys, is_sealed=False)
