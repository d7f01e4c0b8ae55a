"""Which column of an office's ledger holds what: recognised by the many names that headings bear, and adjustable."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from petitions.ledger_import.reading import Cell, Sheet
from petitions.states import Channel

# A merged title, the unit and the period may stand above the headings.
HEADING_ROWS = 10
# A longer text is a title or an instruction, though a heading's name may occur in it.
LONGEST_HEADING = 12


class Field(StrEnum):
    """What the import can take from a ledger."""

    NUMBER = "number"
    PERSON = "person"
    TITLE = "title"
    RECEIVED = "received"
    TEXT = "text"
    REPLY = "reply"
    REPLIED = "replied"
    CHANNEL = "channel"
    PHONE = "phone"
    ADDRESS = "address"
    ID_NUMBER = "id_number"
    HEAD_COUNT = "head_count"
    UNIT = "unit"
    CATEGORY = "category"
    REMARK = "remark"


LABELS: dict[Field, str] = {
    Field.NUMBER: "编号",
    Field.PERSON: "来信来访人",
    Field.TITLE: "主题",
    Field.RECEIVED: "收到日期",
    Field.TEXT: "反映内容",
    Field.REPLY: "答复意见",
    Field.REPLIED: "答复日期",
    Field.CHANNEL: "来源渠道",
    Field.PHONE: "电话",
    Field.ADDRESS: "单位或住址",
    Field.ID_NUMBER: "身份证号",
    Field.HEAD_COUNT: "人数",
    Field.UNIT: "承办单位",
    Field.CATEGORY: "内容分类",
    Field.REMARK: "备注",
}

# Names as offices write them, the better one first: where two columns fit a field, the earlier name wins.
NAMES: dict[Field, tuple[str, ...]] = {
    Field.NUMBER: ("登记编号", "信访编号", "信访件编号", "登记号", "编号", "来信编号", "来访编号", "受理编号", "件号", "信件编号", "序号"),
    Field.PERSON: (
        "来信来访人", "来信人", "来访人", "信访人", "信访人姓名", "来信人姓名", "来访人姓名", "来信来访人姓名", "投诉人", "反映人", "来电人",
        "举报人", "上访人", "申诉人", "当事人", "诉求人", "留言人", "网民", "用户", "姓名", "姓名或单位", "单位或个人", "联系人",
    ),
    Field.TITLE: ("主题", "标题", "事由", "来信主题", "来信标题", "留言主题", "留言标题", "信访事由", "案由", "摘要", "信访事项", "事项名称", "题目"),
    Field.RECEIVED: (
        "来信来访日期", "来信来访时间", "来信日期", "来信时间", "来访日期", "来访时间", "收到日期", "收到时间", "收信日期", "收件日期", "来电时间", "来电日期",
        "信访日期", "信访时间", "留言时间", "留言日期", "投诉时间", "投诉日期", "反映时间", "接访时间", "接访日期", "接待时间", "接待日期",
        "受理日期", "受理时间", "登记日期", "登记时间", "日期", "时间",
    ),
    Field.TEXT: (
        "来信内容", "来访内容", "来信来访内容", "信访内容", "反映内容", "反映问题", "反映的问题", "反映的主要问题", "反映主要问题", "主要问题", "问题描述",
        "留言详情", "留言内容", "投诉内容", "主要内容", "内容", "内容摘要", "详细内容", "主要诉求", "诉求内容", "诉求", "信访诉求",
    ),
    Field.REPLY: (
        "答复意见", "答复内容", "答复情况", "回复意见", "回复内容", "处理意见及答复", "处理结果", "办理结果", "处理情况", "办理情况", "处理意见",
        "办理意见", "办结情况", "调处结果", "调处情况", "落实情况", "结果",
    ),
    Field.REPLIED: (
        "答复日期", "答复时间", "回复日期", "回复时间", "办结日期", "办结时间", "办理完结时间", "处理日期", "处理时间", "结案日期", "结案时间", "完成时间",
    ),
    Field.CHANNEL: ("来源渠道", "信访渠道", "渠道", "信访形式", "信访方式", "来信来访形式", "信访类型", "信访类别", "形式", "方式", "来源", "来件方式", "件别"),
    Field.PHONE: ("联系电话", "电话", "手机", "手机号", "手机号码", "电话号码", "联系方式", "来电号码"),
    Field.ADDRESS: (
        "单位或住址", "工作单位或住址", "单位及住址", "单位住址", "住址", "家庭住址", "家庭地址", "现住址", "联系地址", "通讯地址", "住址或单位", "地址",
        "工作单位", "所在单位", "单位",
    ),
    Field.ID_NUMBER: ("身份证号", "身份证号码", "公民身份号码", "身份证", "证件号码", "证件号"),
    Field.HEAD_COUNT: ("人数", "来访人数", "人次", "信访人数", "涉及人数", "上访人数", "联名人数"),
    Field.UNIT: (
        "承办单位", "办理单位", "责任单位", "承办部门", "责任部门", "办理部门", "转办单位", "交办单位", "处理单位", "主办单位", "答复单位", "承办科室",
        "承办股室",
    ),
    Field.CATEGORY: ("内容分类", "问题类别", "问题分类", "分类", "类别", "问题类型", "一级分类", "信访类别内容", "所属领域", "问题性质"),
    Field.REMARK: ("备注", "说明", "备考", "附注"),
}  # fmt: skip

REQUIRED = (Field.PERSON, Field.RECEIVED)

_EXACT = {
    name: (field, rank) for field, names in NAMES.items() for rank, name in reversed(list(enumerate(names)))
}
# One-word names such as 单位 or 日期 fit too much inside a longer heading.
_WITHIN = sorted((name for name in _EXACT if len(name) > 2), key=len, reverse=True)


class NoHeadings(ValueError):
    """No row among the first looks like headings; the sentence says what was looked for."""


@dataclass(frozen=True)
class Columns:
    """Headings found and what each field is read from. Rows count from 0, as in `Sheet.rows`."""

    first_data_row: int
    headings: tuple[str, ...]
    mapping: dict[Field, int]

    def missing(self) -> list[str]:
        """What must be mapped before rows can be read, in the words of the page."""
        lacking = [LABELS[field] for field in REQUIRED if field not in self.mapping]
        if Field.TITLE not in self.mapping and Field.TEXT not in self.mapping:
            lacking.append(f"{LABELS[Field.TITLE]}或{LABELS[Field.TEXT]}")
        return lacking

    def unused(self) -> list[str]:
        """Headings of columns that are left out, so that nobody loses one unseen."""
        used = set(self.mapping.values())
        return [name for n, name in enumerate(self.headings) if name and n not in used]

    def heading(self, field: Field) -> str:
        """The heading above a field's values; the field's own label where the sheet has none."""
        place = self.mapping.get(field)
        return (self.headings[place] if place is not None else "") or LABELS[field]

    def adjusted(self, choices: Mapping[str, int | None]) -> Columns:
        """The same headings with a person's choice: field name → column from 0, or None to leave the field out.

        Raises ValueError for an unknown field, for a column that the sheet has not, and for one chosen twice.
        """
        mapping = dict(self.mapping)
        for name, place in choices.items():
            field = Field(name)
            mapping.pop(field, None)
            if place is None:
                continue
            if not 0 <= place < len(self.headings):
                raise ValueError(f"没有第{place + 1}列。")
            mapping[field] = place
        for field, place in mapping.items():
            twice = [other for other, there in mapping.items() if there == place and other != field]
            if twice:
                raise ValueError(
                    f"“{self.heading(field)}”一列同时对应了{LABELS[field]}和{LABELS[twice[0]]}。"
                )
        return replace(self, mapping=mapping)

    def as_json(self) -> dict[str, int]:
        """For keeping; `adjusted` takes it back."""
        return {field.value: place for field, place in self.mapping.items()}

    def implied_channel(self) -> Channel:
        """来访 where the headings speak of visitors, 来电 of callers, else 来信."""
        words = "".join(self.headings)
        if "来信" in words:
            return Channel.LETTER
        if re.search("来访|接访|接待", words):
            return Channel.VISIT
        if "来电" in words:
            return Channel.PHONE
        return Channel.ONLINE if "留言" in words else Channel.LETTER


def choose_sheet(sheets: Sequence[Sheet]) -> Sheet:
    """The sheet whose headings say most; the first one where none says anything."""

    def known(sheet: Sheet) -> int:
        try:
            return len(recognise(sheet).mapping)
        except NoHeadings:
            return 0

    return max(sheets, key=known)


def recognise(sheet: Sheet) -> Columns:
    """The headings of a sheet, searched in its first rows. Raises NoHeadings."""
    best: Columns | None = None
    for row in range(min(HEADING_ROWS, len(sheet.rows))):
        for found in _candidates(sheet.rows, row):
            if best is None or len(found.mapping) > len(best.mapping):
                best = found
    if best is None or len(best.mapping) < 2:
        raise NoHeadings(
            f"前{HEADING_ROWS}行中没有找到表头。表头应有“来信人”“来信日期”“来信内容”这样的列名。"
        )
    return best


def _candidates(rows: Sequence[Sequence[Cell]], row: int) -> list[Columns]:
    """The row alone, and with the next one below it where a heading is split in two (信访人 over 姓名, 电话)."""
    upper = tuple(plain_heading(cell) for cell in rows[row])
    found = [Columns(row + 1, upper, _mapping(upper))]
    if row + 1 < len(rows):
        lower = tuple(plain_heading(cell) for cell in rows[row + 1])
        # A row of data never bears the name of a field; two such names below make it a second heading row.
        if sum(name in _EXACT for name in lower) >= 2:
            joined = tuple(below or above for above, below in zip(upper, lower, strict=True))
            found.append(Columns(row + 2, joined, _mapping(joined)))
    return found


def plain_heading(cell: Cell) -> str:
    """来信日期（年/月/日）* → 来信日期."""
    text = unicodedata.normalize("NFKC", str(cell))
    text = re.sub(r"\(.*?\)|\[.*?\]|【.*?】", "", text)
    return re.sub(r"[\s*:：_/、\-.0-9]", "", text)


def _mapping(headings: Sequence[str]) -> dict[Field, int]:
    """Each field to one column: whole names before parts of names, better names before worse, left before right."""
    offers = sorted(
        (*found, place) for place, heading in enumerate(headings) if (found := _field_of(heading)) is not None
    )
    mapping: dict[Field, int] = {}
    for _, _, field, place in offers:
        mapping.setdefault(field, place)
    return mapping


def _field_of(heading: str) -> tuple[bool, int, Field] | None:
    """Whether only a part of the heading is a known name, how good a name it is, and for which field."""
    if heading in _EXACT:
        field, rank = _EXACT[heading]
        return False, rank, field
    # 来信人电话 is a telephone, not a person.
    whose = next((name for name in NAMES[Field.PERSON] if heading.startswith(name)), "")
    rest = heading.removeprefix(whose)
    within = rest if whose and rest in _EXACT else next((name for name in _WITHIN if name in heading), None)
    if within is None or len(heading) > LONGEST_HEADING:
        return None
    field, rank = _EXACT[within]
    return True, rank, field
