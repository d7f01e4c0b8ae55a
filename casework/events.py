"""The closed catalogue of what is remembered, and the sentence each becomes in the timeline."""

from __future__ import annotations

from typing import Any

# name: sentence; {…} are keys of the event's data. An unknown name raises when it is recorded.
CATALOGUE: dict[str, str] = {
    "registered": "登记，编号 {number}",
    "to_seat": "归 {unit} 登记册和待办",
    "imported": "由历史台账导入（{source}），编号 {number}",
    "repeat_intake": "再次来件（{channel}，{head_count}人）",
    "edited": "补充更正：{fields}",
    "talk_recorded": "记录接谈，来访人核对：{confirmed}",
    "initial_opinion": "提出拟办意见",
    "presented": "送 {leader} 阅批",
    "annotated": "阅批：{opinion}",
    "returned_by_leader": "退回登记：{opinion}",
    "report_to_leader": "因 {leader} 不在，报告接待情况",
    "assigned": "交办 {unit}，{due}",
    "transferred": "转送 {unit}",
    "received": "{unit} 签收转送件",
    "arrived": "{unit} 已接收办理，编号 {number}",
    "arrived_from": "由 {unit} 转来，原编号 {number}",
    "objected": "{unit} 提出异议：应由 {competent} 办理",
    "objection_agreed": "同意异议，退回",
    "objection_refused": "不同意异议",
    "to_arbiter": "报 {unit} 裁定",
    "arbitrated": "裁定由 {unit} 办理",
    "guided": "告知引导至 {organ}",
    "accepted": "签收，承办人 {handler}",
    "handler_changed": "改由 {handler} 承办",
    "returned": "退回办公室",
    "investigated": "{done_on} 调查，经办人签字",
    "investigation_signed": "部门负责人在调查记录上签字",
    "reported": "报结，结论：{conclusion}",
    "signed": "{step}：{decision}",
    "sent_back": "{step}退回：{opinion}",
    "concluded": "审签完毕",
    "report_copied": "报告分送 {recipients}",
    "replied": "答复信访人（{method}），结论：{conclusion}",
    "closed": "办结",
    "closed_on_spot": "当场答复办结",
    "archived": "归档",
    "reopened": "重新办理",
    "voided": "编号作废",
    "urged": "催办 {unit}",
    "urge_answered": "答复催办",
    "interim_report": "中途报告，申请延至 {until}",
    "extended": "延长内部期限：{before} → {after}",
    "extension_refused": "不同意延长",
    "statutory_extended": "延长法定期限：{before} → {after}",
    "difficulty": "反映办理困难",
    "leader_report": "{kind}：呈 {leader}",
    "leader_report_signed": "{kind}签批：{opinion}",
    "upward_sent": "经领导同意，报送 {to}",
    "co_opinion": "{unit} 提出协办意见",
    "attached": "添加附件 {file}",
    "read_protected": "查看封存件",
    "printed": "打印{paper}",
    "paper_issued": "发出{paper} {number}，主送 {recipient}",
    "paper_withdrawn": "撤回{paper} {number}",
    "delivered": "{paper} {number} {method}，{day}",
    "exported": "导出{what}",
    "repeat_decided": "认定与 {number} 为{kind}",
    "repeat_undone": "撤销与 {number} 的关联",
    "merged": "并入 {number}",
    "merged_here": "{number} 并入本件",
    "merge_undone": "撤销并案，与 {number} 分开办理",
    "split_off": "分出 {number} 另行办理",
    "split_from": "由 {number} 分出，来件不另计次",
    "answered_with": "随 {number} 一并答复",
    "sealed": "检举控告，登记即封存",
    "barred_attempt": "试图交由被反映对象办理，系统拒绝",
    "correction": "更正签批意见：{opinion}",
    "filed": "报办公室备案",
    "info_made": "报信息：{title}",
    "info_submitted": "信息送{step}签发：{title}",
    "info_signed": "信息{step}：{decision}",
    "info_sent_first": "信息先行报送 {to}",
    "info_issued": "信息报出 {to}",
    "info_dropped": "信息不报送：{title}",
    "bulk": "批量操作：{what}",
}


def sentence(name: str, data: dict[str, Any]) -> str:
    """The event in words; a key that is missing leaves its place empty."""

    class Blank(dict[str, Any]):
        def __missing__(self, key: str) -> str:
            return ""

    return CATALOGUE[name].format_map(Blank(data)).rstrip("，：")
