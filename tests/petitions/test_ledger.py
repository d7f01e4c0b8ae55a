"""登记册: its rows, its totals, its words."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from casework import jobs
from casework.models import Job
from petitions import ledger
from petitions.actions.register import Person, add_intake, void
from petitions.ledger_columns import CELLS, DEFAULT_COLUMNS, chosen, gist
from petitions.states import Channel, Purpose
from tests.office import Office
from tests.petitions.test_workflow import to_concluded
from tests.petitions.views.reading import signed_in, words


def march(office: Office, **changes: Any) -> ledger.Selection:
    first, last = ledger.month_ends("2026-03")
    return ledger.Selection(unit=office.units["XF"], first=first, last=last, **changes)


def sums(office: Office, who: str = "registrar", **changes: Any) -> ledger.Totals:
    return ledger.totals(march(office, **changes), ledger.cases_of(office[who]))


def rows(office: Office, who: str = "registrar", **changes: Any) -> list[list[str]]:
    table, _ = ledger.table(march(office, **changes), ledger.cases_of(office[who]))
    return [list(table.cells(row)) for row in table.rows]


@pytest.mark.rule("F-15")
def test_visit_of_twelve_counts_one_batch_twelve_people_collective(office: Office, monday: Any) -> None:
    office.registered(channel=Channel.VISIT, head_count=12)
    found = sums(office)
    assert (found.visits, found.people, found.collective, found.collective_people) == (1, 12, 1, 12)
    assert (found.letters, found.valid) == (0, 1)


@pytest.mark.rule("S08-07")
def test_twenty_eight_batches_with_127_people_are_counted_as_such(office: Office, monday: Any) -> None:
    sizes = [1] * 20 + [3, 5, 7, 11, 12, 18, 20, 31]
    assert (len(sizes), sum(sizes)) == (28, 127)
    for size in sizes:
        office.registered(channel=Channel.VISIT, head_count=size)
    for channel in (Channel.LETTER, Channel.PHONE, Channel.ONLINE):
        office.registered(channel=channel)
    found = sums(office)
    assert (found.visits, found.people, found.letters, found.valid) == (28, 127, 3, 31)
    assert found.channels["visit"].words == "28 批 127 人次"
    assert found.words.startswith("合计：信访总量 31 件（批）次；来信来电等 3 件次；来访 28 批次 127 人次")


@pytest.mark.rule("S03-05")
def test_void_number_stays_in_the_register_and_is_counted_apart(office: Office, monday: Any) -> None:
    kept, gone = office.registered(), office.registered()
    void(gone.pk, by=office["officer"], version=gone.version, reason="重复登记")
    found = sums(office)
    assert (found.valid, found.void, found.of("")) == (1, 1, 2)
    result = DEFAULT_COLUMNS.index("result")
    assert [row[result] for row in rows(office)] == ["已登记", "作废：重复登记"]
    assert [row[1] for row in rows(office)] == [kept.number, gone.number]


@pytest.mark.rule("S13-01")
def test_continuity_finds_a_number_that_is_missing(office: Office, monday: Any) -> None:
    office.registered()
    office.registered()
    unit = office.units["XF"]
    assert ledger.continuity(unit, 2026) == ledger.Continuity(2026, last=2, used=2, void=0)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE casework_numbercounter SET last = 3")
    assert not ledger.continuity(unit, 2026).is_whole


@pytest.mark.rule("S13-02")
def test_row_shows_name_place_matter_and_result(office: Office, monday: Any) -> None:
    petition = to_concluded(office, office.registered())
    from petitions.actions.close import close

    close(
        petition.pk,
        by=office["officer"],
        version=petition.version,
        text="您好！电梯将于三月修复。",
        method="letter",
    )
    row = dict(zip(DEFAULT_COLUMNS, rows(office)[0], strict=True))
    assert row["name"] == "张某甲"
    assert row["where"] == "样城街道甲社区3号"
    assert row["matter"].startswith("小区电梯坏了两个月没人修")
    assert row["result"] == "支持。电梯将于三月修复。"
    assert (row["handling_unit"], row["closed_on"]) == ("清禾县住房和城乡建设局", "2026-03-02")


def test_repeat_letter_is_a_row_and_one_more_piece(office: Office, monday: Any) -> None:
    petition = office.registered()
    add_intake(petition.pk, by=office["registrar"], channel=Channel.LETTER, received_on=date(2026, 3, 2))
    found = sums(office)
    assert (found.letters, found.repeat, found.open) == (2, 1, 2)
    assert [row[DEFAULT_COLUMNS.index("matter")].endswith("（重复）") for row in rows(office)] == [
        False,
        True,
    ]


@pytest.mark.parametrize("kind", [key for key in ledger.KINDS])
def test_every_total_opens_exactly_the_rows_it_counts(office: Office, monday: Any, kind: str) -> None:
    office.registered(channel=Channel.VISIT, head_count=6)
    office.registered(channel=Channel.VISIT, head_count=2)
    again = office.registered()
    add_intake(again.pk, by=office["registrar"], channel=Channel.PHONE, received_on=date(2026, 3, 2))
    gone = office.registered()
    void(gone.pk, by=office["officer"], version=gone.version, reason="录错")
    selection = march(office, kind=kind)
    cases = ledger.cases_of(office["registrar"])
    assert ledger.intakes(selection, cases).count() == ledger.totals(selection, cases).of(kind)


@pytest.mark.rule("S14-05")
def test_department_has_a_ledger_of_what_it_handles(office: Office, monday: Any) -> None:
    to_concluded(office, office.registered())
    office.registered()
    selection = replace(march(office), unit=office.units["ZJJ"], basis=ledger.HANDLED)
    table, lines = ledger.table(selection, ledger.cases_of(office["bureau_head"]))
    assert (table.title, len(lines)) == ("来信来访台账", 1)


@pytest.mark.rule("S14-05")
def test_head_of_a_department_reads_its_ledger_and_takes_the_file(office: Office, monday: Any) -> None:
    p = to_concluded(office, office.registered())
    other = office.registered(person=Person(name="王某丙"))
    client, query = signed_in(office["bureau_head"]), "month=2026-03&unit=ZJJ&basis=handled"
    page = client.get(f"/ledger/?{query}")
    assert page.status_code == 200
    assert p.number in words(page)
    assert other.number not in words(page)
    client.post("/ledger/make/", {"query": query, "format": "xlsx"})
    jobs.run_due()
    file = client.get(f"/jobs/{Job.objects.get(kind='ledger').pk}/file/")
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(file.streaming_content)))
    cells = [str(cell) for row in book.get_sheet_by_index(0).to_python() for cell in row]
    for shown in ("清禾县住房和城乡建设局", "张某甲", "小区电梯坏了"):
        assert any(shown in cell for cell in cells), shown
    assert not any("王某丙" in cell for cell in cells)


def test_units_below_are_counted_only_when_asked(office: Office, monday: Any) -> None:
    office.registered()
    office.registered(by=office["town_officer"])
    county = replace(march(office), unit=office.units["XZF"])
    cases = ledger.cases_of(office["chief"])
    assert ledger.totals(county, cases).valid == 0
    assert ledger.totals(replace(county, below=True), cases).valid == 2


@pytest.mark.rule("S09-15")
def test_sealed_accusation_is_counted_only_for_those_named_and_tells_nothing(
    office: Office, monday: Any
) -> None:
    office.registered(purpose=Purpose.ACCUSATION, body="某干部克扣补助。", title="反映克扣补助")
    assert sums(office, "office_head").valid == 0
    assert ledger.totals(march(office), ledger.cases_of(None)).valid == 0
    assert sums(office, "registrar").valid == 0, "在专册，不在登记册"
    apart = replace(march(office), basis=ledger.APART)
    table, lines = ledger.table(apart, ledger.cases_of(office["registrar"]), list(CELLS))
    text = "".join(table.texts())
    assert "检举控告事项" in text
    assert "克扣" not in text
    assert "张某甲" not in text
    assert "12000000001" not in text
    assert "样城街道" not in text
    assert len(lines) == 1


def test_queries_do_not_grow_with_rows(office: Office, monday: Any) -> None:
    def count() -> int:
        cases = ledger.cases_of(office["registrar"])
        with CaptureQueriesContext(connection) as found:
            ledger.table(march(office), cases, list(CELLS))
        return len(found)

    for n in range(3):
        office.registered(person=Person(name=f"某{n}"))
    few = count()
    for n in range(7):
        office.registered(person=Person(name=f"某某{n}"))
    assert count() == few


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ("网友“某某1”：您好！您的留言已收悉。现将有关情况回复如下：已修好。", "已修好。"),
        ("您好，已责成物业修复。", "已责成物业修复。"),
        ("电梯已经修复，请放心使用。", "电梯已经修复，请放心使用。"),
        ("您好！", "您好！"),
        ("长" * 100, "长" * 79 + "…"),
    ],
)
def test_gist_leaves_out_the_greeting(answer: str, kept: str) -> None:
    assert gist(answer) == kept


def test_chosen_columns_keep_the_order_of_the_register() -> None:
    assert [cell.column.key for cell in chosen(["matter", "number"])] == ["number", "matter"]
    assert [cell.column.key for cell in chosen([])] == list(DEFAULT_COLUMNS)


def test_period_reads_as_people_say_it(office: Office) -> None:
    one = march(office)
    assert one.period == "2026年3月"
    assert replace(one, last=date(2026, 6, 30)).period == "2026年3月至6月"
    assert replace(one, last=date(2027, 1, 31)).period == "2026年3月至2027年1月"


@pytest.mark.parametrize("text", ["2019", "2019-13", "四月", "2019-04-01"])
def test_month_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        ledger.month_ends(text)


def test_selection_survives_the_job_row(office: Office) -> None:
    one = march(office, kind="visits", channels=("visit",), below=True)
    assert ledger.selection_from(one.args()) == one
