"""Demonstration of 重复与并案: a repeat to decide on, a case that was joined, and letters of one text."""

from __future__ import annotations

from datetime import date, time

from accounts.models import Staff
from casework.calendar import holiday_table
from petitions.actions import register, same_matter
from petitions.models import Petition
from petitions.seed_moments import moment
from petitions.states import Channel

BUS = "十二路公交车取消了晚上的两班，我们下夜班只能走路回家，路上没有灯，很不安全。请公交公司恢复末班车。"
HEAT = "我们小区今年供暖一直不热，室内白天只有十四度，老人和孩子都感冒了。找过供热公司三次，每次都说在检修。"


def seed_matters(today: date) -> int:
    """Returns how many cases were made."""
    desk = Staff.objects.get(username="demo-dengji")
    officer = Staff.objects.get(username="demo-zhuangan")
    day = holiday_table().add_working(today, -2)

    def letter(name: str, body: str, number: int, known: Petition | None = None) -> Petition:
        person = register.Person(
            name=name,
            phone=f"1200000{number:04d}",
            address="样城街道丁社区",
            known=known.petitioner if known else None,
        )
        matter = register.Matter(
            Channel.LETTER, day, body, person=person, details={"place": "样城街道丁社区"}
        )
        return register.register(matter, by=desk)

    with moment(day, time(10, 30)):
        buses = [letter(f"吕某{stem}", BUS, 200 + n) for n, stem in enumerate("甲乙丙")]
        first = letter("孔某丁", HEAT, 210)
        letter("孔某丁", HEAT + "上次来信还没有收到答复。", 210, first)
        other = letter("曹某戊", HEAT, 211)
        same_matter.merge(
            other.pk, by=officer, version=other.version, into=first, reason="同一小区同一问题，合并办理"
        )
    return len(buses) + 3
