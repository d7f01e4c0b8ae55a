"""Accusations: 封存、直送、初查、回避, and what somebody tries who may not know of them."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from accounts.models import Post
from accounts.roles import Role
from casework.actions.base import grant
from petitions.actions import attempts, discipline, openings, recusal, sealing
from petitions.models import Petition
from petitions.states import Purpose
from tests.office import Office
from tests.petitions import steps
from tests.petitions.scenarios.base import letter, verb
from tests.petitions.steps import fresh

DAY = date(2026, 3, 2)


def accusation(office: Office, **changes: Any) -> Petition:
    values: dict[str, Any] = {"purpose": Purpose.ACCUSATION, "accused_units": (office.units["ZJJ"],)}
    return office.registered(**{**values, **changes})


def at_organ(office: Office, **changes: Any) -> Petition:
    """Registered by the discipline organ itself, and read by its leader."""
    by = office["discipline"]
    leader = office.staff["other_head"]
    if not leader.posts.filter(unit=office.units["XJW"]).exists():
        Post.objects.create(
            staff=leader, unit=office.units["XJW"], role=Role.DEPUTY_LEADER, starts_on=date(2020, 1, 1)
        )
    p = accusation(office, by=by, **changes)
    grant(p, "送阅", staff=leader)
    return p


def inquiring(office: Office) -> Petition:
    p = at_organ(office)
    discipline.open_inquiry(
        p.pk,
        by=office["other_head"],
        version=p.version,
        members=[office["discipline"]],
        scope="验收情况",
        opinion="同意初查。",
    )
    return fresh(p)


@verb(sealing)
def seal(office: Office) -> partial[Any]:
    p, unit = letter(office), office.units["ZJJ"]
    by = office["officer"]
    return partial(sealing.seal, p.pk, by=by, version=p.version, accused_units=[unit], reason="反映受贿")


@verb(discipline)
def register_direct(office: Office) -> partial[Any]:
    by, boss = office["registrar"], office.staff["chief"]
    return partial(discipline.register_direct, by=by, channel="letter", received_on=DAY, accused_staff=[boss])


@verb(discipline)
def open_inquiry(office: Office) -> partial[Any]:
    p = at_organ(office)
    by, members = office["other_head"], [office["discipline"]]
    given = {"scope": "验收情况", "opinion": "同意初查。"}
    return partial(discipline.open_inquiry, p.pk, by=by, version=p.version, members=members, **given)


@verb(discipline)
def finish_inquiry(office: Office) -> partial[Any]:
    p, by = inquiring(office), office["discipline"]
    return partial(discipline.finish_inquiry, p.pk, by=by, version=p.version, findings="反映失实。")


@verb(discipline)
def tell_reporter(office: Office) -> partial[Any]:
    p, by = at_organ(office), office["discipline"]
    return partial(discipline.tell_reporter, p.pk, by=by, version=p.version, method="phone", told_on=DAY)


@verb(recusal)
def recuse(office: Office) -> partial[Any]:
    p, person = steps.handling(office, letter(office)), office["handler"]
    by = office["bureau_head"]
    return partial(recusal.recuse, p.pk, by=by, version=p.version, person=person, reason="与信访人是亲属")


@verb(attempts)
def note_look(office: Office) -> partial[Any]:
    return partial(attempts.note_look, by=office["handler"], pk=accusation(office).pk)


@verb(openings)
def note_opening(office: Office) -> partial[Any]:
    return partial(openings.note_opening, by=office["officer"], pk=accusation(office).pk)


@verb(attempts)
def note_search(office: Office) -> partial[Any]:
    p = accusation(office)
    return partial(attempts.note_search, by=office["handler"], text=p.number or "")
