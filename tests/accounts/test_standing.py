"""Posts give powers on their days; a stand-in signs under both names."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.access import standing_of
from accounts.models import Delegation, Post, Unit
from accounts.roles import Power, Role
from casework.models import Case, Event, SignOff
from casework.refusals import NotVisible, NotYours
from casework.states import State
from petitions.actions import route
from tests.office import Office
from tests.petitions.steps import fresh


def lend(office: Office, first: date, last: date) -> None:
    Delegation.objects.create(
        principal=office.staff["deputy"],
        deputy=office.staff["town_chief"],
        starts_on=first,
        ends_on=last,
        reason="出差",
    )


def test_post_ends_with_its_last_day(office: Office, at: Any) -> None:
    Post.objects.filter(staff=office.staff["registrar"]).update(ends_on=date(2026, 3, 2))
    with at("2026-03-02 23:59"):
        assert standing_of(office["registrar"]).may(Power.REGISTER)
    with at("2026-03-03 00:00"):
        assert not standing_of(office["registrar"]).may(Power.REGISTER)


def test_stand_in_signs_under_both_names(office: Office, monday: Any) -> None:
    lend(office, date(2026, 3, 1), date(2026, 3, 8))
    p = office.registered()
    route.present(p.pk, by=office["registrar"], version=1, to=office["deputy"])
    route.annotate(p.pk, by=office["town_chief"], version=fresh(p).version, opinion="请核实。")
    signed = SignOff.objects.get()
    assert (signed.signature, signed.principal_name, signed.post_title) == (
        "吴某己（代钱某乙）",
        "钱某乙",
        "分管领导",
    )
    assert Event.objects.get(name="annotated").actor_name == "吴某己（代钱某乙）"


@pytest.mark.rule("S03-23")
def test_deputy_without_delegation_today_cannot_sign(office: Office, monday: Any) -> None:
    lend(office, date(2026, 3, 3), date(2026, 3, 8))
    p = office.registered()
    route.present(p.pk, by=office["registrar"], version=1, to=office["deputy"])
    with pytest.raises(NotVisible):
        route.annotate(p.pk, by=office["town_chief"], version=fresh(p).version, opinion="请核实。")
    with pytest.raises(NotYours):
        route.annotate(p.pk, by=office["chief"], version=fresh(p).version, opinion="请核实。")
    assert (fresh(p).state, SignOff.objects.count()) == (State.PRESENTED, 0)


def test_stand_in_sees_what_the_principal_sees(office: Office, monday: Any) -> None:
    case = office.registered()
    assert not Case.objects.visible_to(office["town_chief"]).filter(pk=case.pk).exists()
    lend(office, date(2026, 3, 1), date(2026, 3, 8))
    assert Case.objects.visible_to(office["town_chief"]).filter(pk=case.pk).exists()


def test_audit_and_administration_are_not_lent(office: Office, monday: Any) -> None:
    for name in ("auditor", "admin"):
        Delegation.objects.create(
            principal=office.staff[name],
            deputy=office.staff["handler"],
            starts_on=date(2026, 3, 1),
            ends_on=date(2026, 3, 9),
            reason="休假",
        )
    powers = standing_of(office["handler"]).powers
    assert not powers & {Power.AUDIT, Power.ADMINISTER}


def test_roles_that_check_one_another_are_not_held_together(office: Office) -> None:
    post = Post(
        staff=office.staff["admin"], unit=office.units["XF"], role=Role.AUDITOR, starts_on=date(2026, 1, 1)
    )
    with pytest.raises(ValidationError, match="不能兼任"):
        post.full_clean()


def test_unit_moves_below_another_and_never_below_itself(office: Office) -> None:
    town = office.units["T03"]
    below = office.units["T03-XF"]
    town.parent = below
    with pytest.raises(ValidationError, match="不能是本单位"):
        town.full_clean()
    below.parent = office.units["XF"]
    below.full_clean()
    below.save()
    assert office.units["XF"].covers(Unit.objects.get(code="T03-XF"))
