"""Rows of old ledgers as letters, and what is said of those that cannot be taken."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from petitions.ledger_import import RowError
from petitions.ledger_import.cleaning import channel_of, head_count_of
from petitions.ledger_import.rows import fingerprint
from petitions.states import Channel
from tests.petitions.ledger_import.workbooks import HEADINGS, LETTER, letters_of

VISITS = ["编号", "来访人", "来访日期", "反映问题", "人数", "电话", "身份证号", "住址", "信访形式"]


def visit(**changes: Any) -> list[Any]:
    row = dict(zip(VISITS, ["7", "苗青禾", "2019-4-24", "水渠堵塞", "", "", "", "", ""], strict=True))
    return list((row | changes).values())


def test_letter_with_its_reply() -> None:
    rows = letters_of(HEADINGS, LETTER)
    assert (rows.errors, rows.warnings, rows.skipped) == ([], [], 0)
    [letter] = rows.letters
    assert letter.row == 2
    assert letter.source_number == "2554"
    assert letter.person == "苗青禾"
    assert letter.title == "村口路灯何时修好？"
    assert letter.text == "村口路灯坏了半年。\n\n　　请派人来看。"
    assert (letter.received_on, letter.received_time) == (date(2019, 4, 24), time(16, 3, 40))
    assert letter.reply == "已更换灯具，感谢您的来信。"
    assert letter.replied_on == date(2019, 5, 9)
    assert letter.channel == Channel.LETTER
    assert letter.head_count == 1


def test_title_and_text_stand_for_each_other() -> None:
    [only_text] = letters_of(VISITS, visit(反映问题="水渠" * 60 + "\n第二段")).letters
    assert only_text.title == "水渠" * 39 + "水…"
    [only_title] = letters_of(["来信人", "事由", "来信日期"], ["苗青禾", "水渠堵塞", "2019-4-24"]).letters
    assert only_title.text == "水渠堵塞"


@pytest.mark.parametrize(
    ("changes", "column", "value", "reason"),
    [
        ({"来访人": ""}, "来访人", "", "姓名为空；匿名的请写“匿名”。"),
        ({"来访人": "苗" * 61}, "来访人", "苗" * 59 + "…", "姓名（名称）超过60字，请核对是否错列。"),
        ({"来访日期": " "}, "来访日期", "", "日期为空。"),
        ({"来访日期": "2019-2-30"}, "来访日期", "2019-2-30", "2019年2月没有30日。"),
        ({"来访日期": "2026-3-3"}, "来访日期", "2026-3-3", "晚于今天（2026-03-02）。"),
        ({"反映问题": "\n"}, "反映问题", "", "反映内容为空。"),
        ({"人数": "若干"}, "人数", "若干", "人数应为1以上的整数。"),
        ({"人数": 0}, "人数", "0", "人数应为1以上的整数。"),
        ({"信访形式": "其他"}, "信访形式", "其他", "看不出是哪种渠道"),
    ],
)
def test_value_that_cannot_be_taken_is_named(
    changes: dict[str, Any], column: str, value: str, reason: str
) -> None:
    rows = letters_of(["清禾县来访登记", *[""] * 8], VISITS, visit(), visit(编号="8", **changes))
    assert [letter.source_number for letter in rows.letters] == ["7"]
    [error] = rows.errors
    assert (error.row, error.column, error.value) == (4, column, value)
    assert error.reason.startswith(reason)


def test_all_errors_of_a_row_are_told_at_once() -> None:
    rows = letters_of(HEADINGS, [1, "", "", "不详", "", "已办", "2019-13-1"])
    assert [error.column for error in rows.errors] == ["来信人", "来信日期", "来信内容", "答复日期"]


def test_reply_before_the_letter_is_an_error_and_reply_without_date_a_warning() -> None:
    early = [*LETTER[:6], "2019-4-23"]
    undated = [*LETTER[:6], ""]
    assert letters_of(HEADINGS, early).errors == [
        RowError(2, "答复日期", "2019-4-23", "早于收到日期2019-04-24。")
    ]
    rows = letters_of(HEADINGS, undated)
    assert rows.letters[0].replied_on is None
    assert rows.warnings == [RowError(2, "答复日期", "", "有答复意见，没有答复日期。")]


def test_year_comes_from_the_title_the_option_or_nowhere() -> None:
    title = ["清禾县2019年来访登记台账", *[""] * 8]
    row = visit(来访日期="4月24日")
    assert letters_of(title, VISITS, row).letters[0].received_on == date(2019, 4, 24)
    assert letters_of(title, VISITS, row, default_year=2020).letters[0].received_on == date(2020, 4, 24)
    assert letters_of(VISITS, row).errors[0].reason == "没有年份，请补上年份，或指定台账的年份。"


def test_empty_rows_totals_signatures_and_repeated_headings_are_passed_over() -> None:
    total, signature = ["合计", *[""] * 3, 12, *[""] * 4], ["填表人：苗秋", "", "审核人：禾冬", *[""] * 6]
    signature[2] = ""
    rows = letters_of(VISITS, visit(), [""] * 9, VISITS, visit(编号="8"), total, signature)
    assert [letter.row for letter in rows.letters] == [2, 5]
    assert rows.errors == []
    assert rows.skipped == 3


@pytest.mark.parametrize("word", ["匿名", "（匿名）", "不详", "匿名群众"])
def test_anonymous_letters_have_no_name(word: str) -> None:
    [letter] = letters_of(VISITS, visit(来访人=word)).letters
    assert letter.person == ""
    assert letter.is_anonymous


@pytest.mark.parametrize(
    ("name", "people", "person", "heads"),
    [
        ("苗青禾等12人", "", "苗青禾", 12),
        ("苗青禾、禾冬等三人", "", "苗青禾、禾冬", 3),
        ("苗青禾（共5人）", "", "苗青禾", 5),
        ("苗青禾等12人", "15人", "苗青禾", 15),
        ("苗三人", "", "苗三人", 1),
        ("清禾县供销社（城关）", 2.0, "清禾县供销社（城关）", 2),
    ],
)
def test_head_count_comes_from_its_column_or_from_the_name(
    name: str, people: str, person: str, heads: int
) -> None:
    [letter] = letters_of(VISITS, visit(来访人=name, 人数=people)).letters
    assert (letter.person, letter.head_count) == (person, heads)


@pytest.mark.parametrize(
    ("words", "heads"),
    [("3", 3), ("３人", 3), ("约20人", 20), ("十二人次", 12), ("一百二十人", 120), ("两名", 2), ("二十", 20), ("百十", 110), ("零", None), ("3-5人", None)],
)  # fmt: skip
def test_head_counts_as_words(words: str, heads: int | None) -> None:
    assert head_count_of(words) == heads


@pytest.mark.parametrize(
    ("words", "channel"),
    [
        ("来信", Channel.LETTER), ("信件", Channel.LETTER), ("群众来信", Channel.LETTER), ("走访", Channel.VISIT), ("集体访", Channel.VISIT),
        ("个体来访", Channel.VISIT), ("来电", Channel.PHONE), ("12345热线", Channel.PHONE), ("传真", Channel.FAX), ("电子邮件", Channel.EMAIL),
        ("E-mail", Channel.EMAIL), ("网上信访", Channel.ONLINE), ("县长信箱", Channel.ONLINE), ("信访代理", Channel.PROXY), ("上级转来", Channel.SUPERIOR),
        ("市局转办", Channel.SUPERIOR), ("领导接访", Channel.LEADER_RECEPTION), ("信访", None), ("来信来访", None), ("其他", None),
    ],
)  # fmt: skip
def test_channel_words(words: str, channel: Channel | None) -> None:
    assert channel_of(words) == channel


def test_channel_of_a_row_goes_before_the_option_and_the_headings() -> None:
    rows = letters_of(VISITS, visit(信访形式="来电"), visit(编号="8"))
    assert [letter.channel for letter in rows.letters] == [Channel.PHONE, Channel.VISIT]
    rows = letters_of(VISITS, visit(), default_channel=Channel.ONLINE)
    assert rows.letters[0].channel == Channel.ONLINE


def test_odd_numbers_of_people_are_kept_with_a_warning() -> None:
    row = visit(电话="问邻居", 身份证号="999921199001010010", 住址="青禾镇" * 50)
    rows = letters_of(VISITS, row)
    [letter] = rows.letters
    assert (letter.phone, letter.id_number, len(letter.address)) == ("问邻居", "999921199001010010", 120)
    assert [(w.column, w.reason) for w in rows.warnings] == [
        ("电话", "电话只能是数字，区号、分机前可加“-”。"),
        ("住址", "超过120字，只保留前面部分。"),
        ("身份证号", "身份证号最后一位校验不符，请核对是否输错。"),
    ]


def test_telephone_typed_as_number_and_the_first_of_two() -> None:
    assert letters_of(VISITS, visit(电话=12000001234.0)).letters[0].phone == "12000001234"
    rows = letters_of(VISITS, visit(电话="12000001234、0999-8000000"))
    assert rows.letters[0].phone == "12000001234"
    assert [warning.reason for warning in rows.warnings] == ["只取其中的12000001234。"]


def test_id_number_that_the_sheet_cut_is_not_imported() -> None:
    rows = letters_of(VISITS, visit(身份证号=9.9992119900101e17))
    assert rows.letters[0].id_number == ""
    assert rows.warnings[0].reason.startswith("表格把号码存成了数字")


def test_same_row_twice_is_taken_once() -> None:
    rows = letters_of(VISITS, visit(), visit(来访日期="2019年4月24日", 反映问题=" 水渠堵塞 "))
    assert len(rows.letters) == 1
    assert rows.warnings == [RowError(3, "编号", "7", "与第2行相同，只导入一次。")]


def test_fingerprint_holds_through_blanks_and_width_and_tells_offices_apart() -> None:
    one = fingerprint("XF", "7", "苗青禾", date(2019, 4, 24), "水渠堵塞")
    assert len(one) == 64
    assert fingerprint("XF", "７", "苗 青禾", date(2019, 4, 24), "水渠\n堵塞 ") == one
    assert fingerprint("ZJ", "7", "苗青禾", date(2019, 4, 24), "水渠堵塞") != one
    assert fingerprint("XF", "7", "苗青禾", date(2019, 4, 25), "水渠堵塞") != one
    [before] = letters_of(VISITS, visit(), scope="XF").letters
    assert before.fingerprint == one
