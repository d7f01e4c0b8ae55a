"""Two people act on one petition at the same moment: one wins, the other is told, nothing is half done."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from casework.audit import verify_chains
from casework.models import Event, SignOff
from casework.refusals import Refusal, Stale
from casework.states import State
from petitions.actions import handle, route, supervise
from petitions.models import Petition, Routing
from tests.office import Office
from tests.petitions import steps
from tests.petitions.scenarios import SCENARIOS
from tests.together import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("monday")]


def one_of(results: list[Any]) -> Any:
    """The result of the winner; the other was refused with a sentence."""
    refused = [one for one in results if isinstance(one, Refusal)]
    won = [one for one in results if not isinstance(one, Exception)]
    assert (len(won), len(refused)) == (1, 1), results
    return won[0]


@pytest.mark.parametrize(
    "name",
    [
        "route.present",
        "handle.report",
        "close.close",
        "archive.archive",
        "register.edit",
        "register.edit",
        "register.void",
    ],
)
def test_same_verb_twice_at_once_is_done_once(office: Office, name: str) -> None:
    act = SCENARIOS[name](office)
    before = Event.objects.count()
    results = together([act, act])
    one_of(results)
    assert any(isinstance(one, Stale) for one in results)
    again = Event.objects.count() - before
    assert again == len(set(Event.objects.order_by("-pk").values_list("name", flat=True)[:again]))
    assert list(verify_chains()) == []


def test_two_accept_at_once_and_one_becomes_the_handler(office: Office) -> None:
    p = steps.assigned(office, office.registered())
    people = [office["bureau_head"], office["handler"]]
    won = one_of(together([partial(handle.accept, p.pk, by=one, version=p.version) for one in people]))
    now = Petition.objects.get()
    assert (now.state, now.handler_id, now.version) == (State.HANDLING, won.handler_id, p.version + 1)
    assert Event.objects.filter(name="accepted").count() == 1
    assert Routing.objects.get().received_by_id == won.handler_id


def test_two_annotate_at_once_and_one_opinion_stands(office: Office) -> None:
    p = steps.presented(office, office.registered())
    units = [office.units["ZJJ"], office.units["RSJ"]]
    acts = [
        partial(route.annotate, p.pk, by=p.signer, version=p.version, opinion=f"请{one.name}办理。", unit=one)
        for one in units
    ]
    won = one_of(together(acts))
    now = Petition.objects.get()
    assert SignOff.objects.get().pk == won.pk
    assert now.handling_unit is not None
    assert won.opinion == f"请{now.handling_unit.name}办理。"
    assert Routing.objects.count() == 1


def test_two_sign_at_once_and_one_signature_stands(office: Office) -> None:
    p = steps.reported(office, office.registered())
    sign = partial(handle.sign_closing, p.pk, by=p.signer, version=p.version)
    one_of(
        together([partial(sign, opinion="同意。"), partial(sign, opinion="退回核实。", decision="return")])
    )
    assert SignOff.objects.filter(step="unit_head").count() == 1
    assert list(verify_chains()) == []


def test_assign_and_transfer_at_once_and_one_road_is_taken(office: Office) -> None:
    act = SCENARIOS["route.assign"](office)
    given = {key: act.keywords[key] for key in ("by", "version")}
    unit, told = office.units["RSJ"], "已告知"
    away = partial(route.transfer, *act.args, **given, unit=unit, reason="属人社", told_petitioner=told)
    one_of(together([act, away]))
    assert Routing.objects.count() == 1
    assert Petition.objects.get().state in (State.ASSIGNED, State.FORWARDED)


def test_head_signs_an_investigation_once(office: Office) -> None:
    act = SCENARIOS["investigations.sign_investigation"](office)
    one_of(together([act, act]))
    assert Event.objects.filter(name="investigation_signed").count() == 1


def test_two_chase_at_once_and_the_chain_does_not_fork(office: Office) -> None:
    p = steps.handling(office, office.registered())
    chase = [
        partial(supervise.urge, p.pk, by=office[who], text="请尽快。") for who in ("supervisor", "officer")
    ]
    results = together(chase)
    done = [one for one in results if not isinstance(one, Exception)]
    assert all(isinstance(one, Stale) for one in results if one not in done)
    assert Event.objects.filter(name="urged").count() == len(done) >= 1
    assert list(verify_chains()) == []
