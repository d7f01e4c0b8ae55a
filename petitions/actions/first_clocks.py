"""The clocks at both ends of a case: 阅批, 转送交办 and 书面告知 from its receipt, 归档 from its closing."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from accounts.models import Unit, UnitKind
from casework.actions.clocks import start_clock, stop_clock
from casework.calendar import holiday_table
from casework.deadlines import Limit, short
from casework.models import Clock, ClockKind
from casework.policy import Policy
from petitions import deadlines
from petitions.access import must_be_annotated
from petitions.models import Petition
from petitions.states import Channel, Purpose
from petitions.terms import can_be_told, notice_terms

GIVEN = "已告知"


def first_clocks(petition: Petition, *, on: date | None = None, event: str = "") -> None:
    """Starts what registration owes, or, with a day and an event, what a case opened again owes from that day.

    阅批 by the unit's policy; for a petition office the law's 15 days to route (条例第二十二条); for an organ that
    received it directly the 15 days to tell the petitioner in writing (条例第二十三条第二款).
    """
    start = on or petition.received_on
    _own_first(petition, on or timezone.localdate(petition.registered_at), event or "登记")
    received = "接访" if petition.channel == Channel.VISIT else "收到"
    annotate = Policy(petition.policy_values).limit("annotate_limit")
    if annotate:
        start_clock(
            petition,
            ClockKind.ANNOTATE,
            on=start,
            event=event or received,
            what="领导阅批",
            unit_limit=annotate,
            key="annotate_limit",
            owner_unit=petition.unit,
        )
    if petition.unit.kind == UnitKind.PETITION_OFFICE:
        start_clock(
            petition,
            ClockKind.ROUTE,
            on=start,
            event=event or "收到",
            what="转送交办",
            statutory=(deadlines.ROUTE, deadlines.ARTICLE_ROUTE),
            owner_unit=petition.unit,
        )
    elif not (petition.is_sealed and petition.unit.kind == UnitKind.DISCIPLINE):
        # A discipline organ tells who reports by name by its own rule: that clock starts with the sealing.
        start_notice(petition, on=start, organ=petition.unit, event=event or "收到")


def _own_first(petition: Petition, on: date, event: str) -> None:
    """What the unit asks of its own desk from registration: the suggestion (S09-13), and the way to a leader (S13-07)."""
    policy = Policy(petition.policy_values)
    kinds = {}
    if not petition.initial_opinion:
        kinds[ClockKind.OPINION] = ("initial_opinion_within", policy.limit("initial_opinion_within"))
    if must_be_annotated(petition):
        kinds[ClockKind.PRESENT] = ("present_within", policy.limit("present_within"))
    for kind, (key, limit) in kinds.items():
        what, owner = str(kind.label), petition.unit
        start_clock(
            petition, kind, on=on, event=event, what=what, unit_limit=limit, key=key, owner_unit=owner
        )


def desk_has_suggested(petition: Petition, *, to_leader: bool = False) -> None:
    """Meets the desk's own clocks: a suggestion stands on the case (S09-13), and a leader has it (S13-07)."""
    today = timezone.localdate()
    if petition.initial_opinion:
        stop_clock(petition, ClockKind.OPINION, on=today)
    if to_leader:
        stop_clock(petition, ClockKind.PRESENT, on=today)


def start_notice(
    petition: Petition, *, on: date, organ: Unit, event: str, owner: Unit | None = None
) -> Clock | None:
    """Starts the 15 days of `organ`: from its own receipt, or from the receipt of a transfer (条例第二十三条).

    `owner` is the unit that writes it, when that is another.

    None when it owes no notice: a petition office, an enquiry, or nobody who can be told.
    """
    terms = notice_terms(petition, organ)
    return _notice_clock(petition, terms, on=on, event=event, owner=owner or organ) if terms else None


def _notice_clock(
    petition: Petition, law: tuple[Limit, str], *, on: date, event: str, owner: Unit
) -> Clock | None:
    return start_clock(
        petition, ClockKind.NOTICE, on=on, event=event, what="书面告知", statutory=law, owner_unit=owner
    )


def owe_transfer_out(petition: Petition, *, on: date, event: str) -> None:
    """What came back goes out again within the unit's own days (S13-10), at a petition office never past the law's 15.

    They count from receipt, whoever had it meanwhile (条例第二十二条, C-04); once they are over it goes out the same day.
    """
    law, law_from = None, None
    if petition.unit.kind == UnitKind.PETITION_OFFICE:
        first = Clock.objects.filter(case=petition, kind=ClockKind.ROUTE).last()
        start, came = (first.start_on, first.start_event) if first else (petition.received_on, "收到")
        law, law_from = (deadlines.ROUTE, deadlines.ARTICLE_ROUTE), (start, came)
        if deadlines.route_due(start, holiday_table()).on < on:
            law = Limit(0), deadlines.ARTICLE_ROUTE
            law_from = on, f"{event}（{short(start)}{came}，法定{deadlines.ROUTE}已满）"
    start_clock(
        petition,
        ClockKind.TRANSFER_OUT,
        on=on,
        event=event,
        what="转出",
        unit_limit=Policy(petition.policy_values).limit("transfer_limit"),
        key="transfer_limit",
        statutory=law,
        law_from=law_from,
        owner_unit=petition.unit,
    )


def notice_passed_on(petition: Petition, *, on: date, organ: Unit) -> None:
    """A petition office gave it to the organ that answers: that organ's 15 days begin (条例第二十三条第三款).

    Who writes it is the unit's policy. An organ that received it directly keeps its own 15 days, whoever of its house
    does the work.
    """
    if petition.unit.kind == UnitKind.PETITION_OFFICE:
        by_organ = Policy(petition.policy_values)["acceptance_notice_by"] == "organ"
        owner = organ if by_organ else petition.unit
        start_notice(petition, on=on, organ=organ, owner=owner, event="收到转交")


def notice_handed_back(petition: Petition, *, on: date) -> None:
    """What came from a petition office went back to it: the organ owes no notice any more."""
    if petition.unit.kind == UnitKind.PETITION_OFFICE:
        stop_clock(petition, ClockKind.NOTICE, on=on, reason="退回")


def owe_notice(petition: Petition) -> None:
    """Called before it leaves the road (不予受理, 告知引导): that is told in writing all the same (条例第二十三条).

    The 15 days that run go on. A petition office, which owed the routing until now, has them from the same receipt;
    who was told of an earlier step in time is told of this one within 15 days of today.
    """
    clocks = Clock.objects.filter(case=petition)
    if clocks.filter(kind=ClockKind.NOTICE, met_on__isnull=True).exists():
        return
    routing = clocks.filter(kind=ClockKind.ROUTE, met_on__isnull=True).first()
    start, event = (routing.start_on, routing.start_event) if routing else (petition.received_on, "收到")
    if clocks.filter(kind=ClockKind.NOTICE, stopped_reason=GIVEN).exists():
        start, event = timezone.localdate(), "作出决定"
    if petition.purpose != Purpose.ENQUIRY and can_be_told(petition):
        law = (deadlines.NOTICE, deadlines.ARTICLE_NOTICE)
        _notice_clock(petition, law, on=start, event=event, owner=petition.unit)


def notice_given(petition: Petition, *, on: date) -> None:
    """Meets the clock: the petitioner was told in writing on that day. Called when the paper is delivered."""
    stop_clock(petition, ClockKind.NOTICE, on=on, reason=GIVEN)


def owe_archiving(petition: Petition, *, on: date) -> None:
    """Called at closing: the papers are filed within the unit's own limit, when it has one (S01-13)."""
    limit = Policy(petition.policy_values).limit("archive_within")
    if limit:
        start_clock(
            petition,
            ClockKind.ARCHIVE,
            on=on,
            event="办结",
            what="立卷归档",
            unit_limit=limit,
            key="archive_within",
            owner_unit=petition.unit,
        )
