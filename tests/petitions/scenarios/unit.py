"""In the handling unit and with those who sign, chase and report."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from accounts.models import ResponsibilityLink
from petitions.actions import (
    amend,
    close,
    handle,
    investigations,
    naming,
    papers,
    register,
    reports,
    route,
    supervise,
)
from petitions.models import Petition
from petitions.states import Purpose
from tests.office import Office
from tests.petitions import steps
from tests.petitions.receiving import hall
from tests.petitions.scenarios.base import AGREED, letter, verb
from tests.petitions.scenarios.desk import assign
from tests.petitions.steps import DAY, fresh


@verb(handle)
def accept(office: Office) -> partial[Any]:
    p = steps.assigned(office, letter(office))
    return partial(
        handle.accept, p.pk, by=office["bureau_head"], version=p.version, handler=office["handler"]
    )


@verb(naming)
def name_handler(office: Office) -> partial[Any]:
    hall.policy(office, "XF", head_word_first=True)
    p = steps.assigned(office, letter(office))
    by, worker = office["bureau_head"], office["handler"]
    return partial(naming.name_handler, p.pk, by=by, version=p.version, handler=worker, opinion="请速办。")


@verb(handle)
def reassign(office: Office) -> partial[Any]:
    p = steps.handling(office, letter(office))
    by = office["bureau_head"]
    return partial(handle.reassign, p.pk, by=by, version=p.version, handler=by)


@verb(handle)
def return_to_office(office: Office) -> partial[Any]:
    p = steps.handling(office, letter(office))
    return partial(
        handle.return_to_office, p.pk, by=office["handler"], version=p.version, reason="应由人社局办理。"
    )


@verb(investigations)
def investigate(office: Office) -> partial[Any]:
    p = steps.handling(office, letter(office))
    return partial(handle.investigate, p.pk, by=office["handler"], done_on=DAY, findings="电梯停运。")


@verb(investigations)
def sign_investigation(office: Office) -> partial[Any]:
    p = steps.handling(office, letter(office))
    made = handle.investigate(p.pk, by=office["handler"], done_on=DAY, findings="电梯停运。")
    return partial(handle.sign_investigation, made.pk, by=office["bureau_head"])


def late(office: Office) -> Petition:
    p = steps.handling(office, letter(office))
    handle.interim_report(
        p.pk, by=office["handler"], reason="等配件", progress="已报修", asks_until=date(2026, 3, 20)
    )
    return fresh(p)


@verb(handle)
def interim_report(office: Office) -> partial[Any]:
    p = steps.handling(office, letter(office))
    until = date(2026, 3, 20)
    return partial(
        handle.interim_report,
        p.pk,
        by=office["handler"],
        reason="等配件",
        progress="已报修",
        asks_until=until,
        difficulty="物业不配合",
    )


@verb(handle)
def extend(office: Office) -> partial[Any]:
    return partial(handle.extend, late(office).pk, by=office["deputy"], until=date(2026, 3, 20))


@verb(handle)
def extend_statutory(office: Office) -> partial[Any]:
    return partial(
        handle.extend_statutory, late(office).pk, by=office["deputy"], days=30, reason="鉴定未完成"
    )


@verb(handle)
def report(office: Office) -> partial[Any]:
    p = steps.investigated(office, letter(office))
    return partial(handle.report, p.pk, by=office["handler"], version=p.version, **steps.REPORT)


@verb(handle)
def sign_closing(office: Office) -> partial[Any]:
    p = steps.reported(office, letter(office))
    return partial(handle.sign_closing, p.pk, by=p.signer, version=p.version, opinion=AGREED)


@verb(close)
def close_(office: Office) -> partial[Any]:
    p = steps.concluded(office, letter(office))
    by = office["officer"]
    return partial(close.close, p.pk, by=by, version=p.version, text="电梯将修复。", method="letter")


@verb(supervise)
def urge(office: Office) -> partial[Any]:
    p = steps.handling(office, letter(office))
    return partial(supervise.urge, p.pk, by=office["supervisor"], text="请尽快办理。")


@verb(supervise)
def answer_urge(office: Office) -> partial[Any]:
    p = steps.handling(office, letter(office))
    made = supervise.urge(p.pk, by=office["supervisor"], text="请尽快办理。")
    return partial(supervise.answer_urge, made.pk, by=office["handler"], answer="本周办结。")


@verb(amend)
def unlock(office: Office) -> partial[Any]:
    p = letter(office, purpose=Purpose.ACCUSATION)
    return partial(amend.unlock, p.pk, by=office["officer"], reason="核对来信人")


@verb(amend)
def correct_opinion(office: Office) -> partial[Any]:
    p = steps.reported(office, letter(office))
    signed = p.signoffs.get(step="annotate")
    return partial(amend.correct_opinion, p.pk, signed.pk, by=signed.staff, opinion="请三日内办理。")


@verb(amend)
def undo_repeat(office: Office) -> partial[Any]:
    earlier, p = letter(office), letter(office)
    made = register.link_repeat(p.pk, earlier, by=office["registrar"], kind="same_matter")
    return partial(amend.undo_repeat, p.pk, made.pk, by=office["registrar"], reason="不是同一事项")


@verb(papers)
def note_printed(office: Office) -> partial[Any]:
    return partial(papers.note_printed, letter(office).pk, by=office["registrar"], paper="回执")


@verb(reports)
def make_leader_report(office: Office) -> partial[Any]:
    p, leader = letter(office), office["chief"]
    return partial(
        reports.make_leader_report,
        p.pk,
        by=office["officer"],
        kind="special",
        text="情况紧急。",
        leader=leader,
    )


def upward(office: Office) -> Any:
    p, leader = letter(office), office["chief"]
    by, to = office["officer"], "市信访局"
    return reports.make_leader_report(
        p.pk, by=by, kind="upward", text="请求协调。", leader=leader, addressed_to=to
    )


@verb(reports)
def sign_leader_report(office: Office) -> partial[Any]:
    return partial(reports.sign_leader_report, upward(office).pk, by=office["chief"], opinion=AGREED)


@verb(reports)
def send_upward(office: Office) -> partial[Any]:
    made = upward(office)
    reports.sign_leader_report(made.pk, by=office["chief"], opinion=AGREED)
    return partial(reports.send_upward, made.pk, by=office["officer"])


@verb(reports)
def give_co_opinion(office: Office) -> partial[Any]:
    assign(office)()
    p = Petition.objects.get()
    return partial(reports.give_co_opinion, p.pk, by=office["other_handler"], text="涉及社保，建议核实。")


@verb(reports)
def file(office: Office) -> partial[Any]:
    """A bureau's own matter, closed by its head, is filed with the petition office."""
    ResponsibilityLink.objects.create(
        leader=office.staff["deputy"], unit=office.units["ZJJ"], kind="in_charge"
    )
    p = letter(office, by=office["handler"], purpose=Purpose.ENQUIRY)
    route.answer_on_the_spot(
        p.pk, by=office["handler"], version=p.version, text="已答复。", **steps.EXPLAINED
    )
    reports.owe_filing(fresh(p))
    return partial(reports.file, p.pk, by=office["officer"])
