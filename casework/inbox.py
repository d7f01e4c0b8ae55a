"""The bell of one person: what they were told, as far as they may still see it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Staff
from casework.models import Case, Notice


def notices_for(staff: Staff) -> QuerySet[Notice]:
    """Notices of no case, or of a case in the person's sight today: one that was taken away takes its lines along."""
    seen = Case.objects.visible_to(staff).filter(pk=OuterRef("case"))
    return Notice.objects.filter(Q(case__isnull=True) | Exists(seen), staff=staff)


def unread_for(staff: Staff) -> QuerySet[Notice]:
    """Those not read yet."""
    return notices_for(staff).filter(read_at__isnull=True)
