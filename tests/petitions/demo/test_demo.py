"""The demonstration holds a case in every state, and the lists that each account works with are filled."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import Staff
from casework.context import MENU
from casework.models import Event, IssuedPaper, PolicyProfile, Recusal
from casework.states import State
from petitions.models import Assessment, Inquiry, OfficeTask, Petition, TaskKind
from petitions.seed import seed_demo

pytestmark = pytest.mark.django_db
NOON = "2026-03-18 12:00:00+08:00"
# Between them they have every entry of the menu.
EVERYTHING = ("demo-zhuangan", "demo-juzhang", "demo-admin")
# Whose daily work each list is.
WORK = [
    ("demo-dengji", "desk"),
    ("demo-dengji", "petition_list"),
    ("demo-dengji", "notices_due"),
    ("demo-dengji", "reception"),
    ("demo-zhuangan", "matters"),
    ("demo-zhuangan", "supervision"),
    ("demo-zhuangan", "information"),
    ("demo-zhuangan", "archive"),
    ("demo-zhuangan", "organisation"),
    ("demo-juzhang", "sign_list"),
    ("demo-fenguan", "sign_list"),
    ("demo-zhenzhang", "sign_list"),
    ("demo-chengban", "handling"),
    ("demo-chengguan", "handling"),
    ("demo-renshe", "handling"),
    ("demo-ziran", "handling"),
    ("demo-nongye", "handling"),
    ("demo-jiaoyu", "handling"),
    ("demo-ducha", "supervision"),
    ("demo-shenji", "ledger"),
    ("demo-zhenxinfang", "proxy"),
    ("demo-daili", "proxy"),
    ("demo-zhuyao", "notices"),
    ("demo-jiwei", "notices"),
    ("demo-jiweishuji", "petition_list"),
]


class _PutBackError(Exception):
    """Ends the transaction without keeping anything."""


@dataclass
class Demo:
    """What was found in it."""

    states: set[str] = field(default_factory=set)
    lists: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)
    second: int = 0
    papers: set[str] = field(default_factory=set)
    own_policies: list[str] = field(default_factory=list)
    events: dict[str, int] = field(default_factory=dict)
    direct: int = 0
    inquiries: list[bool] = field(default_factory=list)
    stepped_aside: list[str] = field(default_factory=list)
    taken_up_again: int = 0
    tasks: set[str] = field(default_factory=set)
    assessed: list[int] = field(default_factory=list)


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Demo:
    """Seeded and looked at once, then the database is put back."""
    found = Demo()
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    storages = override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain})
    with django_db_blocker.unblock(), time_machine.travel(NOON, tick=True), storages:
        cache.clear()
        try:
            with transaction.atomic():
                seed_demo(date(2026, 3, 18))
                found.states = set(Petition._base_manager.values_list("state", flat=True))
                found.papers = set(IssuedPaper.objects.values_list("kind", flat=True))
                accusations = Petition._base_manager.filter(is_sealed=True)
                found.direct = accusations.filter(events__name="sent_direct").count()
                found.inquiries = [one.finished_at is not None for one in Inquiry.objects.all()]
                found.stepped_aside = [one.staff.username for one in Recusal.objects.all()]
                found.taken_up_again = Petition._base_manager.exclude(new_facts="").count()
                found.tasks = set(OfficeTask.objects.values_list("kind", flat=True))
                found.assessed = [one.year for one in Assessment.objects.all()]
                found.second = seed_demo(date(2026, 3, 18))
                own = PolicyProfile.objects.exclude(values={}).select_related("unit")
                found.own_policies = [one.unit.code for one in own]
                for name in ("recalculated", "instruction_asked"):
                    found.events[name] = Event.objects.filter(name=name).count()
                _open_lists(found)
                raise _PutBackError
        except _PutBackError:
            cache.clear()
    return found


def _open_lists(found: Demo) -> None:
    work = {account: {name for one, name in WORK if one == account} for account, _ in WORK}
    for person in Staff.objects.filter(username__in=[*work, *EVERYTHING]):
        browser = Client()
        browser.force_login(person)
        page = browser.get(reverse("desk")).content.decode()
        for entry in MENU:
            address = reverse(entry[0])
            wanted = person.username in EVERYTHING or entry[0] in work[person.username]
            if wanted and f'href="{address}"' in page:
                opened = browser.get(address)
                found.lists[person.username, entry[0]] = opened.status_code, opened.content.decode()


def test_a_case_in_every_state(demo: Demo) -> None:
    assert demo.states == set(State)


def test_a_unit_has_its_own_policy_a_case_was_counted_anew_and_a_question_waits(demo: Demo) -> None:
    # The county's own key is the day for a suggestion; the office's are its stricter limits.
    assert demo.own_policies == ["XZF", "XF"]
    assert demo.events == {"recalculated": 1, "instruction_asked": 1}


def test_papers_of_every_end_and_of_the_year(demo: Demo) -> None:
    declined, agreed = {"refuse", "end"}, {"mediation", "conciliation"}
    heard, reviewed = (
        {"hearing_call", "hearing_report"},
        {"review", "rereview", "review_taken", "rereview_taken"},
    )
    assert declined | agreed | heard | reviewed | {"accept", "guide", "opinion", "annual"} <= demo.papers


def test_accusations_show_direct_sending_inquiry_and_recusal(demo: Demo) -> None:
    assert (demo.direct, demo.inquiries, demo.stepped_aside) == (1, [True], ["demo-chengban"])


def test_an_ended_matter_is_taken_up_again_and_words_of_leaders_are_tasks(demo: Demo) -> None:
    assert demo.taken_up_again == 1
    assert {TaskKind.NOTE, TaskKind.REPORT} <= demo.tasks
    assert demo.assessed == [2026]


def test_a_second_call_adds_nothing(demo: Demo) -> None:
    assert demo.second == 0


@pytest.mark.parametrize(("account", "name"), WORK)
def test_the_lists_that_somebody_works_with_are_filled(demo: Demo, account: str, name: str) -> None:
    status, page = demo.lists[account, name]
    assert status == 200
    assert "empty-title" not in page


def test_every_entry_of_the_menu_opens(demo: Demo) -> None:
    assert {name for _, name in demo.lists} == {entry[0] for entry in MENU}
    assert {status for status, _ in demo.lists.values()} == {200}
