"""The clocks that an assignment starts for the unit that is to handle it."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from accounts.models import Staff
from casework.actions.base import grant, notify
from casework.actions.clocks import ORDER, change_statutory, recount_internal, start_clock, stop_clock
from casework.deadlines import DayType, Limit
from casework.models import Clock, ClockKind
from casework.policy import Policy
from petitions import deadlines, naming, ways
from petitions.actions.first_clocks import notice_passed_on
from petitions.models import Petition
from petitions.signers import record_signers
from petitions.states import Channel
from petitions.terms import handling_terms


def start_handling_clocks(petition: Petition, due_on: date | None, handler: Staff | None) -> None:
    """Stops the clocks of the desk and starts 签收, 办理 and, for a claim, the law's 60 days."""
    today = timezone.localdate()
    policy = Policy(petition.policy_values)
    for kind in (ClockKind.OPINION, ClockKind.PRESENT, ClockKind.ROUTE, ClockKind.TRANSFER_OUT):
        stop_clock(petition, kind, on=today)
    # S13-08: no work before the unit has signed for it; what is not signed for within the limit is chased.
    start_clock(
        petition,
        ClockKind.ACCEPT,
        on=today,
        event="交办",
        what="签收",
        unit_limit=Limit(int(policy["accept_within_working_days"]), DayType.WORKING),
        key="accept_within_working_days",
        owner=handler,
        owner_unit=petition.handling_unit,
    )
    _owe_naming(petition, on=today)
    _owe_objection(petition, on=today)
    terms = handling_terms(petition, today=today)
    start_clock(
        petition,
        ClockKind.HANDLE,
        on=terms.start,
        event=terms.event,
        what=terms.what,
        unit_limit=terms.unit_limit,
        key="handle_limit",
        statutory=terms.statutory,
        law_from=(terms.law_start, terms.law_event),
        by_order=due_on,
        owner=handler,
        owner_unit=petition.handling_unit,
    )
    assert petition.handling_unit is not None
    notice_passed_on(petition, on=today, organ=petition.handling_unit)
    if petition.upper_due and petition.channel == Channel.SUPERIOR:
        start_clock(
            petition,
            ClockKind.UPPER,
            on=today,
            event="交办",
            what="上级交办",
            by_order=max(petition.upper_due, today),
            owner_unit=petition.unit,
        )


def _owe_naming(petition: Petition, *, on: date) -> None:
    """先报部门负责人: the head is told, and somebody is named within the policy's days of 交办 (S10-11, S14-06)."""
    heads = record_signers(petition)
    if naming.asks_for_word(petition):
        for one in heads:
            grant(petition, "批示", staff=one)
        notify(petition, heads, f"{petition.number} 等您批示并指定承办人：{petition.title}")
    elif petition.handler:
        return
    start_clock(
        petition,
        ClockKind.ASSIGN,
        on=on,
        event="交办",
        what=str(ClockKind.ASSIGN.label),
        unit_limit=Policy(petition.policy_values).limit("assign_within"),
        key="assign_within",
        owner=heads[0] if heads else None,
        owner_unit=petition.handling_unit,
    )


def _owe_objection(petition: Petition, *, on: date) -> None:
    """条例第二十三条第三款 speaks of 转送 and 交办 alike; within one organ there is nobody to object to."""
    if ways.is_inside(petition):
        return
    kind, law = ClockKind.OBJECTION, (deadlines.OBJECTION, deadlines.ARTICLE_NOTICE)
    unit = petition.handling_unit
    start_clock(petition, kind, on=on, event="收到交办", what=kind.label, statutory=law, owner_unit=unit)


def clocks_of_receipt(petition: Petition, handler: Staff) -> None:
    """签收 is met; the handler owns the handling clock. The law's days count from this acceptance (条例第三十四条).

    The unit's own count from now where the policy says so (C-02).
    """
    today = timezone.localdate()
    for kind in (ClockKind.ASSIGN, ClockKind.ACCEPT, ClockKind.OBJECTION):
        stop_clock(petition, kind, on=today)
    clock = Clock.objects.filter(case=petition, met_on__isnull=True, kind=ClockKind.HANDLE).first()
    if clock is None:
        return
    clock.case, clock.owner = petition, handler
    clock.save(update_fields=["owner"])
    terms = handling_terms(petition, today=today)
    if terms.statutory:
        change_statutory(clock, terms.statutory, on=terms.law_start, event=terms.law_event)
    if Policy(petition.policy_values)["handle_start"] == "receipt" and clock.source != ORDER:
        start, event = terms.start, terms.event
        recount_internal(clock, terms.unit_limit, on=start, event=event, what=terms.what, key="handle_limit")
