"""A ledger as xlsx: the same columns and rows, set up so that it prints like the PDF."""

from __future__ import annotations

import io
from math import ceil
from typing import Any

import xlsxwriter

from casework.printing.table import Column, Table, chinese_date
from casework.printing.text import clean, width_em

SHEET_NAME = "台账"
FONT = "宋体"
MM_PER_CHARACTER = 2.05  # width of a digit of 10pt 宋体, the unit of Excel's column widths
MAX_CELL = 32767  # Excel's own limit of characters in a cell
_HEADING_ROW = 2


def render_ledger_xlsx(table: Table) -> bytes:
    """The ledger as a workbook of one sheet.

    Every text is written as text, never as a formula or link, whatever it begins with; only columns of kind "number"
    hold numbers. Headings are frozen on the screen and repeated on every printed page.
    """
    target = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": table.title, "company": table.unit_name})
        sheet = book.add_worksheet(SHEET_NAME)
        _set_up_page(sheet, table)
        formats = _formats(book)
        _write_heading(sheet, table, formats)
        row = _write_rows(sheet, table, formats)
        _write_closing(sheet, table, formats, row)
    return target.getvalue()


def _set_up_page(sheet: Any, table: Table) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.75, right=0.45, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, _HEADING_ROW)
    sheet.freeze_panes(_HEADING_ROW + 1, 0)
    sheet.set_footer("&C第&P页/共&N页")
    sheet.set_start_page(table.first_page_no)
    for index, column in enumerate(table.columns):
        sheet.set_column(index, index, max(column.width_mm / MM_PER_CHARACTER, 6))


def _formats(book: Any) -> dict[str, Any]:
    base = {"font_name": FONT, "font_size": 10, "valign": "vcenter", "text_wrap": True}
    cell = {**base, "border": 1}
    formats = {
        "title": {**base, "font_size": 18, "bold": True, "align": "center"},
        "meta": {**base, "text_wrap": False},
        "heading": {**cell, "bold": True, "align": "center", "bg_color": "#ECECEC"},
        "totals": {**cell, "bold": True},
        "note": base,
    }
    for align in ("left", "center", "right"):
        formats[f"text-{align}"] = {**cell, "align": align, "num_format": "@"}
        formats[f"number-{align}"] = {**cell, "align": align}
    return {name: book.add_format(properties) for name, properties in formats.items()}


def _write_heading(sheet: Any, table: Table, formats: dict[str, Any]) -> None:
    sheet.set_row(0, 30)
    _across(sheet, 0, table, clean(table.title), formats["title"])
    printed = f"打印日期：{chinese_date(table.printed_on)}" if table.printed_on else ""
    unit = f"单位：{clean(table.unit_name)}" if table.unit_name else ""
    meta = "　　".join(part for part in (unit, clean(table.subtitle), printed) if part)
    _across(sheet, 1, table, meta, formats["meta"])
    for index, column in enumerate(table.columns):
        sheet.write_string(_HEADING_ROW, index, clean(column.heading), formats["heading"])


def _write_rows(sheet: Any, table: Table, formats: dict[str, Any]) -> int:
    """Writes the rows; gives the number of the next row."""
    number = _HEADING_ROW
    for number, row in enumerate(table.rows, start=_HEADING_ROW + 1):
        for index, (column, text) in enumerate(zip(table.columns, table.cells(row), strict=True)):
            _write_cell(sheet, number, index, column, text, formats)
    return number + 1


def _write_cell(sheet: Any, row: int, index: int, column: Column, text: str, formats: dict[str, Any]) -> None:
    style = formats[f"{column.kind}-{column.align}"]
    if not text:
        sheet.write_blank(row, index, None, style)
    elif column.kind == "number" and text.isascii() and text.isdigit():
        sheet.write_number(row, index, int(text), style)
    else:
        sheet.write_string(row, index, text[:MAX_CELL], style)


def _write_closing(sheet: Any, table: Table, formats: dict[str, Any], row: int) -> None:
    if table.totals:
        # Excel does not fit the height of merged cells by itself.
        width = sum(column.width_mm for column in table.columns) / 2 / MM_PER_CHARACTER
        sheet.set_row(row, 18 * ceil(width_em(clean(table.totals)) / width))
        _across(sheet, row, table, clean(table.totals), formats["totals"])
        row += 1
    for note in table.notes:
        _across(sheet, row, table, clean(note), formats["note"])
        row += 1
    if table.signature_labels:
        sheet.set_row(row, 30)
        line = "　　　　　　　　".join(f"{clean(label)}：" for label in table.signature_labels)
        _across(sheet, row, table, line, formats["meta"])


def _across(sheet: Any, row: int, table: Table, text: str, style: Any) -> None:
    """One text over the whole width; a table of one column has nothing to merge."""
    if len(table.columns) > 1:
        sheet.merge_range(row, 0, row, len(table.columns) - 1, text, style)
    else:
        sheet.write_string(row, 0, text, style)
