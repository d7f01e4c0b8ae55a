"""One box for everything: a number, a name, the end of a telephone or of an ID number, words. All through the door.

What looks like a number goes to the b-trees and never to the full text. Void entries are found by their number alone.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from accounts.access import standing_of
from accounts.models import Staff, Unit
from casework import search
from casework.models import MAIN
from casework.states import State
from petitions import people
from petitions.models import Petition, Petitioner
from petitions.queries import in_sight

LONGEST = 60
MOST_NUMBERS = 20
MOST_PEOPLE = 20
# 清信访〔2026〕123号, with any brackets, with or without 号.
PRINTED = re.compile(
    r"(?P<prefix>[^\d\s]*?)\s*[〔\[(【{]\s*(?P<year>\d{4})\s*[〕\])】}]\s*0*(?P<number>\d{1,9})\s*号?"
)
# 2026-123, 2026/123
DASHED = re.compile(r"(?P<year>\d{4})\s*[-–—/]\s*0*(?P<number>\d{1,9})")
# 123: this year's register of the reader's own office.
BARE = re.compile(r"0*(?P<number>\d{1,6})号?")
NUMBER_LIKE = re.compile(r"[\d\s-]+[xX]?")


def tidy(text: str) -> str:
    """What was typed, without outer blanks and in plain digits and letters."""
    return unicodedata.normalize("NFKC", text).strip()[:LONGEST]


def is_whole_number(text: str) -> bool:
    """Whether this can be nothing but the number of a case."""
    return bool(PRINTED.fullmatch(text) or DASHED.fullmatch(text))


@dataclass(frozen=True)
class Person:
    """Somebody who fits, with the matters that the reader may see."""

    petitioner: Petitioner
    matters: list[Petition] = field(default_factory=list)


def by_number(staff: Staff, text: str, year: int) -> QuerySet[Petition]:
    """Cases with this number; `year` is the one meant when a running number stands alone."""
    seen: QuerySet[Petition] = Petition.objects.visible_to(staff)
    text = tidy(text)
    printed = PRINTED.fullmatch(text)
    if printed:
        found = seen.filter(year=int(printed["year"]), sequence=int(printed["number"]))
        return found.filter(number__startswith=printed["prefix"])
    dashed = DASHED.fullmatch(text)
    if dashed:
        return seen.filter(year=int(dashed["year"]), sequence=int(dashed["number"]))
    bare, desk = BARE.fullmatch(text), standing_of(staff).desk_unit
    if bare and desk:
        found = seen.filter(unit__in=_registers_of(desk), year=year, sequence=int(bare["number"]))
        return found.filter(register=MAIN)
    return seen.none()


def _registers_of(desk: Unit) -> list[Unit]:
    """The office's own register, and those of its departments."""
    return list(Unit.objects.below(desk)[:50])


def people_like(staff: Staff, text: str) -> list[Person]:
    """People by name, pinyin, telephone or ID number, each with what they brought."""
    found = people.look_up(staff, tidy(text), MOST_PEOPLE)
    matters = people.matters_of(staff, found) if found else []
    group = people.together(one.pk for one in found)
    # Entries that were decided to be one person are shown once, under the one that is kept.
    persons = {group[one.pk]: one for one in reversed(found)}
    persons.update({one.pk: one for one in found if one.pk in persons})
    rows: dict[int, list[Petition]] = {key: [] for key in persons}
    for matter in matters:
        if matter.petitioner_id in group:
            rows[group[matter.petitioner_id]].append(matter)
    return [Person(persons[key], rows[key]) for key in dict.fromkeys(group[one.pk] for one in found)]


def by_words(staff: Staff, text: str) -> QuerySet[Petition]:
    """Cases whose text holds every word typed; nothing for what is a number."""
    seen = in_sight(staff)
    text = tidy(text)
    if NUMBER_LIKE.fullmatch(text) or is_whole_number(text):
        return seen.none()
    return search.matching(seen.filter(~Q(state=State.VOIDED)), text)
