"""历史台账导入: the letters of an earlier ledger become petitions, all of a file or none of it.

What was answered comes in closed, with its answer; what was not is registered and in hand. A row that is there already
is left alone, so that the same file may be brought twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from accounts.access import people_with, standing_of
from accounts.models import Staff, Unit
from accounts.roles import Power, Role
from casework import search
from casework.actions.base import people_nearest
from casework.actions.bulk import BATCH, Step, insert_cases, record_first
from casework.models import CaseGrant, CaseText, policy_values
from casework.numbering import number_text, reserve
from casework.refusals import NotYours, Refusal
from casework.states import State
from petitions import deadlines
from petitions.actions.register import brief, first_clocks
from petitions.models import ContentClass, ImportBatch, Intake, Petition, Petitioner, Reply, ReplyMethod
from petitions.states import VISIT_CHANNELS, Channel, Conclusion, Purpose

MOST_ROWS = 50_000
NOT_SAID = "未记载"
METHODS = {
    Channel.PHONE: ReplyMethod.PHONE,
    Channel.ONLINE: ReplyMethod.ONLINE,
    Channel.EMAIL: ReplyMethod.ONLINE,
    **dict.fromkeys(VISIT_CHANNELS, ReplyMethod.IN_PERSON),
}


@dataclass(frozen=True)
class Letter:
    """One row of an old ledger, understood and checked. `fingerprint` is the same for the same row of any copy."""

    row: int
    fingerprint: str
    received_on: date
    body: str
    channel: str = Channel.LETTER
    name: str = ""  # empty: 匿名
    title: str = ""
    purpose: str = Purpose.CLAIM
    head_count: int = 1
    phone: str = ""
    workplace: str = ""
    address: str = ""
    place: str = ""
    original_number: str = ""
    content_class: ContentClass | None = None
    handling_unit: Unit | None = None
    reply: str = ""
    replied_on: date | None = None
    conclusion: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of a file's rows."""

    added: int
    skipped: int


def key_of(unit: Unit, letter: Letter) -> str:
    """The key that keeps a row from coming into the same register twice."""
    return f"{unit.code}:{letter.fingerprint[:36]}"


def already_there(unit: Unit, letters: Sequence[Letter]) -> set[str]:
    """Keys of these rows that an earlier import has brought."""
    keys = [key_of(unit, one) for one in letters]
    found: set[str] = set()
    for start in range(0, len(keys), BATCH):
        part = Petition.objects.filter(import_key__in=keys[start : start + BATCH])
        found.update(key for key in part.values_list("import_key", flat=True) if key)
    return found


def keeper_of(unit: Unit) -> Staff | None:
    """In whose name old letters stand when a command brings them: who keeps the register of the unit."""
    for role in (Role.PETITION_OFFICER, Role.REGISTRAR, Role.UNIT_HEAD):
        if people := people_with(role, unit):
            return people[0]
    nearest = people_nearest(unit, [Role.PETITION_OFFICER, Role.REGISTRAR, Role.UNIT_HEAD, Role.CHIEF_LEADER])
    return nearest[0] if nearest else None


@transaction.atomic
def bring_in(
    letters: Sequence[Letter],
    *,
    unit: Unit,
    source: str,
    by: Staff | None,
    keeper: Staff | None = None,
    batch: ImportBatch | None = None,
) -> Outcome:
    """Brings rows into the register of a unit; all of them, or nothing.

    `by` is who imports (None: the system, then `keeper` or the unit's own register keeper stands as registrar).
    Raises NotYours without 登记 at the unit, Refusal for too many rows or when nobody keeps the register.
    """
    desk = by or keeper or keeper_of(unit)
    if desk is None:
        raise Refusal(f"{unit.name}及其上级没有信访专干或登记员，请先任命，或指定登记人。")
    if by is not None and not standing_of(by).may_at(Power.REGISTER, unit):
        raise NotYours("您没有在该单位登记来信来访的职务。")
    if len(letters) > MOST_ROWS:
        raise Refusal(f"一次最多导入 {MOST_ROWS} 行，请分成几个文件。")
    there = already_there(unit, letters)
    fresh = sorted(
        (one for one in letters if key_of(unit, one) not in there), key=lambda one: (one.received_on, one.row)
    )
    people = _people(fresh, unit, by or desk)
    petitions = _petitions(fresh, people, unit, desk)
    _number(petitions, unit)
    insert_cases(petitions, by=by or desk)
    _beside(list(zip(petitions, fresh, strict=True)), unit, desk)
    chains = [(case, _steps(case, one, source)) for case, one in zip(petitions, fresh, strict=True)]
    record_first(chains, by=by)
    _clocks(petitions)
    search.index_many([one.pk for one in petitions])
    outcome = Outcome(added=len(fresh), skipped=len(letters) - len(fresh))
    if batch is not None:
        batch.added, batch.skipped, batch.finished_at = outcome.added, outcome.skipped, timezone.now()
        batch.save(update_fields=["added", "skipped", "finished_at"])
    return outcome


def _person_key(letter: Letter) -> tuple[str, str]:
    return letter.name, letter.phone


def _people(letters: Sequence[Letter], unit: Unit, by: Staff) -> dict[tuple[str, str], Petitioner]:
    """The writers, each once; those whom an earlier import of the unit brought are found again by name and phone."""
    wanted: dict[tuple[str, str], Letter] = {}
    for one in letters:
        if one.name:
            wanted.setdefault(_person_key(one), one)
    names = sorted({name for name, _ in wanted})
    found: dict[tuple[str, str], Petitioner] = {}
    for start in range(0, len(names), BATCH):
        known = Petitioner.objects.filter(
            unit=unit, name__in=names[start : start + BATCH], petitions__import_key__isnull=False
        )
        found |= {(one.name, one.phone): one for one in known.order_by("-pk")}
    new = [
        Petitioner(name=one.name, phone=one.phone, workplace=one.workplace, address=one.address, unit=unit)
        for key, one in wanted.items()
        if key not in found
    ]
    for person in new:
        person.fill_search_columns()
    for person in bulk_create_with_history(new, Petitioner, batch_size=BATCH, default_user=by):
        found[(person.name, person.phone)] = person
    return found


def _petitions(
    letters: Sequence[Letter], people: dict[tuple[str, str], Petitioner], unit: Unit, desk: Staff
) -> list[Petition]:
    """The rows as petitions, not saved yet; what has an answer is closed by its own edge."""
    policy = policy_values(unit, timezone.localdate())
    scope = Petition(unit=unit)
    scope.set_scope()
    levels = {f"scope_{n}": getattr(scope, f"scope_{n}") for n in range(1, 7)}
    made = []
    for one in letters:
        person = people.get(_person_key(one)) if one.name else None
        sealed = one.purpose == Purpose.ACCUSATION
        petition = Petition(
            unit=unit,
            year=one.received_on.year,
            title="检举控告事项" if sealed else one.title or brief(one.body),
            person_name=person.name if person else "匿名",
            petitioner=person,
            is_anonymous=person is None,
            channel=one.channel,
            purpose=one.purpose,
            head_count=one.head_count,
            place=one.place,
            received_on=one.received_on,
            registered_by=desk,
            first_responder=desk,
            content_class=one.content_class,
            handling_unit=one.handling_unit,
            conclusion=one.conclusion,
            is_sealed=sealed,
            confidentiality="sensitive" if sealed else "ordinary",
            policy_values=policy,
            import_key=key_of(unit, one),
            **levels,
        )
        if one.replied_on:
            petition.import_closed()
            # The ledger says the day; noon keeps it the same day in every time zone of the country.
            petition.closed_at = timezone.make_aware(datetime.combine(one.replied_on, time(12)))
            petition.closed_by = desk
        made.append(petition)
    return made


def _number(petitions: Sequence[Petition], unit: Unit) -> None:
    """Numbers each year's letters in their order. Years go up, so that two imports wait for one another in one order."""
    years = Counter(one.year for one in petitions)
    for year in sorted(years):
        first = reserve(unit.pk, "main", year, years[year])
        for sequence, petition in enumerate((one for one in petitions if one.year == year), start=first):
            petition.sequence = sequence
            petition.number = number_text(petition)


def _beside(pairs: list[tuple[Petition, Letter]], unit: Unit, desk: Staff) -> None:
    """What stands beside the case: story, intake, answer, and sight by name for what is sealed."""
    CaseText.objects.bulk_create([CaseText(case=case, body=one.body) for case, one in pairs], BATCH)
    Intake.objects.bulk_create(
        [
            Intake(
                petition=case,
                channel=one.channel,
                received_on=one.received_on,
                head_count=one.head_count,
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
                conclusion=one.conclusion,
                text=one.reply,
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
    named = {person.pk: person for person in [desk, *people_with(Role.PETITION_OFFICER, unit)]}
    CaseGrant.objects.bulk_create(
        [
            CaseGrant(case=case, staff=person, reason="检举控告经办")
            for case, _ in pairs
            if case.is_sealed
            for person in named.values()
        ],
        BATCH,
    )


def _method(letter: Letter) -> ReplyMethod:
    return METHODS.get(Channel(letter.channel), ReplyMethod.LETTER)


def _steps(petition: Petition, letter: Letter, source: str) -> list[Step]:
    """The chain of an imported letter; `at` is today, because today is when it was written down here."""
    origin = f"{source} 第{letter.row}行" + (
        f"，原编号{letter.original_number}" if letter.original_number else ""
    )
    here = str(State.REGISTERED)
    steps = [Step("sealed", here, here)] if petition.is_sealed else []
    steps.append(Step("imported", "", here, data={"number": petition.number, "source": origin}))
    if letter.replied_on:
        conclusion = str(Conclusion(letter.conclusion).label) if letter.conclusion else NOT_SAID
        method = str(_method(letter).label)
        steps.append(Step("replied", here, here, data={"method": method, "conclusion": conclusion}))
        steps.append(Step("closed", here, str(State.CLOSED)))
    return steps


def _clocks(petitions: Sequence[Petition]) -> None:
    """Starts the clocks of what is still open and still in time; a deadline of years ago would only cry wolf."""
    since = timezone.localdate() - timedelta(days=deadlines.ROUTE.days)
    for petition in petitions:
        if petition.state == State.REGISTERED and petition.received_on >= since:
            first_clocks(petition)
