"""单位政策: what offices decide differently, as presets of plain values, under the law as cap.

Two presets to begin with: 三五天机关 (S13: five days, three for urgent ones, transfer within three) and
镇党政（阅办） (S10: the first leaders read everything by the third working day). Values not named in a preset are
those of `BASE`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from casework.deadlines import DayType, Limit

# Upper bounds by law, in days as the law counts them (信访工作条例 2022), with the article that is quoted.
STATUTORY_CAPS: dict[str, tuple[Limit, str]] = {
    "transfer_limit": (Limit(15), "《信访工作条例》第二十二条：15日内转送、交办"),
    "handle_limit": (Limit(60), "《信访工作条例》第三十四条：60日内办结"),
}

# What may become of a reception day on a day off (C-06).
SHIFTS = ("next_working_day", "same_weekday_next_week", "skip")

BASE: dict[str, Any] = {
    "register_within": "same_day",
    "annotate_scope": "all",
    "annotate_limit": None,
    "annotators": {
        "ordinary": ["unit_head", "deputy_leader", "chief_leader"],
        "important": ["deputy_leader", "chief_leader"],
    },
    "annotation_must_assign": False,
    "handle_limit": {
        "ordinary": {"days": 5, "day_type": "calendar"},
        "urgent": {"days": 3, "day_type": "calendar"},
        "critical": {"days": 3, "day_type": "calendar"},
    },
    "handle_start": "annotation",
    "transfer_limit": {"days": 3, "day_type": "calendar"},
    "accept_within_working_days": 1,
    # S08-06: codes of the content classes in which 调查 and 协调 come before enforcement; “*” is every class.
    "ordered_steps_for": ["*"],
    # 条例第二十三条: whether a unit outside the own house may hand an assigned item back at once (False: this office
    # agrees in advance) or only by an objection to which this office consents (True).
    "return_needs_consent": False,
    # 条例第二十四条: code of the unit that settles who is competent (联席会议); empty: the nearest common superior.
    "arbiter_unit": "",
    "interim_report_allowed": True,
    "closing_signers": ["unit_head", "deputy_leader"],
    "complex_extra_signer": "chief_leader",
    "reply_by": {"superior": "office", "own": "department"},
    "filing_within_working_days": 3,
    # S01-13: within how long a closed case is filed; None means no clock, only age.
    "archive_within": None,
    "first_responder_checklist": [],
    "collective_threshold": 5,
    "near_due_working_days": 1,
    "internal_roll": "forward",
    # 条例第二十三条: who tells the petitioner of what was given to another organ: the office that registered it, or that organ.
    "acceptance_notice_by": "office",
    # C-24: one table of data, bound as one book or as two.
    "register_title": "来信来访登记册",
    "letter_register_title": "来信登记册",
    "visit_register_title": "来访登记簿",
    # 条例第四十条 names no number of days: thirty is the product's own default.
    "supervision_reply_days": 30,
    # A case past its limit says why and through which unit before it is reported and closed (S14-09).
    "late_cause_required": True,
    # S03-14: who signs an information of each level, in order; the seed's order looks inverted and is kept.
    "signoff_route": {"ordinary": ["unit_head"], "major": ["deputy_leader"]},
    # S03-13: from how many people, or how urgent, a matter is reported at once, and within how many hours.
    # The seed says “立即”; two hours are this product's default.
    "collective_alert": 5,
    "urgent_info_on": ["urgent", "critical"],
    "urgent_report_hours": 2,
    # C-13: file all cases, or decide for each with a reason.
    "archive_policy": "decided",
    # 全宗号, the first part of every 档号; empty: the code of the unit.
    "fonds": "",
    # C-06: what becomes of a reception day on a day off; one of SHIFTS.
    "reception_holiday_shift": "next_working_day",
    # S01-04: of those who receive, one holds a post with one of these words; empty: any leader will do.
    "reception_required_posts": [],
    # S01-05: who may invite others to a session, by words of the post; empty: the leader on duty.
    "reception_inviter_posts": [],
    # S19-06, C-14: a colleague stands in only after accepting in person; there is no automatic fallback.
    "substitute_requires_acceptance": True,
    # S09-09, S08-01: who signs the monthly analysis and the yearly report.
    "analysis_signer": {"monthly": "unit_head", "annual": "chief_leader"},
}

PRESETS: dict[str, dict[str, Any]] = {
    "three_five": {"label": "三五天机关", "source": "S13", "values": {"register_title": "来信来访专册"}},
    "town_annotate": {
        "label": "镇党政（阅办）",
        "source": "S10",
        "values": {
            "annotate_limit": {"days": 3, "day_type": "working"},
            "annotators": {"ordinary": ["chief_leader"], "important": ["chief_leader"]},
            "annotation_must_assign": True,
            "closing_signers": ["unit_head", "chief_leader"],
        },
    },
}
PRESET_CHOICES = [(code, preset["label"]) for code, preset in PRESETS.items()]
DEFAULT_PRESET = "three_five"


def merged(preset: str, values: dict[str, Any], source: str) -> dict[str, Any]:
    """BASE, then the preset, then the unit's own values; `source` and `preset` name where they come from."""
    return {**BASE, **PRESETS[preset]["values"], **values, "preset": preset, "source": source}


def _limit_problem(key: str, value: Any) -> str | None:
    if value is None:
        return None
    try:
        limit = limit_from(value)
    except (KeyError, TypeError, ValueError):
        return f"“{key}”应写成 {{“days”: 天数, “day_type”: “calendar”或“working”}}。"
    if limit.days < 0:
        return f"“{key}”的天数不能为负。"
    if key in STATUTORY_CAPS:
        cap, article = STATUTORY_CAPS[key]
        # A working day is at least a calendar day; seven calendar days hold about five working ones.
        longest = limit.days if limit.day_type is DayType.CALENDAR else limit.days * 7 // 5
        if longest > cap.days:
            return f"{limit} 超过法定上限 {cap}（{article}），不能保存。"
    return None


def _route_problems(route: Any) -> list[str]:
    """Each level of information has somebody who signs it (S03-14)."""
    levels = BASE["signoff_route"]
    if not isinstance(route, dict) or set(route) - set(levels):
        return ["信息签发环节按“ordinary”（一般）、“major”（重大）分别填写。"]
    return [f"信息签发环节“{level}”不能为空。" for level, roles in route.items() if not roles]


def problems(preset: str, values: Any) -> list[str]:
    """What is wrong with a unit's own values; an empty list is fine."""
    if not isinstance(values, dict):
        return ["应为一组“项：值”。"]
    found = [f"没有“{key}”这一项。" for key in values if key not in BASE]
    limits = [
        _limit_problem(key, values[key])
        for key in ("annotate_limit", "transfer_limit", "archive_within")
        if key in values
    ]
    found += [text for text in limits if text]
    for urgency, value in (values.get("handle_limit") or {}).items():
        if urgency not in BASE["handle_limit"]:
            found.append(f"缓急没有“{urgency}”。")
        elif text := _limit_problem("handle_limit", value):
            found.append(text)
    found += _route_problems(values.get("signoff_route", {}))
    if values.get("reception_holiday_shift", SHIFTS[0]) not in SHIFTS:
        found.append("接待日遇节假日只能是：" + "、".join(SHIFTS) + "。")
    signers = values.get("closing_signers")
    if signers is not None and "unit_head" not in signers:
        found.append("审签环节不能少于承办人和部门负责人（S11-11）。")
    return found


def limit_from(value: dict[str, Any]) -> Limit:
    """A Limit from its stored form."""
    return Limit(int(value["days"]), DayType(value["day_type"]))


@dataclass(frozen=True)
class Policy:
    """The values that hold for one case (a snapshot from its registration)."""

    values: dict[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.values.get(key, BASE[key])

    @property
    def source(self) -> str:
        """Where they come from, for “为什么”."""
        return str(self.values.get("source", "产品默认"))

    def limit(self, key: str, urgency: str | None = None) -> Limit | None:
        """A limit of the policy; None means no clock, only age."""
        value = self[key]
        if urgency is not None:
            value = {**BASE[key], **value}[urgency]
        return limit_from(value) if value else None
