"""manage.py render_ledger: the register of a unit's month as a file, without a browser."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Unit
from casework.printing.errors import PrintingFailed
from casework.refusals import Refusal
from petitions import ledger
from petitions.ledger_jobs import FORMATS, draw


class Command(BaseCommand):
    """Draws as the system, which nobody's sight limits: sealed accusations are left out altogether."""

    help = (
        "生成一个单位一个月的登记册（PDF 或 Excel）。只含该单位自己登记的信访件；加 --below 时含下级单位。"
        "检举控告等封存件不在其中。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--unit", required=True, metavar="CODE", help="单位代码，例如 XF")
        parser.add_argument("--month", required=True, metavar="2019-04", help="月份")
        parser.add_argument("--format", required=True, choices=FORMATS)
        parser.add_argument("--output", required=True, metavar="FILE", type=Path, help="写到这个文件")
        parser.add_argument("--below", action="store_true", help="含下级单位")
        parser.add_argument("--first-page", type=int, default=1, metavar="N", help="起始页码")

    def handle(self, *args: Any, **options: Any) -> None:
        """Writes the file and says how many rows it holds."""
        selection = self._selection(options)
        table, lines = ledger.table(selection, ledger.cases_of(None), first_page=options["first_page"])
        try:
            content = draw(table, options["format"], self._progress if options["verbosity"] > 1 else None)
            options["output"].write_bytes(content)
        except (Refusal, PrintingFailed, OSError) as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(f"{table.title} {selection.unit.name} {selection.period}：{len(lines)} 行")
        self.stdout.write(table.totals)
        self.stdout.write(f"已写入 {options['output']}（{len(content) / 1024:.0f} KB）")

    def _selection(self, options: dict[str, Any]) -> ledger.Selection:
        unit = Unit.objects.filter(code=options["unit"]).first()
        if unit is None:
            raise CommandError(f"没有代码为 {options['unit']} 的单位。")
        try:
            first, last = ledger.month_ends(options["month"])
        except ValueError:
            raise CommandError("月份写成 2019-04 的样子。") from None
        return ledger.with_threshold(
            ledger.Selection(unit=unit, first=first, last=last, below=options["below"])
        )

    def _progress(self, done: int, total: int) -> None:
        self.stdout.write(f"{done}/{total} 页")
