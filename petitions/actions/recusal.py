"""回避: whoever is interested in a matter steps aside, by their own word or by order, and somebody else takes over (条例第二十八条)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.access import people_with, standing_of
from accounts.models import Staff
from accounts.roles import Role
from casework.access import eligible
from casework.actions.base import desk_people, grant, notify, open_case, record, save_case
from casework.models import Clock, Recusal, RecusalKind
from casework.refusals import NotYours, Refusal
from casework.states import State
from petitions.access import ensure, of_head, of_leader, of_office
from petitions.actions.handle import handlers_at
from petitions.actions.route import annotators
from petitions.models import Petition
from petitions.signers import record_signers, signers_for


@transaction.atomic
def recuse(
    pk: int, *, by: Staff, version: int, person: Staff, reason: str, replacement: Staff | None = None
) -> Recusal:
    """From now on `person` sees and does nothing on the case; what waited for them goes to somebody else.

    One's own is declared; the office, the head or a leader orders somebody else's. Refused without a reason, and when
    nobody could take over what the person had in hand.
    """
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("recuse", petition, by)
    who = standing_of(by)
    orders = any(rule(petition, who) for rule in (of_office, of_head, of_leader))
    if person.pk != by.pk and not orders:
        raise NotYours("指令他人回避由登记单位办公室、承办单位负责人或主管领导决定。")
    if not reason.strip():
        raise Refusal("请写明回避理由（如与信访人有亲属关系、与处理结果有利害关系）。", "reason")
    if Recusal.objects.filter(case=petition, staff=person).exists():
        raise Refusal(f"{person.name}已经回避。", "person")
    made = Recusal.objects.create(
        case=petition,
        staff=person,
        kind=RecusalKind.DECLARED if person.pk == by.pk else RecusalKind.ORDERED,
        reason=reason.strip(),
        decided_by=by,
        decided_at=timezone.now(),
    )
    before = petition.state
    heirs = _replace(petition, person, replacement)
    for one in heirs:
        grant(petition, "回避替代", staff=one)
    if petition.investigations.filter(head=None).exists():
        for one in record_signers(petition)[:1]:
            grant(petition, "调查记录签字", staff=one)
    save_case(petition, by=by)
    names = "、".join(one.name for one in heirs)
    record(
        petition,
        "recused",
        by=by,
        from_state=before,
        note=reason.strip(),
        person=person.name,
        kind=made.get_kind_display(),
    )
    words = f"{petition.number} {person.name}回避" + (f"，改由{names}" if names else "，请另行安排")
    notify(petition, [*heirs, *desk_people(petition.unit)], words)
    return made


def _replace(petition: Petition, person: Staff, wanted: Staff | None) -> list[Staff]:
    """Puts somebody else in each place that the person held; returns who they are."""
    heirs: list[Staff] = []
    if petition.addressee_id == person.pk:
        petition.addressee = None
    if petition.handler_id == person.pk:
        petition.handler = _next_handler(petition, wanted)
        heirs += [petition.handler] if petition.handler else []
        Clock.objects.filter(case=petition, met_on=None, owner=person).update(owner=petition.handler)
    if petition.signer_id == person.pk:
        petition.signer = _next_signer(petition, wanted)
        if petition.signer is None:
            petition.withdraw_from_leader()
            petition.sign_step = ""
        else:
            heirs.append(petition.signer)
    return list(dict.fromkeys(heirs))


def _next_handler(petition: Petition, wanted: Staff | None) -> Staff | None:
    """The one named, else the head, else whoever else handles there; a case still to be accepted needs none."""
    choices = handlers_at(petition)
    if wanted is not None and wanted in choices:
        return wanted
    if petition.state == State.ASSIGNED:
        return None
    assert petition.handling_unit is not None
    heads = eligible(people_with(Role.UNIT_HEAD, petition.handling_unit), petition)
    if not heads and not choices:
        raise Refusal("本单位没有其他可以承办的人员，请先退回办公室，由其他单位办理。", "replacement")
    return (heads or choices)[0]


def _next_signer(petition: Petition, wanted: Staff | None) -> Staff | None:
    """Another leader to read or to sign; None sends it back to the desk, which chooses."""
    if petition.state == State.PRESENTED:
        choices = annotators(petition)
        return wanted if wanted in choices else next(iter(choices), None)
    step = petition.sign_step if petition.sign_step != "addressee" else Role.CHIEF_LEADER
    choices = signers_for(petition, step)
    if not choices:
        raise Refusal("没有可以替代的签批人，请系统管理员先在“任职”中设置。", "replacement")
    petition.sign_step = step
    return wanted if wanted in choices else choices[0]
