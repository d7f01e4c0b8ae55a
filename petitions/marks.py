"""The short marks beside a number: 急, 集体访, 重复, 检举控告. Computed from what is on record, never typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from casework.policy import Policy
from casework.states import Confidentiality, Importance, Urgency
from petitions.models import Petition
from petitions.states import VISIT_CHANNELS, Channel, Complexity, LegalRoute

# An open matter older than this is long-standing.
LONG_STANDING = timedelta(days=365)


@dataclass(frozen=True)
class Mark:
    """Words and colour for `_components/badge_mark.html`."""

    label: str
    level: str = "quiet"


def is_collective(petition: Petition) -> bool:
    """集体访: a visit of as many people as the unit's threshold says."""
    threshold = int(Policy(petition.policy_values)["collective_threshold"])
    return petition.channel in VISIT_CHANNELS and petition.head_count >= threshold


def marks(petition: Petition, *, intakes: int = 1) -> list[Mark]:
    """What a reader should notice first; `intakes` is how often the matter was brought."""
    found = []
    if petition.is_sealed:
        found.append(Mark("检举控告·封存", "danger"))
    if petition.urgency != Urgency.ORDINARY:
        found.append(Mark(petition.get_urgency_display(), "danger"))
    if is_collective(petition):
        found.append(Mark("集体访", "warning"))
    if intakes > 1:
        found.append(Mark(f"重复来件 {intakes} 次", "warning"))
    if petition.is_open and timezone.localdate() - petition.received_on > LONG_STANDING:
        # S03-06: said of the matter, from its age alone; never of the person.
        found.append(Mark("久拖未决", "warning"))
    if petition.complexity == Complexity.COMPLEX:
        found.append(Mark(petition.get_complexity_display(), "warning"))
    if petition.importance == Importance.IMPORTANT:
        found.append(Mark("重要", "info"))
    if petition.channel == Channel.SUPERIOR:
        found.append(Mark("上级交办", "info"))
    if petition.hops > Policy(petition.policy_values)["most_hops"]:
        found.append(Mark(f"流转 {petition.hops} 次", "warning"))
    if petition.legal_route not in ("", LegalRoute.PETITION):
        found.append(Mark(petition.get_legal_route_display(), "info"))
    if petition.confidentiality != Confidentiality.ORDINARY and not petition.is_sealed:
        found.append(Mark(petition.get_confidentiality_display()))
    if petition.is_anonymous:
        found.append(Mark("匿名"))
    return found
