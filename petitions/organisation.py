"""Reads of 责任与会议: whose papers a person sees, what they still owe, what a unit has not set up yet."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.access import standing_of
from accounts.models import Staff, Unit
from petitions.models import (
    AgendaItem,
    Commitment,
    DocumentState,
    GroupKind,
    LeadGroup,
    Meeting,
    MeetingKind,
    OfficeTask,
    Petition,
    PolicyDocument,
    ReadReceipt,
    TaskKind,
)
from petitions.office import OFFICE_KINDS, kept_units, readable


def above(staff: Staff) -> list[str]:
    """Paths of one's units and of all above them: what is set there holds for this person."""
    who = standing_of(staff)
    return sorted({path for one in who.held for path in one.post.unit.ancestor_paths()})


def groups_seen(staff: Staff) -> QuerySet[LeadGroup]:
    """Groups of one's units and above, and of the units whose papers one reads."""
    return LeadGroup.objects.filter(readable(standing_of(staff)) | Q(unit__path__in=above(staff)))


def meetings_seen(staff: Staff) -> QuerySet[Meeting]:
    """Meetings of units whose papers one reads, those one chaired, those that gave one a task."""
    tasks = OfficeTask.objects.filter(meeting=OuterRef("pk"), owner=staff)
    return Meeting.objects.filter(readable(standing_of(staff)) | Q(chair=staff) | Q(Exists(tasks)))


def tasks_seen(staff: Staff) -> QuerySet[OfficeTask]:
    """One's own, those one gave or acts for, those of units whose papers one reads, those that a meeting in sight resolved."""
    who = standing_of(staff)
    people = [staff.pk, *(one.pk for one in who.acting_for)]
    resolved = Q(meeting__in=meetings_seen(staff).values("pk"))
    mine = OfficeTask.objects.filter(readable(who) | Q(owner__in=people) | Q(made_by=staff) | resolved)
    return mine.filter(_of_visible_cases(staff))


def _of_visible_cases(staff: Staff) -> Q:
    """Tasks of no case, or of one in sight: what an accusation leaves to be done is not read in a list either."""
    return Q(petition=None) | Q(petition__in=Petition.objects.visible_to(staff).values("pk"))


def commitments_seen(staff: Staff) -> QuerySet[Commitment]:
    """Those of units whose papers one reads, and those one signs, or signs for somebody."""
    who = standing_of(staff)
    people = [staff.pk, *(one.pk for one in who.acting_for)]
    return Commitment.objects.filter(readable(who) | Q(pledger__in=people) | Q(superior__in=people))


def documents_seen(staff: Staff) -> QuerySet[PolicyDocument]:
    """Everything of units whose papers one reads; of one's own units and above, what was published; what one was sent."""
    sent = ReadReceipt.objects.filter(document=OuterRef("pk"), staff=staff)
    public = Q(unit__path__in=above(staff), state__in=[DocumentState.PUBLISHED, DocumentState.REPLACED])
    return PolicyDocument.objects.filter(readable(standing_of(staff)) | public | Q(Exists(sent)))


def my_tasks(staff: Staff) -> QuerySet[OfficeTask]:
    """Open ones of one's own and of those one acts for."""
    people = [staff.pk, *(one.pk for one in standing_of(staff).acting_for)]
    return OfficeTask.objects.filter(_of_visible_cases(staff), owner__in=people, done_at=None)


def to_read(staff: Staff) -> QuerySet[PolicyDocument]:
    """Regulations that one was sent and has not said one has read."""
    owed = ReadReceipt.objects.filter(document=OuterRef("pk"), staff=staff, read_at=None)
    return PolicyDocument.objects.filter(Exists(owed))


def issues(staff: Staff) -> QuerySet[OfficeTask]:
    """机构队伍问题清单 (S03-25), open ones."""
    return tasks_seen(staff).filter(kind=TaskKind.ISSUE, done_at=None)


def without_group(staff: Staff) -> list[Unit]:
    """Units whose papers one keeps and that have no leading group yet (S03-01); offices belong to their organ's."""
    units = [one for one in kept_units(standing_of(staff)) if one.kind not in OFFICE_KINDS]
    have = set(
        LeadGroup.objects.filter(unit__in=units, kind=GroupKind.LEADING).values_list("unit_id", flat=True)
    )
    return [one for one in units if one.pk not in have]


@dataclass(frozen=True)
class MeetingFigures:
    """When petition work was last studied, and how often this year (S03-03, S03-19, S03-20)."""

    last: Meeting | None
    topics: int
    by_first_leader: int


def meeting_figures(staff: Staff, year: int) -> MeetingFigures:
    """Of the meetings in one's sight."""
    seen = meetings_seen(staff)
    of_year = seen.filter(held_on__year=year)
    studied = seen.filter(kind__in=[MeetingKind.SPECIAL, MeetingKind.FIRST])
    return MeetingFigures(
        last=studied.order_by("-held_on", "-pk").first(),
        topics=AgendaItem.objects.filter(meeting__in=of_year.values("pk"), is_petition=True).count(),
        by_first_leader=of_year.filter(kind=MeetingKind.FIRST).count(),
    )
