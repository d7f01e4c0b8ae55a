"""Chasing, supervision, cards, and what is sent back while it is being signed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from casework.models import Clock
from petitions.actions import cards, handle, lateness, send_back, supervision
from petitions.models import Petition
from tests.office import Office
from tests.petitions import steps
from tests.petitions.scenarios.base import AGREED, letter, verb
from tests.petitions.steps import fresh


@verb(send_back)
def send_back_(office: Office) -> partial[Any]:
    p = steps.reported(office, letter(office))
    handle.sign_closing(p.pk, by=office["bureau_head"], version=p.version, opinion=AGREED)
    p = fresh(p)
    by = office["deputy"]
    return partial(send_back.send_back, p.pk, by=by, version=p.version, opinion="请补充。", to="unit_head")


def late_letter(office: Office, clock: Any = None) -> Petition:
    """In the unit, and past its limit."""
    p = steps.investigated(office, letter(office))
    Clock.objects.filter(case=p, kind="handle", met_on=None).update(due_on=date(2026, 2, 27))
    return fresh(p)


def late(office: Office) -> lateness.Late:
    return lateness.Late("oversight", "承办人出差，未及时移交。", office.units["ZJJ"])


SUPERVISE: dict[str, Any] = {"reason": "delaying", "requirement": "请于三日内报送进展。"}


@verb(supervision)
def supervise(office: Office) -> partial[Any]:
    p = steps.handling(office, letter(office))
    return partial(
        supervision.supervise, p.pk, by=office["supervisor"], unit=office.units["ZJJ"], **SUPERVISE
    )


@verb(supervision)
def answer_supervision(office: Office) -> partial[Any]:
    p = supervise(office)().petition
    by = office["bureau_head"]
    return partial(supervision.answer_supervision, p.pk, by=by, adoption="adopted", answer="已整改。")


@verb(supervision)
def list_case(office: Office) -> partial[Any]:
    p = steps.handling(office, letter(office))
    given = {"listed_by": "县信访联席会议", "reason": "久拖未决", "until": date(2026, 4, 1)}
    return partial(supervision.list_case, p.pk, by=office["supervisor"], **given)


@verb(supervision)
def lift_listing(office: Office) -> partial[Any]:
    p = list_case(office)().petition
    return partial(supervision.lift_listing, p.pk, by=office["supervisor"], result="已化解。")


@verb(cards)
def issue_card(office: Office) -> partial[Any]:
    p = letter(office)
    given = {"opinion": "三日内解决并报我。", "unit": office.units["ZJJ"], "due_on": date(2026, 3, 5)}
    return partial(cards.issue_card, p.pk, by=office["chief"], version=p.version, **given)


@verb(cards)
def answer_card(office: Office) -> partial[Any]:
    p = issue_card(office)().petition
    return partial(cards.answer_card, p.pk, by=office["bureau_head"], feedback="电梯已修复。")


@verb(lateness)
def explain_late(office: Office) -> partial[Any]:
    p = late_letter(office)
    return partial(lateness.explain_late, p.pk, by=office["handler"], late=late(office))


def after(scenario: Callable[[Office], partial[Any]]) -> Callable[[Office], Petition]:
    """The case once a verb has been done."""
    return lambda office: fresh(scenario(office)().petition)


# Pages of these verbs: a case, who may, and who may not.
ROAD: dict[str, tuple[Callable[[Office], Petition], str, str]] = {
    "supervise": (lambda office: steps.handling(office, letter(office)), "supervisor", "handler"),
    "answer_supervision": (after(supervise), "bureau_head", "officer"),
    "list_case": (lambda office: steps.handling(office, letter(office)), "supervisor", "handler"),
    "lift_listing": (after(list_case), "supervisor", "handler"),
    "card": (letter, "chief", "registrar"),
    "answer_card": (after(issue_card), "bureau_head", "officer"),
    "explain_late": (late_letter, "handler", "chief"),
}
