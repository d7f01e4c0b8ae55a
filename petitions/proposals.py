"""按级负责、归口处理: which unit a matter belongs to, proposed with its reason; a person confirms (S05-05, S09-05)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from accounts.models import Unit, UnitKind
from casework.access import is_barred
from casework.actions.base import desk_people
from petitions.discipline import organ_for, target_refusal
from petitions.models import ContentClass, Objection, Petition
from petitions.states import Jurisdiction, Nature

# Courts, police and discipline organs are reached by their own line, wherever the matter lies.
OF_ITS_OWN_LINE = frozenset({UnitKind.JUSTICE, UnitKind.POLITICAL_LEGAL, UnitKind.DISCIPLINE})
VILLAGE_BODY = re.compile(r"(村民|居民)?委员会$")


@dataclass(frozen=True)
class Proposal:
    """A unit and why."""

    unit: Unit
    reason: str


def unit_of_class(item: ContentClass | None) -> Unit | None:
    """The unit of the class, or of the nearest class above it that names one."""
    while item is not None:
        if item.default_unit and item.default_unit.is_active:
            return item.default_unit
        item = item.parent
    return None


def propose(petition: Petition) -> Proposal | None:
    """By line: the unit of the class; by level: the township of the place; 综合性 goes to the office (S11-03).

    Matters of 属地 go to the place first. What an arbiter or a consultation has settled comes before all of these.
    """
    settled = _settled(petition)
    if settled and target_refusal(petition, settled.unit) is None:
        return _unless_barred(petition, settled)
    if petition.is_sealed:
        organ = organ_for(petition)
        return Proposal(organ, "检举控告按管理权限移送纪检监察机关") if organ else None
    if petition.nature == Nature.GENERAL:
        return _unless_barred(petition, Proposal(petition.unit, "综合性事项，由办公室协调"))
    if petition.content_class is not None and petition.content_class.is_local:
        found = _of_place(petition)
        if found:
            return _unless_barred(petition, Proposal(found.unit, f"{found.reason}，属地办理"))
    unit = unit_of_class(petition.content_class)
    if petition.jurisdiction == Jurisdiction.OUTSIDE and (unit is None or unit.kind not in OF_ITS_OWN_LINE):
        elsewhere = _of_another_place(petition)
        if elsewhere:
            return elsewhere
    if unit:
        assert petition.content_class is not None
        return _unless_barred(petition, Proposal(unit, f"“{petition.content_class.name}”归口{unit.name}"))
    found = _of_place(petition)
    return _unless_barred(petition, found) if found else None


def _of_another_place(petition: Petition) -> Proposal | None:
    """属地管理 (条例第五条): what lies in another county or city is its government's, whatever the class."""
    governments = Unit.objects.active().filter(kind=UnitKind.GOVERNMENT)
    here = petition.unit.ancestor_paths()
    for one in governments.exclude(path__in=here):
        name = one.name.removesuffix("人民政府")
        if petition.place.startswith(name):
            return Proposal(one, f"问题属地在{name}")
    return None


def _of_place(petition: Petition) -> Proposal | None:
    """按级负责: the township of the place; for the township's own desk, the village below it when it has people."""
    towns = Unit.objects.active().filter(kind=UnitKind.TOWNSHIP)
    here = [town for town in towns if petition.place.startswith(town.short_name)]
    if not petition.place:
        # Told to the township itself, with nothing said of another place.
        here = [town for town in towns if town.covers(petition.unit)]
    if not here:
        return None
    town = max(here, key=lambda one: len(one.short_name))
    if town.covers(petition.unit):
        for village in Unit.objects.active().filter(kind=UnitKind.VILLAGE, parent=town):
            name = VILLAGE_BODY.sub("", village.name.removeprefix(town.short_name))
            if name and name in petition.place and desk_people(village):
                return Proposal(village, f"问题属地在{name}")
    # Nobody works at the seat itself: its standing reception body opens what comes (S01-01).
    body = None if desk_people(town) else Unit.objects.filter(parent=town, is_reception_body=True).first()
    return Proposal(body or town, f"问题属地在{town.short_name}")


def _settled(petition: Petition) -> Proposal | None:
    """The unit that an arbiter has named (条例第二十四条), else the lead unit of the last consultation (S12-16)."""
    found = Objection.objects.filter(routing__petition=petition, decided_unit__isnull=False)
    last = found.select_related("arbiter", "decided_unit").last()
    if last is None or last.decided_unit is None or last.arbiter is None:
        table = petition.coordinations.filter(lead_unit__isnull=False).select_related("lead_unit").last()
        if table is None or table.lead_unit is None:
            return None
        day = f"{table.held_on.month}月{table.held_on.day}日"
        return Proposal(table.lead_unit, f"{day}{table.get_kind_display()}确定主办")
    return Proposal(last.decided_unit, f"经{last.arbiter.name}裁定")


def _unless_barred(petition: Petition, proposal: Proposal) -> Proposal | None:
    if petition.is_sealed and is_barred(proposal.unit, None, petition):
        return None
    return proposal
