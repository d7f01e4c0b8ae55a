"""The drawn states equal the code, and the code has these edges and no others: every state × every transition."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django_fsm import TransitionNotAllowed, can_proceed

from casework.states import OPEN_STATES, State
from petitions.access import VERBS
from petitions.management.commands.draw_states import TARGET, page
from petitions.models import Petition
from tests.project.source import ROOT

BEFORE_ROUTING = {State.REGISTERED, State.ANNOTATED, State.RETURNED}
DONE = {State.CLOSED, State.TRANSFERRED, State.GUIDED, State.WITHDRAWN}
NOT_TAKEN_UP = {State.REFUSED, State.ENDED}
# transition: (from, to)
# What a changed opinion ordered, at any point of being done.
CARRIED_OUT = {State.ASSIGNED, State.HANDLING, State.REPORTED, State.CONCLUDED, State.RETURNED}
EDGES: dict[str, tuple[set[str], str]] = {
    "present": ({State.REGISTERED, State.RETURNED}, State.PRESENTED),
    "annotate": ({State.PRESENTED}, State.ANNOTATED),
    "annotate_by_card": ({State.REGISTERED, State.RETURNED}, State.ANNOTATED),
    "withdraw_from_leader": ({State.PRESENTED}, State.REGISTERED),
    "assign": (BEFORE_ROUTING, State.ASSIGNED),
    "transfer": (BEFORE_ROUTING, State.TRANSFERRED),
    "forward": (BEFORE_ROUTING, State.FORWARDED),
    "arrive": ({State.FORWARDED}, State.TRANSFERRED),
    "take_back": ({State.FORWARDED}, State.RETURNED),
    "guide": (BEFORE_ROUTING, State.GUIDED),
    "accept": ({State.ASSIGNED}, State.HANDLING),
    "return_to_office": ({State.ASSIGNED, State.HANDLING}, State.RETURNED),
    "report": ({State.HANDLING}, State.REPORTED),
    "send_back": ({State.REPORTED}, State.HANDLING),
    "return_from_signing": ({State.REPORTED}, State.RETURNED),
    "conclude": ({State.REPORTED}, State.CONCLUDED),
    "close": ({State.CONCLUDED}, State.CLOSED),
    "answer_on_the_spot": ({State.REGISTERED}, State.CLOSED),
    "archive": (DONE | NOT_TAKEN_UP, State.ARCHIVED),
    "reopen": (DONE, State.REGISTERED),
    "merge": (BEFORE_ROUTING, State.MERGED),
    "undo_merge": ({State.MERGED}, State.REGISTERED),
    "void": ({State.REGISTERED}, State.VOIDED),
    "decline": (BEFORE_ROUTING, State.REFUSED),
    "decline_again": (BEFORE_ROUTING, State.ENDED),
    "set_aside": (NOT_TAKEN_UP, State.REGISTERED),
    "withdraw_matter": (set(OPEN_STATES) - {State.IN_REVIEW}, State.WITHDRAWN),
    "apply_review": ({State.CLOSED, State.ARCHIVED} | CARRIED_OUT, State.IN_REVIEW),
    "uphold": ({State.IN_REVIEW}, State.CLOSED),
    "withdraw_review": ({State.IN_REVIEW}, State.CLOSED),
    "resume": ({State.IN_REVIEW}, State.ASSIGNED),
    "import_closed": ({State.REGISTERED}, State.CLOSED),
}
# Verbs that are not named like the edge they take.
TAKES = {"withdraw": "withdraw_from_leader", "sign": "conclude"}


def test_drawing_equals_the_code() -> None:
    assert (ROOT / TARGET).read_text(encoding="utf-8") == page(), "run manage.py draw_states"
    call_command("draw_states", check=True)


def test_edges_are_the_known_ones() -> None:
    found: dict[str, tuple[set[str], str]] = {}
    for one in Petition(state=State.REGISTERED).get_all_state_transitions():
        sources, _ = found.setdefault(one.name, (set(), one.target))
        sources.add(one.source)
    assert found == EDGES


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("name", sorted(EDGES))
def test_transition_from_state(name: str, state: str) -> None:
    sources, target = EDGES[name]
    petition = Petition(state=state)
    assert can_proceed(getattr(petition, name)) is (state in sources)
    if state in sources:
        getattr(petition, name)()
        assert petition.state == target
    else:
        with pytest.raises(TransitionNotAllowed):
            getattr(petition, name)()
        assert petition.state == state


def test_state_cannot_be_set_by_hand() -> None:
    petition = Petition(state=State.REGISTERED)
    with pytest.raises(AttributeError):
        petition.state = State.CLOSED


@pytest.mark.parametrize("verb", sorted((set(VERBS) & set(EDGES)) | set(TAKES)))
def test_table_of_verbs_agrees_with_the_edges(verb: str) -> None:
    sources, _ = EDGES[TAKES.get(verb, verb)]
    assert VERBS[verb].sources == sources


def test_every_state_is_left_again_or_is_an_end() -> None:
    left = {state for sources, _ in EDGES.values() for state in sources}
    assert set(State) - left == {State.VOIDED}


@pytest.mark.rule("S18-01")
def test_whatever_is_open_can_reach_an_end() -> None:
    """件件有着落: from every open state a chain of edges leads to 已归档."""
    reach: set[str] = {State.ARCHIVED}
    for _ in State:
        reach |= {one for sources, target in EDGES.values() if target in reach for one in sources}
    assert reach >= OPEN_STATES
