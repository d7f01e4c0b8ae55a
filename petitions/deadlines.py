"""The dates of petition work as pure functions over a holiday table; each names its article or rule."""

from __future__ import annotations

from datetime import date

from casework.deadlines import DayType, Due, HolidayTable, Limit, due

ARTICLE_ROUTE = "《信访工作条例》第二十二条"
ARTICLE_NOTICE = "《信访工作条例》第二十三条"
ARTICLE_HANDLE = "《信访工作条例》第三十四条"
ARTICLE_REVIEW = "《信访工作条例》第三十五条"
ARTICLE_REREVIEW = "《信访工作条例》第三十六条"
# 纪检监察机关处理检举控告工作规则 (2020): the part on accusations under a real name.
ARTICLE_ACCUSATION = "《纪检监察机关处理检举控告工作规则》"

ROUTE = Limit(15)
NOTICE = Limit(15)
OBJECTION = Limit(5, DayType.WORKING)
HANDLE = Limit(60)
# 《纪检监察机关处理检举控告工作规则》(2020)
ARTICLE_JC = "《纪检监察机关处理检举控告工作规则》"
JC_NOTICE = Limit(15, DayType.WORKING)
JC_RESULT = Limit(15, DayType.WORKING)
JC_UP = Limit(5, DayType.WORKING)
JC_DOWN = Limit(5, DayType.WORKING)
MAX_EXTENSION_DAYS = 30
REVIEW_APPLICATION = Limit(30)
REVIEW = Limit(30)
REREVIEW = Limit(30)
ACCUSATION_NOTICE = Limit(15, DayType.WORKING)


class DeadlineError(ValueError):
    """A date that the law does not allow; the text is fit for the page."""


def route_due(received_on: date, table: HolidayTable) -> Due:
    """信访部门收到后15日内转送、交办 (条例第二十二条)."""
    return due(received_on, ROUTE, table)


def notice_due(received_on: date, table: HolidayTable) -> Due:
    """收到之日起15日内书面告知 (条例第二十三条第二、三款)."""
    return due(received_on, NOTICE, table)


def objection_due(received_on: date, table: HolidayTable) -> Due:
    """不属本机关职权的，5个工作日内提出异议 (条例第二十三条第三款)."""
    return due(received_on, OBJECTION, table)


def handling_due(accepted_on: date, table: HolidayTable) -> Due:
    """受理之日起60日内办结，仅适用于第三十一条第六项 (条例第三十四条)."""
    return due(accepted_on, HANDLE, table)


def extended_due(accepted_on: date, days: int, table: HolidayTable, *, already_extended: bool) -> Due:
    """情况复杂的延长一次，不超过30日 (条例第三十四条), counted on from the unrolled sixtieth day.

    Raises DeadlineError for a second extension, for more than 30 days and for less than one.
    """
    if already_extended:
        raise DeadlineError(f"法定期限只能延长一次（{ARTICLE_HANDLE}）。")
    if not 1 <= days <= MAX_EXTENSION_DAYS:
        raise DeadlineError(f"延长不得超过{MAX_EXTENSION_DAYS}日（{ARTICLE_HANDLE}）。")
    return due(accepted_on, Limit(HANDLE.days + days), table)


def last_day_for_review(delivered_on: date, table: HolidayTable) -> date:
    """收到书面答复之日起30日内请求复查 (条例第三十五条)."""
    return due(delivered_on, REVIEW_APPLICATION, table).on


def review_refusal(
    delivered_on: date, applied_on: date, justified_reason: str, table: HolidayTable
) -> str | None:
    """Why an application for 复查 is late; None when it is in time or the clerk recorded a justified reason."""
    last = last_day_for_review(delivered_on, table)
    if applied_on <= last or justified_reason.strip():
        return None
    return f"已超过申请复查的期限（{last.month}月{last.day}日）；确有正当理由的，请记录理由后受理。"


def review_due(requested_on: date, table: HolidayTable) -> Due:
    """收到复查请求之日起30日内提出复查意见 (条例第三十五条)."""
    return due(requested_on, REVIEW, table)


def rereview_due(requested_on: date, table: HolidayTable, hearing_days: int = 0) -> Due:
    """收到复核请求之日起30日内提出复核意见，听证所需时间不计 (条例第三十六条)."""
    if hearing_days < 0:
        raise DeadlineError("听证天数不能为负。")
    return due(requested_on, Limit(REREVIEW.days + hearing_days), table)


def days_of_hearing(first: date, last: date) -> int:
    """Days that a hearing took, both ends counted. Raises DeadlineError when it ends before it begins."""
    if last < first:
        raise DeadlineError("听证结束日不能早于开始日。")
    return (last - first).days + 1


def accusation_notice_due(received_on: date, table: HolidayTable) -> Due:
    """实名检举控告15个工作日内告知受理情况 (纪检监察机关处理检举控告工作规则)."""
    return due(received_on, ACCUSATION_NOTICE, table)


def annotation_due(received_on: date, limit: Limit, table: HolidayTable) -> Due:
    """接访后第三个工作日内签署阅批意见 (S10-06)."""
    return due(received_on, limit, table)


def working_days_left(today: date, due_on: date, table: HolidayTable) -> int:
    """Working days from tomorrow to the due day; negative once it is past."""
    return table.working_between(today, due_on)


def is_near(today: date, due_on: date, table: HolidayTable, within: int = 3) -> bool:
    """Due today or within the next working days (督办看板 “≤3个工作日”)."""
    return today <= due_on <= table.add_working(today, within)
