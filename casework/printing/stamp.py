"""Marks over a finished PDF: the frozen pages stay as they are, a line in the lower margin says which printing it is."""

from __future__ import annotations

import io
from html import escape

from casework.printing.paper import render_paper


def stamped(pdf: bytes, words: str) -> bytes:
    """The PDF with `words` in the lower margin of each page."""
    import pikepdf  # loaded when something is printed: no command and no list waits for it

    mark = render_paper(
        f'<div class="form-top"></div><div class="printed">{escape(words)}</div>', title="打印标记"
    )
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as file, pikepdf.Pdf.open(io.BytesIO(mark)) as over:
        for page in file.pages:
            page.add_overlay(over.pages[0], pikepdf.Rectangle(*(float(one) for one in page.mediabox)))
        target = io.BytesIO()
        file.save(target)
        return target.getvalue()


def joined(parts: list[bytes], title: str, *, duplex: bool = True) -> bytes:
    """Papers one after the other; with `duplex` each begins on the front of a sheet (GB/T 9704: 双面印刷)."""
    import pikepdf

    with pikepdf.Pdf.new() as whole:
        for part in parts:
            with pikepdf.Pdf.open(io.BytesIO(part)) as file:
                whole.pages.extend(file.pages)
                if duplex and len(file.pages) % 2:
                    box = file.pages[-1].mediabox
                    whole.add_blank_page(page_size=(float(box[2]), float(box[3])))
        whole.docinfo["/Title"] = title
        target = io.BytesIO()
        whole.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return target.getvalue()


def page_count(pdf: bytes) -> int:
    """Pages of a PDF."""
    import pikepdf

    with pikepdf.Pdf.open(io.BytesIO(pdf)) as file:
        return len(file.pages)
