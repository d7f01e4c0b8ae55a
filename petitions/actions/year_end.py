"""年度结账: a year is closed when everything received in it, or before, has its result (S18-01)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.access import Standing, standing_of
from accounts.models import Staff, Unit
from accounts.roles import Power
from casework.refusals import NotYours, Refusal
from petitions.analysis_figures import counted_year
from petitions.models import YearClosing
from petitions.year_end import left_open


def may_close(who: Standing, unit: Unit) -> bool:
    """The head of the unit, or a leader over it."""
    return who.may_at(Power.HEAD, unit) or who.may_at(Power.SIGN, unit)


@transaction.atomic
def close_year(*, by: Staff, unit: Unit, year: int) -> YearClosing:
    """结账: keeps the year's figures as they are now; the yearly report says these from then on.

    Refused before the year is over, a second time, and while one matter is without a result. Nothing takes it back: a
    matter that is reopened later stands among those of the next year.
    """
    if not may_close(standing_of(by), unit):
        raise NotYours("年度结账由本单位负责人或领导办理。")
    today = timezone.localdate()
    if year >= today.year:
        raise Refusal("本年度还没有结束，不能结账。", "year")
    # Two clicks close it once.
    Unit.objects.select_for_update().get(pk=unit.pk)
    if YearClosing.objects.filter(unit=unit, year=year).exists():
        raise Refusal(f"{year}年度已经结账。", "year")
    if left := left_open(unit, year):
        raise Refusal(f"还有 {left} 件没有结果，不能结账。件件有结果以后再办。")
    closed = {"on": f"{today.year}年{today.month}月{today.day}日", "by": by.name}
    return YearClosing.objects.create(
        unit=unit,
        year=year,
        figures={**counted_year(by, unit, year), "closed": closed},
        closed_by=by,
        closed_at=timezone.now(),
    )
