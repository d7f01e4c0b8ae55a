"""Fictional ledgers, made when a test needs them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

from petitions.ledger_import import Options, Rows, choose_sheet, read_rows, read_sheets, recognise

TODAY = date(2026, 3, 2)
HEADINGS = ["编号", "来信人", "主题", "来信日期", "来信内容", "答复意见", "答复日期"]
LETTER = [
    2554.0,
    "苗青禾",
    "村口路灯何时修好？",
    "2019/4/24 16:03:40",
    "\n\t\t\t\n\t\t\t村口路灯坏了半年。\n\n　　请派人来看。\t\n",
    "已更换灯具，感谢您的来信。",
    "2019/5/9 9:49:10",
]


def workbook(*sheets: tuple[str, Sequence[Sequence[Any]]]) -> bytes:
    """An .xlsx file of these sheets; dates become date cells."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_numbers": False})
    formats = {
        datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        date: book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if type(value) in formats:
                    sheet.write_datetime(r, c, value, formats[type(value)])
                else:
                    sheet.write(r, c, value)
    book.close()
    return target.getvalue()


def letters_of(*rows: Sequence[Any], **options: Any) -> Rows:
    """What the import makes of one sheet with these rows."""
    sheet = choose_sheet(read_sheets(workbook(("台账", rows))))
    return read_rows(sheet, recognise(sheet), Options(today=TODAY, **options))
