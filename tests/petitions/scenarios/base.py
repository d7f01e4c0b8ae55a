"""The list of scenarios, and cases that several of them begin with."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from petitions.actions import close, route
from petitions.models import Petition
from tests.office import Office
from tests.petitions import steps
from tests.petitions.steps import fresh

Ready = Callable[[Office], "partial[Any]"]
SCENARIOS: dict[str, Ready] = {}
AGREED = "同意。"


def verb(module: Any) -> Callable[[Ready], Ready]:
    """Files a scenario under `module.function`; the function's name is the scenario's."""

    def keep(scenario: Ready) -> Ready:
        SCENARIOS[f"{module.__name__.split('.')[-1]}.{scenario.__name__.rstrip('_')}"] = scenario
        return scenario

    return keep


def letter(office: Office, **changes: Any) -> Petition:
    return office.registered(**changes)


def annotated(office: Office, **changes: Any) -> Petition:
    p = steps.presented(office, letter(office, **changes))
    assert p.signer is not None
    route.annotate(p.pk, by=p.signer, version=p.version, opinion="请按程序办理。")
    return fresh(p)


def closed(office: Office, **changes: Any) -> Petition:
    p = steps.concluded(office, letter(office, **changes))
    by = office["office_head"]
    close.close(p.pk, by=by, version=p.version, text="电梯将修复。", method="letter")
    return fresh(p)
