"""催办 by itself: when half, four fifths and all of the internal time are used (S13-11), once each, whoever runs it twice."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from casework.actions.base import desk_people, notify, record
from casework.actions.reminders import also_owed
from casework.models import STANDING_STILL, Clock, ClockKind, Reminder
from casework.policy import Policy
from petitions.access import URGEABLE
from petitions.models import Urge


def percent_used(clock: Clock, today: date) -> int:
    """How much of the internal time has gone by; a limit of no days is used up at once."""
    assert clock.unit_due is not None
    whole = (clock.unit_due - clock.start_on).days
    return (today - clock.start_on).days * 100 // whole if whole > 0 else 100


def step_reached(clock: Clock, today: date) -> int | None:
    """The highest step of the policy (`urge_at_percent`) that the clock has passed; None before the first."""
    used = percent_used(clock, today)
    steps = [int(one) for one in Policy(clock.case.policy_values)["urge_at_percent"]]
    return max((one for one in steps if one <= used), default=None)


@also_owed
def write_urges(today: date) -> int:
    """Writes the 催办 owed today: one for each clock, due day and step; a step that was slept through is left out."""
    clocks = (
        Clock.objects.filter(kind=ClockKind.HANDLE, met_on__isnull=True, unit_due__isnull=False)
        .filter(case__state__in=URGEABLE, case__handling_unit__isnull=False)
        .exclude(STANDING_STILL)
        .select_related("case__handling_unit", "case__handler")
    )
    before = Urge.objects.filter(percent__isnull=False, clock__met_on__isnull=True)
    done = {
        (clock, due): percent
        for clock, due, percent in before.values_list("clock", "for_due").annotate(most=Max("percent"))
    }
    made = 0
    for clock in clocks.order_by("pk").iterator(chunk_size=500):
        step = step_reached(clock, today)
        if step is not None and step > done.get((clock.pk, clock.unit_due), 0):
            made += _urge(clock, step)
    return made


@transaction.atomic
def _urge(clock: Clock, step: int) -> int:
    """One row, its event, and a line in the bell of those whom no reminder of this date has told already."""
    petition = clock.case.petition
    assert petition.handling_unit is not None
    assert clock.unit_due is not None
    words = f"办理时限已用{step}%，{clock.unit_due.month}月{clock.unit_due.day}日到期，请抓紧办理。"
    _, new = Urge.objects.get_or_create(
        clock=clock,
        for_due=clock.unit_due,
        percent=step,
        defaults={
            "petition": petition,
            "unit": petition.handling_unit,
            "method": "system",
            "text": words,
            "urged_at": timezone.now(),
        },
    )
    if not new:
        return 0
    record(petition, "urged", by=None, note=words, unit=petition.handling_unit.name)
    people = [petition.handler] if petition.handler else desk_people(petition.handling_unit)
    told = set(Reminder.objects.filter(clock=clock, due_on=clock.due_on).values_list("staff", flat=True))
    notify(petition, [one for one in people if one.pk not in told], f"{petition.number} 催办：{words}")
    return 1
