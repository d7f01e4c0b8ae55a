"""转送件的接收和异议: what is sent to another organ arrives there, or comes back with a reason, or is decided above both.

**Why the receiver gets a case of its own.** A 转送 hands the matter to the organ that is competent and answers for it in
its own name (条例第二十三条). Everything that makes an organ answerable hangs on the unit of a case: its register and
number, its policy, who sees and routes and signs, its clocks, its ledger. So taking in registers a second case in the
receiver's register, joined to the first by `Routing.taken_as`:

- the sender's register keeps its number, its 15 days and its result “转送…”; the receiver's gets a number of its own and
  the channel 转送来件 (上级转来 when it came down from above), which is neither a visit nor a repeat;
- a register that covers both units counts what was brought once: such an intake is left out when its sender is covered too;
- 首问责任人 and the count of hops are copied, so that both go with the matter wherever it is sent;
- sight goes both ways: the receiver reads the papers of the sender's case, the sender and the first contact follow the
  receiver's (never a sealed one: those are seen by name alone).

Receipt is the day on which it reaches the receiver's list: not signing for it stops no clock.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.models import Staff, Unit, UnitKind
from casework.access import is_barred
from casework.actions.base import desk_people, grant, notify, open_case, record, save_case
from casework.actions.clocks import start_clock, stop_all, stop_clock
from casework.deadlines import DayType, Limit
from casework.models import ClockKind
from casework.policy import Policy
from casework.refusals import Refusal
from casework.states import State
from petitions import deadlines, discipline, people, ways
from petitions.access import ensure
from petitions.actions.first_clocks import owe_transfer_out, start_notice
from petitions.actions.register import Matter, Person, register
from petitions.models import Objection, ObjectionAnswer, Petition, Petitioner, Routing
from petitions.ranks import ORDER, level_of
from petitions.states import Channel, Jurisdiction, UpperKind

COPIED = (
    "content_class",
    "place",
    "urgency",
    "importance",
    "complexity",
    "confidentiality",
    "nature",
    "legal_route",
)
UPPER_KINDS: dict[str, str] = {
    UnitKind.PETITION_OFFICE: UpperKind.OFFICE,
    UnitKind.DISCIPLINE: UpperKind.DISCIPLINE,
}


def arrival_clocks(petition: Petition, unit: Unit) -> None:
    """The receiver's three: 签收, 5 working days for an objection, 15 days to tell the petitioner (条例第二十三条).

    Between discipline organs an accusation from above is dealt with in 5 working days: taken in, or objected to.
    """
    days = Limit(int(Policy(petition.policy_values)["accept_within_working_days"]), DayType.WORKING)
    today = timezone.localdate()
    start_clock(
        petition,
        ClockKind.ACCEPT,
        on=today,
        event="转送",
        what="签收",
        unit_limit=days,
        key="accept_within_working_days",
        owner_unit=unit,
    )
    law = (deadlines.OBJECTION, deadlines.ARTICLE_NOTICE)
    kind = ClockKind.OBJECTION
    start_clock(petition, kind, on=today, event="收到转送", what=kind.label, statutory=law, owner_unit=unit)
    start_notice(petition, on=today, organ=unit, event="收到转送")
    if petition.is_sealed and _from_discipline_above(petition.unit, unit):
        kind, law = ClockKind.JC_DOWN, (deadlines.JC_DOWN, deadlines.ARTICLE_JC)
        what = "处理上级转来的检举控告"
        start_clock(petition, kind, on=today, event="收到转送", what=what, statutory=law, owner_unit=unit)


def _from_discipline_above(sender: Unit, receiver: Unit) -> bool:
    """From one discipline organ to another that is not known to stand at its level or over it."""
    if not sender.kind == receiver.kind == UnitKind.DISCIPLINE:
        return False
    mine, theirs = level_of(sender), level_of(receiver)
    return mine is None or theirs is None or ORDER.index(mine) < ORDER.index(theirs)


@transaction.atomic
def receive(pk: int, *, by: Staff, version: int) -> Routing:
    """签收: the receiver has it in hand; whether it is competent can still be looked into."""
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("receive", petition, by)
    routing = _signed_for(petition, by)
    save_case(petition, by=by)
    return routing


def _signed_for(petition: Petition, by: Staff) -> Routing:
    """Signs for what runs, once; raises Refusal when nothing does."""
    routing = ways.current_routing(petition)
    if routing is None:
        raise Refusal("没有等待接收的转送记录。")
    if routing.received_at is None:
        routing.received_by, routing.received_at = by, timezone.now()
        routing.save(update_fields=["received_by", "received_at"])
        stop_clock(petition, ClockKind.ACCEPT, on=timezone.localdate())
        record(petition, "received", by=by, unit=routing.to_unit.name)
    return routing


@transaction.atomic
def take_in(pk: int, *, by: Staff, version: int) -> Petition:
    """接收办理: registers the matter in the receiver's own register and ends the sender's case as 已转送.

    Returns the receiver's case. Refused while an objection waits for its answer.
    """
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("take_in", petition, by)
    routing = _signed_for(petition, by)
    assert petition.handling_unit is not None
    arrived = register(_matter(petition, routing, by), by=by, unit=petition.handling_unit)
    routing.taken_as = arrived
    routing.save(update_fields=["taken_as"])
    before = petition.state
    petition.arrive()
    petition.handling_unit = None
    stop_all(petition, on=timezone.localdate(), reason="接收单位已接收")
    save_case(petition, by=by)
    grant(arrived, "转送跟踪", unit=routing.from_unit)
    if not petition.is_sealed:
        grant(arrived, "首问", staff=petition.first_responder)
    number = petition.number
    record(arrived, "arrived_from", by=by, unit=routing.from_unit.name, number=number)
    record(petition, "arrived", by=by, from_state=before, unit=routing.to_unit.name, number=arrived.number)
    told = [petition.first_responder, *desk_people(routing.from_unit)]
    notify(petition, told, f"{number} {routing.to_unit.name}已接收办理，编号 {arrived.number}")
    return arrived


def _matter(petition: Petition, routing: Routing, by: Staff) -> Matter:
    """The same matter as the receiver's desk would have typed it."""
    came_down = routing.from_unit.covers(routing.to_unit) or _is_office_above(routing)
    return Matter(
        channel=Channel.SUPERIOR if came_down else Channel.REFERRED,
        received_on=timezone.localdate(routing.sent_at),
        body=petition.text.body,
        person=_person(petition.petitioner, petition.handling_unit or routing.to_unit, by),
        is_anonymous=petition.is_anonymous,
        title=petition.title,
        purpose=petition.purpose,
        head_count=petition.head_count,
        joint=tuple(petition.joint.values_list("name", "contact", "is_representative")),
        accused_units=tuple(one.unit for one in petition.accused.select_related("unit") if one.unit),
        accused_staff=tuple(one.staff for one in petition.accused.select_related("staff") if one.staff),
        details={name: getattr(petition, name) for name in COPIED}
        | {
            "jurisdiction": Jurisdiction.INSIDE,
            "upper_kind": UPPER_KINDS.get(routing.from_unit.kind, UpperKind.OTHER) if came_down else "",
            "upper_source": routing.from_unit.name,
            "upper_number": petition.number or "",
        },
        arrived=routing,
    )


def _is_office_above(routing: Routing) -> bool:
    """A petition office sends down when the seat it serves lies over the receiver's."""
    seat = routing.from_unit.parent
    below = routing.to_unit.parent
    office = routing.from_unit.kind == UnitKind.PETITION_OFFICE
    return bool(office and seat and below and seat.pk != below.pk and seat.covers(routing.to_unit))


def _person(known: Petitioner | None, unit: Unit, by: Staff) -> Person | None:
    """The petitioner as the receiver knows them; an identity number that stands there under another name is left out."""
    if known is None:
        return None
    found = people.surely_known(by, name=known.name, id_number=known.id_number, phone=known.phone)
    if found is not None and found.unit_id == unit.pk:
        return Person(known=found)
    taken = Petitioner.objects.filter(unit=unit, id_number=known.id_number, is_apart=False).exclude(
        name=known.name
    )
    return Person(
        name=known.name,
        kind=known.kind,
        id_number="" if taken.exists() else known.id_number,
        phone=known.phone,
        workplace=known.workplace,
        address=known.address,
    )


@transaction.atomic
def raise_objection(pk: int, *, by: Staff, version: int, reasons: str, competent: str) -> Objection:
    """异议: not ours, why, and whose it is, within 5 working days of receipt (条例第二十三条).

    The first one is the sender's to answer. Raised again after a refusal it goes to the common superior, or to the unit
    that the policy names (条例第二十四条).
    """
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("object", petition, by)
    if not reasons.strip():
        raise Refusal("请详细说明异议理由（条例第二十三条）。", "reasons")
    if not competent.strip():
        raise Refusal("请写明有权处理的机关、单位。", "competent")
    routing = _signed_for(petition, by)
    refused_before = routing.objections.filter(answer=ObjectionAnswer.REFUSE).exists()
    arbiter = ways.arbiter_of(petition, routing.from_unit, routing.to_unit) if refused_before else None
    if refused_before and arbiter is None:
        raise Refusal("两个单位没有共同的上级，请管理员在单位政策“arbiter_unit”中指定裁定单位。")
    made = Objection.objects.create(
        routing=routing,
        unit=routing.to_unit,
        reasons=reasons.strip(),
        competent=competent.strip(),
        made_by=by,
        made_at=timezone.now(),
        arbiter=arbiter,
    )
    stop_clock(petition, ClockKind.OBJECTION, on=timezone.localdate())
    save_case(petition, by=by)
    record(petition, "objected", by=by, note=reasons.strip(), unit=made.unit.name, competent=made.competent)
    if arbiter is not None:
        _ask(petition, arbiter, by)
    else:
        notify(
            petition, desk_people(routing.from_unit), f"{petition.number} {made.unit.name}提出异议，请答复"
        )
    return made


def _ask(petition: Petition, arbiter: Unit, by: Staff) -> None:
    """Puts the dispute before the arbiter; a sealed case only before people it is not about."""
    found = ways.deciders(arbiter)
    if petition.is_sealed:
        found = [one for one in found if not is_barred(None, one, petition)]
        for one in found:
            grant(petition, "裁定", staff=one)
    grant(petition, "裁定", unit=arbiter)
    record(petition, "to_arbiter", by=by, unit=arbiter.name)
    notify(petition, found, f"{petition.number} 办理单位有争议，请裁定")


@transaction.atomic
def answer_objection(pk: int, *, by: Staff, version: int, agree: bool, reason: str = "") -> Objection:
    """The sender agrees, and has it back; or refuses with reasons, and it stays where it is (条例第二十三条)."""
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("answer_objection", petition, by)
    if not agree and not reason.strip():
        raise Refusal("不同意退回的，请写明理由。", "reason")
    objection = ways.last_objection(petition)
    assert objection is not None
    objection.answer = ObjectionAnswer.AGREE if agree else ObjectionAnswer.REFUSE
    objection.answer_reason, objection.answered_by = reason.strip(), by
    objection.answered_at = timezone.now()
    objection.save()
    if agree:
        _send_back(petition, objection, by, reason=f"异议：{objection.reasons}")
        record(petition, "objection_agreed", by=by, note=reason.strip())
    else:
        save_case(petition, by=by)
        record(petition, "objection_refused", by=by, note=reason.strip())
    words = "同意退回" if agree else f"不同意退回：{reason.strip()[:60]}"
    notify(petition, [objection.made_by], f"{petition.number} {words}")
    return objection


@transaction.atomic
def arbitrate(pk: int, *, by: Staff, version: int, unit: Unit, decision: str) -> Objection:
    """裁定: the arbiter names the unit; when it is not the receiver, the sender has it back to send it there."""
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("arbitrate", petition, by)
    if not decision.strip():
        raise Refusal("请写明裁定意见和依据。", "decision")
    objection = ways.last_objection(petition)
    assert objection is not None
    if petition.is_sealed and is_barred(unit, None, petition):
        raise Refusal("检举控告不得交被反映的单位办理。", "unit")
    if refused := discipline.target_refusal(petition, unit):
        raise Refusal(refused, "unit")
    objection.decided_unit, objection.decision = unit, decision.strip()
    objection.decided_by, objection.decided_at = by, timezone.now()
    objection.save()
    if unit.pk == objection.unit_id:
        save_case(petition, by=by)
    else:
        _send_back(petition, objection, by, reason=f"裁定：{decision.strip()}")
    record(petition, "arbitrated", by=by, note=decision.strip(), unit=unit.name)
    told = [objection.made_by, *desk_people(petition.unit)]
    notify(petition, told, f"{petition.number} 裁定由{unit.name}办理")
    return objection


def _send_back(petition: Petition, objection: Objection, by: Staff, *, reason: str) -> None:
    """Back to the sender's office, which has the policy's days to send it on (S13-10)."""
    routing, today = objection.routing, timezone.localdate()
    routing.returned_at, routing.return_reason = timezone.now(), reason[:300]
    routing.save(update_fields=["returned_at", "return_reason"])
    before = petition.state
    if before == State.FORWARDED:
        petition.take_back()
    else:
        petition.return_to_office()
    petition.handling_unit, petition.handler = None, None
    stop_all(petition, on=today, reason="退回")
    save_case(petition, by=by)
    owe_transfer_out(petition, on=today, event="异议退回")
    record(petition, "returned", by=by, from_state=before, note=reason)
