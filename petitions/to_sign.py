"""What awaits a person's signature: petitions, reports put before them, records of their unit's investigations. Reads only, through the door."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.access import standing_of
from accounts.models import Post, Staff
from accounts.roles import Power, Role
from casework.states import State
from petitions.models import Investigation, LeaderReport, Petition
from petitions.naming import UNNAMED
from petitions.queries import URGENCY_FIRST, ranked
from petitions.signers import record_signers


def by_urgency(found: QuerySet[Petition]) -> QuerySet[Petition]:
    """特急、急、普通, then the earliest date (S11-15): the order of every list of work."""
    return ranked(found).order_by(*URGENCY_FIRST.by())


def to_sign(staff: Staff) -> QuerySet[Petition]:
    """What awaits this person's signature, their own and that of those they act for."""
    people = [staff.pk, *(one.pk for one in standing_of(staff).acting_for)]
    found: QuerySet[Petition] = Petition.objects.visible_to(staff).open().filter(signer__in=people)
    return by_urgency(found)


def reports_for(staff: Staff) -> QuerySet[LeaderReport]:
    """专报、上报 put before this person, or somebody they act for, and not yet signed."""
    people = [staff, *standing_of(staff).acting_for]
    waiting = LeaderReport.objects.filter(leader__in=people, signoff__isnull=True)
    seen = waiting.filter(petition__in=Petition.objects.visible_to(staff).values("pk"))
    return seen.select_related("petition", "made_by", "leader").order_by("made_at", "pk")


def words_for(staff: Staff) -> QuerySet[Petition]:
    """Given out to units that this person heads, or stands in for, and awaiting a word and a handler (S10-11, S14-06)."""
    standing = standing_of(staff)
    heads = [unit.pk for unit in standing.units_with(Power.HEAD)]
    waiting = Petition.objects.visible_to(staff).filter(
        Exists(UNNAMED.filter(petition=OuterRef("pk"))),
        state=State.ASSIGNED,
        policy_values__head_word_first=True,
    )
    # Few: elsewhere the head of the unit says it, and nobody need be asked for.
    others = Post.objects.current(timezone.localdate()).filter(
        unit=OuterRef("handling_unit"), role=Role.UNIT_HEAD
    )
    people = {staff.pk, *(one.pk for one in standing.acting_for)}
    rest = waiting.exclude(handling_unit__in=heads).filter(~Exists(others)).select_related("handling_unit")
    named = [one.pk for one in rest if people & {signer.pk for signer in record_signers(one)}]
    found = waiting.filter(Q(handling_unit__in=heads) | Q(pk__in=named))
    return by_urgency(found.select_related("handling_unit", "handler"))


def records_for(staff: Staff) -> QuerySet[Investigation]:
    """调查记录 of units that this person heads, or stands in for, and did not investigate, without that signature (S11-11)."""
    standing = standing_of(staff)
    heads = [unit.pk for unit in standing.units_with(Power.HEAD)]
    unsigned = Investigation.objects.filter(head__isnull=True).exclude(handler=staff)
    cases = Petition.objects.visible_to(staff).filter(
        Exists(unsigned.filter(petition=OuterRef("pk"))), state__in=[State.HANDLING, State.REPORTED]
    )
    own = cases.filter(handling_unit__in=heads)
    # Few: elsewhere the head of the unit signs, and nobody need be asked for.
    others = Post.objects.current(timezone.localdate()).filter(
        unit=OuterRef("handling_unit"), role=Role.UNIT_HEAD
    )
    headless = ~Exists(others.exclude(staff=OuterRef("handler")))
    people = {staff.pk, *(one.pk for one in standing.acting_for)}
    named = [
        one.pk
        for one in cases.filter(Q(is_sealed=True) | headless).select_related("handling_unit")
        if people & {signer.pk for signer in record_signers(one)}
    ]
    waiting = unsigned.filter(Q(petition__in=own.values("pk")) | Q(petition__in=named))
    return waiting.select_related("petition", "handler").order_by("handler_signed_at", "pk")
