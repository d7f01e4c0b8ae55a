"""S13: a special register, three and five days, interim reports."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from casework.models import Clock, ClockKind, Notice
from casework.refusals import Refusal
from casework.states import Importance, State, Urgency
from petitions.actions import close, handle, register, reports, route, supervise
from petitions.actions.auto_urge import write_urges
from petitions.states import Channel, TalkConfirmation
from tests.office import Office
from tests.petitions.receiving import hall
from tests.petitions.scenarios_by_preset import road
from tests.petitions.steps import assigned, fresh, handling, presented
from tests.petitions.views.reading import signed_in, words

TALK = {"request": "要求修复电梯。", "confirmed": TalkConfirmation.SIGNED}


@pytest.mark.rule("S13-02")
def test_register_columns_are_kept(office: Office, monday: Any) -> None:
    p = office.registered()
    assert p.petitioner is not None
    assert (p.person_name, p.petitioner.where, p.title[:10]) == (
        "张某甲",
        "样城街道甲社区3号",
        "小区电梯坏了两个月没",
    )


@pytest.mark.rule("S13-03")
def test_correction_keeps_the_earlier_text(office: Office, monday: Any) -> None:
    p = office.registered()
    register.edit(p.pk, by=office["registrar"], version=1, body="更正：电梯坏了三个月。", place="甲社区")
    assert p.text_revisions.get().body.startswith("小区电梯坏了两个月")
    assert fresh(p).events.get(name="edited").data == {"fields": "问题属地、内容"}
    assert [row.place for row in fresh(p).history.order_by("history_id")] == ["", "甲社区"]


@pytest.mark.rule("S13-04")
@pytest.mark.rule("S21-17")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"request": " "}, "talk_request"),
        ({"confirmed": ""}, "talk_confirmed"),
        ({"confirmed": TalkConfirmation.REFUSED}, "talk_refusal_reason"),
    ],
)
def test_talk_record_without_request_or_check_is_refused(
    office: Office, monday: Any, changes: dict[str, str], field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        office.registered(channel=Channel.VISIT, talk={**TALK, **changes})
    assert refused.value.field == field


@pytest.mark.rule("S21-16")
def test_visit_is_registered_with_its_talk(office: Office, monday: Any) -> None:
    p = office.registered(channel=Channel.VISIT, talk=TALK)
    assert p.intakes.get().talk.request == "要求修复电梯。"


@pytest.mark.rule("S13-06")
def test_clerk_reports_a_major_matter_and_the_leader_is_told(office: Office, monday: Any) -> None:
    """At registration the desk has two hours for it; what the clerk reports lies before the leader at once."""
    p = office.registered(details={"urgency": Urgency.CRITICAL})
    told = Notice.objects.filter(case=p, text__startswith="重大紧急信访信息须在")
    assert set(told.values_list("staff", flat=True)) == {
        office[one].pk for one in ("registrar", "officer", "office_head")
    }
    leader = office["chief"]
    given = {"kind": "special", "text": "十户断水三天。", "leader": leader}
    reports.make_leader_report(p.pk, by=office["officer"], **given)
    assert Notice.objects.filter(staff=leader, case=p, text__contains="请阅批").count() == 1
    assert "十户断水三天。" in words(signed_in(leader).get(f"/petitions/{p.pk}/"))


@pytest.mark.rule("S13-07")
def test_after_registration_it_is_put_before_a_leader_in_time(office: Office, monday: Any) -> None:
    p = office.registered(received_on=date(2026, 2, 27))
    clock = p.clocks.get(kind=ClockKind.PRESENT)
    assert (clock.start_on, clock.due_on, clock.owner_unit) == (
        date(2026, 3, 2),
        date(2026, 3, 3),
        office.units["XF"],
    )
    assert clock.unit_sentence == "3月2日登记，送领导阅批1个工作日，到期3月3日"
    p = presented(office, p)
    assert p.signer is not None
    assert Notice.objects.filter(staff=p.signer, case=p, text__contains="送您阅批").count() == 1
    clock.refresh_from_db()
    assert clock.met_on == date(2026, 3, 2)


@pytest.mark.rule("S13-07")
def test_what_no_leader_must_read_is_not_timed(office: Office, monday: Any) -> None:
    hall.policy(office, "XF", annotate_scope="important")
    plain = office.registered()
    important = office.registered(details={"importance": Importance.IMPORTANT})
    timed = Clock.objects.filter(kind=ClockKind.PRESENT).values_list("case", flat=True)
    assert (plain.pk in timed, important.pk in timed) == (False, True)


@pytest.mark.rule("S21-20")
def test_leaders_read_in_the_order_of_urgency(office: Office, monday: Any) -> None:
    order = (Urgency.ORDINARY, Urgency.CRITICAL, Urgency.URGENT)
    made = {one: presented(office, office.registered(details={"urgency": one})) for one in order}
    leader = made[Urgency.CRITICAL].signer
    assert leader is not None
    rows = signed_in(leader).get("/sign/").context["rows"]
    wanted = [made[one].pk for one in (Urgency.CRITICAL, Urgency.URGENT, Urgency.ORDINARY)]
    assert [row.petition.pk for row in rows] == wanted


@pytest.mark.rule("S13-08")
def test_work_before_signing_for_it_is_refused(office: Office, monday: Any) -> None:
    p = assigned(office, office.registered())
    with pytest.raises(Refusal, match="不能调查记录"):
        handle.investigate(p.pk, by=office["handler"], done_on=date(2026, 3, 2), findings="查看。")
    assert (p.routings.get().received_by, p.routings.get().received_at) == (None, None)
    handle.accept(p.pk, by=office["handler"], version=p.version)
    routing = p.routings.get()
    assert (routing.received_by, routing.received_at) == (office.staff["handler"], timezone.now())
    handle.investigate(p.pk, by=office["handler"], done_on=date(2026, 3, 2), findings="查看。")


@pytest.mark.rule("S13-09")
@pytest.mark.parametrize(("urgency", "days"), [("ordinary", 5), ("urgent", 3)])
def test_five_days_or_three_from_annotation(office: Office, at: Any, urgency: str, days: int) -> None:
    with at("2026-03-02 10:00"):
        p = assigned(office, office.registered(details={"urgency": urgency}))
    clock = Clock.objects.get(case=p, kind="handle")
    assert clock.unit_due == {5: date(2026, 3, 9), 3: date(2026, 3, 5)}[days]


@pytest.mark.rule("S13-09")
def test_f08_ordinary_item_annotated_before_the_festival(office: Office, at: Any) -> None:
    with at("2026-02-13 10:00"):
        p = assigned(office, office.registered(received_on=date(2026, 2, 13)))
    assert Clock.objects.get(case=p, kind="handle").unit_due == date(2026, 2, 24)


@pytest.mark.rule("S13-09")
def test_days_run_from_the_annotation_and_a_leader_signs_before_the_answer(office: Office, at: Any) -> None:
    with at("2026-03-02 10:00"):
        p = presented(office, office.registered())
    with at("2026-03-04 10:00"):
        p = road.annotated(p, unit=office.units["ZJJ"])
        clock = Clock.objects.get(case=p, kind="handle")
        assert (clock.start_on, clock.unit_due) == (date(2026, 3, 4), date(2026, 3, 9))
        assert clock.unit_sentence == "3月4日阅批，一般件5日，到期3月9日"
        p = road.accepted(p, office["bureau_head"], office["handler"])
        p = road.reported(p, office["bureau_head"])
        handle.sign_closing(p.pk, by=office["bureau_head"], version=p.version, opinion="同意。")
        given = {"by": office["officer"], "text": "已修复。", "method": "letter"}
        with pytest.raises(Refusal, match="不能答复并办结"):
            close.close(p.pk, version=fresh(p).version, **given)
        handle.sign_closing(p.pk, by=office["deputy"], version=fresh(p).version, opinion="同意。")
        close.close(p.pk, version=fresh(p).version, **given)
        assert fresh(p).state == State.CLOSED


@pytest.mark.rule("S13-12")
def test_urging_starts_no_clock_and_moves_none(office: Office, monday: Any) -> None:
    p = handling(office, office.registered())
    kept = list(p.clocks.order_by("pk").values())
    supervise.urge(p.pk, by=office["officer"], text="请抓紧。")
    monday.move_to("2026-03-09 09:00:00+08:00")
    assert write_urges(date(2026, 3, 9)) == 1
    assert p.urges.count() == 2
    assert list(p.clocks.order_by("pk").values()) == kept
    assert p.clocks.filter(kind=ClockKind.HANDLE).count() == 1


@pytest.mark.rule("S13-10")
def test_returned_item_is_to_be_transferred_within_three_days(office: Office, monday: Any) -> None:
    p = handling(office, office.registered())
    handle.return_to_office(p.pk, by=office["handler"], version=p.version, reason="不属我局职责")
    clock = Clock.objects.get(case=p, kind="transfer_out", met_on=None)
    assert (clock.start_on, clock.unit_due) == (date(2026, 3, 2), date(2026, 3, 5))


@pytest.mark.rule("S13-13")
def test_interim_report_moves_the_internal_clock_only(office: Office, monday: Any) -> None:
    p = handling(office, office.registered())
    handle.interim_report(
        p.pk, by=office["handler"], reason="配件未到", progress="已订货", asks_until=date(2026, 3, 16)
    )
    handle.extend(p.pk, by=office["deputy"], until=date(2026, 3, 16))
    clock = Clock.objects.get(case=p, kind="handle")
    assert (clock.unit_due, clock.statutory_due) == (date(2026, 3, 16), date(2026, 5, 6))


@pytest.mark.rule("S13-13")
def test_interim_report_never_passes_the_law(office: Office, monday: Any) -> None:
    p = handling(office, office.registered())
    with pytest.raises(Refusal, match="法定期限"):
        handle.interim_report(
            p.pk, by=office["handler"], reason="配件未到", progress="已订货", asks_until=date(2026, 5, 7)
        )


@pytest.mark.rule("S13-14")
def test_difficulty_tells_leader_and_office(office: Office, monday: Any) -> None:
    p = handling(office, office.registered())
    handle.interim_report(
        p.pk,
        by=office["handler"],
        reason="产权不清",
        progress="协商中",
        asks_until=date(2026, 3, 16),
        difficulty="物业拒绝配合",
    )
    told = set(Notice.objects.filter(text__contains="物业拒绝配合").values_list("staff__name", flat=True))
    assert told == {"钱某乙", "李某丁"}


def test_statutory_extension_once_and_at_most_thirty_days(office: Office, monday: Any) -> None:
    p = handling(office, office.registered())
    with pytest.raises(Refusal, match="不得超过30日"):
        handle.extend_statutory(p.pk, by=office["deputy"], days=31, reason="情况复杂")
    clock = handle.extend_statutory(p.pk, by=office["deputy"], days=30, reason="情况复杂")
    assert clock.statutory_due == date(2026, 6, 1)
    with pytest.raises(Refusal, match="只能延长一次"):
        handle.extend_statutory(p.pk, by=office["deputy"], days=1, reason="再延")


def test_returned_report_goes_back_with_its_reason(office: Office, monday: Any) -> None:
    from tests.petitions.steps import reported

    p = reported(office, office.registered())
    handle.sign_closing(
        p.pk, by=office["bureau_head"], version=p.version, opinion="事实不清。", decision="return"
    )
    assert fresh(p).state == State.HANDLING
    assert fresh(p).events.get(name="sent_back").data["opinion"] == "事实不清。"
    assert route.annotators(fresh(p))
