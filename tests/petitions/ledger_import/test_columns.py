"""Headings as offices write them."""

from __future__ import annotations

import pytest

from petitions.ledger_import import Columns, Field, NoHeadings, Sheet, choose_sheet, recognise
from petitions.ledger_import.columns import NAMES
from petitions.states import Channel
from tests.petitions.ledger_import.workbooks import HEADINGS


def columns_of(*rows: list[str]) -> Columns:
    return recognise(Sheet("台账", [list(row) for row in rows]))


def test_no_name_stands_for_two_fields() -> None:
    names = [name for names in NAMES.values() for name in names]
    assert len(names) == len(set(names))


def test_usual_headings_are_recognised_in_the_first_row() -> None:
    columns = columns_of(HEADINGS)
    assert columns.first_data_row == 1
    assert columns.as_json() == {
        "number": 0, "person": 1, "title": 2, "received": 3, "text": 4, "reply": 5, "replied": 6,
    }  # fmt: skip
    assert columns.missing() == []
    assert columns.unused() == []


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("登 记 号", Field.NUMBER),
        ("序号", Field.NUMBER),
        ("投诉人", Field.PERSON),
        ("信访人姓名", Field.PERSON),
        ("反映人（姓名）*", Field.PERSON),
        ("事 由", Field.TITLE),
        ("来访时间（年/月/日）", Field.RECEIVED),
        ("收到\n日期", Field.RECEIVED),
        ("登记日期", Field.RECEIVED),
        ("主要诉求", Field.TEXT),
        ("反映的主要问题及诉求", Field.TEXT),
        ("办理情况", Field.REPLY),
        ("处理结果", Field.REPLY),
        ("办结日期", Field.REPLIED),
        ("信访形式", Field.CHANNEL),
        ("来信人电话", Field.PHONE),
        ("联系方式：", Field.PHONE),
        ("单位或住址", Field.ADDRESS),
        ("单位（住址）", Field.ADDRESS),
        ("信访人身份证号", Field.ID_NUMBER),
        ("来访人数", Field.HEAD_COUNT),
        ("承办单位", Field.UNIT),
        ("问题类别", Field.CATEGORY),
        ("备注", Field.REMARK),
    ],
)
def test_headings_that_offices_use(heading: str, field: Field) -> None:
    columns = columns_of(
        ["经办科长", heading, "领导批示日期", "档案盒号", "备注" if field != Field.REMARK else "编号"]
    )
    assert columns.mapping[field] == 1
    assert columns.heading(field) != ""


def test_headings_below_a_merged_title_the_unit_and_the_period() -> None:
    above = [["清禾县信访登记台账", "", ""], ["填报单位：清禾县信访局", "", ""], ["", "", ""]]
    columns = columns_of(*above, ["编号", "信访人", "反映问题"], ["1", "苗青禾", "路灯坏了"])
    assert columns.first_data_row == 4
    assert columns.headings == ("编号", "信访人", "反映问题")


def test_headings_in_two_rows_are_read_together() -> None:
    columns = columns_of(
        ["序号", "信访人", "", "", "反映问题", "来访日期"],
        ["", "姓名", "电话", "住址", "", ""],
        ["1", "苗青禾", "12000001234", "青禾镇", "路灯坏了", "2019-4-24"],
    )
    assert columns.first_data_row == 2
    assert columns.as_json() == {"number": 0, "person": 1, "phone": 2, "address": 3, "text": 4, "received": 5}


def test_better_name_wins_where_two_columns_fit() -> None:
    columns = columns_of(["序号", "登记编号", "登记日期", "来信日期", "主要诉求", "来信内容", "来信人"])
    assert columns.mapping[Field.NUMBER] == 1
    assert columns.mapping[Field.RECEIVED] == 3
    assert columns.mapping[Field.TEXT] == 5
    assert columns.unused() == ["序号", "登记日期", "主要诉求"]


def test_missing_columns_are_named() -> None:
    assert columns_of(["编号", "备注"]).missing() == ["来信来访人", "收到日期", "主题或反映内容"]
    assert columns_of(["来信人", "标题", "日期"]).missing() == []


@pytest.mark.parametrize(
    "rows", [[["清禾县", "2019年"]], [["1", "苗青禾", "路灯坏了"]], [[""] * 3] * 12 + [HEADINGS]]
)
def test_sheet_without_headings_says_what_was_looked_for(rows: list[list[str]]) -> None:
    with pytest.raises(NoHeadings, match="前10行中没有找到表头"):
        columns_of(*rows)


def test_mapping_is_adjusted_and_kept() -> None:
    columns = columns_of(["编号", "来信人", "甲", "来信日期", "乙"])
    adjusted = columns.adjusted({"text": 4, "title": 2, "number": None})
    assert adjusted.as_json() == {"person": 1, "received": 3, "text": 4, "title": 2}
    assert adjusted.unused() == ["编号"]
    assert columns.as_json() == {"number": 0, "person": 1, "received": 3}


@pytest.mark.parametrize(
    ("choice", "reason"),
    [
        ({"text": 9}, "没有第10列。"),
        ({"text": 1}, "同时对应了"),
        ({"nonsense": 1}, "nonsense"),
    ],
)
def test_impossible_mapping_is_refused(choice: dict[str, int], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        columns_of(HEADINGS).adjusted(choice)


@pytest.mark.parametrize(
    ("headings", "channel"),
    [
        (["来信人", "来信日期"], Channel.LETTER),
        (["来访人", "来访日期"], Channel.VISIT),
        (["来电人", "来电时间"], Channel.PHONE),
        (["留言人", "留言时间"], Channel.ONLINE),
        (["姓名", "日期"], Channel.LETTER),
    ],
)
def test_headings_imply_the_channel(headings: list[str], channel: Channel) -> None:
    assert columns_of(headings).implied_channel() == channel


def test_sheet_that_says_most_is_chosen() -> None:
    notes = Sheet("填表说明", [["请逐项填写", "日期"]])
    ledger = Sheet("台账", [list(HEADINGS)])
    assert choose_sheet([notes, ledger]) is ledger
    assert choose_sheet([notes]) is notes
