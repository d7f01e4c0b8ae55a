"""S03-10…15: one matter each, signed by level, at once when urgent, kept after issue; nothing of an accusation."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from casework.policy import BASE
from casework.refusals import NotVisible, NotYours, Refusal
from casework.states import Urgency
from petitions.actions import information, receipts, register, sealing
from petitions.information import speed_by_unit
from petitions.models import ArchiveCandidate, InfoReport, InfoState
from petitions.states import Purpose, RepeatKind
from tests.office import Office
from tests.petitions.scenarios.information import WORDS, drafted, signed, urgent

pytestmark = pytest.mark.usefixtures("monday")


def made(office: Office, **more: Any) -> InfoReport:
    values = {**WORDS, "level": "ordinary", "happened_at": timezone.now(), "by": office["officer"], **more}
    return information.make_info(**values)


@pytest.mark.rule("S03-10")
def test_source_is_the_petition_from_which_it_was_reported(office: Office) -> None:
    info = drafted(office)
    assert info.petition is not None
    assert info.petition.events.filter(name="info_made").count() == 1


@pytest.mark.rule("S03-12")
def test_two_unrelated_petitions_are_refused(office: Office) -> None:
    first, second = office.registered(), office.registered()
    with pytest.raises(Refusal, match="只写一件事") as refused:
        made(office, petition_id=first.pk, also=[second])
    assert refused.value.field == "also"
    with pytest.raises(Refusal, match="不关联信访件"):
        made(office, also=[second])
    assert not InfoReport.objects.exists()


@pytest.mark.rule("S03-12")
def test_repeats_of_the_same_matter_may_be_named(office: Office) -> None:
    first, second = office.registered(), office.registered()
    register.link_repeat(second.pk, first, by=office["officer"], kind=RepeatKind.SAME_MATTER)
    info = made(office, petition_id=first.pk, also=[second])
    assert list(info.repeats.values_list("pk", flat=True)) == [second.pk]


@pytest.mark.rule("S03-12")
def test_related_matter_is_still_another_matter(office: Office) -> None:
    first, second = office.registered(), office.registered()
    register.link_repeat(second.pk, first, by=office["officer"], kind=RepeatKind.RELATED)
    with pytest.raises(Refusal, match="只写一件事"):
        made(office, petition_id=first.pk, also=[second])


@pytest.mark.rule("S03-13")
@pytest.mark.parametrize(
    ("channel", "heads", "urgency", "owed"),
    [
        ("visit", 5, Urgency.ORDINARY, True),
        ("visit", 4, Urgency.ORDINARY, False),
        ("letter", 36, Urgency.ORDINARY, False),
        ("letter", 1, Urgency.CRITICAL, True),
    ],
)
def test_registration_drafts_what_must_be_reported_at_once(
    office: Office, channel: str, heads: int, urgency: str, owed: bool
) -> None:
    p = office.registered(channel=channel, head_count=heads, details={"urgency": urgency})
    found = list(InfoReport.objects.filter(petition=p))
    assert len(found) == owed
    assert [one.due_at - one.happened_at for one in found if one.due_at] == [timedelta(hours=2)] * owed


@pytest.mark.rule("S03-13")
def test_lateness_is_computed_from_the_time_of_the_report(office: Office, monday: Any) -> None:
    info = urgent(office)
    assert not info.is_late(timezone.now())
    monday.shift(timedelta(hours=2, minutes=1))
    assert info.is_late(timezone.now())
    sent = information.send_first(info.pk, by=office["officer"], sent_to="县委值班室")
    assert sent.is_late(timezone.now())


@pytest.mark.rule("S03-13")
def test_a_second_visit_of_many_is_reported_again_and_only_once_meanwhile(office: Office) -> None:
    info = urgent(office)
    p = info.petition
    assert p is not None
    again: dict[str, Any] = {"channel": "visit", "received_on": p.received_on, "head_count": 9}
    register.add_intake(p.pk, by=office["registrar"], **again)
    assert InfoReport.objects.filter(petition=p).count() == 1
    information.drop_info(info.pk, by=office["officer"], reason="与上次合并口头报告。")
    register.add_intake(p.pk, by=office["registrar"], **again)
    assert InfoReport.objects.filter(petition=p).count() == 2


@pytest.mark.rule("S03-14")
@pytest.mark.parametrize(("level", "signer"), [("ordinary", "office_head"), ("major", "deputy")])
def test_each_level_has_its_signer(office: Office, level: str, signer: str) -> None:
    info = drafted(office, level)
    information.submit_info(info.pk, by=office["officer"])
    other = {"office_head": "deputy", "deputy": "office_head"}[signer]
    with pytest.raises(NotYours):
        information.sign_info(info.pk, by=office[other], decision="agree")
    done = information.sign_info(info.pk, by=office[signer], decision="agree")
    assert done.state == InfoState.SIGNED


@pytest.mark.rule("S03-14")
def test_issuing_before_the_signature_is_refused(office: Office) -> None:
    info = drafted(office)
    information.submit_info(info.pk, by=office["officer"])
    with pytest.raises(Refusal, match="尚未经部门负责人签发"):
        information.issue_info(info.pk, by=office["officer"], addressed_to="县委")
    with pytest.raises(IntegrityError), transaction.atomic():
        InfoReport.objects.filter(pk=info.pk).update(state=InfoState.ISSUED)


@pytest.mark.rule("S03-14")
def test_order_of_signing_is_the_units_own(office: Office, monkeypatch: Any) -> None:
    route = {"ordinary": ["unit_head", "deputy_leader"], "major": ["deputy_leader"]}
    monkeypatch.setitem(BASE, "signoff_route", route)
    info = drafted(office)
    information.submit_info(info.pk, by=office["officer"])
    half = information.sign_info(info.pk, by=office["office_head"], decision="agree")
    assert half.state == InfoState.SIGNING
    assert information.sign_info(info.pk, by=office["deputy"], decision="agree").state == InfoState.SIGNED


def test_return_makes_it_a_draft_again(office: Office) -> None:
    info = drafted(office)
    information.submit_info(info.pk, by=office["officer"])
    with pytest.raises(Refusal, match="理由"):
        information.sign_info(info.pk, by=office["office_head"], decision="return")
    back = information.sign_info(info.pk, by=office["office_head"], decision="return", opinion="核实人数。")
    assert (back.state, back.signed_steps) == (InfoState.DRAFT, 0)


def test_sent_by_telephone_must_be_signed_within_a_day(office: Office, monday: Any) -> None:
    info = information.send_first(urgent(office).pk, by=office["officer"], sent_to="县委值班室")
    assert (info.state, info.sent_before_sign) == (InfoState.SIGNING, True)
    monday.shift(timedelta(hours=24))
    assert not info.is_sign_late(timezone.now())
    monday.shift(timedelta(minutes=1))
    assert info.is_sign_late(timezone.now())


def test_only_urgent_ones_go_out_before_the_signature(office: Office) -> None:
    with pytest.raises(Refusal, match="只有重大紧急"):
        information.send_first(drafted(office).pk, by=office["officer"], sent_to="县委值班室")


@pytest.mark.rule("S03-15")
def test_issued_information_waits_for_the_archive_and_stays(office: Office) -> None:
    info = signed(office)
    information.issue_info(info.pk, by=office["officer"], addressed_to="县委", people=[office["chief"]])
    candidate = ArchiveCandidate.objects.get(info=info)
    assert candidate.unit == office.units["XF"]
    for act in (
        lambda: information.drop_info(info.pk, by=office["officer"], reason="不要了"),
        lambda: information.submit_info(info.pk, by=office["officer"]),
    ):
        with pytest.raises(Refusal):
            act()
    with pytest.raises(ProtectedError):
        InfoReport.objects.get(pk=info.pk).delete()
    assert ArchiveCandidate.objects.filter(pk=candidate.pk).exists()


@pytest.mark.rule("S03-11")
def test_time_from_event_to_report_is_measured_by_unit(office: Office, monday: Any) -> None:
    since = timezone.now() - timedelta(days=1)
    info = signed(office)
    monday.shift(timedelta(hours=3))
    information.issue_info(info.pk, by=office["officer"], addressed_to="县委")
    urgent(office)
    monday.shift(timedelta(hours=3))
    found = speed_by_unit(office["officer"], since, timezone.now())
    assert [(one.unit.code, one.count, one.mean_words, one.late) for one in found] == [
        ("XF", 1, "3小时00分", 1)
    ]
    quick = signed(office)
    monday.shift(timedelta(hours=1))
    information.issue_info(quick.pk, by=office["officer"], addressed_to="县委")
    again = speed_by_unit(office["officer"], since, timezone.now())[0]
    assert (again.count, again.mean, again.slowest) == (2, timedelta(hours=2), timedelta(hours=3))


@pytest.mark.rule("S19-05")
def test_opinions_of_the_public_are_reported_without_a_petition(office: Office) -> None:
    info = made(office, kind="opinion")
    assert (info.petition, info.get_kind_display()) == (None, "社情民意")


def test_reader_says_that_they_have_read_it_and_nobody_else(office: Office) -> None:
    info = signed(office)
    information.issue_info(info.pk, by=office["officer"], addressed_to="县委", people=[office["chief"]])
    receipt = info.receipts.get()
    with pytest.raises(NotVisible):
        receipts.read_paper(receipt.pk, by=office["deputy"])
    assert receipts.read_paper(receipt.pk, by=office["chief"]).read_at is not None


def test_nothing_is_written_of_an_accusation(office: Office) -> None:
    p = office.registered(purpose=Purpose.ACCUSATION, head_count=30)
    assert not InfoReport.objects.exists()
    with pytest.raises(NotVisible):
        made(office, petition_id=p.pk, by=office["handler"])
    with pytest.raises(Refusal, match="专报"):
        made(office, petition_id=p.pk, by=office["officer"])


def test_information_goes_out_of_sight_with_its_petition(office: Office) -> None:
    info = drafted(office)
    assert info.petition is not None
    assert InfoReport.objects.visible_to(office["deputy"]).exists()
    sealing.seal(
        info.petition_id or 0,
        by=office["officer"],
        version=info.petition.version,
        accused_units=[office.units["ZJJ"]],
        reason="反映受贿",
    )
    assert not InfoReport.objects.visible_to(office["deputy"]).exists()
    assert not InfoReport.objects.visible_to(office["admin"]).exists()
