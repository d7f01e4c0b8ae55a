"""请示、首问答复自查、按现行政策重算期限."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.actions.clocks import ORDER
from casework.models import Clock, policy_values
from casework.policy import Policy
from casework.refusals import Refusal
from petitions.actions import cards, instructions, recalculate
from petitions.models import Petition, RequestForInstruction
from tests.office import Office
from tests.petitions.scenarios.policy import ANSWER, ASK, asked, three_days
from tests.petitions.steps import assigned, concluded, fresh, handling
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")
LAW = date(2026, 5, 6)


def clock(petition: Petition) -> Clock:
    return Clock.objects.get(case=petition, kind="handle", met_on__isnull=True)


@pytest.mark.rule("S18-04")
def test_instruction_stops_the_own_limit_and_never_the_laws(office: Office, monday: Any) -> None:
    p = asked(office)
    assert (clock(p).paused_on, clock(p).due_on, clock(p).statutory_due) == (date(2026, 3, 2), LAW, LAW)
    monday.move_to("2026-03-09 09:00:00+08:00")
    by = office["handler"]
    instructions.answer_instruction(p.pk, by=by, version=fresh(p).version, **ANSWER)
    assert (clock(p).unit_due, clock(p).statutory_due) == (date(2026, 3, 16), LAW)
    assert fresh(p).events.get(name="instruction_answered").data["effect"] == "内部期限顺延至3月16日"


@pytest.mark.rule("S18-04")
def test_one_instruction_at_a_time_and_its_words_are_asked_for(office: Office) -> None:
    p = asked(office)
    with pytest.raises(Refusal, match="尚未批复"):
        instructions.ask_instruction(p.pk, by=office["handler"], version=p.version, **ASK)
    for name in ANSWER:
        given = {**ANSWER, name: " "}
        with pytest.raises(Refusal) as refused:
            instructions.answer_instruction(p.pk, by=office["handler"], version=p.version, **given)
        assert refused.value.field == name
    assert RequestForInstruction.objects.get().answered_on is None


@pytest.mark.rule("S18-04")
def test_case_page_shows_the_instruction(office: Office) -> None:
    p = asked(office)
    shown = words(signed_in(office["handler"]).get(f"/petitions/{p.pk}/"))
    assert "请示 清禾县人民政府" in shown
    assert "3月2日起因请示暂停" in shown


@pytest.mark.rule("S10-15")
@pytest.mark.parametrize(("points", "shown"), [([], False), (["先说结论，再说依据"], True)])
def test_first_responders_points_stand_on_the_page_of_the_answer(
    office: Office, points: list[str], shown: bool
) -> None:
    p = concluded(office, office.registered())
    policy = {**p.policy_values, "first_responder_checklist": points}
    Petition.objects.filter(pk=p.pk).update(policy_values=policy)
    page = words(signed_in(office["officer"]).get(f"/petitions/{p.pk}/do/close/"))
    assert ("首问责任人答复前请自查" in page, "先说结论，再说依据" in page) == (shown, shown)


@pytest.mark.rule("F-20")
def test_f20_a_registered_case_keeps_its_policy_until_it_is_counted_anew(office: Office, at: Any) -> None:
    with at("2026-02-27"):
        p = office.registered(received_on=date(2026, 2, 27))
    three_days(office, since=date(2026, 3, 1))
    p = handling(office, p)
    assert clock(p).unit_due == date(2026, 3, 9)  # 3月7日 is a Saturday
    by = office["officer"]
    with pytest.raises(Refusal) as refused:
        recalculate.recalculate(p.pk, by=by, version=p.version, reason=" ")
    assert refused.value.field == "reason"
    recalculate.recalculate(p.pk, by=by, version=p.version, reason="新规定缩短了期限。")
    assert (clock(p).unit_due, clock(p).statutory_due) == (date(2026, 3, 5), LAW)
    event = fresh(p).events.get(name="recalculated")
    assert (event.note, event.data["changes"]) == ("新规定缩短了期限。", "办理 3月9日 → 3月5日")
    assert "清信〔2026〕3号" in clock(p).source


@pytest.mark.rule("F-20")
def test_a_leaders_date_and_a_moved_limit_are_left_alone(office: Office) -> None:
    p = assigned(office, office.registered(), due_on=date(2026, 3, 12))
    three_days(office)
    with pytest.raises(Refusal, match="都不变"):
        recalculate.recalculate(p.pk, by=office["officer"], version=p.version, reason="新规定。")
    assert (clock(p).source, clock(p).unit_due) == (ORDER, date(2026, 3, 12))


def test_every_running_clock_names_the_row_article_or_order_behind_it(office: Office) -> None:
    p = assigned(office, office.registered())
    for one in Clock.objects.filter(case=p, met_on__isnull=True):
        assert one.sentences
        assert one.source
        if one.statutory_due:
            assert "条" in one.statutory_sentence
    assert "handle_limit" not in Policy(policy_values(p.unit, date(2026, 3, 2))).values.get("sources", {})


@pytest.mark.rule("F-20")
def test_a_card_of_a_later_day_is_no_new_start_of_the_days(office: Office, monday: Any) -> None:
    p = handling(office, office.registered())
    monday.move_to("2026-03-04 09:00:00+08:00")
    unit, day = office.units["ZJJ"], date(2026, 3, 20)
    cards.issue_card(p.pk, by=office["deputy"], version=p.version, opinion="请抓紧。", unit=unit, due_on=day)
    three_days(office)
    recalculate.recalculate(p.pk, by=office["officer"], version=fresh(p).version, reason="新规定。")
    assert clock(p).unit_sentence.startswith("3月2日阅批，一般件3日")
