"""Which petitions a list shows and a board counts. One table of rules for both, so that a number opens what it counted.

Everything here narrows a queryset that has already passed the door (`visible_to`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.db.models import (
    BigIntegerField,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models import Case as Cases
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.access import Standing, standing_of
from accounts.models import Staff, Unit
from accounts.roles import Power
from casework.access import reach_of
from casework.calendar import holiday_table
from casework.deadlines import HolidayTable
from casework.due_words import NEAR_WORKING_DAYS
from casework.events import LOOKS
from casework.keyset import EARLIEST_DUE, NEWEST, OLDEST, Key, Order
from casework.models import CaseGrant, Clock, ClockKind, Decision, Event, SignOff, policies_known
from casework.policy import BASE
from casework.states import Importance, State, Urgency
from petitions.models import InterimReport, Objection, Petition, Routing, Urge
from petitions.states import Purpose, RoutingKind, SignStep

WITH_OFFICE = frozenset({State.REGISTERED, State.PRESENTED, State.ANNOTATED, State.RETURNED})
URGEABLE = frozenset({State.FORWARDED, State.ASSIGNED, State.HANDLING, State.REPORTED})
TO_ACCEPT = frozenset({State.FORWARDED, State.ASSIGNED})
WITH_UNIT = frozenset({State.HANDLING, State.REPORTED, State.CONCLUDED})


@dataclass(frozen=True)
class Days:
    """The days that the rules ask for, all reckoned from one `today`."""

    today: date
    near_until: date
    year_start: date

    @classmethod
    def of(cls, today: date, table: HolidayTable | None = None) -> Days:
        """Reckons with the office's calendar."""
        table = table or holiday_table()
        return cls(today, table.add_working(today, NEAR_WORKING_DAYS), today.replace(month=1, day=1))

    @cached_property
    def policies(self) -> list[dict[str, Any]]:
        """All values that a case may keep; read once for the lists that go by the unit's policy."""
        return policies_known()


def overdue(days: Days) -> Q:
    """Past the earliest running limit."""
    return Q(is_open=True, due_on__lt=days.today)


def near(days: Days) -> Q:
    """Due today or within three working days."""
    return Q(is_open=True, due_on__gte=days.today, due_on__lte=days.near_until)


def owes_reading() -> Q:
    """S10-01, S11-04: must be read by a leader under the policy it was registered with.

    Not among them: what a counter answered on the spot, what was typed off from an old ledger, what is void.
    """
    everything = Q(policy_values__annotate_scope="all") | Q(policy_values__annotate_scope__isnull=True)
    at_the_counter = Q(purpose=Purpose.ENQUIRY, is_open=False)
    owed = (everything | Q(importance=Importance.IMPORTANT)) & Q(import_key__isnull=True)
    return owed & ~at_the_counter & ~Q(state__in=[State.VOIDED, State.MERGED])


def was_read() -> Q:
    """A leader has signed 阅批; sending it back unread is no reading."""
    signed = SignOff.objects.filter(case=OuterRef("pk"), step=SignStep.ANNOTATE)
    return Q(Exists(signed.exclude(decision=Decision.RETURN)))


def _no_interim(days: Days) -> Q:
    reported = InterimReport.objects.filter(petition=OuterRef("pk"))
    return Q(state__in=WITH_UNIT) & overdue(days) & ~Q(Exists(reported))


def _unexplained(days: Days) -> Q:
    late = Clock.objects.filter(
        case=OuterRef("pk"), kind=ClockKind.HANDLE, met_on__isnull=True, due_on__lt=days.today
    )
    return Q(is_open=True) & Q(Exists(late.filter(late_cause__isnull=True)))


def _misdirected(days: Days) -> Q:
    returned = Routing.objects.filter(petition=OuterRef("pk"), returned_at__isnull=False)
    return Q(is_open=True) & Q(Exists(returned))


def _unclaimed(days: Days) -> Q:
    late = Clock.objects.filter(
        case=OuterRef("pk"),
        kind__in=[ClockKind.ASSIGN, ClockKind.ACCEPT],
        met_on__isnull=True,
        due_on__lt=days.today,
    )
    return Q(state__in=TO_ACCEPT) & Q(Exists(late))


def _plain(days: Days) -> Q:
    return Q(is_open=True) & Q(Exists(Routing.objects.filter(petition=OuterRef("pk"), is_plain=True)))


def _objected(days: Days) -> Q:
    waiting = Objection.objects.filter(routing__petition=OuterRef("pk"), answer="", decided_at__isnull=True)
    return Q(is_open=True) & Q(Exists(waiting))


def _idle(days: Days) -> Q:
    """S18-02: nothing at all has happened on an open case for longer than its policy allows."""
    found = Q(pk__in=[])
    for most in {values["idle_days"] for values in days.policies if "idle_days" in values}:
        since = timezone.make_aware(datetime.combine(days.today - timedelta(days=most), time.min))
        lately = Event.objects.filter(case=OuterRef("pk"), at__gte=since).exclude(name__in=LOOKS)
        found |= _keeps("idle_days", most) & ~Q(Exists(lately))
    return Q(is_open=True) & found


def _hops(days: Days) -> Q:
    found = Q(pk__in=[])
    for most in {values["most_hops"] for values in days.policies if "most_hops" in values}:
        found |= _keeps("most_hops", most) & Q(hops__gt=most)
    return Q(is_open=True) & found


def _keeps(key: str, value: int) -> Q:
    """The case was registered under this value; what is older than the key goes by the default."""
    kept = Q(**{f"policy_values__{key}": value})
    return kept | Q(**{f"policy_values__{key}__isnull": True}) if value == BASE[key] else kept


def without_result(before: date) -> Q:
    """无结果: received before that day and still owing something (S18-01: 件件有落实、事事有结果)."""
    return Q(is_open=True, received_on__lt=before)


def _same_day(days: Days) -> Q:
    """S09-13: the day for a suggestion has come, and there is none."""
    due = Clock.objects.filter(
        case=OuterRef("pk"), kind=ClockKind.OPINION, met_on__isnull=True, due_on__lte=days.today
    )
    return Q(is_open=True) & Q(Exists(due))


@dataclass(frozen=True)
class Watch:
    """One thing that a supervisor looks for; `sort` is the order in which its list opens."""

    label: str
    rule: Callable[[Days], Q]
    hint: str = ""
    level: str = ""
    sort: str = "urgency"


# The columns of the board: whoever has it, what is the matter.
BOARD: dict[str, Watch] = {
    "to_accept": Watch("待签收", lambda days: Q(state__in=TO_ACCEPT)),
    "in_time": Watch(
        "按期办理中",
        lambda days: Q(state__in=WITH_UNIT) & (Q(due_on__gt=days.near_until) | Q(due_on__isnull=True)),
    ),
    "near": Watch("3个工作日内到期", lambda days: Q(state__in=WITH_UNIT) & near(days), level="warning"),
    "overdue": Watch("已超期", lambda days: Q(state__in=WITH_UNIT) & overdue(days), level="danger"),
    "no_interim": Watch("超期无中途报告", _no_interim, level="danger"),
    "returned": Watch("已退回", lambda days: Q(state=State.RETURNED), level="warning"),
}
# The lists that must be empty; S14-09 names the first three.
LISTS: dict[str, Watch] = {
    "misdirected": Watch("误办（退回）", _misdirected, "在办件中曾被承办单位退回的", "warning"),
    "unclaimed": Watch("漏办（无人认领）", _unclaimed, "交办后超过时限仍未定承办人、未签收", "danger"),
    "objected": Watch("异议待定", _objected, "转送、交办后提出异议，等待答复或裁定", "warning", "oldest"),
    "delayed": Watch("延期", overdue, "在办件中超过期限的", "danger", "due"),
    "idle": Watch("压置", _idle, "超过本单位政策的天数没有任何办理记录", "warning", "oldest"),
    "hops": Watch("多次流转", _hops, "转办超过本单位政策的次数", "warning"),
    "plain": Watch("照转", _plain, "再次转出时没有自己的意见", "warning"),
    "same_day": Watch(
        "当日未结",
        _same_day,
        "按本单位政策今天应提出而没有提出拟办意见",
        "warning",
        "oldest",
    ),
    "unrouted": Watch(
        "已登记未交办", lambda days: Q(state__in=WITH_OFFICE), "按收到日期，久的在前", sort="oldest"
    ),
    "unanswered": Watch(
        "已交办未反馈",
        lambda days: Q(state__in=[State.ASSIGNED, State.HANDLING]),
        "按收到日期，久的在前",
        sort="oldest",
    ),
    "no_result": Watch(
        "往年未结",
        lambda days: without_result(days.year_start),
        "件件有结果：为零才能年度结账",
        "danger",
        "oldest",
    ),
}
UNREAD = "unread"
UNEXPLAINED = "unexplained"
WATCHES: dict[str, Watch] = {
    **BOARD,
    **LISTS,
    UNEXPLAINED: Watch("超期未说明原因", _unexplained, "超过办理期限，还没有写明原因和单位", "danger", "due"),
    UNREAD: Watch(
        "未阅批", lambda days: owes_reading() & ~was_read(), "应由领导阅批而尚未阅批", "danger", "oldest"
    ),
}

URGENCY_FIRST = Order((Key("urgency_rank"), *EARLIEST_DUE.keys))
# code: (words, order)
SORTS: dict[str, tuple[str, Order]] = {
    "newest": ("新收在前", NEWEST),
    "oldest": ("久收在前", OLDEST),
    "due": ("期限近的在前", EARLIEST_DUE),
    "urgency": ("轻重缓急", URGENCY_FIRST),
}


def ranked(found: QuerySet[Petition]) -> QuerySet[Petition]:
    """Adds `urgency_rank` for the order 特急、急、普通 (S11-15)."""
    rank = Cases(
        When(urgency=Urgency.CRITICAL, then=Value(0)),
        When(urgency=Urgency.URGENT, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return found.annotate(urgency_rank=rank)


def below(units: Iterable[Unit]) -> Q:
    """Registered at these units or below them: one indexed equality a unit."""
    found = Q(pk__in=[])
    for unit in units:
        found |= Q(**{f"scope_{unit.depth}": unit.pk})
    return found


def held_by() -> Coalesce:
    """The unit that has the petition; for one that was sent back, the unit that sent it back."""
    returned = Routing.objects.filter(
        petition=OuterRef("pk"), kind=RoutingKind.ASSIGN, returned_at__isnull=False
    ).order_by("-pk")
    last = Subquery(returned.values("to_unit_id")[:1], output_field=BigIntegerField())
    sent_back = Cases(When(state=State.RETURNED, then=last), output_field=BigIntegerField())
    return Coalesce(F("handling_unit_id"), sent_back, output_field=BigIntegerField())


# The tabs of the list: words, and which petitions. Powers decide who has which (`tabs_of`).
MINE, REGISTERED, HANDLED, SUPERVISED, ALL = "mine", "registered", "handled", "supervised", "all"
TABS = {
    REGISTERED: "本单位登记",
    HANDLED: "本单位承办",
    MINE: "我经办",
    SUPERVISED: "督办范围",
    ALL: "全部",
}


def tabs_of(standing: Standing) -> list[str]:
    """The tabs that a person has, the one that opens first in front."""
    may = standing.may
    found = []
    if may(Power.READ_UNIT):
        found.append(REGISTERED)
    if may(Power.HANDLE) or may(Power.HEAD):
        found.append(HANDLED)
    found.append(MINE)
    if may(Power.SUPERVISE):
        found.append(SUPERVISED)
    return [*found, ALL]


def in_sight(staff: Staff) -> QuerySet[Petition]:
    """Everything that a person may see, for lists and searches over all of it.

    Who reads no register sees only what was given to them or to a unit of theirs. Saying so once more, as a list of
    ids, lets SQLite begin with those few instead of asking the door about every case there is.
    """
    seen: QuerySet[Petition] = Petition.objects.visible_to(staff)
    standing = standing_of(staff)
    if standing.may(Power.READ_UNIT):
        return seen
    people = [staff.pk, *(one.pk for one in standing.acting_for)]
    units = Unit.objects.filter(reach_of([one.post.unit for one in standing.held])).values("pk")
    given = CaseGrant.objects.filter(Q(staff__in=people) | Q(unit__in=units))
    return seen.filter(pk__in=given.values("case"))


def in_tab(tab: str, staff: Staff) -> QuerySet[Petition]:
    """What stands under a tab; every one begins at the door."""
    seen = in_sight(staff)
    standing = standing_of(staff)
    people = [staff.pk, *(one.pk for one in standing.acting_for)]
    if tab == MINE:
        return seen.filter(Q(handler__in=people) | Q(signer__in=people))
    if tab == HANDLED:
        units = [*standing.units_with(Power.HANDLE), *standing.units_with(Power.HEAD)]
        return seen.filter(handling_unit__in=units)
    if tab == REGISTERED:
        return seen.filter(below(standing.units_with(Power.READ_UNIT)))
    if tab == SUPERVISED:
        return seen.filter(below(standing.units_with(Power.SUPERVISE)))
    return seen


def supervised(staff: Staff) -> QuerySet[Petition]:
    """What a supervisor answers for: registered at or below the units where they supervise."""
    return in_tab(SUPERVISED, staff)


def narrowed(found: QuerySet[Petition], given: dict[str, Any], days: Days) -> QuerySet[Petition]:
    """Applies the filters of `petitions.forms.listing.PetitionFilter`; an empty one keeps everything."""
    watch = given.get("watch") or ""
    for name, column in (("state", "state"), ("channel", "channel"), ("urgency", "urgency")):
        if given.get(name):
            found = found.filter(**{f"{column}__in": given[name]})
    if given.get("unit") and watch == "returned":
        found = found.annotate(held_by=held_by()).filter(held_by__in=[one.pk for one in given["unit"]])
    elif given.get("unit"):
        found = found.filter(handling_unit__in=given["unit"])
    if given.get("desk"):
        found = found.filter(below(given["desk"]))
    if given.get("topic"):
        topics = Q(pk__in=[])
        for code in given["topic"]:
            topics |= Q(content_class__code__startswith=code)
        found = found.filter(topics)
    if given.get("since"):
        found = found.filter(received_on__gte=given["since"])
    if given.get("until"):
        found = found.filter(received_on__lte=given["until"])
    if given.get("due"):
        wanted = {"overdue": overdue(days), "today": Q(is_open=True, due_on=days.today), "near": near(days)}
        found = found.filter(wanted[given["due"]])
    return found.filter(WATCHES[watch].rule(days)) if watch else found


@dataclass(frozen=True)
class UnitRow:
    """One line of the board."""

    unit: Unit
    counts: dict[str, int]


def board_of(found: QuerySet[Petition], days: Days) -> list[UnitRow]:
    """Unit × what is the matter, in the order of the tree; one grouped query, and one for the names."""
    sums = {code: Count("pk", filter=watch.rule(days)) for code, watch in BOARD.items()}
    rows = found.open().annotate(held_by=held_by()).exclude(held_by=None)  # type: ignore[attr-defined]
    counted = {row.pop("held_by"): row for row in rows.order_by().values("held_by").annotate(**sums)}
    units = Unit.objects.filter(pk__in=counted).order_by("path")
    return [UnitRow(unit, counted[unit.pk]) for unit in units if any(counted[unit.pk].values())]


def list_counts(found: QuerySet[Petition], days: Days) -> dict[str, int]:
    """How many stand in each list, in one query over what is open."""
    sums = {code: Count("pk", filter=watch.rule(days)) for code, watch in LISTS.items()}
    counts: dict[str, int] = found.open().order_by().aggregate(**sums)  # type: ignore[attr-defined]
    return counts


def to_urge(found: QuerySet[Petition], days: Days) -> QuerySet[Petition]:
    """What should be chased today: late or near its limit, by urgency and then by date (S11-15, S13-11)."""
    pressing = found.filter(is_open=True, state__in=URGEABLE, due_on__lte=days.near_until)
    return ranked(pressing).order_by(*URGENCY_FIRST.by())


def unanswered_urges(found: QuerySet[Petition]) -> QuerySet[Urge]:
    """催办 by people that nobody has answered, on cases that are still open; the oldest first.

    What the system urges by itself may be answered, but nobody waits for that.
    """
    waiting = Urge.objects.filter(
        percent__isnull=True, answered_at__isnull=True, petition__in=found.filter(is_open=True).values("pk")
    )
    return waiting.select_related("petition", "unit", "urged_by").order_by("urged_at", "pk")


@dataclass(frozen=True)
class ReadingRate:
    """阅办率: of those received in a span that a leader must read, how many were read (S10-01)."""

    owed: int
    read: int

    @property
    def missing(self) -> int:
        """Not read yet."""
        return self.owed - self.read

    @property
    def percent(self) -> str:
        """One decimal, never rounded up to 100; a dash when nothing was owed."""
        if not self.owed:
            return "—"
        tenths = self.read * 1000 // self.owed
        return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths / 10}%"


def reading_rate(found: QuerySet[Petition], first: date, last: date) -> ReadingRate:
    """The rate for what was received between two days."""
    span = found.filter(owes_reading(), received_on__range=(first, last)).order_by()
    sums = span.aggregate(owed=Count("pk"), read=Count("pk", filter=was_read()))
    return ReadingRate(sums["owed"], sums["read"])
