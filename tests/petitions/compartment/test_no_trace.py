"""No trace of an accusation: every page answers those it is kept from as if it had never been registered (S09-15).

The addresses come from the resolver. Each is asked with the accusation in the database and, after the savepoint before it
is rolled back, without it; the two answers must be the same, letter for letter: no number, name or count can differ. A page
that takes a new kind of word in its address fails until `asking.WORDS` says what the word may be.
"""

from __future__ import annotations

import difflib
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Delegation, Staff
from casework.models import Case
from tests.office import Office
from tests.petitions.compartment.asking import NOWHERE, addresses, ask_all, ask_public
from tests.petitions.compartment.county import DAY, SECRET, County, Plan, plans, typed_by_an_attacker

pytestmark = [pytest.mark.usefixtures("monday"), pytest.mark.slow]
Answers = dict[str, dict[str, str]]


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Thousands of refusals need not be logged."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def undone(act: Callable[[], Any]) -> Any:
    """What an act answers, with nothing kept of it in the database."""
    counters = sequences()
    with transaction.atomic():
        found = act()
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        for name, last in counters:
            cursor.execute("SELECT setval(%s, %s, %s)", [name, last or 1, last is not None])
    return found


def sequences() -> list[tuple[str, int | None]]:
    """Where the counters of keys stand: PostgreSQL's are not taken back with a transaction."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(sequencename), last_value FROM pg_sequences WHERE schemaname = 'public'"
        )
        return cursor.fetchall()


def outsiders(county: County) -> list[Staff]:
    """Everybody but those whom an accusation names as its readers."""
    named = {county.office.staff[one].pk for one in ("registrar", "officer", "discipline")}
    return [one for one in Staff.objects.order_by("pk") if one.pk not in named]


def check(county: County, who: list[Staff], *, post: bool = False, one_word: int | None = None) -> None:
    """Asks everything with the accusation and without it."""
    where: list[str] = []
    typed: dict[str, Any] = {}

    def ask(again: Answers | None = None) -> Answers:
        found: Answers = {}
        for one in who:
            # What was simply not there need not be read without the accusation: there is less, not more.
            told = again[one.name] if again and not post else {NOWHERE: ""}
            asked = [address for address in where if told.get(f"GET {address}") != told[NOWHERE]]
            # Who looked is recorded: each person's looking is taken back before the next one looks.
            found[one.name] = undone(
                lambda one=one, asked=asked: ask_all(Staff.objects.get(pk=one.pk), asked, typed, post=post)
            )
        found["公众"] = undone(lambda: ask_public([one for one in where if one.startswith("/public/")]))
        return found

    def ask_with_the_accusation() -> Answers:
        case = county.accuse()
        seen = [one.name for one in who if Case.objects.visible_to(one).filter(pk=case.pk).exists()]
        assert seen == []
        ids = [case.pk, *case.events.values_list("pk", flat=True)[:1]] if one_word is None else [case.pk]
        admin = any(one.is_staff for one in who)
        where.extend(addresses(ids, [case.number or ""], admin=admin, one_word=one_word))
        typed.update(typed_by_an_attacker(case))
        return ask()

    after = undone(ask_with_the_accusation)
    before = undone(lambda: ask(after))
    for person, answers in after.items():
        told = {one for one, text in answers.items() if one.startswith("GET /") and has_secret(text, typed)}
        assert told == set(), person
        changed = [one for one, text in before[person].items() if answers[one] != text]
        assert changed == [], (person, changed, differences(before[person][changed[0]], answers[changed[0]]))


def differences(one: str, other: str) -> list[str]:
    """The lines that differ, for whoever reads the failure."""
    return list(difflib.unified_diff(one.splitlines(), other.splitlines(), lineterm="", n=0))[:20]


def has_secret(text: str, typed: dict[str, Any]) -> bool:
    return any(word in text for word in (*SECRET.values(), typed["number"]))


def plan(*accused: tuple[str, int]) -> Plan:
    """A fixed county, and who is accused in it."""
    return Plan(
        parents=[0, 1],
        roles=["unit_head", "handler", "auditor"],
        links=[],
        lent=[],
        accused=list(accused),
        opens=2,
    )


@pytest.mark.rule("S09-15", "S21-07")
@pytest.mark.parametrize("name", ["bureau_head", "admin"])
def test_every_address_answers_as_if_there_were_no_accusation(office: Office, name: str) -> None:
    """The head of the accused unit and the administrator try every verb and paper, and write to every page."""
    county = County(office, plan(("unit", 0)))
    county.build()
    check(county, [office[name]], post=True, one_word=0 if name == "admin" else None)


@pytest.mark.rule("S09-15", "S21-07")
def test_no_page_tells_a_colleague_who_is_not_named(office: Office) -> None:
    """The head of the office, the auditor, a subordinate and a stand-in of the accused, somebody uninvolved."""
    county = County(office, plan(("staff", 1)))
    county.build()
    accused, stand_in = office["bureau_head"], office["town_head"]
    Delegation.objects.create(principal=accused, deputy=stand_in, starts_on=DAY, ends_on=DAY, reason="出差")
    names = ("bureau_head", "office_head", "auditor", "handler", "town_head", "other_handler")
    check(county, [office[one] for one in names], one_word=1)


@pytest.mark.rule("S09-15")
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
)
@given(plan=plans(), pick=st.integers(0, 1000))
def test_no_tree_of_units_and_people_lets_anything_through(office: Office, plan: Plan, pick: int) -> None:
    """Somebody whom the plain facts of the tables make a party to it, or somebody whom nothing names."""

    def example() -> None:
        county = County(office, plan)
        county.build()
        barred, others = county.accused_staff(), outsiders(county)
        who = barred if pick % 2 and barred else others
        check(county, [who[pick // 2 % len(who)]], one_word=pick)

    undone(example)
