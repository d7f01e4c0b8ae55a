"""单位政策: which value holds for a unit, where it comes from, and what may not be saved."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from casework import policy, statutory
from casework.calendar import holiday_table
from casework.deadlines import DayType, HolidayTable, Limit
from casework.models import PolicyProfile, policy_in_force, policy_values, resolve
from casework.policy import BASE, PRESETS, Policy
from casework.policy_keys import CUSTOMERS, KEYS
from casework.policy_shapes import longest
from tests.office import Office

pytestmark = pytest.mark.usefixtures("monday")
DAY = date(2026, 3, 2)


def profile(office: Office, code: str = "XF", **more: Any) -> PolicyProfile:
    values: dict[str, Any] = {
        "unit": office.units[code],
        "values": {},
        "effective_from": date(2026, 1, 1),
        "approved_by": "孙某丙",
        "source": "清信〔2026〕1号",
    }
    made = PolicyProfile(**{**values, **more})
    made.full_clean()
    made.save()
    return made


def refused(office: Office, **values: Any) -> str:
    with pytest.raises(ValidationError) as found:
        profile(office, values=values)
    return "".join(found.value.messages)


def days(number: int, day_type: str = "calendar") -> dict[str, Any]:
    return {"days": number, "day_type": day_type}


def test_every_key_has_a_name_a_shape_and_a_rule() -> None:
    assert set(BASE) == set(KEYS), "describe each key of BASE in casework/policy_keys.py"
    table = HolidayTable()
    wrong = {key: KEYS[key].shape.problem(value, table) for key, value in BASE.items() if value is not None}
    assert {key: text for key, text in wrong.items() if text} == {}
    assert all(KEYS[key].shape.words(value) for key, value in BASE.items() if value is not None)


def test_sixteen_presets_hold_nothing_that_could_not_be_saved(calendar: None) -> None:
    assert len(PRESETS) == 16
    table = holiday_table()
    wrong = {code: policy.problems(one["values"], table) for code, one in PRESETS.items()}
    assert {code: found for code, found in wrong.items() if found} == {}
    labels = [one["label"] for one in PRESETS.values()]
    assert len(set(labels)) == 16
    assert all(
        KEYS[key].shape.words(value) for one in PRESETS.values() for key, value in one["values"].items()
    )


def test_own_unit_then_parent_then_preset_then_default(office: Office) -> None:
    profile(office, "XZF", preset="general", values={"transfer_limit": days(2), "near_due_working_days": 2})
    profile(office, "XF", values={"near_due_working_days": 3})
    found = resolve(office.units["XF"], DAY)
    assert (found["near_due_working_days"].value, found["near_due_working_days"].source) == (
        3,
        "清禾县信访局政策（清信〔2026〕1号）",
    )
    assert found["transfer_limit"].source.startswith("清禾县人民政府政策")
    assert (found["annotate_scope"].value, found["annotate_scope"].source) == (
        "important",
        "预设 机关通用（《信访办理、信息管理和领导责任制度》、《来信来访接待制度》、《处理来信来访的工作原则》）",
    )
    assert found["internal_roll"].source == "产品默认（民法典第二百零三条）"


def test_a_case_keeps_values_versions_and_sources(office: Office) -> None:
    made = profile(office, values={"transfer_limit": days(2)})
    kept = Policy(office.registered().policy_values)
    assert kept.values["profiles"] == [made.pk]
    assert kept.limit("transfer_limit") == Limit(2)
    assert kept.source_of("transfer_limit") == "清禾县信访局政策（清信〔2026〕1号）"
    assert kept.source_of("handle_limit") == "预设 三五天机关（《信访工作制度》）"
    assert not {key for key in kept.values if key in KEYS and KEYS[key].group == CUSTOMERS}


def test_version_holds_from_its_first_to_its_last_day(office: Office) -> None:
    profile(office, values={"near_due_working_days": 2}, effective_to=date(2026, 2, 28))
    profile(office, values={"near_due_working_days": 5}, effective_from=date(2026, 3, 10))
    unit = office.units["XF"]
    held = [
        resolve(unit, date(2026, *day))["near_due_working_days"].value for day in ((2, 28), (3, 1), (3, 10))
    ]
    assert held == [2, 1, 5]
    assert policy_in_force(unit, date(2026, 3, 1)) is None


def test_a_version_that_has_begun_is_not_rewritten(office: Office) -> None:
    made = profile(office, values={"near_due_working_days": 2})
    made.values = {"near_due_working_days": 4}
    with pytest.raises(ValidationError, match="不能改写"):
        made.full_clean()
    made.refresh_from_db()
    made.effective_to = date(2026, 3, 31)
    made.full_clean()


@pytest.mark.parametrize("missing", ["approved_by", "source"])
def test_approver_and_source_are_required(office: Office, missing: str) -> None:
    with pytest.raises(ValidationError) as found:
        profile(office, **{missing: ""})
    assert missing in found.value.message_dict
    whole = {"unit": office.units["XF"], "effective_from": DAY, "approved_by": "甲", "source": "乙"}
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyProfile.objects.create(**{**whole, missing: ""})


@pytest.mark.rule("F-19")
def test_f19_longer_than_the_law_is_refused_with_the_article(office: Office) -> None:
    assert "第二十二条" in refused(office, transfer_limit=days(16))
    assert "第三十四条" in refused(office, handle_limit={"ordinary": days(61)})
    profile(office, values={"transfer_limit": days(3), "handle_limit": {"ordinary": days(60)}})


def test_working_days_are_measured_over_the_longest_holiday(office: Office) -> None:
    assert longest(Limit(5, DayType.WORKING), holiday_table()) == 15
    assert longest(Limit(5, DayType.WORKING), HolidayTable()) == 7
    assert "跨节假日最长可达" in refused(office, transfer_limit=days(10, "working"))
    profile(office, values={"transfer_limit": days(5, "working")})


@pytest.mark.parametrize(
    "values",
    [
        {"no_such_key": 1},
        {"annotate_scope": "none"},
        {"near_due_working_days": True},
        {"near_due_working_days": 11},
        {"transfer_limit": {"days": "x", "day_type": "calendar"}},
        {"transfer_limit": days(-1)},
        {"annotation_must_assign": "yes"},
        {"register_title": " "},
        {"closing_signers": ["deputy_leader"]},
        {"closing_signers": ["unit_head", "unit_head"]},
        {"annotators": {"ordinary": []}},
        {"reply_by": {"nobody": "office"}},
        {"first_responder_checklist": [""]},
    ],
)
def test_what_means_nothing_is_not_saved(office: Office, values: dict[str, Any]) -> None:
    assert refused(office, **values)


def test_statutory_table_is_dated_and_agrees_with_the_clocks() -> None:
    from petitions import deadlines

    assert {one.code for one in statutory.in_force(date(2021, 1, 1))} == {
        "JC_NOTICE", "JC_RESULT", "JC_UP", "JC_DOWN", "LOG_KEEP",
    }  # fmt: skip
    pairs = {
        "XF_ROUTE": deadlines.ROUTE,
        "XF_NOTICE_DIRECT": deadlines.NOTICE,
        "XF_OBJECT": deadlines.OBJECTION,
        "XF_HANDLE": deadlines.HANDLE,
        "XF_REVIEW_APPLY": deadlines.REVIEW_APPLICATION,
        "XF_REVIEW_DECIDE": deadlines.REVIEW,
        "XF_REREVIEW_DECIDE": deadlines.REREVIEW,
        "JC_UP": deadlines.JC_UP,
        "JC_DOWN": deadlines.JC_DOWN,
        "JC_NOTICE": deadlines.ACCUSATION_NOTICE,
    }
    assert {code: statutory.cap(code)[0] for code in pairs} == pairs


def test_parts_left_out_come_from_the_default(office: Office) -> None:
    profile(office, values={"handle_limit": {"ordinary": days(4)}})
    kept = Policy(policy_values(office.units["XF"], DAY))
    assert (kept.limit("handle_limit", "ordinary"), kept.limit("handle_limit", "urgent")) == (
        Limit(4),
        Limit(3),
    )
