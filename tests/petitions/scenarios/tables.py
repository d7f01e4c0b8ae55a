"""会诊、转执法、涉企告知."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from petitions.actions import coordinate as actions
from petitions.models import Petition
from tests.office import Office
from tests.petitions import steps
from tests.petitions.scenarios.base import letter, verb
from tests.petitions.steps import DAY, fresh

MATTER = "有群众反映你公司管理的小区电梯长期停运，请核实维修情况。"
MEASURE: dict[str, Any] = {
    "measure": "责令限期改正。",
    "document_number": "清住建责改〔2026〕3号",
    "approved_by": "样例市住建局",
    "approved_on": DAY,
    "skip_reason": "电梯困人，情况紧急。",
}


def table(office: Office, **more: Any) -> dict[str, Any]:
    """A consultation of two bureaus under the deputy, the housing bureau in the lead."""
    units = (office.units["ZJJ"], office.units["RSJ"])
    values = {
        "kind": "consultation",
        "held_on": DAY,
        "led_by": office["deputy"],
        "units": units,
        "agreement": "由住建局主办，人社局配合核查维保人员。",
        "lead_unit": units[0],
        "tasks": ((units[1], "核查维保人员用工情况"),),
        "due_on": date(2026, 3, 20),
    }
    return {**values, **more}


def enforced(office: Office) -> Petition:
    p = steps.handling(office, letter(office))
    actions.enforce(p.pk, by=office["handler"], unit=office.units["ZJJ"], **MEASURE)
    return fresh(p)


def informed(office: Office) -> Petition:
    p = steps.handling(office, letter(office))
    actions.inform_company(
        p.pk, by=office["handler"], company="虚构物业公司", matter=MATTER, answer_by=date(2026, 3, 9)
    )
    return fresh(p)


@verb(actions)
def coordinate(office: Office) -> partial[Any]:
    return partial(actions.coordinate, letter(office).pk, by=office["officer"], **table(office))


@verb(actions)
def enforce(office: Office) -> partial[Any]:
    p = steps.handling(office, letter(office))
    return partial(actions.enforce, p.pk, by=office["handler"], unit=office.units["ZJJ"], **MEASURE)


@verb(actions)
def enforcement_outcome(office: Office) -> partial[Any]:
    p = enforced(office)
    made = p.enforcements.get()
    return partial(
        actions.enforcement_outcome,
        p.pk,
        made.pk,
        by=office["handler"],
        outcome="已恢复运行。",
        outcome_on=DAY,
    )


@verb(actions)
def inform_company(office: Office) -> partial[Any]:
    p = steps.handling(office, letter(office))
    values = {"company": "虚构物业公司", "matter": MATTER, "answer_by": date(2026, 3, 9)}
    return partial(actions.inform_company, p.pk, by=office["handler"], **values)


@verb(actions)
def company_answer(office: Office) -> partial[Any]:
    p = informed(office)
    made = p.company_notices.get()
    return partial(
        actions.company_answer, p.pk, made.pk, by=office["handler"], answer="已更换主板。", answered_on=DAY
    )
