"""由谁答复 (C-09): where a case came from, and whose people answer it under the unit's policy. Reads only.

The paper goes out in the name and under the number of the unit whichever of its parts writes it; the first responder is
the petitioner's contact, never the author.
"""

from __future__ import annotations

from accounts.access import Standing
from accounts.models import Unit, UnitKind
from accounts.roles import Power
from casework.policy import Policy
from casework.policy_keys import REPLIERS, REPLY_SOURCES
from petitions.models import Petition
from petitions.states import Channel

SUPERIOR, RECEIVED, OWN = "superior", "received", "own"


def filing_office(unit: Unit) -> Unit | None:
    """The petition office with which a unit files what it handled itself; None for a petition office."""
    if unit.kind == UnitKind.PETITION_OFFICE:
        return None
    offices = Unit.objects.active().filter(kind=UnitKind.PETITION_OFFICE)
    above = unit.ancestor_paths()
    near = [office for office in offices if office.parent and office.parent.path in above]
    return max(near, key=lambda office: len(office.path)) if near else None


def source_of(petition: Petition) -> str:
    """上级转来, what the office took in itself, or what a department with an office beside it took in."""
    if petition.channel == Channel.SUPERIOR:
        return SUPERIOR
    return OWN if filing_office(petition.unit) else RECEIVED


def rule_of(petition: Petition) -> tuple[str, str]:
    """The source and who answers such cases: "office" or "department"."""
    source = source_of(petition)
    return source, str(Policy(petition.policy_values).part("reply_by", source))


def answering_unit(petition: Petition) -> Unit:
    """Whose people answer: the register's own office, the handling unit, or the office with which it is filed."""
    if petition.is_sealed:
        # An accusation goes to nobody else to be answered (条例第三十条).
        return petition.unit
    source, by = rule_of(petition)
    if source == OWN:
        office = filing_office(petition.unit) if by == "office" else None
        return office or petition.unit
    return (petition.handling_unit if by == "department" else None) or petition.unit


def may_answer(petition: Petition, who: Standing) -> bool:
    """Whether this person works where it is answered from."""
    unit = answering_unit(petition)
    if unit.pk == petition.unit_id:
        return who.may_at(Power.ROUTE, unit)
    powers = (Power.HANDLE, Power.HEAD) if unit.pk == petition.handling_unit_id else (Power.ROUTE,)
    return any(who.may_exactly_at(power, unit) for power in powers)


def answered_by(petition: Petition) -> str:
    """清禾县信访局（“上级转来”的件由办公室答复）."""
    source, by = rule_of(petition)
    return f"{answering_unit(petition).name}（“{REPLY_SOURCES[source]}”的件由{REPLIERS[by]}答复）"
