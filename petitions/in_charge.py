"""谁分管谁负责 (S11-01): of several leaders of one rank, the one in charge of the unit or of the line. Reads only."""

from __future__ import annotations

from accounts.models import LinkKind, ResponsibilityLink, Staff
from petitions.models import Petition


def in_charge_first(leaders: list[Staff], petition: Petition) -> list[Staff]:
    """The same people, first who is in charge of the handling unit, then of the line, then of the register's unit.

    Of two links the one to the nearer unit counts; without any, the order stays.
    """
    if len(leaders) < 2:
        return leaders
    line = petition.content_class.default_unit if petition.content_class else None
    units = [one for one in (petition.handling_unit, line, petition.unit) if one is not None]
    paths = [path for unit in units for path in reversed(unit.ancestor_paths())]
    links = ResponsibilityLink.objects.filter(
        kind=LinkKind.IN_CHARGE, leader__in=leaders, unit__path__in=paths
    )
    found: dict[int, int] = {}
    for leader, path in links.values_list("leader_id", "unit__path"):
        found[leader] = min(found.get(leader, len(paths)), paths.index(path))
    return sorted(leaders, key=lambda one: found.get(one.pk, len(paths)))
