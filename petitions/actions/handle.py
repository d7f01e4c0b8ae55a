"""签收、办理、报结、审签: what the handling unit does, and who signs that it is done."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.access import Held, people_with, standing_of
from accounts.models import Staff
from accounts.roles import POWERS, Power, Role
from casework.access import eligible
from casework.actions.base import desk_people, grant, notify, open_case, people_nearest, record, save_case
from casework.actions.clocks import (
    move_statutory_due,
    move_unit_due,
    pause_internal,
    resume_internal,
    stop_clock,
)
from casework.actions.signing import acting_as, sign
from casework.calendar import holiday_table
from casework.models import Clock, ClockKind, Decision, SignOff
from casework.policy import Policy
from casework.refusals import Refusal
from petitions import deadlines
from petitions.access import ensure, of_head
from petitions.actions.first_clocks import notice_handed_back, owe_transfer_out
from petitions.actions.handling_clocks import clocks_of_receipt

# One name for all that the handling unit does.
from petitions.actions.investigations import investigate as investigate
from petitions.actions.investigations import sign_investigation as sign_investigation
from petitions.actions.lateness import Late, settle_late
from petitions.actions.sealing import result_clock
from petitions.models import InterimReport, Petition, Report, Routing
from petitions.naming import asks_for_word
from petitions.replying import answering_unit
from petitions.signers import signers_for
from petitions.states import Channel, Complexity, Conclusion, Jurisdiction, Purpose, SignStep
from petitions.supervising import card_refusal
from petitions.terms import handling_terms


def active_routing(petition: Petition) -> Routing | None:
    """The assignment that runs now."""
    return petition.routings.filter(kind="assign", returned_at__isnull=True, finished_at__isnull=True).last()


@transaction.atomic
def accept(pk: int, *, by: Staff, version: int, handler: Staff | None = None) -> Petition:
    """签收: the unit signs for it and names the handler; no work starts before (S13-08, S14-06)."""
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("accept", petition, by)
    worker = handler or petition.handler or by
    assert petition.handling_unit is not None
    if asks_for_word(petition) and worker != petition.handler and not of_head(petition, standing_of(by)):
        name = petition.handler.name if petition.handler else ""
        raise Refusal(f"承办人由部门负责人指定为{name}，改由他人承办的，请由负责人签收或改派。", "handler")
    if worker not in handlers_at(petition) and worker != by:
        raise Refusal("承办人须是本单位在任人员。", "handler")
    routing = active_routing(petition)
    if routing is None:
        raise Refusal("没有有效的交办记录，请退回办公室重新交办。")
    before = petition.state
    routing.received_by, routing.received_at = by, timezone.now()
    routing.save(update_fields=["received_by", "received_at"])
    petition.handler = worker
    petition.accept()
    grant(petition, "承办", staff=worker)
    save_case(petition, by=by)
    clocks_of_receipt(petition, worker)
    record(petition, "accepted", by=by, from_state=before, handler=worker.name)
    if worker != by:
        notify(petition, [worker], f"{petition.number} 由您承办：{petition.title}")
    return petition


def handlers_at(petition: Petition) -> list[Staff]:
    """People of the handling unit who may be named as handler, without whom an accusation keeps out."""
    assert petition.handling_unit is not None
    roles = [role for role, powers in POWERS.items() if powers & {Power.HANDLE, Power.HEAD}]
    found = people_with(roles, petition.handling_unit)
    return eligible(found, petition)


@transaction.atomic
def reassign(pk: int, *, by: Staff, version: int, handler: Staff) -> Petition:
    """改派: the head gives it to another colleague of the unit."""
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("reassign", petition, by)
    if handler not in handlers_at(petition):
        raise Refusal("承办人须是本单位在任人员。", "handler")
    petition.handler = handler
    grant(petition, "承办", staff=handler)
    save_case(petition, by=by)
    record(petition, "handler_changed", by=by, handler=handler.name)
    notify(petition, [handler], f"{petition.number} 改由您承办：{petition.title}")
    return petition


@transaction.atomic
def return_to_office(pk: int, *, by: Staff, version: int, reason: str) -> Petition:
    """退回办公室: not ours. The office then has three days to transfer it (S13-10)."""
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("return_to_office", petition, by)
    if not reason.strip():
        raise Refusal("退回须写明理由，并说明应由哪个单位办理。", "reason")
    routing = active_routing(petition)
    if routing is not None:
        routing.returned_at, routing.return_reason = timezone.now(), reason.strip()
        routing.save(update_fields=["returned_at", "return_reason"])
    before = petition.state
    petition.return_to_office()
    petition.handling_unit, petition.handler = None, None
    save_case(petition, by=by)
    today = timezone.localdate()
    for kind in (ClockKind.HANDLE, ClockKind.ASSIGN, ClockKind.ACCEPT, ClockKind.OBJECTION):
        stop_clock(petition, kind, on=today, reason="退回")
    notice_handed_back(petition, on=today)
    owe_transfer_out(petition, on=today, event="退回办公室")
    record(petition, "returned", by=by, from_state=before, note=reason.strip())
    notify(petition, desk_people(petition.unit), f"{petition.number} 被退回：{reason.strip()[:60]}")
    return petition


@transaction.atomic
def interim_report(
    pk: int, *, by: Staff, reason: str, progress: str, asks_until: date, difficulty: str = ""
) -> InterimReport:
    """中途报告: asks to move the internal date; a difficulty tells leader and office at once (S13-13, S13-14)."""
    petition = open_case(Petition, pk, by=by)
    ensure("interim", petition, by)
    if not Policy(petition.policy_values)["interim_report_allowed"]:
        raise Refusal("本单位政策不允许以中途报告延长期限。")
    if not reason.strip() or not progress.strip():
        raise Refusal("请写明不能按时办结的原因和目前进展。", "reason" if not reason.strip() else "progress")
    if asks_until <= timezone.localdate():
        raise Refusal("申请延至的日期应晚于今天。", "asks_until")
    clock = _handle_clock(petition)
    if clock.statutory_due and asks_until > clock.statutory_due:
        raise Refusal(
            f"不能超过法定期限 {clock.statutory_due:%Y-%m-%d}；中途报告不停止法定期限。", "asks_until"
        )
    report = InterimReport.objects.create(
        petition=petition,
        reason=reason.strip(),
        progress=progress.strip(),
        asks_until=asks_until,
        difficulty=difficulty.strip(),
        made_by=by,
        made_at=timezone.now(),
    )
    # The own limit waits for the leader's answer; the law's does not (C-11).
    pause_internal(petition, on=timezone.localdate(), why="中途报告")
    record(petition, "interim_report", by=by, note=reason.strip(), until=asks_until.isoformat())
    leaders = extension_leaders(petition)
    notify(petition, leaders, f"{petition.number} 中途报告，申请延至 {asks_until:%Y-%m-%d}")
    if difficulty.strip():
        record(petition, "difficulty", by=by, note=difficulty.strip())
        notify(
            petition,
            [*leaders, *desk_people(petition.unit)],
            f"{petition.number} 办理遇到困难：{difficulty.strip()[:60]}",
        )
    return report


def _handle_clock(petition: Petition) -> Clock:
    clock = Clock.objects.filter(case=petition, kind=ClockKind.HANDLE, met_on__isnull=True).first()
    if clock is None:
        raise Refusal("此件没有正在计算的办理期限。")
    return clock


def extension_leaders(petition: Petition) -> list[Staff]:
    """Whom an interim report asks."""
    unit = petition.handling_unit or petition.unit
    return people_nearest(unit, [Role.DEPUTY_LEADER, Role.CHIEF_LEADER])


@transaction.atomic
def extend(pk: int, *, by: Staff, until: date, agree: bool = True, reason: str = "") -> None:
    """Answers an interim report: moves the internal clock, never the statutory one (C-11)."""
    petition = open_case(Petition, pk, by=by)
    ensure("extend", petition, by)
    report = petition.interim_reports.last()
    if report is None:
        raise Refusal("承办人还没有提交中途报告，不能延长期限。")
    if not agree:
        if not reason.strip():
            raise Refusal("不同意延长的，请写明理由。", "reason")
        resume_internal(petition, on=timezone.localdate())
        record(petition, "extension_refused", by=by, note=reason.strip())
        notify(petition, [report.made_by], f"{petition.number} 不同意延长：{reason.strip()[:60]}")
        return
    before, after = move_unit_due(_handle_clock(petition), until, why="经中途报告同意")
    was = before.isoformat() if before else ""
    record(petition, "extended", by=by, note=reason.strip(), before=was, after=after.isoformat())
    notify(petition, [report.made_by], f"{petition.number} 内部期限延至 {after:%Y-%m-%d}")


@transaction.atomic
def extend_statutory(pk: int, *, by: Staff, days: int, reason: str) -> Clock:
    """延长法定期限: once, at most 30 days, approved by the head of the organ, with the reason (条例第三十四条).

    Refused once the limit has run out: what is late already cannot be put off; and to the handler, who asks for it.
    """
    petition = open_case(Petition, pk, by=by)
    ensure("extend_statutory", petition, by)
    if by.pk == petition.handler_id:
        raise Refusal("延长法定期限须由他人批准，不能由承办人自己批准。")
    clock = _handle_clock(petition)
    if clock.statutory_due is None:
        raise Refusal("此类事项不适用60日法定期限。")
    today = timezone.localdate()
    if today > clock.statutory_due:
        words = f"法定期限 {clock.statutory_due:%Y年%-m月%-d日} 已过，不能再延长；请抓紧办结并说明超期原因。"
        raise Refusal(words)
    if not reason.strip():
        raise Refusal("请写明延长理由，理由须告知信访人。", "reason")
    already = petition.events.filter(name="statutory_extended").exists()
    try:
        accepted_on = handling_terms(petition, today=today).law_start
        found = deadlines.extended_due(accepted_on, days, holiday_table(), already_extended=already)
    except deadlines.DeadlineError as refused:
        raise Refusal(str(refused), "days") from refused
    before, after = move_statutory_due(clock, found.on, why=f"经批准延长{days}日")
    was, now = before.isoformat(), after.isoformat()
    record(petition, "statutory_extended", by=by, note=reason.strip(), before=was, after=now)
    return clock


QUALITY = ("facts_clear", "well_qualified", "properly_handled", "papers_complete")


@transaction.atomic
def report(
    pk: int,
    *,
    by: Staff,
    version: int,
    conclusion: str,
    facts: str,
    opinion: str,
    basis: str = "",
    other_route: str = "",
    quality: frozenset[str] = frozenset(),
    quality_remark: str = "",
    late: Late | None = None,
) -> Report:
    """报结: the handler writes what was found and signs; the closing signers follow in order.

    Refused without a final investigation record for a claim or an accusation (S09-14, S10-12), without explanation,
    basis and other routes when the conclusion is 解释疏导 (S01-11), and for a superior's item with an unticked
    quality point and no remark (S03-07).
    """
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("report", petition, by)
    _check_report(petition, conclusion, facts, opinion, basis, other_route, quality, quality_remark)
    settle_late(petition, by=by, late=late)
    made = Report.objects.create(
        petition=petition,
        conclusion=conclusion,
        facts=facts.strip(),
        opinion=opinion.strip(),
        basis=basis.strip(),
        other_route=other_route.strip(),
        quality_remark=quality_remark.strip(),
        made_by=by,
        made_at=timezone.now(),
        **{name: name in quality for name in QUALITY},
    )
    held = _sign_as_handler(petition, by, opinion)
    before = petition.state
    petition.conclusion = conclusion
    first_step, first = _next_signer(petition, [])
    petition.sign_step, petition.signer = first_step, first
    petition.report()
    grant(petition, "审签", staff=first)
    save_case(petition, by=by)
    record(petition, "reported", by=by, held=held, from_state=before, conclusion=Conclusion(conclusion).label)
    notify(petition, [first], f"{petition.number} 报结，待您审签")
    return made


def _sign_as_handler(petition: Petition, by: Staff, opinion: str) -> Held:
    held, step = acting_as(by, petition.handler), SignStep.HANDLER
    agreed = Decision.AGREE
    sign(petition, held=held, by=by, step=step, step_label=step.label, decision=agreed, opinion=opinion)
    return held


def _check_report(
    petition: Petition,
    conclusion: str,
    facts: str,
    opinion: str,
    basis: str,
    other_route: str,
    quality: frozenset[str],
    quality_remark: str,
) -> None:
    if conclusion not in Conclusion.values:
        raise Refusal("请选择结论。", "conclusion")
    if not facts.strip():
        raise Refusal("请写明查明的事实和理由。", "facts")
    if not opinion.strip():
        raise Refusal("请写明处理意见。", "opinion")
    # S01-09, S14-10: what is ours is looked into before it is answered; only an enquiry is answered from knowledge.
    ours = petition.jurisdiction == Jurisdiction.INSIDE and petition.purpose != Purpose.ENQUIRY
    needs_inquiry = ours or petition.purpose in (Purpose.CLAIM, Purpose.ACCUSATION)
    if owed := card_refusal(petition):
        raise Refusal(owed)
    investigations = list(petition.investigations.all())
    if needs_inquiry and not investigations:
        raise Refusal("还没有调查记录，不能下结论。请先填写调查记录。", "conclusion")
    if any(not one.is_final for one in investigations):
        raise Refusal("调查记录尚缺部门负责人签字，不能报结；请其在“待签批”中签字。", "conclusion")
    if conclusion == Conclusion.EXPLAIN:
        if not basis.strip():
            raise Refusal("结论为解释疏导的，须写明法律、政策依据。", "basis")
        if not other_route.strip():
            raise Refusal("结论为解释疏导的，须告知可走的其他途径。", "other_route")
    if petition.channel == Channel.SUPERIOR and set(QUALITY) - quality and not quality_remark.strip():
        raise Refusal(
            "上级交办件须逐项确认事实清楚、定性准确、处理恰当、手续完备；有一项不符的请说明。", "quality"
        )


def closing_steps(petition: Petition) -> list[str]:
    """The signatures that closing takes, in order, after the handler's own."""
    policy = Policy(petition.policy_values)
    steps: list[str] = list(policy["closing_signers"])
    if petition.complexity == Complexity.COMPLEX:
        # S03-22: whomever the unit adds, an opinion in a complex case is never signed without the first leader.
        steps += [policy["complex_extra_signer"], SignStep.CHIEF]
    if petition.addressee_id:
        steps.append(SignStep.ADDRESSEE)
    return list(dict.fromkeys(str(one) for one in steps))


def _next_signer(petition: Petition, signed: list[str]) -> tuple[str, Staff]:
    step = next(one for one in closing_steps(petition) if one not in signed)
    people = signers_for(petition, step)
    if not people:
        raise Refusal(f"找不到“{SignStep(step).label}”的人，请系统管理员在“任职”中设置。")
    return step, people[0]


def signed_steps(petition: Petition) -> list[str]:
    """Steps signed since the last report, up to the one that is awaited: what went back is signed again from there."""
    last = petition.reports.last()
    if last is None:
        return []
    steps = closing_steps(petition)
    until = steps.index(petition.sign_step) if petition.sign_step in steps else len(steps)
    signed = petition.signoffs.filter(at__gte=last.made_at, decision=Decision.AGREE, corrects__isnull=True)
    done = set(signed.values_list("step", flat=True))
    return [one for one in steps[:until] if one in done]


@transaction.atomic
def sign_closing(
    pk: int, *, by: Staff, version: int, opinion: str, decision: str = Decision.AGREE
) -> SignOff:
    """审签: the awaited signer agrees, or sends it back to the handler with a reason.

    After the last signature the report is copied to the leader who ordered it and to the office (S14-10).
    """
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("sign", petition, by)
    step = SignStep(petition.sign_step)
    _check_signature(petition, by, decision, opinion)
    held = acting_as(by, petition.signer)
    signed = sign(
        petition, held=held, by=by, step=step, step_label=step.label, decision=decision, opinion=opinion
    )
    before = petition.state
    words = opinion.strip()
    if decision == Decision.RETURN:
        petition.signer, petition.sign_step = None, ""
        petition.send_back()
        save_case(petition, by=by)
        to = "承办人"
        record(
            petition, "sent_back", by=by, held=held, from_state=before, step=step.label, to=to, opinion=words
        )
        if petition.handler:
            notify(petition, [petition.handler], f"{petition.number} 被退回：{words[:80]}")
        return signed
    done = [*signed_steps(petition), str(step)]
    remaining = [one for one in closing_steps(petition) if one not in done]
    if remaining:
        petition.sign_step, petition.signer = _next_signer(petition, done)
        grant(petition, "审签", staff=petition.signer)
    else:
        petition.signer, petition.sign_step = None, ""
        petition.conclude()
        result_clock(petition)
    save_case(petition, by=by)
    record(
        petition, "signed", by=by, held=held, from_state=before, note=words, step=step.label, decision="同意"
    )
    if remaining and petition.signer:
        notify(petition, [petition.signer], f"{petition.number} 待您审签")
    else:
        _after_last_signature(petition, by)
    return signed


def _check_signature(petition: Petition, by: Staff, decision: str, opinion: str) -> None:
    # 办结意见 is signed with words or an agreement, never with 已阅.
    if decision not in (Decision.AGREE, Decision.RETURN):
        raise Refusal("审签只能同意或退回。", "decision")
    if not opinion.strip():
        wanted = "退回须写明理由。" if decision == Decision.RETURN else "请填写审签意见。"
        raise Refusal(wanted, "opinion")
    if by.pk == petition.handler_id:
        raise Refusal("不能审签本人承办的件。")


def _after_last_signature(petition: Petition, by: Staff) -> None:
    today = timezone.localdate()
    stop_clock(petition, ClockKind.HANDLE, on=today)
    routing = active_routing(petition)
    if routing is not None:
        routing.finished_at = timezone.now()
        routing.save(update_fields=["finished_at"])
    made = petition.reports.last()
    assert made is not None
    annotated = petition.signoffs.filter(step=SignStep.ANNOTATE).last()
    leader = annotated.signature if annotated else (routing.sent_by.name if routing else "")
    for recipient, name in (("leader", leader), ("office", petition.unit.name)):
        if name:
            made.copies.create(recipient=recipient, name=name, sent_at=timezone.now())
    record(
        petition,
        "report_copied",
        by=by,
        recipients="、".join(one for one in (leader, petition.unit.name) if one),
    )
    record(petition, "concluded", by=by)
    answering = answering_unit(petition)
    if answering.pk != petition.unit_id:
        grant(petition, "答复", unit=answering)
    people = desk_people(answering) + ([annotated.staff] if annotated else [])
    notify(petition, people, f"{petition.number} 审签完毕，请答复信访人并办结")
