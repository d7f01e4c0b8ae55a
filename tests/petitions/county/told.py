"""What the program made of each row, as plain values that outlive the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from casework.models import ClockKind
from petitions.legal_routes import proposed_route
from petitions.models import InfoReport, Merge, Petition
from petitions.proposals import propose
from petitions.states import RepeatKind

LAW = (ClockKind.ROUTE, ClockKind.NOTICE, ClockKind.REVIEW, ClockKind.JC_UP)


@dataclass
class Told:
    """One row's course; `failed` keeps what broke it off."""

    failed: Exception | None = None
    pk: int = 0
    # As registered.
    unit: str = ""
    above: tuple[str, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    clocks: dict[str, date] = field(default_factory=dict)
    proposal: str = ""
    hint: str = ""
    # As it went on.
    on_track: bool = False
    action: str = ""
    went_to: str = ""
    ground: str = ""
    repeat_of: int = 0
    counts_as_repeat: bool = False
    refused: tuple[str, ...] = ()
    spoken: bool = False
    info: bool = False
    extended_to: date | None = None
    end: str = ""
    receiver_end: str = ""


def law_clocks(petition: Petition) -> dict[str, date]:
    """Running clocks that the law sets, with their last day."""
    found = petition.clocks.filter(kind__in=LAW, met_on=None)
    return {kind: due for kind, due in found.values_list("kind", "statutory_due") if due}


def look(told: Told, petition: Petition) -> None:
    """As it stands in the register on the first day, and what is proposed for it."""
    proposal, hint = propose(petition), proposed_route(petition)
    item = petition.content_class
    told.pk, told.unit = petition.pk, petition.unit.code
    told.above = tuple(petition.unit.ancestor_paths())
    told.facts = {
        "number": bool(petition.number),
        "channel": petition.channel,
        "received_on": petition.received_on,
        "purpose": petition.purpose,
        "class": item.code if item else "",
        "urgency": petition.urgency,
        "jurisdiction": petition.jurisdiction,
        "anonymous": petition.is_anonymous,
        "sealed": petition.is_sealed,
        "heads": petition.head_count,
    }
    told.clocks = law_clocks(petition)
    told.proposal = proposal.unit.code if proposal else ""
    told.hint = hint[0] if hint else ""


def conclude(told: Told, action_of: dict[int, str]) -> None:
    """At the end of the year: what was done with it, whereto, as whose repeat, and in which state it rests."""
    petition = Petition.objects.select_related("unit").get(pk=told.pk)
    told.action, told.went_to = _done_with(petition)
    merge = Merge.objects.filter(petition=petition, undone_at=None).first()
    if merge is not None:
        told.action = action_of[merge.into_id]
    told.ground = told.ground or _ground(petition)
    link = petition.repeats.filter(kind=RepeatKind.SAME_MATTER).first()
    told.repeat_of = link.earlier_id if link else 0
    told.counts_as_repeat = petition.intakes.filter(is_repeat=True).exists()
    told.info = InfoReport.objects.filter(petition=petition, is_automatic=True).exists()
    told.on_track, told.end = petition.on_petition_track, petition.state


def _done_with(petition: Petition) -> tuple[str, str]:
    declined = petition.declined.first()
    if declined is not None:
        return declined.kind, ""
    guidance = petition.guidances.first()
    if guidance is not None:
        return "guide", guidance.organ
    routing = petition.routings.select_related("to_unit").first()
    if routing is None:
        return ("on_the_spot" if petition.replies.exists() else ""), ""
    unit = routing.to_unit
    if routing.kind == "transfer":
        return ("discipline" if petition.is_sealed else "transfer"), unit.code
    return ("accept" if unit.pk == petition.unit_id else "assign"), unit.code


def _ground(petition: Petition) -> str:
    """As chosen: R1, R4 of those not taken up, R2, R6 of those guided elsewhere."""
    declined = petition.declined.select_related("ground").first()
    if declined is not None:
        return str(declined.ground.code)
    guidance = petition.guidances.select_related("ground").first()
    return str(guidance.ground.code) if guidance and guidance.ground else ""
