"""Numbers, invitees and the end of a session; what sight of cases they give and take."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Delegation
from casework.actions.base import open_case
from casework.models import CaseGrant, Event
from casework.refusals import NotVisible, NotYours, Refusal
from petitions import receiving
from petitions.actions import queue, register, roster
from petitions.models import Petition, QueueTicket, ReceptionSession
from petitions.states import Channel, Purpose
from tests.office import Office
from tests.petitions.receiving import hall

pytestmark = pytest.mark.usefixtures("monday")


def take(office: Office, one: ReceptionSession, name: str = "") -> QueueTicket:
    return queue.take_ticket(one.pk, by=office["registrar"], name=name)


def sees(office: Office, who: str, petition: Petition) -> bool:
    return Petition.objects.visible_to(office[who]).filter(pk=petition.pk).exists()


@pytest.mark.rule("S12-05")
def test_numbers_follow_the_order_of_arrival_and_one_is_received_at_a_time(office: Office) -> None:
    one = hall.session(office)
    assert [take(office, one).number for _ in range(3)] == [1, 2, 3]
    first = queue.call_next(one.pk, by=office["registrar"])
    assert first.number == 1
    with pytest.raises(Refusal, match="1 号正在接待"):
        queue.call_next(one.pk, by=office["registrar"])
    queue.move_ticket(first.pk, by=office["registrar"], to="done")
    assert queue.call_next(one.pk, by=office["registrar"]).number == 2


@pytest.mark.rule("S12-05")
def test_database_allows_one_active_ticket_a_session(office: Office) -> None:
    one = hall.session(office)
    for _ in range(2):
        take(office, one)
    with pytest.raises(IntegrityError), transaction.atomic():
        QueueTicket.objects.update(state="called")


def test_held_and_missed_numbers_come_back(office: Office) -> None:
    one = hall.session(office)
    ticket = take(office, one)
    for state in ("held", "waiting", "no_show", "called", "held", "called", "done"):
        ticket = queue.move_ticket(ticket.pk, by=office["registrar"], to=state)
    with pytest.raises(Refusal, match="已接待"):
        queue.move_ticket(ticket.pk, by=office["registrar"], to="called")


def test_numbers_are_given_on_the_day_by_those_who_run_the_session(office: Office) -> None:
    hall.session(office)
    later = ReceptionSession.objects.exclude(day=hall.DAY).first()
    assert later is not None
    with pytest.raises(Refusal, match="当天"):
        take(office, later)
    with pytest.raises(NotVisible):
        queue.take_ticket(later.pk, by=office["other_handler"])


@pytest.mark.rule("S01-05")
def test_invitee_sees_the_sessions_petitions_alone_reads_only_until_it_closes(office: Office) -> None:
    one = hall.session(office)
    _, before = hall.visit(office, one)
    elsewhere = office.registered()
    roster.invite(one.pk, by=office["deputy"], who=office["other_head"])
    queue.move_ticket(QueueTicket.objects.get().pk, by=office["registrar"], to="done")
    last, after = hall.visit(office, one)

    assert [sees(office, "other_head", p) for p in (before, after, elsewhere)] == [True, True, False]
    with pytest.raises(NotYours, match="只能查看"), transaction.atomic():
        open_case(Petition, after.pk, by=office["other_head"])
    assert receiving.takes_part(office["other_head"], one)

    roster.staff_session(one.pk, by=office["registrar"], co_receivers=[], recorder=office["registrar"])
    queue.move_ticket(last.pk, by=office["registrar"], to="done")
    queue.close_session(one.pk, by=office["registrar"])
    assert not sees(office, "other_head", before)
    assert not receiving.takes_part(office["other_head"], ReceptionSession.objects.get(pk=one.pk))
    assert Event.objects.filter(name="sight_lent").count() == 2


@pytest.mark.rule("S01-05")
def test_sight_of_an_invitee_ends_with_the_day_even_if_nobody_closes(office: Office, at: Any) -> None:
    one = hall.session(office)
    roster.invite(one.pk, by=office["deputy"], who=office["other_head"])
    _, petition = hall.visit(office, one)
    assert sees(office, "other_head", petition)
    with at("2026-03-03 00:01"):
        assert not sees(office, "other_head", petition)


@pytest.mark.rule("S01-05")
def test_sealed_visit_is_never_lent_to_those_who_join(office: Office) -> None:
    one = hall.session(office)
    roster.invite(one.pk, by=office["deputy"], who=office["other_head"])
    sealed: dict[str, Any] = {"purpose": Purpose.ACCUSATION, "accused_units": (office.units["ZJJ"],)}
    _, petition = hall.visit(office, one, **sealed)
    assert not sees(office, "other_head", petition)
    assert not sees(office, "deputy", petition)
    assert not CaseGrant.objects.filter(case=petition, until__isnull=False).exists()
    # And its number does not stand in the queue of those who may not know of it.
    assert not receiving.tickets_of(one, office["deputy"]).exists()
    assert receiving.tickets_of(one, office["registrar"]).count() == 1


@pytest.mark.rule("S01-05")
def test_passing_sight_opens_nothing_that_is_sealed_later(office: Office) -> None:
    one = hall.session(office)
    roster.invite(one.pk, by=office["deputy"], who=office["other_head"])
    _, petition = hall.visit(office, one)
    Petition._base_manager.filter(pk=petition.pk).update(is_sealed=True)
    assert not sees(office, "other_head", petition)


@pytest.mark.rule("S01-05")
def test_only_the_chair_or_who_holds_it_in_writing_invites(office: Office) -> None:
    hall.policy(office, reception_inviter_posts=["主席"])
    one = hall.session(office)
    chair = hall.leader(office, "秦某未", "主席", at="XZF")
    for who in ("deputy", "registrar", "officer"):
        with pytest.raises(NotYours, match="邀请"):
            roster.invite(one.pk, by=office[who], who=office["other_head"])
    Delegation.objects.create(
        principal=chair, deputy=office["officer"], starts_on=hall.DAY, ends_on=hall.DAY, reason="外出"
    )
    made = roster.invite(one.pk, by=office["officer"], who=office["other_head"])
    assert made.invited_as == "主席（委托）"


@pytest.mark.rule("S12-03")
def test_co_receivers_read_what_is_received(office: Office) -> None:
    one = hall.session(office)
    roster.staff_session(
        one.pk, by=office["officer"], co_receivers=[office["bureau_head"]], recorder=office["registrar"]
    )
    _, petition = hall.visit(office, one)
    assert sees(office, "bureau_head", petition)
    roster.staff_session(
        one.pk, by=office["officer"], co_receivers=[office["other_head"]], recorder=office["registrar"]
    )
    assert not sees(office, "bureau_head", petition)
    assert sees(office, "other_head", petition)


@pytest.mark.rule("S12-04")
def test_session_does_not_close_without_a_recorder(office: Office) -> None:
    one = hall.session(office)
    with pytest.raises(Refusal, match="记录人"):
        queue.close_session(one.pk, by=office["registrar"])
    with pytest.raises(IntegrityError), transaction.atomic():
        ReceptionSession.objects.filter(pk=one.pk).update(
            closed_at="2026-03-02T10:00Z", closed_by=office["registrar"]
        )
    roster.staff_session(one.pk, by=office["registrar"], co_receivers=[], recorder=office["registrar"])
    take(office, one)
    with pytest.raises(Refusal, match="1 个号"):
        queue.close_session(one.pk, by=office["registrar"])
    queue.move_ticket(QueueTicket.objects.get().pk, by=office["registrar"], to="no_show")
    assert queue.close_session(one.pk, by=office["registrar"]).closed_at


@pytest.mark.rule("S01-03")
@pytest.mark.parametrize("day", [date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 7), date(2026, 2, 17)])
def test_visits_and_letters_are_registered_on_any_day(office: Office, at: Any, day: date) -> None:
    hall.rule(office, "monthly_day", day=15)
    with at(f"{day:%Y-%m-%d}"):
        for channel in (Channel.VISIT, Channel.LETTER, Channel.LEADER_RECEPTION):
            made = register.register(office.matter(channel=channel, received_on=day), by=office["registrar"])
            assert made.number
