"""Days and limits: the golden dates of the office, and properties that hold for every date."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.deadlines import DayType, HolidayTable, Limit, Roll, due, explain
from casework.holidays import SHIPPED, parse
from casework.models import DayKind
from petitions import deadlines

YEARS = parse(SHIPPED.read_text(encoding="utf-8"))
TABLE = HolidayTable(
    holidays={d: name for _, days in YEARS.values() for d, kind, name in days if kind == DayKind.HOLIDAY},
    workdays=frozenset(d for _, days in YEARS.values() for d, kind, _ in days if kind == DayKind.WORKDAY),
    years=frozenset(YEARS),
)
DAYS = st.dates(min_value=date(2025, 1, 1), max_value=date(2026, 9, 30))
LIMITS = st.integers(min_value=1, max_value=90)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "found", "expected"),
    [
        ("2026-01-28", deadlines.route_due, "2026-02-12"),  # F-01
        ("2026-02-13", deadlines.objection_due, "2026-02-27"),  # F-02
        ("2026-03-02", deadlines.handling_due, "2026-05-06"),  # F-03
        ("2026-09-22", deadlines.notice_due, "2026-10-08"),  # F-06
        ("2026-02-13", deadlines.notice_due, "2026-02-28"),  # a Saturday worked does not roll
    ],
)
def test_statutory_dates(start: str, found: object, expected: str) -> None:
    assert found(day(start), TABLE).on == day(expected)  # type: ignore[operator]


def test_f04_extension_is_counted_from_the_unrolled_day() -> None:
    found = deadlines.extended_due(day("2026-03-02"), 30, TABLE, already_extended=False)
    assert (found.raw, found.on) == (day("2026-05-31"), day("2026-06-01"))


@pytest.mark.parametrize("days", [31, 0, -1])
def test_f04_extension_out_of_bounds_is_refused(days: int) -> None:
    with pytest.raises(deadlines.DeadlineError, match="第三十四条"):
        deadlines.extended_due(day("2026-03-02"), days, TABLE, already_extended=False)


def test_f04_second_extension_is_refused() -> None:
    with pytest.raises(deadlines.DeadlineError, match="只能延长一次"):
        deadlines.extended_due(day("2026-03-02"), 10, TABLE, already_extended=True)


def test_f05_review_application_last_day() -> None:
    delivered = day("2026-01-28")
    assert deadlines.last_day_for_review(delivered, TABLE) == day("2026-02-27")
    assert deadlines.review_refusal(delivered, day("2026-02-27"), "", TABLE) is None
    assert deadlines.review_refusal(delivered, day("2026-02-28"), "", TABLE) is not None
    assert deadlines.review_refusal(delivered, day("2026-02-28"), "住院", TABLE) is None


@pytest.mark.rule("S10-06")
def test_f07_third_working_day() -> None:
    limit = Limit(3, DayType.WORKING)
    assert deadlines.annotation_due(day("2026-02-13"), limit, TABLE).on == day("2026-02-25")


@pytest.mark.rule("S13-09")
@pytest.mark.rule("S13-12")
def test_f08_five_days_by_calendar_and_by_working_days() -> None:
    calendar = due(day("2026-02-13"), Limit(5), TABLE)
    assert (calendar.raw, calendar.on) == (day("2026-02-18"), day("2026-02-24"))
    assert due(day("2026-02-13"), Limit(5, DayType.WORKING), TABLE).on == day("2026-02-27")


def test_explanation_is_one_sentence_with_the_holidays() -> None:
    limit = Limit(5, DayType.WORKING)
    text = explain(day("2026-02-13"), "阅批", "一般件", limit, due(day("2026-02-13"), limit, TABLE), TABLE)
    assert text == "2月13日阅批，一般件5个工作日，春节2月15—23日放假、2月14日上班，到期2月27日"


def test_explanation_names_a_year_without_notice() -> None:
    limit = Limit(60)
    text = explain(day("2026-12-01"), "受理", "法定", limit, due(day("2026-12-01"), limit, TABLE), TABLE)
    assert (
        text
        == "12月1日受理，法定60日，1月30日遇休息日顺延，到期2027年2月1日（部分年份放假安排尚未公布，暂按法定节假日推算）"
    )


@pytest.mark.parametrize("month", range(1, 13))
def test_working_days_of_a_month(month: int) -> None:
    expected = {1: "2026-01-06", 2: "2026-02-04", 5: "2026-05-08", 10: "2026-10-10", 12: "2026-12-03"}
    if month in expected:
        assert TABLE.nth_working_of_month(2026, month, 3) == day(expected[month])
    else:
        assert TABLE.nth_working_of_month(2026, month, 3).month == month


def test_every_day_agrees_with_a_second_source() -> None:
    span = [date(2025, 1, 1) + timedelta(days=n) for n in range(730)]
    assert [d for d in span if TABLE.is_working(d) != chinese_calendar.is_workday(d)] == []


@given(start=DAYS, days=LIMITS)
def test_due_day_is_a_working_day_and_never_before_the_raw_day(start: date, days: int) -> None:
    found = due(start, Limit(days), TABLE)
    assert found.raw == start + timedelta(days=days)
    assert found.on >= found.raw
    assert TABLE.is_working(found.on)


@given(start=DAYS, days=st.integers(min_value=1, max_value=30))
def test_working_days_between_start_and_due_are_the_limit(start: date, days: int) -> None:
    found = due(start, Limit(days, DayType.WORKING), TABLE)
    assert TABLE.working_between(start, found.on) == days


@given(start=DAYS, days=LIMITS)
def test_longer_limit_is_never_due_earlier(start: date, days: int) -> None:
    for day_type in DayType:
        assert due(start, Limit(days, day_type), TABLE).on <= due(start, Limit(days + 1, day_type), TABLE).on


@given(start=DAYS, days=LIMITS)
def test_rolling_back_never_passes_the_start(start: date, days: int) -> None:
    assert start <= due(start, Limit(days), TABLE, Roll.BACK).on <= start + timedelta(days=days)
