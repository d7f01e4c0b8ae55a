"""The only module that imports WeasyPrint. Import it inside functions: without Pango the import itself fails."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text.fonts import FontConfiguration
from weasyprint.text.line_break import create_layout
from weasyprint.urls import URLFetcher

from casework.printing.errors import PrintingFailed

__all__ = ["CSS", "HTML", "FontConfiguration", "OnlyThese", "loud"]

_BAD_SIGNS = ("Unable to subset", "cannot be loaded", "Too many glyphs", "address refused", "Relative URI")


class OnlyThese(URLFetcher):  # type: ignore[misc]  # WeasyPrint carries no types
    """Fetches the given addresses and refuses every other: no text on a paper may reach a file or the network."""

    def __init__(self, allowed: Iterable[str] = (), *, data_images: bool = False) -> None:
        super().__init__(allowed_protocols={"file", "data"}, allow_redirects=False)
        self._allowed = frozenset(allowed)
        self._data_images = data_images

    def fetch(self, url: str, headers: Any = None) -> Any:
        """The resource, or ValueError, which WeasyPrint logs and `loud` turns into PrintingFailed."""
        if url in self._allowed or (self._data_images and url.startswith("data:image/")):
            return super().fetch(url, headers)
        raise ValueError("address refused", "Relative URI")


class loud(logging.Handler):
    """While it is open, a warning of WeasyPrint about fonts or addresses ends in PrintingFailed."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.problems: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps what must not be overlooked."""
        message = record.getMessage()
        if any(sign in message for sign in _BAD_SIGNS):
            self.problems.append(message)

    def __enter__(self) -> loud:
        logging.getLogger("weasyprint").addHandler(self)
        return self

    def __exit__(self, kind: Any, *_: Any) -> None:
        logging.getLogger("weasyprint").removeHandler(self)
        if self.problems and kind is None:
            raise PrintingFailed("; ".join(self.problems))


def _justify_line(context: Any, line: Any, extra_width: float) -> None:
    """Spreads what is left of a line over all its characters. WeasyPrint itself stretches only spaces, so that lines
    of Chinese characters stay ragged; the function replaced is private, which is why the version is pinned."""
    characters = sum(len(box.text) for box in line.descendants() if isinstance(box, boxes.TextBox))
    if characters > 1:
        _spread(context, line, extra_width / (characters - 1), 0.0)


def _spread(context: Any, box: Any, gap: float, moved: float) -> float:
    """Moves a box by what the boxes before it grew and widens it by `gap` a character; returns the new movement."""
    if isinstance(box, boxes.TextBox):
        box.position_x += moved
        style = box.style.copy()
        spacing = style["letter_spacing"]
        style["letter_spacing"] = gap + (0 if spacing == "normal" else spacing)
        box.style = style
        box.pango_layout = create_layout(box.text, style, context, None, 0)
        box.pango_layout.deactivate()
        box.width += gap * len(box.text)
        return moved + gap * len(box.text)
    if isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        box.position_x += moved
        before = moved
        for child in box.children:
            if child.is_in_normal_flow():
                moved = _spread(context, child, gap, moved)
        box.width += moved - before
        return moved
    box.translate(moved, 0)
    return moved


inline.justify_line = _justify_line
