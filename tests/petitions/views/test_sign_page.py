"""阅批 on one page: opinion, unit, date, signature; the next one opens."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Delegation
from casework.models import Clock, ClockKind, CommonPhrase, Decision, SignOff
from casework.states import State, Urgency
from petitions.actions import register, route
from petitions.models import ContentClass, Petition
from tests.office import Office
from tests.petitions.steps import fresh, handling, presented
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")


def sent(petition: Petition, **values: Any) -> dict[str, Any]:
    """What the page posts."""
    plain = {"kind": "annotate", "version": fresh(petition).version, "decision": "agree", "opinion": ""}
    return {**plain, **values}


def sign(office: Office, name: str, petition: Petition, **values: Any) -> Any:
    return signed_in(office[name]).post(f"/sign/{petition.pk}/", sent(petition, **values))


def town_case(office: Office) -> Petition:
    """A letter of the town, whose leader must name unit and officer."""
    p = office.registered(by=office["town_officer"])
    route.present(p.pk, by=office["town_officer"], version=p.version)
    return fresh(p)


def test_page_says_what_happens_next_and_who_gets_it(office: Office) -> None:
    p = presented(office, office.registered(), opinion="拟请住建局办理。")
    text = words(signed_in(office["office_head"]).get(f"/sign/{p.pk}/"))
    assert "没有选的，回到清禾县信访局（李某丁）按批示交办" in text
    assert "拟请住建局办理。" in text
    assert "3月2日阅批，一般件5日，3月7日遇休息日顺延，到期3月9日" in text


def test_opinion_is_empty_and_phrases_are_offered(office: Office) -> None:
    CommonPhrase.objects.create(text="请阅处。")
    CommonPhrase.objects.create(text="不是我的。", staff=office["deputy"])
    p = presented(office, office.registered())
    response = signed_in(office["office_head"]).get(f"/sign/{p.pk}/")
    assert response.context["form"]["opinion"].value() is None
    assert response.context["phrases"] == ["请阅处。"]


def test_unit_of_the_class_is_offered_but_not_chosen(office: Office) -> None:
    details = {"content_class": ContentClass.objects.get(code="0102")}
    p = presented(office, office.registered(details=details))
    form = signed_in(office["office_head"]).get(f"/sign/{p.pk}/").context["form"]
    assert form.fields["use_suggested"].label == "交清禾县住房和城乡建设局办理"
    assert (form["use_suggested"].value(), form["unit"].value()) == (None, None)
    sign(office, "office_head", p, opinion="请办理。", use_suggested="on")
    assert fresh(p).handling_unit == office.units["ZJJ"]


def test_two_different_units_are_asked_about(office: Office) -> None:
    details = {"content_class": ContentClass.objects.get(code="0102")}
    p = presented(office, office.registered(details=details))
    response = sign(office, "office_head", p, opinion="办。", use_suggested="on", unit=office.units["RSJ"].pk)
    assert response.status_code == 422
    assert response.context["form"].errors["unit"] == ["已勾选建议单位，又另选了单位，请只留一个。"]


def test_signing_assigns_and_opens_the_next_one(office: Office) -> None:
    first, second = (presented(office, office.registered()) for _ in range(2))
    response = sign(office, "office_head", first, opinion="请核实办理。", unit=office.units["ZJJ"].pk)
    assert response.url == f"/sign/{second.pk}/"
    done = fresh(first)
    assert (done.state, done.handling_unit) == (State.ASSIGNED, office.units["ZJJ"])
    response = sign(office, "office_head", second, opinion="请办公室研究。")
    assert response.url == "/sign/"
    assert fresh(second).state == State.ANNOTATED


def test_named_date_becomes_the_due_date_with_its_sentence(office: Office) -> None:
    p = presented(office, office.registered(details={"urgency": Urgency.URGENT}))
    sign(office, "office_head", p, opinion="急办。", unit=office.units["ZJJ"].pk, due_on="2026-03-04")
    clock = Clock.objects.get(case=p, kind=ClockKind.HANDLE)
    assert (clock.unit_due, clock.unit_sentence) == (date(2026, 3, 4), "按批示要求，3月4日前办结")


def test_date_in_the_past_comes_back_beside_its_field(office: Office) -> None:
    p = presented(office, office.registered())
    response = sign(
        office, "office_head", p, opinion="急办。", unit=office.units["ZJJ"].pk, due_on="2026-03-01"
    )
    assert response.status_code == 422
    assert response.context["form"].errors == {"due_on": ["要求办结日期不能早于今天。"]}
    assert response.context["form"]["opinion"].value() == "急办。"
    assert fresh(p).state == State.PRESENTED


def test_read_is_one_tap(office: Office) -> None:
    p = presented(office, office.registered())
    sign(office, "office_head", p, decision="read")
    assert list(SignOff.objects.values_list("decision", "opinion")) == [(Decision.READ, "")]


@pytest.mark.rule("S10-04")
@pytest.mark.parametrize(
    ("typed", "field", "answer"),
    [
        ({"opinion": "阅"}, "opinion", "本单位要求批示写明具体意见、承办单位和承办人，不能只批“阅”。"),
        ({"decision": "read"}, "opinion", "本单位要求批示写明具体意见、承办单位和承办人，不能只批“阅”。"),
        ({"opinion": "请核实。"}, "unit", "请选择承办单位。"),
        ({"opinion": "请核实。", "unit": "T03-XF"}, "responsible", "请指定承办负责人或工作人员。"),
    ],
)
def test_town_leader_must_name_opinion_unit_and_officer(
    office: Office, typed: dict[str, str], field: str, answer: str
) -> None:
    p = town_case(office)
    if "unit" in typed:
        typed = {**typed, "unit": str(office.units[typed["unit"]].pk)}
    response = sign(office, "town_chief", p, **typed)
    assert response.status_code == 422
    assert response.context["form"].errors == {field: [answer]}
    assert not response.context["may_read"]
    assert fresh(p).state == State.PRESENTED


@pytest.mark.rule("S10-04")
def test_town_leader_names_them_and_the_officer_gets_it(office: Office) -> None:
    p = town_case(office)
    unit, officer = office.units["T03-XF"].pk, office["town_head"].pk
    sign(office, "town_chief", p, opinion="请入户核实。", unit=unit, responsible=officer)
    assert (fresh(p).state, fresh(p).handler) == (State.ASSIGNED, office["town_head"])


@pytest.mark.rule("S10-04")
def test_officer_of_another_unit_is_refused(office: Office) -> None:
    p = town_case(office)
    unit, officer = office.units["T03"].pk, office["town_head"].pk
    response = sign(office, "town_chief", p, opinion="请入户核实。", unit=unit, responsible=officer)
    assert list(response.context["form"].errors) == ["responsible"]


@pytest.mark.rule("S10-06")
def test_town_visit_is_due_on_the_third_working_day(office: Office) -> None:
    talk = {"request": "要求修路。", "confirmed": "oral"}
    visit = {"channel": "visit", "received_on": date(2026, 2, 13)}
    p = office.registered(by=office["town_officer"], talk=talk, **visit)
    route.present(p.pk, by=office["town_officer"], version=p.version)
    badge = signed_in(office["town_chief"]).get("/sign/").context["rows"][0].badge
    assert (badge.due, badge.level) == (date(2026, 2, 25), "overdue")


def test_return_needs_a_reason(office: Office) -> None:
    p = presented(office, office.registered())
    response = sign(office, "office_head", p, decision="return")
    assert (response.status_code, response.context["form"].errors) == (422, {"opinion": ["退回须写明理由。"]})
    sign(office, "office_head", p, decision="return", opinion="请补充住址。")
    assert fresh(p).state == State.REGISTERED


def test_after_a_return_the_page_shows_what_changed(office: Office) -> None:
    p = presented(office, office.registered())
    sign(office, "office_head", p, decision="return", opinion="请补充住址。")
    register.edit(
        p.pk, by=office["registrar"], version=fresh(p).version, place="样城街道", body="住甲社区3号。"
    )
    presented(office, p)
    response = signed_in(office["office_head"]).get(f"/sign/{p.pk}/")
    assert [line.text for line in response.context["since"]] == ["补充更正：问题属地、内容", "送 孙某丙 阅批"]
    assert "小区电梯坏了两个月" in response.context["old_text"].body


def test_stale_save_shows_both_texts_and_loses_nothing(office: Office) -> None:
    p = presented(office, office.registered())
    day = timezone.localdate()
    Delegation.objects.create(
        principal=office["office_head"], deputy=office["deputy"], starts_on=day, ends_on=day, reason="出差"
    )
    seen = p.events.count()
    typed = sent(p, opinion="我的意见：请住建局办。", seen=seen)
    sign(office, "deputy", p, opinion="代为批示：请信访局研究。")
    response = signed_in(office["office_head"]).post(f"/sign/{p.pk}/", typed)
    text = words(response)
    assert response.status_code == 422
    assert response.context["form"]["opinion"].value() == "我的意见：请住建局办。"
    assert "我的意见：请住建局办。" in text
    assert [line.text for line in response.context["missed"]] == ["阅批：代为批示：请信访局研究。"]
    assert SignOff.objects.count() == 1


def test_visible_but_not_mine_is_403_and_out_of_sight_404(office: Office) -> None:
    p = presented(office, office.registered())
    assert signed_in(office["registrar"]).get(f"/sign/{p.pk}/").status_code == 403
    assert sign(office, "registrar", p, opinion="同意。").status_code == 403
    assert signed_in(office["other_head"]).get(f"/sign/{p.pk}/").status_code == 404
    assert sign(office, "other_head", p, opinion="同意。").status_code == 404
    assert SignOff.objects.count() == 0


def test_page_of_a_case_that_awaits_no_signature_leads_to_the_case(office: Office) -> None:
    p = handling(office, office.registered())
    response = signed_in(office["bureau_head"]).get(f"/sign/{p.pk}/", follow=True)
    assert response.redirect_chain == [(f"/petitions/{p.pk}/", 302)]
    assert "不能审签" in words(response)
