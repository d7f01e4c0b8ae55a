"""manage.py remind [--now ISO]: what beat does every five minutes, by hand."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from casework.actions.reminders import remind


class Command(BaseCommand):
    help = "生成并送达到期提醒；重复执行不会重复提醒。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--now", help="按此时刻计算，例如 2026-02-13T09:00")

    def handle(self, *args: Any, now: str | None = None, **options: Any) -> None:
        moment = timezone.now()
        if now:
            try:
                moment = datetime.fromisoformat(now)
            except ValueError as wrong:
                raise CommandError(f"“{now}”不是日期时间，例如 2026-02-13T09:00。") from wrong
            if timezone.is_naive(moment):
                moment = timezone.make_aware(moment)
        written, sent = remind(moment)
        self.stdout.write(f"新增提醒 {written} 条，送达 {sent} 条。")
