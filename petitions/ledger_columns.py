"""登记册的各栏: what stands in each column of a ledger row, the same on the page, on paper and in the workbook.

S13-02 asks for four of them: 姓名、单位或住址、主要问题、处理结果. A sealed accusation shows its number, dates and state
and nothing else, whoever looks: a ledger goes round.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from casework.printing.table import Align, Column, Kind
from casework.secrecy import WITHHELD_MATTER, is_withheld
from casework.states import State
from petitions import masking
from petitions.lag import lag_of
from petitions.models import Intake, Petition

SEALED_MATTER = "检举控告事项"
SEALED = "保密"
GIST = 80
# A heading's character on paper, and the room beside it, in mm before the table is fitted to the sheet.
EM, MARGINS = 4.2, 4.0
# What answers open with before they say anything; a ledger has no room for it.
GREETING = re.compile(
    r"^(?:网友|市民|尊敬的)?\s*[“\"‘「]?[^“”\"，。！：:]{0,20}[”\"’」]?(?:先生|女士|同志|网友|市民)?\s*[:：，,]?\s*"
    r"[您你]好[!！，,。:：]*\s*(?:(?:您的)?(?:留言|来信|信件|来电|诉求|问题)[^。！]{0,12}(?:收悉|收到)[。，,！]*\s*)?"
    r"(?:现(?:就|将)?[^。：:]{0,30}(?:回复|答复)如下[:：。，,]*\s*)?"
)


@dataclass(frozen=True)
class Line:
    """One row of the ledger: an intake with its petition, its place in the list, and why it is void if it is."""

    position: int
    intake: Intake
    void_reason: str = ""

    @property
    def petition(self) -> Petition:
        return self.intake.petition

    @property
    def is_void(self) -> bool:
        return bool(self.petition.state == State.VOIDED)


@dataclass(frozen=True)
class Cell:
    """A column of the ledger with the text that a row has in it; `needs` names what must be read for it."""

    column: Column
    text: Callable[[Line], str]
    shown: bool = True
    secret: bool = False
    needs: frozenset[str] = frozenset()
    mask: Callable[[Line], str] | None = None

    def of(self, line: Line, *, leaves: bool = False, in_full: bool = True) -> str:
        """The text of this column; what identifies or tells of a sealed accusation is left out.

        Not `in_full`: names, addresses and numbers are masked for who does not keep this register.

        On a sheet that `leaves` the screen also what is 敏感 or a trade secret: number, dates and state stay (S03-16).
        """
        one = line.petition
        hidden = one.is_sealed or (leaves and is_withheld(one))
        if hidden and self.column.key == "result" and not line.is_void:
            return str(State(one.state).label)
        if self.secret and hidden:
            return (
                (SEALED_MATTER if one.is_sealed else WITHHELD_MATTER)
                if self.column.key == "matter"
                else SEALED
                if self.column.key == "name"
                else ""
            )
        return self.text(line) if in_full or self.mask is None else self.mask(line)


def gist(text: str) -> str:
    """The first words of an answer without its greeting, on one line."""
    flat = " ".join(text.split())
    said = GREETING.sub("", flat, count=1) or flat
    return said if len(said) <= GIST else said[: GIST - 1] + "…"


def name_of(line: Line) -> str:
    """张某甲等12人."""
    return f"{line.petition.person_name}{_many(line)}"


def masked_name(line: Line) -> str:
    """张**等12人."""
    one = line.petition
    return f"{one.person_name if one.is_anonymous else masking.name(one.person_name)}{_many(line)}"


def _many(line: Line) -> str:
    return f"等{line.intake.head_count}人" if line.intake.head_count > 1 else ""


def masked_place(line: Line) -> str:
    """A workplace names its people; an address says the township."""
    person = line.petition.petitioner
    if person is None:
        return ""
    return "**" if person.workplace else masking.address(person.address)


def matter_of(line: Line) -> str:
    return f"{line.petition.title}{'（重复）' if line.intake.is_repeat else ''}"


def result_of(line: Line) -> str:
    """处理结果: the answer for what is closed, where it went for what was sent on, else how far it is."""
    petition = line.petition
    if line.is_void:
        return f"作废：{line.void_reason}".rstrip("：")
    if petition.is_sealed:
        return str(State(petition.state).label)
    if petition.state == State.TRANSFERRED:
        sent = [one for one in petition.routings.all() if one.kind == "transfer"]
        return f"转送{sent[-1].to_unit.name}" if sent else "转送"
    if petition.state == State.GUIDED:
        told = list(petition.guidances.all())
        return f"告知引导至{told[-1].organ}" if told else "告知引导"
    if petition.state in (State.CLOSED, State.ARCHIVED):
        return _answer(petition)
    return str(State(petition.state).label)


def _answer(petition: Petition) -> str:
    replies = list(petition.replies.all())
    reports = list(petition.reports.all())
    said = replies[-1].text if replies else reports[-1].opinion if reports else ""
    concluded = replies[-1].get_conclusion_display() if replies else petition.get_conclusion_display()
    return "。".join(part for part in (concluded, gist(said)) if part) or "办结"


def day(value: date | None) -> str:
    return value.isoformat() if value else ""


def closed_on(line: Line) -> str:
    at = line.petition.closed_at
    return day(timezone.localtime(at).date() if at else None)


def replied_on(line: Line) -> str:
    replies = list(line.petition.replies.all())
    return day(replies[-1].replied_on) if replies else ""


def _person(line: Line, name: str) -> str:
    person = line.petition.petitioner
    return str(getattr(person, name)) if person else ""


def _story(line: Line) -> str:
    return gist(line.petition.text.body)


ANSWERS = frozenset({"answers"})


def _cell(
    key: str,
    heading: str,
    width: float,
    text: Callable[[Line], str],
    *,
    align: Align = "left",
    kind: Kind = "text",
    shown: bool = True,
    secret: bool = False,
    needs: frozenset[str] = frozenset(),
    mask: Callable[[Line], str] | None = None,
) -> Cell:
    return Cell(Column(key, heading, width, align, kind), text, shown, secret, needs, mask)


CELLS: dict[str, Cell] = {
    one.column.key: one
    for one in (
        _cell("seq", "序号", 10, lambda line: str(line.position), align="center", kind="number"),
        _cell("number", "编号", 43, lambda line: line.petition.number or ""),
        _cell("received_on", "日期", 21, lambda line: day(line.intake.received_on), align="center"),
        _cell("channel", "渠道", 16, lambda line: str(line.intake.get_channel_display()), align="center"),
        _cell("name", "姓名", 24, name_of, secret=True, mask=masked_name),
        _cell(
            "head_count", "人数", 10, lambda line: str(line.intake.head_count), align="center", kind="number"
        ),
        _cell("where", "单位或住址", 32, lambda line: _person(line, "where"), secret=True, mask=masked_place),
        _cell(
            "phone",
            "电话",
            26,
            lambda line: _person(line, "phone"),
            secret=True,
            shown=False,
            mask=lambda line: masking.phone(_person(line, "phone")),
        ),
        _cell("matter", "主要问题", 52, matter_of, secret=True),
        _cell("story", "内容摘要", 70, _story, secret=True, shown=False, needs=frozenset({"story"})),
        _cell(
            "content_class",
            "分类",
            24,
            lambda line: line.petition.content_class.name if line.petition.content_class else "",
            secret=True,
        ),
        _cell("purpose", "目的", 18, lambda line: str(line.petition.get_purpose_display()), shown=False),
        _cell("place", "问题属地", 24, lambda line: line.petition.place, secret=True, shown=False),
        _cell(
            "lag",
            "登记迟延（日）",
            20,
            lambda line: str(lag_of(line.intake) or ""),
            align="center",
            kind="number",
            shown=False,
            needs=frozenset({"arrival"}),
        ),
        _cell("unit", "登记单位", 28, lambda line: line.intake.unit.name, shown=False),
        _cell(
            "handling_unit",
            "承办单位",
            28,
            lambda line: line.petition.handling_unit.name if line.petition.handling_unit else "",
            secret=True,
        ),
        _cell(
            "handler",
            "承办人",
            16,
            lambda line: line.petition.handler.name if line.petition.handler else "",
            secret=True,
            shown=False,
        ),
        _cell("due_on", "到期日", 21, lambda line: day(line.petition.due_on), align="center", shown=False),
        _cell(
            "state",
            "状态",
            18,
            lambda line: str(State(line.petition.state).label),
            align="center",
            shown=False,
        ),
        _cell("result", "处理结果", 60, result_of, needs=ANSWERS),
        _cell("replied_on", "答复日期", 21, replied_on, align="center", shown=False, needs=ANSWERS),
        _cell("closed_on", "办结日期", 21, closed_on, align="center"),
    )
}
DEFAULT_COLUMNS = tuple(key for key, cell in CELLS.items() if cell.shown)
COLUMN_CHOICES = [(key, cell.column.heading) for key, cell in CELLS.items()]


def fitted(cells: Iterable[Cell], rows: Sequence[Sequence[str]]) -> list[Column]:
    """The columns for paper; one that is empty from top to bottom gives its room to the others."""
    columns = [cell.column for cell in cells]
    return [
        column
        if not rows or any(row[n] for row in rows)
        else replace(column, width_mm=min(column.width_mm, EM * len(column.heading) + MARGINS))
        for n, column in enumerate(columns)
    ]


def chosen(keys: Iterable[str]) -> list[Cell]:
    """The cells for column keys in the order of the register; the usual ones when none is named."""
    wanted = set(keys)
    return [cell for key, cell in CELLS.items() if key in wanted] or [CELLS[key] for key in DEFAULT_COLUMNS]
