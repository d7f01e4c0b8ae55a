"""Pages of a long list without OFFSET: the next page begins after the last row shown, as quick at the end as at the start.

An `Order` is a list of columns of which the last is unique. Its cursor is the text of one row's values, short enough
for an address and free of names: `2026-03-02_123`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Generic, TypeVar

from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import OrderBy

M = TypeVar("M", bound=Model)
SIZE = 50
NOTHING = "-"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Key:
    """One column of an order. Rows without a value come last, whichever way the list runs."""

    column: str
    descending: bool = False
    parse: Callable[[str], Any] = int
    nullable: bool = False

    def ordering(self, backwards: bool) -> OrderBy:
        """The ORDER BY term."""
        last = {"nulls_first": True} if backwards else {"nulls_last": True}
        nulls: dict[str, Any] = last if self.nullable else {}
        field = F(self.column)
        return field.desc(**nulls) if self.descending != backwards else field.asc(**nulls)

    def equals(self, value: Any) -> Q:
        """Rows with this value."""
        return Q(**{f"{self.column}__isnull": True}) if value is None else Q(**{self.column: value})

    def beyond(self, value: Any, backwards: bool, *, or_equal: bool = False) -> Q:
        """Rows that stand after this value (before it, when going backwards)."""
        if value is None:
            return Q(**{f"{self.column}__isnull": False}) if backwards else Q(pk__in=[])
        sign = "lt" if self.descending != backwards else "gt"
        found = Q(**{f"{self.column}__{sign}{'e' if or_equal else ''}": value})
        if self.nullable and not backwards:
            found |= Q(**{f"{self.column}__isnull": True})
        return found


@dataclass(frozen=True)
class Order:
    """A total order of rows."""

    keys: tuple[Key, ...]

    def by(self, backwards: bool = False) -> list[OrderBy]:
        """The terms for `order_by`."""
        return [key.ordering(backwards) for key in self.keys]

    def cursor(self, row: Model) -> str:
        """The place of a row, as text."""
        return self.text(tuple(getattr(row, key.column) for key in self.keys))

    def text(self, values: tuple[Any, ...]) -> str:
        """A cursor from values, None for a missing one."""
        return "_".join(NOTHING if value is None else str(value) for value in values)

    def values(self, cursor: str) -> tuple[Any, ...] | None:
        """The values of a cursor; None when it is no cursor of this order."""
        parts = cursor.split("_")
        if len(parts) != len(self.keys):
            return None
        try:
            return tuple(
                None if part == NOTHING and key.nullable else key.parse(part)
                for key, part in zip(self.keys, parts, strict=True)
            )
        except ValueError:
            return None

    def beyond(self, values: tuple[Any, ...], backwards: bool) -> Q:
        """Rows after (before) a place."""
        found = Q(pk__in=[])
        same = Q()
        for key, value in zip(self.keys, values, strict=True):
            found |= same & key.beyond(value, backwards)
            same &= key.equals(value)
        first, start = self.keys[0], values[0]
        # Says again what follows from the rest: a plain range on the first column is what an index can use.
        return found if start is None else first.beyond(start, backwards, or_equal=True) & found


NEWEST = Order((Key("received_on", True, date.fromisoformat), Key("id", True)))
OLDEST = Order((Key("received_on", False, date.fromisoformat), Key("id")))
EARLIEST_DUE = Order((Key("due_on", False, date.fromisoformat, nullable=True), Key("id")))


def cursor_at(order: Order, day: date) -> str:
    """The `after` cursor with which a list by date begins on a day, or with the next one that has rows."""
    if order == NEWEST:
        return order.text((day + ONE_DAY, 0))
    return order.text((day, 0))


@dataclass(frozen=True)
class Page(Generic[M]):
    """Some rows of a list; `prev` and `next` are the cursors for `before` and `after`, empty at either end."""

    rows: list[M]
    prev: str = ""
    next: str = ""


def page(found: QuerySet[M], order: Order, *, after: str = "", before: str = "", size: int = SIZE) -> Page[M]:
    """One page of `found`. A cursor that is none, because somebody changed the address, shows the first page."""
    backwards = bool(before)
    place = order.values(before or after) if before or after else None
    if place is None:
        backwards = False
    wanted = found.filter(order.beyond(place, backwards)) if place else found
    rows = list(wanted.order_by(*order.by(backwards))[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    if not rows:
        return Page([])
    ahead, behind = (rows[0], rows[-1]) if backwards else (rows[-1], rows[0])
    # Only a page that began at a cursor has anything behind it.
    back = place is not None and _any(found, order, behind, not backwards)
    there, here = order.cursor(ahead) if more else "", order.cursor(behind) if back else ""
    return Page(rows, prev=there, next=here) if backwards else Page(rows, prev=here, next=there)


def _any(found: QuerySet[M], order: Order, row: M, backwards: bool) -> bool:
    place = tuple(getattr(row, key.column) for key in order.keys)
    return found.filter(order.beyond(place, backwards)).exists()


@dataclass(frozen=True)
class Count:
    """How many there are, counted no further than `cap`."""

    number: int
    cap: int

    @property
    def is_exact(self) -> bool:
        """Whether all were counted."""
        return self.number <= self.cap

    def __str__(self) -> str:
        return str(self.number) if self.is_exact else f"{self.cap}+"

    def __bool__(self) -> bool:
        return self.number > 0


def capped_count(found: QuerySet[Any], cap: int = 1000) -> Count:
    """Counts no further than it takes to say “1000+”."""
    return Count(found.order_by()[: cap + 1].count(), cap)
