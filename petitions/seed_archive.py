"""Demonstration of 档案: the oldest closed cases are filed, one of them is held."""

from __future__ import annotations

from datetime import date, time

from accounts.models import Staff
from casework.states import State
from petitions.actions import archive
from petitions.models import ArchiveItem, Petition
from petitions.seed_moments import moment

FILED = 12


def seed_archive(today: date) -> None:
    """Files what was closed first at the county office."""
    officer = Staff.objects.get(username="demo-zhuangan")
    done = Petition.objects.visible_to(officer).filter(state=State.CLOSED, unit=officer.unit)
    with moment(today, time(8, 40)):
        for p in done.order_by("closed_at", "pk")[:FILED]:
            archive.archive(p.pk, by=officer, version=p.version, missing_reason="原件随件交承办单位，待退回")
        first = ArchiveItem.objects.order_by("pk")[0]
        archive.hold(first.pk, by=officer, reason="信访人已申请复查，复查结束前暂缓处置")
