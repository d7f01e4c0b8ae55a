"""S11: lines of responsibility, superiors' items through the office, two signatures."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import LinkKind, Post, ResponsibilityLink, Staff
from accounts.roles import Role
from casework.refusals import NotYours, Refusal
from casework.states import Importance, State
from petitions.access import why_not
from petitions.actions import close, handle, register, reports, route, supervise
from petitions.models import ContentClass, Filing, Petition
from petitions.signers import signers_for
from petitions.states import Channel
from tests.office import Office
from tests.petitions.receiving import hall
from tests.petitions.steps import REPORT, assigned, concluded, fresh, handling, investigated
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")


def second_deputy(office: Office, unit: str, kind: str = LinkKind.IN_CHARGE) -> Staff:
    """Another deputy leader of the county, senior to the first, and in charge of a unit."""
    county = office.units["XZF"]
    made = Staff.objects.create_user(username="u-second", name="吕某亥", unit=county)
    Post.objects.create(staff=made, unit=county, role=Role.DEPUTY_LEADER, starts_on=date(2019, 1, 1))
    ResponsibilityLink.objects.create(leader=made, unit=office.units[unit], kind=kind)
    return made


@pytest.mark.rule("S11-01")
def test_important_matter_is_read_by_the_deputy_in_charge_of_its_line(office: Office) -> None:
    second, first = second_deputy(office, "ZJJ"), office.staff["deputy"]
    important = {"importance": Importance.IMPORTANT}
    lift = office.registered(details={**important, "content_class": ContentClass.objects.get(code="0102")})
    assert route.annotators(lift)[:2] == [second, first]
    # No line: who is in charge of the office itself, though the other is the senior.
    assert route.annotators(office.registered(details=important))[:2] == [first, second]


@pytest.mark.rule("S11-01")
@pytest.mark.parametrize(
    ("unit", "kind", "signer"),
    [("ZJJ", "in_charge", "吕某亥"), ("RSJ", "in_charge", "吕某亥"), ("ZJJ", "assists", "吕某亥")],
)
def test_closing_is_signed_by_the_deputy_in_charge_of_the_handling_unit(
    office: Office, unit: str, kind: str, signer: str
) -> None:
    second_deputy(office, unit, kind)
    ResponsibilityLink.objects.filter(leader=office.staff["deputy"]).delete()
    p = handling(office, office.registered())
    assert signers_for(p, "deputy_leader")[0].name == signer
    ResponsibilityLink.objects.create(
        leader=office.staff["deputy"], unit=office.units["ZJJ"], kind="in_charge"
    )
    wins = "吕某亥" if (unit, kind) == ("ZJJ", "in_charge") else "钱某乙"
    assert signers_for(p, "deputy_leader")[0].name == wins


@pytest.mark.rule("S11-04")
def test_important_item_is_not_routed_before_annotation(office: Office) -> None:
    p = office.registered(details={"importance": Importance.IMPORTANT})
    with pytest.raises(Refusal, match="须先送领导阅批"):
        route.assign(p.pk, by=office["officer"], version=1, unit=office.units["ZJJ"], opinion="请办。")
    # Also where leaders read important items alone.
    plain = office.registered()
    for one, reason in ((p, "此件须先送领导阅批，再交办或转送。"), (plain, None)):
        Petition.objects.filter(pk=one.pk).update(
            policy_values={**one.policy_values, "annotate_scope": "important"}
        )
        assert why_not("assign", fresh(one), office["officer"]) == reason


@pytest.mark.rule("S11-05")
def test_superior_item_is_sent_out_by_its_own_office_alone(office: Office) -> None:
    p = office.registered(by=office["town_officer"], channel=Channel.SUPERIOR)
    Post.objects.create(
        staff=office.staff["officer"],
        unit=office.units["XZF"],
        role=Role.PETITION_OFFICER,
        starts_on=date(2020, 1, 1),
    )
    route.present(p.pk, by=office["town_officer"], version=1)
    p = fresh(p)
    unit, officer = office.units["T03-XF"], office.staff["town_head"]
    route.annotate(
        p.pk, by=office["town_chief"], version=p.version, opinion="请办。", unit=unit, responsible=officer
    )
    handle.return_to_office(p.pk, by=office["town_head"], version=fresh(p).version, reason="应由民政所办理")
    assert why_not("assign", fresh(p), office["officer"]) == "上级转来的信访件由本单位办公室统一转办。"
    assert why_not("assign", fresh(p), office["town_officer"]) is None


@pytest.mark.rule("S11-06")
def test_handling_unit_reports_and_the_office_replies(office: Office) -> None:
    p = concluded(office, office.registered(channel=Channel.SUPERIOR), quality=frozenset(handle.QUALITY))
    with pytest.raises(NotYours):
        close.close(p.pk, by=office["handler"], version=p.version, text="已修复。", method="letter")
    close.close(p.pk, by=office["officer"], version=p.version, text="已修复。", method="letter")
    assert fresh(p).replies.get().unit.code == "XF"


def closed_by_the_bureau_itself(office: Office) -> Petition:
    """A letter that the housing bureau took in, handled and answered on its own."""
    head, unit = office.staff["bureau_head"], office.units["ZJJ"]
    Post.objects.create(staff=head, unit=unit, role=Role.PETITION_OFFICER, starts_on=date(2020, 1, 1))
    p = register.register(office.matter(), by=office["bureau_head"])
    route.present(p.pk, by=office["bureau_head"], version=1)
    leader = fresh(p).signer
    assert leader is not None
    route.annotate(p.pk, by=leader, version=fresh(p).version, opinion="请办。", unit=unit)
    handle.accept(p.pk, by=office["handler"], version=fresh(p).version)
    made = handle.investigate(p.pk, by=office["handler"], done_on=date(2026, 3, 2), findings="属实。")
    handle.sign_investigation(made.pk, by=office["bureau_head"])
    handle.report(p.pk, by=office["handler"], version=fresh(p).version, **REPORT)
    while (p := fresh(p)).signer:
        handle.sign_closing(p.pk, by=p.signer, version=p.version, opinion="同意。")
    return close.close(p.pk, by=office["bureau_head"], version=p.version, text="已修复。", method="phone")


@pytest.mark.rule("S11-07")
def test_departments_own_case_is_filed_with_the_office(office: Office) -> None:
    p = closed_by_the_bureau_itself(office)
    filing = Filing.objects.get(petition=p)
    assert (filing.office.code, filing.due_on, filing.filed_at) == ("XF", date(2026, 3, 5), None)
    reports.file(p.pk, by=office["officer"])
    with pytest.raises(Refusal, match="已经备案"):
        reports.file(p.pk, by=office["officer"])


@pytest.mark.rule("S11-08")
@pytest.mark.rule("S11-12")
def test_report_upward_after_handling_rests_on_a_signed_investigation(office: Office) -> None:
    p = handling(office, office.registered())
    values = {
        "by": office["officer"],
        "kind": "upward",
        "text": "查处情况。",
        "leader": office["deputy"],
        "addressed_to": "市信访局",
    }
    with pytest.raises(Refusal, match="都已签字的调查记录"):
        reports.make_leader_report(p.pk, **values)
    made = handle.investigate(p.pk, by=office["handler"], done_on=date(2026, 3, 2), findings="属实。")
    handle.sign_investigation(made.pk, by=office["bureau_head"])
    report = reports.make_leader_report(p.pk, **values)
    assert report.investigation == made
    assert p.events.get(name="leader_report").data == {"kind": "向上级报告", "leader": "钱某乙"}
    with pytest.raises(Refusal, match="须经领导签批同意"):
        reports.send_upward(report.pk, by=office["officer"])
    reports.sign_leader_report(report.pk, by=office["deputy"], opinion="同意上报。")
    sent = reports.send_upward(report.pk, by=office["officer"])
    assert sent.signoff is not None
    assert (sent.sent_at, sent.signoff.staff) == (timezone.now(), office["deputy"])


@pytest.mark.rule("S11-09")
@pytest.mark.parametrize(
    ("received", "shown"), [(date(2026, 2, 27), "登记迟延 3 日"), (date(2026, 3, 2), "")]
)
def test_lag_between_receipt_and_registration_is_seen_on_the_case(
    office: Office, received: date, shown: str
) -> None:
    p = office.registered(received_on=received)
    page = words(signed_in(office["officer"]).get(f"/petitions/{p.pk}/"))
    assert (shown in page, "登记迟延" in page) == (True, bool(shown))


@pytest.mark.rule("S11-10")
def test_superiors_item_is_read_in_time_passed_on_as_the_leader_says_and_chased(
    office: Office, at: Any
) -> None:
    hall.policy(office, annotate_limit={"days": 3, "day_type": "working"})
    details = {"upper_source": "市信访局", "importance": Importance.IMPORTANT}
    p = office.registered(channel=Channel.SUPERIOR, details=details)
    clock = p.clocks.get(kind="annotate")
    assert (clock.due_on, clock.met_on) == (date(2026, 3, 5), None)
    with pytest.raises(Refusal, match="须先送领导阅批"):
        route.assign(p.pk, by=office["officer"], version=1, unit=office.units["ZJJ"], opinion="请办。")
    route.present(p.pk, by=office["registrar"], version=1)
    leader = fresh(p).signer
    assert leader is not None
    assert list(leader.to_sign.values_list("pk", flat=True)) == [p.pk]
    with at("2026-03-04"):
        unit = office.units["ZJJ"]
        route.annotate(p.pk, by=leader, version=fresh(p).version, opinion="请住建局办理。", unit=unit)
        clock.refresh_from_db()
        assert (clock.met_on, fresh(p).handling_unit) == (date(2026, 3, 4), unit)
        made = supervise.urge(p.pk, by=office["officer"], text="请及时签收。")
        assert (made.unit, made.answered_at) == (unit, None)


@pytest.mark.rule("S11-11")
def test_same_person_cannot_sign_both_lines_of_an_investigation(office: Office) -> None:
    Post.objects.create(
        staff=office.staff["handler"],
        unit=office.units["ZJJ"],
        role=Role.UNIT_HEAD,
        starts_on=date(2020, 1, 1),
    )
    p = handling(office, office.registered())
    made = handle.investigate(p.pk, by=office["handler"], done_on=date(2026, 3, 2), findings="属实。")
    with pytest.raises(Refusal, match="须是两个人"):
        handle.sign_investigation(made.pk, by=office["handler"])
    made.head, made.head_signed_at = made.handler, timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()


@pytest.mark.rule("S11-11")
def test_unsigned_investigation_blocks_the_report(office: Office) -> None:
    p = handling(office, office.registered())
    handle.investigate(p.pk, by=office["handler"], done_on=date(2026, 3, 2), findings="属实。")
    with pytest.raises(Refusal, match="尚缺部门负责人签字"):
        handle.report(
            p.pk,
            by=office["handler"],
            version=p.version,
            conclusion="support",
            facts="属实。",
            opinion="修复。",
        )


def test_state_after_two_signatures_is_handling_still(office: Office) -> None:
    assert investigated(office, office.registered()).state == State.HANDLING
    assert assigned(office, office.registered()).state == State.ASSIGNED
