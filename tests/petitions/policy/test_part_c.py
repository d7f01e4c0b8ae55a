"""Part C of the rules: where the documents differ, a key decides under the law's cap. C-01 to C-25, one test each."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.calendar import holiday_table
from casework.deadlines import DayType, Limit, due
from casework.models import ClockKind, PolicyProfile
from casework.policy import BASE, PRESETS, Policy, merged, problems
from casework.policy_keys import KEYS, SHIFTS
from casework.refusals import Refusal
from casework.states import Urgency
from petitions import deadlines
from petitions.access import VERBS, must_be_annotated
from petitions.actions import handle
from petitions.actions.handle import closing_steps
from petitions.models import Petition
from petitions.papers.basis import basis_on
from petitions.terms import handling_terms, notice_terms
from tests.office import Office
from tests.petitions.steps import fresh, handling

pytestmark = pytest.mark.usefixtures("monday")
FRIDAY = date(2026, 2, 13)


def preset(code: str) -> Policy:
    return Policy(merged(code, {}, "测试"))


def wrong(key: str, value: Any) -> str:
    return problems({key: value}, holiday_table()).get(key, "")


def with_policy(p: Petition, **values: Any) -> Petition:
    Petition.objects.filter(pk=p.pk).update(policy_values={**p.policy_values, **values})
    return fresh(p)


def test_c01_time_to_annotate(office: Office, at: Any) -> None:
    limits = {code: preset(code).limit("annotate_limit") for code in ("town_annotate", "court", "three_five")}
    assert limits == {"town_annotate": Limit(3, DayType.WORKING), "court": Limit(0), "three_five": None}
    with at("2026-02-13"):
        p = office.registered(by=office["town_officer"], received_on=FRIDAY)
    assert p.clocks.get(kind=ClockKind.ANNOTATE).due_on == date(2026, 2, 25)


@pytest.mark.parametrize(
    ("start", "event", "day"),
    [("registration", "登记", 2), ("annotation", "阅批", 2), ("receipt", "签收", 4)],
)
def test_c02_time_to_handle_and_from_when(
    office: Office, monday: Any, start: str, event: str, day: int
) -> None:
    from tests.petitions.steps import assigned

    p = assigned(office, with_policy(office.registered(), handle_start=start))
    monday.move_to("2026-03-04 09:00:00+08:00")
    handle.accept(p.pk, by=office["bureau_head"], version=p.version, handler=office["handler"])
    clock = p.clocks.get(kind=ClockKind.HANDLE)
    assert clock.unit_sentence.startswith(f"3月{day}日{event}，一般件5日")
    assert (
        clock.statutory_due,
        wrong("handle_limit", {"ordinary": {"days": 61, "day_type": "calendar"}}),
    ) == (
        date(2026, 5, 6),
        "普通件：61日超过法定上限60日（《信访工作条例》第三十四条），不能保存。",
    )


def test_c03_days_by_calendar_unless_said_otherwise(calendar: None) -> None:
    limit = preset("three_five").limit("handle_limit", Urgency.ORDINARY)
    assert limit == Limit(5)
    table = holiday_table()
    assert due(FRIDAY, Limit(5), table).on == date(2026, 2, 24)
    assert due(FRIDAY, Limit(5, DayType.WORKING), table).on == date(2026, 2, 27)


def test_c04_time_to_pass_on_stays_under_the_law(calendar: None) -> None:
    assert wrong("transfer_limit", {"days": 3, "day_type": "calendar"}) == ""
    assert "第二十二条" in wrong("transfer_limit", {"days": 16, "day_type": "calendar"})
    # The five working days of an objection are the law's: no key moves them.
    assert Limit(5, DayType.WORKING) == deadlines.OBJECTION
    assert "objection_limit" not in KEYS


def test_c05_time_to_register_never_blocks(office: Office) -> None:
    assert (BASE["register_within"], preset("enterprise_office")["register_within"]) == (
        "same_day",
        "at_once",
    )
    assert office.registered(received_on=date(2026, 1, 5)).number


def test_c06_reception_day_on_a_holiday(calendar: None) -> None:
    assert preset("court")["reception_holiday_shift"] == "next_working_day"
    assert set(SHIFTS) == {"next_working_day", "same_weekday_next_week", "skip"}
    assert holiday_table().next_working(date(2026, 4, 6)) == date(2026, 4, 7)


def test_c07_who_reads(office: Office) -> None:
    p = office.registered()
    assert must_be_annotated(p)
    p = with_policy(p, annotate_scope=preset("enterprise_office")["annotate_scope"])
    assert not must_be_annotated(p)
    p.importance = "important"
    assert must_be_annotated(p)


def test_c08_signers_may_grow_and_never_lose_handler_and_head(office: Office) -> None:
    steps = {
        code: preset(code)["closing_signers"] for code in ("town_annotate", "three_five", "enterprise_office")
    }
    assert steps == {
        "town_annotate": ["unit_head", "chief_leader"],
        "three_five": ["unit_head", "deputy_leader"],
        "enterprise_office": ["unit_head"],
    }
    assert "S11-11" in wrong("closing_signers", ["chief_leader"])
    p = with_policy(office.registered(), closing_signers=["unit_head"])
    p.complexity = "complex"
    assert closing_steps(p) == ["unit_head", "chief_leader"]


def test_c09_who_replies(calendar: None) -> None:
    assert preset("enterprise_office")["reply_by"] == {"superior": "office", "own": "department"}
    assert wrong("reply_by", {"superior": "nobody"})


def test_c10_everybody_is_told_whatever_a_unit_decides(office: Office) -> None:
    p = office.registered(by=office["bureau_head"])
    assert notice_terms(p, p.unit) == (deadlines.NOTICE, deadlines.ARTICLE_NOTICE)
    assert not [key for key in KEYS if "notice" in key and key != "acceptance_notice_by"]


def test_c11_interim_report_moves_the_own_limit_only(office: Office) -> None:
    p = handling(office, with_policy(office.registered(), interim_report_allowed=False))
    ask = {"reason": "等鉴定。", "progress": "已送检。", "asks_until": date(2026, 3, 20)}
    with pytest.raises(Refusal, match="不允许"):
        handle.interim_report(p.pk, by=office["handler"], **ask)
    handle.extend_statutory(p.pk, by=office["chief"], days=10, reason="须鉴定。")
    with pytest.raises(Refusal, match="只能延长一次"):
        handle.extend_statutory(p.pk, by=office["chief"], days=10, reason="须鉴定。")


def test_c12_who_signs_information(calendar: None) -> None:
    assert preset("general")["signoff_route"] == {"ordinary": ["unit_head"], "major": ["deputy_leader"]}
    assert wrong("signoff_route", {"major": []})


def test_c13_archive_all_or_some(calendar: None) -> None:
    assert (preset("congress")["archive_policy"], preset("general")["archive_policy"]) == ("all", "decided")


def test_c14_standing_in_while_the_leader_is_away(calendar: None) -> None:
    key = "substitute_requires_acceptance"
    assert (preset("masses_county")[key], preset("town_annotate")[key]) == (True, False)


def test_c15_customer_ratings_stand_side_by_side(calendar: None) -> None:
    tiers = PRESETS["key_accounts"]["values"]["customer_tiers"]
    assert [row[0] for row in tiers] == ["钻石", "白金", "黄金", "VIP"]
    assert [row[0] for row in PRESETS["customer_visits"]["values"]["customer_grades"]] == ["A", "B", "C", "D"]


def test_c16_callback_rhythm(calendar: None) -> None:
    assert PRESETS["tech_service"]["values"]["callback_rule"] == [[12, 1], [None, 3]]


def test_c17_report_rhythm(calendar: None) -> None:
    assert PRESETS["tech_service"]["values"]["weekly_report"] == [["星期五", "12:00"]]
    days = dict(PRESETS["expense"]["values"]["expense_days"])
    table = holiday_table()
    found = [table.nth_working_of_month(2026, 5, n) for n in days.values()]
    assert found == [date(2026, 5, 8), date(2026, 5, 14), date(2026, 5, 15)]


def test_c18_what_is_never_paid(calendar: None) -> None:
    values = PRESETS["expense"]["values"]
    assert (values["expense_advance_cap"], values["expense_spot_checks"]) == (3000, 3)
    assert any("客户工作人员" in one for one in values["expense_refused"])


def test_c19_who_handles_a_complaint(calendar: None) -> None:
    roles = dict(PRESETS["complaints"]["values"]["complaint_roles"])
    assert roles["受理、回访"] != roles["调查、处理"]


def test_c20_first_responder_is_whoever_took_it(office: Office) -> None:
    p = office.registered()
    assert p.first_responder == office["registrar"]
    assert not [
        key for key in KEYS if key.startswith("first_responder") and key != "first_responder_checklist"
    ]


def test_c21_no_target_on_visits_to_a_higher_level() -> None:
    words = " ".join([*KEYS, *(one.label for one in KEYS.values())])
    assert not [word for word in ("越级", "赴省", "进京", "指标", "target") if word in words]


def test_c22_legal_basis_by_the_day_of_receipt() -> None:
    names = [basis_on(day).name for day in (date(2022, 4, 30), date(2022, 5, 1))]
    assert names == ["《信访条例》", "《信访工作条例》"]


def test_c23_the_written_paper_is_never_replaced() -> None:
    assert "close" in VERBS
    assert not [key for key in KEYS if key.startswith("written")]


def test_c24_one_table_under_the_units_own_title(office: Office) -> None:
    titles = {
        code: preset(code)["register_title"] for code in ("three_five", "bureau_system", "town_annotate")
    }
    assert titles == {
        "three_five": "来信来访专册",
        "bureau_system": "来信来访台账",
        "town_annotate": "来信来访登记册",
    }


def test_c25_urgency_on_one_scale(office: Office) -> None:
    p = office.registered(details={"urgency": Urgency.URGENT})
    terms = handling_terms(p, today=date(2026, 3, 2))
    assert (terms.what, terms.unit_limit) == ("急件", Limit(3))


def test_one_profile_changes_one_key_and_nothing_else(office: Office) -> None:
    PolicyProfile.objects.create(
        unit=office.units["XF"],
        values={"transfer_limit": {"days": 2, "day_type": "calendar"}},
        effective_from=date(2026, 1, 1),
        approved_by="孙某丙",
        source="清信〔2026〕1号",
    )
    kept = Policy(office.registered().policy_values)
    changed = [key for key in BASE if kept[key] != preset("three_five")[key]]
    assert changed == ["transfer_limit"]
