"""退回到环节: a closing under signature goes back to a named step — the handler, an earlier signer, or the office."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.access import Held
from accounts.models import Staff
from casework.actions.base import desk_people, grant, notify, open_case, record, save_case
from casework.actions.clocks import stop_clock
from casework.actions.signing import acting_as, sign
from casework.models import ClockKind, Decision, SignOff
from casework.refusals import Refusal
from casework.states import State
from petitions.access import ensure
from petitions.actions import handle
from petitions.actions.first_clocks import owe_transfer_out
from petitions.models import Petition
from petitions.signers import signers_for
from petitions.states import SignStep

HANDLER, OFFICE = "handler", "office"


def return_targets(petition: Petition) -> dict[str, str]:
    """Where it may go back to, and in which words: the handler, whoever has signed, the registering office."""
    if petition.state != State.REPORTED:
        return {}
    found = {HANDLER: f"承办人{petition.handler.name if petition.handler else ''}重新办理"}
    for step in handle.signed_steps(petition):
        people = signers_for(petition, step)
        if people:
            found[step] = f"{people[0].name}重新签（{SignStep(step).label}）"
    return {**found, OFFICE: f"{petition.unit.name}重新交办"}


@transaction.atomic
def send_back(pk: int, *, by: Staff, version: int, opinion: str, to: str = HANDLER) -> SignOff:
    """The awaited signer sends it back to a step, with the reason; who signs from there on signs again.

    Raises Refusal without a reason, and for a step that it has not been through.
    """
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("sign", petition, by)
    targets = return_targets(petition)
    if to not in targets:
        raise Refusal("请在列出的环节中选择退回到哪里。", "to")
    if to == HANDLER:
        return handle.sign_closing(pk, by=by, version=version, opinion=opinion, decision=Decision.RETURN)
    words = opinion.strip()
    if not words:
        raise Refusal("退回须写明理由。", "opinion")
    step = SignStep(petition.sign_step)
    held = acting_as(by, petition.signer)
    signed = sign(
        petition, held=held, by=by, step=step, step_label=step.label, decision=Decision.RETURN, opinion=words
    )
    if to == OFFICE:
        _to_office(petition, by, held, step.label, words)
    else:
        _to_signer(petition, by, held, step.label, words, to)
    return signed


def _to_signer(petition: Petition, by: Staff, held: Held, step: str, words: str, to: str) -> None:
    again = signers_for(petition, to)[0]
    petition.sign_step, petition.signer = to, again
    grant(petition, "审签", staff=again)
    save_case(petition, by=by)
    record(petition, "sent_back", by=by, held=held, step=step, to=again.name, opinion=words)
    notify(petition, [again], f"{petition.number} 退回您重新审签：{words[:80]}")


def _to_office(petition: Petition, by: Staff, held: Held, step: str, words: str) -> None:
    today, before = timezone.localdate(), petition.state
    routing = handle.active_routing(petition)
    if routing is not None:
        routing.returned_at, routing.return_reason = timezone.now(), words[:300]
        routing.save(update_fields=["returned_at", "return_reason"])
    told = [petition.handler] if petition.handler else []
    petition.signer, petition.sign_step = None, ""
    petition.handling_unit, petition.handler = None, None
    petition.return_from_signing()
    save_case(petition, by=by)
    stop_clock(petition, ClockKind.HANDLE, on=today, reason="退回")
    owe_transfer_out(petition, on=today, event="退回办公室")
    office = petition.unit.name
    record(petition, "sent_back", by=by, held=held, from_state=before, step=step, to=office, opinion=words)
    notify(petition, [*told, *desk_people(petition.unit)], f"{petition.number} 审签退回办公室：{words[:80]}")
