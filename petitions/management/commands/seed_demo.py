"""manage.py seed_demo: the fictional county, built through the actions; refused in production."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import Staff
from casework.actions.reminders import remind
from petitions.reference import rows_of
from petitions.seed import PASSWORD, seed_demo


class Command(BaseCommand):
    help = "生成虚构的清禾县演示数据（人员、单位、六周的信访件）；正式环境拒绝执行。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--accounts", action="store_true", help="只列出演示账号")

    def handle(self, *args: Any, accounts: bool = False, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("正式环境不能生成演示数据（未设 DEMO=1）。")
        if accounts:
            self.stdout.write(f"演示账号（密码均为 {PASSWORD}）：")
            for row in rows_of("demo_people.csv"):
                self.stdout.write(f"  {row['username']:<22}{row['name']}  {row['shown']}")
            return
        demo = Staff.objects.filter(username__startswith="demo-")
        if Staff.objects.exists() and not demo.exists():
            raise CommandError("库里已有正式人员，不再加入密码公开的演示账号。")
        made = seed_demo(timezone.localdate())
        _, sent = remind(timezone.now())
        self.stdout.write(
            f"演示数据：新增信访件 {made} 件，提醒 {sent} 条。" if made else "演示数据已存在，未作改动。"
        )
