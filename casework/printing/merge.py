"""Joins the parts of a ledger into one file that holds each font once."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import pikepdf


def merge(parts: Sequence[Path], fonts: Mapping[str, Path], title: str) -> bytes:
    """One PDF of all pages. `fonts` maps a family to the subset that every part drew with.

    WeasyPrint keeps the glyph numbers when it subsets that subset again, so the one file fits all parts; widths and
    the text behind the glyphs (ToUnicode) stay those of each part.
    """
    with pikepdf.Pdf.new() as whole:
        for path in parts:
            with pikepdf.Pdf.open(path) as part:
                whole.pages.extend(part.pages)
        _share_fonts(whole, fonts)
        whole.Root.Lang = pikepdf.String("zh-CN")
        whole.docinfo["/Title"] = title
        target = io.BytesIO()
        whole.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        return target.getvalue()


def _share_fonts(whole: pikepdf.Pdf, fonts: Mapping[str, Path]) -> None:
    streams: dict[str, pikepdf.Object] = {}
    for thing in whole.objects:
        if not isinstance(thing, pikepdf.Dictionary) or thing.get("/Type") != pikepdf.Name.FontDescriptor:
            continue
        family = str(thing.FontName).split("+")[-1]
        slot = next((name for name in ("/FontFile3", "/FontFile2") if name in thing), None)
        if slot is None or family not in fonts:
            continue
        if family not in streams:
            data = fonts[family].read_bytes()
            extra = {"Subtype": thing[slot].Subtype} if slot == "/FontFile3" else {"Length1": len(data)}
            streams[family] = whole.make_indirect(pikepdf.Stream(whole, data, **extra))
        thing[slot] = streams[family]
