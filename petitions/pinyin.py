"""Pinyin for finding names and classes; every reading of a name's first character counts (单: shan, dan)."""

from __future__ import annotations

from itertools import islice

from pypinyin import Style, lazy_pinyin, pinyin


def spellings(text: str) -> list[str]:
    """Full spellings without tones: 单某 → shanmou, danmou, …"""
    return _with_every_first(text, Style.NORMAL)


def initials(text: str) -> list[str]:
    """First letters: 单某 → sm, dm, cm."""
    return list(dict.fromkeys(_with_every_first(text, Style.FIRST_LETTER)))


def _with_every_first(text: str, style: Style) -> list[str]:
    text = text.strip()
    if not text:
        return []
    first = pinyin(text[0], style=style, heteronym=True, errors="default")[0]
    rest = "".join(lazy_pinyin(text[1:], style=style, errors="default"))
    return list(dict.fromkeys(f"{one}{rest}".lower() for one in islice(first, 4)))
