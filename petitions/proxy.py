"""信访代理 as pages show it: an agent's own mandates and cases, an office's agents with their villages. Reads only.

Of a case an agent sees what the petitioner may: number, stage, unit, dates and the answers; no opinions, no notes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts.access import standing_of
from accounts.models import Post, Staff, Unit, UnitKind
from accounts.roles import Power, Role
from casework.access import reach_of
from casework.models import policy_values
from casework.printing.table import Column, Table
from petitions.models import Dispute, Outreach, ProxyAgent, ProxyFiling, ProxyMandate


def valid(today: date) -> Q:
    """Mandates that run on a day."""
    return Q(revoked_at__isnull=True, signed_on__lte=today, ends_on__gte=today)


def mandates_of(agent: Staff, today: date) -> list[ProxyMandate]:
    """The agent's mandates that run today, the latest first."""
    found = ProxyMandate.objects.filter(valid(today), agent=agent)
    return list(found.select_related("petitioner", "office"))


def filings_of(agent: Staff, today: date) -> QuerySet[ProxyFiling]:
    """What the agent filed under mandates that run today; a revoked or ended mandate hides its cases (F-31)."""
    mandates = ProxyMandate.objects.filter(valid(today), agent=agent)
    found = ProxyFiling.objects.filter(mandate__in=mandates.values("pk"))
    return found.select_related("petition__handling_unit", "petition__unit", "mandate__petitioner")


@dataclass(frozen=True)
class Stage:
    """A filed case in the petitioner's terms."""

    filing: ProxyFiling
    number: str
    stage: str
    unit: str
    replies: list[Any] = field(default_factory=list)


def stage_of(filing: ProxyFiling, *, with_replies: bool = False) -> Stage:
    """Number, stage, unit; with the answers on the page of one case."""
    petition = filing.petition
    unit = petition.handling_unit or petition.unit
    replies = list(petition.replies.select_related("unit")) if with_replies else []
    return Stage(filing, petition.number or "", petition.get_state_display(), unit.name, replies)


def house_of(unit: Unit) -> Unit:
    """The town or bureau that an office inside it speaks for."""
    return unit.parent if unit.kind == UnitKind.INTERNAL and unit.parent else unit


def _houses(staff: Staff) -> list[Unit]:
    return [house_of(one) for one in standing_of(staff).units_with(Power.ROUTE)]


def keeps(staff: Staff, unit: Unit) -> bool:
    """Whether this person's office keeps the agents and mandates of a village."""
    return any(one.covers(unit) for one in _houses(staff))


def may_record(staff: Staff, unit: Unit) -> bool:
    """Whether somebody may enter disputes and outreach there: at their own unit and below it."""
    own = [house_of(one.post.unit) for one in standing_of(staff).held if not one.delegation]
    return any(one.covers(unit) for one in own)


def _villages(staff: Staff) -> QuerySet[Unit]:
    return Unit.objects.active().filter(reach_of(_houses(staff)), kind=UnitKind.VILLAGE)


@dataclass(frozen=True)
class Village:
    """A village, how many agents serve it, and how many it lacks."""

    unit: Unit
    agents: int
    missing: int


def coverage(staff: Staff) -> list[Village]:
    """每村至少一名代理员，或单位政策所定的人数: villages with none first (S20-03)."""
    found = _villages(staff).annotate(n=Count("proxy_agents", filter=Q(proxy_agents__ended_on__isnull=True)))
    today = timezone.localdate()
    offices = standing_of(staff).units_with(Power.ROUTE)
    asked = [(house_of(one), int(policy_values(one, today)["agents_per_village"])) for one in offices]
    rows = []
    for one in found.order_by("n", "path"):
        wanted = max(most for house, most in asked if house.covers(one))
        rows.append(Village(one, one.n, max(0, wanted - one.n)))
    return rows


def agents(staff: Staff) -> list[ProxyAgent]:
    """Agents of this person's towns, who serve now."""
    found = ProxyAgent.objects.filter(village__in=_villages(staff).values("pk"), ended_on__isnull=True)
    return list(found.select_related("staff", "village", "town", "attested_by"))


def candidates(staff: Staff) -> list[Staff]:
    """Colleagues with the role 信访代理员 in these villages who are not attested yet."""
    posts = Post.objects.current(timezone.localdate()).filter(role=Role.AGENT)
    posts = posts.filter(unit__in=_villages(staff).values("pk"), staff__proxy_agent__isnull=True)
    return [one.staff for one in posts.select_related("staff").order_by("unit__path", "pk")]


def mandates(staff: Staff) -> QuerySet[ProxyMandate]:
    """Mandates that this person's office keeps."""
    offices = Unit.objects.filter(reach_of(standing_of(staff).units_with(Power.ROUTE)))
    found = ProxyMandate.objects.filter(office__in=offices.values("pk"))
    return found.select_related("petitioner", "agent", "office").annotate(cases=Count("filings"))


def _reach(staff: Staff) -> QuerySet[Unit]:
    own = [house_of(one.post.unit) for one in standing_of(staff).held if not one.delegation]
    return Unit.objects.filter(reach_of(own))


def disputes(staff: Staff) -> QuerySet[Dispute]:
    """矛盾纠纷排查台账 of one's own unit and below."""
    found = Dispute.objects.filter(unit__in=_reach(staff).values("pk"))
    return found.select_related("unit", "handed_to", "recorded_by")


def outreach(staff: Staff) -> QuerySet[Outreach]:
    """宣传活动 of one's own unit and below."""
    return Outreach.objects.filter(unit__in=_reach(staff).values("pk")).select_related("unit", "recorded_by")


def units_to_record(staff: Staff) -> QuerySet[Unit]:
    """Where this person may record disputes and outreach."""
    return _reach(staff).filter(is_active=True).order_by("path")


DISPUTE_COLUMNS = (
    Column("unit", "村（社区）、单位", 40),
    Column("found_on", "排查日期", 24, "center"),
    Column("title", "纠纷摘要", 60),
    Column("people", "涉及人数", 16, "center", kind="number"),
    Column("state", "状态", 16, "center"),
    Column("outcome", "调处情况和结果", 70),
    Column("settled_on", "化解（移交）日期", 26, "center"),
)


def dispute_table(staff: Staff, rows: list[Dispute]) -> Table:
    """矛盾纠纷排查台账 for the printer (form 21)."""
    unit = staff.unit
    return Table(
        title="矛盾纠纷排查台账",
        unit_name=unit.name if unit else "",
        subtitle="",
        columns=DISPUTE_COLUMNS,
        rows=[
            {
                "unit": one.unit.name,
                "found_on": one.found_on.isoformat(),
                "title": one.title,
                "people": one.people,
                "state": one.get_state_display(),
                "outcome": one.outcome + (f"（移交{one.handed_to.name}）" if one.handed_to else ""),
                "settled_on": one.settled_on.isoformat() if one.settled_on else "",
            }
            for one in rows
        ],
        printed_on=timezone.localdate(),
    )
