"""Numbers beside menu entries that another app adds: casework knows the entry, the app knows what waits there."""

from __future__ import annotations

from collections.abc import Callable

from accounts.models import Staff

Counter = Callable[[Staff], int]
# Name of the menu entry → what is counted there besides cases themselves.
COUNTERS: dict[str, list[Counter]] = {}


def counts_in_menu(entry: str) -> Callable[[Counter], Counter]:
    """Adds what a function counts for a person to the number beside a menu entry."""

    def keep(counter: Counter) -> Counter:
        COUNTERS.setdefault(entry, []).append(counter)
        return counter

    return keep


def counted(entry: str, staff: Staff) -> int:
    """What the apps add for this person."""
    return sum(counter(staff) for counter in COUNTERS.get(entry, []))
