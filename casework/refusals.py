"""How the house says no: with a sentence that a clerk can act on."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404


class Refusal(Exception):
    """A rule forbids it. `field` names the form field beside which the sentence belongs, if any."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Stale(Refusal):
    """Somebody else has changed the case since the page was opened; nothing was saved."""

    def __init__(self) -> None:
        super().__init__(
            "此件刚被他人修改过，您的内容没有保存。请核对最新情况后再提交，已填内容仍保留在页面上。"
        )


class NotYours(PermissionDenied):
    """Visible, but not this person's to do: 403."""


class NotVisible(Http404):
    """Outside the person's sight: 404, the same as if it did not exist."""
