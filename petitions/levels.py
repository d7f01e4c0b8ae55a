"""省、市、县、乡镇、村: how far a unit may send, where a visit belongs, and which body receives for a house. Reads only."""

from __future__ import annotations

from django.db.models import Q

from accounts.access import people_with
from accounts.models import Unit, UnitKind
from accounts.roles import Role
from casework.actions.base import desk_people
from petitions.models import Petition
from petitions.organs import INNER, organ_of
from petitions.proposals import propose
from petitions.ranks import ORDER, level_of
from petitions.states import VISIT_CHANNELS, Channel, Purpose

FREE = frozenset({UnitKind.PETITION_OFFICE, UnitKind.OUTSIDE})


def sending_refusal(sender: Unit, target: Unit) -> str | None:
    """S05-03: to the own level, one above or one below in the same house; a petition office sends anywhere.

    Units whose level nobody has said are not judged.
    """
    if sender.kind in FREE or target.kind in FREE or sender.is_reception_body:
        return None
    mine, theirs = level_of(sender), level_of(target)
    if mine is None or theirs is None or mine == theirs:
        return None
    upper, lower = (sender, target) if ORDER.index(mine) < ORDER.index(theirs) else (target, sender)
    house = upper.parent or upper
    if abs(ORDER.index(mine) - ORDER.index(theirs)) == 1 and house.covers(lower):
        return None
    return (
        f"{sender.name}是{mine.label}，{target.name}是{theirs.label}："
        "逐级办理，只能送本级、上一级或下一级；跨级的请交信访部门转送。"
    )


def visit_hint(petition: Petition) -> str:
    """A visit above the competent level and the one over it: how to go there next time. It blocks nothing (第二十条)."""
    if petition.channel not in VISIT_CHANNELS or petition.purpose != Purpose.CLAIM:
        return ""
    proposal = propose(petition)
    here = level_of(petition.unit)
    theirs = level_of(proposal.unit) if proposal else None
    if proposal is None or here is None or theirs is None or ORDER.index(theirs) - ORDER.index(here) < 2:
        return ""
    above = ORDER[ORDER.index(theirs) - 1]
    return (
        f"有权处理的是{proposal.unit.name}（{theirs.label}），来访可到该级或{above.label}反映（条例第二十条）；"
        "本次来访照常登记办理。"
    )


def reception_body(unit: Unit) -> Unit | None:
    """The standing reception body of the house that a unit belongs to, the nearest first (S01-01)."""
    paths = unit.ancestor_paths()
    bodies = Unit.objects.active().filter(
        Q(parent__path__in=paths) | Q(path__in=paths), is_reception_body=True
    )
    return max(bodies, key=lambda one: len(one.path), default=None)


def office_of(desk: Unit) -> Unit | None:
    """S11-05: through which office of its organ a superior's item goes; None for a part whose organ has no office."""
    if desk.kind == UnitKind.PETITION_OFFICE or desk.is_reception_body:
        return desk
    organ = organ_of(desk)
    inside = Unit.objects.active().filter(parent=organ)
    for offices in (inside.filter(kind=UnitKind.PETITION_OFFICE), inside.filter(is_reception_body=True)):
        if office := offices.order_by("path").first():
            return office
    if desk.kind not in INNER:
        return desk
    parts = [desk, *inside.filter(kind__in=INNER).order_by("path"), organ]
    return next((one for one in parts if people_with(Role.PETITION_OFFICER, one)), None)


def superior_refusal(channel: str, desk: Unit) -> str | None:
    """Why a department may not take a superior's item into a register of its own."""
    if channel != Channel.SUPERIOR or office_of(desk) is not None:
        return None
    organ = organ_of(desk)
    return f"上级转来的信访件由{organ.name}的办公室统一登记，{desk.name}不能自行登记；该单位尚未指定办公室，请联系系统管理员。"


def seat_of(channel: str, desk: Unit) -> Unit:
    """In whose register an entry stands: a visit with the reception body, a leader's or superior's paper with the office."""
    if channel in VISIT_CHANNELS:
        return reception_body(desk) or desk
    if channel == Channel.LEADER_PAPER:
        offices = Unit.objects.active().filter(parent=desk, kind=UnitKind.PETITION_OFFICE)
        return offices.first() or reception_body(desk) or desk
    if channel == Channel.SUPERIOR:
        return office_of(desk) or desk
    return desk


def receiver_for(unit: Unit) -> Unit | None:
    """Who opens what is sent to a unit: its own people, else its reception body; None outside the system."""
    if desk_people(unit):
        return unit
    body = Unit.objects.active().filter(parent=unit, is_reception_body=True).first()
    return body if body is not None and desk_people(body) else None
