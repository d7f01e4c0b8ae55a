"""Dates as people type them into ledgers: every usual form read, every impossible or unclear one refused with its reason."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from petitions.ledger_import.reading import Cell

FIRST_YEAR = 1949
LAST_YEAR = 2099
# Two digits mean 19xx from here on, 20xx below.
CENTURY_TURN = 50

# Day 0 of a sheet's day count; the 1900 leap-day fault of spreadsheets is in it for every day from 1 March 1900.
_SERIAL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's day count knows no time zone
_SERIALS = range(
    (date(FIRST_YEAR, 1, 1) - _SERIAL_ZERO.date()).days,
    (date(LAST_YEAR, 12, 31) - _SERIAL_ZERO.date()).days + 1,
)

_NUMERALS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE_NUMBER = re.compile("[〇○零一二三四五六七八九十廿卅]+")
_WEEKDAY = re.compile(r"\(?(?:星期|周|礼拜)[一二三四五六日天1-6]\)?")
_TIME = re.compile(
    r"[T\s]*(上午|下午|晚上|早上|中午|凌晨|AM|PM)?\s*(\d{1,2})(?::|时|点)(?:(\d{1,2})(?:[:分](?:(\d{1,2})(?:\.\d+)?秒?)?)?)?\s*(AM|PM)?$",
    re.IGNORECASE,
)
_AFTERNOON = ("下午", "晚上", "PM")
_RANGE = re.compile(r"\d\s*[月日号]?\s*(?:至|到|~|～)\s*\d")


class DateProblem(ValueError):
    """Why a value is not taken as a date, in a sentence for the person who typed it."""


class Moment(NamedTuple):
    """A day, and the time of day where one was given."""

    day: date
    time: time | None = None


def read_date(value: Cell, *, default_year: int | None = None) -> Moment:
    """The date in a cell; `default_year` completes “4月24日”. Raises DateProblem."""
    if isinstance(value, datetime):
        return _checked(value.date(), value.time() if value.time() != time() else None)
    if isinstance(value, date):
        return _checked(value)
    if isinstance(value, bool | time | timedelta) or (isinstance(value, float) and not math.isfinite(value)):
        raise DateProblem("不是日期。")
    if isinstance(value, int | float):
        return _from_number(value, default_year)
    return _from_text(value, default_year)


def _checked(day: date, at: time | None = None) -> Moment:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise DateProblem(f"年份{day.year}不在{FIRST_YEAR}至{LAST_YEAR}年之间。")
    return Moment(day, at)


def _from_number(value: float, default_year: int | None) -> Moment:
    """20190424, a spreadsheet's day count with the time as fraction, or “4.24” that a sheet took for a number."""
    whole = int(value)
    if whole in _SERIALS:
        moment = _SERIAL_ZERO + timedelta(seconds=round(value * 86400))
        return _checked(moment.date(), moment.time() if moment.time() != time() else None)
    if value == whole:
        return _from_text(str(whole), default_year)
    shown = f"{value:.15g}"
    if re.fullmatch(r"\d{1,2}\.\d", shown):
        # 4.1 and 4.10 are the same number, but not the same day.
        raise DateProblem(f"“{shown}”被表格存成了小数，分不清是1日还是10日，请写成“4月1日”的样子。")
    return _from_text(shown, default_year)


def _from_text(value: str, default_year: int | None) -> Moment:
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", value)).strip(" ,;、。")
    if not text:
        raise DateProblem("日期为空。")
    text = _arabic(_WEEKDAY.sub("", text)).strip()
    if re.fullmatch(r"\d{5}(\.\d+)?", text, re.ASCII) and int(float(text)) in _SERIALS:
        return _from_number(float(text), default_year)
    if _RANGE.search(text):
        raise DateProblem("写的是一段时间，请只写一个日期。")
    compact = re.fullmatch(r"(\d{8})(\d{2})(\d{2})(\d{2})", text, re.ASCII)
    if compact:
        text = "{} {}:{}:{}".format(*compact.groups())
    text, at = _split_time(text)
    year, month, day = _parts(text, default_year)
    return _checked(_real(year, month, day), at)


def _arabic(text: str) -> str:
    """二〇一九年四月二十四日 → 2019年4月24日."""
    return _CHINESE_NUMBER.sub(lambda found: _arabic_number(found[0]), text)


def _arabic_number(text: str) -> str:
    text = text.replace("廿", "二十").replace("卅", "三十")
    if "十" not in text:
        return text.translate(_NUMERALS)
    tens, _, ones = text.partition("十")
    return f"{tens.translate(_NUMERALS) or '1'}{ones.translate(_NUMERALS) or '0'}"


def _split_time(text: str) -> tuple[str, time | None]:
    found = _TIME.search(text)
    if not found:
        return text, None
    before, hours, minutes, seconds, after = found.groups()
    hour = int(hours)
    if (after or before or "").upper() in _AFTERNOON and hour < 12:
        hour += 12
    try:
        return text[: found.start()], time(hour, int(minutes or 0), int(seconds or 0))
    except ValueError:
        raise DateProblem(f"时间“{found[0].strip()}”不存在。") from None


def _parts(text: str, default_year: int | None) -> tuple[int, int, int]:
    """Year, month and day of a text without its time."""
    packed = re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text, re.ASCII)
    if packed:
        year, month, day = (int(part) for part in packed.groups())
        return year, month, day
    # Every mark that stands between year, month and day in ledgers, the Chinese ones included.
    numbers = re.split(r"\s*(?:[年月\-‐‑–—−./。、,\\]|\s)\s*", re.sub(r"\s*[年月日号]?\s*$", "", text))
    if not numbers or not all(re.fullmatch(r"\d{1,4}", number, re.ASCII) for number in numbers):
        raise DateProblem("看不懂这个日期，请写成“2019-04-24”或“2019年4月24日”的样子。")
    if len(numbers) == 3:
        if len(numbers[2]) == 4 and len(numbers[0]) < 3:
            raise DateProblem("年份写在最后，分不清月和日，请写成“2019-04-24”的样子。")
        return _full_year(numbers[0]), int(numbers[1]), int(numbers[2])
    if len(numbers) == 2 and len(numbers[0]) == 4:
        raise DateProblem("只有年和月，缺少日。")
    if len(numbers) == 2:
        if default_year is None:
            raise DateProblem("没有年份，请补上年份，或指定台账的年份。")
        return default_year, int(numbers[0]), int(numbers[1])
    if len(numbers) > 3:
        raise DateProblem("写的不止一个日期，请只写一个日期。")
    raise DateProblem("日期不完整，请写成“2019-04-24”的样子。")


def _full_year(text: str) -> int:
    if len(text) == 4:
        return int(text)
    if len(text) == 3:
        raise DateProblem(f"年份“{text}”少了一位。")
    return int(text) + (1900 if int(text) >= CENTURY_TURN else 2000)


def _real(year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise DateProblem(f"没有{month}月。")
    try:
        return date(year, month, day)
    except ValueError:
        raise DateProblem(f"{year}年{month}月没有{day}日。") from None
