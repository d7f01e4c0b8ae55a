"""Accusations: kept from whom they are about, and handled by the discipline organ in its own register."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import transaction

from petitions.actions import discipline, route
from petitions.models import Petition
from tests.petitions.county.handling import Days, file, fresh, next_day, read_first
from tests.petitions.county.people import staff, unit_of
from tests.petitions.county.rows import Row
from tests.petitions.county.told import Told


class Accusations:
    """The part of the year that concerns them."""

    told: dict[str, Told]
    arrived: dict[str, Petition]
    _send: Callable[[Row, Petition], None]
    _take_in: Callable[[Row, Petition], None]
    _by_receiver: Callable[[Row, date], Days]

    def discipline(self, row: Row, p: Petition) -> Days:
        """Never to the accused; to the discipline organ, which handles it in its own register."""
        told = self.told[row.id]
        if p.state == "registered":
            told.refused = self._barred(row, p)
            yield next_day(row.received_on)
            read_first(p)
            self._send(row, p)
        yield (day := next_day(next_day(row.received_on)))
        self._take_in(row, p)
        told.spoken = self._told_reporter(row)
        read_first(self.arrived[row.id])
        tried = self._barred(row, self.arrived[row.id])
        told.refused = tuple(one for one in tried if one in told.refused) if told.refused else tried
        yield from self._by_receiver(row, day)
        if row.unit not in row.accused:
            file(p)

    def _told_reporter(self, row: Row) -> bool:
        """A named reporter is owed word that it was taken in."""
        p = self.arrived[row.id]
        owed = p.clocks.filter(kind="jc_notice", met_on=None).exists()
        if owed:
            by, day = staff("XJW", "officer"), p.received_on
            discipline.tell_reporter(p.pk, by=by, version=fresh(p).version, method="letter", told_on=day)
        return owed

    def _barred(self, row: Row, p: Petition) -> tuple[str, ...]:
        """Which of the forbidden targets are refused, both as 转送 and as 交办."""
        by, found = staff(p.unit.code, "officer"), []
        for code in row.forbidden:
            given = {"by": by, "version": fresh(p).version, "unit": unit_of(code)}
            tries: list[Callable[[], object]] = [
                lambda given=given: route.transfer(p.pk, reason="请查", told_petitioner="已告", **given),
                lambda given=given: route.assign(p.pk, opinion="请查", change_reason="请查", **given),
            ]
            if all(self._is_refused(one) for one in tries):
                found.append(code)
        return tuple(found)

    @staticmethod
    def _is_refused(one: Callable[[], object]) -> bool:
        try:
            with transaction.atomic():
                one()
        except route.BarredTarget:
            return True
        return False
