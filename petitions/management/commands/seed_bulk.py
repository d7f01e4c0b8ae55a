"""manage.py seed_bulk --petitions N: a large register for measuring, in the demo county; refused in production."""

from __future__ import annotations

import hashlib
import random
from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import Staff, Unit
from casework import search
from petitions.actions import handle, route
from petitions.actions.imports import bring_in
from petitions.ledger_import import ImportedLetter
from petitions.models import ImportBatch, Petition
from petitions.reference import load_reference, rows_of
from petitions.seed import seed_people, seed_policies, seed_units
from petitions.states import Channel

CHUNK = 5000
STEMS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
OPENINGS = ("我是", "来信人住在", "代表几户邻居反映：", "去年起", "多次找过有关部门，", "请领导关心：")
IN_HAND = 400


class Command(BaseCommand):
    help = "批量生成用于测量的信访件（虚构内容）；正式环境拒绝执行。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--petitions", type=int, required=True)

    def handle(self, *args: Any, petitions: int, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("正式环境不能生成测量数据（未设 DEMO=1）。")
        seed_units()
        load_reference()
        seed_people()
        seed_policies()
        dice = random.Random(7)
        registers = [Unit.objects.get(code=code) for code in ("XF", "XF", "XF", "T03-XF")]
        today = timezone.localdate()
        stories = list(rows_of("demo_stories.csv"))
        made = 0
        while made < petitions:
            count = min(CHUNK, petitions - made)
            letters = [letter(made + n, dice, stories, today, petitions) for n in range(count)]
            batch = ImportBatch.objects.create(unit=dice.choice(registers), file_name="测量数据", rows=count)
            made += bring_in(letters, by=None, batch=batch).added
            self.stdout.write(f"{made} / {petitions}", ending="\r")
            self.stdout.flush()
        self._in_hand()
        search.count_common()
        self.stdout.write(f"新增 {made} 件。")

    def _in_hand(self) -> None:
        """Some of the open ones wait for a leader, others are being handled."""
        staff = {one.username: one for one in Staff.objects.all()}
        officer, head = staff["demo-zhuangan"], staff["demo-juzhang"]
        mine = Petition.objects.visible_to(officer)
        for number, one in enumerate(mine.filter(state="registered", is_sealed=False)[:IN_HAND]):
            route.present(one.pk, by=officer, version=one.version, to=head)
            if number % 2:
                unit = Unit.objects.get(code="ZJJ")
                route.annotate(one.pk, by=head, version=one.version + 1, opinion="请住建局办理。", unit=unit)
                version = Petition.objects.visible_to(officer).get(pk=one.pk).version
                handle.accept(one.pk, by=staff["demo-chengban"], version=version)


def letter(
    number: int, dice: random.Random, stories: list[dict[str, str]], today: date, total: int
) -> ImportedLetter:
    """One made-up letter of the last four years; one in ten is still open, and those are recent."""
    is_open = dice.random() < 0.1
    received = today - timedelta(days=dice.randrange(0, 20) if is_open else dice.randrange(20, 1460))
    story, other = dice.choice(stories), dice.choice(stories)
    name = dice.choice(SURNAMES) + "某" + dice.choice(STEMS) + dice.choice(STEMS)
    body = f"{dice.choice(OPENINGS)}{story['place']}{name}。{story['text']}另外，{other['text'][:40]}（第{number}件）"
    return ImportedLetter(
        row=number,
        fingerprint=hashlib.sha256(f"{total}-{number}".encode()).hexdigest(),
        source_number="",
        person=name,
        title="",
        text=body,
        received_on=received,
        received_time=None,
        channel=Channel(story["channel"]),
        head_count=1,
        reply="" if is_open else "已调查处理并答复。",
        replied_on=None if is_open else received + timedelta(days=dice.randrange(3, 20)),
        phone=f"120{dice.randrange(10**8):08d}",
        address=story["place"],
        id_number="",
        unit_name="",
        category="",
        remark="",
    )
