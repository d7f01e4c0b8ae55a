"""manage.py load_reference: holiday tables, content classes and common phrases for a new office."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from petitions.reference import load_reference


class Command(BaseCommand):
    help = "载入放假安排、内容分类和常用批示；可重复执行，不改动本单位已作的修改。"

    def handle(self, *args: Any, **options: Any) -> None:
        added = load_reference()
        self.stdout.write(f"新增分类 {added['classes']} 个，常用批示 {added['phrases']} 条。")
