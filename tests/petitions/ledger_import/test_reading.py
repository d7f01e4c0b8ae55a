"""Files as offices hand them over: the formats they come in, and why some cannot be read."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest

from petitions.ledger_import import UnreadableFile, read_sheets, reading
from tests.petitions.ledger_import.workbooks import workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CSV = "编号,来信人,来信日期\r\n1,苗青禾,2019-4-24\r\n"


def test_workbook_gives_cells_with_their_types_from_the_first_row_on() -> None:
    content = workbook(
        ("一月", [[], ["编号", "日期"], [7, date(2019, 4, 24)], ["", datetime(2019, 4, 24, 16, 3)]])
    )
    [sheet] = read_sheets(content)
    assert sheet.name == "一月"
    assert sheet.rows[1] == ["编号", "日期"]
    assert sheet.rows[2] == [7, date(2019, 4, 24)]
    assert sheet.rows[3] == ["", datetime(2019, 4, 24, 16, 3)]


def test_empty_sheets_are_left_out() -> None:
    sheets = read_sheets(workbook(("空", []), ("一月", [["编号"]]), ("空白", [[" "]])))
    assert [sheet.name for sheet in sheets] == ["一月"]


def test_old_xls_is_read() -> None:
    [sheet] = read_sheets((Path(__file__).parent / "old_format.xls").read_bytes())
    assert sheet.name == "2019年"
    assert sheet.rows[2][:3] == [1, "苗青禾", date(2019, 4, 24)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_is_read_in_the_encodings_that_offices_use(encoding: str) -> None:
    [sheet] = read_sheets(CSV.encode(encoding))
    assert sheet.rows == [["编号", "来信人", "来信日期"], ["1", "苗青禾", "2019-4-24"]]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_with_other_delimiters_line_breaks_and_wrapped_numbers(delimiter: str) -> None:
    lines = ["编号{0}来信人{0}来信内容", '="0012"{0}\'苗青禾{0}"路灯坏了，\n请来看"', "3{0}苗秋"]
    [sheet] = read_sheets("\n".join(lines).format(delimiter).encode())
    assert sheet.rows[1:] == [["0012", "苗青禾", "路灯坏了，\n请来看"], ["3", "苗秋", ""]]


def packed(name: str, content: str = "<a/>") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "文件是空的。"),
        (b" \r\n ", "文件是空的。"),
        (b"x" * (reading.MAX_BYTES + 1), "文件超过20MB"),
        (OLE + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le"), "文件设了打开密码"),
        (OLE + b"\0" * 600, "已损坏"),
        (b"PK\x03\x04junk", "已损坏"),
        (packed("nothing.txt"), "已损坏"),
        (packed("word/document.xml"), "这是文字或演示文稿"),
        (packed("xl/worksheets/sheet1.xml", '<c s="1" r="A60000" t="s"><v>0</v></c>'), "工作表超过50,000行"),
        (packed("xl/worksheets/sheet1.xml", '<c r="XFD1"><v>0</v></c>'), "工作表超过200列"),
        (b"%PDF-1.7", "不是表格文件"),
        (b"\x00\x01\x02\xff\xff\xff", "不是表格文件"),
        ("只有一行字".encode(), "没有分列的内容"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "这是网页格式的文件"),
        (workbook(("空", [])), "表格里没有内容。"),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        read_sheets(content)


def test_blanks_formatted_to_the_last_row_do_not_count() -> None:
    assert reading._extent(
        b'<row r="1048576"><c r="XFD1048576" s="3"/></row><c r="B2" s="1"><v>1</v></c>'
    ) == (2, 2)


def test_packed_file_that_grows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_UNPACKED_BYTES", 1000)
    with pytest.raises(UnreadableFile, match="表格内容过大"):
        read_sheets(packed("xl/worksheets/sheet1.xml", "0" * 1001))
