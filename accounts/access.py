"""Who a signed-in person is today: posts, the posts they hold for others, and the units these reach.

Everything that asks "may this person …" starts here; what they may see of cases is `casework.access`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from accounts.models import Delegation, LinkKind, Post, ResponsibilityLink, Staff, Unit
from accounts.roles import POWERS, Power, Role

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Held:
    """One post that a person holds, or acts in for somebody else (`delegation`)."""

    post: Post
    delegation: Delegation | None = None

    @property
    def principal(self) -> Staff:
        """Whose post it is."""
        return self.post.staff


@dataclass(frozen=True)
class Standing:
    """身份: a person's posts on one day. Made once a request by `standing_of`."""

    staff: Staff
    today: date
    held: tuple[Held, ...] = ()
    powers: frozenset[str] = field(default=frozenset())

    def may(self, power: str) -> bool:
        """Whether any post, own or delegated, gives the power."""
        return power in self.powers

    def units_with(self, power: str) -> list[Unit]:
        """Units at which the person holds the power."""
        return [one.post.unit for one in self.held if power in POWERS[one.post.role]]

    def may_at(self, power: str, unit: Unit) -> bool:
        """Whether the power is held at `unit` or at a unit above it."""
        return any(mine.covers(unit) for mine in self.units_with(power))

    def may_exactly_at(self, power: str, unit: Unit) -> bool:
        """Whether the power is held at `unit` itself (a neighbour's head signs nothing here)."""
        return any(mine.pk == unit.pk for mine in self.units_with(power))

    def held_as(self, roles: Iterable[str], unit: Unit | None = None) -> Held | None:
        """The post in one of `roles` that the person would sign with; own posts before delegated ones."""
        wanted = set(roles)
        fitting = [
            one
            for one in self.held
            if one.post.role in wanted
            and (unit is None or one.post.unit.covers(unit) or unit.covers(one.post.unit))
        ]
        fitting.sort(key=lambda one: (one.delegation is not None, -len(one.post.unit.path)))
        return fitting[0] if fitting else None

    @property
    def desk_unit(self) -> Unit | None:
        """The unit in whose register this person's entries stand: where they hold 登记, else their own unit."""
        own = [
            one.post.unit
            for one in self.held
            if not one.delegation and Power.REGISTER in POWERS[one.post.role]
        ]
        return own[0] if own else self.staff.unit

    @property
    def acting_for(self) -> list[Staff]:
        """People for whom this person acts today (代班)."""
        return list({one.principal.pk: one.principal for one in self.held if one.delegation}.values())


def standing_of(staff: Staff, today: date | None = None) -> Standing:
    """The person's standing on `today` (default: now in Asia/Shanghai); two queries, kept on the instance."""
    day = today or timezone.localdate()
    kept: Standing | None = getattr(staff, "_standing", None)
    if kept and kept.today == day:
        return kept
    held: list[Held] = []
    if staff.is_active:
        own = Post.objects.current(day).filter(staff=staff).select_related("unit", "staff")
        held += [Held(post) for post in own]
        delegations = {
            one.principal_id: one
            for one in Delegation.objects.current(day).filter(deputy=staff).select_related("principal")
        }
        if delegations:
            lent = Post.objects.current(day).filter(staff__in=delegations).select_related("unit", "staff")
            # Administration and audit are not lent: they are given, with a record, by an administrator.
            held += [
                Held(post, delegations[post.staff_id])
                for post in lent
                if not POWERS[post.role] & {Power.ADMINISTER, Power.AUDIT}
            ]
    powers = frozenset(power for one in held for power in POWERS[one.post.role])
    standing = Standing(staff=staff, today=day, held=tuple(held), powers=powers)
    staff._standing = standing  # type: ignore[attr-defined]
    return standing


def superiors_of(staff: Staff, today: date | None = None) -> set[int]:
    """Ids of those to whom a person reports: who heads, or answers for, a unit they serve in or one above it."""
    standing = standing_of(staff, today)
    kept: tuple[Standing, set[int]] | None = getattr(staff, "_superiors", None)
    if kept and kept[0] is standing:
        return kept[1]
    paths = {path for one in standing.held for path in one.post.unit.ancestor_paths()}
    if staff.unit:
        paths |= set(staff.unit.ancestor_paths())
    linked = ResponsibilityLink.objects.filter(
        Q(kind=LinkKind.OVERALL) | Q(kind=LinkKind.IN_CHARGE), unit__path__in=paths
    )
    heads = Post.objects.current(standing.today).filter(
        role__in=[Role.UNIT_HEAD, Role.DEPUTY_LEADER, Role.CHIEF_LEADER], unit__path__in=paths
    )
    found = set(linked.values_list("leader_id", flat=True)) | set(heads.values_list("staff_id", flat=True))
    found -= {staff.pk}
    # Every look through the door asks for them; kept as long as the standing that they were found with.
    staff._superiors = (standing, found)  # type: ignore[attr-defined]
    return found


def people_with(role: str | Iterable[str], unit: Unit, today: date | None = None) -> list[Staff]:
    """Active holders of a role at exactly this unit, longest in post first."""
    roles = [role] if isinstance(role, str) else list(role)
    posts = Post.objects.current(today or timezone.localdate()).filter(role__in=roles, unit=unit)
    return list(
        {
            post.staff_id: post.staff for post in posts.select_related("staff").order_by("starts_on", "pk")
        }.values()
    )
