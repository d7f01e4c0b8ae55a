"""诉访分离 while work is under way: the law's 60 days come and go with the route that a person has confirmed."""

from __future__ import annotations

from casework.actions.clocks import change_statutory
from casework.models import Clock, ClockKind
from petitions import deadlines
from petitions.models import Petition


def follow_route(petition: Petition) -> None:
    """Gives the running handling clock its 60 days, or takes them away, as the legal route asks (条例第三十四条)."""
    clock = Clock.objects.filter(case=petition, kind=ClockKind.HANDLE, met_on__isnull=True).first()
    if clock is None or petition.on_petition_track == (clock.statutory_due is not None):
        return
    clock.case = petition
    law = (deadlines.HANDLE, deadlines.ARTICLE_HANDLE) if petition.on_petition_track else None
    change_statutory(clock, law, "交办")
