"""请示、批复、重算期限."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from casework.models import PolicyProfile
from petitions.actions import instructions, recalculate
from petitions.models import Petition
from tests.office import Office
from tests.petitions import steps
from tests.petitions.scenarios.base import letter, verb
from tests.petitions.steps import fresh

ASK: dict[str, Any] = {
    "organ": "清禾县人民政府",
    "question": "没有明文规定，拟参照住房维修的规定办理，请批示。",
}
ANSWER: dict[str, Any] = {"answer": "同意参照办理。", "answer_source": "清政办〔2026〕7号"}


def three_days(office: Office, unit: str = "XF", since: date = date(2026, 3, 1)) -> PolicyProfile:
    """A unit's own version: three days instead of five."""
    return PolicyProfile.objects.create(
        unit=office.units[unit],
        values={"handle_limit": {"ordinary": {"days": 3, "day_type": "calendar"}}},
        effective_from=since,
        approved_by="孙某丙",
        source="清信〔2026〕3号",
    )


def asked(office: Office) -> Petition:
    p = steps.handling(office, letter(office))
    instructions.ask_instruction(p.pk, by=office["handler"], version=p.version, **ASK)
    return fresh(p)


@verb(instructions)
def ask_instruction(office: Office) -> partial[Any]:
    p = steps.handling(office, letter(office))
    return partial(instructions.ask_instruction, p.pk, by=office["handler"], version=p.version, **ASK)


@verb(instructions)
def answer_instruction(office: Office) -> partial[Any]:
    p = asked(office)
    return partial(instructions.answer_instruction, p.pk, by=office["handler"], version=p.version, **ANSWER)


@verb(recalculate)
def recalculate_(office: Office) -> partial[Any]:
    p = steps.handling(office, letter(office))
    three_days(office)
    by = office["officer"]
    return partial(recalculate.recalculate, p.pk, by=by, version=p.version, reason="新规定缩短了期限。")
