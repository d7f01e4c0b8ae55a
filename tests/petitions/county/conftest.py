"""The county's year is driven once, its outcome kept as plain values, and the database put back as it was."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction

from tests.petitions.county.course import Year
from tests.petitions.county.people import settle
from tests.petitions.county.rows import Row
from tests.petitions.county.told import Told


class _PutBackError(Exception):
    """Ends the transaction without keeping anything."""


@pytest.fixture(scope="session")
def year(django_db_setup: None, django_db_blocker: Any) -> Year:
    """All forty rows, from registration to archive."""
    made = Year()
    with django_db_blocker.unblock():
        cache.clear()
        try:
            with transaction.atomic():
                settle()
                made.run()
                raise _PutBackError
        except _PutBackError:
            cache.clear()
    return made


@pytest.fixture
def told(year: Year, row: Row) -> Told:
    """What became of the row; whatever broke its course off is raised here."""
    found = year.told[row.id]
    if found.failed is not None:
        raise found.failed
    return found


@pytest.fixture
def year_pks(year: Year) -> dict[str, int]:
    """The cases by the row's name."""
    return {name: found.pk for name, found in year.told.items()}
