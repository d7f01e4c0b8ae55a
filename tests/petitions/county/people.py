"""Who works in the county: an office and a worker in every organ concerned, leaders above them."""

from __future__ import annotations

from datetime import date

from accounts.models import LinkKind, Post, ResponsibilityLink, Staff, Unit
from accounts.roles import Role
from casework.holidays import load_shipped
from casework.models import PolicyProfile
from petitions.reference import load_reference
from petitions.seed import seed_units

ORGANS = ["RSJ", "ZRJ", "ZJJ", "JTYS", "JTJ", "WJW", "MZJ", "TYJ", "SCJ", "YBJ", "CGJ", "HBJ"]
OFFICES = ["XF", "C-XF", "XJW", "T02-DL"]
LEADERS = {
    "XZF": ("chief", "deputy"),
    "C-ZF": ("chief", "deputy"),
    "XJW": ("deputy",),
    "T05": ("chief",),
    "E01": ("chief",),
}
PRESETS = {
    "XF": "general",
    "ZJJ": "general",
    "T02": "general",
    "T05": "general",
    "RSJ": "three_five",
    "ZRJ": "bureau_system",
    "T03": "town_annotate",
    "T02-DL": "town_proxy",
    "E01": "enterprise_office",
    "C-XF": "general",
}
ROLES = {
    "officer": Role.PETITION_OFFICER,
    "worker": Role.HANDLER,
    "head": Role.UNIT_HEAD,
    "chief": Role.CHIEF_LEADER,
    "deputy": Role.DEPUTY_LEADER,
    "agent": Role.AGENT,
}


def _hire(unit: str, role: str, *also: str, login: str = "") -> Staff:
    """A colleague with a post at the unit, and with the same post at others."""
    known = {one.code: one for one in Unit.objects.filter(code__in=[unit, *also])}
    name = f"某{login or unit}{ROLES[role].label}"
    person = Staff.objects.create(username=login or f"{unit}-{role}", name=name, unit=known[unit])
    for code in (unit, *also):
        Post.objects.create(staff=person, unit=known[code], role=ROLES[role], starts_on=date(2018, 1, 1))
    return person


def settle() -> None:
    """Units, calendar, classes and grounds; people; the policies of those units that have one."""
    load_shipped()
    seed_units()
    load_reference()
    for code in (*ORGANS, *OFFICES, "T05", "E01"):
        _hire(code, "officer", *(["C-ZF"] if code == "C-XF" else []))
        _hire(code, "head")
        _hire(code, "worker")
    for code, roles in LEADERS.items():
        for role in roles:
            _hire(code, role)
    _hire("T03", "deputy", login="u-t03fz")
    _hire("ZJJ", "worker", login="u-zjj9")
    _hire("T02-V1", "agent", login="u-dl1")
    ResponsibilityLink.objects.create(
        leader=staff("XZF", "chief"), unit=Unit.objects.get(code="XZF"), kind=LinkKind.OVERALL
    )
    for code, preset in PRESETS.items():
        PolicyProfile.objects.create(
            unit=Unit.objects.get(code=code),
            preset=preset,
            effective_from=date(2018, 1, 1),
            approved_by="县政府办公会",
            source="虚构文号1号",
        )


def staff(unit: str, role: str) -> Staff:
    """A fresh row each time: a kept standing must not outlive a change of posts."""
    return Staff.objects.select_related("unit").get(username=f"{unit}-{role}")


def named(login: str) -> Staff:
    """A person whom a row names."""
    return Staff.objects.select_related("unit").get(username=login)


def unit_of(code: str) -> Unit:
    """A unit by its code."""
    return Unit.objects.get(code=code)
