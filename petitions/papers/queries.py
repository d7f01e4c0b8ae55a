"""What waits to be told and delivered, and the registers of papers. Every read starts at the door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import (
    BooleanField,
    CharField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Concat

from accounts.access import standing_of
from accounts.models import Staff, Unit, UnitKind
from accounts.roles import Power
from casework.access import reach_of
from casework.models import Case, Clock, ClockKind, Event, IssuedPaper
from casework.numbering import paper_number
from casework.states import State
from petitions.analyses import analyses_seen
from petitions.models import AnalysisKind, PaperState, Petition
from petitions.organs import INNER
from petitions.papers import FORMAL, Formal, hearing, reviewing
from petitions.papers.basis import IN_FORCE

# Told by a paper: what was given to a unit gets 受理告知书, what was shown another way 告知引导书, the rest 不予（不再）受理告知书.
TOLD_BY: dict[str, str] = {
    State.ASSIGNED: "accept",
    State.HANDLING: "accept",
    State.REPORTED: "accept",
    State.CONCLUDED: "accept",
    State.GUIDED: "guide",
    State.REFUSED: "refuse",
    State.ENDED: "end",
}
# Every register of numbers: that of the yearly report stands beside those of the papers of cases.
ANNUAL = "annual"
REGISTERS: dict[str, str] = {
    **{one.kind: one.label for one in FORMAL.values()},
    ANNUAL: str(AnalysisKind.ANNUAL.label),
}
# Issued by the office in the name of the organ above it.
BY_OFFICE = tuple(one.kind for one in (*reviewing.KINDS, *hearing.KINDS))
TELLING = tuple(one.kind for one in FORMAL.values() if one.tells_receipt)


def kind_to_tell(petition: Petition) -> str:
    """The paper that a row of `to_tell` waits for: the first notice, then that of an extension."""
    return TOLD_BY[petition.state] if getattr(petition, "owes_receipt", True) else "extend"


def owed_kind(petition: Petition) -> Formal | None:
    """The paper whose delivery is the next step: what was declined and is not told yet, a signed review of an organ here."""
    if petition.state in (State.REFUSED, State.ENDED):
        untold = petition.declined.filter(set_aside_at__isnull=True, told_on__isnull=True).exists()
        return FORMAL[TOLD_BY[petition.state]] if untold else None
    if petition.state != State.IN_REVIEW:
        return None
    review = petition.reviews.filter(
        delivered_on__isnull=True, decided_on__isnull=False, organ__isnull=False
    ).last()
    return FORMAL[review.level] if review else None


def seen_papers(staff: Staff) -> QuerySet[IssuedPaper]:
    """Papers of the cases in a person's sight."""
    return IssuedPaper.objects.filter(case__in=Case.objects.visible_to(staff))


def registered_papers(staff: Staff) -> QuerySet[IssuedPaper]:
    """What stands in registers: papers of cases in sight, and the yearly reports that one may read."""
    key = Concat(Value("analysis:"), Cast("pk", CharField()))
    reports = analyses_seen(staff).filter(state=PaperState.ISSUED).annotate(key=key).values("key")
    return IssuedPaper.objects.filter(
        Q(case__in=Case.objects.visible_to(staff)) | Q(case__isnull=True, subject__in=reports)
    )


def of_my_desks(staff: Staff, column: str = "unit") -> Q:
    """What belongs to units where this person works, or to units below those they route for."""
    standing = standing_of(staff)
    own = [unit.pk for power in (Power.REGISTER, Power.HANDLE) for unit in standing.units_with(power)]
    below = Unit.objects.filter(reach_of(standing.units_with(Power.ROUTE))).values("pk")
    return Q(**{f"{column}__in": own}) | Q(**{f"{column}__in": below})


def organs_served(staff: Staff) -> list[Unit]:
    """Organs whose reviews an office of theirs prepares: the office issues and delivers in their name."""
    offices = standing_of(staff).units_with(Power.ROUTE)
    return [one.parent for one in offices if one.parent and one.kind in (*INNER, UnitKind.PETITION_OFFICE)]


def to_tell(staff: Staff) -> QuerySet[Petition]:
    """待告知: named matters of my desks that were routed, whose petitioner has not been told in writing (条例第二十三条).

    And those whose 60 days were extended, which is told before the sixtieth (条例第三十四条), by the handling unit as well.
    Matters without a name or a way to reach the person owe no notice; transfers are told when they are made.
    """
    told = IssuedPaper.objects.filter(case=OuterRef("pk"), kind__in=TELLING, withdrawn_at__isnull=True)
    person = Q(petitioner__phone__gt="") | Q(petitioner__address__gt="") | Q(petitioner__workplace__gt="")
    mine, theirs = of_my_desks(staff), of_my_desks(staff, "handling_unit")
    first = ~Exists(told) & (mine | theirs & Q(policy_values__acceptance_notice_by="organ"))
    extended = Event.objects.filter(case=OuterRef("pk"), name="statutory_extended").order_by("-seq")
    spoken = IssuedPaper.objects.filter(case=OuterRef("pk"), kind="extend", withdrawn_at__isnull=True)
    found = Petition.objects.visible_to(staff).filter(
        first | (Exists(extended) & ~Exists(spoken) & (mine | theirs)),
        person,
        state__in=list(TOLD_BY),
        received_on__gte=IN_FORCE,
        import_key__isnull=True,
    )
    clock = Clock.objects.filter(case=OuterRef("pk"), kind=ClockKind.NOTICE, met_on__isnull=True)
    return found.annotate(
        owes_receipt=ExpressionWrapper(first, output_field=BooleanField()),
        notice_on=Subquery(clock.order_by("-pk").values("due_on")[:1]),
        before=Subquery(extended.annotate(day=KT("data__before")).values("day")[:1]),
    ).select_related("unit", "handling_unit", "petitioner")


def to_deliver(staff: Staff) -> QuerySet[IssuedPaper]:
    """待送达: papers for a petitioner that went out and whose arrival nobody has entered."""
    return (
        seen_papers(staff)
        .filter(
            of_my_desks(staff) | Q(unit__in=organs_served(staff), kind__in=BY_OFFICE),
            to_petitioner=True,
            withdrawn_at__isnull=True,
            delivery__isnull=True,
        )
        .select_related("case", "unit")
    )


@dataclass(frozen=True)
class Stub:
    """存根: which register of papers, and what part of it."""

    unit_id: int
    year: int
    kind: str = ""
    since: date | None = None
    until: date | None = None
    recipient: str = ""


def stubs(staff: Staff, wanted: Stub) -> QuerySet[IssuedPaper]:
    """The register of a unit and year in the order of its numbers, as far as the reader sees it."""
    found = registered_papers(staff).filter(unit=wanted.unit_id, year=wanted.year)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.since:
        found = found.filter(issued_at__date__gte=wanted.since)
    if wanted.until:
        found = found.filter(issued_at__date__lte=wanted.until)
    if wanted.recipient:
        found = found.filter(recipient__contains=wanted.recipient).exclude(
            case__is_sealed=True, to_petitioner=True
        )
    return found.select_related("case", "delivery", "issued_by").order_by("kind", "sequence")


def has_gaps(rows: list[IssuedPaper]) -> bool:
    """Whether numbers between the first and the last of one kind are not among the rows (out of the reader's sight)."""
    by_kind: dict[tuple[str, bool], list[int]] = {}
    for one in rows:
        by_kind.setdefault((one.kind, one.is_sealed), []).append(one.sequence)
    return any(max(found) - min(found) + 1 != len(found) for found in by_kind.values())


def draft_number(formal: Formal, unit: Unit, year: int) -> str:
    """The number as it will look, with a gap where the serial comes."""
    return paper_number(unit, formal.word, year, "　　")
