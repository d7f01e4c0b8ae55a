"""The door: which cases a person sees. Every read of cases, anywhere, starts at `visible_to`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.access import Standing, standing_of, superiors_of
from accounts.models import Staff, Unit
from accounts.roles import POWERS, Power

if TYPE_CHECKING:
    from casework.models import Case


def bar(staff: Staff) -> Q:
    """Accused parties that keep this person out: themselves, a unit over them, a leader they report to."""
    standing = standing_of(staff)
    paths = {path for one in standing.held for path in one.post.unit.ancestor_paths()}
    if staff.unit:
        paths |= set(staff.unit.ancestor_paths())
    # Acting for somebody opens no more than that person's own sight would.
    people = {staff.pk, *(one.pk for one in standing.acting_for)} | superiors_of(staff)
    return Q(staff__in=people) | Q(unit__path__in=paths)


class CaseQuerySet(models.QuerySet["Case"]):
    """Reads of cases."""

    def visible_to(self, staff: Staff, *, to_act: bool = False) -> Self:
        """Cases in a person's sight; nothing at all for somebody without a post. Passing sight is no leave `to_act`.

        Open cases: registered in the subtree of a unit where the person may read, or sent to a unit where they hold
        a post, or given to them by name. Sealed cases (检举控告): by name alone, and never past `bar`. Never one from
        which they, or somebody they act for, stepped aside (回避).
        """
        from casework.models import AccusedParty, CaseGrant, Recusal

        standing = standing_of(staff)
        if not standing.held:
            return self.none()
        every = CaseGrant.objects.filter(case=OuterRef("pk"))
        grants = every.filter(until__isnull=True)
        people = [staff.pk, *(one.pk for one in standing.acting_for)]
        named = Exists(grants.filter(staff__in=people))
        # A passing grant is personal: it is not lent on, and opens nothing that is sealed.
        passing = Exists(every.filter(staff=staff, until__gt=timezone.now()))
        accused = AccusedParty.objects.filter(bar(staff), case=OuterRef("pk"))
        sealed = Q(is_sealed=True) & named & ~Exists(accused)
        open_sight = self._open_sight(standing, named, grants)
        if not to_act:
            open_sight |= Q(passing)
        seen = self.filter((Q(is_sealed=False) & open_sight) | sealed)
        # 回避: who stepped aside, and whoever acts for them. A list of few ids, not a question about each case.
        return seen.exclude(pk__in=Recusal.objects.filter(staff__in=people).values("case"))

    @staticmethod
    def _open_sight(standing: Standing, named: Exists, grants: models.QuerySet[Any]) -> Q:
        sight = Q(named)
        for one in standing.held:
            unit = one.post.unit
            if Power.READ_UNIT in POWERS[one.post.role]:
                sight |= Q(**{f"scope_{unit.depth}": unit.pk})
        units = [
            one.post.unit for one in standing.held if POWERS[one.post.role] - {Power.ADMINISTER, Power.PROXY}
        ]
        inside = Unit.objects.filter(reach_of(units)).values("pk")
        sight |= Q(Exists(grants.filter(unit__in=inside)))
        return sight

    def open(self) -> Self:
        """Cases that still owe something."""
        return self.filter(is_open=True)


def reach_of(units: list[Unit]) -> Q:
    """The units themselves and all below them."""
    reach = Q(pk__in=[])
    for unit in units:
        reach |= Q(path__startswith=unit.path)
    return reach


def eligible(people: list[Staff], case: Case) -> list[Staff]:
    """Those of `people` whom the case may be given to: not recused, and past the bar when it is an accusation."""
    from casework.models import Recusal

    away = set(Recusal.objects.filter(case=case, staff__in=people).values_list("staff", flat=True))
    return [
        one for one in people if one.pk not in away and not (case.is_sealed and is_barred(None, one, case))
    ]


def is_barred(unit: Unit | None, staff: Staff | None, case: Case) -> bool:
    """Whether a routing target is the accused, below the accused unit, or reports to an accused person (S09-15)."""
    from casework.models import AccusedParty

    accused = AccusedParty.objects.filter(case=case).select_related("unit")
    if staff is not None and bool(accused.filter(bar(staff)).exists()):
        return True
    if unit is None:
        return False
    for one in accused:
        if one.unit and (one.unit.covers(unit)):
            return True
        if one.staff_id and answers_to(unit, one.staff_id):
            return True
    return False


def answers_to(unit: Unit, leader_id: int) -> bool:
    """Whether a unit is led by the person, or is the person's own unit where they head it."""
    from accounts.models import LinkKind, Post, ResponsibilityLink
    from accounts.roles import Role

    paths = unit.ancestor_paths()
    if (
        ResponsibilityLink.objects.filter(leader_id=leader_id, unit__path__in=paths)
        .exclude(kind=LinkKind.ASSISTS)
        .exists()
    ):
        return True
    heads = [Role.UNIT_HEAD, Role.CHIEF_LEADER, Role.DEPUTY_LEADER]
    return Post.objects.filter(
        staff_id=leader_id, role__in=heads, unit__path__in=paths, ends_on=None
    ).exists()
