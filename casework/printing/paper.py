"""One paper (告知书, 回执, 阅批单 …) as PDF, drawn at once in the calling process.

The caller renders a Django template to the inside of <body>; its user text is escaped there. What a paper looks like
is in `styles/`. All papers of a process share one press, that is one FontConfiguration with subsets of the fonts:
a configuration for each paper would never give its memory back, and whole fonts make files four times larger.
"""

from __future__ import annotations

import atexit
import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from html import escape, unescape
from pathlib import Path
from typing import Any, Literal

from casework.printing.errors import NO_PANGO, PrintingFailed, PrintingUnavailable
from casework.printing.fonts import MISSING, ROLES, default_stack, fontconfig_file
from casework.printing.text import clean

STYLES = Path(__file__).resolve().parent / "styles"
Sheet = Literal["paper", "letter", "slip", "book"]
# What a sheet is drawn with, in order: a letter is a paper under a letterhead.
STYLES_OF: dict[str, tuple[str, ...]] = {
    "paper": ("paper",),
    "letter": ("paper", "letter"),
    "slip": ("slip",),
    "book": ("book",),
}

_drawing = threading.Lock()  # the press is shared, and Pango's font map is not safe for two threads
_press: _Press | None = None


@atexit.register
def _close_press() -> None:
    """Lets WeasyPrint remove its temporary folder while the interpreter can still do it."""
    global _press
    _press = None


def render_paper(
    html: str, *, title: str, sheet: Sheet = "paper", pages: int | None = None, variant: str | None = None
) -> bytes:
    """The paper as PDF. `html` is the inside of the body, `sheet` its looks (A4 after GB/T 9704, the
    same in 信函格式, or A5 slip).

    With `pages` the paper must have exactly so many, else PrintingFailed: a signature alone on a second page is against
    GB/T 9704. `variant` asks for an archive format ("pdf/a-2b"). Characters that no font covers stand as 〓; ask
    `fonts.uncovered` before. Raises PrintingUnavailable.
    """
    html = clean(html)
    missing = default_stack().uncovered(unescape(html))
    html = html.translate({ord(char): MISSING for char in missing})
    whole = (
        f"<!doctype html><html lang=zh-CN><head><meta charset=utf-8><title>{escape(title)}</title></head>"
        f"<body>{html}</body></html>"
    )
    with _drawing:
        drawn, pdf = _press_for(frozenset(unescape(html))).draw(whole, sheet, variant)
    if pages is not None and drawn != pages:
        raise PrintingFailed(f"《{title}》排出{drawn}页，应为{pages}页。")
    return pdf


def _press_for(chars: frozenset[str]) -> _Press:
    """The press of this process; made anew, with the larger type case, when a paper has a character it lacks."""
    global _press
    if _press is None:
        _press = _Press(_common_characters() | chars)
    elif not chars <= _press.chars:
        _press = _Press(_press.chars | chars)
    return _press


class _Press:
    """WeasyPrint with one subset a font loaded, for all papers whose characters are among `chars`."""

    def __init__(self, chars: frozenset[str]) -> None:
        self.chars = chars
        with tempfile.TemporaryDirectory(prefix="press-") as name, _fontconfig(Path(name)):
            fonts = default_stack().subsets(dict.fromkeys(ROLES, chars), Path(name))
            try:
                from casework.printing import weasy
            except OSError as missing_library:
                raise PrintingUnavailable(NO_PANGO) from missing_library
            loading = weasy.OnlyThese(fonts.urls)
            self._font_config = weasy.FontConfiguration()
            with weasy.loud():
                self._styles = {
                    path.stem: weasy.CSS(
                        string=fonts.css(path.read_text("utf-8")),
                        font_config=self._font_config,
                        url_fetcher=loading,
                    )
                    for path in STYLES.glob("*.css")
                }
        self._weasy = weasy
        self._fetcher = weasy.OnlyThese(data_images=True)

    def draw(self, html: str, sheet: Sheet, variant: str | None = None) -> tuple[int, bytes]:
        """Number of pages, and the PDF."""
        with self._weasy.loud():
            source: Any = self._weasy.HTML(string=html, url_fetcher=self._fetcher)
            document = source.render(
                font_config=self._font_config, stylesheets=[self._styles[one] for one in STYLES_OF[sheet]]
            )
            return len(document.pages), document.write_pdf(pdf_variant=variant)


@cache
def _common_characters() -> frozenset[str]:
    """ASCII and the 7,445 characters of GB 2312: few papers have another."""
    rows = (bytes([high, low]) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    known = "".join(pair.decode("gb2312", "ignore") for pair in rows)
    return frozenset(known) | {chr(code) for code in range(0x20, 0x7F)} | set("\n\u00a0—·")


@contextmanager
def _fontconfig(folder: Path) -> Iterator[None]:
    """Fontconfig knows only `folder` while the press is built; its path must not reach other programs."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(fontconfig_file(folder))
    try:
        yield
    finally:
        del os.environ["FONTCONFIG_FILE"]
        if before is not None:
            os.environ["FONTCONFIG_FILE"] = before
