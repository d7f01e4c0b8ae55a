"""登记册与台账: which intakes stand in the register of a unit for some months, and their totals in 件次, 批次 and 人次.

A row is an intake: each letter or call counts as one 件次; each visit as one 批次 with its 人次; both together are the
信访总量. Every read starts from cases that the caller has already taken through the door.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, Count, Prefetch, Q, QuerySet, Sum, Value, When
from django.utils import timezone

from accounts.models import Staff, Unit
from casework.models import MAIN, Event, NumberCounter, RetiredNumber, policy_values
from casework.models import Case as CaseModel
from casework.policy import Policy
from casework.printing.table import Table
from casework.states import OPEN_STATES, State
from petitions.ledger_columns import Cell, Line, chosen, fitted
from petitions.models import Guidance, Intake, Petition, Reply, Report, Routing
from petitions.states import VISIT_CHANNELS, Channel

REGISTERED, HANDLED, APART = "registered", "handled", "apart"
BASIS_CHOICES = [(REGISTERED, "本单位登记"), (HANDLED, "本单位承办"), (APART, "检举控告专册")]
APART_TITLE = "检举控告专册"
HANDLED_TITLE = "来信来访台账"
# The channels under which a 转送 arrives.
ARRIVALS = (Channel.REFERRED, Channel.SUPERIOR)
DONE_STATES = frozenset({State.CLOSED, State.ARCHIVED})
SENT_STATES = frozenset({State.TRANSFERRED, State.GUIDED})


@dataclass(frozen=True)
class Selection:
    """Which rows: the register of a unit (or what the unit handles), from month to month, some channels, one kind."""

    unit: Unit
    first: date
    last: date
    below: bool = False
    basis: str = REGISTERED
    channels: tuple[str, ...] = ()
    kind: str = ""
    threshold: int = 5

    def args(self) -> dict[str, Any]:
        """As JSON, for a job; `selection_from` reads it."""
        return {
            "unit": self.unit.code,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "below": self.below,
            "basis": self.basis,
            "channels": list(self.channels),
            "kind": self.kind,
        }

    @property
    def period(self) -> str:
        """2019年4月, or 2019年4月至6月."""
        start = f"{self.first.year}年{self.first.month}月"
        if (self.first.year, self.first.month) == (self.last.year, self.last.month):
            return start
        year = f"{self.last.year}年" if self.last.year != self.first.year else ""
        return f"{start}至{year}{self.last.month}月"


def month_ends(month: str) -> tuple[date, date]:
    """First and last day of YYYY-MM. Raises ValueError for anything else."""
    year, _, number = month.partition("-")
    first = date(int(year), int(number), 1)
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])


def selection_from(args: dict[str, Any]) -> Selection:
    """The selection that `Selection.args` wrote. Raises Unit.DoesNotExist for a code that is gone."""
    unit = Unit.objects.get(code=args["unit"])
    return with_threshold(
        Selection(
            unit=unit,
            first=date.fromisoformat(args["first"]),
            last=date.fromisoformat(args["last"]),
            below=bool(args.get("below")),
            basis=args.get("basis", REGISTERED),
            channels=tuple(args.get("channels", ())),
            kind=args.get("kind", ""),
        )
    )


def with_threshold(selection: Selection) -> Selection:
    """From how many people on the unit calls a visit 集体访."""
    values = policy_values(selection.unit, selection.last)
    return replace(selection, threshold=int(values["collective_threshold"]))


def cases_of(staff: Staff | None) -> QuerySet[Any]:
    """The cases in a colleague's sight; for the system itself, which stands in for nobody, all but sealed ones."""
    if staff is None:
        return Petition.objects.filter(is_sealed=False)
    return Petition.objects.visible_to(staff)


# What counts as brought: not what was numbered by mistake, and no letter twice that was split into two cases.
BROUGHT = ~Q(petition__state=State.VOIDED) & Q(is_split=False)
KINDS: dict[str, tuple[str, Callable[[Selection], Q]]] = {
    "valid": ("信访总量", lambda _: BROUGHT),
    "letters": ("件次", lambda _: ~Q(channel__in=VISIT_CHANNELS) & BROUGHT),
    "visits": ("批次", lambda _: Q(channel__in=VISIT_CHANNELS) & BROUGHT),
    "collective": (
        "集体访",
        lambda chosen_: Q(channel__in=VISIT_CHANNELS, head_count__gte=chosen_.threshold) & BROUGHT,
    ),
    "repeat": ("重复", lambda _: Q(is_repeat=True) & BROUGHT),
    "open": ("在办", lambda _: Q(petition__state__in=OPEN_STATES) & BROUGHT),
    "done": ("办结", lambda _: Q(petition__state__in=DONE_STATES) & BROUGHT),
    "sent": ("转送、引导", lambda _: Q(petition__state__in=SENT_STATES) & BROUGHT),
    "merged": ("并案", lambda _: Q(petition__state=State.MERGED) & BROUGHT),
    "split": ("分案", lambda _: Q(is_split=True) & ~Q(petition__state=State.VOIDED)),
    "void": ("作废", lambda _: Q(petition__state=State.VOIDED)),
}
KIND_CHOICES = [("", "全部"), *((key, label) for key, (label, _) in KINDS.items())]


def intakes(selection: Selection, cases: QuerySet[Any], *, of_kind: bool = True) -> QuerySet[Intake]:
    """The rows of the register in its order; with `of_kind` only those that a total counts."""
    units = [selection.unit.pk]
    if selection.below:
        units = list(Unit.objects.below(selection.unit).values_list("pk", flat=True))
    column = "petition__handling_unit__in" if selection.basis == HANDLED else "unit__in"
    rows = Intake.objects.filter(
        Q(**{column: units}), received_on__range=(selection.first, selection.last), petition__in=cases
    )
    # An accusation stands in its own register alone: the open one reads the same for everybody.
    rows = rows.filter(petition__is_sealed=selection.basis == APART)
    if selection.below:
        # What one office sent to another that stands in the same register was brought once; who comes to the
        # receiver again is counted there.
        rows = rows.exclude(petition__arrived_by__from_unit__in=units, channel__in=ARRIVALS)
    if selection.channels:
        rows = rows.filter(channel__in=selection.channels)
    if of_kind and selection.kind in KINDS:
        rows = rows.filter(KINDS[selection.kind][1](selection))
    return rows.order_by("received_on", "pk")


@dataclass
class ChannelTotal:
    """How often a channel brought something, and how many people with it."""

    channel: str
    label: str
    count: int = 0
    people: int = 0

    @property
    def is_visit(self) -> bool:
        return self.channel in VISIT_CHANNELS

    @property
    def words(self) -> str:
        """来信 12 件；来访 3 批 27 人次."""
        return f"{self.count} 批 {self.people} 人次" if self.is_visit else f"{self.count} 件"


@dataclass
class Totals:
    """The sums below a register (S08-07): void numbers stand in it and are counted apart."""

    letters: int = 0
    visits: int = 0
    people: int = 0
    collective: int = 0
    collective_people: int = 0
    repeat: int = 0
    open: int = 0
    done: int = 0
    sent: int = 0
    merged: int = 0
    split: int = 0
    void: int = 0
    channels: dict[str, ChannelTotal] = field(default_factory=dict)

    @property
    def valid(self) -> int:
        """信访总量: 件次 and 批次 together."""
        return self.letters + self.visits

    def of(self, kind: str) -> int:
        """How many rows a kind opens."""
        return int(getattr(self, kind)) if kind else self.valid + self.split + self.void

    @property
    def words(self) -> str:
        """The line below the last row."""
        parts = [
            f"合计：信访总量 {self.valid} 件（批）次",
            f"来信来电等 {self.letters} 件次",
            f"来访 {self.visits} 批次 {self.people} 人次"
            + (f"（集体访 {self.collective} 批 {self.collective_people} 人次）" if self.collective else ""),
            f"重复 {self.repeat}",
            f"办结 {self.done}，转送、引导 {self.sent}，在办 {self.open}",
        ]
        rare = {
            "并案 {} 件": self.merged,
            "另有分案 {} 件（不另计次）": self.split,
            "作废编号 {} 个": self.void,
        }
        return "；".join(parts + [words.format(count) for words, count in rare.items() if count]) + "。"

    def add(self, group: Mapping[str, Any]) -> None:
        """Adds one group of rows that agree in channel, state, repeat and size."""
        count, people, state = int(group["rows"]), int(group["people"]), group["petition__state"]
        if state == State.VOIDED:
            self.void += count
            return
        if group["is_split"]:
            self.split += count
            return
        one = self.channels.setdefault(
            group["channel"], ChannelTotal(group["channel"], str(Channel(group["channel"]).label))
        )
        one.count, one.people = one.count + count, one.people + people
        if one.is_visit:
            self.visits, self.people = self.visits + count, self.people + people
            if group["large"]:
                self.collective, self.collective_people = (
                    self.collective + count,
                    self.collective_people + people,
                )
        else:
            self.letters += count
        self.repeat += count if group["is_repeat"] else 0
        self.open += count if state in OPEN_STATES else 0
        self.done += count if state in DONE_STATES else 0
        self.sent += count if state in SENT_STATES else 0
        self.merged += count if state == State.MERGED else 0


def totals(selection: Selection, cases: QuerySet[Any], *, of_kind: bool = False) -> Totals:
    """The sums of a selection in one query."""
    large = Case(
        When(head_count__gte=selection.threshold, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    groups = (
        intakes(selection, cases, of_kind=of_kind)
        .order_by()
        .annotate(large=large)
        .values("channel", "is_repeat", "is_split", "petition__state", "large")
        .annotate(rows=Count("pk"), people=Sum("head_count"))
    )
    found = Totals()
    for group in groups:
        found.add(group)
    order = list(Channel.values)
    found.channels = dict(sorted(found.channels.items(), key=lambda item: order.index(item[0])))
    return found


def lines(
    rows: QuerySet[Intake], cells: Iterable[Cell], *, start: int = 0, stop: int | None = None
) -> list[Line]:
    """A slice of the rows with all that their cells show, in a number of queries that does not grow with the rows."""
    needs = frozenset[str]().union(*(cell.needs for cell in cells))
    petition = (
        "petition__petitioner",
        "petition__content_class",
        "petition__handling_unit",
        "petition__handler",
    )
    wanted = rows.select_related("unit", "petition", *petition)
    if "story" in needs:
        wanted = wanted.select_related("petition__text")
    if "arrival" in needs:
        wanted = wanted.select_related("petition__arrived_by")
    if "answers" in needs:
        wanted = wanted.prefetch_related(
            Prefetch("petition__replies", Reply.objects.order_by("replied_on", "pk")),
            Prefetch("petition__reports", Report.objects.only("petition_id", "opinion", "made_at")),
            Prefetch("petition__routings", Routing.objects.select_related("to_unit")),
            Prefetch("petition__guidances", Guidance.objects.only("petition_id", "organ", "made_at")),
        )
    found = list(wanted[start:stop])
    void = [one.petition_id for one in found if one.petition.state == State.VOIDED]
    reasons = (
        dict(Event.objects.filter(case__in=void, name="voided").values_list("case_id", "note"))
        if void
        else {}
    )
    return [Line(start + n, one, reasons.get(one.petition_id, "")) for n, one in enumerate(found, start=1)]


def title_of(selection: Selection) -> str:
    """What the unit calls its register (C-24); what a department handles is its 台账 (S14-05)."""
    if selection.basis == HANDLED:
        return HANDLED_TITLE
    if selection.basis == APART:
        return APART_TITLE
    return str(Policy(policy_values(selection.unit, selection.last))[BOOKS[book_of(selection.channels)][1]])


# 登记册: what each is called on its tab, its title among the policy's keys, and the channels that it holds.
BOOKS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "all": ("来信来访", "register_title", ()),
    "letters": (
        "来信",
        "letter_register_title",
        tuple(one for one in Channel.values if one not in VISIT_CHANNELS),
    ),
    "visits": (
        "来访",
        "visit_register_title",
        tuple(one for one in Channel.values if one in VISIT_CHANNELS),
    ),
}


def book_of(channels: tuple[str, ...]) -> str:
    """Which book a choice of channels belongs to: letters and visits apart, or all in one."""
    if channels and set(channels) <= VISIT_CHANNELS:
        return "visits"
    return "letters" if Channel.LETTER in channels and not set(channels) & VISIT_CHANNELS else "all"


def subtitle_of(selection: Selection) -> str:
    """Month, channels and kind, so that a sheet says by itself what it holds."""
    parts = [selection.period]
    if selection.channels and selection.channels != BOOKS[book_of(selection.channels)][2]:
        parts.append("、".join(str(Channel(one).label) for one in selection.channels))
    if selection.kind in KINDS:
        parts.append(KINDS[selection.kind][0])
    if selection.below:
        parts.append("含下级单位")
    return "　".join(parts)


def table(
    selection: Selection,
    cases: QuerySet[Any],
    columns: Iterable[str] = (),
    *,
    first_page: int = 1,
    in_full: bool = True,
) -> tuple[Table, list[Line]]:
    """The whole selection as a table for the printers, and its lines."""
    cells = chosen(columns)
    found = lines(intakes(selection, cases), cells)
    sums = totals(selection, cases, of_kind=True)
    rows = [[cell.of(line, leaves=True, in_full=in_full) for cell in cells] for line in found]
    made = Table(
        title=title_of(selection),
        unit_name=selection.unit.name,
        subtitle=subtitle_of(selection),
        columns=fitted(cells, rows),
        rows=rows,
        totals=sums.words,
        printed_on=timezone.localdate(),
        first_page_no=first_page,
    )
    return made, found


@dataclass(frozen=True)
class Continuity:
    """Whether the numbers of a register run on without a gap (S03-05, S13-01)."""

    year: int
    last: int
    used: int
    void: int

    @property
    def is_whole(self) -> bool:
        return self.last == self.used


def continuity(unit: Unit, year: int) -> Continuity:
    """Last number, numbers used, numbers void or moved out of a unit's register of a year."""
    place = {"unit": unit, "register": MAIN, "year": year}
    last = NumberCounter.objects.filter(**place).values_list("last", flat=True)
    found = CaseModel.objects.filter(**place, sequence__isnull=False).aggregate(
        used=Count("pk"), void=Count("pk", filter=Q(state=State.VOIDED))
    )
    moved = RetiredNumber.objects.filter(**place).count()
    return Continuity(year, next(iter(last), 0), found["used"] + moved, found["void"] + moved)
