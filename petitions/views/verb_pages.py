"""The page of every verb: its form, its words, and the one action behind it. A table; `verbs.py` shows and runs it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.models import Staff
from petitions.actions import (
    amend,
    analyses,
    archive,
    arrivals,
    cards,
    close,
    coordinate,
    decline,
    discipline,
    explain,
    handle,
    information,
    instructions,
    lateness,
    naming,
    recalculate,
    recusal,
    register,
    reports,
    reviews,
    route,
    same_matter,
    sealing,
    supervise,
    supervision,
)
from petitions.forms import analyses as analyses_forms
from petitions.forms import coordination as coordination_forms
from petitions.forms import information as information_forms
from petitions.forms import instructions as instructions_forms
from petitions.forms import matters as matters_forms
from petitions.forms import outcomes, routing, verbs
from petitions.forms import reports as reports_forms
from petitions.forms import reviews as review_forms
from petitions.forms import sealing as sealing_forms
from petitions.forms import supervision as supervision_forms
from petitions.forms import ways as ways_forms
from petitions.forms.supervision import take_late
from petitions.forms.verbs import ReasonForm, VerbForm
from petitions.models import Petition

# (petition, acting person, version of the page, what was filled in)
Act = Callable[[Petition, Staff, int, dict[str, Any]], object]


@dataclass(frozen=True)
class VerbPage:
    """`rule` is the row of `petitions.access.VERBS` that permits it; empty: the action itself decides."""

    rule: str
    title: str
    form: type[VerbForm]
    act: Act
    hint: str = ""
    submit: str = ""
    danger: bool = False
    done: str = ""


def _talk(p: Petition, by: Staff, version: int, given: dict[str, Any]) -> object:
    return register.record_talk(
        p.pk, by=by, **{name.removeprefix("talk_"): value for name, value in given.items()}
    )


def _assign(p: Petition, by: Staff, version: int, given: dict[str, Any]) -> object:
    handler = given.pop("responsible")
    return route.assign(p.pk, by=by, version=version, handler=handler, **given)


def _report(p: Petition, by: Staff, version: int, given: dict[str, Any]) -> object:
    given["quality"] = frozenset(given.get("quality", ()))
    given["late"] = take_late(given)
    return handle.report(p.pk, by=by, version=version, **given)


def _extend(p: Petition, by: Staff, version: int, given: dict[str, Any]) -> object:
    agree = given["agree"] == "yes"
    return handle.extend(p.pk, by=by, until=given["until"], agree=agree, reason=given["reason"])


def _close(p: Petition, by: Staff, version: int, given: dict[str, Any]) -> object:
    given["late"] = take_late(given)
    return close.close(p.pk, by=by, version=version, **given)


def _explain_late(p: Petition, by: Staff, version: int, given: dict[str, Any]) -> object:
    late = take_late(given) or lateness.Late("", "", None)
    return lateness.explain_late(p.pk, by=by, late=late)


def _archive(p: Petition, by: Staff, version: int, given: dict[str, Any]) -> object:
    required = given["required"] == "yes"
    return archive.archive(
        p.pk,
        by=by,
        version=version,
        required=required,
        reason=given["reason"],
        missing_reason=given["missing_reason"],
    )


def _versioned(action: Callable[..., object]) -> Act:
    return lambda p, by, version, given: action(p.pk, by=by, version=version, **given)


def _plain(action: Callable[..., object]) -> Act:
    return lambda p, by, version, given: action(p.pk, by=by, **given)


PAGES: dict[str, VerbPage] = {
    "present": VerbPage(
        "present", "送阅", routing.PresentForm, _versioned(route.present),
        "领导会收到通知；首选领导不在、改送他人的，系统同时向首选领导报告。", done="已送阅。",
    ),
    "withdraw": VerbPage(
        "withdraw", "撤回送阅", ReasonForm, _versioned(route.withdraw),
        "领导签批前可以撤回，件回到“已登记”。", danger=True, done="已撤回。",
    ),
    "assign": VerbPage(
        "assign", "交办", routing.AssignForm, _assign,
        "承办单位的受理人会收到通知；签收后开始办理。", done="已交办。",
    ),
    "transfer": VerbPage(
        "transfer", "转送", routing.TransferForm, _versioned(route.transfer),
        "转送后由接收单位依职权处理，须同时告知信访人。", done="已转送。",
    ),
    "take_in": VerbPage(
        "take_in", "接收办理", VerbForm, _versioned(arrivals.take_in),
        "在本单位登记册中另编号登记，期限自收到转送之日起算；首问责任人不变，转送单位可以跟踪。", done="已接收，请在本单位登记册中办理。",
    ),
    "receive": VerbPage(
        "receive", "签收转送件", VerbForm, _versioned(arrivals.receive),
        "只表示收到；接收办理或五个工作日内提出异议。", done="已签收。",
    ),
    "object": VerbPage(
        "object", "提出异议", ways_forms.ObjectForm, _versioned(arrivals.raise_objection),
        "不属本单位职权的，自收到之日起五个工作日内提出（条例第二十三条）；对方不同意的，可再次提出，由共同上级裁定。",
        danger=True, done="已提出异议。",
    ),
    "answer_objection": VerbPage(
        "answer_objection", "答复异议", ways_forms.AnswerObjectionForm, _versioned(arrivals.answer_objection),
        "同意的，件退回本单位；不同意的写明理由，件留在对方。", done="已答复异议。",
    ),
    "arbitrate": VerbPage(
        "arbitrate", "裁定", ways_forms.ArbitrateForm, _versioned(arrivals.arbitrate),
        "受理有争议的，由共同的上一级决定（条例第二十四条）；裁定后不再提出异议。", done="已裁定。",
    ),
    "guide": VerbPage(
        "guide", "告知引导", routing.GuideForm, _versioned(route.guide),
        "保存后可打印指引单交信访人。", done="已告知引导，可打印指引单。",
    ),
    "answer_on_the_spot": VerbPage(
        "answer_on_the_spot", "当场答复", verbs.AnswerForm, _versioned(route.answer_on_the_spot),
        "答复后即办结。", submit="答复并办结", done="已当场答复并办结。",
    ),
    "talk": VerbPage("talk", "接谈记录", verbs.TalkForm, _talk, "先听完再问，照原意记；说明政策和程序；记录须经来访人核对。", done="已保存接谈记录。"),
    "add_intake": VerbPage(
        "add_intake", "登记再次来件", verbs.AddIntakeForm, _plain(register.add_intake),
        "同一事项再次来信来访：计件次、批次和人次，不另编号，不重算期限。", done="已登记再次来件。",
    ),
    "name_handler": VerbPage(
        "name_handler", "部门负责人批示", routing.NameHandlerForm, _versioned(naming.name_handler),
        "写明批示意见，当即指定承办人；承办人会收到通知，签收后开始办理。", submit="签名批示", done="已批示，承办人已收到通知。",
    ),
    "accept": VerbPage(
        "accept", "签收", routing.HandlerForm, _versioned(handle.accept),
        "签收即确定承办人，期限以交办（阅批）时起算。", done="已签收。",
    ),
    "reassign": VerbPage(
        "reassign", "改派承办人", routing.HandlerForm, _versioned(handle.reassign),
        "新承办人会收到通知；期限不变。", done="已改派。",
    ),
    "return_to_office": VerbPage(
        "return_to_office", "退回办公室", ReasonForm, _versioned(handle.return_to_office),
        "不属本单位承办的，写明理由和应由哪个单位办理；办公室三天内转出。", danger=True, done="已退回办公室。",
    ),
    "investigate": VerbPage(
        "investigate", "调查记录", routing.InvestigateForm, _plain(handle.investigate),
        "提交即由您作为经办人签字，再由部门负责人签字后生效。", submit="签字并提交", done="已提交，等部门负责人签字。",
    ),
    "sign_investigation": VerbPage(
        "sign_investigation", "调查记录签字", routing.SignInvestigationForm,
        lambda p, by, version, given: handle.sign_investigation(given["investigation"], by=by),
        "经办人与部门负责人须是两个人。", submit="签字", done="已签字。",
    ),
    "interim": VerbPage(
        "interim", "中途报告", routing.InterimForm, _plain(handle.interim_report),
        "经主管领导同意后延长内部期限；法定期限照常计算。", done="已报主管领导。",
    ),
    "ask_instruction": VerbPage(
        "ask_instruction", "请示", instructions_forms.AskForm, _versioned(instructions.ask_instruction),
        "法律、政策没有明文规定，本单位处理不了的，请示党委、政府。等待批复期间内部期限暂停，法定期限照常计算。",
        submit="提交请示", done="已请示，内部期限自今日起暂停。",
    ),
    "answer_instruction": VerbPage(
        "answer_instruction", "登记批复", instructions_forms.AnswerForm, _versioned(instructions.answer_instruction),
        "登记后内部期限恢复计算，按暂停的天数顺延，不超过法定期限。", done="已登记批复。",
    ),
    "recalculate": VerbPage(
        "recalculate", "按现行政策重算期限", ReasonForm, _versioned(recalculate.recalculate),
        "只重算正在计时的内部期限；法定期限、批示期限和已经延长的期限不变。重算前后的日期和理由记入办理过程。",
        done="已重算。",
    ),
    "extend": VerbPage(
        "extend", "答复中途报告", routing.ExtendForm, _extend,
        "只延长内部期限，不影响法定期限。", submit="提交意见", done="已答复中途报告。",
    ),
    "extend_statutory": VerbPage(
        "extend_statutory", "延长法定期限", routing.ExtendStatutoryForm, _plain(handle.extend_statutory),
        "情况复杂的，经本机关负责人批准可延长一次，不超过30日，并告知信访人。", submit="批准延长", done="已延长法定期限，请告知信访人。",
    ),
    "report": VerbPage(
        "report", "报结", supervision_forms.LateReportForm, _report,
        "提交即由您签字，再按顺序送审签。", submit="签字报结", done="已报结，送审签。",
    ),
    "close": VerbPage(
        "close", "答复并办结", supervision_forms.LateCloseForm, _close,
        "结论以审签的为准；实名件答复信访人后办结。", done="已答复并办结。",
    ),
    "archive": VerbPage(
        "archive", "归档", verbs.ArchiveForm, _archive,
        "归档即编档号、定保管期限；归档后内容不再改动。", done="已归档。",
    ),
    "reopen": VerbPage(
        "reopen", "重新办理", ReasonForm, _versioned(route.reopen),
        "编号和以前的记录不变，件回到“已登记”。", danger=True, done="已重新办理。",
    ),
    "void": VerbPage(
        "void", "作废", ReasonForm, _versioned(register.void),
        "编号保留，不再使用；只用于重复登记、误登记。", danger=True, done="已作废，编号保留。",
    ),
    "supervise": VerbPage(
        "supervise", "督办", supervision_forms.SuperviseForm, _plain(supervision.supervise),
        "被督办单位须书面答复是否采纳（条例第四十条）。", done="已督办，被督办单位会收到通知。",
    ),
    "answer_supervision": VerbPage(
        "answer_supervision", "答复督办", supervision_forms.AnswerSupervisionForm,
        _plain(supervision.answer_supervision), submit="提交书面答复", done="已书面答复督办。",
    ),
    "list_case": VerbPage(
        "list_case", "挂牌督办", supervision_forms.ListCaseForm, _plain(supervision.list_case), done="已挂牌。",
    ),
    "lift_listing": VerbPage(
        "lift_listing", "解除挂牌", supervision_forms.LiftListingForm, _plain(supervision.lift_listing),
        done="已解除挂牌。",
    ),
    "card": VerbPage(
        "card", "签发督办卡", supervision_forms.CardForm, _versioned(cards.issue_card),
        "签发即交办，承办单位当即收到，按您写的期限计时；期限不能晚于法定期限。", submit="签名并签发", done="已签发督办卡。",
    ),
    "answer_card": VerbPage(
        "answer_card", "督办卡反馈", supervision_forms.AnswerCardForm, _plain(cards.answer_card),
        "签发领导和登记单位会收到通知。", done="已反馈。",
    ),
    "explain_late": VerbPage(
        "explain_late", "说明超期原因", supervision_forms.ExplainLateForm, _explain_late, done="已记录超期原因。",
    ),
    "urge": VerbPage("urge", "催办", verbs.UrgeForm, _plain(supervise.urge), "承办人和承办单位会收到通知。", done="已催办。"),
    "answer_urge": VerbPage(
        "answer_urge", "答复催办", verbs.AnswerUrgeForm,
        lambda p, by, version, given: supervise.answer_urge(given["urge"], by=by, answer=given["answer"]),
        done="已答复催办。",
    ),
    "repeat": VerbPage(
        "add_intake", "认定重复", verbs.RepeatForm,
        lambda p, by, version, given: register.link_repeat(p.pk, given["earlier"], by=by, kind=given["kind"]),
        "由人认定，可以撤销；本件编号保留。", done="已认定关联。",
    ),
    "merge": VerbPage(
        "merge", "并案", matters_forms.MergeForm, _versioned(same_matter.merge),
        "同一事项并入在办的一件办理：本件编号保留，期限停止，答复时一并答复；认定后可以撤销。", done="已并案。",
    ),
    "undo_merge": VerbPage(
        "undo_merge", "撤销并案", ReasonForm, _versioned(same_matter.undo_merge),
        "本件回到“已登记”，期限从收到之日起重新计算。", danger=True, done="已撤销并案。",
    ),
    "seal": VerbPage(
        "seal", "转为检举控告、补充被反映对象", sealing_forms.SealForm, _versioned(sealing.seal),
        "保存即封存：已送出的收回，知悉范围和通知撤销，编号改入专册；被反映对象及其下级从此看不到。",
        submit="封存", danger=True, done="已封存，只有指定人员可见。",
    ),
    "recuse": VerbPage(
        "recuse", "回避", sealing_forms.RecuseForm, _versioned(recusal.recuse),
        "与信访人或信访事项有利害关系的，应当回避（条例第二十八条）。保存后回避人不再看到此件，手中的环节改由他人。",
        submit="回避", danger=True, done="已回避，替代人和办公室已收到通知。",
    ),
    "open_inquiry": VerbPage(
        "open_inquiry", "决定初查", sealing_forms.InquiryForm, _versioned(discipline.open_inquiry),
        "经领导签字决定后开始；初查情况只有决定人和初查人员可见。", submit="签字决定", done="已决定初查。",
    ),
    "finish_inquiry": VerbPage(
        "finish_inquiry", "初查结果", sealing_forms.FindingsForm, _versioned(discipline.finish_inquiry),
        "报决定初查的领导；其他人看不到。", done="已报初查结果。",
    ),
    "tell_reporter": VerbPage(
        "tell_reporter", "告知受理", sealing_forms.ToldForm, _versioned(discipline.tell_reporter),
        "实名检举自收到之日起十五个工作日内告知；不得通过被反映单位告知。", done="已记录告知。",
    ),
    "split": VerbPage(
        "split", "分案", matters_forms.SplitForm, _versioned(same_matter.split),
        "一封来信反映两件事的，分出另一件单独编号办理；来件只计一次，首问责任人不变。", submit="分出另一件", done="已分案，新件已编号。",
    ),
    "undo_repeat": VerbPage(
        "add_intake", "撤销重复认定", verbs.UndoRepeatForm,
        lambda p, by, version, given: amend.undo_repeat(p.pk, given["link"], by=by, reason=given["reason"]),
        danger=True, done="已撤销关联。",
    ),
    "coordinate": VerbPage(
        "coordinate", "会诊、协调", coordination_forms.CoordinateForm, _plain(coordinate.coordinate),
        "疑难、跨部门的事项，由分管领导召集会诊，确定一个主办单位；交办时按会诊结果提出建议。", submit="保存记录", done="已记录。",
    ),
    "enforce": VerbPage(
        "enforce", "转执法", coordination_forms.EnforceForm, _plain(coordinate.enforce),
        "先调查、再协调、后依法处理；写明文书编号和批准，结果回填在本件上。", submit="保存", done="已记录转执法。",
    ),
    "enforcement_outcome": VerbPage(
        "enforcement_outcome", "登记执法结果", coordination_forms.OutcomeForm, _plain(coordinate.enforcement_outcome),
        done="已登记执法结果。",
    ),
    "inform_company": VerbPage(
        "inform_company", "告知企业", coordination_forms.CompanyForm, _plain(coordinate.inform_company),
        "只告知事情，不告知是谁反映的；保存后可打印告知单。", submit="保存", done="已记录，可打印涉企事项告知单。",
    ),
    "company_answer": VerbPage(
        "company_answer", "登记企业回复", coordination_forms.CompanyAnswerForm, _plain(coordinate.company_answer),
        done="已登记企业回复。",
    ),
    "leader_report": VerbPage(
        "leader_report", "专报、上报", reports_forms.LeaderReportForm, _plain(reports.make_leader_report),
        "呈领导签批；向上级报告的，领导同意后由办公室报送。", submit="呈报", done="已呈报。",
    ),
    "set_cause": VerbPage(
        "set_cause", "原因归类", analyses_forms.CauseForm, _plain(analyses.set_cause),
        "用于原因分析和趋势；说的是工作，不是人。", submit="保存", done="已归类。",
    ),
    "report_info": VerbPage(
        "report_info", "报信息", information_forms.InfoFromCaseForm,
        lambda p, by, version, given: information.make_info(petition_id=p.pk, by=by, **given),
        "一事一报，来源自动关联本件；起草后在“信息与分析”里送签。", submit="起草", done="已起草，请在下面“信访信息”中送签。",
    ),
    "sign_leader_report": VerbPage(
        "", "批专报", reports_forms.SignLeaderReportForm,
        lambda p, by, version, given: reports.sign_leader_report(
            given.pop("report"), by=by, **given
        ),
        submit="签批", done="已签批。",
    ),
    "send_upward": VerbPage(
        "send_upward", "报送上级", reports_forms.SendUpwardForm,
        lambda p, by, version, given: reports.send_upward(given["report"], by=by),
        done="已报送。",
    ),
    "co_opinion": VerbPage(
        "co_opinion", "协办意见", reports_forms.CoOpinionForm, _plain(reports.give_co_opinion),
        "送主办单位的承办人；由主办单位统一报结、答复。", submit="提交", done="已提交协办意见。",
    ),
    "file": VerbPage("file", "备案", VerbForm, _plain(reports.file), done="已备案。"),
    "decline": VerbPage(
        "decline", "不予受理、不再受理", outcomes.DeclineForm, _versioned(decline.decline),
        "件已登记，编号保留；须十五日内书面告知理由和依据。信访人有新的事实和理由的，另作新件登记。", submit="作出决定", danger=True,
        done="已决定，请发出告知书并登记送达。",
    ),
    "state_new_facts": VerbPage(
        "state_new_facts", "新的事实和理由", outcomes.NewFactsForm, _versioned(decline.state_new_facts),
        "同一事项已经复核终结：有新的事实和理由的写明后办理，没有的不再受理（条例第三十六条）。",
        submit="保存", done="已写明，可以办理。",
    ),
    "set_aside": VerbPage(
        "set_aside", "撤销不予受理", ReasonForm, _versioned(decline.set_aside),
        "由没有作出决定的督查员复核；撤销后件回到“已登记”，继续办理。", danger=True, done="已撤销，继续办理。",
    ),
    "withdraw_matter": VerbPage(
        "withdraw_matter", "信访人撤回", outcomes.WithdrawalForm, _versioned(decline.withdraw_matter),
        "只记本人自愿的表示，记原话；不得要求信访人撤回，也不得附任何条件。", danger=True, done="已登记撤回。",
    ),
    "explain": VerbPage("explain", "解释疏导", outcomes.ExplainForm, _plain(explain.explain), done="已记录。"),
    "talk_on_site": VerbPage(
        "talk_on_site", "现场接谈", outcomes.SiteTalkForm, _plain(explain.talk_on_site),
        "只记经过、答复和承诺；任何人的人身自由不受限制。", done="已记录。",
    ),
    "meet": VerbPage("meet", "当面沟通", outcomes.MeetForm, _plain(explain.meet), done="已记录。"),
    "settle": VerbPage(
        "settle", "调解、和解", outcomes.SettleForm, _plain(explain.settle),
        "须双方自愿并签字；协议只写双方的权利义务。", done="已登记协议。",
    ),
    "judge_suggestion": VerbPage(
        "judge_suggestion", "建议采纳", outcomes.SuggestionForm, _plain(explain.judge_suggestion), done="已登记。"
    ),
    "reward": VerbPage("reward", "表扬奖励", outcomes.RewardForm, _plain(explain.reward), done="已登记。"),
    "refer_aid": VerbPage(
        "refer_aid", "困难帮扶", outcomes.AidForm, _plain(explain.refer_aid),
        "转介后列入“未帮扶”清单，登记结果后移出。", done="已登记。",
    ),
    "note_aid": VerbPage("note_aid", "帮扶结果", outcomes.AidResultForm, _plain(explain.note_aid), done="已登记。"),
    "apply_review": VerbPage(
        "apply_review", "登记复查复核申请", review_forms.ApplyForm, _versioned(reviews.apply_review),
        "收到书面答复之日起三十日内可以申请；逾期有正当理由的写明理由。", done="已登记，复查（复核）机关已收到通知。",
    ),
    "draft_review": VerbPage(
        "draft_review", "拟写复查复核意见", review_forms.DraftForm, _versioned(reviews.draft_review),
        "三十日内作出；提交后由机关负责人签发。", submit="提交签发", done="已提交。",
    ),
    "deliver_review": VerbPage(
        "deliver_review", "送达复查复核意见", review_forms.DeliverForm, _versioned(reviews.deliver_review),
        "意见书由系统外机关送达的在此登记；送达之日起计算下一级申请期限，变更、撤销的交原承办单位重新办理。", done="已登记送达。",
    ),
    "call_hearing": VerbPage(
        "call_hearing", "通知听证", review_forms.CallHearingForm, _plain(reviews.call_hearing),
        "登记后请发出听证通知书并登记送达；改期的再登记一次，原来的作废。", done="已登记，请发出听证通知书。",
    ),
    "withdraw_review": VerbPage(
        "withdraw_review", "撤回复查复核申请", outcomes.WithdrawalForm, _versioned(reviews.withdraw_review),
        "只记本人自愿的表示，记原话；不得要求信访人撤回。撤回后恢复办结，收到答复之日起三十日内仍可再申请。",
        danger=True, done="已登记撤回申请。",
    ),
    "hear": VerbPage(
        "hear", "听证", review_forms.HearingForm, _plain(reviews.hear), "复核中听证所需时间不计入三十日。", done="已登记听证。"
    ),
    "call_back": VerbPage(
        "call_back", "回访", review_forms.ReturnVisitForm, _plain(reviews.call_back),
        "由办公室回访，承办人不回访自己承办的件。", done="已登记回访。",
    ),
    "correct": VerbPage(
        "", "更正签批意见", verbs.CorrectForm,
        lambda p, by, version, given: amend.correct_opinion(
            p.pk, given["signoff"], by=by, opinion=given["opinion"]
        ),
        "原意见保留，更正另记一条。", done="已更正，原意见保留。",
    ),
}  # fmt: skip
