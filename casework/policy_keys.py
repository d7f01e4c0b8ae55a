"""单位政策的每一项: its name in Chinese, the shape of its value, and the rule that it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.roles import Role
from casework import statutory
from casework.policy_shapes import (
    Choice,
    Flag,
    LimitShape,
    Lines,
    Parts,
    Several,
    Shape,
    Table,
    Text,
    Whole,
)
from casework.states import Urgency

LEADERS = {role.value: str(role.label) for role in (Role.UNIT_HEAD, Role.DEPUTY_LEADER, Role.CHIEF_LEADER)}
MASKABLE = (Role.DEPUTY_LEADER, Role.CHIEF_LEADER, Role.SUPERVISOR, Role.AUDITOR, Role.UNIT_HEAD)
RECEIVERS = {
    Role.CHIEF_LEADER.value: "主要领导",
    Role.DEPUTY_LEADER.value: "分管领导",
    Role.PETITION_OFFICER.value: "信访办",
    Role.UNIT_HEAD.value: "党政办（办公室）",
}
URGENCIES = {one.value: f"{one.label}件" for one in Urgency}
PETITIONS, ARCHIVE, RECEPTION, INFORMATION, PROXY, CUSTOMERS = "办理", "归档", "接访", "信息", "代理", "客户"


@dataclass(frozen=True)
class Key:
    """One thing that offices decide differently. `fixed` values are shown and set by presets alone."""

    label: str
    shape: Shape
    rule: str
    group: str = PETITIONS
    hint: str = ""
    fixed: bool = False


def _customer(label: str, shape: Shape, rule: str) -> Key:
    return Key(label, shape, rule, CUSTOMERS, fixed=True)


# C-09: where a case came from, and who then answers it.
REPLY_SOURCES = {"superior": "上级转来", "received": "办公室受理", "own": "部门自行受理"}
REPLIERS = {"office": "办公室", "department": "承办部门"}
ROLL = {"forward": "顺延到下一工作日", "back": "提前到上一工作日", "none": "不变"}
SHIFTS = {
    "next_working_day": "顺延到下一工作日",
    "same_weekday_next_week": "改到下周同日",
    "skip": "取消一次",
}
KEYS: dict[str, Key] = {
    "register_within": Key("登记时间", Choice({"same_day": "当日", "at_once": "当即"}), "S11-09、S09-13",
                           hint="只显示登记迟延，从不影响登记。"),
    "initial_opinion_within": Key("提出拟办意见时限", LimitShape(), "S09-13、C-01",
                                  hint="0日即当日；到期未提出的列入“当日未结”。不设的不计时。"),
    "present_within": Key("登记后送领导阅批时限", LimitShape(), "S13-07",
                          hint="只对须阅批的件计时；不设的不计时。"),
    "annotate_scope": Key("哪些件送领导阅批", Choice({"all": "全部", "important": "只送重要件"}), "S10-01、S11-04"),
    "annotate_limit": Key("领导阅批时限", LimitShape(), "S10-06、S12-08", hint="不设的不计时，只显示已等多久。"),
    "annotators": Key("由谁阅批（依次）", Parts({"ordinary": "一般件", "important": "重要件"}, Several(LEADERS)),
                      "S10-01、S11-04"),
    "annotation_must_assign": Key("批示须写明意见、承办单位和人员", Flag(), "S10-04"),
    "urgency_scale": Key("轻重缓急的叫法", Parts(URGENCIES, Text(12)), "S13-09、S12-15、C-25",
                         hint="统一按普通、急、特急三档办理，本单位可以另有叫法。"),
    "handle_limit": Key("办理时限", Parts(URGENCIES, LimitShape(statutory.cap("XF_HANDLE"))), "S13-09",
                        hint="内部时限；申诉求决另计法定60日。"),
    "handle_start": Key("办理时限从何时起算",
                        Choice({"registration": "登记", "annotation": "阅批（没有阅批的，交办）", "receipt": "签收"}),
                        "S13-09"),
    "transfer_limit": Key("退回后转出时限", LimitShape(statutory.cap("XF_ROUTE")), "S13-10"),
    "accept_within_working_days": Key("签收时限", Whole("个工作日", 0, 10), "S13-08"),
    "head_word_first": Key("部门负责人批示、定承办人后才能签收办理", Flag(), "S10-11、S14-06"),
    "assign_within": Key("定承办人时限", LimitShape(), "S14-06", hint="从交办起算；不设的不计时。"),
    "return_needs_consent": Key("系统外单位退回须经本单位同意", Flag(), "条例第二十三条"),
    "arbiter_unit": Key("争议裁定单位代码", Text(24, "最近的共同上级"), "条例第二十四条"),
    "ordered_steps_for": Key("先调查、协调的内容分类代码", Lines(8, "全部分类"), "S08-06", hint="每行一个；“*”为全部分类。"),
    "interim_report_allowed": Key("允许以中途报告延长内部时限", Flag("允许", "不允许"), "S13-13"),
    "closing_signers": Key(
        "办结审签（承办人之后，依次）",
        Several(LEADERS, must=frozenset({Role.UNIT_HEAD.value}),
                why="办结须承办人和部门负责人两人签字，不能少了部门负责人。"),
        "S10-07、S11-11、S13-09",
    ),
    "complex_extra_signer": Key("重大复杂疑难件加签", Choice(LEADERS), "S03-22",
                                hint="主要领导审定必不可少；选其他人的，由其加签后再送主要领导审定。"),
    "reply_by": Key("由谁答复", Parts(REPLY_SOURCES, Choice(REPLIERS)), "S11-06、S11-07、S14-10",
                    hint="不论由谁答复，文书一律用单位名义和文号；检举控告由登记单位答复。"),
    "filing_within_working_days": Key("部门自办件报备案时限", Whole("个工作日", 0, 30), "S11-07"),
    "first_responder_checklist": Key("首问责任人答复自查", Lines(), "S10-15", hint="每行一条，在答复办结页显示。"),
    "collective_threshold": Key("集体访人数", Whole("人及以上", 2, 1000), "S12-09"),
    "near_due_working_days": Key("到期前几个工作日提醒", Whole("个工作日", 0, 10), "S13-11"),
    "internal_roll": Key("内部时限遇休息日", Choice(ROLL), "民法典第二百零三条"),
    "register_title": Key("登记册名称", Text(), "S10-03、S13-01"),
    "letter_register_title": Key("来信登记册名称", Text(), "S13-01、S09-01"),
    "visit_register_title": Key("来访登记册名称", Text(), "S12-07、S21-16"),
    "acceptance_notice_by": Key("受理告知由谁发出", Choice({"office": "登记单位", "organ": "承办单位"}), "条例第二十三条"),
    "supervision_reply_days": Key("督办答复时限", Whole("日", 1, 90), "条例第四十条", hint="条例未规定天数，30日是产品默认。"),
    "lapse_policy": Key(
        "逾期申请复查", Choice({"reason": "有正当理由的受理", "end": "程序终结"}), "条例第三十六条"
    ),
    "evaluation_window_days": Key("满意度评价期限", Whole("日", 1, 180), "条例第二十一条"),
    "face_to_face_required_for": Key(
        "办结前须当面沟通", Several({"appeal": "申诉", "claim": "全部申诉求决"}, least=0, ordered=False), "S18-06、C-23"
    ),
    "urge_at_percent": Key("自动催办", Several({"50": "时限过半", "80": "时限用到八成", "100": "到期"}, least=0, ordered=False), "S13-11"),
    "annotate_fallback": Key("首选领导不在时可以改送其他领导", Flag(), "S10-02、S19-06、C-14"),
    "idle_days": Key("压置天数", Whole("日", 1, 90), "S18-02", hint="在办件超过这些天没有任何办理记录的，列入“压置”。"),
    "most_hops": Key("转办次数", Whole("次", 1, 20), "S18-02、S09-12", hint="转办超过这些次的，列入“多次流转”。"),
    "late_cause_required": Key("超期办结须写明原因和责任单位", Flag(), "S13-13"),
    "columns_before_closing": Key("办结前须登记单位或住址（或写明原因）", Flag(), "S13-02",
                                  hint="从不影响登记；匿名件不要求。"),
    "archive_within": Key("办结后归档时限", LimitShape(), "S01-13", ARCHIVE),
    "archive_policy": Key("归档范围", Choice({"all": "全部归档", "decided": "逐件决定，不归档须写理由"}),
                          "S01-13、S09-03", ARCHIVE),
    "fonds": Key("全宗号", Text(20, "用单位代码"), "DA/T 22-2015", ARCHIVE),
    "signoff_route": Key("信息签发（依次）", Parts({"ordinary": "一般信息", "major": "重大信息"}, Several(LEADERS)),
                         "S03-14", INFORMATION),
    "analysis_signer": Key("综合分析签发", Parts({"monthly": "月度", "annual": "年度"}, Choice(LEADERS)),
                           "S09-09、S08-01", INFORMATION),
    "collective_alert": Key("即报人数", Whole("人及以上", 2, 1000), "S03-13", INFORMATION),
    "urgent_info_on": Key("即报的缓急", Several(URGENCIES, least=0, ordered=False), "S03-13", INFORMATION),
    "urgent_report_hours": Key("即报时限", Whole("小时", 1, 24), "S03-13", INFORMATION,
                               hint="原文只说“立即”，2小时是产品默认。"),
    "reception_holiday_shift": Key("接待日遇节假日", Choice(SHIFTS), "S12-02", RECEPTION),
    "reception_fallback": Key("接访次序（依次）", Several(RECEIVERS, least=0), "S10-02、C-14", RECEPTION,
                              hint="由第一位以外的人接访的，列为“报告主要领导”任务；都不选的不要求报告。"),
    "reception_required_posts": Key("接待日须有其一的职务", Lines(20), "S01-04", RECEPTION),
    "reception_inviter_posts": Key("可邀请他人接待的职务", Lines(20), "S01-05", RECEPTION),
    "substitute_requires_acceptance": Key("替班须本人接受", Flag(), "S19-06、C-14", RECEPTION),
    "masked_roles": Key(
        "姓名、电话等显示掩码的角色",
        Several({role.value: str(role.label) for role in MASKABLE}, least=0, ordered=False),
        "个人信息保护法第六条",
        hint="清单、导出和他们不经管的登记册显示“张**”；在件页写明理由后可看全，留痕。",
    ),
    "agents_per_village": Key("每村（社区）信访代理员", Whole("人及以上", 0, 20), "S20-03", PROXY),
    "customer_tiers": _customer("大客户等级", Table(("等级", "年业务收入（元）起", "不满")), "S06-04"),
    "tier_coefficient": _customer("评级系数", Table(("地市分组", "最低", "最高")), "S06-08"),
    "customer_grades": _customer("客户分级", Table(("等级",)), "S07-15"),
    "visitor_not_area_owner": _customer("巡访人不得是本区业务员", Flag(), "S07-19"),
    "technicians_per_region": _customer("每区巡访技术员", Table(("最少", "最多")), "S07-19"),
    "complaint_investigate_limit": _customer("投诉调查时限", LimitShape(), "S15-16"),
    "complaint_reply_limit": _customer("投诉答复时限", LimitShape(), "S15-16"),
    "complaint_roles": _customer("投诉办理分工", Table(("环节", "岗位")), "S15-03"),
    "callback_rule": _customer("回访周期", Table(("交付后满几个月前", "每几个月一次")), "S16-15"),
    "weekly_report": _customer("周报", Table(("星期", "时间")), "S16-14"),
    "service_staffing": _customer("客服人员配备", Table(("岗位", "人数")), "S17-03"),
    "quality_report": _customer("月度质量问题报表", Flag("每月", "不要求"), "S17-15"),
    "expense_days": _customer("每月报表、核对、结算的工作日", Table(("事项", "第几个工作日")), "S04-10、S04-12、S04-17"),
    "expense_signers": _customer("营销费用签字", Lines(20), "S04-11"),
    "expense_advance_cap": _customer("未结借款上限", Whole("元", 0, 1_000_000), "S04-18"),
    "expense_spot_checks": _customer("每月抽查客户数", Whole("户", 0, 100), "S04-19"),
    "expense_refused": _customer("不得支付", Lines(), "反不正当竞争法第八条"),
}  # fmt: skip
