"""What awaits a person's signature: petitions, and reports put before them. Reads only, through the door."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.access import standing_of
from accounts.models import Staff
from petitions.models import LeaderReport, Petition
from petitions.queries import URGENCY_FIRST, ranked


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
