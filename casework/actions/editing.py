"""正在办理: a hint to others that somebody has the case open; never a lock."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import Staff
from casework.events import LOOKS
from casework.models import Case, CaseNote, Event

SEEN_FOR = timedelta(minutes=3)


def touch(case: Case, *, by: Staff) -> None:
    """Notes that `by` has a page open on which the case is changed. One short write of its own."""
    CaseNote.objects.update_or_create(case_id=case.pk, staff=by, defaults={"seen_at": timezone.now()})


def others_at(case: Case, *, than: Staff) -> list[str]:
    """Names of colleagues who opened such a page within the last three minutes and have done nothing since."""
    seen = CaseNote.objects.filter(case_id=case.pk, seen_at__gte=timezone.now() - SEEN_FOR)
    done = Event.objects.filter(case=OuterRef("case"), actor=OuterRef("staff"), at__gt=OuterRef("seen_at"))
    done = done.exclude(name__in=LOOKS)
    names = (
        seen.exclude(Exists(done))
        .exclude(staff=than)
        .order_by("-seen_at")
        .values_list("staff__name", flat=True)
    )
    return list(names)
