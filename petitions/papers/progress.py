"""办理情况告知书: a petitioner whose matter takes longer hears how it stands, why, and what comes next (S09-04, S18-03)."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from casework.models import Clock, ClockKind, Event
from casework.states import State
from petitions.models import InterimReport, Petition
from petitions.organs import handling_organ
from petitions.papers.base import Ask, Formal, Given, by_handling_organ, contact_of, handling_day
from petitions.query_codes import query_code

IN_WORK = frozenset({State.ASSIGNED, State.HANDLING, State.REPORTED})
# What the longer limit of the law brings is told by 延期告知书; these move or hold the office's own limit alone.
DELAYS = ("interim_report", "extended", "instruction_asked")


def delay_of(petition: Petition) -> Clock | Event | None:
    """What keeps the matter: a limit that has passed, else the last report that it will be late. One notice for each."""
    if petition.state not in IN_WORK:
        return None
    open_clocks = petition.clocks.filter(kind=ClockKind.HANDLE, met_on__isnull=True)
    late = open_clocks.filter(due_on__lt=timezone.localdate()).order_by("pk").last()
    return late or petition.events.filter(name__in=DELAYS).order_by("seq").last()


def _asked(name: str) -> Any:
    """The words of the last interim report: a beginning for the clerk, who knows what may be said outside."""

    def first(petition: Petition, about: Any) -> str:
        report: InterimReport | None = petition.interim_reports.last()
        return str(getattr(report, name)) if report else ""

    return first


def _planned(petition: Petition, about: Any) -> str:
    report = petition.interim_reports.last()
    return f"预计{report.asks_until:%Y年%-m月%-d日}前办结。" if report else ""


def _context(petition: Petition, about: Any, given: Given) -> dict[str, Any]:
    last_day = handling_day(petition)
    return {
        **given,
        "handling_organ": handling_organ(petition).name,
        "last_day": last_day,
        "is_over": last_day is not None and last_day < timezone.localdate(),
        "query_code": query_code(petition),
        "contact": contact_of(petition),
    }


KINDS: tuple[Formal, ...] = (
    Formal(
        kind="progress",
        code="D9-1",
        label="信访事项办理情况告知书",
        word="况",
        about=delay_of,
        not_yet="没有超期，也没有中途报告、延期或请示，不须告知办理情况。",
        context=_context,
        unit=by_handling_organ,
        asks=(
            Ask(
                "progress",
                "目前进展",
                first=_asked("progress"),
                help="写给信访人看的；不写处理结论，不作承诺。",
            ),
            Ask("reason", "尚未办结的原因", first=_asked("reason")),
            Ask("plan", "下一步安排", first=_planned, rows=2),
        ),
        to_petitioner=True,
    ),
)
