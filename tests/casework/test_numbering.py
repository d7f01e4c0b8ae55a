"""Numbers: per unit and year, no gap, no double, never reused, whoever writes at the same time."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework import immutability
from casework.models import Case, NumberCounter
from casework.numbering import gaps, reserve
from petitions.actions.register import register, void
from petitions.models import Petition
from tests.office import Office
from tests.together import together

WRITERS, EACH = 10, 5


class Broken(Exception):
    """Something after the number goes wrong; the whole registration rolls back."""


def sequences(office: Office, unit: str = "XF") -> list[int]:
    return sorted(Case.objects.filter(unit=office.units[unit]).values_list("sequence", flat=True))


@pytest.mark.django_db(transaction=True)
@pytest.mark.rule("S03-05")
@pytest.mark.rule("S13-01")
def test_ten_writers_at_once_leave_no_gap_and_no_double(office: Office, monday: Any) -> None:
    def writer(place: int) -> int:
        by, made = office["registrar"], 0
        for turn in range(EACH):
            # One in ten rolls back after it had its number.
            fails = (place * EACH + turn) % 10 == 9
            try:
                with transaction.atomic():
                    register(office.matter(), by=by)
                    if fails:
                        raise Broken
                made += 1
            except Broken:
                pass
        return made

    made = together([lambda place=place: writer(place) for place in range(WRITERS)])
    assert made == [4 if place % 2 else 5 for place in range(WRITERS)]
    assert sequences(office) == list(range(1, 46))
    assert gaps(office.units["XF"].pk, "main", 2026) == []
    assert Case.objects.values("number").distinct().count() == 45


@pytest.mark.django_db(transaction=True)
def test_first_number_of_a_year_is_given_once(office: Office, monday: Any) -> None:
    def first() -> int:
        with transaction.atomic():
            return reserve(office.units["RSJ"].pk, "main", 2026, 1)

    assert sorted(together([first] * 4)) == [1, 2, 3, 4]
    assert NumberCounter.objects.get(unit=office.units["RSJ"]).last == 4


@pytest.mark.rule("S03-05")
@pytest.mark.rule("S10-10")
def test_void_number_keeps_its_place(office: Office, monday: Any) -> None:
    office.registered()
    twice = office.registered()
    void(twice.pk, by=office["officer"], version=twice.version, reason="重复登记")
    after = office.registered()
    assert after.number == "清信访〔2026〕3号"
    assert Petition.objects.get(pk=twice.pk).number == "清信访〔2026〕2号"
    assert gaps(office.units["XF"].pk, "main", 2026) == []


@pytest.mark.rule("S03-05")
def test_deleted_row_is_found_as_a_gap(office: Office, monday: Any, capsys: Any) -> None:
    for _ in range(3):
        office.registered()
    with connection.cursor() as cursor:
        # Whoever owns the database can take a row out; the count then says so.
        cursor.execute("UPDATE casework_case SET sequence = NULL WHERE sequence = 2")
    assert gaps(office.units["XF"].pk, "main", 2026) == [2]
    with pytest.raises(CommandError, match="留痕核验未通过"):
        call_command("verify_audit")
    assert "清禾县信访局 登记册 2026年 缺 2 号" in capsys.readouterr().out


def test_deleted_last_row_is_found_as_well(office: Office, monday: Any) -> None:
    for _ in range(2):
        office.registered()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE casework_case SET sequence = NULL WHERE sequence = 2")
    assert gaps(office.units["XF"].pk, "main", 2026) == [2]


def test_same_number_twice_is_refused_by_the_database(office: Office, monday: Any) -> None:
    one, other = office.registered(), office.registered()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE casework_case SET sequence = %s WHERE id = %s", [one.sequence, other.pk])


def test_case_cannot_be_deleted_from_under_its_events(office: Office, monday: Any) -> None:
    petition = office.registered()
    immutability.remove(connection)
    try:
        with pytest.raises(Exception, match="protected foreign keys"):
            petition.delete()
    finally:
        immutability.install(connection)
    assert Petition.objects.filter(pk=petition.pk).exists()


def test_year_of_a_number_is_the_year_in_china(office: Office, at: Any) -> None:
    with at("2025-12-31 23:59"):
        old = office.registered(received_on=date(2025, 12, 31))
    with at("2026-01-01 00:01"):
        new = office.registered(received_on=date(2025, 12, 31))
    assert (old.number, new.number) == ("清信访〔2025〕1号", "清信访〔2026〕1号")


KEYS = st.tuples(st.sampled_from(["XF", "ZJJ", "T03"]), st.sampled_from([2025, 2026]))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(acts=st.lists(st.tuples(KEYS, st.integers(1, 3), st.booleans()), max_size=30))
def test_each_unit_and_year_counts_from_one_whatever_rolls_back(
    office: Office, acts: list[tuple[tuple[str, int], int, bool]]
) -> None:
    given_out: dict[tuple[str, int], list[int]] = {}
    with transaction.atomic():
        for (unit, year), count, fails in acts:
            try:
                with transaction.atomic():
                    first = reserve(office.units[unit].pk, "main", year, count)
                    if fails:
                        raise Broken
                given_out.setdefault((unit, year), []).extend(range(first, first + count))
            except Broken:
                pass
        assert all(found == list(range(1, len(found) + 1)) for found in given_out.values())
        assert Counter(map(len, given_out.values())) == Counter(
            NumberCounter.objects.filter(last__gt=0).values_list("last", flat=True)
        )
        transaction.set_rollback(True)
