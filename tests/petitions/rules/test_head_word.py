"""部门负责人批示: the head writes a word and names the handler before the unit signs for what it was given (S10-11, S14-06)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.actions.reminders import write_reminders
from casework.models import ClockKind, Notice, Reminder
from casework.refusals import NotYours, Refusal
from casework.states import State
from petitions.access import why_not
from petitions.actions import handle, naming, recalculate
from petitions.models import Petition
from petitions.next_step import whose_turn
from petitions.queries import LISTS, Days
from petitions.states import Purpose
from petitions.to_sign import words_for
from tests.office import Office
from tests.petitions import steps
from tests.petitions.receiving import hall
from tests.petitions.scenarios_by_preset import road
from tests.petitions.steps import fresh
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")
OWED = "须先由部门负责人批示并指定承办人"


def given_out(office: Office, preset: str = "bureau_system") -> Petition:
    """On Monday 2 March to 住建局."""
    road.under(office, preset)
    p = road.presented(office.registered(), office["officer"])
    unit, more = office.units["ZJJ"], {}
    if preset == "town_annotate":
        more = {"responsible": office["bureau_head"]}
    return road.annotated(p, unit=unit, **more)


def say(p: Petition, office: Office, by: str = "bureau_head", **changes: Any) -> Petition:
    values = {"handler": office["handler"], "opinion": "请三日内到现场核实。", **changes}
    naming.name_handler(p.pk, by=office[by], version=fresh(p).version, **values)
    return fresh(p)


@pytest.mark.rule("S10-11")
@pytest.mark.rule("S14-06")
@pytest.mark.parametrize("preset", ["bureau_system", "town_annotate"])
def test_nobody_signs_for_it_before_the_head_has_spoken(office: Office, preset: str) -> None:
    p = given_out(office, preset)
    for who in ("handler", "bureau_head"):
        with pytest.raises(Refusal, match=OWED):
            handle.accept(p.pk, by=office[who], version=p.version, handler=office["handler"])
    assert fresh(p).state == State.ASSIGNED
    p = say(p, office)
    signed = p.signoffs.get(step="instruct")
    assert (signed.staff_name, signed.opinion) == ("蒋某寅", "请三日内到现场核实。")
    assert p.routings.get(kind="assign").instruction == signed
    assert p.handler == office["handler"]
    handle.accept(p.pk, by=office["handler"], version=p.version)
    assert (fresh(p).state, fresh(p).handler) == (State.HANDLING, office["handler"])


def test_other_presets_sign_at_once(office: Office) -> None:
    p = given_out(office, "general")
    assert "不要求" in (why_not("name_handler", p, office["bureau_head"]) or "")
    assert road.accepted(p, office["bureau_head"], office["handler"]).state == State.HANDLING
    assert not p.clocks.filter(kind=ClockKind.ASSIGN).exists()


@pytest.mark.rule("S14-06")
@pytest.mark.parametrize(
    ("lacking", "message"),
    [
        ({"opinion": " "}, "请写明批示意见"),
        ({"opinion": "阅。"}, "请写明批示意见"),
        ({"handler": None}, "请指定承办人"),
    ],
)
def test_a_word_without_a_handler_and_阅_alone_are_refused(
    office: Office, lacking: dict[str, Any], message: str
) -> None:
    p = given_out(office)
    with pytest.raises(Refusal, match=message):
        say(p, office, **lacking)
    assert not p.signoffs.filter(step="instruct").exists()


def test_only_a_colleague_is_named_and_only_by_the_head(office: Office) -> None:
    p = given_out(office)
    with pytest.raises(Refusal, match="须是本单位在任人员"):
        say(p, office, handler=office["other_handler"])
    for who in ("handler", "officer"):
        with pytest.raises(NotYours):
            say(p, office, by=who)


def test_whom_the_head_named_signs_and_only_the_head_names_another(office: Office) -> None:
    p = say(given_out(office), office, handler=office["bureau_head"])
    with pytest.raises(Refusal, match="承办人由部门负责人指定为蒋某寅"):
        handle.accept(p.pk, by=office["handler"], version=p.version, handler=office["handler"])
    with pytest.raises(Refusal, match="已经批示"):
        say(p, office)
    handle.accept(p.pk, by=office["bureau_head"], version=p.version, handler=office["handler"])
    assert fresh(p).handler == office["handler"]


def test_a_unit_without_a_head_goes_to_the_leader_above(office: Office) -> None:
    office["bureau_head"].posts.update(ends_on=date(2026, 1, 1))
    p = given_out(office)
    assert "等清禾县住房和城乡建设局负责人批示" in whose_turn(p)
    leader = next(one for one in (office["deputy"], office["chief"]) if p in words_for(one))
    naming.name_handler(p.pk, by=leader, version=p.version, handler=office["handler"], opinion="请速办。")
    assert fresh(p).handler == office["handler"]


def test_given_out_again_it_is_said_again(office: Office, monday: Any) -> None:
    p = say(given_out(office), office)
    handle.return_to_office(p.pk, by=office["handler"], version=p.version, reason="应由人社局办理。")
    p = road.assigned(p, office["officer"], office.units["RSJ"])
    with pytest.raises(Refusal, match=OWED):
        road.accepted(p, office["other_head"], office["other_handler"])


@pytest.mark.rule("S14-06")
def test_the_clock_runs_from_assignment_to_the_name(office: Office, monday: Any) -> None:
    p = given_out(office)
    clock = p.clocks.get(kind=ClockKind.ASSIGN)
    assert (clock.due_on, clock.owner) == (date(2026, 3, 2), office["bureau_head"])
    assert clock.unit_sentence == "3月2日交办，定承办人当日，到期3月2日"
    assert clock.source == "预设 系统单位（局）（《来信来访工作管理制度》）"
    write_reminders(date(2026, 3, 3))
    late = Reminder.objects.filter(clock=clock, level="overdue")
    assert "蒋某寅" in late.values_list("staff__name", flat=True)
    monday.move_to("2026-03-03 09:00:00+08:00")
    days = Days.of(date(2026, 3, 3))
    assert Petition.objects.filter(LISTS["unclaimed"].rule(days)).get() == p
    say(p, office)
    assert p.clocks.get(kind=ClockKind.ASSIGN).met_on == date(2026, 3, 3)
    assert not Petition.objects.filter(LISTS["unclaimed"].rule(days)).exists()


def test_the_clock_alone_is_met_by_signing_and_never_starts_for_a_named_handler(office: Office) -> None:
    hall.policy(office, assign_within={"days": 1, "day_type": "working"})
    p = steps.assigned(office, office.registered())
    assert p.clocks.get(kind=ClockKind.ASSIGN).due_on == date(2026, 3, 3)
    handle.accept(p.pk, by=office["bureau_head"], version=p.version, handler=office["handler"])
    assert p.clocks.get(kind=ClockKind.ASSIGN).met_on == date(2026, 3, 2)
    named = steps.assigned(office, office.registered(), responsible=office["handler"])
    assert not named.clocks.filter(kind=ClockKind.ASSIGN).exists()


def test_the_clock_is_counted_anew_and_falls_with_a_return(office: Office) -> None:
    p = given_out(office)
    office.units["XZF"].policies.update(values={"assign_within": {"days": 2, "day_type": "working"}})
    recalculate.recalculate(p.pk, by=office["officer"], version=p.version, reason="政策已修订。")
    assert p.clocks.get(kind=ClockKind.ASSIGN).due_on == date(2026, 3, 4)
    p = fresh(p)
    handle.return_to_office(p.pk, by=office["bureau_head"], version=p.version, reason="不属本局职责。")
    assert p.clocks.get(kind=ClockKind.ASSIGN).stopped_reason == "退回"


@pytest.mark.rule("S10-11")
def test_the_head_is_told_and_finds_it_among_what_awaits_a_signature(office: Office) -> None:
    p = given_out(office)
    assert Notice.objects.filter(case=p, staff=office["bureau_head"], text__contains="等您批示并指定承办人")
    assert [list(words_for(office[who])) for who in ("bureau_head", "other_head", "handler")] == [[p], [], []]
    page = words(signed_in(office["bureau_head"]).get("/sign/"))
    assert "部门负责人批示 1" in page
    assert f"批示 {p.number}" in page
    say(p, office)
    assert list(words_for(office["bureau_head"])) == []


def test_a_sealed_case_is_shown_to_a_head_who_may_know_of_it(office: Office) -> None:
    road.under(office, "bureau_system")
    road.hire(office, "organ_head", "许某酉", "XJW", "unit_head")
    p = office.registered(purpose=Purpose.ACCUSATION, accused_units=(office.units["ZJJ"],))
    p = road.presented(p, office["officer"])
    p = road.annotated(p, unit=office.units["XJW"])
    assert list(words_for(office["organ_head"])) == [p]
    assert not Notice.objects.filter(case=p, staff=office["bureau_head"]).exists()


def test_the_page_keeps_what_was_typed_and_the_list_offers_no_signing(office: Office) -> None:
    p = given_out(office)
    row = signed_in(office["handler"]).get("/handling/?scope=unit&tab=accept").context["rows"][0]
    assert not row.may_accept
    client, url = signed_in(office["bureau_head"]), f"/petitions/{p.pk}/do/name_handler/"
    assert "等清禾县住房和城乡建设局负责人批示，指定承办人" in words(client.get(f"/petitions/{p.pk}/"))
    back = client.post(url, {"version": p.version, "opinion": "请速核实。", "handler": ""})
    assert back.status_code == 422
    assert "请速核实。" in words(back)
    assert client.post(url, {"version": p.version, "opinion": "请速核实。", "handler": office["handler"].pk})
    assert fresh(p).handler == office["handler"]
