"""档案: what a filed case must hold, how long it is kept, and the lists that a filing clerk works with. Reads only."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from accounts.access import standing_of
from accounts.models import Staff, Unit
from accounts.roles import Power
from casework.access import reach_of
from casework.calendar import holiday_table
from casework.due_words import DueBadge, due_badge
from casework.models import Clock, ClockKind
from casework.policy import Policy
from casework.printing.table import Column, Table
from casework.secrecy import WITHHELD_MATTER, is_withheld
from casework.states import Importance, State
from petitions.models import (
    ArchiveCandidate,
    ArchiveHold,
    ArchiveItem,
    InfoLevel,
    InfoReport,
    Outcome,
    Period,
    Petition,
    RetentionRule,
)
from petitions.models.archive import SHIPPED, YEARS
from petitions.office import kept_units
from petitions.states import VISIT_CHANNELS, Channel, Purpose, SignStep
from petitions.terms import can_be_told

FILED_FROM = frozenset({State.CLOSED, State.TRANSFERRED, State.GUIDED})
ORDINARY_SERIES, SEALED_SERIES, INFO_SERIES = "XF", "JB", "XX"
# 国家档案局令第8号: what reports an important matter is kept longer; the filing clerk may choose otherwise.
INFO_PERIODS: dict[str, str] = {InfoLevel.ORDINARY: Period.TEN, InfoLevel.MAJOR: Period.THIRTY}
SEALED_TITLE = "检举控告件（密封）"
# C-13: why a letter need not be kept, by 国家档案局令第8号 and practice; anything else is written out.
NOT_KEPT = (
    "不需办理的一般性来信、电话记录",
    "重复件，材料已并入原件归档",
    "误登记，无实际内容",
)


# What may lie in a file: relation of the petition, and which of its rows count.
PAPERS: dict[str, tuple[str, dict[str, Any]]] = {
    "scan": ("attachments", {}),
    "talk": ("intakes", {"talk__isnull": False}),
    "annotation": ("signoffs", {"step": SignStep.ANNOTATE}),
    "receipt": ("routings", {"kind": "assign", "received_at__isnull": False}),
    "transfer": ("routings", {"kind": "transfer"}),
    "inquiry": ("investigations", {"head__isnull": False}),
    "report": ("reports", {}),
    "reply": ("replies", {}),
    "guidance": ("guidances", {}),
    # 条例第二十三条: what is not taken up is told in writing; the paper counts once it arrived.
    "guided": ("papers", {"kind": "guide", "withdrawn_at__isnull": True, "delivery__isnull": False}),
}


def flagged(found: QuerySet[Petition]) -> QuerySet[Petition]:
    """Adds `has_scan`, `has_talk`, … so that a list of files costs no query a row."""
    flags = {}
    for name, (relation, which) in PAPERS.items():
        link: Any = Petition._meta.get_field(relation)
        rows = link.related_model._default_manager.filter(**{link.field.name: OuterRef("pk")}, **which)
        flags[f"has_{name}"] = Exists(rows)
    return found.annotate(**flags)


def _has(petition: Petition, name: str) -> bool:
    kept: bool | None = getattr(petition, f"has_{name}", None)
    relation, which = PAPERS[name]
    return bool(getattr(petition, relation).filter(**which).exists()) if kept is None else kept


@dataclass(frozen=True)
class Need:
    """A paper that a file should hold, and for which cases (S03-09)."""

    label: str
    paper: str
    applies: Callable[[Petition], bool]


def _was_reported(petition: Petition) -> bool:
    return _has(petition, "report")


def _owes_annotation(petition: Petition) -> bool:
    scope = Policy(petition.policy_values)["annotate_scope"]
    return _was_reported(petition) and (scope == "all" or petition.importance == Importance.IMPORTANT)


def _owes_guide(petition: Petition) -> bool:
    return petition.state == State.GUIDED and petition.purpose != Purpose.ENQUIRY and can_be_told(petition)


NEEDS: tuple[Need, ...] = (
    Need(
        "来信原件（扫描件）", "scan", lambda p: p.channel in (Channel.LETTER, Channel.FAX, Channel.SUPERIOR)
    ),
    Need("接谈记录", "talk", lambda p: p.channel in VISIT_CHANNELS),
    Need("领导阅批单", "annotation", _owes_annotation),
    Need("交办单及签收", "receipt", _was_reported),
    Need(
        "调查记录（双人签字）",
        "inquiry",
        lambda p: _was_reported(p) and p.purpose in (Purpose.CLAIM, Purpose.ACCUSATION),
    ),
    Need(
        "调查处理报告",
        "report",
        lambda p: p.state == State.CLOSED and p.purpose != Purpose.ENQUIRY and p.import_key is None,
    ),
    Need("答复", "reply", lambda p: p.state == State.CLOSED and not p.is_anonymous),
    Need("告知引导记录", "guidance", lambda p: p.state == State.GUIDED),
    Need("告知引导书及送达回证", "guided", _owes_guide),
    Need("转送函（交接记录）", "transfer", lambda p: p.state == State.TRANSFERRED),
)


def checklist(petition: Petition) -> list[tuple[str, bool]]:
    """Every paper that this file should hold, and whether it does."""
    return [(one.label, _has(petition, one.paper)) for one in NEEDS if one.applies(petition)]


def missing_papers(petition: Petition) -> list[str]:
    """What the file lacks."""
    return [label for label, is_there in checklist(petition) if not is_there]


def outcome_of(petition: Petition) -> Outcome:
    """Which line of the schedule fits: instructed by a leader on an important matter, with a result, without one."""
    if petition.state != State.CLOSED:
        return Outcome.NONE
    important = petition.importance == Importance.IMPORTANT or petition.addressee_id is not None
    return Outcome.INSTRUCTED if important and _has(petition, "annotation") else Outcome.RESULT


def period_of(petition: Petition) -> str:
    """保管期限 by the schedule of the nearest unit that has its own, else by the shipped one."""
    outcome = outcome_of(petition)
    rules = RetentionRule.objects.filter(outcome=outcome, unit__path__in=petition.unit.ancestor_paths())
    own = sorted(rules.select_related("unit"), key=lambda one: len(one.unit.path))
    return own[-1].period if own else SHIPPED[outcome]


def expiry(period: str, year: int) -> date | None:
    """保管期限 ends with the year: filed for 2026 and kept ten years, it may be appraised from 2037."""
    years = YEARS[period]
    return None if years is None else date(year + years, 12, 31)


def _mine(staff: Staff) -> QuerySet[Unit]:
    return Unit.objects.filter(reach_of(standing_of(staff).units_with(Power.ROUTE)))


def ready(staff: Staff) -> QuerySet[Petition]:
    """待归档: finished at this person's office and not yet filed, the longest waiting first (S01-13).

    `archive_due`: when its papers should be filed by the unit's policy; the case itself owes nothing any more.
    """
    found = Petition.objects.visible_to(staff).filter(unit__in=_mine(staff).values("pk"))
    running = Clock.objects.filter(case=OuterRef("pk"), kind=ClockKind.ARCHIVE, met_on=None)
    found = found.annotate(archive_due=Subquery(running.values("due_on")[:1]))
    waiting = found.filter(state__in=FILED_FROM, import_key=None).select_related("petitioner")
    return flagged(waiting).order_by("closed_at", "pk")


@dataclass(frozen=True)
class Waiting:
    """A line of 待归档: by when it should be filed, for how long it has been finished, what its file lacks."""

    petition: Petition
    due: DueBadge | None
    days: int | None
    missing: list[str]

    @property
    def is_late(self) -> bool:
        """Past its limit for filing."""
        return self.due is not None and self.due.is_late


def waiting(found: Iterable[Petition], today: date) -> list[Waiting]:
    """Lines of `ready`, at no query a row."""
    table = holiday_table()
    lines = []
    for one in found:
        due: date | None = one.archive_due  # type: ignore[attr-defined]  # from `ready`
        badge = due_badge(due, today=today, table=table) if due else None
        days = (today - timezone.localdate(one.closed_at)).days if one.closed_at else None
        lines.append(Waiting(one, badge, days, missing_papers(one)))
    return lines


def items(staff: Staff) -> QuerySet[ArchiveItem]:
    """Filed cases in this person's sight."""
    cases = Petition.objects.visible_to(staff)
    found = ArchiveItem.objects.filter(petition__in=cases.values("pk")).select_related("petition", "unit")
    held = ArchiveHold.objects.filter(item=OuterRef("pk"), lifted_at__isnull=True)
    return found.annotate(is_held=Exists(held))


def reference_of(unit: Unit, fonds: str, year: int, period: str, series: str, sequence: int) -> str:
    """档号: fonds, kind of archive, year, period, series, number."""
    return f"{fonds or unit.code}-WS·{year}-{period}-{series}-{sequence:04d}"


def papers(staff: Staff) -> QuerySet[ArchiveCandidate]:
    """信访信息 put forward for the archive of the units whose papers this person keeps (S03-15)."""
    kept = [one.pk for one in kept_units(standing_of(staff))]
    seen = InfoReport.objects.visible_to(staff)
    found = ArchiveCandidate.objects.filter(unit__in=kept, info__in=seen.values("pk"))
    return found.select_related("info__petition", "unit", "decided_by")


def expired(staff: Staff, today: date) -> QuerySet[ArchiveItem]:
    """到期: kept long enough, not held, not yet disposed of nor proposed for it."""
    mine = items(staff).filter(unit__in=_mine(staff).values("pk"), is_held=False)
    return mine.filter(expires_on__lt=today, disposal=None).order_by("expires_on", "pk")


CATALOGUE = (
    Column("sequence", "件号", 14, "center", kind="number"),
    Column("reference", "档号", 48),
    Column("responsible", "责任者", 34),
    Column("number", "文号", 34),
    Column("title", "题名", 70),
    Column("date", "日期", 24, "center"),
    Column("pages", "页数", 14, "center", kind="number"),
    Column("remark", "备注", 30),
)


def _paper_row(one: ArchiveCandidate) -> dict[str, Any]:
    secret = one.info.petition is not None and is_withheld(one.info.petition)
    return {
        "sequence": one.sequence,
        "reference": one.reference,
        "responsible": one.unit.name,
        "number": one.info.petition.number if one.info.petition else "",
        "title": f"信访信息：{WITHHELD_MATTER if secret else one.info.title}",
        "date": f"{one.decided_on:%Y%m%d}",
        "pages": 1,
        "remark": "",
    }


def _leaving_title(item: ArchiveItem) -> str:
    """题名 on a sheet that leaves: of what is 敏感 or a trade secret neither the name nor the matter (S03-16, S11-14)."""
    hidden = is_withheld(item.petition) and not item.petition.is_sealed
    return WITHHELD_MATTER if hidden else item.title


def catalogue(
    unit: Unit, year: int, period: str, rows: list[ArchiveItem], infos: list[ArchiveCandidate]
) -> Table:
    """归档文件目录 (DA/T 22-2015), one sheet a unit, year and period; cases first, then what was reported."""
    return Table(
        title="归档文件目录",
        unit_name=unit.name,
        subtitle=f"{year}年度　保管期限：{Period(period).label}",
        columns=CATALOGUE,
        rows=[
            {
                "sequence": one.sequence,
                "reference": one.reference,
                "responsible": one.unit.name,
                "number": one.petition.number,
                "title": _leaving_title(one),
                "date": f"{one.filed_on:%Y%m%d}",
                "pages": one.pages,
                "remark": "已销毁" if one.disposed_at else f"缺：{one.missing}" if one.missing else "",
            }
            for one in rows
        ]
        + [_paper_row(one) for one in infos],
        signature_labels=("归档人", "审核人", "日期"),
        printed_on=timezone.localdate(),
    )
