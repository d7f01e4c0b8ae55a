"""登记册 as bound books: one table of data, three books, pages that go on from one part to the next (S13-01, C-24)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casework import jobs
from casework.models import Job
from petitions import ledger
from petitions.states import VISIT_CHANNELS, Channel
from tests.casework.printing.samples import needs_pdftotext, pdf_words
from tests.office import Office
from tests.petitions.views.reading import queries_of, signed_in, words

pytestmark = pytest.mark.usefixtures("monday")
MARCH = {"month": "2026-03"}


def book(client: Client, name: str, **query: str) -> Any:
    """The ledger page with the channels of one book."""
    return client.get(reverse("ledger"), {**MARCH, **query, "channel": list(ledger.BOOKS[name][2])})


@pytest.mark.rule("S10-03")
@pytest.mark.rule("S21-16")
def test_books_hold_letters_visits_or_both_under_their_own_title(office: Office) -> None:
    letter = office.registered()
    visit = office.registered(channel=Channel.VISIT, head_count=3)
    client = signed_in(office["officer"])
    for name, title, rows in (
        ("all", "来信来访专册", [letter, visit]),
        ("letters", "来信登记册（专册）", [letter]),
        ("visits", "来访登记簿", [visit]),
    ):
        page = book(client, name)
        assert page.context["title"] == title
        assert [row["line"].petition.pk for row in page.context["rows"]] == [one.pk for one in rows]
        assert [one.label for one in page.context["books"] if one.value] == [ledger.BOOKS[name][0]]


def test_unit_names_its_books_itself(office: Office) -> None:
    from casework.models import PolicyProfile

    profile = PolicyProfile.objects.get(unit=office.units["T03"])
    profile.values = {"visit_register_title": "来访登记表"}
    profile.save()
    client = signed_in(office["town_head"])
    page = book(client, "visits", unit=office.units["T03-XF"].code)
    assert page.context["title"] == "来访登记表"


def test_every_channel_is_in_one_of_the_two_books() -> None:
    letters, visits = (set(ledger.BOOKS[name][2]) for name in ("letters", "visits"))
    assert letters | visits == set(Channel.values)
    assert visits == VISIT_CHANNELS


@needs_pdftotext
@pytest.mark.rule("S13-01")
def test_next_part_of_the_book_goes_on_with_the_next_page(office: Office, monday: Any) -> None:
    for _ in range(3):
        office.registered()
    client = signed_in(office["officer"])
    page = book(client, "letters")
    assert page.context["goes_on"] is None
    query = page.context["make_form"]["query"].value()
    client.post(reverse("ledger_make"), {"query": query, "format": "pdf", "first_page": "5"})
    jobs.run_due()
    made = Job.objects.get(kind="ledger")
    assert made.result == {"rows": 3, "next_page": 6}
    text = pdf_words(made.file.open("rb").read())
    assert "来信登记册" in text
    assert text.index("〔2026〕1号") < text.index("〔2026〕2号") < text.index("〔2026〕3号")
    april = client.get(reverse("ledger"), {"month": "2026-04", "channel": list(ledger.BOOKS["letters"][2])})
    assert april.context["goes_on"] == (6, "2026年3月")
    assert "2026年3月打到第 5 页，接着编页" in words(april)
    assert client.get(reverse("ledger"), {"month": "2026-04"}).context["goes_on"] is None


def test_looking_for_the_next_page_takes_one_query(office: Office) -> None:
    client = signed_in(office["officer"])
    before = queries_of(lambda: book(client, "letters"))
    selection = ledger.selection_from(
        {"unit": office.units["XF"].code, "first": "2026-02-01", "last": "2026-02-28"}
    )
    for _ in range(5):
        Job.objects.create(
            kind="ledger",
            state="done",
            due_at=office.staff["officer"].date_joined,
            args={"selection": selection.args(), "format": "pdf"},
            result={"next_page": 3},
        )
    assert queries_of(lambda: book(client, "letters")) == before
