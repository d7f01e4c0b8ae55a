"""S14, S18, S05: named acceptors, one report an item to three readers, nothing left lying."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from casework.actions.base import desk_people
from casework.models import Case, Notice
from casework.refusals import Refusal
from casework.states import OPEN_STATES, State
from petitions.actions import close, handle, register, reports, route, sealing
from petitions.models import Petition
from petitions.states import Channel, Purpose
from tests.office import Office
from tests.petitions.steps import assigned, concluded, fresh, handling, reported

pytestmark = pytest.mark.usefixtures("monday")


@pytest.mark.rule("S14-03")
@pytest.mark.rule("S14-04")
def test_assignment_goes_to_the_named_acceptor(office: Office) -> None:
    unit = office.units["ZJJ"]
    unit.acceptor = office.staff["handler"]
    unit.save()
    p = assigned(office, office.registered())
    told = Notice.objects.filter(case=p, text__contains="交办给您单位").values_list("staff__name", flat=True)
    assert list(told) == ["沈某卯"]


@pytest.mark.rule("S14-04")
def test_acceptor_who_left_is_replaced_by_the_head(office: Office) -> None:
    unit = office.units["ZJJ"]
    unit.acceptor = office.staff["handler"]
    unit.save()
    left = office["handler"]
    left.is_active = False
    left.save()
    unit.refresh_from_db()
    assert [one.name for one in desk_people(unit)] == ["蒋某寅"]


@pytest.mark.rule("S14-06")
def test_handling_without_a_handler_is_refused_by_the_database(office: Office) -> None:
    p = handling(office, office.registered())
    p.handler = None
    with pytest.raises(IntegrityError), transaction.atomic():
        p.save()


@pytest.mark.rule("S14-07")
def test_special_item_is_decided_by_the_leader(office: Office) -> None:
    p = office.registered(details={"importance": "important"})
    by, unit = office["officer"], office.units["RSJ"]
    with pytest.raises(Refusal, match="须先送领导阅批"):
        route.assign(p.pk, by=by, version=1, unit=unit, opinion="请办。", change_reason="直接交办")
    with pytest.raises(Refusal, match="须先送领导阅批"):
        route.transfer(p.pk, by=by, version=1, unit=unit, reason="属其职责。", told_petitioner="电话告知")
    route.present(p.pk, by=office["registrar"], version=1)
    route.annotate(
        p.pk, by=office["deputy"], version=fresh(p).version, opinion="人社局速办。", unit=office.units["RSJ"]
    )
    assert fresh(p).handling_unit == office.units["RSJ"]


@pytest.mark.rule("S14-08")
def test_co_unit_contributes_and_the_lead_reports(office: Office) -> None:
    p = office.registered()
    route.present(p.pk, by=office["registrar"], version=1)
    leader = fresh(p).signer
    assert leader is not None
    route.annotate(p.pk, by=leader, version=fresh(p).version, opinion="两局会办。")
    route.assign(
        p.pk,
        by=office["officer"],
        version=fresh(p).version,
        unit=office.units["ZJJ"],
        opinion="住建牵头。",
        co_units=(office.units["RSJ"],),
    )
    reports.give_co_opinion(p.pk, by=office["other_handler"], text="已督促支付工资。")
    assert fresh(p).co_opinions.get().unit.code == "RSJ"
    with pytest.raises(Exception, match="报结"):
        handle.report(
            p.pk,
            by=office["other_handler"],
            version=fresh(p).version,
            conclusion="support",
            facts="x",
            opinion="x",
        )


@pytest.mark.rule("S14-10")
def test_report_goes_to_leader_office_and_petitioner(office: Office) -> None:
    p = concluded(office, office.registered())
    close.close(p.pk, by=office["officer"], version=p.version, text="已修复。", method="letter")
    report = fresh(p).reports.get()
    assert {(one.recipient, one.name) for one in report.copies.all()} == {
        ("leader", "孙某丙"),
        ("office", "清禾县信访局"),
        ("petitioner", "张某甲"),
    }


@pytest.mark.rule("S14-10")
def test_closing_without_a_report_is_refused(office: Office) -> None:
    p = handling(office, office.registered())
    with pytest.raises(Refusal, match="不能答复并办结"):
        close.close(p.pk, by=office["officer"], version=p.version, text="已修复。", method="letter")


@pytest.mark.rule("S18-01")
@pytest.mark.parametrize("state", sorted(OPEN_STATES))
def test_open_flag_cannot_disagree_with_the_state(office: Office, state: str) -> None:
    p = office.registered()
    with pytest.raises(IntegrityError), transaction.atomic():
        Case._base_manager.filter(pk=p.pk).update(state=state, is_open=False)


@pytest.mark.rule("S18-01")
def test_assigned_case_always_has_a_unit(office: Office) -> None:
    p = assigned(office, office.registered())
    with pytest.raises(IntegrityError), transaction.atomic():
        Case._base_manager.filter(pk=p.pk).update(handling_unit=None)


def test_delay_is_explained_in_an_interim_report(office: Office) -> None:
    p = handling(office, office.registered())
    with pytest.raises(Refusal) as refused:
        handle.interim_report(
            p.pk, by=office["handler"], reason="配件未到", progress=" ", asks_until=date(2026, 3, 16)
        )
    assert refused.value.field == "progress"


@pytest.mark.rule("S05-02")
@pytest.mark.parametrize("channel", list(Channel))
def test_every_channel_is_registered(office: Office, channel: str) -> None:
    assert office.registered(channel=channel).intakes.get().channel == channel


def test_twelve_people_are_registered_with_five_representatives(office: Office) -> None:
    """F-15: never refused; the sixth representative is."""
    people = tuple((f"某{n}", "", n < 5) for n in range(11))
    p = office.registered(channel=Channel.VISIT, head_count=12, joint=people)
    intake = p.intakes.get()
    assert (intake.head_count, p.joint.filter(is_representative=True).count()) == (12, 5)
    six = tuple((f"某{n}", "", True) for n in range(6))
    with pytest.raises(Refusal, match="代表最多 5 人"):
        office.registered(channel=Channel.VISIT, head_count=12, joint=six)


def test_accusation_edited_later_is_sealed_then(office: Office) -> None:
    p = office.registered()
    by = office["officer"]
    with pytest.raises(Refusal, match="转为检举控告"):
        register.edit(p.pk, by=by, version=1, purpose=Purpose.ACCUSATION)
    sealing.seal(p.pk, by=by, version=1, accused_units=[office.units["ZJJ"]], reason="反映受贿")
    assert fresh(p).is_sealed
    assert not Petition.objects.visible_to(office["deputy"]).filter(pk=p.pk).exists()


def test_reported_case_waits_for_the_head(office: Office) -> None:
    p = reported(office, office.registered())
    assert (p.state, p.signer, p.sign_step) == (State.REPORTED, office.staff["bureau_head"], "unit_head")
