"""Numbers: per unit, register and year, without gaps, never reused. The counter row is the last lock of a transaction."""

from __future__ import annotations

from django.db import connection, transaction

from casework.models import Case

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
    return f"{case.unit.short_name}访〔{case.year}〕{case.sequence}号"


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


def gaps(unit_id: int, register: str, year: int) -> list[int]:
    """Sequence numbers missing from a register (S03-05); void numbers keep their row, so any gap is a fault."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT last FROM casework_numbercounter WHERE unit_id=%s AND register=%s AND year=%s",
            (unit_id, register, year),
        )
        row = cursor.fetchone()
    used = set(
        Case.objects.filter(unit_id=unit_id, register=register, year=year).values_list("sequence", flat=True)
    )
    last = max([int(row[0]) if row else 0, *(n for n in used if n)])
    return [n for n in range(1, last + 1) if n not in used]
