"""manage.py import_ledger: an office's old ledger into the register of a unit, without a browser."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.models import Staff, Unit
from casework.refusals import Refusal
from petitions.actions.imports import already_there, bring_in, upload
from petitions.importing import Settings, Understood, understand
from petitions.ledger_import import LABELS, Field
from petitions.states import Channel

SHOWN = 50


class Command(BaseCommand):
    """Says what was recognised, counts, and lists problems; ends with code 1 and nothing imported while there are any."""

    help = (
        "导入历史台账（.xlsx、.xls、.et、.ods、.csv）。按表头认出各列；有答复日期的按已办结导入。"
        "整份一次写入，有问题时一件也不导入，并以返回码 1 结束；同一份文件再次导入新增 0 件。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.xlsx")
        parser.add_argument("--unit", required=True, metavar="CODE", help="导入到哪个单位的登记册，例如 XF")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不导入")
        parser.add_argument("--skip-bad", action="store_true", help="跳过有问题的行，导入其余各行")
        parser.add_argument(
            "--column",
            action="append",
            default=[],
            metavar="FIELD=N",
            help=f"指定第 N 列（从 1 起，0 为不导入）是什么：{'、'.join(f'{one.value} {LABELS[one]}' for one in Field)}",
        )
        parser.add_argument("--channel", choices=Channel.values, default="", help="表中没有渠道时按此渠道")
        parser.add_argument("--year", type=int, metavar="2019", help="日期没有年份时按此年份")
        parser.add_argument("--keeper", metavar="USERNAME", help="登记人的登录名；默认为该单位的信访专干")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reads, tells, and imports unless this is a dry run."""
        unit = Unit.objects.filter(code=options["unit"]).first()
        if unit is None:
            raise CommandError(f"没有代码为 {options['unit']} 的单位。")
        try:
            content = options["file"].read_bytes()
            found = understand(content, unit.code, _settings(options), timezone.localdate())
        except (OSError, ValueError) as problem:
            raise CommandError(str(problem)) from problem
        self._tell(found)
        if found.missing:
            raise CommandError(f"没有认出：{'、'.join(found.missing)}。请用 --column 指定。")
        if found.rows.errors and not options["skip_bad"]:
            raise CommandError(f"有 {found.bad_rows} 行有问题，没有导入。")
        if options["dry_run"]:
            there = len(already_there(found.rows.letters))
            self.stdout.write(
                f"试运行：将新增 {len(found.rows.letters) - there} 件，已有 {there} 件。没有写入。"
            )
            return
        self._import(found, content, unit, options)

    def _import(self, found: Understood, content: bytes, unit: Unit, options: dict[str, Any]) -> None:
        keeper = _keeper(options["keeper"])
        try:
            with transaction.atomic():
                batch = upload(content, by=None, unit=unit, file_name=options["file"].name)
                batch.mapping = {"columns": dict(found.columns.as_json())}
                outcome = bring_in(found.rows.letters, by=None, batch=batch, keeper=keeper)
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(self.style.SUCCESS(f"新增 {outcome.added} 件，已有 {outcome.skipped} 件。"))

    def _tell(self, found: Understood) -> None:
        say = self.stdout.write
        say(f"工作表：{found.sheet.name or '（无名）'}，表头在第 {found.columns.first_data_row} 行")
        for label, heading in found.chosen:
            say(f"  {label} ← {heading}")
        if found.columns.unused():
            say(f"没有用到的列：{'、'.join(found.columns.unused())}")
        letters = found.rows.letters
        answered = sum(1 for one in letters if one.replied_on)
        say(
            f"信件 {found.total} 行：可导入 {len(letters)} 行（已答复 {answered}），有问题 {found.bad_rows} 行"
        )
        channels = Counter(str(one.channel.label) for one in letters)
        say("渠道：" + "、".join(f"{label} {count}" for label, count in channels.most_common()))
        if found.rows.skipped:
            say(f"合计、签名等非信件行 {found.rows.skipped} 行，未导入")
        self._list("提示", found.rows.warnings)
        self._list("问题", found.rows.errors)

    def _list(self, label: str, problems: list[Any]) -> None:
        for one in problems[:SHOWN]:
            self.stdout.write(f"{label}：第{one.row}行 {one.column}“{one.value}”：{one.reason}")
        if len(problems) > SHOWN:
            self.stdout.write(f"{label}：另有 {len(problems) - SHOWN} 处")


def _settings(options: dict[str, Any]) -> Settings:
    columns: dict[str, int | None] = {}
    for text in options["column"]:
        name, _, place = text.partition("=")
        if name not in list(Field) or not place.isdecimal():
            raise CommandError(f"“--column {text}”应写成 FIELD=N，例如 person=2。")
        columns[name] = int(place) - 1 if int(place) else None
    return Settings(columns, options["channel"], options["year"])


def _keeper(username: str | None) -> Staff | None:
    if not username:
        return None
    found = Staff.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise CommandError(f"没有登录名为 {username} 的人员。")
    return found
