"""Demonstration of outcomes: an explanation, a talk on site, a hardship, ratings by code, a return visit, a review under way."""

from __future__ import annotations

from datetime import date, time, timedelta

from accounts.models import Staff
from casework.calendar import holiday_table
from casework.refusals import Refusal
from casework.states import State
from petitions.actions import explain, reviews
from petitions.actions.evaluate import evaluate
from petitions.models import Petition, SettlementKind
from petitions.query_codes import query_code
from petitions.seed_moments import moment
from petitions.seed_papers import on_paper
from petitions.states import Purpose


def seed_outcomes(today: date) -> None:
    """A few of each, in the last days."""
    office = Staff.objects.get(username="demo-zhuangan")
    day = holiday_table().previous_working(today)
    seen = Petition.objects.visible_to(office).filter(unit__code="XF", is_sealed=False)
    with moment(day, time(15, 10)):
        closed = list(
            seen.filter(state=State.CLOSED, purpose=Purpose.CLAIM).order_by("-closed_at", "-pk")[:9]
        )
        for n, one in enumerate(closed[:6]):
            if n % 3 != 2:
                _rate(one, n)
        if len(closed) > 7:
            _call_back(closed[6], office, day)
            _review(closed[-1], office, day)
        running = list(seen.filter(state=State.HANDLING, purpose=Purpose.CLAIM).order_by("-pk")[:3])
        if running:
            _care(running[0], office, day)
        for one, kind in zip(running, SettlementKind, strict=False):
            _settle(one, office, day, kind)
        if len(running) > 2:
            _hear(running[2], office, day)


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


def _settle(petition: Petition, office: Staff, day: date, kind: str) -> None:
    """Agreed by both sides, one with a mediator; the agreement is numbered and handed over."""
    explain.settle(
        petition.pk,
        by=office,
        kind=kind,
        petitioner_party=petition.person_name,
        other_party="某物业服务有限公司",
        terms="一、公司于约定期限内完成维修并通过检验。\n二、停用期间的费用按天减免，从下一期账单中扣除。",
        agreed_on=day,
        perform_by=day + timedelta(days=30),
        petitioner_signed_on=day,
        other_signed_on=day,
        both_consent=True,
        mediator="社区调解委员会 某调解员" if kind == SettlementKind.MEDIATION else "",
    )
    on_paper(petition, office, kind, day)


def _hear(petition: Petition, office: Staff, day: date) -> None:
    """Called with a notice, held two working days later, reported."""
    where = {
        "place": "县信访局三楼听证室",
        "chair": "县信访局 某副局长",
        "participants": f"{petition.person_name}、承办单位代表、街道代表、律师",
    }
    called = holiday_table().add_working(day, -2)
    with moment(called, time(9, 0)):
        reviews.call_hearing(petition.pk, by=office, starts_on=day, starts_time=time(9, 30), **where)
        on_paper(petition, office, "hearing_call", called)
    found = {
        "facts": "双方对事实没有争议，争议在于整改期限。",
        "conclusion": "整改期限以三十日为宜，承办单位按此提出处理意见。",
    }
    reviews.hear(petition.pk, by=office, starts_on=day, ends_on=day, **where, **found)
    on_paper(petition, office, "hearing_report", day)


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
