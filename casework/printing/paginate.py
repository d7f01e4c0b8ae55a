"""Decides every page break of a ledger before anything is drawn, from character widths alone.

So 第x页/共y页 is known first, and parts of the ledger can be drawn in any order by any process. The lines made here
are drawn as they are, never wrapped again: a page holds what was decided, whatever font the machine has.
Lengths are mm, text widths em.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casework.printing.table import Table, chinese_date
from casework.printing.text import clean, cut, width_em, wrap

MM_PER_PT = 25.4 / 72
PAGE_WIDTH, PAGE_HEIGHT = 297.0, 210.0
# The left edge is the bound one.
MARGIN_TOP, MARGIN_RIGHT, MARGIN_BOTTOM, MARGIN_LEFT = 14.0, 12.0, 11.0, 20.0
CONTENT_WIDTH = PAGE_WIDTH - MARGIN_LEFT - MARGIN_RIGHT
CONTENT_HEIGHT = PAGE_HEIGHT - MARGIN_TOP - MARGIN_BOTTOM

TEXT_PT, HEADING_PT = 9.0, 9.0
TITLE_PTS = (20.0, 18.0, 16.0, 14.0, 12.0)
LINE, PAD_X, PAD_Y, RULE = 4.2, 1.1, 1.2, 0.25
TITLE_HEIGHT, META_HEIGHT, FOOTER_HEIGHT = 11.0, 6.5, 6.0
SIGNATURE_HEIGHT, NOTE_LINE = 13.0, 4.6
SLACK = 2.0  # rounding of the drawer; a page that were a hair too high would spill

MAX_LINES = 8
MAX_WORD_WIDTH = 45.0  # a column never grows beyond this for a long word
_WORDS = re.compile(r"[!-~]+")
MAX_HEADING_LINES, MAX_TOTALS_LINES, MAX_NOTE_LINES = 3, 4, 3
NO_ROWS = "（本期无记录）"

Lines = list[str]
Cells = list[Lines]


@dataclass(frozen=True)
class Page:
    """One sheet: its number, its rows (cells as lines), and whether totals and signatures stand on it."""

    number: int
    rows: list[Cells]
    is_last: bool


@dataclass(frozen=True)
class Ledger:
    """A ledger with all its breaks decided."""

    title: str
    title_pt: float
    unit_name: str
    subtitle: str
    printed_on: str
    headings: Cells
    widths: list[float]
    aligns: list[str]
    pages: list[Page]
    last_number: int
    totals: Lines
    notes: Lines
    signature_labels: list[str]


def paginate(table: Table, *, max_lines: int = MAX_LINES) -> Ledger:
    """Lays the table out on landscape A4 sheets."""
    widths = column_widths(table)
    headings = [
        wrap(clean(column.heading), _room(width, HEADING_PT), MAX_HEADING_LINES)
        for column, width in zip(table.columns, widths, strict=True)
    ]
    wide = _room(CONTENT_WIDTH, TEXT_PT)
    totals = wrap(clean(table.totals), wide, MAX_TOTALS_LINES) if table.totals else []
    notes = [line for note in table.notes for line in wrap(clean(note), wide, MAX_NOTE_LINES)]
    room = _rows_height() - row_height(headings)
    closing = closing_height(totals, notes, bool(table.signature_labels))
    # One row and the closing lines must fit on a sheet together, however tall the row.
    max_lines = min(max_lines, int((room - closing - 2 * PAD_Y) / LINE))
    groups = _break_pages(list(_wrapped_rows(table, widths, max_lines)), room, closing)
    first = table.first_page_no
    title, title_pt = _fit_title(clean(table.title))
    meta = CONTENT_WIDTH / 3 / (TEXT_PT * MM_PER_PT) - 1
    return Ledger(
        title=title,
        title_pt=title_pt,
        unit_name=cut(f"单位：{clean(table.unit_name)}", meta) if table.unit_name else "",
        subtitle=cut(clean(table.subtitle), meta),
        printed_on=f"打印日期：{chinese_date(table.printed_on)}" if table.printed_on else "",
        headings=headings,
        widths=widths,
        aligns=[column.align for column in table.columns],
        pages=[Page(first + i, group, i == len(groups) - 1) for i, group in enumerate(groups)],
        last_number=first + len(groups) - 1,
        totals=totals,
        notes=notes,
        signature_labels=[clean(label) for label in table.signature_labels],
    )


def column_widths(table: Table) -> list[float]:
    """The columns' widths in mm: as asked, stretched or shrunk together to fill the sheet.

    A column too narrow for its longest number or word grows by what the others can spare, so that an identity card
    or case number stays on one line.
    """
    if not table.columns:
        raise ValueError("a table needs at least one column")
    total = sum(column.width_mm for column in table.columns)
    asked = [column.width_mm * CONTENT_WIDTH / total for column in table.columns]
    needed = [min(need, MAX_WORD_WIDTH) for need in _needed_widths(table)]
    lacking = sum(max(need - ask, 0) for need, ask in zip(needed, asked, strict=True))
    spare = sum(max(ask - need, 0) for need, ask in zip(needed, asked, strict=True))
    share = min(lacking / spare, 1.0) if spare else 0.0
    if lacking > spare:  # not even then: everybody keeps the width that was asked for
        needed, share = asked, 0.0
    widths = [max(need, ask - share * max(ask - need, 0)) for need, ask in zip(needed, asked, strict=True)]
    return [round(width, 3) for width in widths]


def _needed_widths(table: Table) -> list[float]:
    """For each column the width of its longest unbreakable run of characters, at least two em."""
    longest = [2.0] * len(table.columns)
    for row in table.rows:
        for i, text in enumerate(table.cells(row)):
            if len(text) > longest[i]:
                longest[i] = max(longest[i], *map(width_em, _WORDS.findall(text) or [""]))
    return [width * TEXT_PT * MM_PER_PT + 2 * PAD_X + 0.1 for width in longest]


def row_height(cells: Sequence[Lines]) -> float:
    """Height of a table row."""
    return max(len(lines) for lines in cells) * LINE + 2 * PAD_Y


def closing_height(totals: Lines, notes: Lines, signed: bool) -> float:
    """Height of what stands below the last row: totals, notes, signature line."""
    height = row_height([totals]) if totals else 0.0
    return height + len(notes) * NOTE_LINE + (SIGNATURE_HEIGHT if signed else 0.0)


def _rows_height() -> float:
    return CONTENT_HEIGHT - TITLE_HEIGHT - META_HEIGHT - FOOTER_HEIGHT - SLACK


def _room(width: float, pt: float) -> float:
    """How many em of text stand side by side in a cell of this width."""
    return max((width - 2 * PAD_X) / (pt * MM_PER_PT), 1.0)


def _fit_title(title: str) -> tuple[str, float]:
    """The largest size at which the title stands on one line; a title too long even for the smallest is cut."""
    for pt in TITLE_PTS:
        if width_em(title) * pt * MM_PER_PT <= CONTENT_WIDTH:
            return title, pt
    return cut(title, CONTENT_WIDTH / (TITLE_PTS[-1] * MM_PER_PT)), TITLE_PTS[-1]


def _wrapped_rows(table: Table, widths: Sequence[float], max_lines: int) -> Iterator[Cells]:
    rooms = [_room(width, TEXT_PT) for width in widths]
    for row in table.rows:
        yield [wrap(text, room, max_lines) for text, room in zip(table.cells(row), rooms, strict=True)]


def _break_pages(rows: list[Cells], room: float, closing: float) -> list[list[Cells]]:
    """Fills page after page; the closing lines never stand on a sheet without a row of the table."""
    pages: list[list[Cells]] = [[]]
    used = 0.0
    for cells in rows:
        height = row_height(cells)
        if used + height > room and pages[-1]:
            pages.append([])
            used = 0.0
        pages[-1].append(cells)
        used += height
    if used + closing > room and len(pages[-1]) > 1:
        pages.append([pages[-1].pop()])
    return pages
