"""Organs and their parts: a part prepares, the organ above it decides and signs in its own name. Reads only."""

from __future__ import annotations

from accounts.models import Unit, UnitKind
from petitions.models import Petition

INNER = frozenset({UnitKind.INTERNAL, UnitKind.DEPARTMENT})


def organ_of(unit: Unit) -> Unit:
    """The organ that a unit belongs to: itself, or the first above that is no mere part."""
    while unit.kind in INNER and unit.parent is not None:
        unit = unit.parent
    return unit


def handling_organ(petition: Petition) -> Unit:
    """The organ that decides the matter: of the unit that handles it, else of the register."""
    return organ_of(petition.handling_unit or petition.unit)
