"""A file that an office hands over, read into sheets of cells: .xlsx, .xls, .et, .ods, .csv. The content decides, not the name."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import python_calamine

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 300 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 200

Cell = str | int | float | bool | date | datetime | time | timedelta

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCODINGS = ("utf-8-sig", "gb18030")
# Cells that hold something; <c …/> is a formatted blank, and offices format whole columns.
_CELL_PLACE = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>')


class UnreadableFile(ValueError):
    """Why a file cannot be read as a ledger, in a sentence for the person who chose it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of one sheet from its first row on, so that `rows[n]` is row n + 1 on screen."""

    name: str
    rows: list[list[Cell]]


def read_sheets(content: bytes) -> list[Sheet]:
    """All visible sheets that hold something. Raises UnreadableFile: too large, empty, encrypted, no table at all."""
    if not content.strip():
        raise UnreadableFile("文件是空的。")
    if len(content) > MAX_BYTES:
        raise UnreadableFile(f"文件超过{MAX_BYTES // 1024 // 1024}MB，请按年或按季度拆分后分次导入。")
    _refuse_other_formats(content)
    if content.startswith((_OLE, b"PK")):
        sheets = _read_workbook(content)
    else:
        sheets = [Sheet("", _read_text(content))]
    sheets = [sheet for sheet in sheets if any(not is_blank(cell) for row in sheet.rows for cell in row)]
    if not sheets:
        raise UnreadableFile("表格里没有内容。")
    for sheet in sheets:
        _refuse_too_large(len(sheet.rows), max(len(row) for row in sheet.rows))
    return sheets


def is_blank(cell: Cell) -> bool:
    """Nothing that a reader would see."""
    return isinstance(cell, str) and not cell.strip()


def _refuse_other_formats(content: bytes) -> None:
    head = content[:2048].lstrip().lower()
    if content.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in content:
        raise UnreadableFile("文件设了打开密码，请去掉密码另存后再导入。")
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml", b"<meta")):
        raise UnreadableFile(
            "这是网页格式的文件（只是改了扩展名），请用表格软件打开，另存为 .xlsx 后再导入。"
        )
    if content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")):
        raise UnreadableFile("不是表格文件。可以导入 .xlsx、.xls、.csv。")


def _refuse_too_large(rows: int, columns: int) -> None:
    if rows > MAX_ROWS:
        raise UnreadableFile(f"工作表超过{MAX_ROWS:,}行，请拆分后分次导入。")
    if columns > MAX_COLUMNS:
        raise UnreadableFile(f"工作表超过{MAX_COLUMNS}列，请删去多余的列。")


def _read_workbook(content: bytes) -> list[Sheet]:
    if content.startswith(b"PK"):
        _look_into_package(content)
    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
        names = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
            and sheet.visible == python_calamine.SheetVisibleEnum.Visible
        ]
        return [Sheet(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in names]
    except python_calamine.PasswordError:
        raise UnreadableFile("文件设了打开密码，请去掉密码另存后再导入。") from None
    except python_calamine.CalamineError:
        raise UnreadableFile(
            "不是表格文件，或者文件已损坏。请用表格软件打开，另存为 .xlsx 后再导入。"
        ) from None


def _look_into_package(content: bytes) -> None:
    """Refuses what would fill the memory — packed files that grow, one stray cell in the far corner — and other papers."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            if any(part.filename.startswith(("word/", "ppt/")) for part in parts):
                raise UnreadableFile("这是文字或演示文稿，不是表格文件。可以导入 .xlsx、.xls、.csv。")
            if sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
                raise UnreadableFile("表格内容过大，请拆分后分次导入。")
            for part in parts:
                if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
                    _refuse_too_large(*_extent(package.read(part)))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError):
        raise UnreadableFile(
            "不是表格文件，或者文件已损坏。请用表格软件打开，另存为 .xlsx 后再导入。"
        ) from None


def _extent(xml: bytes) -> tuple[int, int]:
    """The last row and column in use. Sheets are read as full rectangles, so the farthest cell sets the price."""
    rows = columns = 0
    for letters, digits in _CELL_PLACE.findall(xml):
        rows = max(rows, int(digits))
        column = 0
        for letter in letters:
            column = column * 26 + letter - 64
        columns = max(columns, column)
    return rows, columns


def _read_text(content: bytes) -> list[list[Cell]]:
    text = _decoded(content)
    if "\x00" in text:
        raise UnreadableFile("不是表格文件。可以导入 .xlsx、.xls、.csv。")
    first_lines = "\n".join(text.splitlines()[:10])
    # The mark that the first lines use most; a comma within a Chinese text is another character.
    delimiter = max(",\t;|", key=first_lines.count)
    if not first_lines.count(delimiter):
        raise UnreadableFile("文件里没有分列的内容，不是表格文件。可以导入 .xlsx、.xls、.csv。")
    try:
        return _rectangle(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise UnreadableFile("CSV 文件格式有误，请用表格软件打开，另存为 .xlsx 后再导入。") from None


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile("不是表格文件，或者文字编码无法识别。请另存为 .xlsx 后再导入。")


def _rectangle(rows: Iterable[list[str]]) -> list[list[Cell]]:
    """Rows of equal length; `="00123"` and a leading apostrophe, which keep numbers as text in csv files, undone."""
    read = [[_unwrapped(cell) for cell in row] for row in rows]
    width = max((len(row) for row in read), default=0)
    return [[*row, *[""] * (width - len(row))] for row in read]


def _unwrapped(cell: str) -> str:
    wrapped = re.fullmatch(r'="(.*)"', cell.strip())
    return wrapped[1] if wrapped else cell.removeprefix("'")
