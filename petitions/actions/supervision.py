"""督办、挂牌: what a supervisor asks of a unit, the unit's written answer, and cases under open watch (条例第四十条)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.access import people_with
from accounts.models import Staff, Unit
from accounts.roles import Role
from casework.actions.base import desk_people, notify, open_case, record
from casework.actions.clocks import start_clock, stop_clock
from casework.deadlines import Limit
from casework.models import ClockKind
from casework.policy import Policy
from casework.refusals import Refusal
from petitions.access import ensure
from petitions.actions.route import logs_attempts, refuse_target
from petitions.models import (
    Adoption,
    ListedSupervision,
    Petition,
    Supervision,
    SupervisionReason,
)
from petitions.supervising import listing_of, open_supervision, related_units


def people_of(unit: Unit) -> list[Staff]:
    """Who hears of a supervision: the unit's desk and its head."""
    return desk_people(unit) + people_with(Role.UNIT_HEAD, unit)


@logs_attempts
@transaction.atomic
def supervise(
    pk: int,
    *,
    by: Staff,
    unit: Unit,
    reason: str,
    requirement: str,
    reply_by: date | None = None,
    improve_work: str = "",
    improve_policy: str = "",
    accountability: str = "",
) -> Supervision:
    """督办 one unit for one of the twelve reasons; it answers in writing by a date.

    Without a date the policy's `supervision_reply_days` hold; the law names no number. Raises Refusal for a unit that
    has nothing to do with the case.
    """
    petition = open_case(Petition, pk, by=by)
    ensure("supervise", petition, by)
    if reason not in SupervisionReason.values:
        raise Refusal("请选择督办情形。", "reason")
    if not requirement.strip():
        raise Refusal("请写明督办要求。", "requirement")
    if unit not in related_units(petition):
        raise Refusal("只能督办登记、承办过此件的单位。", "unit")
    refuse_target(petition, unit, by)
    made = Supervision.objects.create(
        petition=petition,
        unit=unit,
        reason=reason,
        requirement=requirement.strip(),
        improve_work=improve_work.strip(),
        improve_policy=improve_policy.strip(),
        accountability=accountability.strip(),
        reply_by=_answer_due(petition, unit, reply_by),
        issued_by=by,
        issued_at=timezone.now(),
    )
    words = SupervisionReason(reason).label
    record(petition, "supervised", by=by, note=requirement.strip(), unit=unit.name, reason=words)
    notify(
        petition, people_of(unit), f"{petition.number} 督办（{words}），{made.reply_by:%Y-%m-%d} 前书面答复"
    )
    return made


def _answer_due(petition: Petition, unit: Unit, reply_by: date | None) -> date:
    """Starts the clock of the answer and returns its day."""
    today = timezone.localdate()
    if reply_by and reply_by <= today:
        raise Refusal("答复期限应晚于今天。", "reply_by")
    clock = start_clock(
        petition,
        ClockKind.SUPERVISION,
        on=today,
        event="督办",
        what="书面答复",
        unit_limit=Limit(int(Policy(petition.policy_values)["supervision_reply_days"])),
        by_order=reply_by,
        owner_unit=unit,
    )
    assert clock is not None
    return clock.due_on


@transaction.atomic
def answer_supervision(pk: int, *, by: Staff, adoption: str, answer: str) -> Supervision:
    """The unit's written answer: adopted, in part, or not and why (条例第四十条)."""
    petition = open_case(Petition, pk, by=by)
    ensure("answer_supervision", petition, by)
    found = open_supervision(petition)
    assert found is not None
    if adoption not in Adoption.values:
        raise Refusal("请选择采纳情况。", "adoption")
    if not answer.strip():
        words = "请写明整改情况。" if adoption == Adoption.ADOPTED else "未全部采纳的，请写明理由。"
        raise Refusal(words, "answer")
    found.adoption, found.answer = adoption, answer.strip()
    found.answered_by, found.answered_at = by, timezone.now()
    found.save(update_fields=["adoption", "answer", "answered_by", "answered_at"])
    stop_clock(petition, ClockKind.SUPERVISION, on=timezone.localdate())
    words = Adoption(adoption).label
    record(petition, "supervision_answered", by=by, note=answer.strip(), unit=found.unit.name, adoption=words)
    notify(petition, [found.issued_by], f"{petition.number} {found.unit.name}已书面答复督办：{words}")
    return found


@transaction.atomic
def list_case(pk: int, *, by: Staff, listed_by: str, reason: str, until: date) -> ListedSupervision:
    """挂牌督办: who put it up, why, and until when (条例第三十九条)."""
    petition = open_case(Petition, pk, by=by)
    ensure("list_case", petition, by)
    if not listed_by.strip():
        raise Refusal("请填写挂牌的单位或领导。", "listed_by")
    if not reason.strip():
        raise Refusal("请写明挂牌理由。", "reason")
    if until <= timezone.localdate():
        raise Refusal("挂牌期限应晚于今天。", "until")
    made = ListedSupervision.objects.create(
        petition=petition,
        listed_by=listed_by.strip(),
        reason=reason.strip(),
        until=until,
        made_by=by,
        made_at=timezone.now(),
    )
    start_clock(
        petition,
        ClockKind.LISTED,
        on=timezone.localdate(),
        event="挂牌",
        what="挂牌督办",
        by_order=until,
        owner_unit=petition.handling_unit or petition.unit,
    )
    record(petition, "listed", by=by, note=reason.strip(), by_whom=listed_by.strip(), until=until.isoformat())
    people = people_of(petition.handling_unit or petition.unit)
    notify(petition, people, f"{petition.number} 由{listed_by.strip()}挂牌督办，期限 {until:%Y-%m-%d}")
    return made


@transaction.atomic
def lift_listing(pk: int, *, by: Staff, result: str) -> ListedSupervision:
    """解除挂牌, with the result."""
    petition = open_case(Petition, pk, by=by)
    ensure("lift_listing", petition, by)
    if not result.strip():
        raise Refusal("请写明督办结果。", "result")
    found = listing_of(petition)
    assert found is not None
    found.result, found.lifted_by, found.lifted_at = result.strip(), by, timezone.now()
    found.save(update_fields=["result", "lifted_by", "lifted_at"])
    stop_clock(petition, ClockKind.LISTED, on=timezone.localdate())
    record(petition, "unlisted", by=by, note=result.strip())
    people = people_of(petition.handling_unit or petition.unit)
    notify(petition, people, f"{petition.number} 解除挂牌督办")
    return found
