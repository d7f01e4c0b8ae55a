"""What the law fixes, as a dated table that no unit can lengthen (rules.md C1.1). Read only; a new law is a new row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casework.deadlines import DayType, Limit

XF = "《信访工作条例》"
JC = "《纪检监察机关处理检举控告工作规则》"
XF_SINCE, JC_SINCE = date(2022, 5, 1), date(2020, 1, 21)


@dataclass(frozen=True)
class StatutoryRule:
    """One duty with its limit, the article that sets it, and the days on which it holds."""

    code: str
    what: str
    value: str
    starts: str
    article: str
    since: date
    limit: Limit | None = None
    until: date | None = None


def _days(
    code: str, what: str, days: Limit, starts: str, article: str, since: date = XF_SINCE
) -> StatutoryRule:
    return StatutoryRule(code, what, f"{days}内", starts, article, since, days)


WORKING = DayType.WORKING
TABLE: tuple[StatutoryRule, ...] = (
    _days("XF_ROUTE", "信访部门转送、交办", Limit(15), "收到信访事项", f"{XF}第二十二条"),
    _days("XF_NOTICE_DIRECT", "直接收到的机关书面告知", Limit(15), "收到信访事项", f"{XF}第二十三条第二款"),
    _days("XF_NOTICE_TRANSFER", "收到转送、交办后书面告知", Limit(15), "收到转送、交办", f"{XF}第二十三条第三款"),
    _days("XF_OBJECT", "对转送、交办提出异议", Limit(5, WORKING), "收到转送、交办", f"{XF}第二十三条第三款"),
    _days("XF_HANDLE", "办结（限第三十一条第六项）", Limit(60), "受理", f"{XF}第三十四条"),
    StatutoryRule("XF_EXTEND", "延长办理期限", "一次，不超过30日", "原期限届满，经负责人批准并告知理由",
                  f"{XF}第三十四条", XF_SINCE, Limit(30)),
    _days("XF_REVIEW_APPLY", "申请复查", Limit(30), "收到书面答复", f"{XF}第三十五条"),
    _days("XF_REVIEW_DECIDE", "提出复查意见", Limit(30), "收到复查请求", f"{XF}第三十五条"),
    _days("XF_REREVIEW_APPLY", "申请复核", Limit(30), "收到复查答复", f"{XF}第三十六条"),
    _days("XF_REREVIEW_DECIDE", "提出复核意见（听证时间不计）", Limit(30), "收到复核请求", f"{XF}第三十六条"),
    StatutoryRule("XF_REPS", "走访推选代表", "不超过5人", "多人提出共同事项", f"{XF}第二十条", XF_SINCE),
    _days("JC_NOTICE", "实名检举控告告知受理情况", Limit(15, WORKING), "收到实名检举控告", f"{JC}实名部分", JC_SINCE),
    _days("JC_RESULT", "实名检举控告反馈结果", Limit(15, WORKING), "办结", f"{JC}实名部分", JC_SINCE),
    _days("JC_UP", "移送上级纪检监察机关", Limit(5, WORKING), "收到", f"{JC}第十五条", JC_SINCE),
    _days("JC_DOWN", "处理上级转来的检举控告", Limit(5, WORKING), "收到转送", f"{JC}第十六条", JC_SINCE),
    StatutoryRule("LOG_KEEP", "保存日志", "不少于6个月", "日志产生", "《网络安全法》", date(2017, 6, 1)),
    StatutoryRule("PIA_KEEP", "保存个人信息保护影响评估报告", "不少于3年", "评估完成",
                  "《个人信息保护法》第五十六条", date(2021, 11, 1)),
    StatutoryRule("SHARE_KEEP", "保存提供、委托处理个人信息的记录", "不少于3年", "提供或委托",
                  "《网络数据安全管理条例》第十二条", date(2025, 1, 1)),
)  # fmt: skip


def in_force(on: date) -> list[StatutoryRule]:
    """The rules that hold on a day."""
    return [one for one in TABLE if one.since <= on and (one.until is None or on <= one.until)]


def rule(code: str) -> StatutoryRule:
    """One row. Raises KeyError for a code outside the table."""
    return {one.code: one for one in TABLE}[code]


def cap(code: str) -> tuple[Limit, str]:
    """The longest limit that a row allows, and its article."""
    found = rule(code)
    assert found.limit is not None
    return found.limit, found.article
