"""The roster: drawn up by rule, published without a gap, changed by a leader's own entrusting alone."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from casework.refusals import NotVisible, NotYours, Refusal
from petitions import receiving
from petitions.actions import roster
from petitions.models import ReceptionDay, ReceptionSession, RosterNotice, Substitution
from petitions.states import ReceptionKind
from tests.office import Office
from tests.petitions.receiving import hall

pytestmark = pytest.mark.usefixtures("monday")


@pytest.mark.rule("S01-02")
def test_rule_without_its_day_leaves_the_calendar_empty(office: Office) -> None:
    waiting = hall.rule(office, ReceptionKind.MONTHLY_DAY)
    assert receiving.days_of(office.units["XF"], date(2026, 1, 1), date(2026, 12, 31)) == []
    with pytest.raises(Refusal, match="待设置"):
        hall.drawn(office)
    waiting.day = 15
    waiting.save()
    assert len(receiving.days_of(office.units["XF"], date(2026, 1, 1), date(2026, 12, 31))) == 12


@pytest.mark.rule("S12-02")
def test_president_has_the_first_monday_and_deputies_share_the_rest(office: Office) -> None:
    for name in ("何某辰", "许某巳"):
        hall.leader(office, name, "副院长")
    hall.leader(office, "韩某子", "院长")
    hall.rule(office, ReceptionKind.MONTHLY_WEEKDAY, weekday=0, nth=1, posts="院长")
    hall.rule(office, ReceptionKind.WEEKLY, weekday=0, posts="副院长")
    for month in range(3, 9):
        hall.drawn(office, date(2026, month, 1))
    sessions = list(ReceptionSession.objects.select_related("leader"))
    firsts = [one.leader_title for one in sessions if one.day in (date(2026, 4, 7), date(2026, 5, 6))]
    assert firsts == ["院长", "院长"]
    deputies = Counter(one.leader.name for one in sessions if one.leader_title == "副院长")
    assert set(deputies) == {"何某辰", "许某巳"}
    assert max(deputies.values()) - min(deputies.values()) <= 1


@pytest.mark.rule("S19-02")
def test_daily_roster_has_a_leader_each_working_day(office: Office) -> None:
    made = hall.published(office)
    assert receiving.gaps(made) == []
    assert made.sessions.count() == 22


@pytest.mark.rule("S19-02", "S19-06")
def test_roster_with_a_gap_is_not_published(office: Office) -> None:
    made = hall.drawn(office)
    roster.put_on_duty(made.pk, by=office["officer"], day=date(2026, 3, 9), leader=None)
    with pytest.raises(Refusal, match="3月9日"):
        roster.publish(made.pk, by=office["officer"])
    roster.make_roster(by=office["officer"], unit=office.units["XF"], month=made.month)
    assert roster.publish(made.pk, by=office["officer"]).published_at


@pytest.mark.rule("S01-04")
def test_session_without_a_chair_is_not_published(office: Office) -> None:
    hall.policy(office, reception_required_posts=["主席", "副主席"])
    hall.rule(office, ReceptionKind.MONTHLY_DAY, day=16)
    chair = hall.leader(office, "秦某未", "主席")
    made = hall.drawn(office)
    roster.put_on_duty(made.pk, by=office["officer"], day=date(2026, 3, 16), leader=office["deputy"])
    with pytest.raises(Refusal, match="主席、副主席"):
        roster.publish(made.pk, by=office["officer"])
    one = made.sessions.get()
    roster.staff_session(one.pk, by=office["officer"], co_receivers=[chair], recorder=None)
    assert roster.publish(made.pk, by=office["officer"]).published_at


@pytest.mark.rule("F-27", "S19-06")
def test_leader_is_not_taken_off_without_a_stand_in_who_accepted(office: Office) -> None:
    one = hall.session(office)
    for other in (None, office["chief"]):
        with pytest.raises(Refusal, match="委托代班"):
            roster.put_on_duty(one.roster_id, by=office["officer"], day=one.day, leader=other)
    asked = roster.entrust(one.pk, by=office["deputy"], to=office["chief"], reason="外出开会")
    assert ReceptionSession.objects.get(pk=one.pk).leader == office["deputy"]

    roster.answer_substitution(asked.pk, by=office["chief"], accept=True)
    one.refresh_from_db()
    assert one.leader == office["chief"]
    assert receiving.gaps(one.roster) == []


@pytest.mark.rule("S19-06")
def test_declined_leaves_the_leader_on_duty(office: Office) -> None:
    one = hall.session(office)
    asked = roster.entrust(one.pk, by=office["deputy"], to=office["chief"], reason="外出开会")
    roster.answer_substitution(asked.pk, by=office["chief"], accept=False)
    one.refresh_from_db()
    assert one.leader == office["deputy"]
    with pytest.raises(Refusal, match="已经答复"):
        roster.answer_substitution(asked.pk, by=office["chief"], accept=True)


@pytest.mark.rule("S19-06")
def test_only_the_leader_entrusts_and_only_the_one_asked_answers(office: Office) -> None:
    one = hall.session(office)
    with pytest.raises(NotYours):
        roster.entrust(one.pk, by=office["officer"], to=office["chief"], reason="外出开会")
    asked = roster.entrust(one.pk, by=office["deputy"], to=office["chief"], reason="外出开会")
    with pytest.raises(NotVisible):
        roster.answer_substitution(asked.pk, by=office["officer"], accept=True)


def test_entrusting_somebody_else_takes_the_first_request_back(office: Office) -> None:
    hall.rule(office)
    hall.leader(office, "何某辰", "副县长")
    one = hall.session(office)
    first = roster.entrust(one.pk, by=office["deputy"], to=office["chief"], reason="外出开会")
    other = next(
        x.staff for x in receiving.leaders_for(office.units["XF"], one.day) if x.staff.name == "何某辰"
    )
    roster.entrust(one.pk, by=office["deputy"], to=other, reason="外出开会")
    first.refresh_from_db()
    assert first.accepted is False
    assert Substitution.objects.filter(accepted=None).get().substitute == other


def test_policy_may_do_without_acceptance(office: Office) -> None:
    hall.policy(office, substitute_requires_acceptance=False)
    one = hall.session(office)
    assert roster.entrust(one.pk, by=office["deputy"], to=office["chief"], reason="外出开会").accepted
    one.refresh_from_db()
    assert one.leader == office["chief"]


@pytest.mark.rule("S19-07")
def test_publication_is_on_record_with_date_and_medium(office: Office) -> None:
    made = hall.drawn(office)
    with pytest.raises(Refusal, match="先公布"):
        roster.note_published(made.pk, by=office["officer"], on=hall.DAY, medium="县电视台")
    roster.publish(made.pk, by=office["officer"])
    with pytest.raises(Refusal, match="公布途径"):
        roster.note_published(made.pk, by=office["officer"], on=hall.DAY, medium=" ")
    with pytest.raises(Refusal, match="不能晚于今天"):
        roster.note_published(made.pk, by=office["officer"], on=date(2026, 3, 3), medium="县电视台")
    roster.note_published(made.pk, by=office["officer"], on=hall.DAY, medium="县电视台")
    assert RosterNotice.objects.values_list("on", "medium").get() == (hall.DAY, "县电视台")


@pytest.mark.parametrize("who", ["registrar", "deputy", "handler", "auditor"])
def test_roster_is_the_offices(office: Office, who: str) -> None:
    hall.rule(office)
    with pytest.raises(NotYours):
        roster.make_roster(by=office[who], unit=office.units["XF"], month=hall.DAY)


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "weekly"}, {"kind": "monthly_nth_weekday", "weekday": 0}, {"kind": "monthly_day", "day": 32}],
)
def test_database_refuses_a_rule_that_names_no_day(office: Office, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ReceptionDay.objects.create(unit=office.units["XF"], **wrong)
