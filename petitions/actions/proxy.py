"""信访代理: agents attested by the town, mandates signed by the petitioner, filing and speaking for them, nothing more (S20)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.access import standing_of
from accounts.models import Staff, Unit, UnitKind
from accounts.roles import Power
from casework.actions.base import desk_people, notify, record
from casework.refusals import NotVisible, NotYours, Refusal
from petitions.actions.register import Matter, Person, register
from petitions.models import (
    Dispute,
    DisputeState,
    Outreach,
    Petition,
    Petitioner,
    ProxyAgent,
    ProxyFiling,
    ProxyMandate,
    ProxyNote,
    Urge,
)
from petitions.people import surely_known
from petitions.proxy import keeps, may_record
from petitions.states import Channel, Purpose

CONDITIONS = ("is_loyal", "is_law_abiding", "is_upright", "is_able", "knows_place", "is_trusted")


def town_of(unit: Unit) -> Unit | None:
    """The township or street that a village, or an office of it, belongs to."""
    paths = unit.ancestor_paths()
    return Unit.objects.filter(path__in=paths, kind=UnitKind.TOWNSHIP).order_by("-path").first()


@transaction.atomic
def attest_agent(
    staff: Staff, *, by: Staff, village: Unit, residence: Unit, ticks: frozenset[str]
) -> ProxyAgent:
    """代理员资格确认: every condition ticked by the town, and a resident of that very town (S20-06)."""
    town = town_of(village)
    if town is None:
        raise Refusal("请选择村（社区）。", "village")
    if not keeps(by, village):
        raise NotYours("代理员由所属乡镇（街道）信访办确认。")
    if residence.pk != town.pk:
        raise Refusal(f"代理员须常住{town.name}，不能跨乡镇担任。", "residence")
    if set(CONDITIONS) - ticks:
        raise Refusal("代理员条件须逐项符合，有一项不符合的不能确认。", "ticks")
    if ProxyAgent.objects.filter(staff=staff).exists():
        raise Refusal(f"{staff.name}已登记为代理员。", "staff")
    return ProxyAgent.objects.create(
        staff=staff,
        village=village,
        town=town,
        residence=residence,
        attested_by=by,
        attested_on=timezone.localdate(),
        **dict.fromkeys(CONDITIONS, True),
    )


@transaction.atomic
def end_agent(agent_id: int, *, by: Staff) -> ProxyAgent:
    """停任: from today on the agent files nothing, and every mandate of theirs ends."""
    agent = ProxyAgent.objects.select_for_update().filter(pk=agent_id, ended_on__isnull=True).first()
    if agent is None:
        raise NotVisible
    if not keeps(by, agent.village):
        raise NotYours("代理员由所属乡镇（街道）信访办管理。")
    agent.ended_on = timezone.localdate()
    agent.save(update_fields=["ended_on"])
    for one in ProxyMandate.objects.filter(agent=agent.staff, revoked_at__isnull=True):
        _revoke(one, by=by, reason="代理员停任")
    return agent


@transaction.atomic
def give_mandate(
    person: Person,
    *,
    by: Staff,
    agent: Staff,
    scope: str,
    signed_on: date,
    ends_on: date,
    may_accept_opinion: bool = False,
) -> ProxyMandate:
    """登记委托: the office keeps the word that the petitioner signed. Free of charge: there is nothing to pay (S20-01/02)."""
    office = standing_of(by).desk_unit
    if office is None or not standing_of(by).may_at(Power.ROUTE, office):
        raise NotYours("代理委托由信访办登记。")
    today = timezone.localdate()
    found = ProxyAgent.objects.filter(staff=agent, ended_on__isnull=True).select_related("village").first()
    if found is None:
        raise Refusal(f"{agent.name}不是在任代理员。", "agent")
    if not scope.strip():
        raise Refusal("请写明委托事项。", "scope")
    if signed_on > today:
        raise Refusal("签字日期不能晚于今天。", "signed_on")
    if ends_on < max(signed_on, today):
        raise Refusal("有效期应在今天之后。", "ends_on")
    petitioner = person.known or _person(person, office, by)
    return ProxyMandate.objects.create(
        petitioner=petitioner,
        agent=agent,
        office=office,
        scope=scope.strip(),
        signed_on=signed_on,
        ends_on=ends_on,
        may_accept_opinion=may_accept_opinion,
        registered_by=by,
        registered_at=timezone.now(),
    )


def _person(person: Person, office: Unit, by: Staff) -> Petitioner:
    """Whoever is known to this office by name and telephone, else a new entry."""
    name = person.name.strip()
    if not name:
        raise Refusal("请填写委托人姓名。", "name")
    known = surely_known(by, name=name, id_number="", phone=person.phone)
    if known is not None:
        return known
    made = Petitioner(name=name, phone=person.phone, address=person.address.strip(), unit=office)
    made._history_user = by  # type: ignore[attr-defined]
    made.save()
    return made


@transaction.atomic
def revoke_mandate(mandate_id: int, *, by: Staff, reason: str = "") -> ProxyMandate:
    """撤销委托 on the petitioner's word, at any time and for any reason; the agent files and reads nothing more from now on (F-31)."""
    found = ProxyMandate.objects.select_for_update().filter(pk=mandate_id).first()
    if found is None or not standing_of(by).may_at(Power.ROUTE, found.office):
        raise NotVisible
    if found.revoked_at:
        raise Refusal("此委托已经撤销。")
    return _revoke(found, by=by, reason=reason)


def _revoke(mandate: ProxyMandate, *, by: Staff, reason: str) -> ProxyMandate:
    mandate.revoked_at, mandate.revoked_by, mandate.revoke_reason = timezone.now(), by, reason.strip()[:200]
    mandate.save()
    for filing in mandate.filings.select_related("petition"):
        record(filing.petition, "proxy_ended", by=by, agent=mandate.agent.name)
    return mandate


def _mandate_of(mandate_id: int, by: Staff) -> ProxyMandate:
    """The agent's own mandate, valid today; raises Refusal with the reason otherwise."""
    found = (
        ProxyMandate.objects.filter(pk=mandate_id, agent=by).select_related("petitioner", "office").first()
    )
    if found is None:
        raise NotVisible
    if not found.is_valid_on(timezone.localdate()):
        raise Refusal("此委托已撤销或已过有效期，不能再代理。")
    return found


@transaction.atomic
def file_for(mandate_id: int, *, by: Staff, body: str, title: str = "", place: str = "") -> Petition:
    """代为登记: in the petitioner's name, in the register of the office that keeps the mandate (S20-09).

    Refused without a valid mandate. An accusation is not filed through others: the petitioner brings it in person.
    """
    mandate = _mandate_of(mandate_id, by)
    petition = register(
        Matter(
            channel=Channel.PROXY,
            received_on=timezone.localdate(),
            body=body,
            person=Person(known=mandate.petitioner),
            title=title,
            purpose=Purpose.CLAIM,
            details={"place": place},
            mandate=mandate,
        ),
        by=by,
        unit=mandate.office,
    )
    ProxyFiling.objects.create(petition=petition, mandate=mandate, filed_at=timezone.now())
    record(petition, "proxy_filed", by=by, agent=by.name, person=mandate.petitioner.name)
    notify(
        petition, desk_people(mandate.office), f"{petition.number} 代理员{by.name}代为登记：{petition.title}"
    )
    return petition


def _own(filing_id: int, by: Staff) -> Petition:
    """The case of an agent's own filing, locked. The mandate is the agent's door: they see no case by any other."""
    filing = ProxyFiling.objects.filter(pk=filing_id, mandate__agent=by).first()
    if filing is None:
        raise NotVisible
    _mandate_of(filing.mandate_id, by)
    return Petition._base_manager.select_for_update(of=("self",)).get(pk=filing.petition_id)


@transaction.atomic
def suggest(filing_id: int, *, by: Staff, text: str) -> ProxyNote:
    """代理员建议, told to those who have the case now (S20-10)."""
    petition = _own(filing_id, by)
    if not text.strip():
        raise Refusal("请填写建议。", "text")
    made = ProxyNote.objects.create(petition=petition, text=text.strip(), made_by=by, made_at=timezone.now())
    record(petition, "proxy_note", by=by, note=text.strip())
    people = [petition.handler] if petition.handler else desk_people(petition.unit)
    notify(petition, people, f"{petition.number} 代理员建议：{text.strip()[:80]}")
    return made


@transaction.atomic
def urge_as_agent(filing_id: int, *, by: Staff, text: str) -> Urge:
    """代理员督促办理: a 催办 with the unit that has it, answered like any other (S20-10)."""
    petition = _own(filing_id, by)
    if not text.strip():
        raise Refusal("请填写催办内容。", "text")
    if not petition.is_open:
        raise Refusal("此件已经办结。")
    unit = petition.handling_unit or petition.unit
    made = Urge.objects.create(
        petition=petition, unit=unit, text=text.strip(), urged_by=by, urged_at=timezone.now()
    )
    record(petition, "urged", by=by, note=text.strip(), unit=unit.name)
    people = desk_people(unit) + ([petition.handler] if petition.handler else [])
    notify(petition, people, f"{petition.number} 代理员催办：{text.strip()[:80]}")
    return made


@transaction.atomic
def record_dispute(*, by: Staff, unit: Unit, found_on: date, title: str, detail: str, people: int) -> Dispute:
    """排查: a dispute found in a village or an office (S20-08, S21-06)."""
    if not may_record(by, unit):
        raise NotYours("只能登记本单位及下级的矛盾纠纷。")
    if found_on > timezone.localdate():
        raise Refusal("排查日期不能晚于今天。", "found_on")
    if not title.strip() or not detail.strip():
        raise Refusal("请写明纠纷摘要和基本情况。", "title" if not title.strip() else "detail")
    if people < 1:
        raise Refusal("涉及人数至少为 1。", "people")
    return Dispute.objects.create(
        unit=unit,
        found_on=found_on,
        title=title.strip(),
        detail=detail.strip(),
        people=people,
        recorded_by=by,
    )


STEPS: dict[str, frozenset[str]] = {
    DisputeState.FOUND: frozenset({DisputeState.MEDIATING, DisputeState.SETTLED, DisputeState.HANDED_OVER}),
    DisputeState.MEDIATING: frozenset({DisputeState.SETTLED, DisputeState.HANDED_OVER}),
}


@transaction.atomic
def move_dispute(
    dispute_id: int, *, by: Staff, state: str, outcome: str, handed_to: Unit | None = None
) -> Dispute:
    """调处、化解、移交, each with what was done; a settled one is not opened again, a new one is recorded."""
    found = Dispute.objects.select_for_update().select_related("unit").filter(pk=dispute_id).first()
    if found is None or not may_record(by, found.unit):
        raise NotVisible
    if state not in STEPS.get(found.state, frozenset()):
        raise Refusal(f"现在是“{found.get_state_display()}”，不能改为所选状态。", "state")
    if not outcome.strip():
        raise Refusal("请写明调处情况。", "outcome")
    if state == DisputeState.HANDED_OVER and handed_to is None:
        raise Refusal("请选择移交单位。", "handed_to")
    found.state, found.outcome, found.handed_to = state, outcome.strip(), handed_to
    if state in (DisputeState.SETTLED, DisputeState.HANDED_OVER):
        found.settled_on = timezone.localdate()
    found.save()
    return found


@transaction.atomic
def record_outreach(*, by: Staff, unit: Unit, **given: Any) -> Outreach:
    """宣传活动 with topic, place and how many came (S08-04, S20-07, S21-03)."""
    if not may_record(by, unit):
        raise NotYours("只能登记本单位及下级的宣传活动。")
    if given["held_on"] > timezone.localdate():
        raise Refusal("日期不能晚于今天。", "held_on")
    if given["people"] < 1:
        raise Refusal("人数至少为 1。", "people")
    return Outreach.objects.create(unit=unit, recorded_by=by, **given)
