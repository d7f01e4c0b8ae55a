"""A reception hall for tests: the county's leaders receive at the petition office."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import Post, Staff
from accounts.roles import Role
from casework.models import PolicyProfile
from petitions.actions import queue, register, roster
from petitions.actions.register import Person
from petitions.models import DutyRoster, Petition, QueueTicket, ReceptionDay, ReceptionSession
from petitions.states import Channel, ReceptionKind
from tests.office import Office
from tests.petitions.steps import fresh

DAY = date(2026, 3, 2)  # the Monday on which tests stand


def rule(office: Office, kind: str = ReceptionKind.DAILY, at: str = "XF", **more: Any) -> ReceptionDay:
    values = {"unit": office.units[at], "kind": kind, "leaders_of": office.units["XZF"], "place": "接待大厅"}
    return ReceptionDay.objects.create(**{**values, **more})


def policy(office: Office, at: str = "XF", **values: Any) -> None:
    PolicyProfile.objects.create(
        unit=office.units[at],
        preset="three_five",
        values=values,
        effective_from=date(2025, 1, 1),
        approved_by="孙某丙",
        source="清信〔2025〕1号",
    )


def leader(office: Office, name: str, title: str, role: str = Role.DEPUTY_LEADER, at: str = "XZF") -> Staff:
    person = Staff.objects.create_user(username=f"u-{name}", name=name, unit=office.units[at])
    Post.objects.create(
        staff=person, unit=office.units[at], role=role, title=title, starts_on=date(2021, 1, 1)
    )
    return person


def drawn(office: Office, month: date = DAY) -> DutyRoster:
    """A roster of the petition office, every working day; not yet published."""
    if not ReceptionDay.objects.exists():
        rule(office)
    return roster.make_roster(by=office["officer"], unit=office.units["XF"], month=month)


def published(office: Office, month: date = DAY) -> DutyRoster:
    made = drawn(office, month)
    return roster.publish(made.pk, by=office["officer"])


def session(office: Office, who: str = "deputy", day: date = DAY) -> ReceptionSession:
    """Today's session with a leader, published."""
    made = drawn(office, day)
    roster.put_on_duty(made.pk, by=office["officer"], day=day, leader=office[who])
    if not made.published_at:
        roster.publish(made.pk, by=office["officer"])
    return ReceptionSession.objects.get(roster=made, day=day)


def visit(office: Office, one: ReceptionSession, **changes: Any) -> tuple[QueueTicket, Petition]:
    """A visitor with a number, registered and called."""
    ticket = queue.take_ticket(one.pk, by=office["registrar"], name="张某甲")
    values = {"channel": Channel.LEADER_RECEPTION, "person": Person(name="张某甲", phone="12000000001")}
    petition = register.register(
        office.matter(**{**values, "received_on": one.day, **changes}), by=office["registrar"]
    )
    queue.link_visit(petition.pk, by=office["registrar"], ticket_id=ticket.pk)
    queue.move_ticket(ticket.pk, by=office["registrar"], to="called")
    return QueueTicket.objects.get(pk=ticket.pk), fresh(petition)
