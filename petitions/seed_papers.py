"""Demonstration of 文书: notices issued and delivered, some that still wait, one that was taken back."""

from __future__ import annotations

from datetime import date, time

from accounts.models import Staff
from casework.calendar import holiday_table
from casework.models import DeliveryMethod
from casework.refusals import Refusal
from petitions.actions import papers
from petitions.papers.queries import TOLD_BY, to_tell

ISSUED, DELIVERED = 8, 4


def seed_papers(today: date) -> int:
    """Returns how many papers were issued."""
    from petitions.seed_moments import moment

    by = Staff.objects.get(username="demo-zhuangan")
    day = holiday_table().add_working(today, -1)
    with moment(day, time(16, 0)):
        waiting = list(to_tell(by).filter(is_sealed=False, received_on__lte=day).order_by("pk")[:ISSUED])
        made = []
        for petition in waiting:
            try:
                made.append(papers.issue(petition.pk, by=by, kind=TOLD_BY[petition.state]))
                if petition.state != "guided":
                    papers.issue(petition.pk, by=by, kind="assign")
            except Refusal:
                continue
        for paper in made[:DELIVERED]:
            papers.count_print(paper.pk, by=by)
            receipt = papers.Receipt(DeliveryMethod.DIRECT, day, receiver=paper.recipient)
            papers.deliver(paper.pk, by=by, receipt=receipt)
        if len(made) > DELIVERED:
            papers.withdraw(made[DELIVERED].pk, by=by, reason="承办单位名称写错，重新发出")
    return len(made)
