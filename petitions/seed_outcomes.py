"""Demonstration of outcomes: an explanation, a talk on site, a hardship, ratings by code, a return visit, a review under way."""

from __future__ import annotations

from datetime import date, time

from accounts.models import Staff
from casework.calendar import holiday_table
from casework.refusals import Refusal
from casework.states import State
from petitions.actions import explain, reviews
from petitions.actions.evaluate import evaluate
from petitions.models import Petition
from petitions.query_codes import query_code
from petitions.seed_moments import moment
from petitions.states import Purpose


def seed_outcomes(today: date) -> None:
    """A few of each, in the last days."""
    office = Staff.objects.get(username="demo-zhuangan")
    day = holiday_table().previous_working(today)
    seen = Petition.objects.visible_to(office).filter(unit__code="XF", is_sealed=False)
    with moment(day, time(15, 10)):
        closed = list(seen.filter(state=State.CLOSED, purpose=Purpose.CLAIM).order_by("pk")[:9])
        for n, one in enumerate(closed[:6]):
            if n % 3 != 2:
                _rate(one, n)
        if len(closed) > 7:
            _call_back(closed[6], office, day)
            _review(closed[-1], office, day)
        running = seen.filter(state=State.HANDLING).order_by("-pk").first()
        if running is not None:
            _care(running, office, day)


def _rate(petition: Petition, n: int) -> None:
    words = "答复清楚，办得快。" if n % 2 == 0 else "希望再快一些。"
    ratings = {"receiver": ("good", ""), "handler": ("good" if n % 2 == 0 else "fair", words)}
    try:
        evaluate(str(petition.number), query_code(petition), ratings=ratings)
    except Refusal:
        # The window of an older answer is over.
        return


def _call_back(petition: Petition, office: Staff, day: date) -> None:
    given = {"method": "phone", "satisfied": "good", "executed": "done", "words": "问题已经解决。"}
    reviews.call_back(petition.pk, by=office, visited_on=day, **given)


def _review(petition: Petition, office: Staff, day: date) -> None:
    reviews.apply_review(
        petition.pk,
        by=office,
        version=petition.version,
        applied_on=day,
        answer_received_on=day,
        grounds="整改期限太长，请求责令立即整改。",
        organ_name="样例市人民政府",
    )


def _care(petition: Petition, office: Staff, day: date) -> None:
    explain.explain(
        petition.pk,
        by=office,
        told_on=day,
        method="phone",
        asked="为什么要等鉴定？",
        explained="责任没有分清之前不能要求任何一方出钱，鉴定由第三方做，十五日内出结果。",
        basis="有关管理条例关于鉴定的规定",
        remedies="对鉴定有异议的可以申请重新鉴定，也可以向法院起诉",
    )
    explain.refer_aid(
        petition.pk,
        by=office,
        kind="hardship",
        need="独居老人，行动不便，停用期间买菜看病有困难。",
        referred_to="县民政局",
        referred_on=day,
    )
