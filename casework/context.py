"""What every page shows around its content: the menu with counts, the bell, and for whom one acts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from accounts.access import standing_of
from accounts.models import Staff
from accounts.roles import Power
from casework.models import Case, Notice
from casework.states import State


@dataclass(frozen=True)
class Entry:
    """One line of the menu."""

    url_name: str
    label: str
    icon: str
    count: int = 0
    active: bool = False


# (url name, words, icon, power that opens it; empty = anybody with a post)
MENU: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("petition_register", "登记来信来访", "plus-lg", (Power.REGISTER,)),
    ("desk", "窗口工作台", "house-door", ()),
    ("petition_list", "信访件", "inbox", ()),
    ("sign_list", "待签批", "pencil-square", (Power.ANNOTATE, Power.SIGN, Power.HEAD)),
    ("handling", "待办件", "list-check", (Power.HANDLE, Power.HEAD)),
    ("supervision", "督办看板", "speedometer2", (Power.SUPERVISE,)),
    ("ledger", "台账", "journal-text", (Power.LEDGER,)),
    ("notices", "通知", "bell", ()),
    ("jobs", "后台任务", "hourglass-split", (Power.ADMINISTER,)),
    ("admin:index", "系统管理", "gear", (Power.ADMINISTER,)),
)


def counts(staff: Staff) -> dict[str, int]:
    """Numbers beside menu entries: what waits for this person, three small indexed counts."""
    acting = [staff.pk, *(one.pk for one in standing_of(staff).acting_for)]
    mine = Case.objects.visible_to(staff).open()
    return {
        "sign_list": mine.filter(signer__in=acting).count(),
        "handling": mine.filter(handler__in=acting, state__in=[State.ASSIGNED, State.HANDLING]).count(),
        "notices": Notice.objects.filter(staff=staff, read_at__isnull=True).count(),
    }


def chrome(request: HttpRequest) -> dict[str, Any]:
    """menu, unread_count and acting_for for signed-in pages; nothing for the others."""
    staff = getattr(request, "user", None)
    if not isinstance(staff, Staff) or not staff.is_authenticated:
        return {}
    match = request.resolver_match
    if match and match.app_name == "admin":
        return {}
    standing = standing_of(staff)
    numbers = counts(staff)
    here = match.view_name if match else ""
    menu = [
        Entry(name, label, icon, numbers.get(name, 0), here == name)
        for name, label, icon, powers in MENU
        if (not powers and (standing.held or name == "notices"))
        or any(standing.may(power) for power in powers)
    ]
    return {"menu": menu, "unread_count": numbers["notices"], "acting_for": standing.acting_for}
