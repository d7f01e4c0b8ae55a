"""The archive: filed, held, disposed of."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from petitions.actions import archive
from petitions.models import ArchiveItem, Disposal
from tests.office import Office
from tests.petitions.scenarios.base import closed, verb
from tests.petitions.steps import fresh

LOST = "原件已退还来信人"


def filed(office: Office, **changes: Any) -> ArchiveItem:
    p = closed(office, **changes)
    archive.archive(p.pk, by=office["officer"], version=p.version, missing_reason=LOST)
    return ArchiveItem.objects.get(petition=p)


def expired(office: Office, **changes: Any) -> ArchiveItem:
    """A file whose period has ended long ago."""
    item = filed(office, **changes)
    item.expires_on = date(2020, 12, 31)
    item.save()
    return item


def proposed(office: Office) -> Disposal:
    return archive.propose_disposal([expired(office).pk], by=office["officer"], reason="期满，无保存价值")


@verb(archive)
def archive_(office: Office) -> partial[Any]:
    p = closed(office)
    return partial(archive.archive, p.pk, by=office["officer"], version=fresh(p).version, missing_reason=LOST)


@verb(archive)
def hold(office: Office) -> partial[Any]:
    return partial(archive.hold, filed(office).pk, by=office["officer"], reason="涉诉")


@verb(archive)
def lift_hold(office: Office) -> partial[Any]:
    item = filed(office)
    archive.hold(item.pk, by=office["officer"], reason="涉诉")
    return partial(archive.lift_hold, item.pk, by=office["officer"], reason="已结案")


@verb(archive)
def propose_disposal(office: Office) -> partial[Any]:
    item = expired(office)
    return partial(archive.propose_disposal, [item.pk], by=office["officer"], reason="期满")


@verb(archive)
def decide_disposal(office: Office) -> partial[Any]:
    made = proposed(office)
    return partial(archive.decide_disposal, made.pk, by=office["office_head"], approve=True, opinion="同意")
