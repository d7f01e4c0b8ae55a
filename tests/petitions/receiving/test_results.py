"""What a leader decides in a session, and what became of it by the end of the month."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from casework.models import Clock, ClockKind, SignOff
from casework.refusals import NotYours, Refusal
from casework.states import State
from petitions.actions import receive
from petitions.models import Petition, QueueTicket, ReceptionResult, SuperviseCard
from petitions.states import AppointmentState, SignStep
from tests.office import Office
from tests.petitions import steps
from tests.petitions.receiving import hall
from tests.petitions.steps import fresh

pytestmark = pytest.mark.usefixtures("monday")
DUE = date(2026, 3, 9)


def decide(office: Office, ticket: QueueTicket, petition: Petition, **changes: Any) -> ReceptionResult:
    values: dict[str, Any] = {
        "by": office["deputy"],
        "kind": "assigned",
        "opinion": "请住建局七日内修复电梯。",
        "unit": office.units["ZJJ"],
        "due_on": DUE,
    }
    return receive.give_result(petition.pk, version=petition.version, ticket=ticket, **{**values, **changes})


@pytest.mark.rule("S19-04")
def test_order_on_the_spot_goes_out_signed_with_unit_and_date(office: Office) -> None:
    ticket, petition = hall.visit(office, hall.session(office))
    made = decide(office, ticket, petition)
    now = fresh(petition)
    assert (now.state, now.handling_unit) == (State.ASSIGNED, office.units["ZJJ"])
    assert made.routing is not None
    assert made.routing.due_on == DUE
    assert Clock.objects.get(case=petition, kind=ClockKind.CARD).due_on == DUE
    assert SuperviseCard.objects.get(petition=petition).signoff == made.signoff
    assert made.signoff.signature == "钱某乙"
    ticket.refresh_from_db()
    assert ticket.state == "done"


@pytest.mark.rule("S19-04")
def test_order_on_a_matter_in_hand_is_a_card_to_the_unit_that_has_it(office: Office) -> None:
    ticket, petition = hall.visit(office, hall.session(office))
    p = steps.handling(office, petition)
    decide(office, ticket, p)
    assert fresh(p).state == State.HANDLING
    assert SuperviseCard.objects.get(petition=p).due_on == DUE


@pytest.mark.rule("S19-04")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"unit": None, "due_on": None}, "unit"),
        ({"due_on": None}, "due_on"),
        ({"opinion": " "}, "opinion"),
        ({"due_on": date(2026, 3, 1)}, "due_on"),
        ({"kind": "joint_work"}, "co_units"),
        ({"kind": "on_the_spot"}, "unit"),
        ({"kind": "sent_home"}, "kind"),
    ],
)
def test_result_that_lacks_something_is_refused(office: Office, changes: dict[str, Any], field: str) -> None:
    ticket, petition = hall.visit(office, hall.session(office))
    with pytest.raises(Refusal) as refusal:
        decide(office, ticket, petition, **changes)
    assert refusal.value.field == field
    assert not ReceptionResult.objects.exists()
    assert fresh(petition).state == State.REGISTERED


@pytest.mark.rule("S19-04")
def test_database_refuses_an_order_without_unit_or_date(office: Office) -> None:
    ticket, petition = hall.visit(office, hall.session(office))
    decide(office, ticket, petition)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReceptionResult.objects.update(due_on=None)


@pytest.mark.rule("S19-04")
def test_solved_on_the_spot_is_the_leaders_reading(office: Office) -> None:
    ticket, petition = hall.visit(office, hall.session(office))
    decide(
        office,
        ticket,
        petition,
        kind="on_the_spot",
        opinion="当场联系物业，今日修复。",
        unit=None,
        due_on=None,
    )
    assert fresh(petition).state == State.ANNOTATED
    assert SignOff.objects.get(case=petition).step == SignStep.ANNOTATE


@pytest.mark.rule("S19-04")
def test_joint_work_names_the_units_that_came(office: Office) -> None:
    ticket, petition = hall.visit(office, hall.session(office))
    units = (office.units["ZJJ"], office.units["RSJ"])
    made = decide(office, ticket, petition, kind="joint_work", unit=None, due_on=None, co_units=units)
    assert list(made.co_units.order_by("path")) == sorted(units, key=lambda one: one.path)


def test_matter_in_hand_keeps_its_unit_and_gets_the_leaders_words(office: Office) -> None:
    ticket, petition = hall.visit(office, hall.session(office))
    p = steps.handling(office, petition)
    with pytest.raises(Refusal, match="正由清禾县住房和城乡建设局承办"):
        decide(office, ticket, p, unit=office.units["RSJ"])
    made = decide(office, ticket, p, kind="on_the_spot", unit=None, due_on=None, opinion="请加快办理。")
    assert made.signoff.step == SignStep.RECEPTION
    assert fresh(p).state == State.HANDLING
    assert office["handler"].notices.filter(text__contains="请加快办理").exists()


def test_only_the_leader_on_duty_signs_and_once(office: Office) -> None:
    ticket, petition = hall.visit(office, hall.session(office))
    for who in ("registrar", "officer", "chief"):
        with pytest.raises(NotYours, match="本人签批"):
            decide(office, ticket, petition, by=office[who])
    decide(office, ticket, petition)
    with pytest.raises(Refusal, match="已经签过"):
        decide(office, ticket, fresh(petition))


@pytest.mark.rule("S12-06")
def test_booking_is_done_with_its_visit(office: Office) -> None:
    from petitions.actions import appointments, queue, register

    one = hall.session(office)
    asked = appointments.ask(
        by=office["registrar"], unit=office.units["XF"], name="张某甲", phone="12000000001", subject="电梯"
    )
    agreed = appointments.decide(asked.pk, by=office["registrar"], state="agreed", session=one)
    ticket = queue.take_ticket(one.pk, by=office["registrar"], appointment=agreed)
    petition = register.register(office.matter(channel="leader_reception"), by=office["registrar"])
    queue.link_visit(petition.pk, by=office["registrar"], ticket_id=ticket.pk)
    decide(office, ticket, fresh(petition))
    asked.refresh_from_db()
    assert asked.state == AppointmentState.DONE
