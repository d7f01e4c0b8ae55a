"""不予受理、不再受理、撤回: a registered matter that is not taken up, each time on a ground, told in writing, open to review."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import Staff
from casework.actions.base import desk_people, notify, open_case, record, save_case
from casework.actions.clocks import stop_all, stop_clock
from casework.models import Clock, ClockKind, Delivery
from casework.refusals import NotYours, Refusal
from casework.states import State
from petitions import finality, pledges
from petitions.access import ensure
from petitions.actions.first_clocks import first_clocks, owe_notice
from petitions.models import (
    Declined,
    GroundKind,
    Petition,
    RefusalGround,
    Withdrawal,
)
from petitions.people import together
from petitions.states import Purpose


@transaction.atomic
def decline(
    pk: int,
    *,
    by: Staff,
    version: int,
    ground: RefusalGround,
    reason: str,
    earlier: Petition | None = None,
    where: str = "",
) -> Declined:
    """不予受理、不再受理 by the ground chosen. The number stays, the notice clock runs until it is told in writing.

    条例第十九条: R1 names where the matter stands. 条例第三十六条: R4 only when the same person's matter has ended
    with a final 复核 opinion; new facts are a new petition. An accusation is never declined here (第三十条).
    """
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("decline", petition, by)
    if not ground.is_active or ground.kind == GroundKind.GUIDE:
        raise Refusal("请选择不予受理或不再受理的情形；应由其他机关、程序处理的请用“告知引导”。", "ground")
    _check_ground(petition, ground, reason, earlier, where)
    before = petition.state
    made = Declined.objects.create(
        petition=petition,
        ground=ground,
        kind=ground.kind,
        ground_text=ground.text,
        ground_basis=ground.basis,
        reason=reason.strip(),
        earlier=earlier,
        where=where.strip(),
        decided_by=by,
        decided_at=timezone.now(),
    )
    if ground.kind == GroundKind.END:
        petition.decline_again()
    else:
        petition.decline()
    _stop_all_but_notice(petition)
    save_case(petition, by=by)
    record(
        petition,
        "declined",
        by=by,
        from_state=before,
        note=reason.strip(),
        decision=made.get_kind_display(),
        ground=f"{ground.text}（{ground.basis}）",
    )
    return made


def _check_ground(
    petition: Petition, ground: RefusalGround, reason: str, earlier: Petition | None, where: str
) -> None:
    if not reason.strip():
        raise Refusal("请写明理由。", "reason")
    if earlier is not None and earlier.pk == petition.pk:
        raise Refusal("不能以本件自身为依据。", "earlier")
    if ground.code == "R1" and earlier is None and not where.strip():
        raise Refusal("请写明此事项正在何处办理，或选择已有的信访件。", "where")
    if ground.code == "R4":
        if earlier is None or earlier.final_on is None:
            raise Refusal("只有同一事项已经复核终结的，才能不再受理；请选择已终结的信访件。", "earlier")
        person = petition.petitioner_id
        if person is None or earlier.petitioner_id not in together([person]):
            raise Refusal("所选信访件不是此人提出的，不能作为不再受理的依据。", "earlier")
    if ground.code == "R5" and not where.strip():
        raise Refusal("请写明由何机关、以何文书依法终结。", "where")


@transaction.atomic
def state_new_facts(pk: int, *, by: Staff, version: int, text: str) -> Petition:
    """新的事实和理由: what a matter that has ended is taken up for again (条例第三十六条); it stays with the case."""
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("state_new_facts", petition, by)
    if not text.strip():
        raise Refusal("请写明与原来不同的事实和理由；没有的，用“不予（不再）受理”。", "text")
    ended = finality.final_matter(petition)
    assert ended is not None
    petition.new_facts = text.strip()
    save_case(petition, by=by)
    record(petition, "new_facts", by=by, note=petition.new_facts, number=ended.number)
    return petition


def _stop_all_but_notice(petition: Petition) -> None:
    """The duty to tell in writing outlives the decision not to take it up (条例第二十三条)."""
    owe_notice(petition)
    today = timezone.localdate()
    running = Clock.objects.filter(case=petition, met_on__isnull=True).exclude(kind=ClockKind.NOTICE)
    for kind in list(running.values_list("kind", flat=True)):
        stop_clock(petition, kind, on=today, reason="不予受理")


def told(petition: Petition, declined: int, delivery: Delivery, *, by: Staff) -> None:
    """The decision reached the petitioner in writing: called with the receipt of its paper, which meets the notice clock."""
    made = petition.declined.select_for_update().get(pk=declined)
    if made.set_aside_at:
        raise Refusal("此决定已经撤销，请撤回文书。")
    made.told_on, made.told_how = delivery.delivered_on, delivery.method
    made.save(update_fields=["told_on", "told_how"])
    record(petition, "declined_told", by=by, on=made.told_on.isoformat(), method=made.get_told_how_display())


@transaction.atomic
def set_aside(pk: int, *, by: Staff, version: int, reason: str) -> Petition:
    """撤销不予（不再）受理: a supervisor who did not decide it finds it wrong; the matter is taken up again."""
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("set_aside", petition, by)
    made = petition.declined.select_for_update().get(set_aside_at__isnull=True)
    if made.decided_by_id == by.pk:
        raise NotYours("不能由作出决定的人自己复核。")
    if not reason.strip():
        raise Refusal("请写明撤销的理由。", "reason")
    before = petition.state
    made.set_aside_by, made.set_aside_at, made.set_aside_reason = by, timezone.now(), reason.strip()
    made.save(update_fields=["set_aside_by", "set_aside_at", "set_aside_reason"])
    petition.set_aside()
    save_case(petition, by=by)
    stop_clock(petition, ClockKind.NOTICE, on=timezone.localdate(), reason="决定已撤销")
    first_clocks(petition)
    record(petition, "set_aside", by=by, from_state=before, note=reason.strip())
    notify(petition, desk_people(petition.unit), f"{petition.number} 不予受理决定已被撤销，请依法办理")
    return petition


@transaction.atomic
def withdraw_matter(
    pk: int, *, by: Staff, version: int, declared_on: date, form: str, statement: str
) -> Withdrawal:
    """信访人撤回: the petitioner's own declaration in their own words; it never ends an accusation (条例第三十条).

    Words that make somebody promise not to petition again are refused.
    """
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("withdraw_matter", petition, by)
    if petition.purpose == Purpose.ACCUSATION or petition.is_sealed:
        raise Refusal("检举控告不因本人撤回而终止，请继续依法处理。")
    pledges.check_declaration(
        declared_on,
        form,
        statement,
        since=petition.received_on,
        today=timezone.localdate(),
        too_early="声明日期应在收到之后，不晚于今天。",
    )
    before = petition.state
    made = Withdrawal.objects.create(
        petition=petition,
        declared_on=declared_on,
        form=form,
        statement=statement.strip(),
        recorded_by=by,
        recorded_at=timezone.now(),
    )
    petition.routings.filter(finished_at__isnull=True, returned_at__isnull=True).update(
        finished_at=timezone.now()
    )
    petition.signer, petition.sign_step = None, ""
    petition.withdraw_matter()
    stop_all(petition, on=timezone.localdate(), reason="信访人撤回")
    save_case(petition, by=by)
    record(petition, "matter_withdrawn", by=by, from_state=before, note=statement.strip())
    if before != State.REGISTERED and petition.handler:
        notify(petition, [petition.handler], f"{petition.number} 信访人已撤回")
    return made
