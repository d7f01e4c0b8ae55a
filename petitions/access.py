"""Who may do what with a petition, and why not: one table that a lawyer can read.

`VERBS` gives for each verb its name, the states it starts from and whose it is; `why_not` answers with a sentence when
somebody may not. Pages show it beside a missing button, actions raise it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from accounts.access import Standing, standing_of
from accounts.models import Staff, UnitKind
from accounts.roles import Power
from casework.policy import Policy
from casework.refusals import NotYours, Refusal
from casework.states import OPEN_STATES, Importance, State
from petitions import closing, finality, legal_routes, naming, replying, reviews, supervising, ways
from petitions import outcome_asks as asked
from petitions import sending_asks as sent
from petitions.models import Petition, Review
from petitions.organs import organ_of
from petitions.signers import record_signers
from petitions.states import Channel, Jurisdiction, LegalRoute, Purpose

Whose = Callable[[Petition, Standing], bool]


def of_office(petition: Petition, who: Standing) -> bool:
    """The registering office: 信访专干 or head at the unit of the register, or above it."""
    return who.may_at(Power.ROUTE, petition.unit)


def of_desk(petition: Petition, who: Standing) -> bool:
    """Whoever registers at that unit."""
    return any(unit.pk == petition.unit_id for unit in who.units_with(Power.REGISTER)) or of_office(
        petition, who
    )


def of_signer(petition: Petition, who: Standing) -> bool:
    """The person whose signature is awaited, or who acts for them today."""
    return any(one.principal.pk == petition.signer_id for one in who.held)


def of_handling_unit(petition: Petition, who: Standing) -> bool:
    """Somebody who handles or heads at the unit that has it."""
    return petition.handling_unit is not None and (
        who.may_exactly_at(Power.HANDLE, petition.handling_unit)
        or who.may_exactly_at(Power.HEAD, petition.handling_unit)
    )


def of_handler(petition: Petition, who: Standing) -> bool:
    """The named handler, or who acts for them today."""
    return any(one.principal.pk == petition.handler_id for one in who.held)


def of_head(petition: Petition, who: Standing) -> bool:
    """The head of the handling unit."""
    return petition.handling_unit is not None and who.may_exactly_at(Power.HEAD, petition.handling_unit)


def of_record_signer(petition: Petition, who: Standing) -> bool:
    """The head, or whoever signs where the unit has no other head than the handler."""
    if of_head(petition, who):
        return True
    named = {one.pk for one in record_signers(petition)}
    return any(one.principal.pk in named for one in who.held)


def of_supervisor(petition: Petition, who: Standing) -> bool:
    """督查员, or the office that gave the matter out."""
    return who.may_at(Power.SUPERVISE, petition.unit)


def of_leader(petition: Petition, who: Standing) -> bool:
    """A leader over the handling unit or over the register."""
    units = [petition.unit] + ([petition.handling_unit] if petition.handling_unit else [])
    return any(who.may_at(Power.SIGN, unit) for unit in units)


def of_organ_leader(petition: Petition, who: Standing) -> bool:
    """条例第三十四条 “本机关、单位负责人”: the head of the organ that handles it, or a leader over it."""
    unit = petition.handling_unit
    return of_leader(petition, who) or (unit is not None and who.may_exactly_at(Power.HEAD, organ_of(unit)))


def of_anyone_concerned(petition: Petition, who: Standing) -> bool:
    """Desk, office, handler's unit."""
    return of_desk(petition, who) or of_handling_unit(petition, who) or of_supervisor(petition, who)


def of_anyone(petition: Petition, who: Standing) -> bool:
    """Whoever has it in sight."""
    return bool(who.held)


def of_desk_or_handler(petition: Petition, who: Standing) -> bool:
    """Desk, office, or the handling unit."""
    return of_desk(petition, who) or of_handling_unit(petition, who)


def of_co_unit(petition: Petition, who: Standing) -> bool:
    """Somebody of a unit that was asked to co-operate."""
    routing = petition.routings.filter(kind="assign", returned_at__isnull=True).last()
    if routing is None:
        return False
    mine = {unit.pk for power in (Power.HANDLE, Power.HEAD) for unit in who.units_with(power)}
    return bool(mine & set(routing.co_units.values_list("pk", flat=True)))


def of_receiver(petition: Petition, who: Standing) -> bool:
    """Whoever registers, routes or handles at the unit that a 转送 or 交办 went to."""
    unit = petition.handling_unit
    powers = (Power.REGISTER, Power.ROUTE, Power.HANDLE, Power.HEAD)
    return unit is not None and any(who.may_exactly_at(power, unit) for power in powers)


def of_arbiter(petition: Petition, who: Standing) -> bool:
    """Leaders, heads and 信访专干 of the unit before which the dispute lies."""
    objection = ways.last_objection(petition)
    if objection is None or objection.arbiter is None:
        return False
    arbiter = objection.arbiter
    return any(who.may_exactly_at(power, arbiter) for power in (Power.SIGN, Power.HEAD, Power.ROUTE))


def of_supervised_unit(petition: Petition, who: Standing) -> bool:
    """The unit that owes an answer to a supervision."""
    found = supervising.open_supervision(petition)
    return found is not None and supervising.works_at(who, found.unit)


def of_carded_unit(petition: Petition, who: Standing) -> bool:
    """The unit that owes feedback on a leader's card."""
    found = supervising.open_card(petition)
    return found is not None and supervising.works_at(who, found.unit)


def of_party(petition: Petition, who: Standing) -> bool:
    """Whoever has a part in it: desk, office, handling unit, signer, leader."""
    return any(one(petition, who) for one in (of_anyone_concerned, of_signer, of_leader))


def of_discipline(petition: Petition, who: Standing) -> bool:
    """Somebody who works at the discipline organ in whose register it stands."""
    powers = (Power.REGISTER, Power.ROUTE, Power.HANDLE, Power.HEAD, Power.SIGN)
    is_organ = petition.unit.kind == UnitKind.DISCIPLINE
    return is_organ and any(who.may_exactly_at(power, petition.unit) for power in powers)


def of_discipline_leader(petition: Petition, who: Standing) -> bool:
    """An authorised leader of the discipline organ."""
    return petition.unit.kind == UnitKind.DISCIPLINE and who.may_exactly_at(Power.SIGN, petition.unit)


def of_review_organ(petition: Petition, who: Standing) -> bool:
    """Who prepares opinions at the reviewing organ; for an organ outside, the registering office."""
    review = reviews.running(petition)
    if review is None or review.organ is None:
        return of_office(petition, who)
    return prepares(review, who)


def prepares(review: Review, who: Standing) -> bool:
    """Works at the organ that decided a review, or at its office; nobody here for an organ outside."""
    units = reviews.offices_of(review.organ) if review.organ else []
    return any(who.may_exactly_at(one, unit) for unit in units for one in (Power.ROUTE, Power.HEAD))


def of_reviewer(review: Review, petition: Petition, who: Standing) -> bool:
    """Who writes for the organ that decides a review: its people, or the desk here for an organ outside this system."""
    return of_office(petition, who) if review.organ is None else prepares(review, who)


def of_paper_desk(petition: Petition, who: Standing) -> bool:
    """Whoever has a part in it, and each organ that reviewed it: they issue and deliver their own papers."""
    return of_anyone_concerned(petition, who) or any(
        prepares(one, who) for one in petition.reviews.select_related("organ")
    )


def of_desk_or_review_organ(petition: Petition, who: Standing) -> bool:
    """Where the petitioner applied, or where it is prepared."""
    return of_desk(petition, who) or of_review_organ(petition, who)


def of_hearing(petition: Petition, who: Standing) -> bool:
    """Desk and handling unit; during a review the reviewing organ."""
    return (
        of_review_organ(petition, who)
        if petition.state == State.IN_REVIEW
        else of_desk_or_handler(petition, who)
    )


def of_filing_office(petition: Petition, who: Standing) -> bool:
    """The office with which a department's own case is filed."""
    filing = getattr(petition, "filing", None)
    return filing is not None and who.may_exactly_at(Power.ROUTE, filing.office)


@dataclass(frozen=True)
class Verb:
    """A verb of the workflow: what it is called, from which states, whose it is, and what else it asks."""

    label: str
    sources: frozenset[str]
    whose: Whose
    whose_words: str
    asks: Callable[[Petition], str | None] = lambda petition: None


def _annotated_if_owed(petition: Petition) -> str | None:
    """S11-04, S10-01: what a leader must read is read before it leaves the office."""
    if petition.state == State.REGISTERED and must_be_annotated(petition):
        return "此件须先送领导阅批，再交办或转送。"
    return None


def _enquiry(petition: Petition) -> str | None:
    """S12-13: only an enquiry is closed at the counter."""
    if petition.purpose != Purpose.ENQUIRY:
        return "只有咨询可以当场答复办结，其他事项须经办理。"
    return None


def _may_assign(petition: Petition) -> str | None:
    return legal_routes.assign_refusal(petition) or _annotated_if_owed(petition)


def _may_transfer(petition: Petition) -> str | None:
    return finality.handling_refusal(petition) or _annotated_if_owed(petition)


def _outside(petition: Petition) -> str | None:
    """Guided elsewhere: what is not of this level, or belongs to another lawful procedure (第三十一条)."""
    if petition.is_sealed:
        # S11-17: nobody with an accusation is talked into leaving; it is registered and sent where it belongs.
        return "检举控告须移送有权处理的机关，不能以告知引导了结。"
    if petition.jurisdiction == Jurisdiction.OUTSIDE or petition.legal_route not in ("", LegalRoute.PETITION):
        return None
    return (
        "属本级职权范围的事项不能告知引导；如不属本级，请先在登记信息中改为“不属本级职权范围”，"
        "属诉讼、仲裁、复议等程序的，请填写“法定途径”。"
    )


def _may_accept(petition: Petition) -> str | None:
    return finality.handling_refusal(petition) or naming.word_refusal(petition)


def _no_supervision(petition: Petition) -> str | None:
    return "上一次督办还没有书面答复。" if supervising.open_supervision(petition) else None


def _not_listed(petition: Petition) -> str | None:
    return "此件已在挂牌督办中。" if supervising.listing_of(petition) else None


def _is_listed(petition: Petition) -> str | None:
    return None if supervising.listing_of(petition) else "此件没有挂牌督办。"


def _may_card(petition: Petition) -> str | None:
    if supervising.open_card(petition):
        return "上一张督办卡还没有反馈。"
    return legal_routes.assign_refusal(petition) if petition.handling_unit_id is None else None


def _is_unexplained(petition: Petition) -> str | None:
    late = supervising.unexplained_clock(petition, timezone.localdate())
    return None if late else "此件没有待说明的超期。"


O = State  # a short name keeps the table readable
BEFORE_ROUTING = frozenset({O.REGISTERED, O.ANNOTATED, O.RETURNED})
SENT_ON = frozenset({O.FORWARDED, O.ASSIGNED, O.HANDLING})
URGEABLE = frozenset({O.FORWARDED, O.ASSIGNED, O.HANDLING, O.REPORTED})
HANDLED = frozenset({O.HANDLING, O.REPORTED, O.CONCLUDED, O.CLOSED, O.ARCHIVED})
COORDINATED = frozenset({O.REGISTERED, O.ANNOTATED, O.RETURNED, O.ASSIGNED, O.HANDLING})
SETTLING = frozenset({O.HANDLING, O.REPORTED, O.CONCLUDED, O.CLOSED})
SUPERVISED = OPEN_STATES | {O.CLOSED, O.TRANSFERRED, O.GUIDED}
CARDED = BEFORE_ROUTING | {O.PRESENTED, O.ASSIGNED, O.HANDLING, O.REPORTED}
DECLINED = frozenset({O.REFUSED, O.ENDED})
IN_WORK = frozenset({O.HANDLING, O.REPORTED, O.CONCLUDED})
ENDS = frozenset({O.CLOSED, O.TRANSFERRED, O.GUIDED, O.WITHDRAWN}) | DECLINED
ANSWERED = frozenset({O.CLOSED, O.ARCHIVED})
# A card that a leader signs during reception is not held up: the talk record is owed before closing all the same.
AFTER_TALK = frozenset({"present", "assign", "transfer", "guide", "answer_on_the_spot", "decline", "close"})
VERBS: dict[str, Verb] = {
    "edit": Verb("补充更正", OPEN_STATES, of_desk, "登记单位"),
    "add_intake": Verb(
        "登记再次来件", frozenset(O) - {O.VOIDED, O.MERGED}, of_desk, "登记单位", finality.repeat_refusal
    ),
    "talk": Verb("接谈记录", OPEN_STATES, of_desk, "登记单位"),
    "present": Verb("送阅", frozenset({O.REGISTERED, O.RETURNED}), of_desk, "登记单位"),
    "annotate": Verb("阅批", frozenset({O.PRESENTED}), of_signer, "待阅批的领导"),
    "withdraw": Verb("撤回送阅", frozenset({O.PRESENTED}), of_desk, "登记单位"),
    "assign": Verb("交办", BEFORE_ROUTING, of_office, "登记单位的信访专干", _may_assign),
    "transfer": Verb("转送", BEFORE_ROUTING, of_office, "登记单位的信访专干", _may_transfer),
    "guide": Verb("告知引导", BEFORE_ROUTING, of_desk, "登记单位", _outside),
    "answer_on_the_spot": Verb("当场答复", frozenset({O.REGISTERED}), of_desk, "登记单位", _enquiry),
    "name_handler": Verb(
        "部门负责人批示", frozenset({O.ASSIGNED}), of_record_signer, "承办单位负责人", naming.naming_refusal
    ),
    "accept": Verb("签收", frozenset({O.ASSIGNED}), of_handling_unit, "承办单位", _may_accept),
    "reassign": Verb("改派承办人", frozenset({O.HANDLING}), of_head, "承办单位负责人"),
    "return_to_office": Verb(
        "退回办公室", frozenset({O.ASSIGNED, O.HANDLING}), of_handling_unit, "承办单位", sent.returns_freely
    ),
    "take_in": Verb("接收办理", frozenset({O.FORWARDED}), of_receiver, "接收单位", sent.undisputed),
    "receive": Verb("签收转送件", frozenset({O.FORWARDED}), of_receiver, "接收单位", sent.unsigned),
    "object": Verb("提出异议", SENT_ON, of_receiver, "接收（承办）单位", sent.may_object),
    "answer_objection": Verb("答复异议", SENT_ON, of_office, "转送（交办）单位", sent.awaits_answer),
    "arbitrate": Verb("裁定", SENT_ON, of_arbiter, "裁定单位", sent.awaits_decision),
    "investigate": Verb("调查记录", frozenset({O.HANDLING}), of_handler, "承办人"),
    "sign_investigation": Verb(
        "调查记录签字", frozenset({O.HANDLING, O.REPORTED}), of_record_signer, "承办单位负责人"
    ),
    "interim": Verb("中途报告", frozenset({O.HANDLING}), of_handler, "承办人"),
    "ask_instruction": Verb("请示", frozenset({O.HANDLING}), of_handling_unit, "承办单位"),
    "answer_instruction": Verb("登记批复", OPEN_STATES, of_desk_or_handler, "登记单位或承办单位"),
    "recalculate": Verb("按现行政策重算期限", OPEN_STATES, of_office, "登记单位的信访专干"),
    "extend": Verb("同意延长", frozenset({O.HANDLING}), of_leader, "主管领导"),
    "extend_statutory": Verb(
        "延长法定期限", frozenset({O.HANDLING}), of_organ_leader, "承办机关负责人或主管领导"
    ),
    "report": Verb("报结", frozenset({O.HANDLING}), of_handler, "承办人"),
    "sign": Verb("审签", frozenset({O.REPORTED}), of_signer, "待审签的人"),
    "close": Verb("答复并办结", frozenset({O.CONCLUDED}), replying.may_answer, "登记单位办公室或承办部门"),
    "archive": Verb("归档", ENDS, of_office, "登记单位办公室", asked.told_if_declined),
    "reopen": Verb(
        "重新办理",
        frozenset({O.CLOSED, O.TRANSFERRED, O.GUIDED, O.WITHDRAWN}),
        of_office,
        "登记单位办公室",
        asked.may_reopen,
    ),
    "merge": Verb("并案", BEFORE_ROUTING, of_office, "登记单位的信访专干", asked.kept_whole),
    "undo_merge": Verb("撤销并案", frozenset({O.MERGED}), of_office, "登记单位的信访专干"),
    "seal": Verb("转为检举控告", OPEN_STATES - {O.REPORTED, O.CONCLUDED}, of_desk, "登记单位"),
    "recuse": Verb("回避", OPEN_STATES, of_party, "经办人、审签人"),
    "open_inquiry": Verb(
        "决定初查", OPEN_STATES, of_discipline_leader, "纪检监察机关领导", asked.an_accusation
    ),
    "finish_inquiry": Verb("初查结果", OPEN_STATES, of_discipline, "初查人员", asked.an_accusation),
    "tell_reporter": Verb("告知受理", OPEN_STATES, of_discipline, "纪检监察机关", asked.named_reporter),
    "split": Verb("分案", OPEN_STATES, of_office, "登记单位的信访专干", asked.kept_whole),
    "void": Verb("作废", frozenset({O.REGISTERED}), of_office, "登记单位办公室"),
    "urge": Verb("催办", URGEABLE, of_supervisor, "督查员或登记单位"),
    "answer_urge": Verb("答复催办", URGEABLE, of_handling_unit, "承办单位"),
    "co_opinion": Verb("协办意见", frozenset({O.ASSIGNED, O.HANDLING}), of_co_unit, "协办单位"),
    "set_cause": Verb("原因归类", HANDLED, of_desk_or_handler, "登记单位或承办单位", asked.not_sealed_cause),
    "coordinate": Verb(
        "会诊、协调", COORDINATED, of_desk_or_handler, "登记单位或承办人", asked.open_to_others
    ),
    "enforce": Verb("转执法", frozenset({O.HANDLING}), of_handling_unit, "承办单位"),
    "enforcement_outcome": Verb("登记执法结果", SETTLING, of_handling_unit, "承办单位"),
    "inform_company": Verb(
        "告知企业", SETTLING, of_desk_or_handler, "登记单位或承办人", asked.open_to_others
    ),
    "company_answer": Verb("登记企业回复", SETTLING, of_desk_or_handler, "登记单位或承办人"),
    "supervise": Verb("督办", SUPERVISED, of_supervisor, "督查员或登记单位", _no_supervision),
    "answer_supervision": Verb("答复督办", SUPERVISED, of_supervised_unit, "被督办单位"),
    "list_case": Verb("挂牌督办", OPEN_STATES, of_supervisor, "督查员或登记单位", _not_listed),
    "lift_listing": Verb("解除挂牌", SUPERVISED, of_supervisor, "督查员或登记单位", _is_listed),
    "card": Verb("签发督办卡", CARDED, of_leader, "领导", _may_card),
    "answer_card": Verb("督办卡反馈", SUPERVISED, of_carded_unit, "督办卡写明的承办单位"),
    "explain_late": Verb("说明超期原因", SUPERVISED, of_anyone_concerned, "经办单位", _is_unexplained),
    "leader_report": Verb("专报、上报", OPEN_STATES | {O.CLOSED}, of_desk_or_handler, "登记单位或承办人"),
    "send_upward": Verb("报送上级", OPEN_STATES | {O.CLOSED}, of_office, "登记单位办公室"),
    "decline": Verb("不予（不再）受理", BEFORE_ROUTING, of_office, "登记单位办公室", asked.not_accusation),
    "state_new_facts": Verb(
        "新的事实和理由",
        BEFORE_ROUTING | {O.PRESENTED, O.ASSIGNED},
        of_desk_or_handler,
        "登记单位或承办单位",
        finality.stating_refusal,
    ),
    "set_aside": Verb("撤销不予受理", DECLINED, of_supervisor, "督查员"),
    "withdraw_matter": Verb(
        "信访人撤回",
        OPEN_STATES - {O.IN_REVIEW},
        of_desk_or_handler,
        "登记单位或承办单位",
        asked.not_accusation,
    ),
    "explain": Verb("解释疏导", OPEN_STATES | {O.CLOSED}, of_desk_or_handler, "登记单位或承办单位"),
    "talk_on_site": Verb("现场接谈", OPEN_STATES, of_anyone_concerned, "登记单位、承办单位或督查员"),
    "meet": Verb("当面沟通", IN_WORK, of_desk_or_handler, "登记单位或承办单位"),
    "settle": Verb("调解、和解", IN_WORK, of_desk_or_handler, "登记单位或承办单位"),
    "judge_suggestion": Verb(
        "建议采纳", IN_WORK, of_desk_or_handler, "登记单位或承办单位", asked.unjudged_suggestion
    ),
    "reward": Verb(
        "表扬奖励", ANSWERED | {O.CONCLUDED}, of_office, "登记单位办公室", asked.unrewarded_suggestion
    ),
    "refer_aid": Verb("困难帮扶", OPEN_STATES | {O.CLOSED}, of_desk_or_handler, "登记单位或承办单位"),
    "note_aid": Verb(
        "帮扶结果", OPEN_STATES | ANSWERED, of_desk_or_handler, "登记单位或承办单位", asked.open_aid
    ),
    "apply_review": Verb(
        "登记复查复核申请",
        ANSWERED | reviews.CARRIED_OUT,
        of_desk,
        "登记单位",
        reviews.application_refusal,
    ),
    "draft_review": Verb(
        "拟写复查复核意见",
        frozenset({O.IN_REVIEW}),
        of_review_organ,
        "复查（复核）机关",
        asked.undecided_review,
    ),
    "sign_review": Verb(
        "签发复查复核意见",
        frozenset({O.IN_REVIEW}),
        of_signer,
        "复查（复核）机关负责人",
        asked.awaits_review_signature,
    ),
    "deliver_review": Verb(
        "送达复查复核意见",
        frozenset({O.IN_REVIEW}),
        of_review_organ,
        "复查（复核）机关",
        asked.decided_review,
    ),
    "withdraw_review": Verb(
        "撤回复查复核申请",
        frozenset({O.IN_REVIEW}),
        of_desk_or_review_organ,
        "登记单位或复查（复核）机关",
        asked.unsigned_review,
    ),
    "call_hearing": Verb(
        "通知听证", frozenset({O.HANDLING, O.IN_REVIEW}), of_hearing, "登记、承办单位或复查（复核）机关"
    ),
    "hear": Verb(
        "听证", frozenset({O.HANDLING, O.IN_REVIEW}), of_hearing, "登记、承办单位或复查（复核）机关"
    ),
    "call_back": Verb("回访", ANSWERED, of_office, "登记单位办公室", asked.answered_by_us),
    "file": Verb("备案", frozenset({O.CLOSED, O.ARCHIVED}), of_filing_office, "备案单位"),
    "attach": Verb(
        "添加附件", frozenset(O) - {O.ARCHIVED, O.VOIDED, O.MERGED}, of_anyone_concerned, "经办单位"
    ),
    "issue_paper": Verb("发出文书", frozenset(O) - {O.VOIDED, O.MERGED}, of_paper_desk, "经办单位"),
    "withdraw_paper": Verb("撤回文书", frozenset(O) - {O.VOIDED, O.MERGED}, of_paper_desk, "经办单位"),
    "deliver_paper": Verb("登记送达", frozenset(O) - {O.VOIDED, O.MERGED}, of_paper_desk, "经办单位"),
    "report_info": Verb("报信息", frozenset(O) - {O.VOIDED, O.MERGED}, of_anyone, "经办人", asked.not_sealed),
}


def must_be_annotated(petition: Petition) -> bool:
    """Whether a leader must read it before it goes out: by the unit's scope, and always when it is important."""
    policy = Policy(petition.policy_values)
    return bool(policy["annotate_scope"] == "all" or petition.importance == Importance.IMPORTANT)


def why_not(verb: str, petition: Petition, staff: Staff) -> str | None:
    """The reason why this person may not do it now; None when they may."""
    rule = VERBS[verb]
    if petition.state not in rule.sources:
        return f"现在是“{State(petition.state).label}”，不能{rule.label}。"
    if not rule.whose(petition, standing_of(staff)):
        words = replying.answered_by(petition) if verb == "close" else rule.whose_words
        return f"{rule.label}由{words}办理。"
    if verb in ("assign", "transfer") and petition.channel == Channel.SUPERIOR:
        # S11-05: what a superior sends goes out through the office of the unit itself, not through one above it.
        who = standing_of(staff)
        if not who.may_exactly_at(Power.ROUTE, petition.unit):
            return "上级转来的信访件由本单位办公室统一转办。"
    if verb in AFTER_TALK and closing.owes_talk(petition):
        # S01-07: a visit stays at reception until what was asked is on record.
        return "来访还没有接谈记录，请先记录诉求。"
    return rule.asks(petition)


def ensure(verb: str, petition: Petition, by: Staff) -> None:
    """Raises NotYours (403) when it is somebody else's to do, Refusal with the reason otherwise."""
    reason = why_not(verb, petition, by)
    if reason is None:
        return
    rule = VERBS[verb]
    if petition.state in rule.sources and not rule.whose(petition, standing_of(by)):
        raise NotYours(reason)
    raise Refusal(reason)


def available(petition: Petition, staff: Staff) -> dict[str, str | None]:
    """Every verb with None (may) or the reason (may not), for the case page."""
    return {verb: why_not(verb, petition, staff) for verb in VERBS}
