"""三级终结 (条例第三十六条): what has ended for good stays ended; what is new about it is written down and handled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest

from casework.refusals import Refusal
from casework.states import State
from petitions.access import why_not
from petitions.actions import cards, decline, handle, register, route, same_matter
from petitions.actions.register import Person
from petitions.models import Petition
from petitions.states import RepeatKind
from tests.office import Office
from tests.petitions.scenarios.base import annotated
from tests.petitions.scenarios.outcomes import brought_again, finished, ground
from tests.petitions.steps import DAY, fresh, presented
from tests.petitions.views.reading import signed_in, words

pytestmark = [pytest.mark.usefixtures("monday"), pytest.mark.rule("F-33")]
NEW = "上月新装的电梯又停运，维修合同是三月才签的。"
ENDED = "3月2日复核终结"


def link(office: Office, petition: Petition, earlier: Petition) -> None:
    register.link_repeat(petition.pk, earlier, by=office["registrar"], kind=RepeatKind.SAME_MATTER)


def state_new(office: Office, petition: Petition) -> Petition:
    version = fresh(petition).version
    decline.state_new_facts(petition.pk, by=office["officer"], version=version, text=NEW)
    return fresh(petition)


def test_what_ended_is_not_opened_again(office: Office) -> None:
    p = finished(office)
    with pytest.raises(Refusal, match="不能重新办理"):
        route.reopen(p.pk, by=office["officer"], version=p.version, reason="信访人不服。")
    assert (fresh(p).state, fresh(p).final_on) == (State.CLOSED, DAY)


def test_further_letter_on_it_is_registered_as_a_new_case(office: Office) -> None:
    p = finished(office)
    given: dict[str, Any] = {"channel": "letter", "received_on": DAY}
    with pytest.raises(Refusal, match="请作新件登记"):
        register.add_intake(p.pk, by=office["registrar"], **given)
    assert p.intakes.count() == 1
    assert office.registered(person=Person(known=p.petitioner)).number


def _assign(office: Office, p: Petition, ended: Petition) -> Callable[[], object]:
    given = {"unit": office.units["ZJJ"], "opinion": "请办理。", "change_reason": "按批示。"}
    return partial(route.assign, p.pk, by=office["officer"], version=p.version, **given)


def _transfer(office: Office, p: Petition, ended: Petition) -> Callable[[], object]:
    given = {"unit": office.units["RSJ"], "reason": "属人社职责", "told_petitioner": "电话告知"}
    return partial(route.transfer, p.pk, by=office["officer"], version=p.version, **given)


def _card(office: Office, p: Petition, ended: Petition) -> Callable[[], object]:
    given = {"unit": office.units["ZJJ"], "opinion": "请办理。", "due_on": date(2026, 3, 9)}
    return partial(cards.issue_card, p.pk, by=office["chief"], version=p.version, **given)


def _merge(office: Office, p: Petition, ended: Petition) -> Callable[[], object]:
    other = office.registered()
    act = partial(same_matter.merge, p.pk, by=office["officer"], version=p.version, reason="同一事项")
    return partial(act, into=other)


@pytest.mark.parametrize("road", [_assign, _transfer, _card, _merge])
def test_same_matter_goes_no_road_without_new_facts(office: Office, road: Callable[..., Any]) -> None:
    ended, p = brought_again(office)
    with pytest.raises(
        Refusal, match="复核终结（条例第三十六条）：没有新的事实和理由的，用“不予（不再）受理”"
    ):
        road(office, p, ended)()
    assert fresh(p).state == State.ANNOTATED
    p = state_new(office, p)
    road(office, p, ended)()
    assert fresh(p).state != State.ANNOTATED


def test_leader_does_not_give_it_out_without_new_facts(office: Office) -> None:
    ended = finished(office)
    p = presented(office, office.registered(person=Person(known=ended.petitioner)))
    link(office, p, ended)
    act = partial(route.annotate, p.pk, by=p.signer, opinion="请办。", unit=office.units["ZJJ"])
    with pytest.raises(Refusal, match="复核终结"):
        act(version=p.version)
    act(version=state_new(office, p).version)
    assert fresh(p).state == State.ASSIGNED


def test_unit_does_not_sign_for_what_was_found_to_have_ended(office: Office) -> None:
    ended = finished(office)
    p = annotated(office, person=Person(known=ended.petitioner))
    _assign(office, p, ended)()
    link(office, p, ended)
    assert "退回办公室" in (why_not("accept", fresh(p), office["bureau_head"]) or "")
    state_new(office, p)
    handle.accept(p.pk, by=office["bureau_head"], version=fresh(p).version, handler=office["handler"])
    assert fresh(p).state == State.HANDLING


def test_page_says_that_it_has_ended_until_new_facts_are_written_down(office: Office) -> None:
    _, p = brought_again(office)
    client = signed_in(office["officer"])
    says = "没有新的事实和理由的，用“不予（不再）受理”书面告知"
    page = words(client.get(f"/petitions/{p.pk}/"))
    assert says in page
    assert "同一事项，2026年3月2日复核终结" in page
    state_new(office, p)
    assert says not in words(client.get(f"/petitions/{p.pk}/"))


def test_new_facts_are_words_and_stay_with_the_case(office: Office) -> None:
    ended, p = brought_again(office)
    with pytest.raises(Refusal) as refused:
        decline.state_new_facts(p.pk, by=office["officer"], version=p.version, text="  ")
    assert refused.value.field == "text"
    p = state_new(office, p)
    event = p.events.get(name="new_facts")
    assert (p.new_facts, event.note, event.data) == (NEW, NEW, {"number": ended.number})
    with pytest.raises(Refusal, match="已经写明"):
        state_new(office, p)
    assert NEW in words(signed_in(office["officer"]).get(f"/petitions/{p.pk}/"))


def test_end_reaches_through_a_chain_of_letters(office: Office) -> None:
    ended, second = brought_again(office)
    third = annotated(office, person=Person(known=ended.petitioner))
    link(office, third, second)
    assert why_not("assign", third, office["officer"]) is not None
    # New facts of one letter are not those of the next.
    state_new(office, second)
    assert why_not("assign", fresh(third), office["officer"]) is not None


def test_end_holds_for_the_same_person_and_the_same_matter_alone(office: Office) -> None:
    ended = finished(office)
    neighbour = annotated(office, person=Person(name="王某庚", address="样城街道甲社区5号"))
    link(office, neighbour, ended)
    assert why_not("assign", neighbour, office["officer"]) is None
    other = annotated(office, person=Person(known=ended.petitioner))
    register.link_repeat(other.pk, ended, by=office["registrar"], kind=RepeatKind.RELATED)
    assert why_not("assign", other, office["officer"]) is None
    with pytest.raises(Refusal, match="不需写明"):
        state_new(office, other)


def test_declining_it_stays_open_and_offers_the_final_case(office: Office) -> None:
    ended, p = brought_again(office)
    page = signed_in(office["officer"]).get(f"/petitions/{p.pk}/do/decline/")
    assert page.context["form"]["earlier"].value() == ended.pk
    given = {"ground": ground("R4"), "reason": "没有新的事实。", "earlier": ended}
    decline.decline(p.pk, by=office["officer"], version=p.version, **given)
    assert fresh(p).state == State.ENDED


def test_register_page_says_that_the_matter_has_ended(office: Office) -> None:
    ended = finished(office)
    client = signed_in(office["registrar"])
    body = fresh(ended).text.body
    hint = client.post("/lookup/repeats/", {"person": ended.petitioner_id, "name": "张某甲", "body": body})
    assert ENDED in words(hint)
    assert "继续此件" not in words(hint)
    panel = client.get(f"/lookup/people/{ended.petitioner_id}/")
    assert ENDED in words(panel)
    assert "再次来件" not in words(panel)
