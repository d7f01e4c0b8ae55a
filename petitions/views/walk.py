"""From one case of a list to the next: “第 3 件，共 17 件”, also after a case has dropped out of the filter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

KEY = "last-list"
MOST = 200


@dataclass(frozen=True)
class Walk:
    """Where a case stands in the list that was last looked at; addresses are empty at either end."""

    position: int
    total: int
    prev_url: str
    next_url: str
    list_url: str


def remember_list(request: HttpRequest, pks: Iterable[int]) -> None:
    """Keeps the ids that a list page shows, in its order, for the case pages opened from it."""
    request.session[KEY] = {"ids": list(pks)[:MOST], "url": request.get_full_path()}


def walk_at(request: HttpRequest, pk: int, *, page: str = "petition_detail") -> Walk | None:
    """The neighbours of a case in the remembered list; None when it was not opened from there."""
    kept = request.session.get(KEY) or {}
    ids: list[int] = kept.get("ids", [])
    if pk not in ids:
        return None
    at = ids.index(pk)
    return Walk(
        position=at + 1,
        total=len(ids),
        prev_url=reverse(page, args=[ids[at - 1]]) if at else "",
        next_url=reverse(page, args=[ids[at + 1]]) if at + 1 < len(ids) else "",
        list_url=kept.get("url", ""),
    )
