"""Rows of `test_petition_verb.ROAD` for the ways between units: (make a petition, who may, a colleague who may not)."""

from __future__ import annotations

from collections.abc import Callable

from petitions.models import Petition
from tests.office import Office
from tests.petitions import steps
from tests.petitions.scenarios import tables, ways


def handled(office: Office) -> Petition:
    return steps.handling(office, office.registered())


WAYS: dict[str, tuple[Callable[[Office], Petition], str, str]] = {
    "receive": (ways.forwarded, "other_handler", "registrar"),
    "take_in": (ways.forwarded, "other_handler", "registrar"),
    "object": (ways.forwarded, "other_head", "registrar"),
    "answer_objection": (ways.objected, "officer", "registrar"),
    "arbitrate": (ways.disputed, "deputy", "officer"),
    "coordinate": (handled, "handler", "deputy"),
    "enforce": (handled, "handler", "registrar"),
    "enforcement_outcome": (tables.enforced, "handler", "registrar"),
    "inform_company": (handled, "handler", "deputy"),
    "company_answer": (tables.informed, "handler", "deputy"),
}
