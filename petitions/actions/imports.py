"""历史台账导入: the letters of an earlier ledger become petitions, all of a file or none of it.

What was answered comes in closed, with its answer; what was not is registered and in hand. A row that is there already
is left alone, so that the same file may be brought twice.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.access import people_with, standing_of
from accounts.models import Staff, Unit
from accounts.roles import Power, Role
from casework import jobs, search
from casework.actions.base import people_nearest
from casework.actions.bulk import BATCH, Step, insert_cases, record_first
from casework.models import MAIN, SEALED, CaseGrant, CaseText, Job, policy_values
from casework.numbering import number_text, reserve
from casework.refusals import NotYours, Refusal
from casework.states import State
from petitions import deadlines
from petitions.actions.first_clocks import first_clocks
from petitions.actions.import_people import Key, people_of, person_key
from petitions.import_matching import NO_ANSWER, Known, known, purpose_of
from petitions.importing import Settings
from petitions.ledger_import import ImportedLetter
from petitions.models import ImportBatch, Intake, Petition, Petitioner, Reply, ReplyMethod
from petitions.states import VISIT_CHANNELS, Channel, Purpose

NOT_SAID = "未记载"
METHODS = {
    Channel.PHONE: ReplyMethod.PHONE,
    Channel.ONLINE: ReplyMethod.ONLINE,
    Channel.EMAIL: ReplyMethod.ONLINE,
    **dict.fromkeys(VISIT_CHANNELS, ReplyMethod.IN_PERSON),
}
KEEPERS = [Role.PETITION_OFFICER, Role.REGISTRAR, Role.UNIT_HEAD]


@dataclass(frozen=True)
class Outcome:
    """What became of a file's rows."""

    added: int
    skipped: int


@transaction.atomic
def upload(content: bytes, *, by: Staff | None, unit: Unit, file_name: str) -> ImportBatch:
    """Keeps a file that is to be imported; nothing of it is read yet. Raises NotYours without 登记 at the unit."""
    _ensure(by, unit)
    batch = ImportBatch(unit=unit, file_name=file_name[-120:], uploaded_by=by)
    # The name that people gave stands in the row; the stored one says nothing.
    batch.file.save(uuid.uuid4().hex, ContentFile(content), save=False)
    batch.save()
    return batch


@transaction.atomic
def choose(batch: ImportBatch, settings: Settings, *, by: Staff) -> None:
    """Keeps which column is what. Raises Refusal once the file is in."""
    _ensure(by, batch.unit)
    if batch.finished_at:
        raise Refusal("这份台账已经导入，列对应不能再改。")
    batch.mapping = settings.as_json()
    batch.save(update_fields=["mapping"])


@transaction.atomic
def ask_for_import(batch: ImportBatch, *, by: Staff, skip_bad: bool) -> Job:
    """Queues the import; asking twice is asking once."""
    _ensure(by, batch.unit)
    if batch.finished_at:
        raise Refusal("这份台账已经导入。")
    return jobs.enqueue("import_ledger", by=by, key=f"import:{batch.pk}", batch=batch.pk, skip_bad=skip_bad)


def _ensure(by: Staff | None, unit: Unit) -> None:
    if by is not None and not standing_of(by).may_at(Power.REGISTER, unit):
        raise NotYours("您没有在该单位登记来信来访的职务。")


def already_there(letters: Sequence[ImportedLetter]) -> set[str]:
    """Fingerprints of these rows that an earlier import has brought."""
    keys = [one.fingerprint for one in letters]
    found: set[str] = set()
    for start in range(0, len(keys), BATCH):
        part = Petition.objects.filter(import_key__in=keys[start : start + BATCH])
        found.update(key for key in part.values_list("import_key", flat=True) if key)
    return found


def keeper_of(unit: Unit) -> Staff | None:
    """In whose name old letters stand when a command brings them: who keeps the register of the unit."""
    for role in KEEPERS:
        if people := people_with(role, unit):
            return people[0]
    return next(iter(people_nearest(unit, [*KEEPERS, Role.CHIEF_LEADER])), None)


@transaction.atomic
def bring_in(
    letters: Sequence[ImportedLetter],
    *,
    by: Staff | None,
    batch: ImportBatch,
    keeper: Staff | None = None,
) -> Outcome:
    """Brings rows into the register of the batch's unit; all of them, or nothing.

    `by` is who imports; None is the system, and `keeper` or the unit's own register keeper stands as registrar.
    Raises NotYours without 登记 at the unit, Refusal when nobody keeps the register.
    """
    unit = batch.unit
    _ensure(by, unit)
    desk = by or keeper or keeper_of(unit)
    if desk is None:
        raise Refusal(f"{unit.name}及其上级没有信访专干或登记员，请先任命，或指定登记人。")
    there = already_there(letters)
    fresh = sorted(
        (one for one in letters if one.fingerprint not in there), key=lambda one: (one.received_on, one.row)
    )
    names = known(fresh)
    petitions = _petitions(fresh, people_of(fresh, unit, by=desk), names, unit, desk)
    _number(petitions, unit)
    insert_cases(petitions, by=desk)
    pairs = list(zip(petitions, fresh, strict=True))
    _beside(pairs, names, unit, desk)
    _sight(petitions, unit, desk)
    record_first(((case, _steps(case, one, batch.file_name)) for case, one in pairs), by=by)
    _clocks(petitions)
    search.index_many([one.pk for one in petitions])
    batch.rows, batch.added, batch.skipped = len(letters), len(fresh), len(letters) - len(fresh)
    batch.finished_at = timezone.now()
    batch.save()
    return Outcome(batch.added, batch.skipped)


def _petitions(
    letters: Sequence[ImportedLetter],
    people: dict[Key, Petitioner],
    names: Known,
    unit: Unit,
    desk: Staff,
) -> list[Petition]:
    """The rows as petitions, not saved yet; what has an answer is closed by its own edge."""
    policy = policy_values(unit, timezone.localdate())
    scope = Petition(unit=unit)
    scope.set_scope()
    levels = {f"scope_{n}": getattr(scope, f"scope_{n}") for n in range(1, 7)}
    made = []
    for one in letters:
        person = people.get(person_key(one))
        purpose = purpose_of(one)
        sealed = purpose == Purpose.ACCUSATION
        petition = Petition(
            unit=unit,
            year=one.received_on.year,
            title="检举控告事项" if sealed else one.title,
            person_name=person.name if person else "匿名",
            petitioner=person,
            is_anonymous=person is None,
            channel=one.channel,
            purpose=purpose,
            head_count=one.head_count,
            received_on=one.received_on,
            registered_by=desk,
            first_responder=desk,
            content_class=names.content_class(one),
            is_sealed=sealed,
            register=SEALED if sealed else MAIN,
            confidentiality="sensitive" if sealed else "ordinary",
            policy_values=policy,
            import_key=one.fingerprint,
            **levels,
        )
        if one.replied_on:
            petition.import_closed()
            # The ledger says the day; noon keeps it that day in every time zone of the country.
            petition.closed_at = timezone.make_aware(datetime.combine(one.replied_on, time(12)))
            petition.closed_by = desk
            petition.handling_unit = names.unit(one)
        made.append(petition)
    return made


def _number(petitions: Sequence[Petition], unit: Unit) -> None:
    """Numbers each register's and year's letters in their order, registers and years always in one order, so that two
    imports never wait for one another crosswise."""
    counts = Counter((one.register, one.year) for one in petitions)
    following = {key: reserve(unit.pk, *key, counts[key]) for key in sorted(counts)}
    for petition in petitions:
        key = (petition.register, petition.year)
        petition.sequence = following[key]
        petition.number = number_text(petition)
        following[key] += 1


def _beside(pairs: list[tuple[Petition, ImportedLetter]], names: Known, unit: Unit, desk: Staff) -> None:
    """What stands beside the case: its story, the intake with what has no column here, and the answer."""
    CaseText.objects.bulk_create([CaseText(case=case, body=one.text) for case, one in pairs], BATCH)
    Intake.objects.bulk_create(
        [
            Intake(
                petition=case,
                channel=one.channel,
                received_on=one.received_on,
                head_count=one.head_count,
                note=names.note(one, is_open=case.is_open),
                registered_by=desk,
                unit=unit,
                import_row=one.row,
            )
            for case, one in pairs
        ],
        BATCH,
    )
    Reply.objects.bulk_create(
        [
            Reply(
                petition=case,
                text=one.reply or NO_ANSWER,
                method=_method(one),
                replied_on=one.replied_on,
                replied_by=desk,
                unit=unit,
            )
            for case, one in pairs
            if one.replied_on
        ],
        BATCH,
    )


def _sight(petitions: Sequence[Petition], unit: Unit, desk: Staff) -> None:
    """An accusation is seen by name alone; an open matter also by the department that handled it (S14-05)."""
    named = {person.pk: person for person in [desk, *people_with(Role.PETITION_OFFICER, unit)]}
    grants = [
        CaseGrant(case=case, staff=person, reason="检举控告经办")
        for case in petitions
        if case.is_sealed
        for person in named.values()
    ]
    grants += [
        CaseGrant(case=case, unit=case.handling_unit, reason="历史台账承办")
        for case in petitions
        if case.handling_unit and not case.is_sealed
    ]
    CaseGrant.objects.bulk_create(grants, BATCH)


def _method(letter: ImportedLetter) -> ReplyMethod:
    return METHODS.get(letter.channel, ReplyMethod.LETTER)


def _steps(petition: Petition, letter: ImportedLetter, file_name: str) -> list[Step]:
    """The chain of an imported letter; `at` is today, because today is when it was written down here."""
    origin = f"{file_name} 第{letter.row}行" + (
        f"，原编号{letter.source_number}" if letter.source_number else ""
    )
    here = str(State.REGISTERED)
    steps = [Step("sealed", here, here)] if petition.is_sealed else []
    steps.append(Step("imported", "", here, data={"number": petition.number, "source": origin}))
    if letter.replied_on:
        method = str(_method(letter).label)
        steps.append(Step("replied", here, here, data={"method": method, "conclusion": NOT_SAID}))
        steps.append(Step("closed", here, str(State.CLOSED)))
    return steps


def _clocks(petitions: Sequence[Petition]) -> None:
    """Starts the clocks of what is still open and still in time; a deadline of years ago would only cry wolf."""
    since = timezone.localdate() - timedelta(days=deadlines.ROUTE.days)
    for petition in petitions:
        if petition.is_open and petition.received_on >= since:
            first_clocks(petition)
