"""Ledgers and papers for the printing tests, and what pdftotext reads out of a file."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from casework.printing.table import Column, Table

COLUMNS = [
    Column("no", "序号", 12, "center", kind="number"),
    Column("number", "登记编号", 38, "center"),
    Column("name", "信访人", 24),
    Column("id_number", "证件号码", 38),
    Column("matter", "反映的主要问题", 110),
    Column("heads", "人次", 16, "right", kind="number"),
]
RARE = "𠮷㛃䶮𬱖"
needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="poppler-utils is not installed"
)


def row(index: int, matter: str = "反映村道被占用，请求恢复通行。") -> list[str]:
    """One row; every second identity card number ends in X."""
    tail = "X" if index % 2 else "6"
    return [
        str(index),
        f"信访〔2026〕{index:05d}号",
        f"王{RARE[index % 4]}山",
        f"11010119900101{index:03d}{tail}",
        matter,
        "3",
    ]


def ledger(rows: Sequence[Any], **changes: Any) -> Table:
    """A ledger of these rows."""
    values: dict[str, Any] = {
        "title": "信访事项登记台账",
        "unit_name": "青山县信访局",
        "subtitle": "2026年3月　全部渠道",
        "columns": COLUMNS,
        "rows": rows,
        "totals": f"合计：{len(rows)}批次，{3 * len(rows)}人次",
        "printed_on": date(2026, 3, 31),
    }
    return Table(**{**values, **changes})


def pdf_pages(pdf: bytes) -> list[str]:
    """The text of each page, without any blank."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return ["".join(page.split()) for page in done.stdout.decode().split("\f")[:-1]]


def pdf_words(pdf: bytes) -> str:
    """The whole text in the order in which it was drawn, without any blank."""
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def pdf_middles(pdf: bytes, word: str) -> list[float]:
    """How far below the sheet's upper edge the middle of each such word of the first page is, in mm."""
    done = subprocess.run(
        ["pdftotext", "-bbox", "-l", "1", "-", "-"], input=pdf, capture_output=True, check=True
    )
    boxes = re.findall(rf'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">{word}<', done.stdout.decode())
    return [(float(top) + float(bottom)) / 2 * 25.4 / 72 for top, bottom in boxes]


def pdf_lines(pdf: bytes) -> list[list[str]]:
    """The lines of each page with the blanks that show where they stand, without empty ones."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    pages = done.stdout.decode().split("\f")[:-1]
    return [[line.rstrip() for line in page.splitlines() if line.strip()] for page in pages]
