"""Numbers: per unit, register and year, without gaps, never reused. The counter row is the last lock of a transaction."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from accounts.models import Unit
from casework.models import SEALED, Case, IssuedPaper, RetiredNumber
from casework.states import State

# Registers of papers (文号) count beside those of cases.
PAPERS = "p-"
# Papers of accusations count apart from the others, as their cases do.
SEALED_PAPERS = "s-"
INSERT = (
    "INSERT INTO casework_numbercounter (unit_id, register, year, last) VALUES (%s, %s, %s, 0) "
    "ON CONFLICT (unit_id, register, year) DO NOTHING"
)
NEXT = (
    "UPDATE casework_numbercounter SET last = last + %s "
    "WHERE unit_id = %s AND register = %s AND year = %s RETURNING last"
)


def give_number(case: Case) -> str:
    """Numbers a case as the last write of the caller's transaction; 清信访〔2026〕123号.

    The UPDATE itself is the lock, on both databases; whoever rolls back gives the number back.
    """
    case.sequence = reserve(case.unit_id, case.register, case.year, 1)
    case.number = number_text(case)
    # One narrow UPDATE of two columns that history does not need twice.
    Case._base_manager.filter(pk=case.pk).update(sequence=case.sequence, number=case.number)
    return case.number


def number_text(case: Case) -> str:
    """The printed number; derived once from unit, year and sequence, never taken apart again."""
    word = "控" if case.register == SEALED else "访"
    return f"{case.unit.short_name}{word}〔{case.year}〕{case.sequence}号"


def renumber(case: Case, register: str, year: int) -> str:
    """Moves a case into another register under a new number; the old number stays used (S03-05)."""
    assert case.sequence is not None
    RetiredNumber.objects.create(
        case=case,
        unit=case.unit,
        register=case.register,
        year=case.year,
        sequence=case.sequence,
        number=case.number or "",
    )
    case.register, case.year = register, year
    case.sequence = reserve(case.unit_id, register, year, 1)
    case.number = number_text(case)
    return case.number


def reserve(unit_id: int, register: str, year: int, count: int) -> int:
    """Takes `count` numbers in a row and returns the first; they are given back when the transaction rolls back."""
    assert transaction.get_connection().in_atomic_block, "a number is given inside a transaction"
    key = (unit_id, register, year)
    with connection.cursor() as cursor:
        cursor.execute(NEXT, (count, *key))
        row = cursor.fetchone()
        if row is None:
            cursor.execute(INSERT, key)
            cursor.execute(NEXT, (count, *key))
            row = cursor.fetchone()
    return int(row[0]) - count + 1


def paper_number(unit: Unit, word: str, year: int, sequence: int | str) -> str:
    """清信受〔2026〕1号: short name of the unit, 信, the word of the kind, the year in full, no leading zeros."""
    short = unit.short_name if unit.short_name.endswith("信") else f"{unit.short_name}信"
    return f"{short}{word}〔{year}〕{sequence}号"


def paper_register(kind: str, *, is_sealed: bool = False) -> str:
    """The name under which numbers of a kind of paper are counted."""
    return f"{SEALED_PAPERS if is_sealed else PAPERS}{kind}"


def gaps(unit_id: int, register: str, year: int) -> list[int]:
    """Sequence numbers missing from a register (S03-05); void and withdrawn numbers keep their row: any gap is a fault."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT last FROM casework_numbercounter WHERE unit_id=%s AND register=%s AND year=%s",
            (unit_id, register, year),
        )
        row = cursor.fetchone()
    if register.startswith((PAPERS, SEALED_PAPERS)):
        used = set(_papers(unit_id, register, year).values_list("sequence", flat=True))
    elif "-" in register:
        # Numbers that no case carries (档号 of a file): the table that holds them counts them.
        return []
    else:
        cases = Case.objects.filter(unit_id=unit_id, register=register, year=year)
        used = set(cases.values_list("sequence", flat=True))
        moved = RetiredNumber.objects.filter(unit_id=unit_id, register=register, year=year)
        used |= set(moved.values_list("sequence", flat=True))
    last = max([int(row[0]) if row else 0, *(n for n in used if n)])
    return [n for n in range(1, last + 1) if n not in used]


def voids(unit_id: int, register: str, year: int) -> list[int]:
    """Numbers that are used for nothing any more: 作废 cases, papers taken back. They keep their row and are no gap."""
    if register.startswith((PAPERS, SEALED_PAPERS)):
        found: QuerySet[Any] = _papers(unit_id, register, year).filter(withdrawn_at__isnull=False)
    else:
        found = Case.objects.filter(unit_id=unit_id, register=register, year=year, state=State.VOIDED)
    return sorted(found.values_list("sequence", flat=True))


def _papers(unit_id: int, register: str, year: int) -> QuerySet[IssuedPaper]:
    kind, is_sealed = register[len(PAPERS) :], register.startswith(SEALED_PAPERS)
    return IssuedPaper.objects.filter(unit_id=unit_id, kind=kind, year=year, is_sealed=is_sealed)
