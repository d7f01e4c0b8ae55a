"""转送: it arrives in the receiver's own register, and everything that belongs to it comes along."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from accounts.models import Unit, UnitKind
from accounts.roles import Role
from casework.audit import verify_chains
from casework.models import ClockKind, Notice
from casework.refusals import NotYours, Refusal
from casework.states import State
from petitions.actions import arrivals, following, register, route
from petitions.ledger import Selection, cases_of, totals
from petitions.models import Petition
from petitions.states import Channel, Purpose
from tests.office import Office
from tests.petitions import steps
from tests.petitions.scenarios import ways
from tests.petitions.scenarios.base import annotated
from tests.petitions.scenarios_by_preset.road import hire
from tests.petitions.steps import fresh
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")
TOLD = "3月2日电话告知"


def sent(office: Office, unit: str = "RSJ", **changes: Any) -> Petition:
    p = annotated(office, **changes)
    by = office["officer"]
    route.transfer(
        p.pk, by=by, version=p.version, unit=office.units[unit], reason="属其职责。", told_petitioner=TOLD
    )
    return fresh(p)


def taken(office: Office, who: str = "other_handler", unit: str = "RSJ", **changes: Any) -> Petition:
    p = sent(office, unit, **changes)
    return arrivals.take_in(p.pk, by=office[who], version=p.version)


@pytest.mark.rule("S01-10")
def test_receiver_gets_a_to_do_and_three_clocks(office: Office) -> None:
    p = sent(office)
    assert (p.state, p.is_open, p.handling_unit) == (State.FORWARDED, True, office.units["RSJ"])
    clocks = {one.kind: one for one in p.clocks.filter(met_on=None)}
    assert {kind: clock.due_on for kind, clock in clocks.items()} == {
        ClockKind.ACCEPT: date(2026, 3, 3),
        ClockKind.OBJECTION: date(2026, 3, 9),
        ClockKind.NOTICE: date(2026, 3, 17),
    }
    assert {clock.owner_unit for clock in clocks.values()} == {office.units["RSJ"]}
    assert "第二十三条" in clocks[ClockKind.NOTICE].statutory_sentence
    assert Notice.objects.filter(staff=office["other_head"], text__contains="转送您单位").exists()
    page = signed_in(office["other_head"]).get("/handling/?tab=arrive")
    assert "接收办理" in words(page)
    assert p.number in words(page)


@pytest.mark.rule("S01-10")
@pytest.mark.parametrize("field", ["reason", "told_petitioner"])
def test_transfer_without_a_reason_or_without_telling_is_refused(office: Office, field: str) -> None:
    p = annotated(office)
    given = {"reason": "属其职责。", "told_petitioner": TOLD, field: " "}
    with pytest.raises(Refusal) as refused:
        route.transfer(p.pk, by=office["officer"], version=p.version, unit=office.units["RSJ"], **given)
    assert (refused.value.field, fresh(p).state) == (field, State.ANNOTATED)
    assert not p.routings.exists()


@pytest.mark.parametrize(("level", "due"), [("county", date(2026, 3, 9)), ("city", None)])
def test_accusation_from_the_discipline_organ_above_is_dealt_with_in_five_working_days(
    office: Office, level: str, due: date | None
) -> None:
    """《纪检监察机关处理检举控告工作规则》第十六条: down one level, never beside or up."""
    Unit.objects.filter(code="XJW").update(level="city")
    office.units["DJW"] = Unit.objects.create(
        code="DJW",
        name="样山县纪委监委",
        short_name="样纪",
        kind=UnitKind.DISCIPLINE,
        level=level,
        parent=Unit.objects.get(code="XJW"),
    )
    hire(office, "below", "褚某子", "DJW", Role.PETITION_OFFICER)
    by = office["discipline"]
    p = office.registered(by=by, purpose=Purpose.ACCUSATION, accused_units=(office.units["RSJ"],))
    Petition.objects.filter(pk=p.pk).update(policy_values={**p.policy_values, "annotate_scope": "important"})
    p = fresh(p)
    route.transfer(
        p.pk,
        by=by,
        version=p.version,
        unit=office.units["DJW"],
        reason="按管理权限办理。",
        told_petitioner=TOLD,
    )
    clock = p.clocks.filter(kind=ClockKind.JC_DOWN).first()
    assert (clock.statutory_due if clock else None) == due
    arrivals.take_in(p.pk, by=office["below"], version=fresh(p).version)
    assert not p.clocks.filter(kind=ClockKind.JC_DOWN, met_on=None).exists()


def test_taking_in_registers_the_same_matter_in_the_receivers_register(office: Office) -> None:
    new = taken(office)
    old = Petition.objects.get(routings__taken_as=new)
    assert (new.unit, new.number, new.state) == (office.units["RSJ"], "清人社访〔2026〕1号", State.REGISTERED)
    assert (old.state, old.is_open, old.handling_unit) == (State.TRANSFERRED, False, None)
    assert (new.channel, new.upper_number, new.person_name) == (Channel.REFERRED, old.number, "张某甲")
    assert new.text.body == old.text.body
    assert new.petitioner is not None
    assert new.petitioner.unit == office.units["RSJ"]
    assert [one.is_repeat for one in new.intakes.all()] == [False]
    assert new.clocks.get(kind=ClockKind.NOTICE, met_on=None).due_on == date(2026, 3, 17)
    assert not old.clocks.filter(met_on=None).exists()
    assert list(verify_chains()) == []


def test_first_contact_and_hops_come_along_and_both_sides_keep_sight(office: Office) -> None:
    new = taken(office)
    assert (new.first_responder, new.registered_by) == (office["registrar"], office["other_handler"])
    assert new.hops == 1
    for name in ("registrar", "officer", "other_head"):
        assert Petition.objects.visible_to(office[name]).filter(pk=new.pk).exists()
    page = words(signed_in(office["other_head"]).get(f"/petitions/{new.pk}/"))
    assert re.search("首问责任人 ?周某戊", page)
    assert "清人社访〔2026〕1号" in words(
        signed_in(office["registrar"]).get(f"/petitions/{new.arrived_by.petition_id}/")
    )


def test_a_covering_register_counts_what_was_brought_once(office: Office) -> None:
    new = taken(office, channel=Channel.VISIT, head_count=3)
    assert new.intakes.get().channel == Channel.REFERRED

    def counted(code: str, *, below: bool) -> tuple[int, int, int]:
        chosen = Selection(
            unit=office.units[code], below=below, first=date(2026, 1, 1), last=date(2026, 12, 31)
        )
        found = totals(chosen, cases_of(None))
        return found.letters, found.visits, found.people

    assert counted("XF", below=False) == (0, 1, 3)
    assert counted("RSJ", below=False) == (1, 0, 0)
    assert counted("XZF", below=True) == (0, 1, 3)
    # Who comes to the receiver again is counted there.
    again: dict[str, Any] = {"channel": Channel.VISIT, "received_on": date(2026, 3, 2), "head_count": 2}
    register.add_intake(new.pk, by=office["other_head"], **again)
    assert counted("XZF", below=True) == (0, 2, 5)


def test_receiver_routes_it_and_the_sender_no_longer_does(office: Office) -> None:
    new = taken(office)
    with pytest.raises(NotYours):
        route.present(new.pk, by=office["officer"], version=new.version)
    route.present(new.pk, by=office["other_head"], version=new.version)
    leader = fresh(new).signer
    assert leader is not None
    unit = office.units["RSJ"]
    route.annotate(new.pk, by=leader, version=fresh(new).version, opinion="请办理。", unit=unit)
    assert (fresh(new).state, fresh(new).handling_unit) == (State.ASSIGNED, unit)


def test_a_bureau_below_another_government_gets_it_from_above(office: Office) -> None:
    new = taken(office, "town_officer", "T03-XF")
    assert (new.channel, new.upper_source) == (Channel.SUPERIOR, "清禾县信访局")


def test_unit_without_people_in_the_system_ends_the_senders_case(office: Office) -> None:
    p = annotated(office)
    route.transfer(
        p.pk,
        by=office["officer"],
        version=p.version,
        unit=office.units["T03"],
        reason="属地管理。",
        told_petitioner=TOLD,
    )
    assert (fresh(p).state, p.clocks.filter(met_on=None).exists()) == (State.TRANSFERRED, False)


def test_accusation_arrives_sealed_and_with_the_accused(office: Office) -> None:
    p = steps.presented(
        office, office.registered(purpose=Purpose.ACCUSATION, accused_staff=(office["handler"],))
    )
    route.annotate(p.pk, by=p.signer, version=p.version, opinion="请移送。")
    route.transfer(
        p.pk,
        by=office["officer"],
        version=fresh(p).version,
        unit=office.units["XJW"],
        reason="属纪检监察职权。",
        told_petitioner=TOLD,
    )
    new = arrivals.take_in(p.pk, by=office["discipline"], version=fresh(p).version)
    assert new.is_sealed
    assert [one.staff for one in new.accused.all()] == [office["handler"]]
    seen = {name for name in office.staff if Petition.objects.visible_to(office[name]).filter(pk=new.pk)}
    assert seen == {"discipline"}


def test_what_the_receiver_handles_is_not_reopened_behind_its_back(office: Office) -> None:
    old = Petition.objects.get(routings__taken_as=taken(office))
    with pytest.raises(Refusal, match="正在办理"):
        route.reopen(old.pk, by=office["officer"], version=old.version, reason="信访人又来")


def test_only_the_receiver_takes_it_in(office: Office) -> None:
    p = ways.forwarded(office)
    for name in ("officer", "registrar"):
        with pytest.raises(NotYours):
            arrivals.take_in(p.pk, by=office[name], version=p.version)


def test_taking_in_leads_to_the_new_case(office: Office) -> None:
    p = ways.forwarded(office)
    response = signed_in(office["other_head"]).post(f"/petitions/{p.pk}/do/take_in/", {"version": p.version})
    new = Petition.objects.get(unit=office.units["RSJ"])
    assert response["Location"] == f"/petitions/{new.pk}/"


def test_both_ends_hear_of_one_another(office: Office) -> None:
    old = Petition.objects.get(routings__taken_as=taken(office))
    register.add_intake(old.pk, by=office["registrar"], channel="visit", received_on=date(2026, 3, 2))
    heard = Notice.objects.filter(staff=office["other_head"], text__contains="又向清禾县信访局反映")
    assert heard.get().case.unit == office.units["RSJ"]  # type: ignore[union-attr]
    new = fresh(old.routings.get().taken_as)  # type: ignore[arg-type]
    following.tell_sender(new, "已答复办结")
    for name in ("registrar", "officer"):
        assert Notice.objects.filter(staff=office[name], text=f"{old.number} 已答复办结").exists()
