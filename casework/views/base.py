"""What page functions share: the signed-in person as Staff, and forms that show an action's refusal beside its field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.forms import BaseForm
from django.http import HttpRequest

from accounts.access import standing_of
from accounts.models import Staff
from casework.keyset import Count
from casework.refusals import NotYours, Refusal

T = TypeVar("T")


@dataclass(frozen=True)
class Tab:
    """A link of `_components/tabs.html`."""

    label: str
    url: str
    active: bool
    count: Count | int | str | None = None
    level: str = ""


def staff_of(request: HttpRequest) -> Staff:
    """The signed-in colleague; every page is behind sign-in."""
    assert isinstance(request.user, Staff)
    return request.user


def require(request: HttpRequest, *powers: str) -> Staff:
    """The colleague, if they hold one of the powers anywhere; 403 otherwise."""
    staff = staff_of(request)
    if not any(standing_of(staff).may(power) for power in powers):
        raise NotYours("您的职务不含此项工作。")
    return staff


def attempt(form: BaseForm, act: Callable[[], T]) -> T | None:
    """Runs an action for a valid form; a refusal becomes an error beside its field and None is returned."""
    try:
        return act()
    except Refusal as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, refusal.message)
        return None
