"""Each of the forty rows: registered as it came, on the right clock, sent to whom it belongs, and ended as it must."""

from __future__ import annotations

from datetime import date

import pytest

from casework.states import State
from petitions.states import LegalRoute
from tests.petitions.county.rows import ROW, ROWS, Row
from tests.petitions.county.told import Told

# The year is over, and put back, before the first test; the mark only says that a database is needed.
pytestmark = pytest.mark.django_db

# A review is no new petition: it stands on the case of the answer that it is about.
PETITIONS = [row for row in ROWS if row.action != "review"]
DIRECT = "P25"


def each(rows: list[Row]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("row", rows, ids=[row.id for row in rows])


@each(PETITIONS)
def test_it_is_registered_as_it_came(row: Row, told: Told) -> None:
    """Of P25 the office that is itself accused writes down the receipt alone: no name, no class, no assessment."""
    is_direct = row.id == DIRECT
    assert told.facts == {
        "number": True,
        "channel": row.channel,
        "received_on": row.received_on,
        "purpose": row.purpose,
        "class": "" if is_direct else row.class_code,
        "urgency": row.urgency,
        "jurisdiction": "in" if is_direct else row.jurisdiction,
        "anonymous": is_direct or row.anonymous,
        "sealed": row.purpose == "accusation",
        "heads": row.heads,
    }


@each(PETITIONS)
def test_it_stands_in_the_register_of_the_unit_that_received_it(row: Row, told: Told) -> None:
    """What an agent files stands with the office of the town that keeps the mandate."""
    assert told.unit == ("T02-DL" if row.channel == "proxy" else row.unit)


# 条例第二十二条 names no exception for an enquiry: its 15 days run until it is answered, which here is the same day.
ENQUIRY = {"route": date(2026, 7, 23)}
# Sent straight to the discipline organ within five working days; who wrote, and the telling, is that organ's to know.
STRAIGHT = {"jc_up": date(2026, 6, 17)}


@each(ROWS)
def test_the_law_s_clock_runs_to_the_expected_day(row: Row, told: Told) -> None:
    if row.id == DIRECT:
        expected = STRAIGHT
    elif row.due is None:
        expected = ENQUIRY
    else:
        expected = {row.clock: row.due}
    assert told.clocks == expected


# Where the facts in the register are not enough, and a person says whose it is: the program's own proposal, and why.
BY_A_PERSON = {
    "P08": ("RSJ", "工伤归口人社局，但所不服的正是人社局的决定：由复议机关受理，须由人判断"),
    "P29": ("RSJ", "劳动待遇归口人社局；本单位职工先由本单位办理，由受理单位写明理由"),
    "P30": ("RSJ", "同P29"),
}


@each(PETITIONS)
def test_the_competent_unit_is_proposed(row: Row, told: Told) -> None:
    proposed, _ = BY_A_PERSON.get(row.id, (row.competent, ""))
    assert told.proposal == proposed


@each([row for row in ROWS if row.action in ("transfer", "assign", "accept", "discipline")])
def test_it_goes_to_the_competent_unit(row: Row, told: Told) -> None:
    joined = row.id in ("P02", "P27")
    assert told.went_to == ("" if joined else row.competent)


# Classes that belong to one procedure whatever is asked; for the others a person reads what is asked for.
BY_CLASS = {
    "P04": "31-5",
    "P07": "31-1",
    "P11": "31-5",
    "P12": "31-5",
    "P17": "31-5",
    "P18": "31-1",
    "P22": "31-4",
    "P23": "31-5",
    "P31": "31-5",
    "P39": "31-1",
}


@each(PETITIONS)
def test_the_lawful_procedure_is_proposed_from_the_class_or_left_to_a_person(row: Row, told: Told) -> None:
    assert told.hint == BY_CLASS.get(row.id, "")
    assert told.hint in ("", row.legal_route)


@each(PETITIONS)
def test_only_the_petition_procedure_carries_the_sixty_days(row: Row, told: Told) -> None:
    ended = row.route in ("35", "36")
    expected = row.purpose == "claim" and (row.legal_route == LegalRoute.PETITION or ended)
    assert told.on_track == expected


@each(ROWS)
def test_what_is_done_with_it(row: Row, told: Told) -> None:
    assert told.action == row.action


@each([row for row in ROWS if row.ground])
def test_on_which_ground(row: Row, told: Told) -> None:
    assert told.ground == row.ground


@each([row for row in ROWS if row.forbidden])
def test_it_never_goes_to_whom_it_is_about(row: Row, told: Told) -> None:
    assert told.refused == row.forbidden


@each([row for row in ROWS if row.purpose == "accusation"])
def test_only_a_named_reporter_is_told(row: Row, told: Told) -> None:
    """What came straight has no name in the system; the organ reads it on the paper."""
    assert told.spoken == (row.named_report and row.id != DIRECT)


@each(PETITIONS)
def test_repeats_are_repeats_of_the_right_petition(row: Row, told: Told, year_pks: dict[str, int]) -> None:
    assert told.repeat_of == (year_pks[row.repeat_of] if row.repeat_of else 0)
    # The letter that asks for a review is a further letter on the first matter.
    assert told.counts_as_repeat == bool(row.repeat_of)


@each(PETITIONS)
def test_it_is_collective_from_five_people_on(row: Row, told: Told) -> None:
    assert (told.facts["heads"] >= 5) == row.collective


# S03-13 as written: from five people who come in person, or by urgency. A draft waits for a person, who may drop it.
DRAFTED_AS_WELL = {
    "P04": "急件一律先拟稿，由人决定是否上报",
    "P23": "八人来访达到即报人数；同一事项前次已报，由人决定",
    "P29": "五人来访达到即报人数，由人决定",
}


@each(PETITIONS)
def test_urgent_information_is_drafted(row: Row, told: Told) -> None:
    assert told.info == (row.info or row.id in DRAFTED_AS_WELL)


@each(ROWS)
def test_it_comes_to_its_end(row: Row, told: Told) -> None:
    """Filed here, and where another organ handles it, filed there."""
    if row.action == "review":
        expected = State.CLOSED
    elif row.id == DIRECT:
        # Nobody of the accused unit opens it, not even to file it.
        expected = State.TRANSFERRED
    else:
        expected = State.MERGED if row.id in ("P02", "P27") else State.ARCHIVED
    assert told.end == expected
    sent_on = row.action in ("transfer", "discipline") and row.id != "P02"
    # The review of P01 opened the receiver's case once more.
    there = State.CLOSED if row.id == "P01" else State.ARCHIVED
    assert told.receiver_end == (there if sent_on else "")


@each([ROW["P01"]])
def test_the_sixty_days_are_put_off_once(row: Row, told: Told) -> None:
    """Sixty days from the acceptance of 2026-02-20 and thirty more (条例第三十四条)."""
    assert told.extended_to == date(2026, 5, 21)
