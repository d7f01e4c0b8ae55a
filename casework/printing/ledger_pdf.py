"""A ledger as PDF: breaks decided, one font subset for the job, parts drawn by two processes, joined at the end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path
from typing import TypeVar

from casework.printing.errors import NO_PANGO, PrintingFailed, PrintingUnavailable
from casework.printing.ledger_html import FIXED_TEXTS, part_html, stylesheet
from casework.printing.paginate import Ledger, Page, paginate
from casework.printing.table import Table
from casework.printing.worker import NO_WEASYPRINT, Part

PAGES_A_PART = 8
PARTS_A_PROCESS = 4  # then a fresh process: its memory grows a little with every part
_PROJECT = Path(__file__).resolve().parents[2]

Progress = Callable[[int, int], None]
T = TypeVar("T")


@dataclass(frozen=True)
class Drawn:
    """A finished ledger with what it took."""

    pdf: bytes
    pages: int
    parts: int
    peak_rss_mb: float


def render_ledger_pdf(table: Table, *, progress: Progress | None = None, processes: int = 2) -> bytes:
    """The ledger as PDF. `progress(done_pages, total_pages)` is called at the start and after every part.

    Raises PrintingUnavailable (no Pango, no Chinese font) or PrintingFailed. What `progress` raises ends the drawing.
    Characters that no font covers stand as 〓 and are named in a note on the last page; ask `fonts.uncovered` before.
    """
    return draw(table, progress=progress, processes=processes).pdf


def draw(
    table: Table, *, progress: Progress | None = None, processes: int = 2, pages_a_part: int = PAGES_A_PART
) -> Drawn:
    """As `render_ledger_pdf`, with page count, parts and the workers' memory."""
    from casework.printing.fonts import default_stack
    from casework.printing.merge import merge

    table = name_uncovered(table)
    ledger = paginate(table)
    with tempfile.TemporaryDirectory(prefix="ledger-") as name:
        folder = Path(name)
        fonts = default_stack().subsets(_texts_by_role(ledger), folder)
        parts = _write_parts(ledger, split(ledger.pages, pages_a_part, processes), folder)
        manifest = {
            "css": fonts.css(stylesheet(ledger)),
            "fonts": fonts.urls,
            "batches": split(parts, PARTS_A_PROCESS, processes),
            "processes": processes,
        }
        peak = _run_worker(manifest, folder, len(ledger.pages), progress or _silent)
        pdf = merge([Path(part["pdf"]) for part in parts], fonts.files, ledger.title)
    return Drawn(pdf, len(ledger.pages), len(parts), peak)


def split(things: Sequence[T], at_most: int, processes: int) -> list[Sequence[T]]:
    """Groups of nearly equal length, at most `at_most` long, so many that no process idles at the end."""
    count = ceil(ceil(len(things) / at_most) / processes) * processes
    count = min(count, len(things))
    return [things[len(things) * i // count : len(things) * (i + 1) // count] for i in range(count)]


def name_uncovered(table: Table) -> Table:
    """The table with 〓 for every character that no font draws, and a note that names them."""
    from casework.printing.fonts import MISSING, default_stack

    missing = default_stack().uncovered("".join(set("".join(table.texts()))))
    if not missing:
        return table
    swap = {ord(char): MISSING for char in missing}
    codes = "、".join(f"U+{ord(char):04X}" for char in sorted(missing))
    note = f"注：本表有{len(missing)}个字符现有字体未收录，以“{MISSING}”代替：{codes}。"
    return replace(
        table,
        title=table.title.translate(swap),
        unit_name=table.unit_name.translate(swap),
        subtitle=table.subtitle.translate(swap),
        totals=table.totals.translate(swap),
        columns=[replace(column, heading=column.heading.translate(swap)) for column in table.columns],
        rows=[[cell.translate(swap) for cell in table.cells(row)] for row in table.rows],
        notes=(*(text.translate(swap) for text in table.notes), note),
    )


def _texts_by_role(ledger: Ledger) -> dict[str, list[str]]:
    """Every text that is drawn, by the role of its font."""
    lines = [line for page in ledger.pages for cells in page.rows for cell in cells for line in cell]
    small = [ledger.unit_name, ledger.subtitle, ledger.printed_on, *ledger.notes, *ledger.signature_labels]
    heading = [line for lines_ in ledger.headings for line in lines_] + ledger.totals
    return {"song": [*lines, *small, *FIXED_TEXTS], "hei": heading, "title": [ledger.title]}


def _write_parts(ledger: Ledger, groups: Sequence[Sequence[Page]], folder: Path) -> list[Part]:
    parts: list[Part] = []
    for i, pages in enumerate(groups):
        html = folder / f"part{i}.html"
        html.write_text(part_html(ledger, pages, ledger.title), "utf-8")
        parts.append({"html": str(html), "pdf": str(folder / f"part{i}.pdf"), "pages": len(pages)})
    return parts


def _run_worker(manifest: dict[str, object], folder: Path, total: int, progress: Progress) -> float:
    """Lets the worker draw; the highest memory of a drawing process in MB."""
    path = folder / "manifest.json"
    path.write_text(json.dumps(manifest), "utf-8")
    errors = folder / "errors.txt"
    with errors.open("wb") as sink:
        worker = subprocess.Popen(  # noqa: S603  # our own module, no text from outside
            [sys.executable, "-m", "casework.printing.worker", str(path)],
            cwd=_PROJECT,
            env=_environment(folder),
            stdout=subprocess.PIPE,
            stderr=sink,
            text=True,
            start_new_session=True,
        )
        try:
            peak = _watch(worker, total, progress)
        finally:
            # The group holds the forks too: nothing goes on drawing for a job that has ended.
            with suppress(ProcessLookupError):
                os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
    if worker.returncode == NO_WEASYPRINT:
        raise PrintingUnavailable(NO_PANGO)
    if worker.returncode:
        raise PrintingFailed(errors.read_text("utf-8", "replace")[-2000:])
    return peak


def _watch(worker: subprocess.Popen[str], total: int, progress: Progress) -> float:
    assert worker.stdout is not None
    done, peak = 0, 0.0
    progress(done, total)
    with worker.stdout as lines:
        for line in lines:
            report = json.loads(line)
            done += report["pages"]
            peak = max(peak, report["rss_mb"])
            progress(done, total)
    worker.wait()
    return peak


def _environment(folder: Path) -> dict[str, str]:
    """The worker's environment: only the fonts of this job, all its temporary files inside the job's folder."""
    from casework.printing.fonts import fontconfig_file

    return {**os.environ, "FONTCONFIG_FILE": str(fontconfig_file(folder)), "TMPDIR": str(folder)}


def _silent(_done: int, _total: int) -> None:
    return None
