"""Where a petition is on its way between units, and who settles a dispute about it. Reads only."""

from __future__ import annotations

from django.utils import timezone

from accounts.access import people_with
from accounts.models import Staff, Unit, UnitKind
from accounts.roles import Role
from casework.calendar import holiday_table
from casework.policy import Policy
from casework.states import State
from petitions import deadlines
from petitions.models import Objection, Petition, Routing
from petitions.organs import organ_of
from petitions.states import RoutingKind

DECIDING = (Role.CHIEF_LEADER, Role.DEPUTY_LEADER, Role.UNIT_HEAD, Role.PETITION_OFFICER)


def current_routing(petition: Petition) -> Routing | None:
    """The 转送 that waits for its receiver, else the 交办 that runs."""
    kind = RoutingKind.TRANSFER if petition.state == State.FORWARDED else RoutingKind.ASSIGN
    running = petition.routings.filter(kind=kind, returned_at__isnull=True, finished_at__isnull=True)
    return running.filter(taken_as__isnull=True).select_related("from_unit", "to_unit").last()


def last_objection(petition: Petition) -> Objection | None:
    """The last objection against the routing that runs."""
    routing = current_routing(petition)
    return routing.objections.select_related("arbiter").last() if routing else None


def is_inside(petition: Petition) -> bool:
    """Whether the handling unit belongs to the organ of the register: then it hands back, it does not object."""
    unit, office = petition.handling_unit, petition.unit
    if unit is None or office.covers(unit) or unit.covers(office):
        return True
    # A petition office is no part of another office, but of the organ that it serves.
    house = office.parent if office.kind == UnitKind.PETITION_OFFICE else organ_of(office)
    return house is not None and organ_of(unit).pk == house.pk


def deciders(unit: Unit) -> list[Staff]:
    """Who decides for an arbiter."""
    return people_with(DECIDING, unit)


def arbiter_of(petition: Petition, sender: Unit, receiver: Unit) -> Unit | None:
    """The unit named by policy, else the nearest common superior with somebody to decide (条例第二十四条)."""
    named = Unit.objects.active().filter(code=Policy(petition.policy_values)["arbiter_unit"]).first()
    if named is not None:
        return named
    common = set(sender.ancestor_paths()) & set(receiver.ancestor_paths()) - {sender.path, receiver.path}
    above = Unit.objects.active().filter(path__in=common).order_by("-path")
    return next((unit for unit in above if deciders(unit)), None)


def objection_refusal(petition: Petition) -> str | None:
    """Why no objection can be raised now; None when one can."""
    routing = current_routing(petition)
    if routing is None:
        return "此件没有可以提出异议的交办、转送。"
    last = routing.objections.last()
    if last is not None and last.is_open:
        return "异议已经提出，正在等待答复或裁定。"
    if last is not None and last.decided_at:
        return "已经裁定由本单位办理，不能再提出异议。"
    since = last.answered_at if last is not None and last.answered_at else routing.sent_at
    due = deadlines.objection_due(timezone.localdate(since), holiday_table()).on
    if timezone.localdate() > due:
        return (
            f"异议应在收到之日起5个工作日内提出（{deadlines.ARTICLE_NOTICE}），"
            f"期限为{due.month}月{due.day}日，已经过了。"
        )
    return None
