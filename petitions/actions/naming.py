"""部门负责人批示: the head of the handling unit writes a word and names who handles it, before the unit signs for it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.access import Held, standing_of
from accounts.models import Staff
from accounts.roles import Role
from casework.actions.base import grant, notify, open_case, record, save_case
from casework.actions.clocks import stop_clock
from casework.actions.signing import acting_as, sign
from casework.models import ClockKind, Decision, SignOff
from casework.refusals import Refusal
from petitions.access import ensure
from petitions.actions import handle
from petitions.models import Petition
from petitions.signers import record_signers
from petitions.states import SignStep


@transaction.atomic
def name_handler(pk: int, *, by: Staff, version: int, handler: Staff | None, opinion: str) -> SignOff:
    """部门负责人批示: a signed word, and with it the handler, who then signs for the case (S10-11, S14-06).

    Refused without words, with “阅” alone, without a handler, and for somebody who does not work in the unit.
    """
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("name_handler", petition, by)
    if opinion.strip().rstrip("。") in ("", "阅", "已阅"):
        raise Refusal("请写明批示意见，不能只写“阅”。", "opinion")
    if handler is None:
        raise Refusal("请指定承办人。", "handler")
    if handler not in handle.handlers_at(petition):
        raise Refusal("承办人须是本单位在任人员。", "handler")
    routing = handle.active_routing(petition)
    assert routing is not None, "naming_refusal found the assignment that awaits its head"
    step, held = SignStep.INSTRUCT, _post(by, petition)
    signed = sign(
        petition,
        held=held,
        by=by,
        step=step,
        step_label=step.label,
        decision=Decision.AGREE,
        opinion=opinion,
    )
    routing.instruction = signed
    routing.save(update_fields=["instruction"])
    petition.handler = handler
    grant(petition, "承办", staff=handler)
    save_case(petition, by=by)
    stop_clock(petition, ClockKind.ASSIGN, on=timezone.localdate())
    record(petition, "handler_named", by=by, held=held, handler=handler.name, opinion=signed.opinion)
    if handler != by:
        notify(petition, [handler], f"{petition.number} 指定由您承办，请签收：{petition.title}")
    return signed


def _post(by: Staff, petition: Petition) -> Held:
    """As which head they write: of the unit, or whoever says it in the head's place."""
    mine = {one.principal.pk for one in standing_of(by).held}
    found = [one for one in record_signers(petition) if one.pk in mine]
    return acting_as(by, found[0]) if found else acting_as(by, None, roles=[Role.UNIT_HEAD])
