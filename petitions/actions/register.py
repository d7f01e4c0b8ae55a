"""登记: a number for everybody who comes or writes; nobody is ever refused (S10-10)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.access import standing_of
from accounts.models import Staff, Unit
from accounts.roles import Power
from casework import search
from casework.actions.base import desk_people, grant, notify, open_case, record, save_case
from casework.actions.clocks import stop_all
from casework.models import MAIN, SEALED, CaseText, CaseTextRevision, policy_values
from casework.numbering import give_number
from casework.refusals import NotYours, Refusal
from casework.states import State
from petitions import digests, levels
from petitions.access import ensure
from petitions.actions import tracks
from petitions.actions.first_clocks import desk_has_suggested, first_clocks
from petitions.actions.following import tell_receiver
from petitions.actions.information import alarms, draft_urgent
from petitions.actions.sealing import SEALED_TITLE, notice_clock, shut
from petitions.discipline import is_direct
from petitions.models import (
    MAX_REPRESENTATIVES,
    Intake,
    JointPetitioner,
    Petition,
    Petitioner,
    ProxyMandate,
    RepeatLink,
    Routing,
    TalkRecord,
)
from petitions.owed_tasks import owe_report_of_reception
from petitions.states import Channel, Complexity, Purpose, RepeatKind, TalkConfirmation


@dataclass(frozen=True)
class Person:
    """Who comes: a known petitioner (`known`), or the particulars of a new one."""

    name: str = ""
    kind: str = "citizen"
    id_number: str = ""
    phone: str = ""
    workplace: str = ""
    address: str = ""
    known: Petitioner | None = None


@dataclass(frozen=True)
class Matter:
    """What they bring, as the register page asks it. Only channel, date, person or 匿名, and text are required."""

    channel: str
    received_on: date
    body: str
    person: Person | None = None
    is_anonymous: bool = False
    title: str = ""
    purpose: str = Purpose.CLAIM
    head_count: int = 1
    joint: tuple[tuple[str, str, bool], ...] = ()  # (name, contact, is_representative)
    accused_units: tuple[Unit, ...] = ()
    accused_staff: tuple[Staff, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)  # further columns of Petition
    # 分案: the petition whose letter held this matter as well; its first contact stays the first contact.
    split_from: Petition | None = None
    # 信访代理: the petitioner's written word by which an agent files (S20-09).
    mandate: ProxyMandate | None = None
    # 直送: only the fact of receipt (petitions.actions.discipline).
    is_direct: bool = False
    arrived: Routing | None = None  # the 转送 by which another organ's case comes here


ONLY_DIRECT = "反映本单位或上级单位及其负责人的，只登记收到的事实：请清空已填的内容，改用“直送登记”，原件封存直送上级纪检机关。"
NOT_DIRECT = "直送登记只用于反映本单位或上级单位及其负责人的检举控告。"
DETAIL_FIELDS = frozenset(
    {
        "content_class",
        "place",
        "urgency",
        "importance",
        "complexity",
        "confidentiality",
        "trade_secret",
        "nature",
        "jurisdiction",
        "is_appeal",
        "legal_route",
        "upper_kind",
        "upper_source",
        "upper_number",
        "upper_due",
        "addressee",
        "initial_opinion",
        "where_unstated",
    }
)


def check(matter: Matter, today: date) -> None:
    """Shape and rules of an entry. Raises Refusal naming the field."""
    if not matter.body.strip():
        raise Refusal("请填写反映的内容；看不清的来信可写“详见扫描件”。", "body")
    if matter.received_on > today:
        raise Refusal("收到日期不能晚于今天。", "received_on")
    if not matter.is_anonymous and not (
        matter.person and (matter.person.known or matter.person.name.strip())
    ):
        raise Refusal("请填写姓名，或勾选“匿名”。", "name")
    if matter.head_count < 1:
        raise Refusal("人数至少为 1。", "head_count")
    representatives = sum(1 for _, _, is_representative in matter.joint if is_representative)
    if representatives > MAX_REPRESENTATIVES:
        raise Refusal(
            f"代表最多 {MAX_REPRESENTATIVES} 人（条例第二十条），其余人员请登记为同行人，人数照实填写。",
            "joint",
        )
    if 1 + len(matter.joint) > matter.head_count and matter.joint:
        raise Refusal("人数少于已列出的人员，请照实填写人数。", "head_count")
    if matter.details.get("legal_route") and matter.purpose != Purpose.CLAIM:
        raise Refusal("法定途径只用于申诉求决。", "legal_route")
    unknown = set(matter.details) - DETAIL_FIELDS
    if unknown:
        raise KeyError(f"not a detail of a petition: {sorted(unknown)}")


def title_of(matter: Matter) -> str:
    """The given title, else the first words of the story."""
    return brief(matter.title) or brief(matter.body)


def brief(text: str) -> str:
    """The first words of a text, on one line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= 40 else flat[:39] + "…"


@transaction.atomic
def register(
    matter: Matter,
    *,
    by: Staff,
    unit: Unit | None = None,
    talk: dict[str, str] | None = None,
    same_person_as: Petition | None = None,
) -> Petition:
    """Registers a matter, numbers it and starts its clocks. Returns the petition with its number.

    The first person who took it is the 首问责任人 for good (S10-09). A declared accusation is sealed in this very
    transaction (S09-15).
    """
    today = timezone.localdate()
    check(matter, today)
    desk = unit or standing_of(by).desk_unit
    by_mandate = matter.mandate is not None and matter.mandate.agent_id == by.pk
    if desk is None or not (by_mandate or standing_of(by).may_at(Power.REGISTER, desk)):
        raise NotYours("您没有登记来信来访的职务。")
    typed_at, desk = desk, _seat(matter, desk)
    _check_direct(matter, typed_at, desk)
    apart = matter.purpose == Purpose.ACCUSATION
    person = None if matter.is_anonymous else _petitioner(matter.person, desk, by, apart=apart)
    petition = _row(matter, person, desk, by, today)
    petition._history_user = by  # type: ignore[attr-defined]
    petition.save()
    CaseText.objects.create(case=petition, body=matter.body.strip())
    intake = _first_intake(petition, matter, by)
    _joint(petition, matter.joint)
    if apart:
        shut(petition, matter.accused_units, matter.accused_staff, by)
        notice_clock(petition)
    if not by_mandate and not standing_of(by).may_at(Power.READ_UNIT, desk):
        # 首问负责: who took it in keeps it in sight, also without sight of the whole register.
        grant(petition, "首问", staff=by)
    if talk:
        _talk(intake, by=by, **talk)
    search.index_soon(petition)
    digests.keep(petition, matter.body, is_new=True)
    first_clocks(petition, event="收到转送" if matter.arrived else "")
    if matter.arrived is None:
        draft_urgent(petition, by=by, heads=petition.head_count, channel=petition.channel)
    # The counter row is locked from here to the commit and no longer: its event alone comes after it.
    number = give_number(petition)
    record(petition, "registered", by=by, from_state="", number=number)
    if talk:
        _reported(intake, by)
    _tell_seat(petition, typed_at, by)
    return petition


def _seat(matter: Matter, desk: Unit) -> Unit:
    """In whose register it will stand.

    What arrives by 转送, or is split off, stands where it is handled; an accusation is shown to no further unit.
    """
    at_its_place = matter.arrived or matter.split_from
    if matter.channel == Channel.SUPERIOR and (at_its_place or matter.purpose == Purpose.ACCUSATION):
        return desk
    if reason := levels.superior_refusal(matter.channel, desk):
        raise Refusal(reason, "channel")
    return levels.seat_of(matter.channel, desk)


def _first_intake(petition: Petition, matter: Matter, by: Staff) -> Intake:
    return Intake.objects.create(
        petition=petition,
        channel=matter.channel,
        received_on=matter.received_on,
        head_count=matter.head_count,
        is_split=matter.split_from is not None,
        registered_by=by,
        unit=petition.unit,
    )


def _check_direct(matter: Matter, *desks: Unit) -> None:
    """What concerns the leaders of the desk itself is received in another way, and only that (条例第三十条)."""
    direct = any(is_direct(one, matter.accused_units, matter.accused_staff) for one in desks)
    if matter.arrived is None and direct != matter.is_direct:
        raise Refusal(ONLY_DIRECT if direct else NOT_DIRECT, "accused_staff")


def _tell_seat(petition: Petition, typed_at: Unit, by: Staff) -> None:
    """The standing reception body, or the leader's office, hears of what others took in for it (S01-01, S14-11)."""
    if typed_at.pk == petition.unit_id:
        return
    record(petition, "to_seat", by=by, unit=petition.unit.name)
    words = f"{petition.number} {typed_at.name}登记，归你单位办理：{petition.title}"
    notify(petition, desk_people(petition.unit), words)


def _first_contact(matter: Matter, by: Staff) -> Staff:
    source = matter.arrived.petition if matter.arrived else matter.split_from
    return source.first_responder if source else by


def _row(matter: Matter, person: Petitioner | None, desk: Unit, by: Staff, today: date) -> Petition:
    is_accusation = matter.purpose == Purpose.ACCUSATION
    petition = Petition(
        unit=desk,
        year=today.year,
        title=SEALED_TITLE if is_accusation and not matter.title.strip() else title_of(matter),
        person_name="匿名" if person is None else person.name,
        petitioner=person,
        is_anonymous=matter.is_anonymous,
        channel=matter.channel,
        purpose=matter.purpose,
        head_count=matter.head_count,
        received_on=matter.received_on,
        registered_by=by,
        # The first contact stays the first contact, however often the matter is split or sent on (S10-09).
        first_responder=_first_contact(matter, by),
        hops=matter.arrived.petition.hops if matter.arrived else 0,
        is_sealed=is_accusation,
        register=SEALED if is_accusation else MAIN,
        policy_values=policy_values(desk, today),
        **matter.details,
    )
    if is_accusation:
        petition.confidentiality = "sensitive"
    petition.set_scope()
    return petition


def _petitioner(person: Person | None, desk: Unit, by: Staff, *, apart: bool = False) -> Petitioner:
    """The entry in the directory, found or made; for an accusation always one of its own."""
    assert person is not None
    if person.known and not apart:
        return person.known
    if person.id_number and not apart:
        # Whose number it is stays unsaid: who was here before is nobody's business at the counter.
        found = Petitioner.objects.filter(unit=desk, id_number=person.id_number, is_apart=False).first()
        if found and found.name != person.name.strip():
            raise Refusal("此证件号与已登记的姓名不一致，请核对姓名和证件号。", "id_number")
        if found:
            return found
    given = person.known or person
    made = Petitioner(
        kind=given.kind,
        name=given.name.strip(),
        id_number=person.id_number or given.id_number,
        phone=person.phone or given.phone,
        workplace=(person.workplace or given.workplace).strip(),
        address=(person.address or given.address).strip(),
        unit=desk,
        is_apart=apart,
    )
    made._history_user = by  # type: ignore[attr-defined]
    made.save()
    return made


def _joint(petition: Petition, joint: tuple[tuple[str, str, bool], ...]) -> None:
    JointPetitioner.objects.bulk_create(
        JointPetitioner(petition=petition, name=name, contact=contact, is_representative=representative)
        for name, contact, representative in joint
    )


def _talk(
    intake: Intake, *, by: Staff, request: str, confirmed: str, answer: str = "", refusal_reason: str = ""
) -> TalkRecord:
    if not request.strip():
        raise Refusal("接谈记录须写明诉求。", "talk_request")
    if confirmed not in TalkConfirmation.values:
        raise Refusal("请选择来访人核对记录的方式：签名、口头确认或拒绝。", "talk_confirmed")
    if confirmed == TalkConfirmation.REFUSED and not refusal_reason.strip():
        raise Refusal("来访人拒绝核对的，请写明理由。", "talk_refusal_reason")
    talk = TalkRecord.objects.create(
        intake=intake,
        request=request.strip(),
        answer=answer.strip(),
        confirmed=confirmed,
        refusal_reason=refusal_reason.strip(),
        recorded_by=by,
    )
    record(intake.petition, "talk_recorded", by=by, confirmed=TalkConfirmation(confirmed).label)
    return talk


@transaction.atomic
def record_talk(
    pk: int, *, by: Staff, request: str, confirmed: str, answer: str = "", refusal_reason: str = ""
) -> TalkRecord:
    """接谈记录 of the latest visit; final only with the visitor's own check of it (S01-07, S21-17)."""
    petition = open_case(Petition, pk, by=by)
    ensure("talk", petition, by)
    intake = petition.intakes.order_by("-pk").filter(talk__isnull=True).first()
    if intake is None:
        raise Refusal("本次来访的接谈记录已经有了。")
    made = _talk(
        intake, by=by, request=request, confirmed=confirmed, answer=answer, refusal_reason=refusal_reason
    )
    _reported(intake, by)
    return made


def _reported(intake: Intake, by: Staff) -> None:
    """S10-02: whoever talked reports it; on a reception day the result says which leader received."""
    if intake.channel == Channel.VISIT:
        owe_report_of_reception(intake.petition, by)


@transaction.atomic
def add_intake(
    pk: int, *, by: Staff, channel: str, received_on: date, head_count: int = 1, note: str = ""
) -> Intake:
    """A further letter or visit on a matter in hand: counted as 件次 or 批次, no second matter, no second clock."""
    petition = open_case(Petition, pk, by=by)
    ensure("add_intake", petition, by)
    if channel not in Channel.values:
        raise Refusal("请选择来源渠道。", "channel")
    if received_on > timezone.localdate():
        raise Refusal("收到日期不能晚于今天。", "received_on")
    if head_count < 1:
        raise Refusal("人数至少为 1。", "head_count")
    desk = levels.seat_of(channel, standing_of(by).desk_unit or petition.unit)
    intake = Intake.objects.create(
        petition=petition,
        channel=channel,
        received_on=received_on,
        head_count=head_count,
        note=note.strip(),
        is_repeat=True,
        registered_by=by,
        unit=desk,
    )
    draft_urgent(petition, by=by, heads=head_count, channel=channel)
    record(petition, "repeat_intake", by=by, note=note, channel=Channel(channel).label, head_count=head_count)
    tell_receiver(petition, f"信访人又向{petition.unit.name}反映同一事项（{Channel(channel).label}）")
    return intake


EDITABLE = DETAIL_FIELDS | {"title", "head_count", "purpose"}


@transaction.atomic
def edit(
    pk: int,
    *,
    by: Staff,
    version: int,
    body: str | None = None,
    person: Person | None = None,
    **values: Any,
) -> Petition:
    """Completes or corrects an entry; the earlier text and every column's old value are kept (S13-03)."""
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("edit", petition, by)
    unknown = set(values) - EDITABLE
    if unknown:
        raise KeyError(f"not editable: {sorted(unknown)}")
    if (values.get("purpose", petition.purpose) == Purpose.ACCUSATION) != petition.is_sealed:
        raise Refusal("检举控告与其他事项不能互改：请用“转为检举控告”，同时写明被反映对象。", "purpose")
    raised = Complexity.COMPLEX in {values.get("complexity")} - {petition.complexity}
    if raised and petition.state == State.CONCLUDED:
        # S03-22: an opinion that is signed already would go out without the first leader.
        raise Refusal("审签已经完毕，不能再改为重大复杂疑难：此类意见须先经主要领导审定。", "complexity")
    was_alarming = alarms(petition, petition.head_count, petition.channel)
    changed = []
    for name, value in values.items():
        if getattr(petition, name) != value:
            setattr(petition, name, value)
            changed.append(str(getattr(Petition._meta.get_field(name), "verbose_name", name)))
    if petition.purpose != Purpose.CLAIM:
        petition.legal_route = ""
    if petition.head_count < 1:
        raise Refusal("人数至少为 1。", "head_count")
    if person:
        changed.append(_complete_person(petition, person, by))
    if body is not None and body.strip() != petition.text.body:
        changed.append("内容")
        _replace_text(petition, body, by)
    if not changed:
        return petition
    tracks.follow_route(petition)
    desk_has_suggested(petition)
    save_case(petition, by=by)
    search.index_soon(petition)
    digests.keep(petition, petition.text.body)
    record(petition, "edited", by=by, fields="、".join(changed))
    if not was_alarming:
        draft_urgent(petition, by=by, heads=petition.head_count, channel=petition.channel)
    return petition


def _complete_person(petition: Petition, person: Person, by: Staff) -> str:
    """Names the anonymous, or fills the empty column 单位或住址 of the petitioner (S13-02); says which of the two."""
    known = petition.petitioner
    if known is None:
        made = _petitioner(person, petition.unit, by, apart=petition.is_sealed)
        petition.is_anonymous, petition.petitioner, petition.person_name = False, made, made.name
        return "信访人"
    if known.where:
        raise Refusal("信访人的单位或住址已经登记。", "person_address")
    known.workplace, known.address = person.workplace.strip(), person.address.strip()
    known._history_user = by  # type: ignore[attr-defined]
    known.save()
    return "单位或住址"


def _replace_text(petition: Petition, body: str, by: Staff) -> None:
    if not body.strip():
        raise Refusal("内容不能为空。", "body")
    text = petition.text
    CaseTextRevision.objects.create(case=petition, body=text.body, replaced_by=by)
    search.forget(petition)
    text.body = body.strip()
    text.save()


@transaction.atomic
def link_repeat(pk: int, earlier: Petition, *, by: Staff, kind: str) -> RepeatLink:
    """A person decides that a petition repeats, or belongs to, an earlier one; 同一事项 is counted as 重复 from then on."""
    petition = open_case(Petition, pk, by=by)
    ensure("add_intake", petition, by)
    if earlier.pk == petition.pk:
        raise Refusal("不能与本件自身关联。")
    if petition.is_sealed or earlier.is_sealed:
        raise Refusal("检举控告件不与其他件关联：关联会在另一件上显示出来。")
    link, _ = RepeatLink.objects.get_or_create(
        petition=petition,
        earlier=earlier,
        defaults={"kind": kind, "decided_by": by, "decided_at": timezone.now()},
    )
    if link.kind == RepeatKind.SAME_MATTER:
        petition.intakes.update(is_repeat=True)
    record(petition, "repeat_decided", by=by, number=earlier.number, kind=link.get_kind_display())
    return link


@transaction.atomic
def void(pk: int, *, by: Staff, version: int, reason: str) -> Petition:
    """作废: a double entry or a typing test keeps its number and its place, with the reason (S03-05, S10-10)."""
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("void", petition, by)
    if not reason.strip():
        raise Refusal("请写明作废理由（如重复登记）。", "reason")
    if petition.attachments.exists() or petition.intakes.count() > 1:
        raise Refusal("此件已有附件或多次来件，不能作废。")
    before = petition.state
    petition.void()
    stop_all(petition, on=timezone.localdate(), reason="作废")
    save_case(petition, by=by)
    record(petition, "voided", by=by, note=reason.strip(), from_state=before)
    return petition
