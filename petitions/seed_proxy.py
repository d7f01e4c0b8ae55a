"""Demonstration of 信访代理: an agent of a village, a mandate, a case filed under it, a dispute, an evening in the square."""

from __future__ import annotations

from datetime import date, time, timedelta

from accounts.models import Staff, Unit
from casework.calendar import holiday_table
from petitions.actions import proxy
from petitions.actions.register import Person
from petitions.models import OutreachKind
from petitions.seed_moments import moment

STORY = "我腿脚不便，家门口的排水沟堵了三个月，一下雨水就进屋。请镇里派人清淤，把沟盖板补上。"


def seed_proxy(today: date) -> None:
    """One of each, some days ago."""
    office = Staff.objects.get(username="demo-zhenxinfang")
    agent = Staff.objects.get(username="demo-daili")
    village, town = Unit.objects.get(code="T03-V1"), Unit.objects.get(code="T03")
    day = holiday_table().add_working(today, -6)
    with moment(day, time(9, 15)):
        proxy.attest_agent(
            agent, by=office, village=village, residence=town, ticks=frozenset(proxy.CONDITIONS)
        )
        mandate = proxy.give_mandate(
            Person(name="陶某甲", phone="12000000310", address=village.name),
            by=office,
            agent=agent,
            scope="反映门前排水沟淤堵，请求清淤并补齐盖板",
            signed_on=day,
            ends_on=day + timedelta(days=180),
        )
        filing = proxy.file_for(
            mandate.pk, by=agent, body=STORY, title="门前排水沟淤堵", place="西样镇"
        ).proxy_filing
        dispute = proxy.record_dispute(
            by=agent,
            unit=village,
            found_on=day,
            title="两户因排水方向争执",
            detail="雨后积水流入邻家院子。",
            people=5,
        )
        proxy.record_outreach(
            by=office,
            unit=village,
            kind=OutreachKind.MEETING,
            held_on=day,
            topic="信访工作条例和依法反映诉求",
            place="村委会院坝",
            people=46,
        )
    with moment(holiday_table().add_working(today, -2), time(10, 5)):
        proxy.suggest(filing.pk, by=agent, text="淤堵处在桥下，建议和公路养护站一起看现场。")
        proxy.move_dispute(
            dispute.pk, by=agent, state="mediating", outcome="村委已约双方到现场，商定改沟走向。"
        )
