"""单位政策: what offices decide differently, as presets of plain values, under the law as cap.

`BASE` holds the defaults; `policy_presets` what the office's own documents decided; `policy_keys` the name, shape and
rule of each key; `casework.models.office` looks a unit's values up. A case keeps a copy of what held when it was
registered and reads it through `Policy`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from casework.deadlines import HolidayTable, Limit
from casework.policy_keys import CUSTOMERS, KEYS
from casework.policy_presets import DEFAULT_PRESET, DOCUMENTS, PRESETS
from casework.policy_shapes import Parts, limit_from

__all__ = [
    "BASE",
    "DEFAULT_PRESET",
    "PRESETS",
    "PRESET_CHOICES",
    "Policy",
    "merged",
    "problems",
    "same_policy",
]

BASE: dict[str, Any] = {
    "register_within": "same_day",
    # C-01, S09-13: within how long the desk suggests what to do (当日事当日结); None means no clock.
    "initial_opinion_within": None,
    # S13-07: within how long after registration what a leader must read is put before one; None means no clock.
    "present_within": None,
    "annotate_scope": "all",
    "annotate_limit": None,
    "annotators": {
        "ordinary": ["unit_head", "deputy_leader", "chief_leader"],
        "important": ["deputy_leader", "chief_leader"],
    },
    "annotation_must_assign": False,
    # C-25: the three steps are the same everywhere; what an office calls them is its own.
    "urgency_scale": {"ordinary": "一般件", "urgent": "急件", "critical": "特急件"},
    "handle_limit": {
        "ordinary": {"days": 5, "day_type": "calendar"},
        "urgent": {"days": 3, "day_type": "calendar"},
        "critical": {"days": 3, "day_type": "calendar"},
    },
    "handle_start": "annotation",
    "transfer_limit": {"days": 3, "day_type": "calendar"},
    "accept_within_working_days": 1,
    # S10-11, S14-06: the head of the handling unit writes a word and names the handler before the unit signs for it.
    "head_word_first": False,
    # S14-06: within how long after 交办 somebody is named to handle it; None means no clock.
    "assign_within": None,
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
    "reply_by": {"superior": "office", "received": "office", "own": "department"},
    "filing_within_working_days": 3,
    # S01-13: within how long a closed case is filed; None means no clock, only age.
    "archive_within": None,
    "first_responder_checklist": [],
    # 条例第三十六条: 复查 not applied for in time ends the procedure ("end"), or can be excused with a reason ("reason").
    "lapse_policy": "reason",
    # 条例第二十一条: for how many days after the answer the petitioner may rate it, and change the rating.
    "evaluation_window_days": 30,
    # S18-06, C-23: whose opinion is talked over face to face before closing: "appeal" (申诉), "claim" (all claims).
    "face_to_face_required_for": ["appeal"],
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
    # S18-02: after how many quiet days an open case is listed as 压置, and after how many hops as 多次流转.
    "idle_days": 10,
    "most_hops": 2,
    # A case past its limit says why and through which unit before it is reported and closed (S14-09).
    "late_cause_required": True,
    # S13-02: 单位或住址 is on record, or why it is not, before a case is closed.
    "columns_before_closing": False,
    # 催办 by itself when this much of the internal time is used (S13-11); empty: never.
    "urge_at_percent": ["50", "80", "100"],
    # S10-02: when the first leader is away another reads it and reports; False: only by their own delegation (S19-06, C-14).
    "annotate_fallback": True,
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
    # C-06: what becomes of a reception day on a day off; one of policy_keys.SHIFTS.
    "reception_holiday_shift": "next_working_day",
    # S10-02: who receives, and who in whose place; empty: nobody reports a reception to anybody.
    "reception_fallback": [],
    # S01-04: of those who receive, one holds a post with one of these words; empty: any leader will do.
    "reception_required_posts": [],
    # S01-05: who may invite others to a session, by words of the post; empty: the leader on duty.
    "reception_inviter_posts": [],
    # S19-06, C-14: a colleague stands in only after accepting in person; there is no automatic fallback.
    "substitute_requires_acceptance": True,
    # S09-09, S08-01: who signs the monthly analysis and the yearly report.
    "analysis_signer": {"monthly": "unit_head", "annual": "chief_leader"},
    # S20-03: fewer is shown as missing in the coverage of villages.
    "agents_per_village": 1,
    # 个人信息保护法第六条: roles that read 张** until they open one case with a reason.
    "masked_roles": ["deputy_leader", "chief_leader", "supervisor", "auditor"],
    # The customers' side: nothing holds there until a preset or the unit says so.
    **{name: None for name, key in KEYS.items() if key.group == CUSTOMERS},
}
CODE = re.compile(r"[A-Z]\d*-\d+$")
PRESET_CHOICES = [(code, preset["label"]) for code, preset in PRESETS.items()]


def merged(preset: str, values: dict[str, Any], source: str) -> dict[str, Any]:
    """BASE, then the preset, then a unit's own values, as a case keeps them; the customers' keys stay away."""
    chosen = {**PRESETS[preset]["values"], **values}
    kept = {
        key: filled(key, chosen.get(key, default)) for key, default in BASE.items() if not of_customers(key)
    }
    return {**kept, "preset": preset, "source": source}


def of_customers(key: str) -> bool:
    """Whether a key belongs to the customers' side: no petition keeps it."""
    return key in KEYS and KEYS[key].group == CUSTOMERS


def filled(key: str, value: Any) -> Any:
    """A value by parts with the parts that it leaves out, from the default."""
    if key in KEYS and isinstance(KEYS[key].shape, Parts) and isinstance(value, dict):
        return {**BASE[key], **value}
    return value


def problems(values: Any, table: HolidayTable) -> dict[str, str]:
    """What is wrong with a unit's own values, by key; nothing when they may be saved.

    A limit longer than the law's is refused with its article, and so is leaving out a signature that must stand (C1.6).
    """
    if not isinstance(values, dict):
        return {"": "应为一组“项：值”。"}
    found = {key: f"没有“{key}”这一项。" for key in values if key not in KEYS}
    told = {key: KEYS[key].shape.problem(value, table) for key, value in values.items() if key in KEYS}
    return found | {key: text for key, text in told.items() if text}


def same_policy(kept: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether a case keeps the very values that hold now, wherever they come from."""
    return all(kept.get(key, default) == now.get(key, default) for key, default in BASE.items())


def preset_source(preset: str) -> str:
    """三五天机关（《信访工作制度》）: the documents by their titles, a code of the rules means nothing to a reader."""
    titles = "、".join(f"《{DOCUMENTS[code]}》" for code in PRESETS[preset]["source"].split("、"))
    return f"{PRESETS[preset]['label']}（{titles}）"


def default_source(key: str) -> str:
    """产品默认, with the law where one stands behind it; codes of the rules stay off the screen."""
    laws = [one for one in KEYS[key].rule.split("、") if not CODE.match(one)] if key in KEYS else []
    return f"产品默认（{'、'.join(laws)}）" if laws else "产品默认"


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

    def source_of(self, key: str) -> str:
        """Where one value comes from: a unit's document, the preset with its rule, or the default with its rule."""
        sources: Mapping[str, str] = self.values.get("sources", {})
        if key in sources:
            return sources[key]
        preset = self.values.get("preset", "")
        if preset in PRESETS and key in PRESETS[preset]["values"]:
            return f"预设 {preset_source(preset)}"
        return default_source(key)

    def part(self, key: str, part: str) -> Any:
        """One part of a value by parts; one that a case kept before the part existed comes from the default."""
        return {**BASE[key], **self[key]}[part]

    def limit(self, key: str, urgency: str | None = None) -> Limit | None:
        """A limit of the policy; None means no clock, only age."""
        value = self[key] if urgency is None else self.part(key, urgency)
        return limit_from(value) if value else None
