"""What every page shows around its content: the menu with counts, the bell, and for whom one acts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from accounts.access import standing_of
from accounts.models import Post, Staff
from accounts.roles import Power, Role
from casework.counting import counted
from casework.inbox import unread_for
from casework.models import Case
from casework.states import State

# Above this a number beside the menu says no more.
MOST = 999


@dataclass(frozen=True)
class Entry:
    """One line of the menu."""

    url_name: str
    label: str
    icon: str
    count: int = 0
    current: str = ""
    # Stands above the first entry of its group.
    heading: str = ""


# (url name, words, icon, power that opens it; empty = anybody with a post)
MENU: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("petition_register", "登记来信来访", "plus-lg", (Power.REGISTER,)),
    ("desk", "窗口工作台", "house-door", ()),
    ("petition_list", "信访件", "inbox", ()),
    ("sign_list", "待签批", "pencil-square", (Power.ANNOTATE, Power.SIGN, Power.HEAD)),
    ("handling", "待办件", "list-check", (Power.HANDLE, Power.HEAD)),
    ("notices_due", "文书", "file-earmark-text", (Power.REGISTER, Power.ROUTE, Power.HANDLE)),
    ("matters", "重复与并案", "copy", (Power.ROUTE,)),
    ("supervision", "督办看板", "speedometer2", (Power.SUPERVISE,)),
    ("ledger", "台账", "journal-text", (Power.LEDGER,)),
    ("information", "信息与分析", "flag", (Power.REGISTER, Power.HANDLE, Power.LEDGER, Power.SUPERVISE)),
    ("reception", "领导接待", "calendar3", ()),
    ("proxy", "信访代理", "people", (Power.PROXY, Power.ROUTE)),
    ("archive", "档案", "archive", (Power.ROUTE,)),
    ("organisation", "责任与会议", "people", (Power.REGISTER, Power.HANDLE, Power.LEDGER, Power.SUPERVISE)),
    ("policy", "单位政策", "building", (Power.ADMINISTER, Power.HEAD, Power.SIGN)),
    ("notices", "通知", "bell", ()),
    ("jobs", "后台任务", "hourglass-split", (Power.ADMINISTER,)),
    ("admin:index", "系统管理", "gear", (Power.ADMINISTER,)),
)


# Daily work comes first and needs no heading.
GROUPS: dict[str, str] = {
    **dict.fromkeys(("supervision", "ledger", "information"), "督办与统计"),
    **dict.fromkeys(("reception", "proxy"), "接访与代理"),
    **dict.fromkeys(("archive", "organisation", "policy"), "办公室"),
    **dict.fromkeys(("notices", "jobs", "admin:index"), "系统"),
}


def headed(entries: list[Entry]) -> list[Entry]:
    """The entries, the first of each group with the heading of the group."""
    before = ""
    found = []
    for one in entries:
        group = GROUPS.get(one.url_name, "")
        found.append(replace(one, heading=group if group != before else ""))
        before = group
    return found


# Pages that stand under an entry of the menu without sharing its address.
UNDER = {
    "analyses": "information",
    "reports": "information",
    "trends": "information",
    "figures": "information",
}


def where(path: str, names: list[str]) -> str:
    """The entry of the menu that a page belongs to: the longest address that the page's own begins with."""
    under = UNDER.get(path.strip("/").split("/")[0], "")
    if under in names:
        return under
    found = [(len(url), name) for name in names if path.startswith(url := reverse(name)) and url != "/"]
    return max(found)[1] if found else "desk" if path == "/" else ""


def receiving_units(staff: Staff) -> list[int]:
    """Units whose post this person opens: as acceptor, else as 信访专干, else as head, else as 承办人.

    The same rule as `casework.actions.base.desk_people`, for all units of a person in one query.
    """
    standing = standing_of(staff)
    people = {staff.pk, *(one.pk for one in standing.acting_for)}
    units = {one.pk: one for one in [*standing.units_with(Power.HANDLE), *standing.units_with(Power.HEAD)]}
    order = [Role.PETITION_OFFICER, Role.UNIT_HEAD, Role.HANDLER]
    posts = Post.objects.current(standing.today).filter(unit__in=units, role__in=order)
    held: dict[int, dict[str, set[int]]] = {}
    for at, role, person in posts.values_list("unit", "role", "staff"):
        held.setdefault(at, {}).setdefault(role, set()).add(person)
    found = []
    for pk, unit in units.items():
        roles = held.get(pk, {})
        first = next((roles[role] for role in order if role in roles), set())
        if (people & {unit.acceptor_id}) if unit.acceptor_id else (people & first):
            found.append(pk)
    return found


def counts(staff: Staff, names: set[str]) -> dict[str, int]:
    """Numbers beside menu entries: what waits for this person, counted only for entries they have."""
    acting = [staff.pk, *(one.pk for one in standing_of(staff).acting_for)]
    mine = Case.objects.visible_to(staff).open()
    found = {"notices": unread_for(staff)[: MOST + 1].count()}
    if "sign_list" in names:
        found["sign_list"] = mine.filter(signer__in=acting)[: MOST + 1].count() + counted("sign_list", staff)
    if "handling" in names:
        given = Q(handler__in=acting) | Q(handler__isnull=True, handling_unit__in=receiving_units(staff))
        waiting = mine.filter(given, state__in=[State.FORWARDED, State.ASSIGNED, State.HANDLING])
        found["handling"] = waiting.order_by()[: MOST + 1].count()
    return found


class Chrome:
    """The frame of one page, asked for only by pages that draw it: a fragment costs no query."""

    def __init__(self, staff: Staff, path: str) -> None:
        self.staff, self.path = staff, path
        self._menu: list[Entry] | None = None

    def menu(self) -> list[Entry]:
        """The entries that this person's posts open, with their counts."""
        if self._menu is None:
            standing = standing_of(self.staff)
            open_to = [
                entry
                for entry in MENU
                if (not entry[3] and (standing.held or entry[0] == "notices"))
                or any(standing.may(power) for power in entry[3])
            ]
            numbers = counts(self.staff, {entry[0] for entry in open_to})
            here = where(self.path, [entry[0] for entry in open_to])
            current = "page" if here and self.path == reverse(here) else "true"
            self._menu = headed(
                [
                    Entry(name, label, icon, min(numbers.get(name, 0), MOST), current if name == here else "")
                    for name, label, icon, _ in open_to
                ]
            )
        return self._menu

    def unread(self) -> int:
        """The number on the bell."""
        return next((entry.count for entry in self.menu() if entry.url_name == "notices"), 0)


def chrome(request: HttpRequest) -> dict[str, Any]:
    """menu, unread_count and acting_for for signed-in pages; nothing for the others."""
    staff = getattr(request, "user", None)
    if not isinstance(staff, Staff) or not staff.is_authenticated:
        return {}
    match = request.resolver_match
    if match and match.app_name == "admin":
        return {}
    frame = Chrome(staff, request.path)
    return {
        "menu": SimpleLazyObject(frame.menu),
        "unread_count": SimpleLazyObject(frame.unread),
        "acting_for": SimpleLazyObject(lambda: standing_of(staff).acting_for),
    }
