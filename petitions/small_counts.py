"""Small counts: a figure about accusations never tells of one (rules.md D3).

No other figure of the product includes an accusation, for anybody: no total minus its parts gives the number away.
"""

from __future__ import annotations

from datetime import date

from accounts.models import Unit
from petitions.models import Petition

FROM = 5


def in_words(count: int) -> str:
    """“<5” for none to four, so that the first is not told from none; the number from five on."""
    return str(count) if count >= FROM else f"<{FROM}"


def accusations(unit: Unit, first: date, last: date) -> str:
    """检举控告 registered at or below a unit between two days, in words fit for everybody."""
    found = Petition.objects.filter(
        unit__path__startswith=unit.path, is_sealed=True, received_on__range=(first, last)
    )
    return in_words(found.count())
