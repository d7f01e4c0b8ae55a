"""Random counties: unit trees, people, posts, links and delegations, and accusations among open cases."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hypothesis import strategies as st

from accounts.models import Delegation, LinkKind, Post, ResponsibilityLink, Staff, Unit
from accounts.roles import Role
from petitions.actions import discipline, register
from petitions.discipline import is_direct
from petitions.models import Petition
from petitions.states import Purpose
from tests.office import Office

DAY = date(2026, 3, 2)
SECRET = {
    "title": "琉璃厂扩建受贿",
    "body": "琉璃厂扩建工程中有人收受好处，票据藏在绛紫色木匣里。",
    "name": "阚某密",
    "phone": "12077770077",
    "id_number": "110101190001010011",
    "address": "蓼花巷九号",
}


@dataclass(frozen=True)
class Plan:
    """What hypothesis chose: the shape of the tree, and who is accused."""

    parents: list[int]
    roles: list[str]
    links: list[tuple[int, int]]
    lent: list[tuple[int, int]]
    accused: list[tuple[str, int]]
    opens: int


def plans() -> st.SearchStrategy[Plan]:
    """Up to three more units below the county, up to five more colleagues, one or two accused."""
    small = st.integers(0, 7)
    return st.builds(
        Plan,
        parents=st.lists(small, min_size=1, max_size=3),
        roles=st.lists(
            st.sampled_from([Role.UNIT_HEAD, Role.HANDLER, Role.CHIEF_LEADER, Role.SUPERVISOR, Role.AUDITOR]),
            min_size=2,
            max_size=5,
        ),
        links=st.lists(st.tuples(small, small), max_size=3),
        lent=st.lists(st.tuples(small, small), max_size=2),
        accused=st.lists(st.tuples(st.sampled_from(["unit", "staff"]), small), min_size=1, max_size=2),
        opens=st.integers(1, 2),
    )


@dataclass
class County:
    """The office of the tests with more units and people below it."""

    office: Office
    plan: Plan
    units: list[Unit] = field(default_factory=list)
    people: list[Staff] = field(default_factory=list)

    def build(self) -> None:
        self.units = [self.office.units["ZJJ"], self.office.units["RSJ"], self.office.units["T03"]]
        for n, parent in enumerate(self.plan.parents):
            above = self.units[parent % len(self.units)]
            if above.depth >= 6:
                above = self.units[0]
            self.units.append(
                Unit.objects.create(
                    code=f"N{n}", name=f"新设{n}科", short_name=f"新{n}", kind="internal", parent=above
                )
            )
        self.people = [self.office[name] for name in ("handler", "bureau_head", "other_head", "town_chief")]
        for n, role in enumerate(self.plan.roles):
            unit = self.units[(n + 2) % len(self.units)]
            person = Staff.objects.create(username=f"n{n}", name=f"某新{n}", unit=unit)
            Post.objects.create(staff=person, unit=unit, role=role, starts_on=date(2020, 1, 1))
            self.people.append(person)
        for leader, unit_ in self.plan.links:
            ResponsibilityLink.objects.get_or_create(
                leader=self._person(leader), unit=self._unit(unit_), kind=LinkKind.IN_CHARGE
            )
        for principal, deputy in self.plan.lent:
            if self._person(principal) != self._person(deputy):
                Delegation.objects.create(
                    principal=self._person(principal),
                    deputy=self._person(deputy),
                    starts_on=DAY,
                    ends_on=DAY,
                    reason="出差",
                )
        for n in range(self.plan.opens):
            self.office.registered(body=f"第{n}小区路灯不亮，请尽快维修。")

    def _unit(self, n: int) -> Unit:
        return self.units[n % len(self.units)]

    def _person(self, n: int) -> Staff:
        return self.people[n % len(self.people)]

    def accuse(self) -> Petition:
        """The accusation, as its desk would enter it."""
        units = [self._unit(n) for what, n in self.plan.accused if what == "unit"]
        people = [self._person(n) for what, n in self.plan.accused if what == "staff"]
        by = self.office["registrar"]
        if is_direct(self.office.units["XF"], units, people):
            return discipline.register_direct(
                by=by, channel="letter", received_on=DAY, accused_units=units, accused_staff=people
            )
        particulars = {key: SECRET[key] for key in ("name", "phone", "id_number", "address")}
        return self.office.registered(
            purpose=Purpose.ACCUSATION,
            title=SECRET["title"],
            body=SECRET["body"],
            person=register.Person(**particulars),
            accused_units=tuple(units),
            accused_staff=tuple(people),
            talk=None,
        )

    def accused_staff(self) -> list[Staff]:
        """The accused themselves and everybody in, or below, an accused unit, by the plain facts of the tables."""
        paths = [self._unit(n).path for what, n in self.plan.accused if what == "unit"]
        chosen = {self._person(n).pk for what, n in self.plan.accused if what == "staff"}
        for one in Staff.objects.select_related("unit"):
            places = [post.unit.path for post in one.posts.select_related("unit")]
            places += [one.unit.path] if one.unit else []
            if any(place.startswith(path) for place in places for path in paths):
                chosen.add(one.pk)
        return list(Staff.objects.filter(pk__in=chosen).order_by("pk"))


def typed_by_an_attacker(case: Any) -> dict[str, Any]:
    """What somebody would try who suspects that the case exists; sent to every page."""
    return {
        "q": case.number,
        "text": SECRET["body"],
        "number": case.number,
        "name": SECRET["name"],
        "phone": SECRET["phone"],
        "id_number": SECRET["id_number"],
        "body": SECRET["body"],
        "find": "1",
        "pick": "1",
        "ids": [case.pk],
        "petition": case.pk,
        "earlier": case.pk,
        "lead": case.pk,
        "into": case.pk,
        "version": 1,
        "reason": "核实",
        "decision": "merge",
        "query": "",
        "format": "xlsx",
    }
