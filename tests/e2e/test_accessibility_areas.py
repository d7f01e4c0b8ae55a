"""The areas beside the daily work, each with rows on its pages: nothing serious for axe, at both widths."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from casework.calendar import holiday_table
from petitions.actions import supervise
from tests.e2e.axe import look_at
from tests.office import Office
from tests.petitions.papers.reading import issued
from tests.petitions.receiving import hall
from tests.petitions.steps import concluded, handling, presented
from tests.petitions.test_proxy import mandated

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AREAS: dict[str, list[tuple[str, str]]] = {
    "reception": [
        ("officer", "/reception/"),
        ("officer", "/reception/{session}/"),
        ("officer", "/reception/check/"),
        ("officer", "/reception/appointments/"),
        ("officer", "/reception/appointments/new/"),
        ("deputy", "/reception/mine/"),
        ("deputy", "/reception/results/"),
        ("deputy", "/reception/{session}/pack/"),
        ("deputy", "/reception/{session}/entrust/"),
    ],
    "public": [
        ("", "/public/reception/"),
        ("", "/public/reception/XF/"),
        ("", "/public/reception/XF/ask/"),
        ("", "/public/reception/XF/asked/"),
        ("", "/public/reception/XF/calls/"),
        ("", "/query/"),
    ],
    "papers": [
        ("officer", "/papers/"),
        ("officer", "/papers/?tab=deliver"),
        ("officer", "/papers/register/"),
        ("officer", "/papers/{paper}/"),
        ("officer", "/papers/{paper}/deliver/"),
        ("officer", "/petitions/{handling}/papers/"),
        ("officer", "/petitions/{handling}/papers/assign/"),
        ("officer", "/petitions/{concluded}/do/close/"),
    ],
    "supervision": [
        ("supervisor", "/supervision/"),
        ("supervisor", "/supervision/items/"),
        ("supervisor", "/supervision/indicators/"),
        ("supervisor", "/supervision/indicators/accept/"),
        ("supervisor", "/supervision/setup/"),
        ("supervisor", "/figures/"),
        ("supervisor", "/figures/outcomes/"),
        ("supervisor", "/trends/"),
        ("office_head", "/policy/"),
        ("deputy", "/petitions/{presented}/do/card/"),
    ],
    "information": [
        ("officer", "/information/"),
        ("officer", "/information/new/"),
        ("officer", "/analyses/"),
        ("officer", "/analyses/new/"),
        ("officer", "/trends/measures/new/"),
        ("officer", "/reports/"),
        ("officer", "/reports/rules/new/"),
    ],
    "organisation": [
        ("officer", "/organisation/"),
        ("officer", "/organisation/group/"),
        ("officer", "/organisation/group/new/"),
        ("officer", "/organisation/meeting/new/"),
        ("officer", "/organisation/commitment/new/"),
        ("officer", "/organisation/task/new/"),
        ("officer", "/organisation/document/new/"),
    ],
    "rest": [
        ("officer", "/matters/"),
        ("officer", "/archive/"),
        ("officer", "/archive/?tab=filed"),
        ("officer", "/archive/?tab=due"),
        ("town_officer", "/proxy/"),
        ("town_officer", "/proxy/mandates/new/"),
        ("town_officer", "/proxy/mandates/{mandate}/"),
        ("town_officer", "/proxy/disputes/new/"),
    ],
}


@pytest.fixture
def numbers(office: Office) -> dict[str, int]:
    """One of each thing that has a page of its own."""
    today = timezone.localdate()
    days = holiday_table()
    working = today if days.is_working(today) else days.next_working(today)
    case = handling(office, office.registered(received_on=today))
    supervise.urge(case.pk, by=office["supervisor"], text="请抓紧办理。")
    return {
        "session": hall.session(office, day=working).pk,
        "handling": case.pk,
        "presented": presented(office, office.registered(received_on=today)).pk,
        "concluded": concluded(office, office.registered()).pk,
        "paper": issued(office, case, "accept").pk,
        "mandate": mandated(office, signed_on=today, ends_on=today + timedelta(days=90)).pk,
    }


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("area", AREAS)
def test_pages_of_an_area_have_no_serious_fault(
    page: Any, live_server: Any, office: Office, numbers: dict[str, int], area: str, width: int
) -> None:
    pages = [(who, path.format(**numbers)) for who, path in AREAS[area]]
    look_at(page, live_server.url, office, pages, width)
