"""manage.py verify_audit: proves that no event was changed, removed or inserted; numbers without gaps as well."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from casework.audit import verify_chains, verify_papers, verify_seals
from casework.models import MAIN, SEALED, Event, NumberCounter
from casework.numbering import PAPERS, SEALED_PAPERS, gaps, voids

SHOWN = 200


def register_words(register: str) -> str:
    """Which register a number belongs to."""
    if register.startswith((PAPERS, SEALED_PAPERS)):
        return "文书"
    return {MAIN: "登记册", SEALED: "检举控告登记册"}.get(register, "档案")


class Command(BaseCommand):
    help = "核验留痕链、封签、文书和编号连续性；作废的编号和发现的问题逐条列出，有问题时以非零码退出。"

    def handle(self, *args: Any, **options: Any) -> None:
        faults = 0
        for fault in (*verify_chains(), *verify_seals(), *verify_papers()):
            faults += 1
            if faults <= SHOWN:
                self.stdout.write(f"办件 {fault.case_id} 第 {fault.seq} 条：{fault.what}")
        for counter in NumberCounter.objects.select_related("unit"):
            key = (counter.unit_id, counter.register, counter.year)
            for number in gaps(*key):
                self.stdout.write(
                    f"{counter.unit.name} {register_words(counter.register)} {counter.year}年 缺 {number} 号"
                )
                faults += 1
            if void := voids(*key):
                numbers = "、".join(map(str, void))
                self.stdout.write(
                    f"{counter.unit.name} {register_words(counter.register)} {counter.year}年 作废 {numbers} 号"
                )
        self.stdout.write(f"共核验留痕 {Event.objects.count()} 条，问题 {faults} 处。")
        if faults:
            raise CommandError("留痕核验未通过。")
