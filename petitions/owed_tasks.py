"""What a leader's word on a case leaves to be done: a task with owner and day, seen by those who see the case."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from accounts.access import standing_of
from accounts.models import Staff
from casework.access import eligible
from casework.actions.base import notify, people_nearest, record
from casework.calendar import holiday_table
from casework.policy import Policy
from petitions.models import LeaderReport, OfficeTask, Petition, TaskKind

# The documents name no days for either; these are the product's.
NOTE_WITHIN, REPORT_WITHIN = 3, 1


def owe(
    petition: Petition, *, owner: Staff, given_by: Staff, kind: str, what: str, due_on: date
) -> OfficeTask:
    """Registers what is owed and tells its owner; who does not see the case sees neither."""
    title = f"{petition.number} {what}"
    task = OfficeTask.objects.create(
        unit=petition.unit,
        kind=kind,
        title=title[:200],
        owner=owner,
        due_on=due_on,
        petition=petition,
        made_by=given_by,
    )
    notify(petition, [owner], f"{TaskKind(kind).label}：{title}，{due_on:%-m月%-d日} 前完成")
    return task


def owe_note(report: LeaderReport, opinion: str, *, given_by: Staff, due_on: date | None) -> OfficeTask:
    """批示落实 (S09-08): what the leader wrote on a 专报 is carried out by whoever handles it, else by who wrote it."""
    petition = report.petition
    due_on = due_on or holiday_table().add_working(timezone.localdate(), NOTE_WITHIN)
    kind, what = TaskKind.NOTE, f"{report.leader.name}批示：{opinion}"
    return owe(
        petition,
        owner=petition.handler or report.made_by,
        given_by=given_by,
        kind=kind,
        what=what,
        due_on=due_on,
    )


def owe_report_of_reception(petition: Petition, receiver: Staff) -> None:
    """报告主要领导 (S10-02): whoever receives in place of the first of the chain tells them; nothing of an accusation.

    One at a time: what is still to be reported is reported together.
    """
    chain: list[str] = Policy(petition.policy_values)["reception_fallback"]
    if not chain or petition.is_sealed:
        return
    first = eligible(people_nearest(petition.unit, chain[:1]), petition)
    acting = {receiver.pk, *(one.pk for one in standing_of(receiver).acting_for)}
    if not first or acting & {one.pk for one in first}:
        return
    leader = first[0]
    open_one = OfficeTask.objects.filter(petition=petition, kind=TaskKind.REPORT, done_at=None)
    if not open_one.exists():
        due_on = holiday_table().add_working(timezone.localdate(), REPORT_WITHIN)
        what = f"向{leader.name}报告接待情况"
        owe(petition, owner=receiver, given_by=receiver, kind=TaskKind.REPORT, what=what, due_on=due_on)
    record(petition, "report_to_leader", by=receiver, leader=leader.name)
    notify(petition, [leader], f"{petition.number} 由{receiver.name}接待来访，特此报告")
