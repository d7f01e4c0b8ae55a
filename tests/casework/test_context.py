"""The menu: only what a post opens, with what waits for this person."""

from __future__ import annotations

import pytest

from casework.actions.base import desk_people
from casework.context import MENU, Chrome, receiving_units
from tests.office import Office
from tests.petitions.steps import assigned, handling, presented

pytestmark = pytest.mark.usefixtures("monday")


def menu(office: Office, name: str) -> dict[str, int]:
    return {entry.url_name: entry.count for entry in Chrome(office[name], "").menu()}


def test_every_role_sees_the_entries_of_its_powers(office: Office) -> None:
    assert set(menu(office, "handler")) == {
        "petition_register",
        "desk",
        "petition_list",
        "handling",
        "reception",
        "notices_due",
        "information",
        "organisation",
        "notices",
    }
    assert "supervision" in menu(office, "supervisor")
    assert "handling" not in menu(office, "supervisor")
    assert {"jobs", "admin:index"} <= set(menu(office, "admin"))
    assert not {"ledger", "sign_list", "handling"} & set(menu(office, "admin"))
    assert [entry[0] for entry in MENU][:2] == ["petition_register", "desk"]


def test_a_long_menu_is_grouped_and_each_heading_stands_once(office: Office) -> None:
    entries = Chrome(office["officer"], "").menu()
    headings = [one.heading for one in entries if one.heading]
    assert len(headings) == len(set(headings))
    assert headings[0] == "督办与统计"
    assert [one.url_name for one in entries if one.heading == "督办与统计"] == ["supervision"]
    for name in ("office_head", "admin"):
        names = [one.url_name for one in Chrome(office[name], "").menu()]
        words = [one.heading for one in Chrome(office[name], "").menu() if one.heading]
        assert (len(names), len(words)) == (len(set(names)), len(set(words)))


@pytest.mark.parametrize(
    ("path", "entry", "current"),
    [
        ("/", "desk", "page"),
        ("/petitions/new/", "petition_register", "page"),
        ("/petitions/7/do/assign/", "petition_list", "true"),
        ("/papers/register/", "notices_due", "true"),
        ("/reports/rules/new/", "information", "true"),
        ("/search/", "", ""),
    ],
)
def test_menu_says_where_one_is(office: Office, path: str, entry: str, current: str) -> None:
    here = [(one.url_name, one.current) for one in Chrome(office["officer"], path).menu() if one.current]
    assert here == ([(entry, current)] if entry else [])


def test_counts_are_what_waits_for_this_person(office: Office) -> None:
    leader = presented(office, office.registered()).signer
    name = next(key for key, one in office.staff.items() if leader and one.pk == leader.pk)
    assigned(office, office.registered())
    handling(office, office.registered())
    assert menu(office, name)["sign_list"] == 1
    # What came without a name waits with whoever opens the unit's post.
    assert (menu(office, "bureau_head")["handling"], menu(office, "handler")["handling"]) == (1, 1)
    assert menu(office, "other_head")["handling"] == 0


@pytest.mark.rule("S14-04")
def test_who_opens_the_post_is_who_is_told(office: Office) -> None:
    for acceptor in (None, "handler"):
        unit = office.units["ZJJ"]
        unit.acceptor = office.staff[acceptor] if acceptor else None
        unit.save()
        told = {one.pk for one in desk_people(unit)}
        for name in ("handler", "bureau_head", "officer", "other_head"):
            assert (unit.pk in receiving_units(office[name])) == (office.staff[name].pk in told)
