"""An uploaded ledger understood for one unit: file, chosen columns and settings in; letters and problems out."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from petitions.ledger_import import (
    LABELS,
    Columns,
    Field,
    Options,
    Rows,
    Sheet,
    choose_sheet,
    read_rows,
    read_sheets,
    recognise,
)
from petitions.ledger_import.cleaning import clean_line
from petitions.states import Channel

SAMPLE = 20


@dataclass(frozen=True)
class Settings:
    """What a person may choose beside the file: columns (None: as recognised), channel and year where rows name none."""

    columns: dict[str, int | None] = field(default_factory=dict)
    channel: str = ""
    year: int | None = None

    def as_json(self) -> dict[str, Any]:
        """For the batch; `settings_from` reads it."""
        return {"columns": self.columns, "channel": self.channel, "year": self.year}


def settings_from(kept: dict[str, Any]) -> Settings:
    """The settings that a batch keeps."""
    return Settings(kept.get("columns") or {}, kept.get("channel") or "", kept.get("year"))


@dataclass(frozen=True)
class Understood:
    """A ledger as the import reads it; without the columns that it needs there are no rows."""

    sheet: Sheet
    columns: Columns
    rows: Rows

    @property
    def missing(self) -> list[str]:
        """What still has to be mapped."""
        return self.columns.missing()

    @property
    def bad_rows(self) -> int:
        """How many rows have at least one error."""
        return len({one.row for one in self.rows.errors})

    @property
    def total(self) -> int:
        """Rows of letters, good and bad, each letter once."""
        return len(self.rows.letters) + self.bad_rows

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """Field and heading of each column that is read."""
        return [(LABELS[one], self.columns.heading(one)) for one in Field if one in self.columns.mapping]

    def examples(self) -> dict[int, str]:
        """The first value of each column, so that a person sees what a heading stands for."""
        found: dict[int, str] = {}
        for row in self.sheet.rows[self.columns.first_data_row :][:SAMPLE]:
            for place, cell in enumerate(row):
                text = clean_line(cell)
                if text:
                    found.setdefault(place, text[:40])
        return found


def understand(content: bytes, scope: str, settings: Settings, today: date) -> Understood:
    """Reads a file for the register of the unit with this code.

    Raises UnreadableFile, NoHeadings (both ValueError) or ValueError for columns that cannot be chosen so; each is a
    sentence for the page.
    """
    sheet = choose_sheet(read_sheets(content))
    columns = recognise(sheet).adjusted(settings.columns)
    if columns.missing():
        return Understood(sheet, columns, Rows())
    options = Options(
        today=today,
        scope=scope,
        default_year=settings.year,
        default_channel=Channel(settings.channel) if settings.channel else None,
    )
    return Understood(sheet, columns, read_rows(sheet, columns, options))


def problems_csv(rows: Rows) -> str:
    """The list of problems as CSV lines; a cell that begins like a formula is made text."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["行", "列", "内容", "问题", "性质"])
    marked = [(one, "须改正") for one in rows.errors] + [(one, "提示") for one in rows.warnings]
    for one, weight in sorted(marked, key=lambda pair: pair[0].row):
        writer.writerow([one.row, one.column, _plain(one.value), one.reason, weight])
    return buffer.getvalue()


def _plain(value: str) -> str:
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
