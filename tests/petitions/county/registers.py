"""The year's totals, as the county's registers count them for those who may read each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from petitions.ledger import APART, REGISTERED, Selection, cases_of, intakes, totals
from petitions.models import Petition
from tests.petitions.county.people import staff, unit_of


@dataclass
class Sums:
    """件次, 批次, 人次, 集体访, 重复 and how many of each purpose."""

    letters: int = 0
    visits: int = 0
    visitors: int = 0
    collective: int = 0
    repeats: int = 0
    purposes: Counter[str] = field(default_factory=Counter)


# The city and all below it, whose letters from one to another are counted once; the company; accusations apart. The
# last of these is about the very unit that received it: it stands in its register as a number, and nobody there reads it.
REGISTERS = (
    ("C-ZF", "C-XF", True, REGISTERED),
    ("E01", "E01", False, REGISTERED),
    ("XF", "XF", False, APART),
    ("ZJJ", "", False, APART),
)


def count() -> Sums:
    """Adds the registers up."""
    sums = Sums()
    for code, reader, below, basis in REGISTERS:
        chosen = Selection(unit_of(code), date(2026, 1, 1), date(2026, 12, 31), below=below, basis=basis)
        cases = cases_of(staff(reader, "officer")) if reader else Petition.objects.all()
        found = totals(chosen, cases)
        sums.letters += found.letters
        sums.visits += found.visits
        sums.visitors += found.people
        sums.collective += found.collective
        sums.repeats += found.repeat
        sums.purposes.update(intakes(chosen, cases).values_list("petition__purpose", flat=True))
    return sums
