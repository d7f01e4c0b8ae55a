"""Full text on SQLite and PostgreSQL: the same words find the same cases."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from casework import jobs, search
from casework.models import CommonBigram, Job, SearchPending
from petitions.actions import register
from petitions.actions.register import Person
from petitions.models import Petition
from petitions.states import Purpose
from tests.office import Office

pytestmark = pytest.mark.usefixtures("monday")
BODY = "反映施工单位拖欠农民工工资，涉及ABC建筑公司三十二人，合同编号HT2025，𠮷祥小区。"


def hits(text: str) -> set[int]:
    """Ids found, after the worker has done what PostgreSQL leaves to it."""
    jobs.run_due()
    return set(search.matching(Petition.objects.all(), text).values_list("pk", flat=True))


@pytest.fixture
def letter(office: Office) -> Petition:
    office.registered(body="小区电梯坏了，欠修两个月；农民的工资问题另见。", person=Person(name="李某乙"))
    return office.registered(body=BODY, person=Person(name="王某甲"))


@pytest.mark.parametrize(
    "text",
    [
        "拖欠",
        "拖欠农民工工资",
        "拖",
        "筑",
        "司",
        "abc",
        "ＡＢＣ建筑",
        "ABC建筑公司",
        "ht2025",
        "HT20",
        "拖欠 建筑",
        "三十二人",
        "王某甲",
        "𠮷祥",
        "𠮷",
        "工资，涉及",
    ],
)
def test_words_find_the_case(letter: Petition, text: str) -> None:
    assert hits(text) == {letter.pk}


@pytest.mark.parametrize("text", ["农民工资", "欠农工", "资涉", "拖欠 电梯", "bc建", "拖欠工资", "t2025"])
def test_words_that_do_not_stand_so_find_nothing(letter: Petition, text: str) -> None:
    assert hits(text) == set()


@pytest.mark.parametrize("text", ["", "  ", "，。！", "'", '"', "*", "\\", "' OR 1=1 --", "NEAR(", "&|!"])
def test_signs_and_commands_are_harmless(letter: Petition, text: str) -> None:
    assert hits(text) == set()


def test_text_that_is_corrected_is_found_by_its_new_words_alone(office: Office, letter: Petition) -> None:
    changes = {"title": "路灯不亮", "body": "反映路灯不亮。"}
    register.edit(letter.pk, by=office["registrar"], version=letter.version, **changes)
    assert hits("路灯") == {letter.pk}
    assert hits("拖欠") == set()


def test_name_of_an_accuser_finds_nothing(office: Office) -> None:
    """Who accuses is opened with a reason, never found by typing a name."""
    case = office.registered(
        purpose=Purpose.ACCUSATION,
        accused_units=(office.units["ZJJ"],),
        person=Person(name="郝某真"),
        body="反映该局有人收受礼金。",
    )
    assert hits("收受礼金") == {case.pk}
    assert hits("郝某真") == set()


def test_common_words_are_found_by_walking_the_dates(letter: Petition) -> None:
    search.count_common()
    assert CommonBigram.objects.filter(token="拖欠", share=0.5).exists()
    assert hits("拖欠") == {letter.pk}
    assert hits("王某甲") == {letter.pk}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite indexes inside the transaction")
def test_registration_leaves_the_index_to_the_worker(office: Office, django_user_model: Any) -> None:
    first, second = office.registered(body="路灯不亮"), office.registered(body="路灯坏了")
    assert set(SearchPending.objects.values_list("pk", flat=True)) == {first.pk, second.pk}
    assert Job.objects.filter(kind="index_cases", state="waiting").count() == 1
    assert hits("路灯") == {first.pk, second.pk}
    assert not SearchPending.objects.exists()


def test_indexing_twice_does_no_harm(letter: Petition) -> None:
    search.put([letter.pk])
    search.put([letter.pk])
    assert hits("拖欠") == {letter.pk}


def test_many_new_cases_are_indexed_together(office: Office) -> None:
    cases = [office.registered(body=f"第{n}件，反映井盖缺失") for n in range(3)]
    search.index_many([one.pk for one in cases])
    assert hits("井盖缺失") == {one.pk for one in cases}
