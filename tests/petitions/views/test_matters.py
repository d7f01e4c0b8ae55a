"""重复与并案: what the page proposes, with which reason, to whom; and what a click decides."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.states import State
from petitions import matters, people
from petitions.actions import same_matter
from petitions.actions.register import Person
from petitions.models import Merge, Petition, RepeatLink, SamePerson, TextDigest
from petitions.states import Purpose, RepeatKind
from tests.office import Office
from tests.petitions import steps
from tests.petitions.steps import fresh
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")
LIFT = "小区电梯停运了很久，我们楼里有几位八十多岁的老人，上下楼非常困难，请督促物业公司更换主板。"
LAMP = "村口路灯坏了半年，晚上走路看不见，孩子上学要打手电筒，请派人来修理。"


def twice(office: Office, second: str = LIFT) -> tuple[Petition, Petition]:
    first = office.registered(body=LIFT)
    return first, office.registered(person=Person(known=first.petitioner), body=second)


def page(office: Office, tab: str, who: str = "officer") -> Any:
    return signed_in(office[who]).get("/matters/", {"tab": tab})


def decide(office: Office, first: Petition, second: Petition, decision: str, **more: str) -> Any:
    data = {"petition": second.pk, "earlier": first.pk, "decision": decision, **more}
    return signed_in(office["officer"]).post("/matters/cases/", data, follow=True)


def campaign(office: Office, count: int = 3) -> list[Petition]:
    return [
        office.registered(body=LIFT, person=Person(name=f"王某{n}", phone=f"1200000010{n}"))
        for n in range(count)
    ]


def test_alike_matters_of_one_person_are_proposed_with_the_reason(office: Office) -> None:
    first, second = twice(office)
    [pair] = page(office, "cases").context["pairs"]
    assert (pair.petition, pair.earlier, pair.reason) == (second, first, "同一人，内容相似 100%")


def test_another_matter_or_another_person_is_not_proposed(office: Office) -> None:
    twice(office, LAMP)
    office.registered(body=LIFT, person=Person(name="王某乙", phone="12000000002"))
    assert page(office, "cases").context["pairs"] == []


def test_click_joins_links_or_tells_apart_and_the_proposal_goes(office: Office) -> None:
    first, second = twice(office)
    assert "不是同一事项" in words(page(office, "cases"))
    decide(office, first, second, "different")
    assert (RepeatLink.objects.get().kind, page(office, "cases").context["pairs"]) == (
        RepeatKind.DIFFERENT,
        [],
    )
    third = office.registered(person=Person(known=first.petitioner), body=LIFT)
    answer = decide(office, first, third, "merge", reason="同一事项")
    assert f"{third.number} 已并入 {first.number}" in words(answer)
    assert Merge.objects.get().petition == third


def test_refusal_stays_on_the_list_in_words(office: Office) -> None:
    first, second = twice(office)
    assert "请写明并案理由" in words(decide(office, first, second, "merge", reason=""))
    assert fresh(second).state == State.REGISTERED


def test_matter_that_was_told_apart_is_not_shown_as_related(office: Office) -> None:
    first, second = twice(office)
    decide(office, first, second, "different")
    assert "关联" not in words(signed_in(office["officer"]).get(f"/petitions/{second.pk}/"))


def test_letters_of_one_text_are_one_campaign_whatever_their_names(office: Office) -> None:
    letters = campaign(office)
    office.registered(body=LAMP)
    [found] = page(office, "campaigns").context["campaigns"]
    assert (found.lead, found.letters, found.writers) == (letters[0], letters, 3)
    data = {"lead": letters[0].pk, "ids": [one.pk for one in letters]}
    answer = signed_in(office["officer"]).post("/matters/campaign/", data, follow=True)
    assert f"2 件已并入 {letters[0].number}" in words(answer)
    assert {fresh(one).state for one in letters[1:]} == {State.MERGED}


def test_two_letters_are_no_campaign_and_accusations_leave_no_digest(office: Office) -> None:
    campaign(office, 2)
    office.registered(body=LIFT, purpose=Purpose.ACCUSATION, person=Person(name="赵某丙"))
    assert page(office, "campaigns").context["campaigns"] == []
    assert TextDigest.objects.count() == 2


def test_assigned_letter_of_a_campaign_is_left_out_with_the_reason(office: Office) -> None:
    letters = campaign(office)
    steps.assigned(office, letters[1])
    data = {"lead": letters[0].pk, "ids": [letters[1].pk]}
    answer = signed_in(office["officer"]).post("/matters/campaign/", data, follow=True)
    assert "现在是“待签收”，不能并案。" in words(answer)


def entries(office: Office) -> list[Any]:
    for address in ("甲社区", "乙社区"):
        office.registered(person=Person(name="张某甲", phone="12000000009", address=address))
    return [one.petitioner for one in Petition.objects.order_by("pk")]


def test_entries_with_one_name_and_telephone_are_proposed_and_joined(office: Office) -> None:
    kept, entry = entries(office)
    [pair] = page(office, "people").context["people"]
    assert (pair.kept, pair.entry, pair.reason) == (kept, entry, "姓名、电话相同")
    data = {"entry": entry.pk, "kept": kept.pk, "is_same": "1", "reason": "电话核实"}
    signed_in(office["officer"]).post("/matters/people/", data)
    assert page(office, "people").context["people"] == []
    for one in (kept, entry):
        assert len(people.matters_of(office["officer"], [one])) == 2
        assert people.pasts(office["officer"], [one])[one.pk].count == 2


def test_decision_about_people_is_taken_back_with_a_reason(office: Office) -> None:
    kept, entry = entries(office)
    made = same_matter.decide_person(entry, kept, by=office["officer"], is_same=True, reason="同名同号")
    client = signed_in(office["officer"])
    refused = client.post(f"/matters/people/{made.pk}/undo/", {"reason": " "}, follow=True)
    assert "请写明撤销理由" in words(refused)
    client.post(f"/matters/people/{made.pk}/undo/", {"reason": "是父子二人"})
    assert len(people.matters_of(office["officer"], [entry])) == 1
    assert SamePerson.objects.get().undo_reason == "是父子二人"


def test_not_the_same_person_is_remembered(office: Office) -> None:
    kept, entry = entries(office)
    signed_in(office["officer"]).post(
        "/matters/people/", {"entry": entry.pk, "kept": kept.pk, "reason": "父子同号"}
    )
    assert page(office, "people").context["people"] == []
    assert len(people.matters_of(office["officer"], [kept])) == 1


def test_a_group_keeps_one_centre(office: Office) -> None:
    kept, entry = entries(office)
    office.registered(person=Person(name="张某甲", phone="12000000009", address="丙社区"))
    third = Petition.objects.order_by("-pk")[0].petitioner
    assert third
    by = office["officer"]
    same_matter.decide_person(entry, kept, by=by, is_same=True, reason="同号")
    same_matter.decide_person(kept, third, by=by, is_same=True, reason="同号")
    assert people.together([entry.pk]) == {entry.pk: third.pk, kept.pk: third.pk, third.pk: third.pk}


def test_only_those_who_route_see_the_page_and_only_their_own_cases(office: Office) -> None:
    twice(office)
    assert page(office, "cases", "registrar").status_code == 403
    assert page(office, "cases", "town_officer").context["pairs"] == []


@pytest.mark.parametrize("tab", ["cases", "campaigns", "people"])
def test_more_proposals_ask_no_more_queries(office: Office, tab: str) -> None:
    client = signed_in(office["officer"])

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/matters/", {"tab": tab})
        return len(queries)

    twice(office), campaign(office), entries(office)
    client.get("/matters/", {"tab": tab})
    few = asked()
    for _ in range(4):
        twice(office), campaign(office), entries(office)
    assert asked() == few
    assert matters.PER_PAGE >= 20
