"""The 16 presets (rules.md C3): what the office's own documents decided, as values over the defaults."""

from __future__ import annotations

from typing import Any

WORKING, CALENDAR = "working", "calendar"


def _days(number: int, day_type: str = CALENDAR) -> dict[str, Any]:
    return {"days": number, "day_type": day_type}


def _preset(label: str, source: str, **values: Any) -> dict[str, Any]:
    return {"label": label, "source": source, "values": values}


FIRST_LEADERS = {"ordinary": ["chief_leader"], "important": ["chief_leader"]}
PRESETS: dict[str, dict[str, Any]] = {
    "congress": _preset(
        "乡镇人大", "S01",
        reception_required_posts=["主席", "副主席"],
        reception_inviter_posts=["主席"],
        archive_policy="all",
    ),
    "general": _preset(
        "机关通用", "S03、S09、S18",
        annotate_scope="important",
        annotators={"ordinary": ["deputy_leader"], "important": ["chief_leader"]},
        complex_extra_signer="chief_leader",
        signoff_route={"ordinary": ["unit_head"], "major": ["deputy_leader"]},
        archive_policy="decided",
    ),
    "town_annotate": _preset(
        "镇党政（阅办）", "S10",
        annotate_scope="all",
        annotate_limit=_days(3, WORKING),
        annotators=FIRST_LEADERS,
        annotation_must_assign=True,
        closing_signers=["unit_head", "chief_leader"],
        substitute_requires_acceptance=False,
    ),
    "enterprise_office": _preset(
        "企事业单位办公室", "S11",
        register_within="at_once",
        annotate_scope="important",
        annotators={"ordinary": ["deputy_leader"], "important": ["deputy_leader"]},
        closing_signers=["unit_head"],
        reply_by={"superior": "office", "received": "office", "own": "department"},
    ),
    "court": _preset(
        "人民法院", "S12",
        annotate_limit=_days(0),
        annotators=FIRST_LEADERS,
        annotation_must_assign=True,
        visit_register_title="接待上访当事人登记表",
        reception_holiday_shift="next_working_day",
    ),
    "three_five": _preset(
        "三五天机关", "S13",
        annotate_scope="all",
        handle_limit={"ordinary": _days(5), "urgent": _days(3), "critical": _days(3)},
        handle_start="annotation",
        transfer_limit=_days(3),
        interim_report_allowed=True,
        closing_signers=["unit_head", "deputy_leader"],
        register_title="来信来访专册",
    ),
    "bureau_system": _preset(
        "系统单位（局）", "S14",
        reply_by={"superior": "office", "received": "department", "own": "department"},
        register_title="来信来访台账",
    ),
    "masses_county": _preset(
        "县群工部", "S19",
        substitute_requires_acceptance=True,
        annotate_fallback=False,
        return_needs_consent=True,
    ),
    "town_proxy": _preset("乡镇信访代理", "S20"),
    "soe_discipline": _preset(
        "国企纪检信访", "S21",
        signoff_route={"ordinary": ["deputy_leader"], "major": ["chief_leader"]},
        visit_register_title="来访登记簿",
    ),
    "key_accounts": _preset(
        "大客户（函件）", "S06",
        customer_tiers=[
            ["钻石", "5000000.00", None], ["白金", "2000000.00", "5000000.00"],
            ["黄金", "200000.00", "2000000.00"], ["VIP", "10000.00", "200000.00"],
        ],
        tier_coefficient=[["二组", "0.8", "0.9"], ["三组", "0.8", "0.9"]],
    ),
    "customer_visits": _preset(
        "客户巡访", "S07",
        customer_grades=[["A"], ["B"], ["C"], ["D"]],
        visitor_not_area_owner=True,
        technicians_per_region=[[1, 2]],
    ),
    "complaints": _preset(
        "客户投诉", "S15",
        complaint_investigate_limit=_days(1, WORKING),
        complaint_reply_limit=_days(2, WORKING),
        complaint_roles=[["受理、回访", "人事行政经理"], ["调查、处理", "被投诉部门主管"]],
    ),
    "tech_service": _preset(
        "技术服务", "S16",
        callback_rule=[[12, 1], [None, 3]],
        weekly_report=[["星期五", "12:00"]],
        complaint_roles=[["受理", "技术服务部"], ["协办", "业务部"]],
    ),
    "after_sales": _preset(
        "售后", "S17",
        service_staffing=[["客服专员", 2], ["售后工程师", 1]],
        quality_report=True,
    ),
    "expense": _preset(
        "营销费用合规", "S04、S07",
        expense_days=[["报表", 3], ["核对", 8], ["结算", 9]],
        expense_signers=["销售文员", "销售部经理", "财务"],
        expense_advance_cap=3000,
        expense_spot_checks=3,
        expense_refused=["客户工作人员及其亲属、代理人", "自然人（本单位人员凭据报销除外）", "现金、购物卡"],
    ),
}  # fmt: skip
DEFAULT_PRESET = "three_five"
