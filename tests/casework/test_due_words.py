"""剩几个工作日: the badge of a due date, over holidays and make-up Saturdays of 2026."""

from __future__ import annotations

from datetime import date

import pytest

from casework.calendar import holiday_table
from casework.due_words import DueBadge, due_badge

pytestmark = pytest.mark.usefixtures("calendar")


@pytest.mark.parametrize(
    ("today", "due_on", "level", "days", "unit_word"),
    [
        (date(2026, 3, 2), date(2026, 3, 9), "ok", 5, "个工作日"),
        (date(2026, 3, 2), date(2026, 3, 5), "near", 3, "个工作日"),
        (date(2026, 3, 2), date(2026, 3, 2), "due", 0, "个工作日"),
        (date(2026, 3, 4), date(2026, 3, 2), "overdue", 2, "个工作日"),
        # 春节: from the 14th, a Saturday worked, to the first day back only days off are counted.
        (date(2026, 2, 14), date(2026, 2, 24), "near", 1, "个工作日"),
        # Only days off lie between: calendar days, never “0 个工作日”.
        (date(2026, 3, 7), date(2026, 3, 8), "near", 1, "天"),
        (date(2026, 3, 7), date(2026, 3, 6), "overdue", 1, "天"),
    ],
)
def test_badge_counts_working_days(today: date, due_on: date, level: str, days: int, unit_word: str) -> None:
    badge = due_badge(due_on, today=today, table=holiday_table())
    assert badge == DueBadge(due_on, level, days, unit_word)
    assert badge.is_late == (level == "overdue")


@pytest.mark.parametrize(
    ("met_on", "words"), [(date(2026, 3, 5), "3月5日按期完成"), (date(2026, 3, 9), "3月9日超期完成")]
)
def test_badge_of_a_met_clock_says_whether_in_time(met_on: date, words: str) -> None:
    badge = due_badge(date(2026, 3, 6), today=date(2026, 4, 1), table=holiday_table(), met_on=met_on)
    assert (badge.level, badge.text) == ("met", words)


def test_badge_without_a_limit_says_so() -> None:
    assert due_badge(None, today=date(2026, 3, 2), table=holiday_table()).text == "未设期限"
