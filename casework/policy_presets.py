"""The 16 presets (rules.md C3): what the office's own documents decided, as values over the defaults."""

from __future__ import annotations

from typing import Any

WORKING, CALENDAR = "working", "calendar"


def _days(number: int, day_type: str = CALENDAR) -> dict[str, Any]:
    return {"days": number, "day_type": day_type}


def _preset(label: str, source: str, **values: Any) -> dict[str, Any]:
    return {"label": label, "source": source, "values": values}


# The documents that decided them, by the code of the rules: screens show the title.
DOCUMENTS = {
    "S01": "受理群众来信来访制度",
    "S03": "信访办理、信息管理和领导责任制度",
    "S04": "客户关系维护费用管理制度",
    "S06": "大客户管理办法",
    "S07": "客户服务管理办法",
    "S09": "来信来访接待制度",
    "S10": "主要领导亲自阅办和首问责任制度",
    "S11": "单位信访工作制度",
    "S12": "领导干部接待来访方案",
    "S13": "信访工作制度",
    "S14": "来信来访工作管理制度",
    "S15": "客户服务投诉管理制度",
    "S16": "客户服务体系管理制度",
    "S17": "售后服务管理制度",
    "S18": "处理来信来访的工作原则",
    "S19": "群众与领导交流谈心制度",
    "S20": "信访代理制度",
    "S21": "信访稳定和日工作制度",
}
FIRST_LEADERS = {"ordinary": ["chief_leader"], "important": ["chief_leader"]}
ELSE_OTHERS = ["chief_leader", "deputy_leader", "unit_head"]
FIRST_LEADER_OR_OTHERS = {"ordinary": ELSE_OTHERS, "important": ELSE_OTHERS}
PRESETS: dict[str, dict[str, Any]] = {
    "congress": _preset(
        "乡镇人大", "S01",
        reception_required_posts=["主席", "副主席"],
        reception_inviter_posts=["主席"],
        archive_policy="all",
    ),
    "general": _preset(
        "机关通用", "S03、S09、S18",
        initial_opinion_within=_days(0),
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
        annotators=FIRST_LEADER_OR_OTHERS,
        annotation_must_assign=True,
        annotate_fallback=True,
        reception_fallback=["chief_leader", "deputy_leader", "petition_officer", "unit_head"],
        head_word_first=True,
        closing_signers=["unit_head", "chief_leader"],
        # S10-05: what is important the first leader reports upward.
        signoff_route={"ordinary": ["unit_head"], "major": ["chief_leader"]},
        register_title="来信来访登记册",
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
        urgency_scale={"ordinary": "一般件", "urgent": "需当即办理件", "critical": "特急件"},
        visit_register_title="院长、副院长接待上访当事人登记表",
        reception_holiday_shift="next_working_day",
    ),
    "three_five": _preset(
        "三五天机关", "S13",
        # S13-07 names no number of days: one working day is this product's reading.
        present_within=_days(1, WORKING),
        annotate_scope="all",
        handle_limit={"ordinary": _days(5), "urgent": _days(3), "critical": _days(3)},
        handle_start="annotation",
        transfer_limit=_days(3),
        interim_report_allowed=True,
        columns_before_closing=True,
        closing_signers=["unit_head", "deputy_leader"],
        urgency_scale={"ordinary": "一般件", "urgent": "急件", "critical": "特急件"},
        register_title="来信来访专册",
        letter_register_title="来信登记册（专册）",
    ),
    "bureau_system": _preset(
        "系统单位（局）", "S14",
        # S14-06 says “立即”: the same day.
        head_word_first=True,
        assign_within=_days(0),
        reply_by={"superior": "office", "received": "department", "own": "department"},
        register_title="来信来访台账",
        letter_register_title="来信台账",
        visit_register_title="来访台账",
    ),
    "masses_county": _preset(
        "县群工部", "S19",
        substitute_requires_acceptance=True,
        annotate_fallback=False,
        return_needs_consent=True,
        # 条例第二十三条第三款: whoever is competent tells the petitioner of what the office passed on.
        acceptance_notice_by="organ",
    ),
    "town_proxy": _preset("乡镇信访代理", "S20", agents_per_village=1),
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
