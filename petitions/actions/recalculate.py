"""重算期限: the policy of today applied by hand to one case that was registered under an earlier one (C1.4, F-20)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import Staff
from casework.actions.base import open_case, record, save_case
from casework.actions.clocks import ORDER, recount_internal
from casework.deadlines import DayType, Limit, short
from casework.models import Clock, ClockKind, policy_values
from casework.policy import Policy
from casework.refusals import Refusal
from petitions.access import ensure
from petitions.models import Petition
from petitions.terms import handling_terms

# Internal clocks: the key of their limit, and the words of their sentence.
KEYS = {
    ClockKind.OPINION: ("initial_opinion_within", "提出拟办意见"),
    ClockKind.PRESENT: ("present_within", "送领导阅批"),
    ClockKind.ANNOTATE: ("annotate_limit", "领导阅批"),
    ClockKind.ASSIGN: ("assign_within", "定承办人"),
    ClockKind.ACCEPT: ("accept_within_working_days", "签收"),
    ClockKind.HANDLE: ("handle_limit", ""),
    ClockKind.TRANSFER_OUT: ("transfer_limit", "转出"),
    ClockKind.ARCHIVE: ("archive_within", "立卷归档"),
}


@dataclass(frozen=True)
class Own:
    """The office's own limit of a clock, under the case's present policy."""

    key: str
    limit: Limit | None
    on: date
    event: str
    what: str


@transaction.atomic
def recalculate(pk: int, *, by: Staff, version: int, reason: str) -> Petition:
    """Counts the running internal clocks anew with the policy in force today; the case keeps that policy from now on.

    Left as they are: the law's limits, a leader's dates, what an interim report or an instruction has moved. Refused
    without a reason, and when no day would change.
    """
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("recalculate", petition, by)
    if not reason.strip():
        raise Refusal("请写明重算的理由。", "reason")
    before = Policy(petition.policy_values).source
    petition.policy_values = policy_values(petition.unit, timezone.localdate())
    changes = [words for clock in _running(petition) if (words := _recount(clock, petition))]
    if not changes:
        raise Refusal("按今天的政策重算，各项内部期限都不变。")
    save_case(petition, by=by)
    after = Policy(petition.policy_values).source
    record(
        petition,
        "recalculated",
        by=by,
        note=reason.strip(),
        changes="；".join(changes),
        before=before,
        after=after,
    )
    return petition


def _running(petition: Petition) -> list[Clock]:
    found = Clock.objects.filter(case=petition, met_on__isnull=True, kind__in=KEYS, extended=False)
    return list(found.filter(paused_on__isnull=True).exclude(source=ORDER).order_by("pk"))


def _recount(clock: Clock, petition: Petition) -> str:
    """办理：3月7日 → 3月5日; empty when the day stays."""
    clock.case = petition
    before, own = clock.unit_due, _own(clock, petition)
    after = recount_internal(clock, own.limit, on=own.on, event=own.event, what=own.what, key=own.key)
    if before == after:
        return ""
    was, now = (short(day) if day else "不计时" for day in (before, after))
    return f"{clock.get_kind_display()} {was} → {now}"


def _own(clock: Clock, petition: Petition) -> Own:
    key, what = KEYS[ClockKind(clock.kind)]
    policy = Policy(petition.policy_values)
    if clock.kind == ClockKind.HANDLE:
        terms = handling_terms(petition, today=clock.start_on)
        return Own(key, terms.unit_limit, terms.start, terms.event, terms.what)
    days = policy[key]
    limit = Limit(int(days), DayType.WORKING) if clock.kind == ClockKind.ACCEPT else policy.limit(key)
    return Own(key, limit, clock.start_on, clock.start_event, what)
