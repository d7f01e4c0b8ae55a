"""Draws the parts of a ledger: `python -m casework.printing.worker MANIFEST`.

A process of its own, because a Celery task may not have process pools. It loads WeasyPrint once and forks for each
batch of parts, at most `processes` at a time: a fork gives its memory back when it ends, and while it draws a part
no garbage is collected, which is a seventh faster. One JSON line goes to standard output for every part that is done.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

NO_WEASYPRINT = 3
PART_SECONDS = 180  # a part takes two seconds; one that hangs must not hold the job for ever

Part = dict[str, Any]


class Painter:
    """WeasyPrint with the fonts of the job loaded."""

    def __init__(self, css: str, fonts: list[str]) -> None:
        from casework.printing import weasy

        self._weasy = weasy
        self._fetcher = weasy.OnlyThese(fonts)
        self._font_config = weasy.FontConfiguration()
        with weasy.loud():
            self._css = weasy.CSS(string=css, font_config=self._font_config, url_fetcher=self._fetcher)

    def draw(self, html: str, pages: int) -> bytes:
        """The PDF of one part; PrintingFailed when it has not the number of pages that was decided."""
        from casework.printing.errors import PrintingFailed

        with self._weasy.loud():
            source = self._weasy.HTML(string=html, url_fetcher=self._fetcher)
            document = source.render(font_config=self._font_config, stylesheets=[self._css])
            if len(document.pages) != pages:
                raise PrintingFailed(f"{len(document.pages)} pages drawn, {pages} decided")
            pdf: bytes = document.write_pdf()
            return pdf


def main(manifest_path: str) -> int:
    """Draws every part; 0 when all are there."""
    manifest = json.loads(Path(manifest_path).read_text("utf-8"))
    try:
        painter = Painter(manifest["css"], manifest["fonts"])
    except OSError as missing_library:
        sys.stderr.write(f"{missing_library}\n")
        return NO_WEASYPRINT
    painter.draw("<p>信", 1)  # the first drawing loads Pango; do it once, before the forks
    gc.collect()
    gc.freeze()
    gc.disable()
    return _draw_all(painter, list(manifest["batches"]), int(manifest["processes"]))


def _draw_all(painter: Painter, waiting: list[list[Part]], processes: int) -> int:
    running: set[int] = set()
    while waiting or running:
        while waiting and len(running) < processes:
            running.add(_fork(painter, waiting.pop(0)))
        pid, status = os.waitpid(-1, 0)
        running.remove(pid)
        if status:
            return 1
    return 0


def _fork(painter: Painter, batch: list[Part]) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        for part in batch:
            signal.alarm(PART_SECONDS)
            Path(part["pdf"]).write_bytes(painter.draw(Path(part["html"]).read_text("utf-8"), part["pages"]))
            gc.collect()
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            # One write, so that the lines of two processes do not mix.
            os.write(1, json.dumps({"pages": part["pages"], "rss_mb": memory}).encode() + b"\n")
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
