"""历史台账导入: what becomes of each row, all or nothing, the same file once, and a record that verifies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from casework import jobs, search
from casework.audit import verify_chains
from casework.events import sentence
from casework.models import Case, CaseGrant, Clock, Event
from casework.numbering import gaps
from casework.refusals import NotYours, Refusal
from casework.states import State
from petitions.actions import imports
from petitions.ledger_import import ImportedLetter
from petitions.models import ContentClass, ImportBatch, Intake, Petition, Petitioner, Reply
from tests.office import Office
from tests.petitions.ledger_import.workbooks import HEADINGS, letters_of

pytestmark = pytest.mark.usefixtures("monday")

ROWS: list[list[Any]] = [
    [
        11.0,
        "苗青禾",
        "路灯何时修好？",
        "2019/4/24 16:03:40",
        "村口路灯坏了半年。",
        "已更换灯具。",
        "2019/5/9 9:49:10",
    ],
    [12.0, "匿名", "井盖丢失", "2018-12-30", "人民路井盖丢了。", "", ""],
    [13.0, "苗青禾", "又坏了", "2019年4月2日", "路灯又坏了。", "已派人查看。", "2019-4-20"],
]


def batch(office: Office, unit: str = "XF", name: str = "旧台账.xlsx") -> ImportBatch:
    return imports.upload(b"content", by=None, unit=office.units[unit], file_name=name)


def read(
    rows: Sequence[Sequence[Any]] = ROWS, headings: Sequence[str] = HEADINGS, scope: str = "XF"
) -> list[ImportedLetter]:
    found = letters_of(headings, *rows, scope=scope)
    assert found.errors == []
    return found.letters


def bring(
    office: Office, rows: Sequence[Sequence[Any]] = ROWS, headings: Sequence[str] = HEADINGS
) -> imports.Outcome:
    return imports.bring_in(read(rows, headings), by=office["registrar"], batch=batch(office))


def brought(title: str) -> Petition:
    return Petition.objects.get(title=title)


def test_answered_letter_comes_in_closed_with_its_answer(office: Office) -> None:
    assert bring(office) == imports.Outcome(added=3, skipped=0)
    petition = brought("路灯何时修好？")
    assert (petition.state, petition.is_open, petition.received_on) == (
        State.CLOSED,
        False,
        date(2019, 4, 24),
    )
    assert (petition.person_name, petition.channel, petition.text.body) == (
        "苗青禾",
        "letter",
        "村口路灯坏了半年。",
    )
    reply = Reply.objects.get(petition=petition)
    assert (reply.text, reply.replied_on, reply.method) == ("已更换灯具。", date(2019, 5, 9), "letter")
    assert petition.closed_at
    assert petition.closed_at.date() == date(2019, 5, 9)
    assert petition.closed_by == office["registrar"]
    assert Intake.objects.get(petition=petition).import_row == 2


def test_unanswered_letter_is_registered_and_in_hand(office: Office) -> None:
    bring(office)
    petition = brought("井盖丢失")
    assert (petition.state, petition.is_open, petition.is_anonymous) == (State.REGISTERED, True, True)
    assert (petition.person_name, petition.petitioner) == ("匿名", None)


@pytest.mark.rule("S03-05")
@pytest.mark.rule("S13-01")
def test_numbers_run_by_date_in_the_letters_year_after_those_that_are_there(office: Office) -> None:
    here = office.registered(received_on=date(2026, 3, 2))
    bring(office)
    numbers = dict(Petition.objects.order_by("received_on").values_list("title", "number"))
    assert [numbers[title] for title in ("井盖丢失", "又坏了", "路灯何时修好？")] == [
        "清信访〔2018〕1号",
        "清信访〔2019〕1号",
        "清信访〔2019〕2号",
    ]
    bring(office, [[14.0, "苗青禾", "再问", "2026-3-1", "还没修好。", "", ""]])
    assert (here.number, brought("再问").number) == ("清信访〔2026〕1号", "清信访〔2026〕2号")
    assert [gaps(office.units["XF"].pk, "main", year) for year in (2018, 2019, 2026)] == [[], [], []]


def test_record_of_imported_letters_verifies_and_reads_well(office: Office) -> None:
    bring(office)
    assert list(verify_chains()) == []
    petition = brought("路灯何时修好？")
    events = Event.objects.filter(case_id=petition.pk)
    assert [sentence(one.name, one.data) for one in events] == [
        "由历史台账导入（旧台账.xlsx 第2行，原编号11），编号 清信访〔2019〕2号",
        "答复信访人（书面寄送），结论：未记载",
        "办结",
    ]
    assert [(one.from_state, one.to_state) for one in events] == [
        ("", "registered"),
        ("registered", "registered"),
        ("registered", "closed"),
    ]
    row = petition.history.get()
    assert (row.state, row.number, row.history_user, row.history_type) == (
        "closed",
        petition.number,
        office["registrar"],
        "+",
    )


def test_second_import_adds_nothing_and_takes_no_number(office: Office) -> None:
    bring(office)
    again = batch(office)
    assert imports.bring_in(read(), by=office["registrar"], batch=again) == imports.Outcome(
        added=0, skipped=3
    )
    assert (Petition.objects.count(), Event.objects.filter(name="imported").count()) == (3, 3)
    assert (again.added, again.skipped, again.finished_at is not None) == (0, 3, True)
    assert imports.bring_in(read([*ROWS, [15.0, "何某", "新的", "2019-4-25", "新来信。", "", ""]]),
                            by=office["registrar"], batch=batch(office)).added == 1  # fmt: skip
    assert brought("新的").number == "清信访〔2019〕3号"


def test_two_offices_may_bring_the_same_letters(office: Office) -> None:
    bring(office)
    imports.bring_in(read(scope="T03-XF"), by=office["town_officer"], batch=batch(office, "T03-XF"))
    assert Petition.objects.filter(title="井盖丢失").count() == 2


def test_nothing_is_half_imported(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(pks: list[int]) -> None:
        raise RuntimeError("the machine stops")

    monkeypatch.setattr(search, "index_many", fail)
    one = batch(office)
    with pytest.raises(RuntimeError):
        imports.bring_in(read(), by=office["registrar"], batch=one)
    one.refresh_from_db()
    assert (Case.objects.count(), Petitioner.objects.count(), Event.objects.count(), one.finished_at) == (
        0,
        0,
        0,
        None,
    )
    monkeypatch.undo()
    assert bring(office).added == 3
    assert brought("井盖丢失").sequence == 1


def test_writer_is_one_person_in_a_file_and_in_the_next(office: Office) -> None:
    bring(office)
    bring(office, [[16.0, "苗青禾", "第三封", "2019-6-1", "还是不亮。", "", ""]])
    person = Petitioner.objects.get(name="苗青禾")
    assert (person.petitions.count(), person.initials, person.history.count()) == (3, "mqh", 1)


def test_person_of_the_desk_is_not_taken_for_the_writer(office: Office) -> None:
    office.registered()
    bring(office, [[17.0, "张某甲", "同名", "2019-6-1", "同名的人。", "", ""]])
    assert Petitioner.objects.filter(name="张某甲").count() == 2


@pytest.mark.rule("S14-05")
def test_units_and_classes_are_found_by_name_and_the_rest_is_kept_as_a_note(office: Office) -> None:
    headings = [*HEADINGS, "承办单位", "内容分类", "备注"]
    bring(office, [
        [*ROWS[0], "清住建", "物业管理", "转办"],
        [*ROWS[1], "某公司", "天文", ""],
        [21.0, "何某", "没写日期", "2019-4-24", "问过。", "正在查", "", "清住建", "", ""],
    ], headings)  # fmt: skip
    closed, other, pending = brought("路灯何时修好？"), brought("井盖丢失"), brought("没写日期")
    assert (closed.handling_unit, closed.content_class) == (
        office.units["ZJJ"],
        ContentClass.objects.get(code="0102"),
    )
    assert CaseGrant.objects.filter(case=closed, unit=office.units["ZJJ"]).exists()
    notes = {one.petition_id: one.note for one in Intake.objects.all()}
    assert notes[closed.pk] == "转办"
    assert notes[other.pk] == "原台账承办单位：某公司\n原台账分类：天文"
    assert (pending.handling_unit, notes[pending.pk]) == (
        None,
        "原台账承办单位：清住建\n原台账办理情况：正在查",
    )


@pytest.mark.rule("S09-15")
def test_accusation_of_an_old_ledger_comes_in_sealed(office: Office) -> None:
    bring(office, [[*ROWS[0], "检举控告"], [*ROWS[1], ""]], [*HEADINGS, "内容分类"])
    petition = Petition.objects.get(is_sealed=True)
    assert (petition.title, petition.purpose) == ("检举控告事项", "accusation")
    seen = {who: Petition.objects.visible_to(office[who]).filter(pk=petition.pk).exists()
            for who in ("registrar", "officer", "office_head", "chief")}  # fmt: skip
    assert seen == {"registrar": True, "officer": True, "office_head": False, "chief": False}
    assert list(verify_chains([petition.pk])) == []


def test_clocks_run_only_for_what_is_still_in_time(office: Office) -> None:
    bring(office, [*ROWS, [18.0, "何某", "昨天的", "2026-3-1", "昨天来信。", "", ""]])
    running = Clock.objects.order_by("kind").values_list("case__title", "kind")
    assert list(running) == [("昨天的", "present"), ("昨天的", "route")]


def test_letters_are_found_by_their_words(office: Office) -> None:
    bring(office)
    jobs.run_due()  # PostgreSQL indexes a moment later
    assert [one.title for one in search.matching(Petition.objects.all(), "井盖丢了")] == ["井盖丢失"]


def test_system_brings_in_the_name_of_who_keeps_the_register(office: Office) -> None:
    imports.bring_in(read(), by=None, batch=batch(office))
    petition = brought("井盖丢失")
    assert (petition.registered_by, petition.first_responder) == (office["officer"], office["officer"])
    event = Event.objects.get(case_id=petition.pk)
    assert (event.actor, event.actor_name) == (None, "系统")


def test_nobody_imports_into_a_register_that_is_not_theirs(office: Office) -> None:
    with pytest.raises(NotYours):
        imports.bring_in(read(), by=office["town_officer"], batch=batch(office))
    with pytest.raises(NotYours):
        imports.upload(b"x", by=office["town_officer"], unit=office.units["XF"], file_name="a.xlsx")


def test_unit_without_anybody_is_refused_with_a_sentence(office: Office) -> None:
    office.units["XJW"].posts.all().delete()
    with pytest.raises(Refusal, match="没有信访专干或登记员"):
        imports.bring_in(read(), by=None, batch=batch(office, "XJW"))
