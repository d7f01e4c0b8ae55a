"""The road of what one of the county's units handles: from assignment to archive, day by day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import time_machine

from accounts.models import Unit
from casework.calendar import holiday_table
from casework.states import State
from petitions.access import must_be_annotated
from petitions.actions import archive, close, explain, handle, naming, route
from petitions.models import Petition
from petitions.naming import awaits_word
from petitions.proposals import propose
from petitions.seed_supervision import cause_of
from petitions.states import Conclusion, Purpose
from tests.petitions.county.people import staff, unit_of

Days = Iterator[date]


def at(day: date) -> time_machine.travel:
    """Ten in the morning of a day."""
    return time_machine.travel(f"{day.isoformat()} 10:00:00+08:00", tick=False)


def walk(course: Days, day: date | None) -> None:
    """A course by itself, to its end."""
    while day is not None:
        with at(day):
            day = next(course, None)


def fresh(petition: Petition) -> Petition:
    return Petition.objects.select_related("unit", "signer", "handler").get(pk=petition.pk)


def next_day(day: date) -> date:
    return holiday_table().add_working(day, 1)


def read_first(p: Petition, unit: Unit | None = None) -> bool:
    """Before a leader first, where the policy asks for it; a named unit has it by the annotation."""
    p = fresh(p)
    if p.state == State.ANNOTATED or not must_be_annotated(p):
        return False
    route.present(p.pk, by=staff(p.unit.code, "officer"), version=p.version, opinion="拟请核实办理。")
    p = fresh(p)
    assert p.signer is not None
    route.annotate(p.pk, by=p.signer, version=p.version, opinion="请依法办理。", unit=unit)
    return True


def assign(p: Petition, code: str) -> None:
    """By the leader's annotation where the unit's policy asks for one, else by the office."""
    office, unit = staff(p.unit.code, "officer"), unit_of(code)
    if read_first(p, unit):
        return
    p = fresh(p)
    proposal = propose(p)
    differs = proposal is not None and proposal.unit.pk != unit.pk
    why = "本单位职工与本单位的事，由本单位先行办理" if differs else ""
    route.assign(p.pk, by=office, version=p.version, unit=unit, opinion="请核实办理。", change_reason=why)


def handled(p: Petition, code: str, today: date, *, accepts: date | None, answers: date | None) -> Days:
    """Assigned, accepted, looked into, reported, signed, answered, filed; `extended` puts the law's day off once."""
    assign(p, code)
    day = accepts or next_day(today)
    yield day
    p, worker = fresh(p), staff(code, "worker")
    if awaits_word(p):
        head = staff(code, "head")
        naming.name_handler(p.pk, by=head, version=p.version, handler=worker, opinion="请抓紧核实办理。")
        p = fresh(p)
    handle.accept(p.pk, by=staff(code, "head"), version=p.version, handler=worker)
    day = answers or next_day(day)
    yield day
    report(fresh(p), code, day)
    sign(p)
    yield next_day(day)
    answer(p)
    yield next_day(day) + timedelta(days=10)
    file(p)


def report(p: Petition, code: str, day: date) -> None:
    worker, head = staff(code, "worker"), staff(code, "head")
    made = handle.investigate(p.pk, by=worker, done_on=day, place=p.place, findings="经查，情况基本属实。")
    handle.sign_investigation(made.pk, by=head)
    if p.purpose == Purpose.SUGGESTION:
        explain.judge_suggestion(p.pk, by=worker, outcome="adopted", reason="列入年度计划。")
    handle.report(
        p.pk,
        by=worker,
        version=fresh(p).version,
        conclusion=Conclusion.PARTLY,
        facts="反映的问题部分属实。",
        opinion="责成责任单位限期整改。",
        basis="有关管理条例",
        quality=frozenset(handle.QUALITY),
        late=cause_of(p),
    )


def sign(p: Petition) -> None:
    """Every signature that the policy asks for."""
    while (p := fresh(p)).state == State.REPORTED:
        assert p.signer is not None
        handle.sign_closing(p.pk, by=p.signer, version=p.version, opinion="同意。")


def answer(p: Petition) -> None:
    p = fresh(p)
    words = "" if p.is_anonymous else "您反映的问题已经查清，处理意见如下。"
    by = staff(p.unit.code, "officer")
    close.close(p.pk, by=by, version=p.version, text=words, method="letter", late=cause_of(p))


def file(p: Petition) -> None:
    p = fresh(p)
    by = staff(p.unit.code, "officer")
    archive.archive(p.pk, by=by, version=p.version, missing_reason="原件另卷保存")
