"""催办 by itself at 50, 80 and 100 percent of the internal time; once each; a policy may ask for none."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Delegation
from casework.actions.reminders import remind
from casework.models import Clock, Notice, PolicyProfile
from casework.refusals import Refusal
from petitions.actions import route, supervise
from petitions.actions.auto_urge import step_reached, write_urges
from petitions.models import Petition, Urge
from petitions.queries import unanswered_urges
from tests.office import Office
from tests.petitions.steps import assigned, fresh, handling, presented

pytestmark = pytest.mark.usefixtures("monday")
CHINA = ZoneInfo("Asia/Shanghai")


def policy(office: Office, **values: Any) -> None:
    PolicyProfile.objects.create(
        unit=office.units["XF"],
        preset="three_five",
        values=values,
        effective_from=date(2025, 1, 1),
        approved_by="孙某丙",
        source="清信〔2025〕1号",
    )


def noon(day: int) -> datetime:
    return datetime(2026, 3, day, 12, tzinfo=CHINA)


@pytest.fixture
def long_one(office: Office) -> Petition:
    """Ten days: from the second to the twelfth of March."""
    p = handling(office, office.registered())
    Clock.objects.filter(case=p, kind="handle").update(
        unit_due=date(2026, 3, 12), due_on=date(2026, 3, 12), near_on=date(2026, 3, 11)
    )
    Notice.objects.all().delete()
    return p


@pytest.mark.rule("S13-11")
def test_each_step_urges_once_however_often_it_runs(long_one: Petition, monday: Any) -> None:
    for day, expected in (
        (6, []),
        (7, [50]),
        (9, [50]),
        (10, [50, 80]),
        (12, [50, 80, 100]),
        (20, [50, 80, 100]),
    ):
        monday.move_to(noon(day))
        for _ in range(2):
            remind(noon(day))
        assert list(Urge.objects.order_by("percent").values_list("percent", flat=True)) == expected
    words = "办理时限已用50%，3月12日到期，请抓紧办理。"
    assert Urge.objects.get(percent=50).text == words
    assert long_one.events.filter(name="urged").count() == 3


def test_step_that_was_slept_through_is_left_out_and_a_new_date_urges_again(
    long_one: Petition, monday: Any
) -> None:
    monday.move_to(noon(10))
    assert write_urges(date(2026, 3, 10)) == 1
    assert Urge.objects.get().percent == 80
    Clock.objects.filter(case=long_one, kind="handle").update(unit_due=date(2026, 3, 16))
    assert write_urges(date(2026, 3, 10)) == 1
    assert set(Urge.objects.values_list("percent", "for_due")) == {
        (80, date(2026, 3, 12)),
        (50, date(2026, 3, 16)),
    }


def test_whom_a_reminder_tells_today_is_not_told_again(long_one: Petition, monday: Any) -> None:
    monday.move_to(noon(12))
    remind(noon(12))
    texts = Notice.objects.filter(staff=long_one.handler).values_list("text", flat=True)
    assert [text for text in texts if "催办" in text] == []
    assert len(texts) == 1


def test_what_the_system_urges_may_be_answered_and_waits_on_no_board(
    office: Office, long_one: Petition
) -> None:
    write_urges(date(2026, 3, 7))
    seen = Petition.objects.visible_to(office["supervisor"])
    assert list(unanswered_urges(seen)) == []
    done = supervise.answer_urge(Urge.objects.get().pk, by=office["handler"], answer="配件已到。")
    assert done.answered_at is not None


def test_policy_may_ask_for_other_steps_or_none(office: Office) -> None:
    policy(office, urge_at_percent=[])
    p = assigned(office, office.registered())
    clock = Clock.objects.select_related("case").get(case=p, kind="handle")
    assert step_reached(clock, date(2026, 4, 1)) is None
    assert write_urges(date(2026, 4, 1)) == 0


def test_database_refuses_a_second_urge_of_a_step(long_one: Petition) -> None:
    write_urges(date(2026, 3, 7))
    one = Urge.objects.get()
    one.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        one.save(force_insert=True)


@pytest.mark.rule("S10-02")
def test_policy_may_forbid_another_reader_but_by_delegation(office: Office) -> None:
    policy(office, annotate_fallback=False)
    p = office.registered()
    with pytest.raises(Refusal, match="委托代班"):
        route.present(p.pk, by=office["registrar"], version=p.version, to=office["deputy"])
    Delegation.objects.create(
        principal=office["office_head"],
        deputy=office["deputy"],
        starts_on=date(2026, 3, 1),
        ends_on=date(2026, 3, 3),
        reason="出差",
    )
    p = presented(office, p)
    route.annotate(p.pk, by=office["deputy"], version=p.version, opinion="请核实。")
    assert fresh(p).signoffs.get().signature == "钱某乙（代孙某丙）"
