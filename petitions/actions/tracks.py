"""诉访分离 while work is under way: the law's 60 days come and go with the route that a person has confirmed."""

from __future__ import annotations

from django.utils import timezone

from casework.actions.clocks import change_statutory
from casework.models import Clock, ClockKind
from petitions.models import Petition
from petitions.terms import handling_terms


def follow_route(petition: Petition) -> None:
    """Gives the running handling clock its 60 days, or takes them away, as the legal route asks (条例第三十四条)."""
    clock = Clock.objects.filter(case=petition, kind=ClockKind.HANDLE, met_on__isnull=True).first()
    if clock is None or petition.on_petition_track == (clock.statutory_due is not None):
        return
    clock.case = petition
    terms = handling_terms(petition, today=timezone.localdate())
    change_statutory(clock, terms.statutory, on=terms.law_start, event=terms.law_event)
