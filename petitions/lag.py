"""登记迟延 (C-05, S11-09): how many days after what the unit allows something was registered. It never blocks anything."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from casework.calendar import holiday_table
from casework.policy import Policy
from petitions.models import Intake

SAME_DAY = "same_day"


def latest_day(received_on: date, within: str) -> date:
    """当即 is the day of receipt itself; 当日, for what came on a day off, the next working day."""
    return holiday_table().next_working(received_on) if within == SAME_DAY else received_on


def lag_of(intake: Intake) -> int:
    """Days late; 0 for what an office never had in hand: old ledgers, split letters, what another organ sent here."""
    done = timezone.localdate(intake.registered_at)
    if done <= intake.received_on or intake.import_row is not None or intake.is_split:
        return 0
    if hasattr(intake.petition, "arrived_by"):
        return 0
    within = str(Policy(intake.petition.policy_values)["register_within"])
    return max(0, (done - latest_day(intake.received_on, within)).days)


def lag_words(intake: Intake) -> str:
    """登记迟延 3 日; empty when it was in time."""
    days = lag_of(intake)
    return f"登记迟延 {days} 日" if days else ""
