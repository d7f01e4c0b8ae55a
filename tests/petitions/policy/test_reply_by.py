"""由谁答复 (C-09): the source of a case and the unit's policy say whose people answer; the paper is the unit's own."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import UnitKind
from accounts.roles import Role
from casework.models import Notice
from casework.refusals import NotYours
from casework.states import State
from petitions import next_step
from petitions.access import why_not
from petitions.actions import close, handle, same_matter
from petitions.actions.register import Person
from petitions.models import Filing, Petition
from petitions.replying import answering_unit, source_of
from petitions.states import Channel
from tests.office import Office
from tests.petitions.scenarios_by_preset import road
from tests.petitions.steps import concluded, fresh
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")
WELL = frozenset(handle.QUALITY)


def letter(office: Office, by: dict[str, str] | None = None, **more: Any) -> Petition:
    """Signed and waiting for its answer, under a rule of its own."""
    p = office.registered(**more)
    if by is not None:
        Petition.objects.filter(pk=p.pk).update(policy_values={**p.policy_values, "reply_by": by})
    return concluded(office, fresh(p), quality=WELL)


def own(office: Office, by: dict[str, str] | None = None) -> Petition:
    """What a section of the bureau took in, handled and had signed."""
    road.settle(office, "ZJJ-WY", "清禾县住建局物业股", UnitKind.DEPARTMENT, "ZJJ")
    road.hire(office, "section", "严某丁", "ZJJ-WY", Role.UNIT_HEAD)
    road.hire(office, "worker", "金某己", "ZJJ-WY", Role.HANDLER)
    p = office.registered(by=office["section"])
    if by is not None:
        Petition.objects.filter(pk=p.pk).update(policy_values={**p.policy_values, "reply_by": by})
    p = road.annotated(road.presented(fresh(p), office["section"]), unit=office.units["ZJJ-WY"])
    p = road.reported(road.accepted(p, office["section"], office["worker"]), office["section"])
    road.signers(p)
    return fresh(p)


def answer(office: Office, p: Petition, who: str) -> Petition:
    close.close(p.pk, by=office[who], version=fresh(p).version, text="已修复。", method="letter")
    return fresh(p)


@pytest.mark.rule("S11-06")
def test_c09_the_office_answers_what_a_superior_sent(office: Office) -> None:
    p = letter(office, channel=Channel.SUPERIOR)
    assert source_of(p) == "superior"
    with pytest.raises(NotYours) as refused:
        answer(office, p, "bureau_head")
    assert str(refused.value) == "答复并办结由清禾县信访局（“上级转来”的件由办公室答复）办理。"
    button = f'href="/petitions/{p.pk}/do/close/"'
    for name, offered in (("bureau_head", False), ("handler", False), ("officer", True)):
        page = signed_in(office[name]).get(f"/petitions/{p.pk}/").content.decode()
        assert (button in page) is offered, name
    posted = {"text": "已修复。", "method": "letter", "version": p.version}
    assert signed_in(office["handler"]).post(f"/petitions/{p.pk}/do/close/", posted).status_code == 403
    assert answer(office, p, "officer").state == State.CLOSED


def test_c09_where_the_policy_says_so_the_handling_unit_answers_it_and_the_office_does_not(
    office: Office,
) -> None:
    p = letter(office, {"superior": "department"}, channel=Channel.SUPERIOR)
    with pytest.raises(NotYours, match="住房和城乡建设局（“上级转来”的件由承办部门答复）"):
        answer(office, p, "officer")
    assert why_not("close", fresh(p), office["handler"]) is None
    done = answer(office, p, "bureau_head")
    # The paper is the unit's, not the department's.
    assert (done.replies.get().unit, done.replies.get().replied_by) == (
        office.units["XF"],
        office["bureau_head"],
    )


@pytest.mark.rule("S11-07")
def test_c09_a_department_answers_its_own_in_the_name_of_its_organ(office: Office) -> None:
    p = own(office)
    assert (source_of(p), answering_unit(p).code) == ("own", "ZJJ-WY")
    assert why_not("close", p, office["officer"]) == (
        "答复并办结由清禾县住建局物业股（“部门自行受理”的件由承办部门答复）办理。"
    )
    done = answer(office, p, "section")
    assert done.replies.get().unit == office.units["ZJJ"]
    assert Filing.objects.get(petition=p).office == office.units["XF"]


@pytest.mark.rule("S11-07")
def test_c09_what_is_left_to_file_is_with_the_office_on_the_page_until_done(office: Office) -> None:
    p = answer(office, own(office), "section")
    url, act = f"/petitions/{p.pk}/", f"/petitions/{p.pk}/do/file/"
    told = Notice.objects.filter(case=p, text__contains="请备案").values_list("staff__name", flat=True)
    assert list(told) == ["李某丁"]
    client = signed_in(office["officer"])
    page = client.get(url)
    assert "报清禾县信访局备案：应于 3月5日 前备案" in words(page)
    assert f'href="{act}"' in page.content.decode()
    assert f'href="{act}"' not in signed_in(office["section"]).get(url).content.decode()
    assert client.post(act, {"version": p.version}).status_code == 302
    page = client.get(url)
    assert "李某丁 3月2日 已备案" in words(page)
    assert f'href="{act}"' not in page.content.decode()


def test_c09_or_the_office_answers_what_the_department_took_in_and_nothing_is_left_to_file(
    office: Office,
) -> None:
    p = own(office, {"own": "office"})
    assert why_not("close", p, office["section"]) == (
        "答复并办结由清禾县信访局（“部门自行受理”的件由办公室答复）办理。"
    )
    assert Notice.objects.filter(case=p, staff=office.staff["officer"], text__contains="请答复").exists()
    assert answer(office, p, "officer").state == State.CLOSED
    assert not Filing.objects.filter(petition=p).exists()


@pytest.mark.rule("S14-10")
@pytest.mark.parametrize(("preset", "who", "not_who"), [
    ("bureau_system", "handler", "officer"),
    ("three_five", "officer", "handler"),
    ("general", "officer", "bureau_head"),
    ("enterprise_office", "officer", "handler"),
])  # fmt: skip
def test_c09_what_the_office_took_in_by_preset(office: Office, preset: str, who: str, not_who: str) -> None:
    road.under(office, preset)
    p = letter(office)
    with pytest.raises(NotYours):
        answer(office, p, not_who)
    assert answer(office, p, who).state == State.CLOSED


def test_c09_the_page_offers_it_to_whoever_answers_and_tells_the_others_why_not(office: Office) -> None:
    p = letter(office, {"received": "department"})
    url, mine = f"/petitions/{p.pk}/", f"/petitions/{p.pk}/do/close/"
    theirs = signed_in(office["bureau_head"]).get(url)
    assert mine in theirs.content.decode()
    office_page = signed_in(office["officer"]).get(url)
    assert mine not in office_page.content.decode()
    assert "由清禾县住房和城乡建设局（“办公室受理”的件由承办部门答复）办理" in words(office_page)
    assert next_step.whose_turn(p) == "审签完毕，等清禾县住房和城乡建设局答复信访人并办结"
    refused = signed_in(office["officer"]).post(mine, {"text": "已修。", "version": p.version})
    assert (refused.status_code, fresh(p).state) == (403, State.CONCLUDED)


def test_c09_an_accusation_is_answered_by_whoever_registered_it(office: Office) -> None:
    p = office.registered()
    p.policy_values["reply_by"] = {"received": "department"}
    p.handling_unit, p.is_sealed = office.units["ZJJ"], True
    assert answering_unit(p) == office.units["XF"]


def test_c09_the_department_answers_the_merged_writers_too(office: Office) -> None:
    p = office.registered()
    other = office.registered(person=Person(name="王某乙", phone="12000000002"))
    same_matter.merge(other.pk, by=office["officer"], version=other.version, into=p, reason="同一电梯。")
    Petition.objects.filter(pk=p.pk).update(
        policy_values={**p.policy_values, "reply_by": {"received": "department"}}
    )
    p = concluded(office, fresh(p))
    answer(office, p, "handler")
    assert fresh(other).replies.get().text == "已修复。"


def test_c09_a_policy_kept_before_sources_were_told_apart_still_answers(office: Office) -> None:
    p = letter(office, {"superior": "office", "own": "department"})
    assert answer(office, p, "officer").state == State.CLOSED
