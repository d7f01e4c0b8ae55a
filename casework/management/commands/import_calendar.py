"""manage.py import_calendar FILE.json: the State Council's notice as a file, for a machine without a browser."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from casework import holidays
from casework.refusals import Refusal


class Command(BaseCommand):
    help = "导入放假安排文件（JSON）。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            loaded = holidays.load(file.read_text(encoding="utf-8-sig"))
        except OSError as fault:
            raise CommandError(f"读不到文件：{fault}") from fault
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        for year, days in loaded.items():
            self.stdout.write(f"{year}年：{days} 天。")
