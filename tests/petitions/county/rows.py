"""The forty rows of `petitions.csv`: what each petition is, and what must come of it."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

SHEET = Path(__file__).with_name("petitions.csv")


@dataclass(frozen=True)
class Row:
    """One petition: facts as registered, and the answers expected of the program."""

    id: str
    channel: str
    unit: str
    received_on: date
    person: str
    people: int
    joint: int
    purpose: str
    class_code: str
    place: str
    urgency: str
    jurisdiction: str
    competent: str
    route: str
    action: str
    repeat_of: str
    anonymous: bool
    named_report: bool
    accused: tuple[str, ...]
    forbidden: tuple[str, ...]
    ground: str
    info: bool
    collective: bool
    letters: int
    visits: int
    visitors: int
    clock: str
    due: date | None

    @property
    def heads(self) -> int:
        """How many stand behind it: who came, or who signed the letter."""
        return max(self.people, self.joint)

    @property
    def legal_route(self) -> str:
        """法定途径 of 条例第三十一条; suggestions, accusations, reviews and enquiries have none."""
        return self.route if self.route.startswith("31-") else ""


WORDS = frozenset(
    {
        "id",
        "channel",
        "unit",
        "person",
        "purpose",
        "place",
        "urgency",
        "jurisdiction",
        "competent",
        "route",
        "action",
        "repeat_of",
        "ground",
        "clock",
    }
)
NUMBERS = frozenset({"people", "joint", "letters", "visits", "visitors"})
MARKS = frozenset({"anonymous", "named_report", "info", "collective"})


def _row(cells: dict[str, str]) -> Row:
    values: dict[str, Any] = {name: cells[name] for name in WORDS}
    values |= {name: int(cells[name]) for name in NUMBERS}
    values |= {name: cells[name] == "1" for name in MARKS}
    values |= {name: tuple(cells[name].split()) for name in ("accused", "forbidden")}
    return Row(
        class_code=cells["class"],
        received_on=date.fromisoformat(cells["received_on"]),
        due=date.fromisoformat(cells["due"]) if cells["due"] else None,
        **values,
    )


def read_rows() -> list[Row]:
    """All of them, in the order of the sheet."""
    with SHEET.open(encoding="utf-8", newline="") as sheet:
        return [_row(cells) for cells in csv.DictReader(sheet)]


ROWS = read_rows()
ROW = {row.id: row for row in ROWS}
