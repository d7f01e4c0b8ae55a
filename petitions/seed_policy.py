"""The demonstration of 单位政策: a unit with a policy of its own, a case counted anew under it, and a 请示 that waits."""

from __future__ import annotations

from datetime import date, time

from django.utils import timezone

from accounts.models import Staff, Unit
from casework.actions.policy import put_policy
from casework.refusals import Refusal
from casework.states import State
from petitions.actions.instructions import ask_instruction
from petitions.actions.recalculate import recalculate
from petitions.models import Petition
from petitions.seed_moments import moment

OFFICE = "XF"
# Shorter than the county's three and five days.
STRICTER = {
    "transfer_limit": {"days": 2, "day_type": "calendar"},
    "handle_limit": {"ordinary": {"days": 4, "day_type": "calendar"}},
    "near_due_working_days": 2,
}


def seed_policy(today: date) -> None:
    """Made today, by the same acts that an administrator, an officer and a handler have."""
    unit = Unit.objects.get(code=OFFICE)
    with moment(today, time(9, 5)):
        put_policy(
            by=Staff.objects.get(username="demo-admin"),
            unit=unit,
            preset="",
            values=STRICTER,
            effective_from=today,
            approved_by="孙某丙",
            source=f"清信〔{today.year}〕12号",
        )
    with moment(today, time(10, 15)):
        _count_anew(unit)
    with moment(today, time(10, 40)):
        _ask(unit)


def _open(unit: Unit, *states: str) -> list[Petition]:
    found = Petition.objects.filter(unit=unit, state__in=states, is_sealed=False)
    return list(found.select_related("handler").order_by("pk"))


def _count_anew(unit: Unit) -> None:
    """The first case whose own days become others; a day off can make both limits end on one day."""
    by = Staff.objects.get(username="demo-zhuangan")
    reason = "按本局新的办理时限执行。"
    for one in _open(unit, State.RETURNED, State.ASSIGNED, State.HANDLING):
        try:
            recalculate(one.pk, by=by, version=one.version, reason=reason)
        except Refusal:
            continue
        return


def _ask(unit: Unit) -> None:
    """A question that no rule answers, put to those above; the own limit stands still meanwhile."""
    today = timezone.localdate()
    # The latest, so that it is another case than the one counted anew.
    for one in reversed(_open(unit, State.HANDLING)):
        if one.handler is None or (one.due_on and one.due_on < today):
            continue
        ask_instruction(
            one.pk,
            by=one.handler,
            version=one.version,
            organ="样例市信访局",
            question="所涉设施建成早于现行标准，能否参照现行标准处理？本单位拟参照办理。",
        )
        return
