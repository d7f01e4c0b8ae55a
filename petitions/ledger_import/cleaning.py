"""Cells as text and words as codes: what a ledger's typist meant by a number, a channel, a head-count, a name."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime

from petitions.ledger_import.reading import Cell
from petitions.states import Channel

# The largest whole number that a sheet keeps exactly; an 18-digit ID number typed as a number has lost its end.
EXACT_DIGITS = 15

# More special words first: 领导接访 is not simply a visit, 网上来信 not simply a letter.
CHANNEL_WORDS: tuple[tuple[Channel, str], ...] = (
    (Channel.LEADER_RECEPTION, "领导接待|领导接访|领导下访|领导约访|领导包案"),
    (Channel.SUPERIOR, "上级|转来|转办|交办|转送|省转|市转|省局|国家局|国家信访局"),
    (Channel.PROXY, "代理|代办|代访"),
    (Channel.FAX, "传真|fax"),
    (Channel.EMAIL, "电子邮件|电邮|邮箱|e-?mail|邮件"),
    (Channel.PHONE, "电话|来电|致电|热线|12345|短信"),
    (Channel.ONLINE, "网|线上|微信|微博|留言|信箱|app|公众号|平台|小程序"),
    (Channel.VISIT, "访|面谈|接待"),
    (Channel.LETTER, "信|函"),
)  # fmt: skip

_ANONYMOUS = frozenset(
    [
        "匿名",
        "匿名信",
        "匿名来信",
        "匿名群众",
        "无名",
        "无名氏",
        "佚名",
        "不详",
        "未署名",
        "未留名",
        "不愿透露姓名",
    ]
)
_AND_OTHERS = re.compile(
    r"[\s,，、]*(?:等\s*[(（]?|[(（])\s*(?:共|约)?(\d{1,5}|[一二三四五六七八九十百]{1,5})(?:余|多)?(?:人|名|位)[)）]?$"
)
_DIGITS = {word: n for n, word in enumerate("一二三四五六七八九", 1)} | {"两": 2}
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060\ufeff]|_x000D_")


def cell_text(cell: Cell) -> str:
    """What the cell shows: 2554.0 is the number 2554, a date is written out."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{cell:.15g}"
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}".removesuffix(" 00:00:00")
    if isinstance(cell, date):
        return f"{cell:%Y-%m-%d}"
    return str(cell)


def clean_text(cell: Cell) -> str:
    """Paragraphs kept as they are; blanks at the ends, tabs before lines and characters that nobody sees removed."""
    text = _UNSEEN.sub("", cell_text(cell).replace("\r\n", "\n").replace("\r", "\n"))
    lines = [line.strip("\t ").rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def clean_line(cell: Cell) -> str:
    """One line, single blanks; Chinese punctuation stays as it was typed."""
    return " ".join(clean_text(cell).split())


def half_width(text: str) -> str:
    """１２３ → 123."""
    return unicodedata.normalize("NFKC", text)


def lost_digits(cell: Cell) -> bool:
    """A number so long that the sheet has already replaced its end by zeros."""
    return isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= 10**EXACT_DIGITS


def channel_of(words: str) -> Channel | None:
    """The channel that a ledger's words mean; None when they mean none."""
    # 信访 alone says nothing of the way it came.
    plain = re.sub("来信来访|信访", "", half_width(words).lower())
    return next((channel for channel, pattern in CHANNEL_WORDS if re.search(pattern, plain)), None)


def is_anonymous(name: str) -> bool:
    """Words that ledgers write where a name is unknown."""
    return name.strip("()（）") in _ANONYMOUS


def split_others(name: str) -> tuple[str, int | None]:
    """张某等12人 → 张某 and 12."""
    found = _AND_OTHERS.search(name)
    if not found or not found.start():
        return name, None
    return name[: found.start()], number_of(half_width(found[1]))


def head_count_of(words: str) -> int | None:
    """3人, 三人, 约20人次 → the number; None when no number can be read."""
    found = re.fullmatch(
        r"(?:共|约)?\s*(\d{1,5}|[一二两三四五六七八九十百]{1,5})\s*(?:余|多)?(?:人次|人|名|位)?",
        half_width(words).strip(),
    )
    return number_of(found[1]) if found else None


def number_of(words: str) -> int | None:
    """12, 十二, 一百二十 → the number."""
    if words.isascii():
        return int(words)
    hundreds, has_hundreds, rest = words.rpartition("百")
    tens, has_tens, ones = rest.rpartition("十")
    parts = [
        (hundreds, 100, bool(has_hundreds)),
        (tens, 10, bool(has_tens)),
        (ones, 1, False),
    ]
    total = 0
    for part, worth, may_be_bare in parts:
        if part and part not in _DIGITS:
            return None
        total += worth * (_DIGITS[part] if part else int(may_be_bare))
    return total or None
