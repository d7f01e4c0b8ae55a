"""How long the handling unit has, and from when: asked by the verb that starts the clock and by the page before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from accounts.models import Unit, UnitKind
from casework.calendar import holiday_table
from casework.deadlines import Limit, Roll, due, explain
from casework.models import IssuedPaper
from casework.policy import Policy
from petitions import deadlines
from petitions.models import Petition, Routing
from petitions.states import Purpose, RoutingKind, SignStep

BEFORE_ACCEPTANCE = "交办（受理前暂计）"


@dataclass(frozen=True)
class Terms:
    """The limits of 办理 for one petition: the unit's own, and the law's with its article for 申诉求决.

    Each counts from its own day: the unit's from the event that its policy names, the law's from 受理 alone.
    """

    start: date
    event: str
    what: str
    unit_limit: Limit | None
    statutory: tuple[Limit, str] | None
    law_start: date
    law_event: str


@dataclass(frozen=True)
class Foreseen:
    """The day that would hold, and why, in the words that the clock will use."""

    due_on: date | None
    sentences: list[str]


def notice_terms(petition: Petition, organ: Unit) -> tuple[Limit, str] | None:
    """How long `organ` has to tell the petitioner in writing, and the article; None when it owes no notice.

    A petition office owes the routing instead (条例第二十二条); nobody is told whose name or address is unclear
    (条例第二十三条); an enquiry is answered, not accepted.
    """
    if petition.purpose == Purpose.ENQUIRY or not can_be_told(petition):
        return None
    if organ.kind == UnitKind.PETITION_OFFICE:
        return None
    if organ.kind == UnitKind.DISCIPLINE and petition.purpose == Purpose.ACCUSATION:
        return deadlines.ACCUSATION_NOTICE, deadlines.ARTICLE_ACCUSATION
    return deadlines.NOTICE, deadlines.ARTICLE_NOTICE


def can_be_told(petition: Petition) -> bool:
    """Whether there is somebody to tell, and a way to do it (条例第二十三条: 姓名、住址不清的除外)."""
    person = petition.petitioner
    return person is not None and bool(person.phone or person.address or person.workplace)


def handling_terms(petition: Petition, *, today: date, annotated_now: bool = False) -> Terms:
    """The limits if it is assigned today; `annotated_now` when the leader is only just signing."""
    policy = Policy(petition.policy_values)
    start, event = _handling_start(petition, str(policy["handle_start"]), today, annotated_now)
    law_start, law_event = _acceptance(petition, today)
    return Terms(
        start=start,
        event=event,
        what=urgency_word(petition),
        unit_limit=policy.limit("handle_limit", petition.urgency),
        statutory=(deadlines.HANDLE, deadlines.ARTICLE_HANDLE) if petition.on_petition_track else None,
        law_start=law_start,
        law_event=law_event,
    )


def urgency_word(petition: Petition) -> str:
    """What the unit calls this step of the one scale 普通、急、特急 (C-25)."""
    return str(Policy(petition.policy_values).part("urgency_scale", petition.urgency))


def _acceptance(petition: Petition, today: date) -> tuple[date, str]:
    """From which day the law's 60 days count: 自受理之日起 (条例第三十四条), whatever the unit's policy counts from.

    受理 is the act of the organ that handles it, not of the one that registered or annotated it: it signs for the matter
    as its own (签收); until then it may still hand it back or object (条例第二十三条). Before that the days run from 交办,
    so that something warns while nobody signs. A 受理告知书 that went out first has accepted it already and named the
    last day: signing later does not move it.
    """
    routing = _assignment(petition)
    if routing is None:
        return today, BEFORE_ACCEPTANCE
    sent_on = timezone.localdate(routing.sent_at)
    if routing.received_at is None:
        return sent_on, BEFORE_ACCEPTANCE
    told = IssuedPaper.objects.filter(
        Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=routing.received_at),
        case=petition,
        kind="accept",
        issued_at__range=(routing.sent_at, routing.received_at),
    )
    return (sent_on, "交办") if told.exists() else (timezone.localdate(routing.received_at), "受理")


def _assignment(petition: Petition) -> Routing | None:
    """The 交办 that runs now."""
    running = petition.routings.filter(returned_at__isnull=True, finished_at__isnull=True)
    return running.filter(kind=RoutingKind.ASSIGN).last()


def _handling_start(petition: Petition, rule: str, today: date, annotated_now: bool) -> tuple[date, str]:
    """From which day, and which event, the unit's days count: 登记, 阅批 or 签收 (`handle_start`); else from 交办."""
    if rule == "registration":
        return timezone.localdate(petition.registered_at), "登记"
    if rule == "receipt":
        signed = _assignment(petition)
        if signed is not None and signed.received_at is not None:
            return timezone.localdate(signed.received_at), "签收"
        return today, "交办"
    if annotated_now:
        return today, "阅批"
    # Counted anew, a clock keeps the reading that started it: a leader's card of later days is no new start.
    read = petition.signoffs.filter(step=SignStep.ANNOTATE, at__date__lte=today)
    annotated = read.order_by("-pk").first()
    return (timezone.localdate(annotated.at), "阅批") if annotated else (today, "交办")


def foreseen(petition: Petition, *, today: date, annotated_now: bool = False) -> Foreseen:
    """What the clock would say if no other date were named."""
    terms = handling_terms(petition, today=today, annotated_now=annotated_now)
    table = holiday_table()
    days, sentences = [], []
    if terms.unit_limit:
        roll = Roll(Policy(petition.policy_values)["internal_roll"])
        found = due(terms.start, terms.unit_limit, table, roll)
        days.append(found.on)
        sentences.append(explain(terms.start, terms.event, terms.what, terms.unit_limit, found, table))
    if terms.statutory:
        limit, article = terms.statutory
        found = due(terms.law_start, limit, table)
        days.append(found.on)
        sentences.append(
            f"{explain(terms.law_start, terms.law_event, '法定', limit, found, table)}（{article}）"
        )
    return Foreseen(min(days, default=None), sentences)
