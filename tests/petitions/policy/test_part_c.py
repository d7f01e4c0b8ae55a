"""Part C of the rules: where the documents differ, a key decides under the law's cap. C-01 to C-11; the rest stands next door."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.calendar import holiday_table
from casework.deadlines import DayType, Limit, due
from casework.models import ClockKind
from casework.policy import PRESETS, Policy, merged, problems
from casework.policy_keys import KEYS, SHIFTS
from casework.refusals import Refusal
from casework.states import Urgency
from petitions import deadlines, ledger
from petitions.access import must_be_annotated
from petitions.actions import handle
from petitions.actions.handle import closing_steps
from petitions.lag import lag_of, lag_words
from petitions.models import Petition
from petitions.queries import owes_reading
from petitions.states import ReceptionKind
from petitions.terms import notice_terms
from tests.office import Office
from tests.petitions.receiving import hall
from tests.petitions.steps import fresh, handling
from tests.petitions.views.reading import signed_in, words

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
    [("registration", "登记", 2), ("annotation", "阅批", 2), ("receipt", "签收", 9)],
)
def test_c02_time_to_handle_and_from_when(
    office: Office, monday: Any, start: str, event: str, day: int
) -> None:
    from tests.petitions.steps import assigned

    p = assigned(office, with_policy(office.registered(), handle_start=start))
    # Before acceptance the law's days run from 交办; a policy moves them neither then nor later.
    assert p.clocks.get(kind=ClockKind.HANDLE).statutory_due == date(2026, 5, 6)
    monday.move_to("2026-03-09 09:00:00+08:00")
    handle.accept(p.pk, by=office["bureau_head"], version=p.version, handler=office["handler"])
    clock = p.clocks.get(kind=ClockKind.HANDLE)
    assert clock.unit_sentence.startswith(f"3月{day}日{event}，一般件5日")
    assert (
        clock.statutory_due,
        wrong("handle_limit", {"ordinary": {"days": 61, "day_type": "calendar"}}),
    ) == (
        date(2026, 5, 8),
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


@pytest.mark.rule("S11-09")
@pytest.mark.parametrize(
    ("within", "received", "days"),
    [
        ("same_day", date(2026, 3, 2), 0),
        ("same_day", date(2026, 2, 27), 3),
        # Sunday: nobody was there to register it before Monday. The Saturday was a make-up working day.
        ("same_day", date(2026, 3, 1), 0),
        ("same_day", date(2026, 2, 28), 2),
        ("at_once", date(2026, 3, 1), 1),
    ],
)
def test_c05_lag_is_shown_and_never_blocks(office: Office, within: str, received: date, days: int) -> None:
    hall.policy(office, register_within=within)
    p = office.registered(received_on=received)
    assert p.number
    lag = lag_words(p.intakes.get())
    assert lag == (f"登记迟延 {days} 日" if days else "")
    page = words(signed_in(office["officer"]).get(f"/petitions/{p.pk}/"))
    assert ("登记迟延" in page, lag in page) == (bool(days), True)
    selection = ledger.Selection(office.units["XF"], date(2026, 2, 1), date(2026, 3, 31))
    table, _ = ledger.table(selection, ledger.cases_of(office["officer"]), ["number", "lag"])
    assert table.cells(table.rows[0]) == [p.number, str(days or "")]


def test_c05_what_another_organ_sent_and_old_ledgers_are_not_late(office: Office) -> None:
    p = office.registered(received_on=date(2026, 1, 5))
    one = p.intakes.get()
    assert lag_of(one) == 56
    one.import_row = 7
    assert lag_of(one) == 0


@pytest.mark.parametrize(
    ("shift", "day"),
    [
        ("next_working_day", date(2026, 4, 7)),
        ("same_weekday_next_week", date(2026, 4, 13)),
        ("skip", None),
    ],
)
def test_c06_reception_day_on_a_holiday(office: Office, shift: str, day: date | None) -> None:
    assert preset("court")["reception_holiday_shift"] == "next_working_day"
    assert set(SHIFTS) == {"next_working_day", "same_weekday_next_week", "skip"}
    hall.rule(office, ReceptionKind.MONTHLY_WEEKDAY, weekday=0, nth=1)
    # Any number of rules: the office also receives in the middle of the month.
    hall.rule(office, ReceptionKind.MONTHLY_DAY, day=15)
    hall.policy(office, reception_holiday_shift=shift)
    made = hall.drawn(office, date(2026, 4, 1))
    found = list(made.sessions.order_by("day").values_list("day", flat=True))
    assert found == [one for one in (day, date(2026, 4, 15)) if one]


def test_c07_who_reads_and_the_rate_follows(office: Office) -> None:
    p = office.registered()
    assert must_be_annotated(p)
    p = with_policy(p, annotate_scope=preset("enterprise_office")["annotate_scope"])
    assert not must_be_annotated(p)
    owed = Petition.objects.filter(owes_reading())
    assert owed.count() == 0
    Petition.objects.filter(pk=p.pk).update(importance="important")
    assert must_be_annotated(fresh(p))
    assert owed.count() == 1


def test_c08_signers_may_grow_and_never_lose_handler_and_head(office: Office) -> None:
    steps = {
        code: preset(code)["closing_signers"] for code in ("town_annotate", "three_five", "enterprise_office")
    }
    assert steps == {
        "town_annotate": ["unit_head", "chief_leader"],
        "three_five": ["unit_head", "deputy_leader"],
        "enterprise_office": ["unit_head"],
    }
    assert "部门负责人两人签字" in wrong("closing_signers", ["chief_leader"])
    p = with_policy(office.registered(), closing_signers=["unit_head"])
    p.complexity = "complex"
    assert closing_steps(p) == ["unit_head", "chief_leader"]


def test_c09_who_replies_is_a_choice_by_source(calendar: None) -> None:
    assert preset("enterprise_office")["reply_by"] == {
        "superior": "office", "received": "office", "own": "department",
    }  # fmt: skip
    assert preset("bureau_system")["reply_by"]["received"] == "department"
    assert wrong("reply_by", {"superior": "nobody"})
    assert wrong("reply_by", {"first_responder": "office"})


def test_c10_everybody_is_told_whatever_a_unit_decides(office: Office) -> None:
    p = office.registered(by=office["bureau_head"])
    for code in PRESETS:
        p.policy_values = merged(code, {}, "测试")
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
