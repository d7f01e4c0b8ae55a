"""How long the handling unit has, and from when: asked by the verb that starts the clock and by the page before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from accounts.models import Unit, UnitKind
from casework.calendar import holiday_table
from casework.deadlines import Limit, Roll, due, explain
from casework.policy import Policy
from petitions import deadlines
from petitions.models import Petition
from petitions.states import Purpose, RoutingKind, SignStep


@dataclass(frozen=True)
class Terms:
    """The limits of 办理 for one petition: the unit's own, and the law's with its article for 申诉求决."""

    start: date
    event: str
    what: str
    unit_limit: Limit | None
    statutory: tuple[Limit, str] | None


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
    return Terms(
        start=start,
        event=event,
        what=urgency_word(petition),
        unit_limit=policy.limit("handle_limit", petition.urgency),
        statutory=(deadlines.HANDLE, deadlines.ARTICLE_HANDLE) if petition.on_petition_track else None,
    )


def urgency_word(petition: Petition) -> str:
    """What the unit calls this step of the one scale 普通、急、特急 (C-25)."""
    return str(Policy(petition.policy_values).part("urgency_scale", petition.urgency))


def _handling_start(petition: Petition, rule: str, today: date, annotated_now: bool) -> tuple[date, str]:
    """From which day, and which event, the unit's days count: 登记, 阅批 or 签收 (`handle_start`); else from 交办."""
    if rule == "registration":
        return timezone.localdate(petition.registered_at), "登记"
    if rule == "receipt":
        signed = petition.routings.filter(
            kind=RoutingKind.ASSIGN, received_at__isnull=False, returned_at__isnull=True
        ).last()
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
        found = due(terms.start, limit, table)
        days.append(found.on)
        sentences.append(f"{explain(terms.start, terms.event, '法定', limit, found, table)}（{article}）")
    return Foreseen(min(days, default=None), sentences)
