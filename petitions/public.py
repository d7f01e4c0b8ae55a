"""What the petitioner may see with the code on their slip: stage, unit, dates, their own papers. Reads only (F-36, S21-21).

Nothing of notes, annotations, accused or other persons is ever in `Progress`; of a sealed accusation only that it came.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

from accounts.models import Unit, UnitKind
from casework.models import IssuedPaper
from casework.policy import Policy
from casework.states import Confidentiality, State
from petitions.models import Evaluation, Party, Petition
from petitions.query_codes import opens
from petitions.states import LegalRoute, Purpose

STAGES: dict[str, str] = {
    State.REGISTERED: "已收到，正在登记审核",
    State.PRESENTED: "已收到，正在登记审核",
    State.ANNOTATED: "已收到，正在登记审核",
    State.RETURNED: "已收到，正在登记审核",
    State.FORWARDED: "已转送有权处理的单位",
    State.ASSIGNED: "已交承办单位办理",
    State.HANDLING: "正在办理",
    State.REPORTED: "正在办理",
    State.CONCLUDED: "正在办理",
    State.TRANSFERRED: "已转送有权处理的单位",
    State.GUIDED: "已告知有权处理的机关和途径",
    State.CLOSED: "已答复办结",
    State.ARCHIVED: "已答复办结",
    State.IN_REVIEW: "正在复查、复核",
    State.REFUSED: "不予受理，理由见告知书",
    State.ENDED: "不再受理，理由见告知书",
    State.WITHDRAWN: "已按您的声明撤回",
    State.MERGED: "已与同一事项合并办理",
    State.VOIDED: "登记已作废",
}
ASK_THERE = "已收到，办理情况请向登记单位询问"
ENDED = frozenset({State.CLOSED, State.ARCHIVED, State.IN_REVIEW})
# Organs outside the rating by its own rules (国信发〔2014〕16号): congress, courts, procuratorate.
NOT_RATED = frozenset({UnitKind.CONGRESS, UnitKind.JUSTICE})


@dataclass(frozen=True)
class Step:
    """A date with what happened then."""

    on: date
    words: str


@dataclass(frozen=True)
class Rated:
    """A unit that may be rated, and what was said of it so far."""

    party: str
    label: str
    unit: Unit
    rating: str = ""
    words: str = ""


@dataclass(frozen=True)
class Progress:
    """The whole of what the public page shows."""

    number: str
    stage: str
    unit: str = ""
    handling_unit: str = ""
    contact: str = ""
    steps: list[Step] = field(default_factory=list)
    papers: list[Step] = field(default_factory=list)
    rated: list[Rated] = field(default_factory=list)
    rate_until: date | None = None


def find(number: str, code: str) -> Petition | None:
    """The petition of a slip: the number and its code must both fit. Nothing tells which of them did not."""
    found = None
    # Numbers are unique in a unit's register; two units may share a short name.
    for petition in Petition.objects.filter(number=number.strip()).select_related("unit", "handling_unit"):
        if opens(petition, code):
            found = petition
    return found


def stage_of(petition: Petition) -> str:
    """How far it is, in words; S03-16: nothing of a 敏感 matter stands on a public page, its petitioner is told in person."""
    if petition.is_sealed:
        return "已收到"
    return ASK_THERE if petition.confidentiality == Confidentiality.SENSITIVE else STAGES[petition.state]


def progress(petition: Petition) -> Progress:
    """What the petitioner is shown; of a sealed accusation only that it was received, of a 敏感 matter also by whom."""
    if petition.is_sealed:
        return Progress(str(petition.number), stage_of(petition))
    if petition.confidentiality == Confidentiality.SENSITIVE:
        unit = petition.unit
        return Progress(str(petition.number), stage_of(petition), unit=unit.name, contact=unit.phone)
    handler = petition.handling_unit if petition.routings.exists() else None
    return Progress(
        number=str(petition.number),
        stage=stage_of(petition),
        unit=petition.unit.name,
        handling_unit=handler.name if handler else "",
        contact=petition.unit.phone,
        steps=_steps(petition),
        papers=_papers(petition),
        rated=rated_units(petition) if may_rate(petition, timezone.localdate()) else [],
        rate_until=rate_until(petition),
    )


def _steps(petition: Petition) -> list[Step]:
    found = [Step(petition.received_on, "收到")]
    for one in petition.routings.select_related("to_unit"):
        found.append(Step(timezone.localdate(one.sent_at), f"{one.get_kind_display()}{one.to_unit.name}"))
        if one.received_at:
            found.append(Step(timezone.localdate(one.received_at), f"{one.to_unit.name}签收"))
    found += [Step(one.replied_on, f"{one.unit.name}答复") for one in petition.replies.select_related("unit")]
    for review in petition.reviews.all():
        found.append(Step(review.applied_on, f"申请{review.get_level_display()}"))
        if review.withdrawn_on:
            found.append(Step(review.withdrawn_on, f"撤回{review.get_level_display()}申请"))
        if review.delivered_on:
            found.append(Step(review.delivered_on, f"送达{review.get_level_display()}意见"))
    return sorted(found, key=lambda one: one.on)


def _papers(petition: Petition) -> list[Step]:
    """Names and dates of the papers addressed to the petitioner; never their text."""
    papers = IssuedPaper.objects.filter(case=petition, to_petitioner=True, withdrawn_at__isnull=True)
    return [Step(timezone.localdate(one.issued_at), one.label) for one in papers.order_by("issued_at")]


def is_ratable(petition: Petition) -> bool:
    """Whether it counts among those that may be rated: answered, open, no litigation, no congress or court."""
    if petition.is_sealed or petition.purpose == Purpose.ACCUSATION or petition.state not in ENDED:
        return False
    if petition.confidentiality == Confidentiality.SENSITIVE:
        return False
    if petition.legal_route not in ("", LegalRoute.PETITION) or petition.unit.kind in NOT_RATED:
        return False
    return not (petition.handling_unit and petition.handling_unit.kind in NOT_RATED)


def rate_until(petition: Petition) -> date | None:
    """The last day on which it may be rated, by the unit's policy after the last answer."""
    reply = petition.replies.last()
    if reply is None or not is_ratable(petition):
        return None
    return reply.replied_on + timedelta(int(Policy(petition.policy_values)["evaluation_window_days"]))


def may_rate(petition: Petition, today: date) -> bool:
    """Whether the window is open."""
    until = rate_until(petition)
    return until is not None and today <= until


def rated_units(petition: Petition) -> list[Rated]:
    """接收单位 and, when another one handled it, 承办单位."""
    units = [(Party.RECEIVER, petition.unit)]
    if petition.handling_unit and petition.handling_unit != petition.unit:
        units.append((Party.HANDLER, petition.handling_unit))
    given: dict[str, Evaluation] = {one.party: one for one in petition.evaluations.all()}
    return [
        Rated(
            party,
            str(party.label),
            unit,
            given[party].rating if party in given else "",
            given[party].words if party in given else "",
        )
        for party, unit in units
    ]
