"""责任设置检查: who answers for what, and where nobody does (S03-17, S05-04, S14-02, S14-03, S14-04). Reads only."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from accounts.models import LinkKind, Post, ResponsibilityLink, Unit, UnitKind
from accounts.roles import POWERS, Power, Role
from petitions.models import ContentClass

LEADERS = (Role.CHIEF_LEADER, Role.DEPUTY_LEADER)
WORKING = [role for role, powers in POWERS.items() if powers & {Power.REGISTER, Power.HANDLE}]


@dataclass(frozen=True)
class Check:
    """One question about the set-up and the names that answer it badly; none is well."""

    label: str
    hint: str
    gaps: list[str]


def checks() -> list[Check]:
    """Every question, in the order in which an administrator would mend it; a fixed number of queries."""
    today = timezone.localdate()
    posts = list(Post.objects.current(today).select_related("staff", "unit"))
    links = list(ResponsibilityLink.objects.select_related("unit"))
    working = sorted(
        {one.unit for one in posts if one.role in WORKING and one.unit.is_active}, key=lambda one: one.path
    )
    return [
        _leaders_without_link(posts, links),
        _without_link(working, links, LinkKind.OVERALL, "没有总责领导的单位"),
        _without_link(working, links, LinkKind.IN_CHARGE, "没有分管领导的单位"),
        _without_role(working, posts, Role.UNIT_HEAD, "没有部门负责人的单位", "负责人审签、指定承办人"),
        _offices(posts),
        _without_acceptor(working),
        _lines(links),
    ]


def _leaders_without_link(posts: list[Post], links: list[ResponsibilityLink]) -> Check:
    linked = {one.leader_id for one in links}
    without = {
        one.staff_id: f"{one.staff.name}（{one.unit.name}{one.display_title}）"
        for one in posts
        if one.role in LEADERS and one.staff_id not in linked
    }
    return Check("没有责任关系的领导", "班子成员人人有责任：在“责任关系”中添加", list(without.values()))


def _answered(unit: Unit, links: list[ResponsibilityLink], kind: str) -> bool:
    return any(one.kind == kind and one.unit.covers(unit) for one in links)


def _without_link(units: list[Unit], links: list[ResponsibilityLink], kind: str, label: str) -> Check:
    hint = "本单位或上级单位的责任关系都没有写明"
    return Check(label, hint, [one.name for one in units if not _answered(one, links, kind)])


def _without_role(units: list[Unit], posts: list[Post], role: str, label: str, hint: str) -> Check:
    held = {one.unit_id for one in posts if one.role in (role, *LEADERS)}
    return Check(label, hint, [one.name for one in units if one.pk not in held])


def _offices(posts: list[Post]) -> Check:
    held = {one.unit_id for one in posts if one.role == Role.PETITION_OFFICER}
    offices = Unit.objects.active().filter(kind=UnitKind.PETITION_OFFICE).order_by("path")
    gaps = [one.name for one in offices if one.pk not in held]
    return Check("没有信访专干的信访部门", "专人负责登记、分解、督办、反馈", gaps)


def _without_acceptor(units: list[Unit]) -> Check:
    gaps = [one.name for one in units if one.acceptor_id is None]
    return Check("没有指定受理人的单位", "未指定的，交办件先送信访专干，再送部门负责人", gaps)


def _lines(links: list[ResponsibilityLink]) -> Check:
    lines = ContentClass.objects.filter(parent=None, is_active=True).order_by("code")
    owners: dict[str, list[Unit]] = {}
    for one in ContentClass.objects.filter(default_unit__isnull=False).select_related("default_unit"):
        assert one.default_unit is not None
        owners.setdefault(one.code[:2], []).append(one.default_unit)
    gaps = [
        one.name
        for one in lines
        if not any(
            _answered(unit, links, kind)
            for unit in owners.get(one.code, [])
            for kind in (LinkKind.IN_CHARGE, LinkKind.OVERALL)
        )
    ]
    return Check("没有责任领导的条线", "内容分类没有归口单位，或归口单位没有总责、分管领导", gaps)
