"""复查、复核、听证、回访: the petitioner's way up, step by step (条例第三十五、三十六条)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

from django.db import transaction
from django.utils import timezone

from accounts.models import Staff
from casework.actions.base import desk_people, grant, notify, open_case, record, save_case
from casework.actions.clocks import move_statutory_due, start_clock, stop_all, stop_clock
from casework.actions.signing import acting_as, sign
from casework.calendar import holiday_table
from casework.models import Clock, ClockKind, Decision, Delivery
from casework.refusals import NotYours, Refusal
from casework.states import State
from petitions import deadlines, pledges
from petitions import reviews as reads
from petitions.access import ensure
from petitions.actions.first_clocks import owe_archiving
from petitions.actions.handling_clocks import start_handling_clocks
from petitions.models import (
    Execution,
    Hearing,
    Petition,
    Rating,
    ReturnVisit,
    Review,
    ReviewDecision,
    ReviewLevel,
)
from petitions.states import RoutingKind, SignStep

CLOCKS = {
    ReviewLevel.REVIEW: (ClockKind.REVIEW, deadlines.REVIEW, deadlines.ARTICLE_REVIEW),
    ReviewLevel.REREVIEW: (ClockKind.REREVIEW, deadlines.REREVIEW, deadlines.ARTICLE_REREVIEW),
}


@transaction.atomic
def apply_review(
    pk: int,
    *,
    by: Staff,
    version: int,
    applied_on: date,
    answer_received_on: date,
    grounds: str,
    late_reason: str = "",
    organ_name: str = "",
) -> Review:
    """登记复查（复核）申请: within 30 days of receiving the opinion, even while a change is carried out, to the organ above.

    Late: refused unless a justified reason is recorded and the unit's `lapse_policy` allows one (F-05). The reviewing
    organ's 30 days run from the application. `organ_name` names an organ outside this system.
    """
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("apply_review", petition, by)
    level = reads.next_level(petition)
    assert level is not None
    if not grounds.strip():
        raise Refusal("请写明申请理由。", "grounds")
    excuse = reads.excuse_for(petition, applied_on, answer_received_on, late_reason)
    organ = reads.organ_above(petition)
    if organ is None and not organ_name.strip():
        raise Refusal("上一级机关不在本系统内，请写明其名称。", "organ_name")
    before = petition.state
    made = Review.objects.create(
        petition=petition,
        level=level,
        against=reads.last_delivered(petition) if level == ReviewLevel.REREVIEW else None,
        answer_received_on=answer_received_on,
        last_day=deadlines.last_day_for_review(answer_received_on, holiday_table()),
        applied_on=applied_on,
        grounds=grounds.strip(),
        late_reason=excuse,
        organ=organ,
        organ_name=organ.name if organ else organ_name.strip(),
        registered_by=by,
        registered_at=timezone.now(),
    )
    _set_aside(petition)
    petition.apply_review()
    _to_organ(petition, made)
    save_case(petition, by=by)
    level_words, name = made.get_level_display(), made.organ_name
    record(
        petition, "review_applied", by=by, from_state=before, note=made.grounds, level=level_words, organ=name
    )
    return made


def _set_aside(petition: Petition) -> None:
    """What the 复查 opinion ordered, if it is still being done, waits until the 复核 has said whether it stands."""
    if petition.state not in reads.CARRIED_OUT:
        return
    words, now = "信访人申请复核", timezone.now()
    running = petition.routings.filter(returned_at__isnull=True, finished_at__isnull=True)
    running.update(returned_at=now, return_reason=words)
    petition.signer, petition.sign_step = None, ""
    stop_all(petition, on=timezone.localdate(now), reason=words)
    told = desk_people(petition.handling_unit) if petition.handling_unit else []
    told += [petition.handler] if petition.handler else []
    notify(petition, told, f"{petition.number} {words}，重新办理暂停，等复核意见")


def _to_organ(petition: Petition, review: Review) -> None:
    """The reviewing organ gets sight of it, its clock and a line in the bell."""
    kind, limit, article = CLOCKS[ReviewLevel(review.level)]
    event = f"收到{review.get_level_display()}申请"
    start_clock(
        petition,
        kind,
        on=review.applied_on,
        event=event,
        what=kind.label,
        statutory=(limit, article),
        owner_unit=review.organ,
    )
    if review.organ is None:
        return
    for unit in reads.offices_of(review.organ):
        grant(petition, review.get_level_display(), unit=unit)
        notify(petition, desk_people(unit), f"{petition.number} {event}，请办理")


@transaction.atomic
def draft_review(
    pk: int,
    *,
    by: Staff,
    version: int,
    decision: str,
    facts: str,
    opinion: str,
    basis: str,
    outside_number: str = "",
) -> Review:
    """拟写复查（复核）意见: 维持、变更 or 撤销 with facts and basis; the head of the organ signs next.

    The opinion of an organ outside is entered with its number, and is thereby decided. Refused from the handler.
    """
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("draft_review", petition, by)
    if by.pk == petition.handler_id:
        raise NotYours("原承办人不能办理复查、复核。")
    review = _running(petition)
    if decision not in ReviewDecision.values:
        raise Refusal("请选择维持、变更或撤销。", "decision")
    for field, text in (("facts", facts), ("opinion", opinion), ("basis", basis)):
        if not text.strip():
            raise Refusal("此项不能为空。", field)
    review.decision, review.facts, review.opinion = decision, facts.strip(), opinion.strip()
    review.basis, review.drafted_by = basis.strip(), by
    _send_on(petition, review, outside_number)
    review.save()
    save_case(petition, by=by)
    words = review.get_decision_display()
    record(
        petition,
        "review_drafted",
        by=by,
        note=opinion.strip(),
        level=review.get_level_display(),
        decision=words,
    )
    return review


def _send_on(petition: Petition, review: Review, outside_number: str) -> None:
    """To the head for signing; what an organ outside has issued under its number is decided already."""
    if review.organ is None:
        if not outside_number.strip():
            raise Refusal("请填写上级意见书的文号。", "outside_number")
        review.outside_number, review.decided_on = outside_number.strip(), timezone.localdate()
        stop_clock(petition, CLOCKS[ReviewLevel(review.level)][0], on=timezone.localdate())
    else:
        head = reads.signer_of(review)
        if head is None:
            raise Refusal("找不到复查（复核）机关的负责人，请系统管理员在“任职”中设置。")
        petition.signer, petition.sign_step = head, SignStep.REVIEW
        grant(petition, "签发", staff=head)
        notify(petition, [head], f"{petition.number} {review.get_level_display()}意见待您签发")


def _running(petition: Petition) -> Review:
    review = petition.reviews.select_for_update(of=("self",)).filter(reads.RUNNING).last()
    if review is None:
        raise Refusal("此件没有正在办理的复查、复核。")
    return review


@transaction.atomic
def sign_review(pk: int, *, by: Staff, version: int, opinion: str, decision: str = Decision.AGREE) -> Review:
    """签发: the head of the reviewing organ signs, or sends the draft back with a reason."""
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("sign_review", petition, by)
    if decision not in (Decision.AGREE, Decision.RETURN):
        raise Refusal("只能签发或退回。", "decision")
    if not opinion.strip():
        raise Refusal("请填写签发意见；退回须写明理由。", "opinion")
    review = _running(petition)
    held = acting_as(by, petition.signer)
    step = SignStep.REVIEW
    signed = sign(
        petition, held=held, by=by, step=step, step_label=step.label, decision=decision, opinion=opinion
    )
    petition.signer, petition.sign_step = None, ""
    if decision == Decision.AGREE:
        review.signoff, review.decided_on = signed, timezone.localdate()
        review.save(update_fields=["signoff", "decided_on"])
        stop_clock(petition, CLOCKS[ReviewLevel(review.level)][0], on=timezone.localdate())
    save_case(petition, by=by)
    level = review.get_level_display()
    record(
        petition,
        "review_signed" if decision == Decision.AGREE else "review_returned",
        by=by,
        held=held,
        note=opinion.strip(),
        level=level,
        decision=review.get_decision_display(),
    )
    if review.drafted_by:
        notify(petition, [review.drafted_by], f"{petition.number} {level}意见{signed.get_decision_display()}")
    return review


@transaction.atomic
def deliver_review(pk: int, *, by: Staff, version: int, delivered_on: date, delivered_how: str) -> Review:
    """送达 of the opinion of an organ outside this system; one made here is delivered with its paper (`delivered`)."""
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("deliver_review", petition, by)
    review = _running(petition)
    if review.decided_on is None:
        raise Refusal("复查（复核）意见还没有签发。")
    if not delivered_how.strip():
        raise Refusal("请写明送达方式和签收情况。", "delivered_how")
    if not review.decided_on <= delivered_on <= timezone.localdate():
        raise Refusal("送达日期应在作出之后，不晚于今天。", "delivered_on")
    _delivered(petition, review, on=delivered_on, how=delivered_how.strip(), by=by)
    return review


def delivered(petition: Petition, review: int, delivery: Delivery, *, by: Staff) -> None:
    """复查（复核）意见书 reached the petitioner: called with its receipt."""
    found = _running(petition)
    if found.pk != review:
        raise Refusal("此意见书的复查（复核）已经办结。")
    _delivered(petition, found, on=delivery.delivered_on, how=delivery.words, by=by)


def _delivered(petition: Petition, review: Review, *, on: date, how: str, by: Staff) -> None:
    """The petitioner's next 30 days begin. 维持 closes again, 变更 and 撤销 go back to the handling organ, and so does what
    a 复查 had changed and the 复核 leaves as it is.

    A 复核 opinion that stands ends the matter (三级终结, 条例第三十六条).
    """
    before = petition.state
    review.delivered_on, review.delivered_how = on, how[:60]
    review.save(update_fields=["delivered_on", "delivered_how"])
    if review.level == ReviewLevel.REREVIEW and review.decision != ReviewDecision.REVOKE:
        petition.final_on = on
    stop_all(petition, on=min(on, timezone.localdate()), reason="复查（复核）办结")
    if review.decision != ReviewDecision.UPHOLD:
        _hand_back(petition, review, by)
    else:
        _leave_as_it_was(petition, review, petition.uphold, by)
    record(
        petition,
        "review_delivered",
        by=by,
        from_state=before,
        level=review.get_level_display(),
        decision=review.get_decision_display(),
    )


@transaction.atomic
def withdraw_review(
    pk: int, *, by: Staff, version: int, declared_on: date, form: str, statement: str
) -> Review:
    """信访人撤回申请 in their own words, before the opinion is signed: the matter is closed as it was.

    The procedure ends, the right does not: within the 30 days from receipt it may be applied for again.
    """
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("withdraw_review", petition, by)
    review = _running(petition)
    pledges.check_declaration(
        declared_on,
        form,
        statement,
        since=review.applied_on,
        today=timezone.localdate(),
        too_early="声明日期应在申请之后，不晚于今天。",
    )
    review.withdrawn_on, review.withdrawn_how = declared_on, form
    review.withdrawn_words, review.withdrawal_recorded_by = statement.strip(), by
    review.save()
    review.hearings.filter(facts="").update(dropped_at=timezone.now())
    told = _at_work_on(review, petition)
    level = review.get_level_display()
    stop_clock(
        petition, CLOCKS[ReviewLevel(review.level)][0], on=timezone.localdate(), reason="信访人撤回申请"
    )
    petition.signer, petition.sign_step = None, ""
    _leave_as_it_was(petition, review, petition.withdraw_review, by)
    record(
        petition,
        "review_withdrawn",
        by=by,
        from_state=State.IN_REVIEW,
        note=statement.strip(),
        level=level,
    )
    notify(petition, told, f"{petition.number} 信访人撤回{level}申请，不再办理")
    return review


def _leave_as_it_was(petition: Petition, review: Review, close: Callable[[], None], by: Staff) -> None:
    """The opinion before stands: closed again by that edge; a change that was still being carried out goes on."""
    if petition.closed_at is None and review.against:
        _hand_back(petition, review.against, by)
        return
    close()
    _owe_filing(petition)
    save_case(petition, by=by)


def _owe_filing(petition: Petition) -> None:
    """Closed once more: what came of the review is filed too, even where the case was filed before."""
    if not Clock.objects.filter(case=petition, kind=ClockKind.ARCHIVE, met_on__isnull=True).exists():
        owe_archiving(petition, on=timezone.localdate())


def _at_work_on(review: Review, petition: Petition) -> list[Staff]:
    """Who prepares it, who drafted it, and whose signature it waits for."""
    offices = reads.offices_of(review.organ) if review.organ else []
    named = [one for one in (review.drafted_by, petition.signer) if one is not None]
    return [*named, *(person for unit in offices for person in desk_people(unit))]


def _hand_back(petition: Petition, review: Review, by: Staff) -> None:
    """变更、撤销: the handling organ has it again, with the opinion as its order."""
    unit = petition.handling_unit or petition.unit
    petition.handling_unit, petition.handler = unit, None
    petition.closed_at, petition.closed_by = None, None
    petition.resume()
    save_case(petition, by=by)
    words = f"{review.organ_name}{review.get_level_display()}决定{review.get_decision_display()}：{review.opinion}"
    petition.routings.create(
        kind=RoutingKind.ASSIGN,
        from_unit=review.organ or petition.unit,
        to_unit=unit,
        opinion=words,
        sent_by=by,
        sent_at=timezone.now(),
    )
    start_handling_clocks(petition, None, None)
    notify(petition, desk_people(unit), f"{petition.number} {words[:120]}")


@transaction.atomic
def call_hearing(
    pk: int, *, by: Staff, starts_on: date, starts_time: time, place: str, chair: str, participants: str
) -> Hearing:
    """通知听证: day, hour, place and people, told with a 听证通知书. Called anew, the earlier day is dropped (改期)."""
    petition = open_case(Petition, pk, by=by)
    ensure("call_hearing", petition, by)
    _filled(place=place, chair=chair, participants=participants)
    if starts_on < timezone.localdate():
        raise Refusal("听证日期不能早于今天；已经举行的请登记“听证”。", "starts_on")
    petition.hearings.filter(facts="", dropped_at__isnull=True).update(dropped_at=timezone.now())
    made = Hearing.objects.create(
        petition=petition,
        review=reads.running(petition),
        starts_on=starts_on,
        ends_on=starts_on,
        starts_time=starts_time,
        place=place.strip(),
        chair=chair.strip(),
        participants=participants.strip(),
        made_by=by,
        made_at=timezone.now(),
    )
    record(petition, "hearing_called", by=by, starts_on=starts_on.isoformat(), place=made.place)
    return made


def _filled(**texts: str) -> None:
    for field, text in texts.items():
        if not text.strip():
            raise Refusal("此项不能为空。", field)


@transaction.atomic
def hear(
    pk: int,
    *,
    by: Staff,
    starts_on: date,
    ends_on: date,
    place: str,
    chair: str,
    participants: str,
    facts: str,
    conclusion: str,
) -> Hearing:
    """听证: kept with its dates, in the row of its notice if there was one; in 复核 its days are not counted (第三十六条)."""
    petition = open_case(Petition, pk, by=by)
    ensure("hear", petition, by)
    texts = {
        "place": place,
        "chair": chair,
        "participants": participants,
        "facts": facts,
        "conclusion": conclusion,
    }
    _filled(**texts)
    if ends_on > timezone.localdate():
        raise Refusal("日期不能晚于今天。", "ends_on")
    if ends_on < starts_on:
        raise Refusal("结束日期不能早于开始日期。", "ends_on")
    review = reads.running(petition)
    if review is not None and starts_on < review.applied_on:
        raise Refusal("听证不能早于申请日期。", "starts_on")
    held = {
        **{field: text.strip() for field, text in texts.items()},
        "review": review,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "made_by": by,
        "made_at": timezone.now(),
    }
    called = petition.hearings.filter(facts="", dropped_at__isnull=True).first()
    made = called or Hearing(petition=petition)
    for field, value in held.items():
        setattr(made, field, value)
    made.save()
    record(petition, "heard", by=by, note=made.conclusion, starts_on=starts_on.isoformat())
    if review is not None and review.level == ReviewLevel.REREVIEW:
        _leave_out_hearing(petition, review)
    return made


def _leave_out_hearing(petition: Petition, review: Review) -> None:
    days = {
        one.starts_on.toordinal() + n for one in review.hearings.exclude(facts="") for n in range(one.days)
    }
    clock = Clock.objects.filter(case=petition, kind=ClockKind.REREVIEW, met_on__isnull=True).first()
    if clock is not None:
        to = deadlines.rereview_due(review.applied_on, holiday_table(), len(days)).on
        move_statutory_due(clock, to, why=f"听证{len(days)}日不计，顺延")


@transaction.atomic
def call_back(
    pk: int, *, by: Staff, visited_on: date, method: str, satisfied: str, executed: str, words: str = ""
) -> ReturnVisit:
    """回访 by the office, never by who handled it: satisfied or not, and whether the opinion was carried out."""
    petition = open_case(Petition, pk, by=by)
    ensure("call_back", petition, by)
    if by.pk == petition.handler_id:
        raise NotYours("承办人不能回访自己承办的件。")
    if satisfied not in Rating.values:
        raise Refusal("请选择是否满意。", "satisfied")
    if executed not in Execution.values:
        raise Refusal("请选择意见执行情况。", "executed")
    replied = petition.replies.last()
    if visited_on > timezone.localdate() or (replied and visited_on < replied.replied_on):
        raise Refusal("回访日期应在答复之后，不晚于今天。", "visited_on")
    made = ReturnVisit.objects.create(
        petition=petition,
        visited_on=visited_on,
        method=method,
        satisfied=satisfied,
        executed=executed,
        words=words.strip(),
        made_by=by,
        made_at=timezone.now(),
    )
    record(
        petition,
        "called_back",
        by=by,
        note=words.strip(),
        satisfied=made.get_satisfied_display(),
        executed=made.get_executed_display(),
    )
    if executed == Execution.NOT:
        notify(petition, desk_people(petition.unit), f"{petition.number} 回访：处理意见未执行，请督办")
    return made
