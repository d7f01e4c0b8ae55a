"""A small fictional county for tests. Names are 某 + stems; no real person, place or number."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import LinkKind, Post, ResponsibilityLink, Staff, Unit, UnitKind
from accounts.roles import Role
from casework.holidays import load_shipped
from casework.models import PolicyProfile
from petitions.actions.register import Matter, Person, register
from petitions.models import ContentClass, Petition
from petitions.states import Channel

PASSWORD = "Qinghe-2026"


@dataclass
class Office:
    """Units by code and staff by short name: `office.units["XF"]`, `office["registrar"]`."""

    units: dict[str, Unit] = field(default_factory=dict)
    staff: dict[str, Staff] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Staff:
        # A fresh row each time: a kept standing must not outlive a change of posts.
        return Staff.objects.select_related("unit").get(pk=self.staff[name].pk)

    def matter(self, **changes: Any) -> Matter:
        """A plain letter; keywords change it."""
        values: dict[str, Any] = {
            "channel": Channel.LETTER,
            "received_on": date(2026, 3, 2),
            "body": "小区电梯坏了两个月没人修，老人上下楼很难，请帮忙协调物业尽快维修。",
            "person": Person(name="张某甲", phone="12000000001", address="样城街道甲社区3号"),
        }
        return Matter(**{**values, **changes})

    def registered(self, **changes: Any) -> Petition:
        """A registered letter of the petition office."""
        by = changes.pop("by", None) or self["registrar"]
        talk = changes.pop("talk", None)
        return register(self.matter(**changes), by=by, talk=talk)


UNITS = [
    ("XZF", "清禾县人民政府", "清政", UnitKind.GOVERNMENT, None),
    ("XF", "清禾县信访局", "清信", UnitKind.PETITION_OFFICE, "XZF"),
    ("ZJJ", "清禾县住房和城乡建设局", "清住建", UnitKind.BUREAU, "XZF"),
    ("RSJ", "清禾县人力资源和社会保障局", "清人社", UnitKind.BUREAU, "XZF"),
    ("T03", "清禾县西样镇人民政府", "西样", UnitKind.TOWNSHIP, "XZF"),
    ("T03-XF", "西样镇信访办", "西样信", UnitKind.INTERNAL, "T03"),
    ("XJW", "清禾县纪委监委", "清纪", UnitKind.DISCIPLINE, None),
]

# short name: (name, unit, role, unit at which the role is held)
PEOPLE = {
    "registrar": ("周某戊", "XF", Role.REGISTRAR, "XF"),
    "officer": ("李某丁", "XF", Role.PETITION_OFFICER, "XF"),
    "office_head": ("孙某丙", "XF", Role.UNIT_HEAD, "XF"),
    "deputy": ("钱某乙", "XZF", Role.DEPUTY_LEADER, "XZF"),
    "chief": ("赵某甲", "XZF", Role.CHIEF_LEADER, "XZF"),
    "handler": ("沈某卯", "ZJJ", Role.HANDLER, "ZJJ"),
    "bureau_head": ("蒋某寅", "ZJJ", Role.UNIT_HEAD, "ZJJ"),
    "other_handler": ("杨某巳", "RSJ", Role.HANDLER, "RSJ"),
    "other_head": ("马某午", "RSJ", Role.UNIT_HEAD, "RSJ"),
    "town_officer": ("冯某壬", "T03-XF", Role.PETITION_OFFICER, "T03-XF"),
    "town_chief": ("吴某己", "T03", Role.CHIEF_LEADER, "T03"),
    "town_head": ("郑某庚", "T03-XF", Role.UNIT_HEAD, "T03-XF"),
    "supervisor": ("卫某丑", "XF", Role.SUPERVISOR, "XZF"),
    "auditor": ("云某未", "XF", Role.AUDITOR, "XZF"),
    "admin": ("系统员甲", "XF", Role.ADMINISTRATOR, "XF"),
    "discipline": ("尤某申", "XJW", Role.PETITION_OFFICER, "XJW"),
}


def load_calendar() -> None:
    load_shipped()


def build_office() -> Office:
    """Units, people, responsibility, one class, and the two presets where they belong."""
    made = Office()
    for code, name, short, kind, parent in UNITS:
        made.units[code] = Unit.objects.create(
            code=code, name=name, short_name=short, kind=kind, parent=made.units.get(parent or "")
        )
    for key, (name, unit, role, at) in PEOPLE.items():
        person = Staff.objects.create_user(
            username=f"u-{key}",
            password=PASSWORD,
            name=name,
            unit=made.units[unit],
            is_staff=role == Role.ADMINISTRATOR,
        )
        Post.objects.create(staff=person, unit=made.units[at], role=role, starts_on=date(2020, 1, 1))
        made.staff[key] = person
    made.staff["admin"].is_superuser = True
    made.staff["admin"].save()
    links = [
        ("chief", "XZF", LinkKind.OVERALL),
        ("deputy", "XF", LinkKind.IN_CHARGE),
        ("town_chief", "T03", LinkKind.OVERALL),
    ]
    for leader, code, kind in links:
        ResponsibilityLink.objects.create(leader=made.staff[leader], unit=made.units[code], kind=kind)
    PolicyProfile.objects.create(
        unit=made.units["T03"],
        preset="town_annotate",
        effective_from=date(2024, 1, 1),
        approved_by="吴某己",
        source="西样镇〔2024〕1号",
    )
    parent = ContentClass.objects.create(code="01", name="城乡建设")
    ContentClass.objects.create(code="0102", name="物业管理", parent=parent, default_unit=made.units["ZJJ"])
    return made
