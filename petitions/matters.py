"""What may belong together, with the reason for each: the same matter, the same person, letters of one text. Proposals only."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from accounts.access import standing_of
from accounts.models import Staff, Unit
from accounts.roles import Power
from casework.access import reach_of
from casework.models import CaseText, CommonBigram
from casework.search import tokens
from casework.states import State
from petitions import repeats
from petitions.models import Petition, Petitioner, RepeatLink, SamePerson, TextDigest
from petitions.people import MOST_PEOPLE, known_people, open_matters, together

# Before routing two letters can still become one; afterwards somebody already works on each.
UNDECIDED = frozenset({State.REGISTERED, State.ANNOTATED, State.RETURNED})
PER_PAGE = 20
CAMPAIGN_FROM = 3
LIKELIEST = 3


def of_my_office(staff: Staff) -> QuerySet[Petition]:
    """Cases that this person's office may still join: in sight, open for routing, not sealed."""
    below = Unit.objects.filter(reach_of(standing_of(staff).units_with(Power.ROUTE)))
    return open_matters(staff).filter(unit__in=below.values("pk"), state__in=UNDECIDED, import_key=None)


@dataclass(frozen=True)
class Alike:
    """A case and an earlier one of the same person that reads alike."""

    petition: Petition
    earlier: Petition
    reason: str
    may_merge: bool


def alike_cases(staff: Staff, offset: int = 0) -> tuple[list[Alike], bool]:
    """可能重复的事项, a page of cases at a time, and whether there are more cases to look at."""
    mine = of_my_office(staff).filter(petitioner__isnull=False).select_related("petitioner", "unit", "text")
    rows = list(mine.order_by("-received_on", "-pk")[offset : offset + PER_PAGE + 1])
    more, rows = len(rows) > PER_PAGE, rows[:PER_PAGE]
    group = together(one.petitioner_id for one in rows if one.petitioner_id)
    candidates = _earlier_by_person(staff, group)
    decided = set(RepeatLink.objects.filter(petition__in=rows).values_list("petition_id", "earlier_id"))
    before = {
        one.pk: [
            other
            for other in candidates[group[one.petitioner_id or 0]]
            if other.pk < one.pk and (one.pk, other.pk) not in decided
        ]
        for one in rows
    }
    return _ranked(rows, before), more


def _earlier_by_person(staff: Staff, group: dict[int, int]) -> dict[int, list[Petition]]:
    found: dict[int, list[Petition]] = defaultdict(list)
    rows = open_matters(staff).filter(petitioner__in=group).exclude(state=State.MERGED)
    for one in rows.select_related("petitioner", "handling_unit").order_by("-pk")[: PER_PAGE * 50]:
        if one.petitioner_id is not None:
            found[group[one.petitioner_id]].append(one)
    return found


def _ranked(rows: list[Petition], before: dict[int, list[Petition]]) -> list[Alike]:
    """The three likeliest for each; two queries for all of them."""
    earlier = {other.pk for others in before.values() for other in others}
    bodies = dict(CaseText.objects.filter(case__in=earlier).values_list("case_id", "body"))
    words = {token for one in rows if before[one.pk] for token in tokens(one.text.body)}
    shares = dict(CommonBigram.objects.filter(token__in=words).values_list("token", "share")) if words else {}
    found: list[Alike] = []
    for one in rows:
        others = {other.pk: other for other in before[one.pk] if other.pk in bodies}
        known = tuple(word for word in (one.person_name, one.place) if word)
        texts = {pk: bodies[pk] for pk in others}
        for like in repeats.rank(one.text.body, texts, known=known, shares=shares)[:LIKELIEST]:
            if like.is_possible:
                other = others[like.key]
                reason = f"同一人，内容相似 {round(like.score * 100)}%"
                found.append(Alike(one, other, reason, other.is_open))
    return found


@dataclass(frozen=True)
class Pair:
    """Two entries of the directory that may be one person."""

    entry: Petitioner
    kept: Petitioner
    reason: str


WAYS = (("证件号相同", "id_number"), ("姓名、电话相同", "phone"), ("姓名、单位相同", "workplace"))


def alike_people(staff: Staff) -> list[Pair]:
    """可能是同一人: entries in sight that agree in number, or in name and telephone, or in name and workplace."""
    seen = known_people(staff)
    found: dict[tuple[int, int], Pair] = {}
    for reason, column in WAYS:
        keys = [column] if column == "id_number" else ["name", column]
        doubled = seen.exclude(**{column: ""}).order_by().values(*keys).annotate(n=Count("pk"))
        wanted = Q(pk__in=[])
        for row in doubled.filter(n__gt=1)[:PER_PAGE]:
            wanted |= Q(**{key: row[key] for key in keys})
        rows: dict[tuple[str, ...], list[Petitioner]] = defaultdict(list)
        for one in seen.filter(wanted).select_related("unit").order_by("pk"):
            rows[tuple(getattr(one, key) for key in keys)].append(one)
        for same in rows.values():
            for entry in same[1:MOST_PEOPLE]:
                found.setdefault((entry.pk, same[0].pk), Pair(entry, same[0], reason))
    return _undecided(list(found.values()))[:PER_PAGE]


def _undecided(pairs: list[Pair]) -> list[Pair]:
    group = together(one.pk for pair in pairs for one in (pair.entry, pair.kept))
    no = SamePerson.objects.filter(is_same=False, undone_at__isnull=True)
    told = {frozenset(one) for one in no.values_list("entry", "kept")} if pairs else set()
    return [
        pair
        for pair in pairs
        if group[pair.entry.pk] != group[pair.kept.pk]
        and frozenset((pair.entry.pk, pair.kept.pk)) not in told
    ]


def decisions(staff: Staff) -> list[SamePerson]:
    """The latest decisions about entries in sight, to look at and to take back."""
    seen = known_people(staff).values("pk")
    rows = SamePerson.objects.filter(undone_at__isnull=True, entry__in=seen, kept__in=seen)
    return list(rows.select_related("entry", "kept", "decided_by")[:PER_PAGE])


@dataclass
class Campaign:
    """Letters of one text: the earliest leads; those that may still be joined are named."""

    lead: Petition
    letters: list[Petition] = field(default_factory=list)
    writers: int = 0

    @property
    def open_letters(self) -> list[Petition]:
        """Those that can still be joined to the lead."""
        return [one for one in self.letters if one.pk != self.lead.pk and one.state in UNDECIDED]


def campaigns(staff: Staff) -> list[Campaign]:
    """内容相同的来信: at least three open letters of one text, the largest group first; each may still join."""
    mine = of_my_office(staff)
    rows = (
        TextDigest.objects.filter(Exists(mine.filter(pk=OuterRef("petition_id"))))
        .order_by()
        .values("digest")
        .annotate(n=Count("pk"), first=Min("pk"))
        .filter(n__gte=CAMPAIGN_FROM)
        .order_by("-n", "first")[:PER_PAGE]
    )
    digests = [row["digest"] for row in rows]
    letters = open_matters(staff).filter(digest__digest__in=digests, is_open=True)
    found: dict[str, Campaign] = {}
    for one in letters.select_related("petitioner", "unit", "digest").order_by("pk")[: PER_PAGE * 200]:
        campaign = found.setdefault(one.digest.digest, Campaign(one))
        campaign.letters.append(one)
    for campaign in found.values():
        campaign.writers = len({one.petitioner_id or -one.pk for one in campaign.letters})
    return sorted(found.values(), key=lambda one: (-len(one.letters), one.lead.pk))
