"""Reads of 信访信息: what waits for a person, how quickly units report, what no analysis has used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from accounts.access import standing_of
from accounts.models import Staff, Unit
from accounts.roles import Power
from petitions.models import InfoReport, InfoState, Petition, ReadReceipt
from petitions.office import held_for

OWED = (InfoState.DRAFT, InfoState.SIGNED)


def infos_of(petition: Petition, staff: Staff) -> list[InfoReport]:
    """What was reported of a petition, for its page."""
    return list(InfoReport.objects.visible_to(staff).filter(petition=petition).select_related("made_by"))


def may_sign(info: InfoReport, staff: Staff) -> bool:
    """Whether the next signature of its route is this person's, today."""
    if info.state != InfoState.SIGNING:
        return False
    return held_for(standing_of(staff), info.unit, info.route[info.signed_steps]) is not None


def waiting_for(staff: Staff) -> QuerySet[InfoReport]:
    """Drafts and signed ones of one's own or one's office, what waits for a signature, and what one was sent."""
    who = standing_of(staff)
    roles = {one.post.role for one in who.held}
    office = [unit.pk for unit in who.units_with(Power.ROUTE)]
    unread = ReadReceipt.objects.filter(staff=staff, read_at=None, info__isnull=False)
    return InfoReport.objects.visible_to(staff).filter(
        (Q(made_by=staff) | Q(unit__in=office)) & Q(state__in=OWED)
        | Q(state=InfoState.SIGNING, pk__in=_signable(staff, roles))
        | Q(pk__in=unread.values("info"))
    )


def _signable(staff: Staff, roles: set[str]) -> list[int]:
    """Few wait for a signature at any time; each is asked for its route."""
    if not roles:
        return []
    open_ones = InfoReport.objects.visible_to(staff).filter(state=InfoState.SIGNING).select_related("unit")
    asked: dict[tuple[int, str], bool] = {}
    found = []
    for one in open_ones[:200]:
        role = one.route[one.signed_steps]
        key = (one.unit_id, role)
        if key not in asked:
            asked[key] = role in roles and may_sign(one, staff)
        if asked[key]:
            found.append(one.pk)
    return found


@dataclass(frozen=True)
class Speed:
    """How quickly a unit reported in a period (S03-11): measured, not typed."""

    unit: Unit
    count: int
    mean: timedelta
    slowest: timedelta
    late: int

    @property
    def mean_words(self) -> str:
        return in_words(self.mean)

    @property
    def slowest_words(self) -> str:
        return in_words(self.slowest)


def in_words(took: timedelta) -> str:
    """1天3小时, 2小时05分, 40分."""
    minutes = int(took.total_seconds()) // 60
    if minutes >= 24 * 60:
        return f"{minutes // (24 * 60)}天{minutes % (24 * 60) // 60}小时"
    return f"{minutes // 60}小时{minutes % 60:02d}分" if minutes >= 60 else f"{minutes}分"


def speed_by_unit(staff: Staff, since: datetime, now: datetime) -> list[Speed]:
    """Units with what they reported since then: mean and longest time from event to report, and late ones."""
    rows = (
        InfoReport.objects.visible_to(staff)
        .exclude(state=InfoState.DROPPED)
        .filter(made_at__gte=since)
        .select_related("unit")
    )
    by_unit: dict[int, list[InfoReport]] = {}
    for one in rows:
        if one.reported_at or one.is_late(now):
            by_unit.setdefault(one.unit_id, []).append(one)
    found = [_speed(infos, now) for infos in by_unit.values()]
    return sorted(found, key=lambda one: one.unit.path)


def _speed(infos: Iterable[InfoReport], now: datetime) -> Speed:
    rows = list(infos)
    took = [one.took for one in rows if one.took is not None] or [timedelta()]
    return Speed(
        unit=rows[0].unit,
        count=sum(one.reported_at is not None for one in rows),
        mean=sum(took, timedelta()) / len(took),
        slowest=max(took),
        late=sum(one.is_late(now) for one in rows),
    )
