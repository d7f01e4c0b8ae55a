"""What every test stands on: a small fictional county, a fixed day, a closed network, quick passwords."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection

from casework import immutability, search_tables
from tests.office import Office, build_office, load_calendar

MONDAY = "2026-03-02 09:00:00+08:00"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long tests first: begun last, they would leave the other process without work for minutes.

    Those that empty the database stay at the end, where pytest-django puts them.
    """

    def is_long(one: pytest.Item) -> bool:
        mark = one.get_closest_marker("django_db")
        return one.get_closest_marker("slow") is not None and not (mark and mark.kwargs.get("transaction"))

    long = {one.path for one in items if is_long(one)}
    items.sort(key=lambda one: one.path not in long)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The tables come from the models (`--no-migrations`, a tenth of the time); what is no model is made here.

    That the migrations lead to the same tables is held by tests/project/test_migrations.py.
    """
    with django_db_blocker.unblock():
        immutability.install(connection)
        search_tables.create(connection)


@pytest.fixture(autouse=True)
def _surroundings(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # Jobs are run by the tests that want them; no message leaves the process.
    settings.CELERY_TASK_ALWAYS_EAGER = False
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _no_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casework.jobs._tell_workers", lambda: None)


@pytest.fixture(autouse=True, scope="session")
def _emptying_a_database_lifts_its_triggers() -> Iterator[None]:
    """A transactional test ends with `flush`; the record that no program may delete would refuse it.

    For the whole session: a test's own patches are gone by the time its database is emptied.
    """
    from django.test import TransactionTestCase

    ends = TransactionTestCase._fixture_teardown

    def teardown(case: Any) -> None:
        immutability.remove(connection)
        try:
            ends(case)
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM case_search")
                if connection.vendor != "postgresql":
                    cursor.execute("DELETE FROM case_search_text")
        finally:
            immutability.install(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


@pytest.fixture
def monday() -> Iterator[Any]:
    """Monday, 2 March 2026, nine in the morning in China; `shift` and `move_to` carry it on."""
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def at() -> Callable[[str], Any]:
    """A context manager that sets the time: `with at("2026-02-13 10:00"): …` (China)."""

    def travel(moment: str) -> Any:
        return time_machine.travel(
            f"{moment}:00+08:00" if len(moment) == 16 else f"{moment} 09:00:00+08:00", tick=False
        )

    return travel


@pytest.fixture
def calendar(db: None) -> None:
    """The official holidays of 2025 and 2026."""
    load_calendar()


@pytest.fixture
def office(db: None, calendar: None) -> Office:
    """清禾县: a petition office, a housing bureau, a town; people in every role."""
    return build_office()


@pytest.fixture
def today() -> date:
    return date(2026, 3, 2)
