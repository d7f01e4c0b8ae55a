"""Pages of a list by keyset: nothing twice, nothing lost, in both directions, with rows that have no date."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import Staff
from casework import keyset
from casework.models import Case
from petitions.models import Petition
from tests.office import Office

pytestmark = pytest.mark.usefixtures("monday")


def some(office: Office, days: list[int | None]) -> list[int]:
    """Petitions received, and due, on these days of February; None has no due date."""
    made = []
    for day in days:
        petition = office.registered(received_on=date(2026, 2, day or 1))
        Case._base_manager.filter(pk=petition.pk).update(due_on=date(2026, 2, day) if day else None)
        made.append(petition.pk)
    return made


def walk(order: keyset.Order, size: int = 2) -> list[list[int]]:
    """Every page from the first to the last."""
    found, pages, after = Petition.objects.all(), [], ""
    while True:
        shown = keyset.page(found, order, after=after, size=size)
        pages.append([one.pk for one in shown.rows])
        if not shown.next:
            return pages
        after = shown.next


def test_pages_follow_one_another_without_gap_or_double(office: Office) -> None:
    a, b, c, d, e = some(office, [3, 5, 5, 5, 9])
    assert walk(keyset.NEWEST) == [[e, d], [c, b], [a]]
    assert walk(keyset.OLDEST) == [[a, b], [c, d], [e]]


def test_rows_without_date_come_last(office: Office) -> None:
    a, b, c, d = some(office, [None, 5, None, 3])
    assert walk(keyset.EARLIEST_DUE) == [[d, b], [a, c]]
    assert walk(keyset.EARLIEST_DUE, size=3) == [[d, b, a], [c]]


def test_going_back_shows_the_page_before(office: Office) -> None:
    some(office, [None, 5, None, 3, 7])
    found, order = Petition.objects.all(), keyset.EARLIEST_DUE
    first = keyset.page(found, order, size=2)
    second = keyset.page(found, order, after=first.next, size=2)
    third = keyset.page(found, order, after=second.next, size=2)
    assert (first.prev, third.next) == ("", "")
    assert keyset.page(found, order, before=third.prev, size=2).rows == second.rows
    back = keyset.page(found, order, before=second.prev, size=2)
    assert (back.rows, back.prev) == (first.rows, "")


def test_row_that_arrives_meanwhile_moves_nothing(office: Office) -> None:
    *_, b, a = some(office, [3, 4, 5, 6])
    first = keyset.page(Petition.objects.all(), keyset.NEWEST, size=2)
    some(office, [9])
    second = keyset.page(Petition.objects.all(), keyset.NEWEST, after=first.next, size=2)
    assert [one.pk for one in first.rows] == [a, b]
    assert not {one.pk for one in second.rows} & {a, b}


@pytest.mark.parametrize(
    "cursor", ["x", "2026-03-02", "2026-13-40_1", "2026-03-02_1_2", "'; DROP_1", "-_-", "9" * 5000]
)
def test_cursor_that_is_none_shows_the_first_page(office: Office, cursor: str) -> None:
    (only,) = some(office, [3])
    shown = keyset.page(Petition.objects.all(), keyset.NEWEST, after=cursor)
    assert [one.pk for one in shown.rows] == [only]


def test_place_beyond_every_row_is_an_empty_page(office: Office) -> None:
    some(office, [3])
    assert keyset.page(Petition.objects.all(), keyset.NEWEST, after="1900-01-01_" + "9" * 30).rows == []


def test_jump_begins_on_that_day(office: Office) -> None:
    a, b, c = some(office, [3, 5, 9])
    found = Petition.objects.all()
    newest = keyset.page(found, keyset.NEWEST, after=keyset.cursor_at(keyset.NEWEST, date(2026, 2, 5)))
    oldest = keyset.page(found, keyset.OLDEST, after=keyset.cursor_at(keyset.OLDEST, date(2026, 2, 5)))
    assert [one.pk for one in newest.rows] == [b, a]
    assert [one.pk for one in oldest.rows] == [b, c]
    assert newest.prev != ""


def test_count_goes_no_further_than_the_cap(office: Office) -> None:
    found = Staff.objects.all()
    exact = keyset.capped_count(found, cap=50)
    assert (str(exact), exact.is_exact) == ("16", True)
    assert str(keyset.capped_count(found, cap=10)) == "10+"
    assert not keyset.capped_count(Staff.objects.none())


def test_next_page_reads_no_more_than_the_first(office: Office, django_assert_num_queries: object) -> None:
    some(office, [3, 4, 5, 6, 7])
    first = keyset.page(Petition.objects.all(), keyset.NEWEST, size=2)
    # The rows, and whether there is anything before them.
    with django_assert_num_queries(2):  # type: ignore[operator]
        keyset.page(Petition.objects.all(), keyset.NEWEST, after=first.next, size=2)
