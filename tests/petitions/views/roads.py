"""Rows of `test_petition_verb.ROAD` by part of the product: (make a petition, who may, a colleague who may not)."""

from __future__ import annotations

from collections.abc import Callable

from petitions.models import Petition
from tests.office import Office
from tests.petitions import steps
from tests.petitions.receiving import hall
from tests.petitions.scenarios import base, outcomes, tables, ways


def handled(office: Office) -> Petition:
    return steps.handling(office, office.registered())


def unnamed(office: Office) -> Petition:
    hall.policy(office, "XF", head_word_first=True)
    return steps.assigned(office, office.registered())


WAYS: dict[str, tuple[Callable[[Office], Petition], str, str]] = {
    "receive": (ways.forwarded, "other_handler", "registrar"),
    "take_in": (ways.forwarded, "other_handler", "registrar"),
    "object": (ways.forwarded, "other_head", "registrar"),
    "answer_objection": (ways.objected, "officer", "registrar"),
    "arbitrate": (ways.disputed, "deputy", "officer"),
    "name_handler": (unnamed, "bureau_head", "handler"),
    "coordinate": (handled, "handler", "deputy"),
    "enforce": (handled, "handler", "registrar"),
    "enforcement_outcome": (tables.enforced, "handler", "registrar"),
    "inform_company": (handled, "handler", "deputy"),
    "company_answer": (tables.informed, "handler", "deputy"),
}


def registered(office: Office) -> Petition:
    return office.registered()


OUTCOMES: dict[str, tuple[Callable[[Office], Petition], str, str]] = {
    "decline": (base.annotated, "officer", "registrar"),
    "state_new_facts": (lambda office: outcomes.brought_again(office)[1], "officer", "deputy"),
    "set_aside": (outcomes.declined, "supervisor", "registrar"),
    "withdraw_matter": (registered, "registrar", "deputy"),
    "explain": (registered, "registrar", "deputy"),
    "talk_on_site": (registered, "registrar", "deputy"),
    "meet": (handled, "handler", "deputy"),
    "settle": (handled, "handler", "deputy"),
    "judge_suggestion": (outcomes.suggestion, "handler", "deputy"),
    "reward": (outcomes.judged, "officer", "handler"),
    "refer_aid": (registered, "registrar", "deputy"),
    "note_aid": (outcomes.aided, "registrar", "deputy"),
    "apply_review": (base.closed, "registrar", "handler"),
    "draft_review": (outcomes.in_review, "officer", "registrar"),
    "withdraw_review": (outcomes.drafted, "registrar", "deputy"),
    "deliver_review": (outcomes.decided_outside, "officer", "registrar"),
    "call_hearing": (outcomes.in_review, "officer", "registrar"),
    "hear": (outcomes.in_review, "officer", "registrar"),
    "call_back": (base.closed, "officer", "handler"),
}
