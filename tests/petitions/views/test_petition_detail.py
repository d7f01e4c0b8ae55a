"""The case page: what it shows, to whom, and which buttons."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from casework.actions.editing import touch
from petitions.actions import amend, register, supervise
from petitions.actions.register import Person
from petitions.models import Petition
from petitions.states import Channel, Purpose
from tests.office import Office
from tests.petitions.steps import assigned, concluded, fresh, handling, presented, reported
from tests.petitions.views.reading import queries_of, signed_in, words

pytestmark = pytest.mark.usefixtures("monday")


def page(office: Office, name: str, petition: Petition) -> Any:
    return signed_in(office[name]).get(f"/petitions/{petition.pk}/")


def labels(actions: list[Any]) -> list[str]:
    return [one.label for one in actions]


def accusation(office: Office) -> Petition:
    """A sealed accusation against the housing bureau."""
    return office.registered(
        purpose=Purpose.ACCUSATION,
        accused_units=(office.units["ZJJ"],),
        person=Person(name="秦某密", phone="12000000077", id_number="110101190001010011"),
        joint=(("韩某密", "12000000078", False),),
        head_count=2,
    )


def test_page_shows_number_state_and_whose_turn_it_is(office: Office) -> None:
    p = handling(office, office.registered())
    text = words(page(office, "officer", p))
    for part in ("清信访〔2026〕1号", "办理中", "清禾县住房和城乡建设局沈某卯正在办理", "小区电梯坏了两个月"):
        assert part in text


def test_out_of_sight_is_404(office: Office) -> None:
    p = office.registered()
    assert page(office, "other_handler", p).status_code == 404
    assert page(office, "admin", p).status_code == 404


def test_every_clock_says_why(office: Office) -> None:
    p = handling(office, office.registered())
    clocks = {one.label: one for one in page(office, "officer", p).context["clocks"]}
    assert clocks["办理"].sentences[0] == "3月2日阅批，一般件5日，3月7日遇休息日顺延，到期3月9日"
    assert "《信访工作条例》第三十四条" in clocks["办理"].sentences[1]
    assert (clocks["办理"].badge.due, clocks["办理"].badge.days) == (date(2026, 3, 9), 5)
    assert clocks["签收"].badge.level == "met"


@pytest.mark.rule("S10-09")
def test_first_responder_is_shown_and_stays(office: Office) -> None:
    p = concluded(office, office.registered())
    assert "首问责任人周某戊" in words(page(office, "officer", p))


@pytest.mark.rule("S03-18", "S14-02")
def test_chain_of_responsibility_is_shown_for_the_unit(office: Office) -> None:
    p = office.registered()
    assert page(office, "officer", p).context["chain"] == [
        ("总责", "赵某甲（清禾县人民政府）"),
        ("分管", "钱某乙（清禾县信访局）"),
    ]
    p = assigned(office, p)
    assert page(office, "officer", p).context["chain"] == [("总责", "赵某甲（清禾县人民政府）")]


def test_next_steps_are_buttons_for_those_who_may(office: Office) -> None:
    response = page(office, "officer", office.registered())
    assert labels(response.context["first_actions"]) == ["送阅"]
    assert "作废" in labels(response.context["other_actions"])
    assert "签收" not in labels(response.context["other_actions"])


@pytest.mark.rule("S13-08")
def test_next_step_of_somebody_else_is_shown_with_the_reason(office: Office) -> None:
    p = assigned(office, office.registered())
    response = page(office, "registrar", p)
    assert [(one.label, one.reason) for one in response.context["first_actions"]] == [
        ("签收", "签收由承办单位办理。")
    ]
    assert "签收：签收由承办单位办理。" in words(response)


def test_acts_without_an_object_are_not_offered(office: Office) -> None:
    p = handling(office, office.registered())
    offered = labels(page(office, "bureau_head", p).context["other_actions"])
    assert "改派承办人" in offered
    assert "调查记录签字" not in offered
    assert "答复催办" not in offered
    supervise.urge(p.pk, by=office["officer"], text="请抓紧。")
    assert "答复催办" in labels(page(office, "bureau_head", p).context["other_actions"])


def test_everything_that_was_done_is_on_the_page(office: Office) -> None:
    p = concluded(office, office.registered())
    urge = supervise.urge(reported(office, office.registered()).pk, by=office["officer"], text="请抓紧。")
    text = words(page(office, "officer", p))
    for part in ("签批意见", "请核实办理。", "现场查看，电梯停运。", "责成物业十日内修复。", "审签完毕"):
        assert part in text
    assert "尚未答复" in words(page(office, "officer", urge.petition))


def test_repeat_intakes_are_counted_in_times_and_people(office: Office) -> None:
    p = office.registered(channel=Channel.VISIT, head_count=6)
    register.add_intake(
        p.pk, by=office["registrar"], channel="visit", received_on=date(2026, 3, 2), head_count=8
    )
    response = page(office, "officer", p)
    assert "来件 2 次，共 14 人次" in words(response)
    assert [mark.label for mark in response.context["marks"]] == ["集体访", "重复来件 2 次"]


def test_timeline_is_in_order_with_the_newest_last(office: Office) -> None:
    p = presented(office, office.registered())
    lines = page(office, "officer", p).context["lines"]
    assert [line.text for line in lines] == ["登记，编号 清信访〔2026〕1号", "送 孙某丙 阅批"]


@pytest.mark.rule("S09-15")
def test_identity_of_an_accusation_is_hidden_until_a_reason_is_given(office: Office) -> None:
    p = accusation(office)
    client = signed_in(office["officer"])
    hidden = client.get(f"/petitions/{p.pk}/")
    for secret in ("秦某密", "韩某密", "12000000077"):
        assert secret not in words(hidden)
    shown = client.post(f"/petitions/{p.pk}/unlock/", {"reason": "核实举报线索"}, follow=True)
    assert "秦某密" in words(shown)
    assert "韩某密" in words(shown)
    assert "110101190001010011" not in words(shown)
    event = p.events.get(name="read_protected")
    assert (event.note, event.actor_name) == ("核实举报线索", "李某丁")


@pytest.mark.rule("S09-15")
def test_opened_identity_closes_again(office: Office, monday: Any) -> None:
    p = accusation(office)
    client = signed_in(office["officer"])
    client.post(f"/petitions/{p.pk}/unlock/", {"reason": "核实"})
    monday.shift(timedelta(minutes=16))
    assert "秦某密" not in words(client.get(f"/petitions/{p.pk}/"))


def test_identity_without_a_reason_stays_closed(office: Office) -> None:
    p = accusation(office)
    client = signed_in(office["officer"])
    assert "秦某密" not in words(client.post(f"/petitions/{p.pk}/unlock/", {"reason": " "}, follow=True))
    assert not p.events.filter(name="read_protected").exists()
    assert signed_in(office["handler"]).post(f"/petitions/{p.pk}/unlock/", {"reason": "x"}).status_code == 404


def test_page_names_who_is_at_it_just_now(office: Office, monday: Any) -> None:
    p = office.registered()
    touch(p, by=office["registrar"])
    assert "周某戊 正在办理此件" in words(page(office, "officer", p))
    assert "正在办理此件" not in words(page(office, "registrar", p))
    monday.shift(timedelta(minutes=4))
    assert "正在办理此件" not in words(page(office, "officer", p))


def test_who_has_done_it_is_at_it_no_more(office: Office, monday: Any) -> None:
    p = office.registered()
    touch(p, by=office["registrar"])
    monday.shift(timedelta(seconds=5))
    presented(office, p)
    assert "正在办理此件" not in words(page(office, "officer", p))


def test_what_one_owes_stands_before_what_one_may(office: Office) -> None:
    p = handling(office, office.registered())
    supervise.urge(p.pk, by=office["supervisor"], text="请抓紧办理。")
    assert page(office, "handler", p).context["other_actions"][0].label == "答复催办"


def test_page_opened_from_a_list_knows_its_neighbours(office: Office) -> None:
    cases = [presented(office, office.registered()) for _ in range(3)]
    client = signed_in(office["office_head"])
    client.get("/sign/")
    walk = client.get(f"/petitions/{cases[1].pk}/").context["walk"]
    assert (walk.position, walk.total) == (2, 3)
    assert (walk.prev_url, walk.next_url) == (f"/petitions/{cases[0].pk}/", f"/petitions/{cases[2].pk}/")
    assert "第 2 件，共 3 件" in words(client.get(f"/petitions/{cases[1].pk}/"))


def test_number_of_queries_does_not_grow_with_what_was_done(office: Office) -> None:
    p = handling(office, office.registered())
    client = signed_in(office["officer"])

    def more(times: int) -> None:
        for _ in range(times):
            supervise.urge(p.pk, by=office["officer"], text="请抓紧。")
            register.add_intake(
                p.pk, by=office["registrar"], channel="letter", received_on=timezone.localdate()
            )

    more(3)
    client.get(f"/petitions/{p.pk}/")
    three = queries_of(lambda: client.get(f"/petitions/{p.pk}/"))
    more(7)
    assert queries_of(lambda: client.get(f"/petitions/{p.pk}/")) == three


def test_correction_stands_beside_the_first_opinion(office: Office) -> None:
    p = assigned(office, office.registered())
    first = p.signoffs.get()
    amend.correct_opinion(p.pk, first.pk, by=first.staff, opinion="请会同街道办理。")
    text = words(page(office, "officer", fresh(p)))
    assert text.index("请核实办理。") < text.index("意见的更正") < text.index("请会同街道办理。")
