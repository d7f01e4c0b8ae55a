"""Finding people who have been here before, and what they brought: only through matters that the reader may see.

A person known from sealed accusations alone is not found at all, by nobody: the directory must not tell what the
door hides. Sealed matters are neither listed nor counted here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from accounts.models import Staff
from casework.models import CaseText, CommonBigram
from casework.search import tokens
from casework.states import State
from petitions import repeats
from petitions.models import Petition, Petitioner, SamePerson
from petitions.repeats import Likeness
from petitions.validators import id_number_18, normalise_id_number, normalise_phone

MOST_PEOPLE = 8
SHORTEST_PHONE = 7


def open_matters(staff: Staff) -> QuerySet[Petition]:
    """Petitions that may be shown beside a name: in the reader's sight, neither sealed nor void."""
    return Petition.objects.visible_to(staff).filter(is_sealed=False).exclude(state=State.VOIDED)


def known_people(staff: Staff) -> QuerySet[Petitioner]:
    """People who brought at least one matter that the reader may see."""
    return Petitioner.objects.filter(Exists(open_matters(staff).filter(petitioner=OuterRef("pk"))))


def _matching(query: str) -> list[Q]:
    """The ways to read what was typed, the surest first."""
    plain = normalise_id_number(query)
    if re.fullmatch(r"\d+X?", plain, re.ASCII):
        ways = [same_id_number(plain)] if len(plain) >= 15 else []
        if len(plain) >= SHORTEST_PHONE and plain.isdigit():
            ways.append(Q(phone=normalise_phone(query)))
        if plain.isdigit() and len(plain) >= 4:
            ways.append(Q(phone_tail=plain[-4:], phone__endswith=plain))
        if len(plain) == 6:
            ways.append(Q(id_tail=plain))
        return ways
    if re.fullmatch(r"[a-z]+", query.lower()):
        low = query.lower()
        # Names with several readings keep them all, apart from one another by a blank.
        return [
            Q(initials=low),
            Q(initials__startswith=low) | Q(initials__contains=f" {low}"),
            Q(pinyin__startswith=low) | Q(pinyin__contains=f" {low}"),
        ]
    return [Q(name__startswith=query), Q(name__contains=query)]


def same_id_number(number: str) -> Q:
    """The number itself, or the number of 18 digits that an old one of 15 has become."""
    return Q(id_number__in={number, id_number_18(number)})


def look_up(staff: Staff, query: str, most: int = MOST_PEOPLE) -> list[Petitioner]:
    """People by ID number or its last six, phone or its last four, name, or pinyin; the surest reading that finds any."""
    query = query.strip()
    if len(query) < 2:
        return []
    for way in _matching(query):
        found = list(known_people(staff).filter(way).order_by("name", "pk")[:most])
        if found:
            return found
    return []


@dataclass(frozen=True)
class Past:
    """How often somebody came, as far as the reader may know."""

    count: int = 0
    last: date | None = None


def together(entries: Iterable[int]) -> dict[int, int]:
    """These entries and all that people decided to be the same persons, each with the entry that it is kept under."""
    wanted = set(entries)
    same = SamePerson.objects.filter(is_same=True, undone_at__isnull=True)
    centres = same.filter(entry__in=wanted).values("kept")
    rows = same.filter(Q(entry__in=wanted) | Q(kept__in=wanted) | Q(kept__in=centres))
    found = dict(rows.values_list("entry", "kept"))
    return {one: one for one in {*wanted, *found.values()}} | found


def pasts(staff: Staff, people: list[Petitioner]) -> dict[int, Past]:
    """The number of matters and the latest date for each of these people, under whichever entry they were registered."""
    group = together(one.pk for one in people)
    rows = (
        open_matters(staff)
        .filter(petitioner__in=group)
        .order_by()
        .values("petitioner")
        .annotate(number=Count("pk"), last=Max("received_on"))
    )
    found: dict[int, Past] = {}
    for row in rows:
        past = found.get(group[row["petitioner"]], Past())
        last = max(filter(None, (past.last, row["last"])), default=None)
        found[group[row["petitioner"]]] = Past(past.count + row["number"], last)
    return {one.pk: found[group[one.pk]] for one in people if group[one.pk] in found}


def matters_of(staff: Staff, people: list[Petitioner]) -> list[Petition]:
    """What these people brought, open ones first, then the newest; at most fifty."""
    found = (
        open_matters(staff)
        .filter(petitioner__in=together(one.pk for one in people))
        .select_related("handling_unit", "handler", "petitioner")
    )
    return list(found.order_by("-is_open", "-received_on", "-pk")[: repeats.MOST])


def same_identity(
    staff: Staff, *, name: str, id_number: str, phone: str, workplace: str
) -> list[tuple[Petitioner, str]]:
    """People who may be the same: by ID number, by telephone, by name and workplace; each with the reason."""
    found: dict[int, tuple[Petitioner, str]] = {}
    ways = [
        ("证件号相同", id_number, same_id_number(id_number)),
        ("电话相同", phone, Q(phone=phone)),
        ("姓名、单位相同", name and workplace, Q(name=name, workplace=workplace)),
        ("同名", name if len(name) > 1 else "", Q(name=name)),
    ]
    for reason, given, way in ways:
        if given:
            for one in known_people(staff).filter(way).order_by("-pk")[:MOST_PEOPLE]:
                found.setdefault(one.pk, (one, reason))
    return list(found.values())[:MOST_PEOPLE]


def surely_known(staff: Staff, *, name: str, id_number: str, phone: str) -> Petitioner | None:
    """The one person of this name with this ID number or, without one, this telephone."""
    if not name or not (id_number or phone):
        return None
    same = known_people(staff).filter(name=name)
    found = same.filter(same_id_number(id_number)) if id_number else same.filter(phone=phone)
    rows = list(found.order_by("pk")[:2])
    return rows[0] if len(rows) == 1 else None


def alike(text: str, matters: list[Petition], *, known: tuple[str, ...]) -> dict[int, Likeness]:
    """Likeness of each matter's text to a new text, by key; two queries."""
    if not text.strip() or not matters:
        return {}
    bodies = dict(CaseText.objects.filter(case__in=matters).values_list("case_id", "body"))
    wanted = set(tokens(text))
    shares = dict(CommonBigram.objects.filter(token__in=wanted).values_list("token", "share"))
    return {one.key: one for one in repeats.rank(text, bodies, known=known, shares=shares)}
