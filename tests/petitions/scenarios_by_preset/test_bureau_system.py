"""系统单位（局）: each department has a named acceptor who signs for what comes, and three people hear of the result."""

from __future__ import annotations

import pytest

from casework.models import Notice
from casework.refusals import NotYours, Refusal
from casework.states import State
from tests.office import Office
from tests.petitions.scenarios_by_preset import road
from tests.petitions.steps import fresh

pytestmark = pytest.mark.usefixtures("monday")


def test_the_acceptor_hears_and_the_report_goes_three_ways(office: Office) -> None:
    road.under(office, "bureau_system")
    bureau = office.units["ZJJ"]
    bureau.acceptor = office.staff["handler"]
    bureau.save()
    p = office.registered()
    p = road.annotated(road.presented(p, office["officer"]), unit=bureau)
    told = Notice.objects.filter(case=p, text__contains="交办给您单位")
    assert [one.staff for one in told] == [office.staff["handler"]]
    with pytest.raises(Refusal, match="须先由部门负责人批示并指定承办人"):
        road.accepted(p, office["handler"], office["handler"])
    p = road.named(p, office["bureau_head"], office["handler"])
    p = road.accepted(p, office["handler"], office["handler"])
    p = road.reported(p, office["bureau_head"])
    assert road.signers(p) == [office["bureau_head"].name, office["deputy"].name]
    # S14-10: the department that did the work answers.
    with pytest.raises(NotYours):
        road.answered(p, office["officer"])
    p = road.answered(p, office["handler"])
    report = fresh(p).reports.get()
    heard = {one.recipient: one.name for one in report.copies.all()}
    leader = p.signoffs.get(step="annotate").signature
    assert heard == {"leader": leader, "office": office.units["XF"].name, "petitioner": p.person_name}
    assert road.filed(p, office["officer"]).state == State.ARCHIVED


def test_its_register_is_a_ledger_by_name(office: Office) -> None:
    road.under(office, "bureau_system")
    assert office.registered().policy_values["register_title"] == "来信来访台账"
