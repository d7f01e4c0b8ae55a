"""What is open on a case between the supervisor, the leader's card and the unit. Reads only."""

from __future__ import annotations

from datetime import date

from accounts.access import Standing
from accounts.models import Unit
from accounts.roles import Power
from casework.models import Clock, ClockKind
from casework.policy import Policy
from petitions.models import ListedSupervision, Petition, SuperviseCard, Supervision

# Limits that ended because the case took another way are nobody's lateness.
NOT_RUN_OUT = ["退回", "重新起算", "作废"]


def open_supervision(petition: Petition) -> Supervision | None:
    """The supervision that the unit has not answered yet."""
    return petition.supervisions.filter(answered_at__isnull=True).select_related("unit", "issued_by").first()


def open_card(petition: Petition) -> SuperviseCard | None:
    """The card on which the unit has not fed back yet."""
    return petition.cards.filter(fed_back_at__isnull=True).select_related("unit", "signoff__staff").first()


def listing_of(petition: Petition) -> ListedSupervision | None:
    """挂牌 that is still up."""
    return petition.listings.filter(lifted_at__isnull=True).first()


def related_units(petition: Petition) -> list[Unit]:
    """Units that may be supervised for it: who has it, who registered it, whom it was given to before."""
    ids = {petition.unit_id, petition.handling_unit_id, *petition.routings.values_list("to_unit", flat=True)}
    rows = list(Unit.objects.filter(pk__in=[pk for pk in ids if pk]).order_by("path"))
    return sorted(rows, key=lambda one: one.pk != petition.handling_unit_id)


def card_refusal(petition: Petition) -> str | None:
    """S12-10: feedback on a card is owed before the matter is reported as done."""
    return "督办卡还没有反馈，请先填写“督办卡反馈”。" if open_card(petition) else None


def works_at(who: Standing, unit: Unit) -> bool:
    """Handles, heads or routes at exactly this unit."""
    return any(who.may_exactly_at(power, unit) for power in (Power.HANDLE, Power.HEAD, Power.ROUTE))


def unexplained_clock(petition: Petition, today: date) -> Clock | None:
    """The missed limit of 办理 whose cause nobody has given yet; None where the policy asks for none."""
    if not Policy(petition.policy_values)["late_cause_required"]:
        return None
    clocks = petition.clocks.filter(kind=ClockKind.HANDLE, late_cause__isnull=True)
    last = clocks.exclude(stopped_reason__in=NOT_RUN_OUT).order_by("pk").last()
    return last if last is not None and (last.met_on or today) > last.due_on else None
