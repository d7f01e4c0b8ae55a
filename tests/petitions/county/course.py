"""Forty courses through one year, in the order of their days, each by the actions that the pages call."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import date, timedelta

from django.db import transaction

from petitions.actions import arrivals, discipline, handle, proxy, register, route, same_matter
from petitions.models import ContentClass, Petition, Petitioner, RefusalGround
from petitions.states import VISIT_CHANNELS, RepeatKind
from tests.petitions.county.accusations import Accusations
from tests.petitions.county.ends import Ends
from tests.petitions.county.handling import Days, at, file, fresh, handled, next_day, read_first
from tests.petitions.county.people import named, staff, unit_of
from tests.petitions.county.registers import Sums, count
from tests.petitions.county.rows import ROWS, Row
from tests.petitions.county.told import Told, conclude, look

# Where the sample tells the day; elsewhere the next working day.
SENT = {"P01": date(2026, 2, 10), "P17": date(2026, 4, 22), "P21": date(2026, 5, 25)}
ACCEPTED = {"P01": date(2026, 2, 20), "P17": date(2026, 4, 24), "P21": date(2026, 6, 1)}
ANSWERED = {"P01": date(2026, 5, 19), "P21": date(2026, 7, 20), "P26": date(2026, 7, 10)}
# One matter told twice while the first is in hand: the second joins it.
JOINED = frozenset({"P02", "P27"})


class Year(Accusations, Ends):
    """The county's year; afterwards `told` says for each row what became of it."""

    def __init__(self) -> None:
        self.told = {row.id: Told() for row in ROWS}
        self.cases: dict[str, Petition] = {}
        self.arrived: dict[str, Petition] = {}
        self.totals = Sums()
        self.known: dict[tuple[str, str], Petitioner] = {}

    def run(self) -> None:
        """Day by day; a row that breaks off leaves the others going."""
        self.ended = self._long_ended(register.Person(name="某28", phone="12000000028", address="样城街道"))
        assert self.ended.petitioner is not None
        self.known["28", "XF"] = self.ended.petitioner
        waiting = [(row.received_on, n, self.course(row)) for n, row in enumerate(ROWS)]
        heapq.heapify(waiting)
        while waiting:
            day, n, course = heapq.heappop(waiting)
            try:
                with at(day), transaction.atomic():
                    following = next(course, None)
            except Exception as broke:  # whatever it is, its own row tells
                self.told[ROWS[n].id].failed = broke
                continue
            if following is not None:
                heapq.heappush(waiting, (max(following, day), n, course))
        self._conclude()
        self.totals = count()

    def _conclude(self) -> None:
        actions: dict[int, str] = {}
        for row in ROWS:
            told = self.told[row.id]
            if row.action == "review" or told.failed:
                continue
            conclude(told, actions)
            actions[told.pk] = told.action
            if row.id in self.arrived:
                told.receiver_end = fresh(self.arrived[row.id]).state

    def course(self, row: Row) -> Days:
        """Registered, looked at, its procedure said by a person, and then what the action of the row asks."""
        if row.action == "review":
            yield from self.review(row)
            return
        p = self.cases[row.id] = self._registered(row)
        look(self.told[row.id], p)
        if row.legal_route:
            by = staff(p.unit.code, "officer")
            register.edit(p.pk, by=by, version=fresh(p).version, legal_route=row.legal_route)
        if row.repeat_of:
            self._link(row, p)
        go: Callable[[Row, Petition], Days] = self.join if row.id in JOINED else getattr(self, row.action)
        yield from go(row, fresh(p))

    def _person(self, row: Row) -> register.Person | None:
        known = self.known.get((row.person, row.unit))
        if row.anonymous or known is not None:
            return None if row.anonymous else register.Person(known=known)
        return register.Person(name=f"某{row.person}", phone=f"120000000{row.person}", address=row.place)

    def _matter(self, row: Row) -> register.Matter:
        item = ContentClass.objects.get(code=row.class_code)
        accused = [named(one) if one.startswith("u-") else unit_of(one) for one in row.accused]
        return register.Matter(
            channel=row.channel,
            received_on=row.received_on,
            body=f"{row.place}的“{item.name}”问题，请依法办理。",
            person=self._person(row),
            is_anonymous=row.anonymous,
            purpose=row.purpose,
            head_count=row.heads,
            accused_units=tuple(one for one in accused if not hasattr(one, "username")),
            accused_staff=tuple(one for one in accused if hasattr(one, "username")),
            details={
                "content_class": item,
                "place": row.place,
                "urgency": row.urgency,
                "jurisdiction": row.jurisdiction,
            },
        )

    def _registered(self, row: Row) -> Petition:
        if row.channel == "proxy":
            return self._filed(row)
        by, matter = staff(row.unit, "officer"), self._matter(row)
        if row.unit in row.accused:
            return discipline.register_direct(
                by=by,
                channel=row.channel,
                received_on=row.received_on,
                accused_units=matter.accused_units,
                accused_staff=matter.accused_staff,
            )
        talk = {"request": matter.body, "answer": "已说明程序。", "confirmed": "signed"}
        made = register.register(
            matter, by=by, unit=unit_of(row.unit), talk=talk if row.channel in VISIT_CHANNELS else None
        )
        if made.petitioner is not None and not made.is_sealed:
            self.known.setdefault((row.person, row.unit), made.petitioner)
        return made

    def _filed(self, row: Row) -> Petition:
        """By the village's agent, in the petitioner's name, at the office that keeps the mandate."""
        office, agent = staff("T02-DL", "officer"), named("u-dl1")
        ticks = frozenset(proxy.CONDITIONS)
        proxy.attest_agent(agent, by=office, village=unit_of("T02-V1"), residence=unit_of("T02"), ticks=ticks)
        person = self._person(row)
        assert person is not None
        until = row.received_on + timedelta(days=300)
        mandate = proxy.give_mandate(
            person, by=office, agent=agent, scope="护理补贴", signed_on=row.received_on, ends_on=until
        )
        made = proxy.file_for(mandate.pk, by=agent, body="护理补贴没有发放，请核查。", place=row.place)
        item = ContentClass.objects.get(code=row.class_code)
        register.edit(made.pk, by=office, version=fresh(made).version, content_class=item)
        return fresh(made)

    def _link(self, row: Row, p: Petition) -> None:
        by = staff(row.unit, "officer")
        register.link_repeat(p.pk, self.cases[row.repeat_of], by=by, kind=RepeatKind.SAME_MATTER)

    # What is done with it, one method an action.

    def join(self, row: Row, p: Petition) -> Days:
        """The matter is in hand: merged, so that no second limit runs; closed with the first."""
        into = fresh(self.cases[row.repeat_of])
        same_matter.merge(
            p.pk, by=staff(row.unit, "officer"), version=p.version, into=into, reason="同一事项"
        )
        yield row.received_on

    def transfer(self, row: Row, p: Petition) -> Days:
        """Sent to the competent organ, taken into its register and handled there; the sender files its own."""
        day = SENT.get(row.id) or next_day(row.received_on)
        yield day
        read_first(p)
        self._send(row, p)
        yield (day := next_day(day))
        self._take_in(row, p)
        yield from self._by_receiver(row, day)
        file(p)

    def _send(self, row: Row, p: Petition) -> None:
        told = "" if row.anonymous else "电话告知本人"
        target, office = unit_of(row.competent), staff(p.unit.code, "officer")
        words = f"属{target.name}职责范围，请依法办理并答复信访人。"
        route.transfer(
            p.pk, by=office, version=fresh(p).version, unit=target, reason=words, told_petitioner=told
        )

    def _take_in(self, row: Row, p: Petition) -> None:
        by = staff(row.competent, "officer")
        self.arrived[row.id] = arrivals.take_in(p.pk, by=by, version=fresh(p).version)

    def _by_receiver(self, row: Row, day: date) -> Days:
        p = self.arrived[row.id]
        accepts, answers = ACCEPTED.get(row.id), ANSWERED.get(row.id)
        course = handled(p, row.competent, day, accepts=accepts, answers=answers)
        yield next(course)
        if row.id == "P01":
            next(course)
            yield date(2026, 4, 16)
            clock = handle.extend_statutory(p.pk, by=staff("XZF", "chief"), days=30, reason="权属核查量大。")
            self.told[row.id].extended_to = clock.statutory_due
            yield ANSWERED["P01"]
        yield from course

    def assign(self, row: Row, p: Petition) -> Days:
        """Given out under the office's own number and answered by the office."""
        yield from self._kept(row, p, next_day(row.received_on))

    def accept(self, row: Row, p: Petition) -> Days:
        """The unit's own."""
        yield from self._kept(row, p, row.received_on)

    def _kept(self, row: Row, p: Petition, day: date) -> Days:
        yield day
        yield from handled(p, row.competent, day, accepts=ACCEPTED.get(row.id), answers=ANSWERED.get(row.id))

    def guide(self, row: Row, p: Petition) -> Days:
        """Told where to go, and how."""
        by, organ = staff(row.unit, "officer"), unit_of(row.competent).name
        ground = RefusalGround.objects.get(code=row.ground)
        explanation = "请依法定程序向该机关提出。"
        route.guide(p.pk, by=by, version=p.version, ground=ground, organ=organ, explanation=explanation)
        yield next_day(row.received_on)
        file(p)
