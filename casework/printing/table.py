"""A table as it is handed to the printers: what stands on the sheet, nothing about how it is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from casework.printing.text import clean

Align = Literal["left", "center", "right"]
Kind = Literal["text", "number"]
Row = Mapping[str, object] | Sequence[object]


@dataclass(frozen=True)
class Column:
    """One column. Widths are in mm and keep their proportions: together they always fill the sheet.

    `kind="number"` makes xlsx cells that can be summed; identity card, case and phone numbers stay text.
    """

    key: str
    heading: str
    width_mm: float = 20
    align: Align = "left"
    kind: Kind = "text"


@dataclass(frozen=True)
class Table:
    """A ledger: rows are mappings by column key, or sequences in the order of the columns.

    `totals` stands below the last row, the signature line below it. `first_page_no` continues an earlier volume.
    """

    title: str
    unit_name: str
    subtitle: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    totals: str = ""
    signature_labels: Sequence[str] = ("审核人", "填表人", "日期")
    printed_on: date | None = None
    first_page_no: int = 1
    notes: Sequence[str] = field(default=())

    def cells(self, row: Row) -> list[str]:
        """The row's texts in the order of the columns, printable; what is missing or None is empty."""
        if isinstance(row, Mapping):
            values: list[object] = [row.get(column.key) for column in self.columns]
        else:
            values = list(row)
            if len(values) != len(self.columns):
                raise ValueError(f"row of {len(values)} cells for {len(self.columns)} columns")
        return ["" if value is None else clean(str(value)) for value in values]

    def texts(self) -> Iterator[str]:
        """Every text that will stand on paper."""
        yield from (
            self.title,
            self.unit_name,
            self.subtitle,
            self.totals,
            *self.signature_labels,
            *self.notes,
        )
        yield from (column.heading for column in self.columns)
        for row in self.rows:
            yield from self.cells(row)


def chinese_date(day: date) -> str:
    """2026年3月2日, as papers write it."""
    return f"{day.year}年{day.month}月{day.day}日"
