"""Dates as people type them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from petitions.ledger_import.dates import DateProblem, Moment, read_date
from petitions.ledger_import.reading import Cell

DAY = date(2019, 4, 24)


@pytest.mark.parametrize(
    "typed",
    [
        "2019/4/24", "2019.4.24", "2019-04-24", "2019年4月24日", "2019年4月24号", "20190424", "19-4-24", "２０１９．４．２４",
        "2019 年 4 月 24 日", "2019年04月24日（星期三）", "2019-4-24 周三", "2019—4—24", "2019。4。24", "2019、4、24", "2019 4 24",
        "二〇一九年四月二十四日", "二零一九年四月廿四日", "二○一九年四月二十四日", "4月24日", "4.24", "4-24", "四月二十四日", " 2019/4/24 ",
        "43579", 43579, 43579.0, 20190424, 20190424.0, 4.24, DAY, datetime(2019, 4, 24), "2019/4/24,",
    ],
)  # fmt: skip
def test_the_same_day_in_every_form(typed: Cell) -> None:
    assert read_date(typed, default_year=2019) == Moment(DAY)


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("2019/4/24 16:03:40", time(16, 3, 40)),
        ("2019/4/24 9:49", time(9, 49)),
        ("2019-04-24T16:03:40", time(16, 3, 40)),
        ("2019年4月24日16时3分", time(16, 3)),
        ("2019年4月24日 下午3点", time(15)),
        ("2019.4.24 上午9:30", time(9, 30)),
        ("2019-4-24 4:03 PM", time(16, 3)),
        ("20190424160340", time(16, 3, 40)),
        ("20190424 16:03", time(16, 3)),
        (43579.75, time(18)),
        (datetime(2019, 4, 24, 16, 3, 40), time(16, 3, 40)),
    ],
)
def test_time_of_day_is_kept(typed: Cell, at: time) -> None:
    assert read_date(typed) == Moment(DAY, at)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("2019-2-29", "2019年2月没有29日。"),
        ("2019年4月31日", "2019年4月没有31日。"),
        ("2019/13/1", "没有13月。"),
        ("2019-0-5", "没有0月。"),
        (20190431, "2019年4月没有31日。"),
        ("4月24日", "没有年份，请补上年份，或指定台账的年份。"),
        ("2019年4月", "只有年和月，缺少日。"),
        ("2019", "日期不完整，请写成“2019-04-24”的样子。"),
        ("201904", "看不懂这个日期，请写成“2019-04-24”或“2019年4月24日”的样子。"),
        ("4/24/2019", "年份写在最后，分不清月和日，请写成“2019-04-24”的样子。"),
        ("219-4-24", "年份“219”少了一位。"),
        ("1919-4-24", "年份1919不在1949至2099年之间。"),
        ("2019.4.24-4.26", "写的不止一个日期，请只写一个日期。"),
        ("4月24日至26日", "写的是一段时间，请只写一个日期。"),
        (4.1, "“4.1”被表格存成了小数，分不清是1日还是10日，请写成“4月1日”的样子。"),
        ("2019-4-24 25:00", "时间“25:00”不存在。"),
        ("不详", "看不懂这个日期，请写成“2019-04-24”或“2019年4月24日”的样子。"),
        ("  ", "日期为空。"),
        (True, "不是日期。"),
        (timedelta(hours=3), "不是日期。"),
    ],
)
def test_impossible_or_unclear_dates_say_why(typed: Cell, reason: str) -> None:
    with pytest.raises(DateProblem) as problem:
        read_date(typed)
    assert str(problem.value) == reason


def chinese(number: int) -> str:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return f"{digits[tens] if tens > 1 else ''}{'十' if tens else ''}{digits[ones] if ones else ''}"


FORMS: list[Callable[[date], Cell]] = [
    lambda d: d,
    lambda d: f"{d.year}/{d.month}/{d.day}",
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: f"{d:%Y-%m-%d}",
    lambda d: f"{d:%Y%m%d}",
    lambda d: int(f"{d:%Y%m%d}"),
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d.month}月{d.day}日",
    lambda d: f"{d.month}.{d.day}",
    lambda d: f"{d.year}年{d.month}月{d.day}日".translate(
        str.maketrans("0123456789", "０１２３４５６７８９")
    ),
    lambda d: (
        f"{str(d.year).translate(str.maketrans('0123456789', '〇一二三四五六七八九'))}年{chinese(d.month)}月{chinese(d.day)}日"
    ),
    lambda d: f"{d:%y}-{d.month}-{d.day}",
    lambda d: (d - date(1899, 12, 30)).days,
    lambda d: float((d - date(1899, 12, 30)).days),
    lambda d: str((d - date(1899, 12, 30)).days),
]


@pytest.mark.parametrize("form", FORMS)
@given(day=st.dates(date(1950, 1, 1), date(2049, 12, 31)))
@example(day=date(2020, 2, 29))
@example(day=date(2019, 10, 10))
def test_every_form_gives_back_the_day(form: Callable[[date], Cell], day: date) -> None:
    assert read_date(form(day), default_year=day.year) == Moment(day)


@given(moment=st.datetimes(datetime(1950, 1, 1), datetime(2049, 12, 31)))
def test_times_come_back_to_the_second(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    wanted = Moment(moment.date(), moment.time() if moment.time() != time() else None)
    serial = (moment - datetime(1899, 12, 30)) / timedelta(days=1)
    assert read_date(serial) == wanted
    assert read_date(moment) == wanted
    assert read_date(f"{moment:%Y/%m/%d %H:%M:%S}") == Moment(moment.date(), moment.time())


@given(st.text() | st.floats() | st.integers())
def test_anything_is_either_a_date_or_refused_with_a_sentence(value: Cell) -> None:
    reason = ""
    try:
        moment = read_date(value, default_year=2019)
    except DateProblem as problem:
        reason = str(problem)
    assert reason.endswith("。") if reason else 1949 <= moment.day.year <= 2099
