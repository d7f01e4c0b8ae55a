"""Part C of the rules, C-12 to C-25: what a unit may decide, what stays fixed, and what follows from it."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from casework.calendar import holiday_table
from casework.deadlines import Limit
from casework.models import PolicyProfile
from casework.policy import BASE, PRESETS, Policy, merged, problems
from casework.policy_keys import CUSTOMERS, KEYS
from casework.refusals import NotYours, Refusal
from casework.states import State, Urgency
from petitions import closing, indicators, ledger
from petitions.actions import archive, close, explain, information, register, roster, route
from petitions.models import InfoReport, InfoState, Petition
from petitions.papers.basis import basis_on
from petitions.rhythm import Rule, occurrences
from petitions.terms import handling_terms
from petitions.visits_above import Above
from tests.office import Office
from tests.petitions.receiving import hall
from tests.petitions.scenarios_by_preset import road
from tests.petitions.steps import DAY, concluded, fresh
from tests.petitions.views.reading import signed_in, words
from tests.project.test_refused import words_of_forms, words_of_models

pytestmark = pytest.mark.usefixtures("monday")
SPOKEN = {"met_on": DAY, "place": "信访局", "told": "拟支持，十日内修复", "attitude": "同意"}


def preset(code: str) -> Policy:
    return Policy(merged(code, {}, "测试"))


def wrong(key: str, value: Any) -> str:
    return problems({key: value}, holiday_table()).get(key, "")


def test_c12_who_signs_information_by_level_and_preset(office: Office) -> None:
    routes = {code: preset(code)["signoff_route"]["major"] for code in ("general", "town_annotate")}
    assert routes == {"general": ["deputy_leader"], "town_annotate": ["chief_leader"]}
    assert wrong("signoff_route", {"major": []})
    hall.policy(office, signoff_route={"major": ["chief_leader"]})
    p = office.registered(channel="visit", head_count=12)
    info = InfoReport.objects.get(petition=p)
    information.submit_info(info.pk, by=office["officer"])
    with pytest.raises(NotYours):
        information.sign_info(info.pk, by=office["deputy"], decision="agree")
    assert information.sign_info(info.pk, by=office["chief"], decision="agree").state == InfoState.SIGNED


def test_c12_what_is_urgent_is_told_first_and_signed_within_a_day(office: Office, monday: Any) -> None:
    office.registered(channel="visit", head_count=12)
    info = information.send_first(InfoReport.objects.get().pk, by=office["officer"], sent_to="县委值班室")
    assert (info.state, info.sent_at, info.signed_at) == (InfoState.SIGNING, timezone.now(), None)
    with pytest.raises(Refusal, match="尚未经分管领导签发"):
        information.issue_info(info.pk, by=office["officer"], addressed_to="市信访局")
    assert not info.is_sign_late(timezone.now() + timedelta(hours=24))
    assert info.is_sign_late(timezone.now() + timedelta(hours=24, minutes=1))


def test_c13_archive_all_or_decide_each_with_a_reason(office: Office) -> None:
    assert (preset("congress")["archive_policy"], preset("general")["archive_policy"]) == ("all", "decided")
    p = concluded(office, office.registered())
    close.close(p.pk, by=office["officer"], version=p.version, text="已修复。", method="letter")
    with pytest.raises(Refusal, match="理由"):
        archive.archive(p.pk, by=office["officer"], version=fresh(p).version, required=False)
    Petition.objects.filter(pk=p.pk).update(policy_values={**p.policy_values, "archive_policy": "all"})
    with pytest.raises(Refusal, match="全部归档"):
        archive.archive(
            p.pk, by=office["officer"], version=fresh(p).version, required=False, reason="no_value"
        )


def test_c14_preset_of_s19_has_no_fallback_of_itself_and_s10_has(office: Office) -> None:
    road.under(office, "masses_county")
    p = office.registered()
    with pytest.raises(Refusal, match="不允许自动改送"):
        route.present(p.pk, by=office["officer"], version=p.version, to=office["chief"])
    PolicyProfile.objects.filter(unit=office.units["XZF"]).update(preset="three_five")
    other = office.registered()
    route.present(other.pk, by=office["officer"], version=other.version, to=office["chief"])
    assert fresh(other).events.filter(name="report_to_leader").exists()


def test_c14_a_stand_in_is_on_duty_only_after_accepting_unless_the_town_says_otherwise(
    office: Office,
) -> None:
    key = "substitute_requires_acceptance"
    assert (preset("masses_county")[key], preset("town_annotate")[key]) == (True, False)
    one = hall.session(office)
    roster.entrust(one.pk, by=office["deputy"], to=office["chief"], reason="外出开会")
    one.refresh_from_db()
    assert one.leader == office["deputy"]
    hall.policy(office, substitute_requires_acceptance=False)
    roster.entrust(one.pk, by=office["deputy"], to=office["chief"], reason="外出开会")
    one.refresh_from_db()
    assert one.leader == office["chief"]


def test_c15_customer_ratings_stand_side_by_side(calendar: None) -> None:
    tiers = PRESETS["key_accounts"]["values"]["customer_tiers"]
    assert [row[0] for row in tiers] == ["钻石", "白金", "黄金", "VIP"]
    assert [row[0] for row in PRESETS["customer_visits"]["values"]["customer_grades"]] == ["A", "B", "C", "D"]
    assert {KEYS[key].group for key in ("customer_tiers", "customer_grades")} == {CUSTOMERS}


def test_c16_callback_rhythm(calendar: None) -> None:
    assert PRESETS["tech_service"]["values"]["callback_rule"] == [[12, 1], [None, 3]]


def test_c17_one_engine_for_every_rhythm(calendar: None) -> None:
    assert PRESETS["tech_service"]["values"]["weekly_report"] == [["星期五", "12:00"]]
    table, span = holiday_table(), (date(2026, 5, 1), date(2026, 5, 31))
    for name, nth in PRESETS["expense"]["values"]["expense_days"]:
        found = [one.due_on for one in occurrences(Rule("monthly_wd", nth=nth), *span, table)]
        expected = {"报表": date(2026, 5, 8), "核对": date(2026, 5, 14), "结算": date(2026, 5, 15)}
        assert found == [expected[name]]
    fridays = [one.due_on.day for one in occurrences(Rule("weekly", weekday=5), *span, table)]
    assert fridays[-3:] == [15, 22, 29]
    assert occurrences(Rule("adhoc"), *span, table) == []


def test_c18_what_is_never_paid(calendar: None) -> None:
    values = PRESETS["expense"]["values"]
    assert (values["expense_advance_cap"], values["expense_spot_checks"]) == (3000, 3)
    assert any("客户工作人员" in one for one in values["expense_refused"])


def test_c19_who_handles_a_complaint(calendar: None) -> None:
    roles = dict(PRESETS["complaints"]["values"]["complaint_roles"])
    assert roles["受理、回访"] != roles["调查、处理"]


def test_c20_first_responder_is_whoever_took_it_and_nothing_changes_that(office: Office) -> None:
    p = concluded(office, office.registered())
    assert p.first_responder == office["registrar"]
    with pytest.raises(KeyError, match="not editable"):
        register.edit(p.pk, by=office["officer"], version=p.version, first_responder=office["officer"])
    with pytest.raises(DatabaseError, match="首问责任人不可更改"), transaction.atomic():
        Petition.objects.filter(pk=p.pk).update(first_responder=office["officer"])
    assert not [key for key in KEYS if "responder" in key and key != "first_responder_checklist"]


UPWARD = re.compile("越级|赴省|进京|非正常访|到市上访|skip_?level|upward_visit", re.IGNORECASE)
AIM = re.compile("目标|指标|控制数|下降|扣分|排名|倒查|target|quota|goal", re.IGNORECASE)


@pytest.mark.rule("S08-10", "S20-04", "S21-04")
def test_c21_visits_to_a_higher_level_are_a_figure_and_no_aim() -> None:
    policy = {f"{key} {about.label} {about.hint}" for key, about in KEYS.items()}
    given = words_of_models() | words_of_forms() | policy
    given |= {f"{code} {one.label} {one.formula}" for code, one in indicators.INDICATORS.items()}
    assert len(given) > 400
    assert {text for text in given if UPWARD.search(text) and AIM.search(text)} == set()
    # No assessed figure, field, choice or key speaks of them at all.
    assert {text for text in given if UPWARD.search(text)} == set()
    # The figure itself: whose matter, how many batches and people; nothing to reach or to stay under.
    assert [one.name for one in fields(Above)] == ["unit", "level", "visits", "people", "repeated"]


def test_c22_legal_basis_by_the_day_of_receipt() -> None:
    names = [basis_on(day).name for day in (date(2022, 4, 30), date(2022, 5, 1))]
    assert names == ["《信访条例》", "《信访工作条例》"]


@pytest.mark.rule("S18-06")
def test_c23_talking_is_a_step_more_and_the_written_answer_is_owed_all_the_same(office: Office) -> None:
    p = concluded(office, office.registered(details={"is_appeal": True}))
    answer = {"by": office["officer"], "text": "已责成修复。", "method": "letter"}
    with pytest.raises(Refusal, match="缺少：处理意见与申诉人当面沟通"):
        close.close(p.pk, version=p.version, **answer)
    explain.meet(p.pk, by=office["handler"], **SPOKEN)
    with pytest.raises(Refusal, match="须答复信访人"):
        close.close(p.pk, version=fresh(p).version, **{**answer, "text": " "})
    close.close(p.pk, version=fresh(p).version, **answer)
    assert (fresh(p).state, fresh(p).replies.count()) == (State.CLOSED, 1)


@pytest.mark.parametrize(
    ("asked", "is_appeal", "owed"),
    [(["appeal"], True, True), (["appeal"], False, False), (["claim"], False, True), ([], True, False)],
)
def test_c23_for_whom_is_the_units_to_say(
    office: Office, asked: list[str], is_appeal: bool, owed: bool
) -> None:
    p = office.registered(details={"is_appeal": is_appeal})
    p.policy_values["face_to_face_required_for"] = asked
    assert ("face_to_face" in closing.conditions_of(p)) == owed
    assert "reply" in closing.conditions_of(p)


@pytest.mark.parametrize(
    ("code", "titles"),
    [
        ("three_five", ("来信来访专册", "来信登记册（专册）", "来访登记簿")),
        ("bureau_system", ("来信来访台账", "来信台账", "来访台账")),
        ("town_annotate", ("来信来访登记册", "来信登记册", "来访登记簿")),
        ("court", ("来信来访登记册", "来信登记册", "院长、副院长接待上访当事人登记表")),
        ("soe_discipline", ("来信来访登记册", "来信登记册", "来访登记簿")),
    ],
)
def test_c24_one_table_in_books_of_the_units_own_titles(
    office: Office, code: str, titles: tuple[str, ...]
) -> None:
    road.under(office, code)
    p = office.registered()
    visit = office.registered(channel="visit")
    client = signed_in(office["officer"])
    for (_, _, channels), title in zip(ledger.BOOKS.values(), titles, strict=True):
        page = client.get(reverse("ledger"), {"month": "2026-03", "channel": list(channels)})
        assert page.context["title"] == title
    # The rows are the same whatever the book is called.
    selection = ledger.Selection(office.units["XF"], date(2026, 3, 1), date(2026, 3, 31))
    table, lines = ledger.table(selection, ledger.cases_of(office["officer"]))
    assert ([one.petition.pk for one in lines], table.title) == ([p.pk, visit.pk], titles[0])


@pytest.mark.parametrize(
    ("code", "word", "days"),
    [("three_five", "急件", 3), ("court", "需当即办理件", 3), ("general", "急件", 3)],
)
def test_c25_each_unit_has_its_words_for_one_scale(office: Office, code: str, word: str, days: int) -> None:
    assert set(BASE["urgency_scale"]) == set(Urgency.values)
    assert wrong("urgency_scale", {"burning": "火急"})
    assert wrong("urgency_scale", {"urgent": ""})
    road.under(office, code)
    p = office.registered(details={"urgency": Urgency.URGENT})
    terms = handling_terms(p, today=date(2026, 3, 2))
    assert (p.urgency, terms.what, terms.unit_limit) == ("urgent", word, Limit(days))
    client = signed_in(office["registrar"])
    assert f"急（{word}）" in words(client.get(f"/petitions/{p.pk}/"))
    assert f"急（{word}）" in words(client.get(reverse("petition_register")))


def test_one_profile_changes_one_key_and_nothing_else(office: Office) -> None:
    hall.policy(office, transfer_limit={"days": 2, "day_type": "calendar"})
    kept = Policy(office.registered().policy_values)
    assert [key for key in BASE if kept[key] != preset("three_five")[key]] == ["transfer_limit"]
