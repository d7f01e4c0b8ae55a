"""请示 and 批复: nothing in the rules decides it, so those above are asked (S18-04)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.models import Staff
from accounts.roles import Role
from casework.actions.base import notify, open_case, people_nearest, record, save_case
from casework.actions.clocks import pause_internal, resume_internal
from casework.deadlines import short
from casework.refusals import Refusal
from petitions.access import ensure
from petitions.models import Petition, RequestForInstruction


def waiting(petition: Petition) -> RequestForInstruction | None:
    """The 请示 that has no answer yet."""
    return RequestForInstruction.objects.filter(petition=petition, answered_on__isnull=True).first()


@transaction.atomic
def ask_instruction(pk: int, *, by: Staff, version: int, organ: str, question: str) -> RequestForInstruction:
    """请示: the office's own limit stands still until the answer; the law's does not. One at a time.

    An own limit that is already past is not stopped any more.
    """
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("ask_instruction", petition, by)
    if not organ.strip():
        raise Refusal("请写明向哪个机关请示。", "organ")
    if not question.strip():
        raise Refusal("请写明请示事项和本单位的意见。", "question")
    if waiting(petition) is not None:
        raise Refusal("已有一件请示尚未批复。")
    today = timezone.localdate()
    made = RequestForInstruction.objects.create(
        petition=petition,
        organ=organ.strip(),
        question=question.strip(),
        asked_by=by,
        asked_on=today,
        pauses=pause_internal(petition, on=today, why="请示"),
    )
    save_case(petition, by=by)
    effect = "内部期限暂停" if made.pauses else "期限照常计算"
    record(petition, "instruction_asked", by=by, note=made.question, organ=made.organ, effect=effect)
    unit = petition.handling_unit or petition.unit
    leaders = people_nearest(unit, [Role.CHIEF_LEADER, Role.DEPUTY_LEADER])
    notify(petition, leaders, f"{petition.number} 请示{made.organ}：{made.question[:60]}")
    return made


@transaction.atomic
def answer_instruction(
    pk: int, *, by: Staff, version: int, answer: str, answer_source: str
) -> RequestForInstruction:
    """Enters the answer that came, with its number or its author; the own limit runs on, later by the days it stood."""
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("answer_instruction", petition, by)
    made = waiting(petition)
    if made is None:
        raise Refusal("没有等待批复的请示。")
    if not answer.strip():
        raise Refusal("请写明批复内容。", "answer")
    if not answer_source.strip():
        raise Refusal("请写明批复人或批复文号。", "answer_source")
    today = timezone.localdate()
    made.answer, made.answer_source = answer.strip(), answer_source.strip()
    made.answered_on, made.answer_recorded_by = today, by
    made.save()
    due = resume_internal(petition, on=today) if made.pauses else None
    save_case(petition, by=by)
    effect = f"内部期限顺延至{short(due)}" if due else ""
    record(petition, "instruction_answered", by=by, note=made.answer, organ=made.organ, effect=effect)
    if petition.handler:
        notify(petition, [petition.handler], f"{petition.number} 请示已有批复")
    return made
