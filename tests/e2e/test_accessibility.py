"""axe finds nothing serious on any page, at desktop and phone width; and the console stays silent (no CSP breach)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.axe import look_at
from tests.office import Office
from tests.petitions.steps import assigned, handling, presented, reported

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = [
    ("registrar", "/"),
    ("registrar", "/petitions/new/"),
    ("registrar", "/petitions/new/direct/"),
    ("officer", "/petitions/"),
    ("officer", "/petitions/{presented}/"),
    ("officer", "/petitions/{reported}/"),
    ("office_head", "/sign/"),
    ("office_head", "/sign/{presented}/"),
    ("bureau_head", "/sign/{reported}/"),
    ("handler", "/handling/"),
    ("handler", "/petitions/{handling}/do/report/"),
    ("handler", "/notices/"),
    ("officer", "/ledger/"),
    ("officer", "/ledger/import/"),
    ("admin", "/jobs/"),
    ("admin", "/admin/accounts/staff/"),
    ("admin", "/gallery/"),
]


@pytest.fixture
def numbers(office: Office) -> dict[str, int]:
    """Cases at different steps."""
    return {
        "presented": presented(office, office.registered()).pk,
        "assigned": assigned(office, office.registered()).pk,
        "handling": handling(office, office.registered()).pk,
        "reported": reported(office, office.registered()).pk,
    }


@pytest.mark.parametrize("width", [1440, 390])
def test_pages_have_no_serious_fault(
    page: Any, live_server: Any, office: Office, numbers: dict[str, int], width: int
) -> None:
    look_at(page, live_server.url, office, [(who, path.format(**numbers)) for who, path in PAGES], width)
