"""Long choices as type-aheads: units and people, found by words or by pinyin initials; plain selects without script."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import forms
from django.db.models import Q
from django.db.models.functions import Length
from django.utils import timezone

from accounts.models import Post, Staff, Unit
from accounts.models.units import STEP
from accounts.roles import POWERS, Power
from petitions.pinyin import initials, spellings

# How far below its surroundings an office usually sends: the departments of the neighbours.
LEVELS_BELOW = 2
MOST = 600
WORKING_ROLES = [role for role, powers in POWERS.items() if powers & {Power.HANDLE, Power.HEAD, Power.SIGN}]


@lru_cache(maxsize=4000)
def keys_of(text: str) -> str:
    """What may be typed for a name: its initials and its spellings."""
    return " ".join([*initials(text), *spellings(text)])


class KeyedSelect(forms.Select):
    """A select whose options carry pinyin for unit-picker.js; `keys` is value → words."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-combobox": "", **(attrs or {})})
        self.keys: dict[str, str] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `data-keys` to an option that has any."""
        option = super().create_option(name, value, *args, **kwargs)
        keys = self.keys.get(str(value))
        if keys:
            option["attrs"]["data-keys"] = keys
        return option


def units_near(unit: Unit) -> list[Unit]:
    """Active units that an office usually sends to: around it, above it, and the heads of the other trees.

    Bounded, whatever the size of the tree: two levels below the unit that it belongs to.
    """
    around = unit.path[:-STEP] or unit.path
    deepest = len(around) + LEVELS_BELOW * STEP
    near = (
        Q(path__startswith=around, length__lte=deepest) | Q(path__in=unit.ancestor_paths()) | Q(length=STEP)
    )
    return list(Unit.objects.active().alias(length=Length("path")).filter(near).order_by("path")[:MOST])


def people_at(units: Iterable[Unit]) -> dict[Staff, str]:
    """Colleagues who may be named as responsible, with unit and post in words, in the order of the tree."""
    posts = (
        Post.objects.current(timezone.localdate())
        .filter(unit__in=list(units), role__in=WORKING_ROLES)
        .select_related("staff", "unit")
        .order_by("unit__path", "starts_on", "pk")
    )
    found: dict[Staff, str] = {}
    for post in posts[:MOST]:
        found.setdefault(post.staff, f"{post.staff.name}（{post.unit.name} {post.display_title}）")
    return found


class _Picker(forms.ChoiceField):
    """A choice among objects that are already in memory; the cleaned value is the object, or None.

    `empty` names the blank choice; None leaves it out.
    """

    def __init__(
        self, options: dict[Any, str] | None = None, *, empty: str | None = "请选择", **kwargs: Any
    ) -> None:
        self.empty = empty
        kwargs.setdefault("widget", KeyedSelect())
        super().__init__(**kwargs)
        self.offer(options or {})

    def offer(self, options: dict[Any, str]) -> None:
        """Sets what may be chosen: object → words."""
        self.objects = {str(one.pk): one for one in options}
        blank = [("", self.empty)] if self.empty else []
        self.choices = [*blank, *((str(one.pk), words) for one, words in options.items())]
        if isinstance(self.widget, KeyedSelect):
            self.widget.keys = {str(one.pk): keys_of(one.name) for one in options}

    def clean(self, value: Any) -> Any:
        """The object itself; None where nothing was chosen."""
        return self.objects.get(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        """An object given as initial value is shown by its key."""
        return getattr(value, "pk", value)


class UnitPicker(_Picker):
    """One unit."""

    def offer_units(self, units: Iterable[Unit]) -> None:
        """Sets the units on offer."""
        self.offer({one: one.name for one in units})


class StaffPicker(_Picker):
    """One colleague."""

    def offer_people(self, people: Iterable[Staff]) -> None:
        """Sets the colleagues on offer, by name alone."""
        self.offer({one: one.name for one in people})
