"""封存: an accusation is taken out of everybody's sight but that of named people, whenever it turns out to be one (S09-15)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.access import people_with
from accounts.models import Staff, Unit, UnitKind
from accounts.roles import Role
from casework import search
from casework.access import is_barred
from casework.actions.base import grant, open_case, record, save_case
from casework.actions.clocks import start_clock, stop_clock
from casework.deadlines import Limit
from casework.models import SEALED, AccusedParty, CaseGrant, CaseNote, ClockKind, Notice, Reminder
from casework.numbering import renumber
from casework.refusals import Refusal
from casework.states import State
from petitions import deadlines, digests
from petitions.access import ensure
from petitions.models import Petition, Petitioner
from petitions.states import Purpose

SEALED_TITLE = "检举控告事项"


def shut(petition: Petition, units: Iterable[Unit], people: Iterable[Staff], by: Staff) -> None:
    """The accused as data, sight by name alone: whoever brings it in and the office's 信访专干, never the accused's."""
    accuse(petition, units, people)
    named = {one.pk: one for one in [by, *people_with(Role.PETITION_OFFICER, petition.unit)]}
    for one in named.values():
        if not is_barred(None, one, petition):
            grant(petition, "检举控告经办", staff=one)
    record(petition, "sealed", by=by)


def accuse(petition: Petition, units: Iterable[Unit], people: Iterable[Staff]) -> bool:
    """Names units and people as accused; those named before stay. Returns whether any was new."""
    known_units = set(petition.accused.values_list("unit", flat=True))
    known_people = set(petition.accused.values_list("staff", flat=True))
    rows = [
        *(AccusedParty(case=petition, unit=one) for one in units if one.pk not in known_units),
        *(AccusedParty(case=petition, staff=one) for one in people if one.pk not in known_people),
    ]
    AccusedParty.objects.bulk_create(rows)
    return bool(rows)


@transaction.atomic
def seal(
    pk: int,
    *,
    by: Staff,
    version: int,
    accused_units: Iterable[Unit] = (),
    accused_staff: Iterable[Staff] = (),
    reason: str = "",
) -> Petition:
    """转为检举控告, or names further accused of one that is sealed already.

    Everything that let others see it is withdrawn in this transaction: what lies with a unit or a leader comes back,
    grants, notices and hints go, its number moves to the register of accusations. Refused without an accused or a
    reason, and once the result is being signed: that is answered as what it was, and the accusation registered anew.
    """
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("seal", petition, by)
    units, people = list(accused_units), list(accused_staff)
    if not units and not people:
        raise Refusal("请选择被反映的单位或人；不在名单中的，选其所在单位。", "accused_units")
    if not reason.strip():
        raise Refusal("请写明理由。", "reason")
    if petition.merged_here.filter(undone_at__isnull=True).exists():
        raise Refusal("有其他件并入本件，请先撤销并案。")
    before = petition.state
    accuse(petition, units, people)
    if petition.is_sealed:
        _call_back(petition, only_barred=True)
        save_case(petition, by=by)
        record(petition, "accused_named", by=by, from_state=before, note=reason.strip())
        return petition
    _call_back(petition)
    _move_apart(petition)
    _withdraw(petition)
    save_case(petition, by=by)
    shut(petition, (), (), by)
    search.index_soon(petition)
    digests.keep(petition, "")
    record(
        petition, "turned_accusation", by=by, from_state=before, note=reason.strip(), number=petition.number
    )
    return petition


def _call_back(petition: Petition, *, only_barred: bool = False) -> None:
    """Takes it back from a leader's desk or a unit; with `only_barred` only from those who may not know of it."""
    if only_barred and not _lies_with_barred(petition):
        return
    if petition.state == State.PRESENTED:
        petition.withdraw_from_leader()
    elif petition.state == State.FORWARDED:
        petition.take_back()
    elif petition.state in (State.ASSIGNED, State.HANDLING):
        petition.return_to_office()
    elif petition.state == State.REPORTED:
        raise Refusal("此件已报结待审签，请先由审签人退回承办人。")
    petition.signer, petition.sign_step = None, ""
    petition.handling_unit, petition.handler = None, None
    now = timezone.now()
    running = petition.routings.filter(returned_at__isnull=True, finished_at__isnull=True)
    running.update(returned_at=now, return_reason="登记单位收回")
    for kind in (
        ClockKind.ASSIGN,
        ClockKind.ACCEPT,
        ClockKind.HANDLE,
        ClockKind.OBJECTION,
        ClockKind.NOTICE,
    ):
        stop_clock(petition, kind, on=timezone.localdate(now), reason="收回")


def _lies_with_barred(petition: Petition) -> bool:
    unit, people = petition.handling_unit, [petition.handler, petition.signer]
    return (unit is not None and is_barred(unit, None, petition)) or any(
        one is not None and is_barred(None, one, petition) for one in people
    )


def _move_apart(petition: Petition) -> None:
    """Number, title, person: each in the place where accusations have theirs."""
    petition.purpose, petition.is_sealed, petition.confidentiality = Purpose.ACCUSATION, True, "sensitive"
    petition.title = SEALED_TITLE
    renumber(petition, SEALED, timezone.localdate().year)
    person = petition.petitioner
    if person is None:
        return
    if person.petitions.exclude(pk=petition.pk).exists():
        petition.petitioner = person_apart(person)
        return
    person.is_apart = True
    person.save()


def person_apart(person: Petitioner, **changes: str) -> Petitioner:
    """An entry of one's own for an accusation: the directory is neither read from nor written to."""
    columns = ("kind", "name", "id_number", "phone", "workplace", "address")
    values = {name: getattr(person, name) for name in columns} | {k: v for k, v in changes.items() if v}
    return Petitioner.objects.create(**values, unit_id=person.unit_id, is_apart=True)


def _withdraw(petition: Petition) -> None:
    """Grants, notices, reminders and hints that were written while it was open."""
    CaseGrant.objects.filter(case=petition).delete()
    CaseNote.objects.filter(case=petition).delete()
    told = Notice.objects.filter(case=petition)
    reminders = list(told.exclude(reminder=None).values_list("reminder", flat=True))
    told.delete()
    Reminder.objects.filter(pk__in=reminders).delete()
    Reminder.objects.filter(clock__case=petition, sent_at__isnull=True).delete()


def notice_clock(petition: Petition) -> None:
    """告知受理 within 15 working days, at a discipline organ and for a named reporter alone."""
    if petition.petitioner_id and petition.unit.kind == UnitKind.DISCIPLINE:
        _owe(petition, ClockKind.JC_NOTICE, petition.received_on, "收到实名检举控告", deadlines.JC_NOTICE)


def result_clock(petition: Petition) -> None:
    """反馈结果 within 15 working days of the result being signed."""
    named = petition.purpose == Purpose.ACCUSATION and petition.petitioner_id
    if named and petition.unit.kind == UnitKind.DISCIPLINE:
        _owe(petition, ClockKind.JC_RESULT, timezone.localdate(), "办结", deadlines.JC_RESULT)


def _owe(petition: Petition, kind: ClockKind, on: date, event: str, limit: Limit) -> None:
    law = (limit, deadlines.ARTICLE_JC)
    start_clock(petition, kind, on=on, event=event, what=kind.label, statutory=law, owner_unit=petition.unit)
