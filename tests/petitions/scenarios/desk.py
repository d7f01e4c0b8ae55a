"""At the desk and in the office: register, route, answer, correct."""

from __future__ import annotations

from functools import partial
from typing import Any

from petitions.actions import answering, register, route
from petitions.states import Channel, Purpose
from tests.office import Office
from tests.petitions import steps
from tests.petitions.scenarios.base import annotated, closed, letter, verb
from tests.petitions.scenarios.outcomes import ground
from tests.petitions.steps import DAY, EXPLAINED


@verb(register)
def register_(office: Office) -> partial[Any]:
    return partial(register.register, office.matter(), by=office["registrar"])


@verb(register)
def record_talk(office: Office) -> partial[Any]:
    p = letter(office, channel=Channel.VISIT)
    return partial(register.record_talk, p.pk, by=office["registrar"], request="修电梯", confirmed="oral")


@verb(register)
def add_intake(office: Office) -> partial[Any]:
    p = letter(office)
    return partial(
        register.add_intake, p.pk, by=office["registrar"], channel="visit", received_on=DAY, head_count=3
    )


@verb(register)
def edit(office: Office) -> partial[Any]:
    p = letter(office)
    return partial(
        register.edit, p.pk, by=office["registrar"], version=p.version, body="改过的内容", place="甲社区"
    )


@verb(register)
def link_repeat(office: Office) -> partial[Any]:
    earlier, p = letter(office), letter(office)
    return partial(register.link_repeat, p.pk, earlier, by=office["registrar"], kind="same_matter")


@verb(register)
def void(office: Office) -> partial[Any]:
    p = letter(office)
    return partial(register.void, p.pk, by=office["officer"], version=p.version, reason="重复登记")


@verb(route)
def present(office: Office) -> partial[Any]:
    p = letter(office)
    return partial(route.present, p.pk, by=office["registrar"], version=p.version, opinion="拟请住建局办理。")


@verb(route)
def annotate(office: Office) -> partial[Any]:
    p = steps.presented(office, letter(office))
    unit = office.units["ZJJ"]
    return partial(route.annotate, p.pk, by=p.signer, version=p.version, opinion="请核实办理。", unit=unit)


@verb(route)
def withdraw(office: Office) -> partial[Any]:
    p = steps.presented(office, letter(office))
    return partial(route.withdraw, p.pk, by=office["registrar"], version=p.version, reason="补充材料")


@verb(route)
def assign(office: Office) -> partial[Any]:
    p, unit = annotated(office), office.units["ZJJ"]
    co_units = (office.units["RSJ"],)
    return partial(
        route.assign,
        p.pk,
        by=office["officer"],
        version=p.version,
        unit=unit,
        opinion="请办理。",
        co_units=co_units,
    )


@verb(route)
def transfer(office: Office) -> partial[Any]:
    p, unit = annotated(office), office.units["RSJ"]
    told = "3月2日电话告知"
    return partial(
        route.transfer,
        p.pk,
        by=office["officer"],
        version=p.version,
        unit=unit,
        reason="属人社",
        told_petitioner=told,
    )


@verb(route)
def guide(office: Office) -> partial[Any]:
    p = letter(office, details={"jurisdiction": "out"})
    return partial(
        route.guide,
        p.pk,
        by=office["registrar"],
        version=p.version,
        ground=ground("R6"),
        organ="清禾县人民法院",
        explanation="依法起诉。",
    )


@verb(answering)
def answer_on_the_spot(office: Office) -> partial[Any]:
    p = letter(office, purpose=Purpose.ENQUIRY)
    return partial(
        answering.answer_on_the_spot,
        p.pk,
        by=office["registrar"],
        version=p.version,
        text="周一至周五办理。",
        **EXPLAINED,
    )


@verb(route)
def reopen(office: Office) -> partial[Any]:
    p = closed(office)
    return partial(route.reopen, p.pk, by=office["officer"], version=p.version, reason="电梯仍未修复")
