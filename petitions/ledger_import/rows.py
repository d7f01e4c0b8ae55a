"""Rows of a ledger as letters, with every value that cannot be taken named by row, column and reason."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time

from petitions import validators
from petitions.ledger_import.cleaning import (
    channel_of,
    clean_line,
    clean_text,
    half_width,
    head_count_of,
    is_anonymous,
    lost_digits,
    split_others,
)
from petitions.ledger_import.columns import LABELS, Columns, Field, plain_heading
from petitions.ledger_import.dates import DateProblem, Moment, read_date
from petitions.ledger_import.reading import Cell, Sheet, is_blank
from petitions.states import Channel

TITLE_LENGTH = 80
NAME_LENGTH = 60
PHONE_LENGTH = 20
ID_LENGTH = 20
ADDRESS_LENGTH = 120
SHOWN_LENGTH = 60

_FOOTER = re.compile("合计|总计|小计|共计|填表|制表|审核|负责人|单位负责人|说明|注[:：]|备注[:：]|第.*页")
_BETWEEN_PHONES = re.compile(r"[,，、;；/\s]+")
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年")


@dataclass(frozen=True, slots=True)
class RowError:
    """A value that cannot be taken. `row` is the row on screen, from 1; `column` the heading above the value."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportedLetter:
    """One row of an old ledger. `person` is empty for an anonymous letter; days are local, times where they were given."""

    row: int
    fingerprint: str
    source_number: str
    person: str
    title: str
    text: str
    received_on: date
    received_time: time | None
    channel: Channel
    head_count: int
    reply: str
    replied_on: date | None
    phone: str
    address: str
    id_number: str
    unit_name: str
    category: str
    remark: str

    @property
    def is_anonymous(self) -> bool:
        """No name was given."""
        return not self.person


@dataclass(frozen=True, slots=True)
class Options:
    """What the sheet itself does not say.

    `scope` is the unit's code: the same letter in the ledgers of two offices stays two letters.
    """

    today: date
    scope: str = ""
    default_year: int | None = None
    default_channel: Channel | None = None
    allow_fictional: bool = False


@dataclass
class Rows:
    """What came out of a sheet. Errors must be mended before anything is imported; warnings are only shown."""

    letters: list[ImportedLetter] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    warnings: list[RowError] = field(default_factory=list)
    # Empty rows are not counted; totals, signatures and repeated headings of printed pages are.
    skipped: int = 0


def read_rows(sheet: Sheet, columns: Columns, options: Options) -> Rows:
    """Every row below the headings. `columns.missing()` must be empty.

    A date without a year takes the option's, else the one in the title above the headings or in the sheet's name.
    """
    if options.default_year is None:
        options = replace(options, default_year=year_in_title(sheet, columns))
    result = Rows()
    seen: dict[str, int] = {}
    for index in range(columns.first_data_row, len(sheet.rows)):
        cells = sheet.rows[index]
        if all(is_blank(cell) for cell in cells):
            continue
        if _is_furniture(cells, columns):
            result.skipped += 1
            continue
        letter = _Row(index + 1, cells, columns, options, result).letter()
        if letter is None:
            continue
        if letter.fingerprint in seen:
            reason = f"与第{seen[letter.fingerprint]}行相同，只导入一次。"
            result.warnings.append(RowError(letter.row, LABELS[Field.NUMBER], letter.source_number, reason))
            continue
        seen[letter.fingerprint] = letter.row
        result.letters.append(letter)
    return result


def year_in_title(sheet: Sheet, columns: Columns) -> int | None:
    """2019 from “清禾县2019年来信来访登记台账”; None when no year or more than one is named."""
    above = [clean_line(cell) for row in sheet.rows[: columns.first_data_row] for cell in row]
    years = {int(year) for text in (sheet.name, *above) for year in _YEAR.findall(half_width(text))}
    return years.pop() if len(years) == 1 else None


def fingerprint(scope: str, number: str, person: str, received_on: date, text: str) -> str:
    """The same for the same letter however its blanks and full-width characters were typed (sha256, 64 characters)."""
    parts = (scope, number, person, received_on.isoformat(), text)
    plain = "\x1f".join(re.sub(r"\s+", "", unicodedata.normalize("NFKC", part)) for part in parts)
    return hashlib.sha256(plain.encode()).hexdigest()


def _is_furniture(cells: Sequence[Cell], columns: Columns) -> bool:
    """Headings repeated on the next page, totals, and the line for signatures."""
    names = tuple(plain_heading(cell) for cell in cells)
    places = columns.mapping.values()
    if sum(bool(names[place]) and names[place] == columns.headings[place] for place in places) >= 2:
        return True
    filled = [clean_line(cell) for cell in cells if not is_blank(cell)]
    return any(_FOOTER.match(text) for text in filled[:2]) and not _has_date(cells, columns)


def _has_date(cells: Sequence[Cell], columns: Columns) -> bool:
    place = columns.mapping.get(Field.RECEIVED)
    return place is not None and place < len(cells) and not is_blank(cells[place])


class _Row:
    """One row while it is read; what is wrong goes to the result's lists at once."""

    def __init__(
        self, number: int, cells: Sequence[Cell], columns: Columns, options: Options, result: Rows
    ) -> None:
        self.number = number
        self.cells = cells
        self.columns = columns
        self.options = options
        self.result = result
        self.is_good = True

    def letter(self) -> ImportedLetter | None:
        """The letter, or None when the row has an error."""
        person, others = self.person()
        received = self.moment(Field.RECEIVED, required=True)
        title, text = self.matter()
        replied = self.moment(Field.REPLIED)
        if received and replied and replied.day < received.day:
            self.error(Field.REPLIED, f"早于收到日期{received.day}。")
        channel = self.channel()
        head_count = self.head_count(others)
        if not self.is_good or received is None:
            return None
        number = half_width(self.line(Field.NUMBER))
        reply = self.text(Field.REPLY)
        if reply and replied is None:
            self.warn(Field.REPLIED, "有答复意见，没有答复日期。")
        return ImportedLetter(
            row=self.number,
            fingerprint=fingerprint(self.options.scope, number, person, received.day, text),
            source_number=number,
            person=person,
            title=title,
            text=text,
            received_on=received.day,
            received_time=received.time,
            channel=channel,
            head_count=head_count,
            reply=reply,
            replied_on=replied.day if replied else None,
            phone=self.phone(),
            address=self.address(),
            id_number=self.id_number(),
            unit_name=self.line(Field.UNIT),
            category=self.line(Field.CATEGORY),
            remark=self.text(Field.REMARK),
        )

    def cell(self, name: Field) -> Cell:
        place = self.columns.mapping.get(name)
        return "" if place is None or place >= len(self.cells) else self.cells[place]

    def line(self, name: Field) -> str:
        return clean_line(self.cell(name))

    def text(self, name: Field) -> str:
        return clean_text(self.cell(name))

    def problem(self, name: Field, reason: str) -> RowError:
        shown = self.line(name)
        shown = shown if len(shown) <= SHOWN_LENGTH else f"{shown[: SHOWN_LENGTH - 1]}…"
        return RowError(self.number, self.columns.heading(name), shown, reason)

    def error(self, name: Field, reason: str) -> None:
        self.is_good = False
        self.result.errors.append(self.problem(name, reason))

    def warn(self, name: Field, reason: str) -> None:
        self.result.warnings.append(self.problem(name, reason))

    def person(self) -> tuple[str, int | None]:
        """The name without “等12人”, and that number."""
        name, others = split_others(self.line(Field.PERSON))
        if not name:
            self.error(Field.PERSON, "姓名为空；匿名的请写“匿名”。")
        elif len(name) > NAME_LENGTH:
            self.error(Field.PERSON, f"姓名（名称）超过{NAME_LENGTH}字，请核对是否错列。")
        return ("" if is_anonymous(name) else name), others

    def moment(self, name: Field, *, required: bool = False) -> Moment | None:
        value = self.cell(name)
        if is_blank(value):
            if required:
                self.error(name, "日期为空。")
            return None
        try:
            moment = read_date(value, default_year=self.options.default_year)
        except DateProblem as problem:
            self.error(name, str(problem))
            return None
        if moment.day > self.options.today:
            self.error(name, f"晚于今天（{self.options.today}）。")
            return None
        return moment

    def matter(self) -> tuple[str, str]:
        """Title and text; where a ledger has only one of them it stands for both."""
        title, text = self.line(Field.TITLE), self.text(Field.TEXT)
        if not title and not text:
            self.error(Field.TEXT if Field.TEXT in self.columns.mapping else Field.TITLE, "反映内容为空。")
        text = text or self.text(Field.TITLE)
        return shortened(title or text), text

    def channel(self) -> Channel:
        implied = self.options.default_channel or self.columns.implied_channel()
        words = self.line(Field.CHANNEL)
        if not words:
            return implied
        found = channel_of(words)
        if found is None:
            known = "、".join(str(channel.label) for channel in Channel)
            self.error(Field.CHANNEL, f"看不出是哪种渠道，请写：{known}。")
        return found or implied

    def head_count(self, others: int | None) -> int:
        words = self.line(Field.HEAD_COUNT)
        if not words:
            return others or 1
        found = head_count_of(words)
        if not found:
            self.error(Field.HEAD_COUNT, "人数应为1以上的整数。")
        return found or 1

    def phone(self) -> str:
        """The first number that is one; otherwise what stands in the old ledger, if it is short enough to keep."""
        words = half_width(self.line(Field.PHONE))
        if not words:
            return ""
        for part in (words, *_BETWEEN_PHONES.split(words)):
            if validators.phone_problem(part) is None:
                if part != words:
                    self.warn(Field.PHONE, f"只取其中的{validators.normalise_phone(part)}。")
                return validators.normalise_phone(part)
        self.warn(Field.PHONE, validators.phone_problem(words) or "")
        return words if len(words) <= PHONE_LENGTH else ""

    def id_number(self) -> str:
        if lost_digits(self.cell(Field.ID_NUMBER)):
            self.warn(Field.ID_NUMBER, "表格把号码存成了数字，末几位已丢失，不导入；请将该列设为文本后重填。")
            return ""
        number = validators.normalise_id_number(self.line(Field.ID_NUMBER))
        if number:
            remark = validators.id_number_problem(number, self.options.today) or validators.id_number_warning(
                number, allow_fictional=self.options.allow_fictional
            )
            if remark:
                self.warn(Field.ID_NUMBER, remark)
        return number if len(number) <= ID_LENGTH else ""

    def address(self) -> str:
        words = self.line(Field.ADDRESS)
        if len(words) > ADDRESS_LENGTH:
            self.warn(Field.ADDRESS, f"超过{ADDRESS_LENGTH}字，只保留前面部分。")
        return words[:ADDRESS_LENGTH]


def shortened(text: str) -> str:
    """The first line, cut to what a list shows."""
    first = next(_sentences(text), "")
    return first if len(first) <= TITLE_LENGTH else f"{first[: TITLE_LENGTH - 1]}…"


def _sentences(text: str) -> Iterator[str]:
    return (line for line in (clean_line(line) for line in text.split("\n")) if line)
