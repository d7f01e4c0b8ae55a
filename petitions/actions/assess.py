"""年度考核: takes the figures of a year from the register and keeps them; nothing of them is typed (S03-02)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.access import standing_of
from accounts.models import Staff, Unit
from accounts.roles import Power
from casework.refusals import NotYours, Refusal
from petitions import assessments as reads
from petitions.indicators import INDICATORS, VERSION, measured
from petitions.models import Assessment
from petitions.queries import below


@transaction.atomic
def take_assessment(*, by: Staff, unit: Unit, year: int, reason: str = "") -> Assessment:
    """取数留存: the figures of the cases received in that year, as they stand today.

    Once for a unit and year; again only with a reason, and the earlier edition stays. Refused for a year to come.
    """
    if not standing_of(by).may_at(Power.SUPERVISE, unit):
        raise NotYours("由督查（考核）人员取数。")
    today = timezone.localdate()
    if not 2000 <= year <= today.year:
        raise Refusal("所选年度还没有开始。", "year")
    # One at a time for a unit: two clicks make one edition each, never the same one.
    Unit.objects.select_for_update().get(pk=unit.pk)
    earlier = Assessment.objects.filter(unit=unit, year=year).count()
    if earlier and not reason.strip():
        raise Refusal("本年度已经取过数；重新取数须写明理由，原来的一次保留。", "reason")
    first, last = date(year, 1, 1), min(date(year, 12, 31), today)
    found = measured(by, first, last).filter(below([unit]))
    if found.count() > reads.MOST_CASES:
        raise Refusal(f"所计的件超过 {reads.MOST_CASES} 件，请按下级单位分别取数。", "unit")
    return Assessment.objects.create(
        unit=unit,
        year=year,
        edition=earlier + 1,
        formulas=VERSION,
        columns=[[code, one.label, one.formula] for code, one in INDICATORS.items()],
        lines=reads.lines_of(found, today),
        first=first,
        last=last,
        reason=reason.strip() if earlier else "",
        made_by=by,
        made_at=timezone.now(),
    )
