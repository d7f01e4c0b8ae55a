"""Who wrote the letters of an old ledger: each person once, found again in the next file of the same unit."""

from __future__ import annotations

from collections.abc import Sequence

from simple_history.utils import bulk_create_with_history

from accounts.models import Staff, Unit
from casework.actions.bulk import BATCH
from petitions.import_matching import purpose_of
from petitions.ledger_import import ImportedLetter
from petitions.models import Petitioner
from petitions.states import Purpose

# Name, telephone, ID number, and whether it stands in an accusation.
Key = tuple[str, str, str, bool]


def person_key(letter: ImportedLetter) -> Key:
    """What tells two writers of a ledger apart: the name, the numbers where they were given, and the compartment."""
    return letter.person, letter.phone, letter.id_number, purpose_of(letter) == Purpose.ACCUSATION


def people_of(letters: Sequence[ImportedLetter], unit: Unit, *, by: Staff) -> dict[Key, Petitioner]:
    """The writers by `person_key`; anonymous letters have none.

    Only people whom an earlier import brought are found again: at the desk two people of one name are two people,
    and joining them is a person's decision.
    """
    wanted: dict[Key, ImportedLetter] = {}
    for one in letters:
        if one.person:
            wanted.setdefault(person_key(one), one)
    found = _brought_earlier({key[0] for key in wanted}, unit)
    taken = _numbers_taken({key[2] for key in wanted}, unit)
    new: dict[Key, Petitioner] = {}
    for key, one in wanted.items():
        if key in found:
            continue
        # A number that stands for somebody else already would make two people one: it is left out.
        apart = key[3]
        number = one.id_number if apart or one.id_number not in taken else ""
        taken |= set() if apart else {number} - {""}
        new[key] = Petitioner(
            name=one.person,
            phone=one.phone,
            address=one.address,
            id_number=number,
            unit=unit,
            is_apart=apart,
        )
        new[key].fill_search_columns()
    made = bulk_create_with_history(list(new.values()), Petitioner, batch_size=BATCH, default_user=by)
    return found | dict(zip(new, made, strict=True))


def _brought_earlier(names: set[str], unit: Unit) -> dict[Key, Petitioner]:
    found: dict[Key, Petitioner] = {}
    listed = sorted(names)
    for start in range(0, len(listed), BATCH):
        known = Petitioner.objects.filter(
            unit=unit, name__in=listed[start : start + BATCH], petitions__import_key__isnull=False
        )
        found |= {(one.name, one.phone, one.id_number, one.is_apart): one for one in known.order_by("-pk")}
    return found


def _numbers_taken(numbers: set[str], unit: Unit) -> set[str]:
    listed = sorted(numbers - {""})
    taken: set[str] = set()
    for start in range(0, len(listed), BATCH):
        known = Petitioner.objects.filter(
            unit=unit, id_number__in=listed[start : start + BATCH], is_apart=False
        )
        taken.update(known.values_list("id_number", flat=True))
    return taken
