"""Between units: 接收、异议、裁定."""

from __future__ import annotations

from functools import partial
from typing import Any

from petitions.actions import arrivals
from petitions.models import Petition
from tests.office import Office
from tests.petitions.scenarios.base import verb
from tests.petitions.scenarios.desk import transfer
from tests.petitions.steps import fresh

OURS_NOT: dict[str, Any] = {"reasons": "“三定”规定中无此职责。", "competent": "清禾县住房和城乡建设局"}


def forwarded(office: Office) -> Petition:
    """Sent by the petition office to the labour bureau."""
    routing = transfer(office)()
    return fresh(routing.petition)


def objected(office: Office, **more: Any) -> Petition:
    p = forwarded(office)
    arrivals.raise_objection(p.pk, by=office["other_head"], version=p.version, **OURS_NOT)
    return fresh(p)


def disputed(office: Office) -> Petition:
    """Refused once, objected to again: it lies before the county."""
    p = objected(office)
    arrivals.answer_objection(
        p.pk, by=office["officer"], version=p.version, agree=False, reason="属工资争议。"
    )
    p = fresh(p)
    arrivals.raise_objection(p.pk, by=office["other_head"], version=p.version, **OURS_NOT)
    return fresh(p)


@verb(arrivals)
def receive(office: Office) -> partial[Any]:
    p = forwarded(office)
    return partial(arrivals.receive, p.pk, by=office["other_handler"], version=p.version)


@verb(arrivals)
def take_in(office: Office) -> partial[Any]:
    p = forwarded(office)
    return partial(arrivals.take_in, p.pk, by=office["other_handler"], version=p.version)


@verb(arrivals)
def raise_objection(office: Office) -> partial[Any]:
    p = forwarded(office)
    return partial(arrivals.raise_objection, p.pk, by=office["other_head"], version=p.version, **OURS_NOT)


@verb(arrivals)
def answer_objection(office: Office) -> partial[Any]:
    p = objected(office)
    return partial(arrivals.answer_objection, p.pk, by=office["officer"], version=p.version, agree=True)


@verb(arrivals)
def arbitrate(office: Office) -> partial[Any]:
    p, unit = disputed(office), office.units["ZJJ"]
    by = office["deputy"]
    return partial(arrivals.arbitrate, p.pk, by=by, version=p.version, unit=unit, decision="属物业管理。")
