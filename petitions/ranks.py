"""省、市、县、乡镇、村: on which level a unit stands, and how far apart two are. Reads only."""

from __future__ import annotations

from accounts.models import Unit, UnitKind, UnitLevel

ORDER = list(UnitLevel)
BY_KIND = {UnitKind.TOWNSHIP: UnitLevel.TOWNSHIP, UnitKind.VILLAGE: UnitLevel.VILLAGE}


def level_of(unit: Unit) -> UnitLevel | None:
    """Its own level, else that of its kind, else that of the nearest unit above; None when nobody has said."""
    chain = Unit.objects.filter(path__in=unit.ancestor_paths()).order_by("-path")
    for kind, level in [(unit.kind, unit.level), *chain.values_list("kind", "level")]:
        if level or kind in BY_KIND:
            return UnitLevel(level) if level else BY_KIND[UnitKind(kind)]
    return None


def steps_between(one: Unit, other: Unit) -> int:
    """How many levels lie between two units; more than there are when nobody has said."""
    mine, theirs = level_of(one), level_of(other)
    if mine is None or theirs is None:
        return len(ORDER)
    return abs(ORDER.index(mine) - ORDER.index(theirs))


def is_higher(one: Unit, other: Unit) -> bool:
    """Whether the first stands on a level above the second; False when nobody has said."""
    mine, theirs = level_of(one), level_of(other)
    return mine is not None and theirs is not None and ORDER.index(mine) < ORDER.index(theirs)
