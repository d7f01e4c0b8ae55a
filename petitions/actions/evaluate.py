"""满意度评价 by the petitioner, with the code of the slip; no colleague's name can stand on it (条例第二十一条)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from casework.actions.base import record
from casework.refusals import NotVisible, Refusal
from petitions import public
from petitions.models import Evaluation, Party, Petition, Rating


@transaction.atomic
def evaluate(number: str, code: str, *, ratings: dict[str, tuple[str, str]]) -> Petition:
    """Rates each party once, (rating, words); may be changed until the window closes. Logged without a colleague.

    Raises NotVisible when number and code do not fit, Refusal when the window is closed or a rating is unknown.
    """
    petition = public.find(number, code)
    if petition is None:
        raise NotVisible
    now = timezone.now()
    if not public.may_rate(petition, timezone.localdate(now)):
        raise Refusal("现在不能评价：尚未答复，或评价期限已过。")
    units = {one.party: one.unit for one in public.rated_units(petition)}
    if not ratings:
        raise Refusal("请至少评价一个单位。")
    for party, (rating, words) in ratings.items():
        if party not in units or rating not in Rating.values:
            raise Refusal("请选择满意、基本满意或不满意。", f"{party}_rating")
        found = Evaluation.objects.select_for_update().filter(petition=petition, party=party).first()
        if found is None:
            found = Evaluation(petition=petition, party=party, unit=units[party], first_at=now)
        found.rating, found.words, found.changed_at = rating, words.strip()[:300], now
        found.save()
        record(
            petition,
            "evaluated",
            by=None,
            party=Party(party).label,
            rating=Rating(rating).label,
        )
    return petition
