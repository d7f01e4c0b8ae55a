"""One page, one entry, also when it is sent twice at the same moment."""

from __future__ import annotations

from typing import Any

import pytest

from petitions.actions import reception, register
from petitions.models import IntakeDraft, Petition
from petitions.people import known_people
from tests.office import Office
from tests.together import together


@pytest.mark.django_db(transaction=True)
def test_once_under_two_clicks_at_the_same_moment_registers_once(office: Office) -> None:
    matter = office.matter()

    def click() -> Any:
        by = office["registrar"]
        return reception.once(
            "key", by=by, fingerprint="same", act=lambda: register.register(matter, by=by)
        ).number

    numbers = together([click, click])
    assert numbers == [f"清信访〔{Petition.objects.get().year}〕1号"] * 2
    assert Petition.objects.count() == 1
    assert IntakeDraft.objects.get().petition == Petition.objects.get()


def test_once_that_fails_leaves_nothing(office: Office, monday: Any) -> None:
    def fail() -> Petition:
        office.registered()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        reception.once("key", by=office["registrar"], fingerprint="x", act=fail)
    assert not Petition._base_manager.exists()
    assert not IntakeDraft.objects.exists()
    assert office.registered().number == "清信访〔2026〕1号"


def test_complete_person_adds_what_was_given_and_keeps_the_rest(office: Office, monday: Any) -> None:
    person = office.registered().petitioner
    assert person is not None
    done = reception.complete_person(person, by=office["registrar"], phone="", workplace="样城机械厂")
    assert (done.phone, done.workplace) == ("12000000001", "样城机械厂")
    assert done.history.count() == 2
    reception.complete_person(done, by=office["registrar"], workplace="样城机械厂")
    assert done.history.count() == 2


def test_complete_person_refuses_another_id_number(office: Office, monday: Any) -> None:
    person = office.registered().petitioner
    assert person is not None
    first = reception.complete_person(person, by=office["registrar"], id_number="99010119900101001X")
    with pytest.raises(reception.Refusal, match="与已登记的不一致"):
        reception.complete_person(first, by=office["registrar"], id_number="990101199001010028")
    assert list(known_people(office["registrar"])) == [first]
