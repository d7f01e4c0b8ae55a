"""Every deadline case of the samples, as numbers; and what holds of every date."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.deadlines import DayType, HolidayTable, Limit, Roll, due, rolled
from casework.policy_shapes import longest
from petitions import deadlines
from tests.casework.test_deadlines import DAYS, TABLE

CALENDAR, WORKING = DayType.CALENDAR, DayType.WORKING
CASES = {
    "DL01": ("2026-01-28", CALENDAR, 15, "2026-02-12", "2026-02-12"),
    "DL02": ("2026-02-13", WORKING, 5, "2026-02-27", "2026-02-27"),
    "DL03": ("2026-03-02", CALENDAR, 60, "2026-05-01", "2026-05-06"),
    "DL04": ("2026-03-02", CALENDAR, 90, "2026-05-31", "2026-06-01"),
    "DL05": ("2026-01-28", CALENDAR, 30, "2026-02-27", "2026-02-27"),
    "DL06": ("2026-09-22", CALENDAR, 15, "2026-10-07", "2026-10-08"),
    "DL07": ("2026-02-13", WORKING, 3, "2026-02-25", "2026-02-25"),
    "DL08": ("2026-02-13", CALENDAR, 5, "2026-02-18", "2026-02-24"),
    "DL09": ("2026-02-13", WORKING, 5, "2026-02-27", "2026-02-27"),
    "DL10": ("2026-02-13", WORKING, 1, "2026-02-14", "2026-02-14"),
    "DL11": ("2026-02-13", WORKING, 2, "2026-02-24", "2026-02-24"),
    "DL12": ("2026-01-20", WORKING, 15, "2026-02-10", "2026-02-10"),
    "DL13": ("2026-02-13", CALENDAR, 15, "2026-02-28", "2026-02-28"),
}


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.rule("F-01", "F-02", "F-03", "F-06", "F-07", "F-08")
@pytest.mark.parametrize("name", CASES)
def test_deadline_case(name: str) -> None:
    start, day_type, number, raw, on = CASES[name]
    found = due(day(start), Limit(number, day_type), TABLE)
    assert (found.raw, found.on) == (day(raw), day(on))


@pytest.mark.rule("F-02")
def test_objection_over_the_spring_festival() -> None:
    assert deadlines.objection_due(day("2026-02-13"), TABLE).on == day("2026-02-27")


@pytest.mark.rule("F-03", "F-04")
def test_handling_and_its_only_extension() -> None:
    start = day("2026-03-02")
    assert deadlines.handling_due(start, TABLE).on == day("2026-05-06")
    assert deadlines.extended_due(start, 30, TABLE, already_extended=False).on == day("2026-06-01")
    for days, before in ((31, False), (30, True)):
        with pytest.raises(deadlines.DeadlineError):
            deadlines.extended_due(start, days, TABLE, already_extended=before)


@pytest.mark.rule("F-05")
def test_review_is_asked_for_within_thirty_days_or_with_a_reason() -> None:
    delivered = day("2026-01-28")
    asked = [(day("2026-02-27"), ""), (day("2026-02-28"), ""), (day("2026-02-28"), "住院")]
    late = [deadlines.review_refusal(delivered, on, why, TABLE) for on, why in asked]
    assert [bool(one) for one in late] == [False, True, False]


def test_hearing_days_are_not_counted() -> None:
    asked = day("2026-03-02")
    assert deadlines.review_due(asked, TABLE).on == day("2026-04-01")
    held = deadlines.days_of_hearing(day("2026-03-10"), day("2026-03-12"))
    assert (held, deadlines.rereview_due(asked, TABLE, held).raw) == (3, day("2026-04-04"))
    with pytest.raises(deadlines.DeadlineError):
        deadlines.days_of_hearing(day("2026-03-12"), day("2026-03-10"))
    with pytest.raises(deadlines.DeadlineError):
        deadlines.rereview_due(asked, TABLE, -1)


@given(start=DAYS, hearing=st.integers(0, 60))
def test_a_hearing_only_ever_gives_more_time(start: date, hearing: int) -> None:
    plain = deadlines.rereview_due(start, TABLE)
    found = deadlines.rereview_due(start, TABLE, hearing)
    assert found.raw - plain.raw == timedelta(days=hearing)
    assert TABLE.is_working(found.on)


@given(start=DAYS, days=st.integers(1, 30))
def test_no_extension_ends_before_the_sixty_days(start: date, days: int) -> None:
    found = deadlines.extended_due(start, days, TABLE, already_extended=False)
    assert deadlines.handling_due(start, TABLE).on <= found.on
    assert found.raw == start + timedelta(days=60 + days)


@given(start=DAYS, days=st.integers(0, 40), day_type=st.sampled_from(DayType))
def test_no_limit_takes_longer_than_its_longest(start: date, days: int, day_type: DayType) -> None:
    limit = Limit(days, day_type)
    assert (due(start, limit, TABLE, Roll.NONE).raw - start).days <= max(longest(limit, TABLE), 0)


@given(start=DAYS, days=st.integers(1, 40))
def test_without_holidays_weekends_alone_stretch(start: date, days: int) -> None:
    table, limit = HolidayTable(), Limit(days, WORKING)
    assert (due(start, limit, table).on - start).days <= longest(limit, table)


@given(start=DAYS, roll=st.sampled_from(Roll))
def test_rolling_twice_changes_nothing_more(start: date, roll: Roll) -> None:
    once = rolled(start, TABLE, roll)
    assert rolled(once, TABLE, roll) == once
