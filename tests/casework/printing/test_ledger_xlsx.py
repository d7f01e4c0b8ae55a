from __future__ import annotations

import io
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from casework.printing.ledger_xlsx import MAX_CELL, render_ledger_xlsx
from casework.printing.table import Column
from tests.casework.printing.samples import COLUMNS, RARE, ledger, row


def cells(book: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()


def sheet_xml(book: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(book)) as file:
        return file.read("xl/worksheets/sheet1.xml").decode()


def test_title_meta_headings_rows_totals_and_signatures() -> None:
    sheet = cells(render_ledger_xlsx(ledger([row(1), row(2)])))
    assert [line[0] for line in sheet[:2]] == [
        "信访事项登记台账",
        "单位：青山县信访局　　2026年3月　全部渠道　　打印日期：2026年3月31日",
    ]
    assert sheet[2] == [column.heading for column in COLUMNS]
    assert sheet[3] == [
        *(1, "信访〔2026〕00001号", "王㛃山", "11010119900101001X", "反映村道被占用，请求恢复通行。", 3)
    ]
    assert sheet[5][0] == "合计：2批次，6人次"
    assert str(sheet[6][0]).split() == ["审核人：", "填表人：", "日期："]


def test_identity_card_numbers_stay_text() -> None:
    assert cells(render_ledger_xlsx(ledger([row(2)])))[3][3] == "110101199001010026"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+86 555 6012345",
        "-5",
        "@SUM(A1)",
        '=HYPERLINK("http://x","点我")',
        "http://example.com",
        "=cmd|' /C calc'!A0",
    ],
)
def test_text_never_becomes_a_formula_or_a_link(text: str) -> None:
    book = render_ledger_xlsx(ledger([row(1, text)], title=text, totals=text))
    sheet = cells(book)
    assert (sheet[0][0], sheet[3][4], sheet[4][0]) == (text, text, text)
    assert "<f>" not in sheet_xml(book)
    assert "<hyperlink" not in sheet_xml(book)


def test_number_column_keeps_text_that_is_no_number() -> None:
    columns = [Column("heads", "人次", kind="number"), Column("x", "备注")]
    sheet = cells(render_ledger_xlsx(ledger([["约5", "甲"], ["12", "乙"]], columns=columns)))
    assert [line[0] for line in sheet[3:5]] == ["约5", 12]


def test_printed_like_the_pdf() -> None:
    xml = sheet_xml(render_ledger_xlsx(ledger([row(1)])))
    assert 'paperSize="9" fitToHeight="0" orientation="landscape"' in xml
    assert "<oddFooter>&amp;C第&amp;P页/共&amp;N页</oddFooter>" in xml
    assert '<pane ySplit="3" topLeftCell="A4" activePane="bottomLeft" state="frozen"/>' in xml
    with zipfile.ZipFile(io.BytesIO(render_ledger_xlsx(ledger([row(1)])))) as file:
        assert "台账!$1:$3</definedName>" in file.read("xl/workbook.xml").decode()


def test_no_rows_one_column_and_rare_characters() -> None:
    columns = [Column("name", "姓名")]
    assert cells(render_ledger_xlsx(ledger([], columns=columns)))[2:4] == [["姓名"], ["合计：0批次，0人次"]]
    assert cells(render_ledger_xlsx(ledger([[RARE]], columns=columns)))[3] == [RARE]


def test_text_longer_than_a_cell_is_cut() -> None:
    sheet = cells(render_ledger_xlsx(ledger([row(1, "问" * 40000)])))
    assert len(str(sheet[3][4])) == MAX_CELL
