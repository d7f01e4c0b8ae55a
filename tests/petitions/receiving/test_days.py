"""On which days leaders receive, and whose turn it is: date → date, without a database."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from casework.deadlines import HolidayTable
from casework.holidays import SHIPPED, parse
from casework.models import DayKind
from petitions.reception_days import DayRule, reception_days, shifted, take_turns
from petitions.states import HolidayShift, ReceptionKind

YEARS = parse(SHIPPED.read_text(encoding="utf-8"))
TABLE = HolidayTable(
    holidays={d: n for _, days in YEARS.values() for d, kind, n in days if kind == DayKind.HOLIDAY},
    workdays=frozenset(d for _, days in YEARS.values() for d, kind, _ in days if kind == DayKind.WORKDAY),
    years=frozenset(YEARS),
)
FIRST_MONDAY = DayRule(ReceptionKind.MONTHLY_WEEKDAY, weekday=0, nth=1)
MONDAYS = DayRule(ReceptionKind.WEEKLY, weekday=0)
YEAR = date(2026, 1, 1), date(2026, 12, 31)


def days(*rules: DayRule, shift: str = HolidayShift.NEXT_WORKING_DAY) -> list[date]:
    return [day for day, _ in reception_days(rules, *YEAR, shift=shift, table=TABLE)]


@pytest.mark.rule("F-11", "S12-02")
def test_first_mondays_of_2026_move_to_the_next_working_day() -> None:
    expected = "01-05 02-02 03-02 04-07 05-06 06-01 07-06 08-03 09-07 10-08 11-02 12-07"
    assert " ".join(f"{day:%m-%d}" for day in days(FIRST_MONDAY)) == expected


@pytest.mark.parametrize(
    ("shift", "on"),
    [
        (HolidayShift.NEXT_WORKING_DAY, date(2026, 4, 7)),
        (HolidayShift.NEXT_WEEK, date(2026, 4, 13)),
        (HolidayShift.SKIP, None),
    ],
)
def test_court_monday_on_qingming_follows_the_policy(shift: str, on: date | None) -> None:
    assert shifted(date(2026, 4, 6), shift, TABLE) == on


def test_skipped_month_has_no_day() -> None:
    assert [day.month for day in days(FIRST_MONDAY, shift=HolidayShift.SKIP)] == [1, 2, 3, 6, 7, 8, 9, 11, 12]


@pytest.mark.rule("S01-02")
def test_monthly_day_without_its_day_names_none() -> None:
    assert days(DayRule(ReceptionKind.MONTHLY_DAY)) == []
    assert not DayRule(ReceptionKind.MONTHLY_DAY).is_set


@pytest.mark.rule("S01-02")
def test_fifteenth_of_each_month_gives_twelve_days_holidays_shifted() -> None:
    found = days(DayRule(ReceptionKind.MONTHLY_DAY, day=15))
    assert len(found) == 12
    assert all(TABLE.is_working(day) for day in found)
    assert found[0] == date(2026, 1, 15)
    # 15 February 2026 lies in the Spring Festival.
    assert found[1] == TABLE.next_working(date(2026, 2, 15))


def test_thirty_first_falls_on_the_last_day_of_a_short_month() -> None:
    found = days(DayRule(ReceptionKind.MONTHLY_DAY, day=31))
    assert len(found) == 12
    assert {date(2026, 2, 28), date(2026, 4, 30), date(2026, 11, 2)} <= set(found)


@pytest.mark.rule("S12-02")
def test_first_monday_is_the_presidents_and_the_others_are_the_deputies() -> None:
    found = reception_days([MONDAYS, FIRST_MONDAY], *YEAR, shift=HolidayShift.NEXT_WORKING_DAY, table=TABLE)
    assert [day for day, rule in found if rule == FIRST_MONDAY] == days(FIRST_MONDAY)
    assert len({day for day, _ in found}) == len(found)
    april = [f"{day:%d}{'一' if rule == FIRST_MONDAY else ''}" for day, rule in found if day.month == 4]
    assert april == ["07一", "13", "20", "27"]


def test_every_day_is_every_working_day_make_up_days_as_well() -> None:
    found = days(DayRule(ReceptionKind.DAILY))
    assert found == [date.fromordinal(n) for n in range(YEAR[0].toordinal(), YEAR[1].toordinal() + 1)
                     if TABLE.is_working(date.fromordinal(n))]  # fmt: skip


@pytest.mark.rule("S12-02")
@pytest.mark.parametrize("times", [1, 4, 7, 40])
def test_turns_are_fair(times: int) -> None:
    counted = Counter(take_turns(times, ["甲", "乙", "丙"], {}))
    assert max(counted.values()) - min(counted.get(one, 0) for one in "甲乙丙") <= 1


@pytest.mark.rule("S12-02")
def test_turns_go_on_where_the_year_left_off() -> None:
    assert take_turns(3, ["甲", "乙", "丙"], {"甲": 5, "乙": 4, "丙": 5}) == ["乙", "甲", "乙"]


def test_newcomer_makes_up_for_nothing() -> None:
    assert Counter(take_turns(6, ["甲", "乙", "新"], {"甲": 9, "乙": 9})) == {"新": 2, "甲": 2, "乙": 2}
