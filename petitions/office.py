"""办公室文书的读写范围: whose papers (信息、分析、报表、会议) a person keeps and reads. Reads only."""

from __future__ import annotations

from django.db.models import Q

from accounts.access import Held, Standing, people_with
from accounts.models import Staff, Unit, UnitKind
from accounts.roles import Power, Role
from casework.actions.base import people_nearest

# An office of this kind keeps the papers of the organ that it serves.
OFFICE_KINDS = frozenset({UnitKind.PETITION_OFFICE, UnitKind.INTERNAL})


def kept_units(who: Standing) -> list[Unit]:
    """Units whose papers the person writes: where they run the office or lead, and the organ an office serves."""
    found = {unit.pk: unit for power in (Power.ROUTE, Power.SIGN) for unit in who.units_with(power)}
    for unit in who.units_with(Power.ROUTE):
        if unit.kind in OFFICE_KINDS and unit.parent:
            found.setdefault(unit.parent.pk, unit.parent)
    return sorted(found.values(), key=lambda one: one.path)


def keeps(who: Standing, unit: Unit) -> bool:
    """Whether the person writes the papers of this unit."""
    return any(one.pk == unit.pk for one in kept_units(who))


def readable(who: Standing, column: str = "unit") -> Q:
    """Papers of units in whose affairs the person reads, and of those whose papers they keep."""
    reach = Q(pk__in=[])
    for unit in who.units_with(Power.READ_UNIT):
        reach |= Q(**{f"{column}__path__startswith": unit.path})
    return reach | Q(**{f"{column}__in": [one.pk for one in kept_units(who)]})


def signers_of(unit: Unit, role: str) -> list[Staff]:
    """Who signs a paper of the unit in a role: its nearest holders."""
    return people_nearest(unit, [role])


def held_for(who: Standing, unit: Unit, role: str) -> Held | None:
    """The post, own or lent, with which the person signs a paper of the unit in this role."""
    people = {one.pk for one in signers_of(unit, role)}
    return next((one for one in who.held if one.post.role == role and one.principal.pk in people), None)


def leaders_and_office(unit: Unit) -> list[Staff]:
    """To whom a paper of the unit usually goes: leaders at it and above, and the heads and officers at it."""
    found: dict[int, Staff] = {}
    for role in (Role.CHIEF_LEADER, Role.DEPUTY_LEADER):
        for one in people_nearest(unit, [role]):
            found.setdefault(one.pk, one)
    for one in people_with([Role.UNIT_HEAD, Role.PETITION_OFFICER], unit):
        found.setdefault(one.pk, one)
    return list(found.values())
