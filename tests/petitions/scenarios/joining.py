"""Joining and telling apart: 并案, 分案, 同一人."""

from __future__ import annotations

from functools import partial
from typing import Any

from petitions.actions import same_matter
from petitions.models import Merge
from tests.office import Office
from tests.petitions.scenarios.base import letter, verb
from tests.petitions.steps import fresh


def merged(office: Office) -> Merge:
    earlier, p = letter(office), letter(office)
    return same_matter.merge(p.pk, by=office["officer"], version=p.version, into=earlier, reason="同一事项")


@verb(same_matter)
def merge(office: Office) -> partial[Any]:
    earlier, p = letter(office), letter(office)
    return partial(
        same_matter.merge, p.pk, by=office["officer"], version=p.version, into=earlier, reason="同一事项"
    )


@verb(same_matter)
def undo_merge(office: Office) -> partial[Any]:
    p = fresh(merged(office).petition)
    return partial(same_matter.undo_merge, p.pk, by=office["officer"], version=p.version, reason="认错了")


@verb(same_matter)
def split(office: Office) -> partial[Any]:
    p = letter(office)
    by = office["officer"]
    return partial(
        same_matter.split, p.pk, by=by, version=p.version, body="另外路灯也坏了。", reason="两件事"
    )
