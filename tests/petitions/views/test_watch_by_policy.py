"""Lists of the board that go by the policy of the unit: 当日未结, 压置, 多次流转."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.models import Clock, ClockKind
from petitions.actions import register
from petitions.models import Petition
from tests.office import Office
from tests.petitions.receiving import hall
from tests.petitions.scenarios_by_preset import road
from tests.petitions.steps import handling, presented
from tests.petitions.views.test_supervision import board, opened

pytestmark = pytest.mark.usefixtures("monday")


@pytest.mark.rule("S09-13")
def test_same_day_work_left_undone(office: Office, monday: Any) -> None:
    """By the unit's policy: the general preset asks for a suggestion on the day of registration."""
    without = office.registered()
    road.under(office, "general")
    left, told, written = (office.registered() for _ in range(3))
    presented(office, told, opinion="拟请住建局办理。")
    by = office["registrar"]
    register.edit(written.pk, by=by, version=written.version, initial_opinion="拟请住建局办理。")
    office.registered(details={"initial_opinion": "拟请住建局办理。"})
    assert opened(office, board(office)["lists"]["当日未结"]) == {left.pk}
    clock = left.clocks.get(kind=ClockKind.OPINION)
    assert (clock.due_on, clock.unit_sentence) == (
        date(2026, 3, 2),
        "3月2日登记，提出拟办意见当日，到期3月2日",
    )
    assert not Clock.objects.filter(case=without, kind=ClockKind.OPINION).exists()
    met = Clock.objects.filter(kind=ClockKind.OPINION, met_on=date(2026, 3, 2))
    assert set(met.values_list("case", flat=True)) == {told.pk, written.pk}


@pytest.mark.rule("S09-13")
def test_a_limit_of_later_days_lists_nothing_before(office: Office, monday: Any) -> None:
    hall.policy(office, "XF", initial_opinion_within={"days": 2, "day_type": "calendar"})
    left = office.registered()
    monday.move_to("2026-03-03 17:00:00+08:00")
    assert board(office)["lists"]["当日未结"].value == 0
    monday.move_to("2026-03-04 17:00:00+08:00")
    assert opened(office, board(office)["lists"]["当日未结"]) == {left.pk}


@pytest.mark.rule("S18-02")
def test_quiet_days_and_hops_go_by_the_policy_that_a_case_keeps(office: Office, monday: Any) -> None:
    ordinary = handling(office, office.registered())
    hall.policy(office, "XF", idle_days=3, most_hops=1)
    stricter = handling(office, office.registered())
    Petition.objects.filter(pk__in=[ordinary.pk, stricter.pk]).update(hops=2)
    monday.move_to("2026-03-06 09:00:00+08:00")
    lists = board(office)["lists"]
    assert opened(office, lists["压置"]) == opened(office, lists["多次流转"]) == {stricter.pk}
    monday.move_to("2026-03-13 09:00:00+08:00")
    assert opened(office, board(office)["lists"]["压置"]) == {ordinary.pk, stricter.pk}
    Petition.objects.filter(pk=ordinary.pk).update(policy_values={}, hops=3)
    lists = board(office)["lists"]
    assert opened(office, lists["压置"]) == opened(office, lists["多次流转"]) == {ordinary.pk, stricter.pk}
