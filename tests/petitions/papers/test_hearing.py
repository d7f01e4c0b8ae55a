"""听证通知书 before, 听证报告 after; 调解协议书 and 和解协议书."""

from __future__ import annotations

from datetime import date, time
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from casework.refusals import NotYours, Refusal
from petitions.actions import explain, reviews
from petitions.models import Hearing, Petition
from tests.office import Office
from tests.petitions import steps
from tests.petitions.papers.reading import issued, says
from tests.petitions.scenarios.outcomes import in_review
from tests.petitions.steps import DAY, fresh

pytestmark = pytest.mark.usefixtures("monday")
WHERE = {"place": "三楼会议室", "chair": "钱某乙", "participants": "张某甲、某物业公司王某"}
FOUND = {"facts": "电梯停运六十日。", "conclusion": "物业应当十日内修复。"}
NINTH = date(2026, 3, 9)


def called(office: Office, petition: Petition, on: date = NINTH) -> Hearing:
    act = partial(reviews.call_hearing, petition.pk, by=office["officer"], starts_on=on)
    return act(starts_time=time(9, 30), **WHERE)


def held(office: Office, petition: Petition, on: date = DAY) -> Hearing:
    act = partial(reviews.hear, petition.pk, by=office["officer"], starts_on=on, ends_on=on)
    return act(**WHERE, **FOUND)


def test_notice_says_what_when_where_who_and_the_rights_there(office: Office) -> None:
    p = in_review(office)
    called(office, p)
    paper = issued(office, p, "hearing_call")
    text = says(paper)
    for words in (
        "听证通知书",
        "举行听证（复查）",
        "听证事项：小区电梯坏了",
        "时间：2026年3月9日9时30分开始",
        "地点：三楼会议室",
        "主持人：钱某乙",
        "参加人员：张某甲、某物业公司王某",
        "可以申请其回避",
        "清禾县人民政府2026年3月2日",
    ):
        assert words in text
    assert (paper.to_petitioner, paper.number) == (True, "清政信听〔2026〕1号")


def test_report_says_who_took_part_what_was_found_and_the_conclusion(office: Office) -> None:
    p = in_review(office)
    held(office, p)
    paper = issued(office, p, "hearing_report")
    text = says(paper)
    for words in (
        "听证报告",
        "2026年3月2日在三楼会议室举行，历时1日",
        "主持人：钱某乙",
        "参加人员：张某甲、某物业公司王某",
        "二、听证查明的事实电梯停运六十日。",
        "三、听证结论物业应当十日内修复。",
        "主持人（签名）",
        "记录人：李某丁",
    ):
        assert words in text
    assert not paper.to_petitioner


def test_each_waits_for_its_time_and_goes_out_from_who_holds_the_hearing(office: Office) -> None:
    p = in_review(office)
    with pytest.raises(Refusal, match="没有待举行的听证"):
        issued(office, p, "hearing_call")
    called(office, p)
    with pytest.raises(Refusal, match="没有已举行的听证"):
        issued(office, p, "hearing_report")
    with pytest.raises(NotYours):
        issued(office, p, "hearing_call", by="handler")


def test_hearing_that_was_called_is_held_in_its_own_row(office: Office, monday: Any) -> None:
    p = steps.handling(office, office.registered())
    first = called(office, p)
    monday.move_to("2026-03-09 18:00:00+08:00")
    made = held(office, p, NINTH)
    assert (made.pk, made.is_held, made.starts_time) == (first.pk, True, time(9, 30))
    assert Hearing.objects.count() == 1


def test_called_anew_the_earlier_day_is_dropped_and_gets_a_paper_of_its_own(office: Office) -> None:
    p = in_review(office)
    first = called(office, p)
    paper = issued(office, p, "hearing_call")
    called(office, p, date(2026, 3, 10))
    again = issued(office, p, "hearing_call")
    first.refresh_from_db()
    assert first.dropped_at is not None
    assert (paper.number, again.number) == ("清政信听〔2026〕1号", "清政信听〔2026〕2号")
    assert "2026年3月10日9时30分" in says(again)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts_on": date(2026, 3, 1)}, "starts_on"),
        ({"place": " "}, "place"),
        ({"participants": ""}, "participants"),
    ],
)
def test_notice_is_refused_beside_its_field(office: Office, changes: dict[str, Any], field: str) -> None:
    p = in_review(office)
    given = {"starts_on": NINTH, "starts_time": time(9), **WHERE, **changes}
    with pytest.raises(Refusal) as refused:
        reviews.call_hearing(p.pk, by=office["officer"], **given)
    assert refused.value.field == field
    assert not Hearing.objects.exists()


def test_database_refuses_half_a_hearing_and_a_second_open_one(office: Office) -> None:
    p = in_review(office)
    made = called(office, p)
    row = Hearing.objects.filter(pk=made.pk)
    for values in ({"facts": "有"}, {"conclusion": "有"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(**values)
    made.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()


def settled(office: Office, kind: str, **more: Any) -> Petition:
    p = steps.handling(office, office.registered())
    days = dict.fromkeys(("agreed_on", "petitioner_signed_on", "other_signed_on"), DAY)
    words = {
        "petitioner_party": "张某甲",
        "other_party": "某物业公司",
        "terms": "十日内修复电梯。\n逾期退还电梯费。",
    }
    explain.settle(p.pk, by=office["handler"], kind=kind, both_consent=True, **days, **words, **more)
    return fresh(p)


@pytest.mark.parametrize(
    ("kind", "label", "how"),
    [("mediation", "调解协议书", "经调解"), ("conciliation", "和解协议书", "自行协商")],
)
def test_agreement_says_parties_terms_dates_and_has_room_to_sign(
    office: Office, kind: str, label: str, how: str
) -> None:
    mediator = {"mediator": "卫某丑"} if kind == "mediation" else {}
    p = settled(office, kind, perform_by=date(2026, 3, 12), **mediator)
    paper = issued(office, p, kind, by="handler")
    text = says(paper)
    for words in (
        label,
        "信访人一方：张某甲",
        "对方：某物业公司",
        f"依照《信访工作条例》第三十三条的规定，本着自愿、平等的原则，{how}，于2026年3月2日达成如下协议",
        "十日内修复电梯。逾期退还电梯费。",
        "履行期限：2026年3月12日前",
        "信访人一方（签名）：2026年3月2日",
        "对方（签名）：2026年3月2日",
        "清禾县住房和城乡建设局2026年3月2日",
    ):
        assert words in text
    assert ("主持人（签名）" in text) == (kind == "mediation")


def test_agreement_waits_for_its_record_and_each_kind_for_its_own(office: Office) -> None:
    p = settled(office, "mediation")
    with pytest.raises(Refusal, match="没有登记和解协议"):
        issued(office, p, "conciliation", by="handler")
