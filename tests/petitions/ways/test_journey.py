"""A letter from the county's counter, through another organ's register, to that organ's own answer."""

from __future__ import annotations

from datetime import date

import pytest

from casework.audit import verify_chains
from casework.models import Notice
from casework.states import State
from petitions.actions import arrivals, close, handle, route
from petitions.models import Petition
from tests.office import Office
from tests.petitions import steps
from tests.petitions.scenarios.base import annotated
from tests.petitions.steps import DAY, fresh


@pytest.mark.usefixtures("monday")
@pytest.mark.rule("S01-10", "S10-09")
def test_the_receiver_answers_in_its_own_name_and_the_sender_hears(office: Office) -> None:
    sent = annotated(office)
    unit, head, worker = office.units["ZJJ"], office["bureau_head"], office["handler"]
    values = {"unit": unit, "reason": "属住建部门职责。", "told_petitioner": "3月2日电话告知"}
    route.transfer(sent.pk, by=office["officer"], version=sent.version, **values)
    p = arrivals.take_in(sent.pk, by=worker, version=fresh(sent).version)
    route.present(p.pk, by=head, version=p.version)
    leader = fresh(p).signer
    assert leader is not None
    route.annotate(p.pk, by=leader, version=fresh(p).version, opinion="请核实办理。", unit=unit)
    handle.accept(p.pk, by=worker, version=fresh(p).version, handler=worker)
    assert p.clocks.get(kind="handle").statutory_due == date(2026, 5, 6)
    made = handle.investigate(p.pk, by=worker, done_on=DAY, findings="现场查看，电梯停运。")
    handle.sign_investigation(made.pk, by=head)
    handle.report(p.pk, by=worker, version=fresh(p).version, **steps.REPORT)
    while (now := fresh(p)).signer is not None:
        handle.sign_closing(p.pk, by=now.signer, version=now.version, opinion="同意。")
    close.close(p.pk, by=head, version=fresh(p).version, text="电梯已修复。", method="letter")
    done = fresh(p)
    assert (done.state, done.replies.get().unit) == (State.CLOSED, unit)
    assert Petition.objects.get(pk=sent.pk).state == State.TRANSFERRED
    heard = Notice.objects.filter(staff=office["registrar"], text__contains="答复办结，编号")
    assert heard.get().text.startswith(sent.number or "?")
    assert list(verify_chains()) == []
