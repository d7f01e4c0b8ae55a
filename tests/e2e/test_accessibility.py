"""axe finds nothing serious on any page, at desktop and phone width; and the console stays silent (no CSP breach)."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.e2e.signing_in import sign_in
from tests.office import Office
from tests.petitions.steps import assigned, handling, presented, reported

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = [
    ("registrar", "/"),
    ("registrar", "/petitions/new/"),
    ("officer", "/petitions/"),
    ("officer", "/petitions/{presented}/"),
    ("officer", "/petitions/{reported}/"),
    ("office_head", "/sign/"),
    ("office_head", "/sign/{presented}/"),
    ("bureau_head", "/sign/{reported}/"),
    ("handler", "/handling/"),
    ("handler", "/petitions/{handling}/do/report/"),
    ("supervisor", "/supervision/"),
    ("supervisor", "/figures/"),
    ("supervisor", "/trends/"),
    ("officer", "/information/"),
    ("officer", "/information/new/"),
    ("officer", "/analyses/"),
    ("officer", "/analyses/new/"),
    ("officer", "/reports/"),
    ("officer", "/reports/rules/new/"),
    ("officer", "/organisation/"),
    ("officer", "/organisation/group/new/"),
    ("officer", "/organisation/document/new/"),
    ("officer", "/ledger/"),
    ("officer", "/ledger/import/"),
    ("handler", "/notices/"),
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
    noise: list[str] = []
    page.on("console", lambda message: noise.append(message.text) if message.type == "error" else None)
    page.set_viewport_size({"width": width, "height": 900})
    found: dict[str, list[str]] = {}
    last = ""
    for who, address in PAGES:
        if who != last:
            sign_in(page, live_server.url, office[who].username)
            last = who
        answer = page.goto(live_server.url + address.format(**numbers))
        assert answer.status == 200, (address, answer.status)
        serious = [
            f"{one['id']}: {one['nodes'][0]['html'][:120]}"
            for one in Axe().run(page).response["violations"]
            if one["impact"] in ("serious", "critical")
        ]
        if serious:
            found[address] = serious
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 1, f"{address} is {wide} px too wide at {width}"
    assert found == {}
    assert noise == []
