"""manage.py verify_audit: proves that no event was changed, removed or inserted; numbers without gaps as well."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from casework.audit import verify_chains, verify_papers, verify_seals
from casework.models import Event, NumberCounter
from casework.numbering import gaps

SHOWN = 200


class Command(BaseCommand):
    help = "核验留痕链、封签、文书和编号连续性；发现问题时逐条列出并以非零码退出。"

    def handle(self, *args: Any, **options: Any) -> None:
        faults = 0
        for fault in (*verify_chains(), *verify_seals(), *verify_papers()):
            faults += 1
            if faults <= SHOWN:
                self.stdout.write(f"办件 {fault.case_id} 第 {fault.seq} 条：{fault.what}")
        for counter in NumberCounter.objects.select_related("unit"):
            for number in gaps(counter.unit_id, counter.register, counter.year):
                self.stdout.write(f"{counter.unit.name} {counter.year}年 缺 {number} 号")
                faults += 1
        self.stdout.write(f"共核验留痕 {Event.objects.count()} 条，问题 {faults} 处。")
        if faults:
            raise CommandError("留痕核验未通过。")
