"""A letter from the county's counter, through another organ's register, to that organ's own answer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounts.models import Unit, UnitKind
from casework.audit import verify_chains
from casework.models import Notice
from casework.states import State
from petitions.actions import arrivals, close, handle, route
from petitions.discipline import organ_for
from petitions.models import ContentClass, Petition
from petitions.proposals import propose
from tests.office import Office
from tests.petitions import steps
from tests.petitions.scenarios.base import annotated
from tests.petitions.steps import DAY, fresh

pytestmark = pytest.mark.usefixtures("monday")


@pytest.mark.rule("S01-10", "S10-09")
def test_the_receiver_answers_in_its_own_name_and_the_sender_hears(office: Office) -> None:
    sent = annotated(office)
    unit, head, worker = office.units["ZJJ"], office["bureau_head"], office["handler"]
    values = {"unit": unit, "reason": "属住建部门职责。", "told_petitioner": "3月2日电话告知"}
    route.transfer(sent.pk, by=office["officer"], version=sent.version, **values)
    p = arrivals.take_in(sent.pk, by=worker, version=fresh(sent).version)
    route.present(p.pk, by=head, version=p.version)
    leader = fresh(p).signer
    assert leader is not None
    route.annotate(p.pk, by=leader, version=fresh(p).version, opinion="请核实办理。", unit=unit)
    handle.accept(p.pk, by=worker, version=fresh(p).version, handler=worker)
    assert p.clocks.get(kind="handle").statutory_due == date(2026, 5, 6)
    made = handle.investigate(p.pk, by=worker, done_on=DAY, findings="现场查看，电梯停运。")
    handle.sign_investigation(made.pk, by=head)
    handle.report(p.pk, by=worker, version=fresh(p).version, **steps.REPORT)
    while (now := fresh(p)).signer is not None:
        handle.sign_closing(p.pk, by=now.signer, version=now.version, opinion="同意。")
    close.close(p.pk, by=head, version=fresh(p).version, text="电梯已修复。", method="letter")
    done = fresh(p)
    assert (done.state, done.replies.get().unit) == (State.CLOSED, unit)
    assert Petition.objects.get(pk=sent.pk).state == State.TRANSFERRED
    heard = Notice.objects.filter(staff=office["registrar"], text__contains="答复办结，编号")
    assert heard.get().text.startswith(sent.number or "?")
    assert list(verify_chains()) == []


def test_what_lies_in_another_county_is_its_government_s(office: Office) -> None:
    """Whatever the class; only what has its own line — courts, police, discipline — is reached by it (S05-05)."""
    neighbour = Unit.objects.create(
        code="N", name="邻样县人民政府", short_name="邻", kind=UnitKind.GOVERNMENT
    )
    item = ContentClass.objects.get(code="0102")
    details = {"content_class": item, "place": "邻样县甲村", "jurisdiction": "out"}
    found = propose(office.registered(details=details))
    assert found is not None
    assert (found.unit, found.reason) == (neighbour, "问题属地在邻样县")
    at_home = propose(office.registered(details={**details, "jurisdiction": "in"}))
    assert at_home is not None
    assert at_home.unit == office.units["ZJJ"]


def test_the_discipline_organ_of_the_own_level_comes_first(office: Office) -> None:
    """Organs in trees of their own: the city's does not take what the county's may hear."""
    Unit.objects.filter(code="XJW").update(level="city")
    Unit.objects.filter(code__in=["XZF", "XF"]).update(level="county")
    county = Unit.objects.create(
        code="Z-JW", name="清禾县纪委", short_name="清纪委", kind=UnitKind.DISCIPLINE, level="county"
    )
    p = office.registered(purpose="accusation", accused_units=(office.units["RSJ"],))
    assert organ_for(fresh(p)) == county


@pytest.mark.rule("S11-17")
def test_leaders_of_a_level_are_for_the_discipline_organ_of_the_next(office: Office) -> None:
    """干部管理权限: a county's leaders are the city's to look into, its bureaus' heads the county's."""
    Unit.objects.filter(code="XJW").update(level="county")
    Unit.objects.filter(code__in=["XZF", "XF", "ZJJ", "RSJ"]).update(level="county")
    nearest = office.units["XJW"]

    def organ(**accused: Any) -> Unit | None:
        return organ_for(fresh(office.registered(purpose="accusation", **accused)))

    leader = {"accused_staff": (office["chief"],), "is_direct": True}
    assert organ(**leader) == nearest  # nobody higher is in the system: the nearest sends it on
    city = Unit.objects.create(
        code="C-JW", name="样例市纪委", short_name="样纪委", kind=UnitKind.DISCIPLINE, level="city"
    )
    assert organ(**leader) == city
    assert organ(accused_units=(office.units["XZF"],), is_direct=True) == city
    assert organ(accused_staff=(office["other_head"],)) == nearest
    assert organ(accused_units=(office.units["RSJ"],)) == nearest
