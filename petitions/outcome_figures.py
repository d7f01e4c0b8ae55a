"""答复率、现场调查率、满意率, and the four lists that should be empty (S08-02, S08-08, S08-09). Reads only.

Every rate carries what it divides. Whoever has not rated is never counted as satisfied. Sealed cases are never in.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.models import Staff
from casework.states import Confidentiality, State
from petitions.models import (
    AidReferral,
    Declined,
    Evaluation,
    Explanation,
    Intake,
    Investigation,
    Party,
    Petition,
    Rating,
    Reply,
)
from petitions.public import ENDED, NOT_RATED
from petitions.rates import Rate
from petitions.states import VISIT_CHANNELS, Conclusion, LegalRoute, Purpose


def cases_of(staff: Staff, first: date, last: date) -> QuerySet[Petition]:
    """What was received in the period, in this person's sight, without what is sealed, void or of another time."""
    found = Petition.objects.visible_to(staff).filter(
        is_sealed=False, import_key=None, received_on__range=(first, last)
    )
    return found.exclude(state__in=[State.VOIDED, State.MERGED])


def work_rates(staff: Staff, first: date, last: date) -> list[Rate]:
    """答复率 of the named matters that were decided, and 现场调查率 of those that needed looking into."""
    cases = cases_of(staff, first, last)
    decided = cases.filter(Q(closed_at__isnull=False) | Q(state=State.CONCLUDED))
    named = decided.filter(is_anonymous=False)
    replied = named.filter(Exists(Reply.objects.filter(petition=OuterRef("pk"))))
    asked = decided.filter(purpose=Purpose.CLAIM)
    on_site = Investigation.objects.filter(petition=OuterRef("pk"), kind="site", head__isnull=False)
    return [
        Rate("答复率", "已答复 ÷ 已办的署名信访件", replied.count(), named.count()),
        Rate("现场调查率", "到过现场 ÷ 已办的申诉求决", asked.filter(Exists(on_site)).count(), asked.count()),
    ]


def ratable(cases: QuerySet[Petition]) -> QuerySet[Petition]:
    """What may be rated: answered, without litigation routes, congress, courts and accusations."""
    answered = Exists(Reply.objects.filter(petition=OuterRef("pk")))
    found = cases.filter(answered, state__in=ENDED, legal_route__in=["", LegalRoute.PETITION])
    found = found.exclude(purpose=Purpose.ACCUSATION).exclude(unit__kind__in=NOT_RATED)
    found = found.exclude(confidentiality=Confidentiality.SENSITIVE)
    return found.filter(Q(handling_unit=None) | ~Q(handling_unit__kind__in=NOT_RATED))


def satisfaction(staff: Staff, first: date, last: date) -> list[Rate]:
    """参评率 and 满意率 for 接收单位 and for 承办单位; the unrated are in neither part of 满意率 (F-29)."""
    found: list[Rate] = []
    for party in Party:
        cases = ratable(cases_of(staff, first, last))
        if party == Party.HANDLER:
            cases = cases.exclude(handling_unit=None).exclude(handling_unit=F("unit"))
        given = Evaluation.objects.filter(party=party, petition__in=cases.values("pk"))
        rated, good = given.count(), given.exclude(rating=Rating.BAD).count()
        found += [
            Rate(f"{party.label}参评率", "已评价 ÷ 可以评价", rated, cases.count()),
            Rate(f"{party.label}满意率", "（满意＋基本满意）÷ 已评价", good, rated),
        ]
    return found


def without_talk(cases: QuerySet[Petition]) -> QuerySet[Petition]:
    """未接谈: a visit without a talk record (S01-07)."""
    visit = Intake.objects.filter(
        petition=OuterRef("pk"), channel__in=VISIT_CHANNELS, talk__isnull=True, import_row__isnull=True
    )
    return cases.filter(Exists(visit))


def without_answer(cases: QuerySet[Petition]) -> QuerySet[Petition]:
    """未答复: signed and not yet answered, or not taken up and not yet told in writing."""
    untold = Declined.objects.filter(petition=OuterRef("pk"), set_aside_at__isnull=True, told_on__isnull=True)
    named = cases.filter(is_anonymous=False)
    return named.filter(Q(state=State.CONCLUDED) | Q(Exists(untold), state__in=[State.REFUSED, State.ENDED]))


def without_explanation(cases: QuerySet[Petition]) -> QuerySet[Petition]:
    """未解释: not or not wholly supported, and nobody has explained it to the person."""
    told = Explanation.objects.filter(petition=OuterRef("pk"))
    doubted = [Conclusion.REFUSE, Conclusion.PARTLY, Conclusion.EXPLAIN]
    return cases.filter(~Exists(told), conclusion__in=doubted, is_anonymous=False).exclude(
        state=State.ARCHIVED
    )


def without_help(cases: QuerySet[Petition]) -> QuerySet[Petition]:
    """未帮扶: a hardship that was passed on and of which nothing has come yet."""
    return cases.filter(Exists(AidReferral.objects.filter(petition=OuterRef("pk"), helped_on=None)))


# 有访必接、有问必答、有疑必释、有困必解 (S08-02): each list should be empty.
ZERO_LISTS = {
    "talk": ("未接谈", without_talk),
    "answer": ("未答复", without_answer),
    "explain": ("未解释", without_explanation),
    "help": ("未帮扶", without_help),
}


def zero_counts(cases: QuerySet[Petition]) -> list[list[Any]]:
    """How many stand in each list, as plain values: [“未接谈”, 0], … ."""
    return [[label, of(cases).count()] for label, of in ZERO_LISTS.values()]
