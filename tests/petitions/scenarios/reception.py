"""On a reception day: a visit gets its number's place, and the leader's decision."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from petitions.actions import queue, receive
from petitions.states import Channel
from tests.office import Office
from tests.petitions.receiving import hall
from tests.petitions.scenarios.base import letter, verb


@verb(queue)
def link_visit(office: Office) -> partial[Any]:
    one = hall.session(office)
    ticket = queue.take_ticket(one.pk, by=office["registrar"])
    p = letter(office, channel=Channel.LEADER_RECEPTION)
    return partial(queue.link_visit, p.pk, by=office["registrar"], ticket_id=ticket.pk)


@verb(receive)
def give_result(office: Office) -> partial[Any]:
    ticket, p = hall.visit(office, hall.session(office))
    return partial(
        receive.give_result,
        p.pk,
        by=office["deputy"],
        version=p.version,
        ticket=ticket,
        kind="assigned",
        opinion="请限期办理。",
        unit=office.units["ZJJ"],
        due_on=date(2026, 3, 9),
    )
