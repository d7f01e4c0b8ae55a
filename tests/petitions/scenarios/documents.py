"""Papers with a number: issued, printed, delivered, withdrawn."""

from __future__ import annotations

from functools import partial
from typing import Any

from casework.models import IssuedPaper
from petitions.actions import papers
from tests.office import Office
from tests.petitions import steps
from tests.petitions.scenarios.base import letter, verb
from tests.petitions.steps import DAY


def acceptance(office: Office) -> IssuedPaper:
    return papers.issue(steps.assigned(office, letter(office)).pk, by=office["officer"], kind="accept")


@verb(papers)
def issue(office: Office) -> partial[Any]:
    return partial(
        papers.issue, steps.assigned(office, letter(office)).pk, by=office["officer"], kind="accept"
    )


@verb(papers)
def count_print(office: Office) -> partial[Any]:
    return partial(papers.count_print, acceptance(office).pk, by=office["officer"])


@verb(papers)
def withdraw(office: Office) -> partial[Any]:
    return partial(papers.withdraw, acceptance(office).pk, by=office["officer"], reason="写错")


@verb(papers)
def deliver(office: Office) -> partial[Any]:
    receipt = papers.Receipt(method="direct", day=DAY, receiver="张某甲")
    return partial(papers.deliver, acceptance(office).pk, by=office["officer"], receipt=receipt)
