"""考核指标: how well matters were handled, from the register alone; each figure opens its cases (S03-02, S12-12, S13-15).

Never how many people petition, never a mark on anybody. Accusations are in no figure. A changed formula gets a new
`VERSION`, so that a printed figure says by which formula it was reckoned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from accounts.access import standing_of
from accounts.models import Staff, Unit
from accounts.roles import Power
from casework.models import Clock, ClockKind, Event
from casework.states import State
from petitions.models import (
    Evaluation,
    Execution,
    Intake,
    InterimReport,
    Investigation,
    InvestigationKind,
    Party,
    Petition,
    Rating,
    RepeatLink,
    Reply,
    ReturnVisit,
    SuperviseCard,
    Supervision,
)
from petitions.queries import below, owes_reading, was_read
from petitions.rates import Rate
from petitions.states import Channel, RepeatKind
from petitions.supervising import NOT_RUN_OUT

VERSION = "2026年第1版"
ANSWERED = (State.CONCLUDED, State.CLOSED, State.ARCHIVED)
# Whose figure it is: the unit that handled, or the one in whose register it stands.
HANDLING, REGISTER = "handling_unit", "unit"


@dataclass(frozen=True)
class Indicator:
    """`due` are the cases that it is about, `met` those of them where it was done."""

    label: str
    formula: str
    of: str
    due: Callable[[date], Q]
    met: Callable[[date], Q]


def _clocks(kind: str) -> QuerySet[Clock]:
    return Clock.objects.filter(case=OuterRef("pk"), kind=kind).exclude(stopped_reason__in=NOT_RUN_OUT)


def _ran_out(kind: str, column: str = "due_on") -> Callable[[date], Q]:
    """A limit that was met, or that has passed; one that still runs says nothing yet."""
    over = Q(**{f"{column}__isnull": False})
    return lambda today: Q(
        Exists(_clocks(kind).filter(over & (Q(met_on__isnull=False) | Q(**{f"{column}__lt": today}))))
    )


def _missed(today: date, kind: str, column: str = "due_on") -> Q:
    late = Q(met_on__gt=F(column)) | Q(met_on__isnull=True, **{f"{column}__lt": today})
    return Q(Exists(_clocks(kind).filter(late)))


def _kept(kind: str, column: str = "due_on") -> Callable[[date], Q]:
    return lambda today: ~_missed(today, kind, column)


def _closed(today: date) -> Q:
    return Q(state__in=[State.CLOSED, State.ARCHIVED], closed_at__isnull=False) & ~Q(conclusion="")


def _local(today: date) -> Q:
    """Done within the house of the unit that registered it, without an order from above."""
    inside = Q(handling_unit__path__startswith=F("unit__path"))
    inside |= Q(handling_unit__path__startswith=F("unit__parent__path")) | Q(handling_unit__isnull=True)
    return inside & ~Q(channel=Channel.SUPERIOR)


def _once(today: date) -> Q:
    """Never reopened, never brought again after it was closed."""
    again = Intake.objects.filter(
        petition=OuterRef("pk"), is_repeat=True, registered_at__gt=OuterRef("closed_at")
    )
    repeated = RepeatLink.objects.filter(earlier=OuterRef("pk"), kind=RepeatKind.SAME_MATTER)
    reopened = Event.objects.filter(case=OuterRef("pk"), name="reopened")
    return ~Q(Exists(again)) & ~Q(Exists(repeated)) & ~Q(Exists(reopened))


def _rows(model: Any, **more: Any) -> QuerySet[Any]:
    found: QuerySet[Any] = model.objects.filter(petition=OuterRef("pk"), **more)
    return found


def _supervised(today: date) -> Q:
    return Q(Exists(_rows(Supervision).filter(Q(answered_at__isnull=False) | Q(reply_by__lt=today))))


def _answered(today: date) -> Q:
    late = Q(answered_at__date__gt=F("reply_by")) | Q(answered_at__isnull=True, reply_by__lt=today)
    return ~Q(Exists(_rows(Supervision).filter(late)))


def _carded(today: date) -> Q:
    return Q(Exists(_rows(SuperviseCard).filter(Q(fed_back_at__isnull=False) | Q(due_on__lt=today))))


def _fed_back(today: date) -> Q:
    late = Q(fed_back_at__date__gt=F("due_on")) | Q(fed_back_at__isnull=True, due_on__lt=today)
    return ~Q(Exists(_rows(SuperviseCard).filter(late)))


def _ratable(today: date) -> Q:
    return Q(state__in=[State.CLOSED, State.ARCHIVED], is_anonymous=False) & Q(Exists(_rows(Reply)))


def _rated(**more: Any) -> Q:
    return Q(Exists(_rows(Evaluation, party=Party.HANDLER, **more)))


INDICATORS: dict[str, Indicator] = {
    "read": Indicator(
        "阅办率",
        "领导已阅批 ÷ 按单位政策应由领导阅批",
        REGISTER,
        lambda today: owes_reading(),
        lambda today: was_read(),
    ),
    "route": Indicator(
        "按期转送交办率",
        "在转送交办期限内转出 ÷ 已转出和已到期",
        REGISTER,
        _ran_out(ClockKind.ROUTE),
        _kept(ClockKind.ROUTE),
    ),
    "accept": Indicator(
        "及时签收率",
        "在签收期限内签收 ÷ 已签收和已到期",
        HANDLING,
        _ran_out(ClockKind.ACCEPT),
        _kept(ClockKind.ACCEPT),
    ),
    "in_time": Indicator(
        "按期办结率",
        "在内部期限内办完 ÷ 已办完和已到期",
        HANDLING,
        _ran_out(ClockKind.HANDLE),
        _kept(ClockKind.HANDLE),
    ),
    "lawful": Indicator(
        "法定期限内办结率",
        "在法定期限内办完 ÷ 有法定期限的已办完和已到期",
        HANDLING,
        _ran_out(ClockKind.HANDLE, "statutory_due"),
        _kept(ClockKind.HANDLE, "statutory_due"),
    ),
    "interim": Indicator(
        "超期有中途报告率",
        "有中途报告 ÷ 超过内部期限",
        HANDLING,
        lambda today: _missed(today, ClockKind.HANDLE),
        lambda today: Q(Exists(_rows(InterimReport))),
    ),
    "reply": Indicator(
        "答复率",
        "已答复信访人 ÷ 审签完毕的实名件",
        HANDLING,
        lambda today: Q(state__in=ANSWERED, is_anonymous=False),
        lambda today: Q(Exists(_rows(Reply))),
    ),
    "supervision": Indicator(
        "督办按期答复率", "在期限内书面答复 ÷ 已答复和已到期的督办件", HANDLING, _supervised, _answered
    ),
    "card": Indicator(
        "督办卡按期反馈率", "在期限内反馈 ÷ 已反馈和已到期的督办卡件", HANDLING, _carded, _fed_back
    ),
    "local": Indicator(
        "就地化解率",
        "由登记单位所在层级办结、不是上级交办 ÷ 全部办结",
        REGISTER,
        _closed,
        _local,
    ),
    "executed": Indicator(
        "意见执行率",
        "回访时意见已执行 ÷ 有意见需要执行的回访",
        HANDLING,
        lambda today: Q(Exists(_rows(ReturnVisit).exclude(executed=Execution.NONE))),
        lambda today: ~Q(Exists(_rows(ReturnVisit, executed__in=[Execution.PARTLY, Execution.NOT]))),
    ),
    "rated": Indicator(
        "参评率", "信访人已评价承办单位 ÷ 已答复的实名件", HANDLING, _ratable, lambda today: _rated()
    ),
    "satisfied": Indicator(
        "满意率",
        "（满意＋基本满意）÷ 已评价；没有评价的不算满意",
        HANDLING,
        lambda today: _rated(),
        lambda today: _rated(rating__in=[Rating.GOOD, Rating.FAIR]),
    ),
    "once": Indicator("一次化解率", "办结后没有再次来件、没有重新办理 ÷ 全部办结", HANDLING, _closed, _once),
}


def measured(staff: Staff, first: date, last: date) -> QuerySet[Petition]:
    """What was received between two days below the units where this person supervises, accusations left out."""
    seen: QuerySet[Petition] = Petition.objects.visible_to(staff)
    mine = below(standing_of(staff).units_with(Power.SUPERVISE))
    found = seen.filter(mine, is_sealed=False, received_on__range=(first, last), import_key__isnull=True)
    return found.exclude(state__in=[State.VOIDED, State.MERGED])


def rates(found: QuerySet[Petition], today: date) -> tuple[list[tuple[Unit, list[Rate]]], list[Rate]]:
    """Units with their figures, in the order of the tree, and the whole; one grouped query a figure."""
    counted: dict[int, dict[str, tuple[int, int]]] = {}
    for code, one in INDICATORS.items():
        due = found.filter(one.due(today)).exclude(**{one.of: None}).order_by().values(one.of)
        for row in due.annotate(due=Count("pk"), met=Count("pk", filter=one.met(today))):
            counted.setdefault(row[one.of], {})[code] = (row["due"], row["met"])
    units = Unit.objects.filter(pk__in=counted).order_by("path")
    lines = [(unit, [_rate(code, [counted[unit.pk]]) for code in INDICATORS]) for unit in units]
    return lines, [_rate(code, counted.values()) for code in INDICATORS]


def _rate(code: str, rows: Iterable[dict[str, tuple[int, int]]]) -> Rate:
    """The figure over these units."""
    pairs = [row[code] for row in rows if code in row]
    due, met = sum(one[0] for one in pairs), sum(one[1] for one in pairs)
    return Rate(INDICATORS[code].label, INDICATORS[code].formula, met, due, code)


def cases_of(
    found: QuerySet[Petition], code: str, today: date, unit: Unit | None, missed: bool
) -> QuerySet[Petition]:
    """The cases behind a figure: all that it is about, or those where it was not done."""
    one = INDICATORS[code]
    rows = found.filter(one.due(today)).exclude(**{one.of: None})
    if unit is not None:
        rows = rows.filter(**{one.of: unit})
    return rows.exclude(one.met(today)) if missed else rows


@dataclass(frozen=True)
class SiteVisits:
    """How often a leader went to the place with the handlers."""

    leader: str
    count: int


def site_visits(staff: Staff, first: date, last: date) -> list[SiteVisits]:
    """领导带队现场调查, counted for each leader; how often, and nothing about the people visited (S08-03)."""
    seen: QuerySet[Petition] = Petition.objects.visible_to(staff)
    cases = seen.filter(below(standing_of(staff).units_with(Power.SUPERVISE)), is_sealed=False)
    rows = (
        Investigation.objects.filter(kind=InvestigationKind.SITE, done_on__range=(first, last))
        .filter(petition__in=cases.values("pk"), led_by__isnull=False, head__isnull=False)
        .order_by()
        .values("led_by", "led_by__name")
        .annotate(count=Count("pk"))
    )
    found = [SiteVisits(row["led_by__name"], row["count"]) for row in rows]
    return sorted(found, key=lambda one: (-one.count, one.leader))
