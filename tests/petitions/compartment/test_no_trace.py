"""No trace of an accusation: every page answers those it is kept from as if it had never been registered (S09-15).

The addresses come from the resolver. Each is asked twice, without the accusation in the database and with it; the two
answers must be the same, letter for letter: no number, name or count can differ. A page that takes a new kind of word in
its address fails until `asking.WORDS` says what the word may be.
"""

from __future__ import annotations

import difflib
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.models import Staff
from casework.models import Case
from tests.office import Office
from tests.petitions.compartment.asking import addresses, ask_all, ask_public
from tests.petitions.compartment.county import SECRET, County, Plan, typed_by_an_attacker


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Thousands of refusals need not be logged."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


pytestmark = pytest.mark.usefixtures("monday")


class Undo(Exception):
    """Ends an example without leaving anything behind."""


def check(county: County, who: list[Staff], *, post: bool) -> None:
    """Asks everything without the accusation and with it."""
    try:
        with transaction.atomic():
            case = county.accuse()
            ids = [case.pk, *case.events.values_list("pk", flat=True)[:1]]
            typed = typed_by_an_attacker(case)
            where = addresses(ids, [case.number or ""])
            seen = {one.pk: Case.objects.visible_to(one).filter(pk=case.pk).exists() for one in who}
            raise Undo
    except Undo:
        pass
    assert not any(seen.values()), [one.name for one in who if seen[one.pk]]
    before = asked(county, who, where, typed, post=post, accuse=False)
    after = asked(county, who, where, typed, post=post, accuse=True)
    for person, answers in after.items():
        told = {one for one, text in answers.items() if one.startswith("GET /") and has_secret(text, typed)}
        assert told == set(), person
        # On PostgreSQL a key that was given back is not given again, so that keys in addresses may differ.
        if connection.vendor == "sqlite":
            changed = [one for one in answers if answers[one] != before[person][one]]
            assert changed == [], (
                person,
                changed,
                *differences(before[person][changed[0]], answers[changed[0]]),
            )


def differences(one: str, other: str) -> list[str]:
    """The lines that differ, for whoever reads the failure."""
    return list(difflib.unified_diff(one.splitlines(), other.splitlines(), lineterm="", n=0))[:20]


def has_secret(text: str, typed: dict[str, Any]) -> bool:
    return any(word in text for word in (*SECRET.values(), typed["number"]))


def asked(
    county: County, who: list[Staff], where: list[str], typed: dict[str, Any], *, post: bool, accuse: bool
) -> dict[str, dict[str, str]]:
    """The answers to each person, with nothing kept of the asking itself."""
    found: dict[str, dict[str, str]] = {}
    for one in who:
        try:
            with transaction.atomic():
                if accuse:
                    county.accuse()
                found[one.name] = ask_all(Staff.objects.get(pk=one.pk), where, typed, post=post)
                raise Undo
        except Undo:
            pass
    with transaction.atomic():
        point = transaction.savepoint()
        if accuse:
            county.accuse()
        found["公众"] = ask_public(where)
        transaction.savepoint_rollback(point)
    return found


PLAN = Plan(
    parents=[0, 1],
    roles=["unit_head", "handler", "auditor"],
    links=[],
    lent=[],
    accused=[("unit", 0)],
    opens=2,
)


@pytest.mark.slow
@pytest.mark.rule("S09-15", "S21-07")
@pytest.mark.parametrize("name", ["bureau_head", "admin"])
def test_every_page_answers_as_if_there_were_no_accusation(office: Office, name: str) -> None:
    county = County(office, PLAN)
    county.build()
    check(county, [office[name]], post=True)
