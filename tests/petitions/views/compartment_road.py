"""The compartment's verbs, for the test of every verb's page."""

from __future__ import annotations

from typing import Any

from casework.actions.base import grant
from petitions.models import Petition
from tests.office import Office
from tests.petitions import steps
from tests.petitions.scenarios.compartment import at_organ, inquiring


def handled(office: Office) -> Petition:
    return steps.handling(office, office.registered())


def read_by_a_town(office: Office, p: Petition) -> Petition:
    grant(p, "送阅", staff=office.staff["town_chief"])
    return p


ROAD: dict[str, tuple[Any, str, str]] = {
    "seal": (lambda office: office.registered(), "officer", "auditor"),
    "recuse": (handled, "handler", "auditor"),
    "open_inquiry": (at_organ, "other_head", "discipline"),
    "finish_inquiry": (lambda office: read_by_a_town(office, inquiring(office)), "discipline", "town_chief"),
    "tell_reporter": (lambda office: read_by_a_town(office, at_organ(office)), "discipline", "town_chief"),
}
