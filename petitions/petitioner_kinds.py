"""Who comes (S01-06): matters, visits and people of a span, by the kind of petitioner; never of single people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum

from accounts.models import Staff
from casework.states import State
from petitions.models import Intake, Petition, PetitionerKind

ANONYMOUS = "匿名"


@dataclass(frozen=True)
class KindRow:
    """One kind: 件次 and 人次."""

    label: str
    intakes: int
    people: int


def by_kind(staff: Staff, first: date, last: date) -> list[KindRow]:
    """Every kind, those without an intake as well; accusations are never counted in."""
    cases = Petition.objects.visible_to(staff).filter(is_sealed=False).exclude(state=State.VOIDED)
    rows = (
        Intake.objects.filter(received_on__range=(first, last), petition__in=cases.values("pk"))
        .order_by()
        .values_list("petition__petitioner__kind")
        .annotate(intakes=Count("pk"), people=Sum("head_count"))
    )
    found = {kind: (intakes, people) for kind, intakes, people in rows}
    labels: list[tuple[str | None, str]] = [*PetitionerKind.choices, (None, ANONYMOUS)]
    return [KindRow(label, *found.get(kind, (0, 0))) for kind, label in labels]
