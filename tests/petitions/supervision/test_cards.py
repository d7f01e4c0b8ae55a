"""督办卡: a leader's signature with opinion, unit and date puts the case with the unit at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.actions.reminders import write_reminders
from casework.models import Clock, Notice, Reminder, SignOff
from casework.refusals import NotVisible, NotYours, Refusal
from casework.states import State
from petitions.actions import cards, handle
from petitions.models import Petition, SuperviseCard
from petitions.states import Purpose, RoutingKind
from tests.office import Office
from tests.petitions.steps import REPORT, fresh, handling, investigated, presented
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")
THURSDAY = date(2026, 3, 5)


def issue(office: Office, p: Petition, **changes: Any) -> SuperviseCard:
    given: dict[str, Any] = {"opinion": "三日内解决。", "unit": office.units["ZJJ"], "due_on": THURSDAY}
    by = changes.pop("by", None) or office["chief"]
    return cards.issue_card(p.pk, by=by, version=fresh(p).version, **{**given, **changes})


@pytest.mark.rule("S12-08", "S12-15")
def test_card_gives_the_case_out_at_once_with_its_own_date(office: Office) -> None:
    card = issue(office, office.registered())
    p = fresh(card.petition)
    assert (p.state, p.handling_unit) == (State.ASSIGNED, office.units["ZJJ"])
    assert card.routing is not None
    assert (card.routing.kind, card.routing.to_unit.code, card.routing.due_on) == (
        RoutingKind.ASSIGN,
        "ZJJ",
        THURSDAY,
    )
    clocks = dict(p.clocks.filter(met_on=None).values_list("kind", "due_on"))
    assert (clocks["card"], clocks["handle"]) == (THURSDAY, THURSDAY)
    signed = SignOff.objects.get(case=p)
    assert (signed.staff_name, signed.opinion, signed.step) == ("赵某甲", "三日内解决。", "annotate")


@pytest.mark.rule("S12-08")
@pytest.mark.parametrize(
    ("missing", "field"), [("unit", "unit"), ("due_on", "due_on"), ("opinion", "opinion")]
)
def test_card_without_unit_date_or_opinion_is_refused(office: Office, missing: str, field: str) -> None:
    p = office.registered()
    with pytest.raises(Refusal) as refused:
        issue(office, p, **{missing: "" if missing == "opinion" else None})
    assert refused.value.field == field
    assert (fresh(p).state, SuperviseCard.objects.count(), SignOff.objects.count()) == ("registered", 0, 0)


@pytest.mark.rule("S12-08")
def test_card_never_reaches_past_the_law(office: Office) -> None:
    for p in (office.registered(purpose=Purpose.CLAIM), handling(office, office.registered())):
        Petition.objects.filter(pk=p.pk).update(purpose=Purpose.CLAIM)
        for late in (date(2026, 5, 7), date(2026, 6, 1)):
            with pytest.raises(Refusal, match="不能晚于法定期限"):
                issue(office, p, due_on=late)
        assert issue(office, p, due_on=date(2026, 5, 6)).due_on == date(2026, 5, 6)


def test_card_is_signed_by_a_leader_alone(office: Office) -> None:
    p = office.registered()
    for name in ("officer", "office_head", "town_chief", "handler"):
        with pytest.raises((NotYours, NotVisible)):
            issue(office, p, by=office[name])
    assert SuperviseCard.objects.count() == 0


def test_card_for_a_paper_before_another_leader_is_refused(office: Office) -> None:
    p = presented(office, office.registered())
    with pytest.raises(Refusal, match="正待孙某丙阅批"):
        issue(office, p)


def test_card_on_a_case_in_hand_keeps_unit_and_adds_its_date(office: Office) -> None:
    p = handling(office, office.registered())
    with pytest.raises(Refusal, match="正由清禾县住房和城乡建设局承办"):
        issue(office, p, unit=office.units["RSJ"])
    issue(office, p)
    assert fresh(p).state == State.HANDLING
    assert fresh(p).routings.count() == 1
    assert Clock.objects.get(case=p, kind="card").due_on == THURSDAY


@pytest.mark.rule("S12-10")
def test_unit_feeds_back_before_it_reports_and_lateness_is_reckoned(office: Office, monday: Any) -> None:
    p = investigated(office, office.registered())
    card = issue(office, p)
    with pytest.raises(Refusal, match="督办卡还没有反馈"):
        handle.report(p.pk, by=office["handler"], version=fresh(p).version, **REPORT)
    assert not card.is_late
    monday.move_to("2026-03-06 09:00:00+08:00")
    assert card.is_late
    done = cards.answer_card(p.pk, by=office["handler"], feedback="电梯已修复。")
    assert done.is_late
    told = Notice.objects.filter(case=p, text=f"{p.number} 清禾县住房和城乡建设局已反馈督办卡（迟报）")
    assert set(told.values_list("staff__name", flat=True)) == {"赵某甲", "李某丁"}
    monday.move_to("2026-03-20 09:00:00+08:00")
    assert SuperviseCard.objects.get().is_late
    last = fresh(p).events.order_by("seq").last()
    assert last is not None
    assert last.data["late"] == "（迟报）"
    with pytest.raises(NotYours):
        cards.answer_card(p.pk, by=office["handler"], feedback="再报。")


@pytest.mark.rule("S12-10")
def test_feedback_in_time_is_not_late_and_its_clock_stops(office: Office) -> None:
    p = issue(office, office.registered()).petition
    done = cards.answer_card(p.pk, by=office["bureau_head"], feedback="已修复。")
    assert not done.is_late
    assert Clock.objects.get(case=p, kind="card").met_on == date(2026, 3, 2)


def test_card_reminds_each_person_once(office: Office) -> None:
    issue(office, office.registered())
    write_reminders(THURSDAY)
    first = Reminder.objects.count()
    assert Reminder.objects.filter(clock__kind="card").exists()
    write_reminders(THURSDAY)
    assert Reminder.objects.count() == first


@pytest.mark.rule("S12-15")
def test_leader_signs_a_card_from_the_sign_page_and_it_prints(office: Office) -> None:
    p = presented(office, office.registered(details={"importance": "important"}))
    client = signed_in(office["deputy"])
    assert "签发督办卡" in words(client.get(f"/sign/{p.pk}/"))
    data = {
        "version": p.version,
        "opinion": "立即解决。",
        "unit": office.units["ZJJ"].pk,
        "due_on": "2026-03-05",
    }
    answer = client.post(f"/petitions/{p.pk}/do/card/", {**data, "unit": ""})
    assert (answer.status_code, answer.context["form"].errors) == (422, {"unit": ["督办卡须写明承办单位。"]})
    assert client.post(f"/petitions/{p.pk}/do/card/", data).status_code == 302
    assert "督办卡：清禾县住房和城乡建设局，3月5日前" in words(client.get(f"/petitions/{p.pk}/"))
    paper = words(client.get(f"/petitions/{p.pk}/paper/card/"))
    for part in ("立即解决。", "2026年3月5日", "钱某乙", "清禾县住房和城乡建设局"):
        assert part in paper
