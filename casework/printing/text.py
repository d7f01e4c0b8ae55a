"""Text on paper: which characters may stand there, how wide they are, and where a line may break (禁则)."""

from __future__ import annotations

import re
import unicodedata

# Control, zero-width, direction and variation characters: they have no shape of their own, and a direction
# override could make a printed number read backwards.
_SHAPELESS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff]"
)
_LINE_ENDS = re.compile("\r\n|\r|\x85|\u2028|\u2029")
_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f]")
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")

NO_START = frozenset("、，。；：？！）》」』】〕〉”’…—·％‰℃°々〗｝］～,.;:?!)]}%")
NO_END = frozenset("（《「『【〔〈“‘〖｛［([{￥$")
CUT_MARK = "…（见详情）"
SHORT_CUT_MARK = "…"


def clean(text: str) -> str:
    """The text as it can be printed: one kind of line end and space, nothing shapeless, no trailing blanks."""
    text = _LINE_ENDS.sub("\n", text)
    text = _SPACES.sub(" ", text)
    text = _SHAPELESS.sub("", text)
    return _LONE_SURROGATES.sub("\ufffd", text).strip()


class _Widths(dict[str, float]):
    """Widths in em, never less than drawn by the widest font in use (Noto Serif CJK; 宋体 and 仿宋 are narrower)."""

    def __missing__(self, char: str) -> float:
        if char.isascii():
            width = 1.06 if char in "MWm@%" else 0.85 if char.isupper() or char in "w&" else 0.65
        else:
            width = 0.0 if unicodedata.combining(char) else 1.0
        self[char] = width
        return width


_WIDTHS = _Widths(dict.fromkeys("0123456789 -/.,:;()[]'*+_acegijklrst|!", 0.56))


def width_em(text: str) -> float:
    """Width of the text in em, an upper bound."""
    return sum(map(_WIDTHS.__getitem__, text))


def wrap(text: str, width: float, max_lines: int) -> list[str]:
    """Breaks a text into at most `max_lines` lines of `width` em; what is longer ends in …（见详情）.

    A line neither begins with a closing nor ends with an opening mark, and numbers and words stay whole where they fit.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _wrap_paragraph(paragraph.strip(" "), width, max_lines + 1 - len(lines))
        if len(lines) > max_lines:
            mark = CUT_MARK if width >= 2 * width_em(CUT_MARK) else SHORT_CUT_MARK
            return [*lines[: max_lines - 1], _with_mark(lines[max_lines - 1], width, mark)]
    return lines


def cut(text: str, width: float) -> str:
    """The text when it fits into `width` em, else its beginning and …"""
    return text if width_em(text) <= width else _with_mark(text, width, SHORT_CUT_MARK)


def _with_mark(text: str, width: float, mark: str) -> str:
    while text and width_em(text) + width_em(mark) > width:
        text = text[:-1]
    return text + mark


def _wrap_paragraph(text: str, width: float, max_lines: int) -> list[str]:
    lines: list[str] = []
    while len(lines) < max_lines:
        fits = _how_many_fit(text, width)
        if fits == len(text):
            return [*lines, text]
        at = _break_at(text, fits)
        lines.append(text[:at].rstrip(" "))
        text = text[at:].lstrip(" ")
    return lines


def _how_many_fit(text: str, width: float) -> int:
    """How many characters of the text fit into a line; at least one, so that wrapping always ends."""
    room = width + 1e-6
    for index, char in enumerate(text):
        room -= _WIDTHS[char]
        if room < 0:
            return max(index, 1)
    return len(text)


def _break_at(text: str, limit: int) -> int:
    """The last allowed break at or before `limit`; `limit` itself when the whole line is one word."""
    for index in range(limit, 0, -1):
        if _may_break(text[index - 1], text[index]):
            return index
    return limit


def _may_break(before: str, after: str) -> bool:
    if before == " " or after == " ":
        return True
    if after in NO_START or before in NO_END:
        return False
    return not (before.isascii() and after.isascii())
