"""调查记录: what was found, where and with whom; final with two signatures (S11-11)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.access import people_with
from accounts.models import Post, Staff
from accounts.roles import Role
from casework.actions.base import grant, notify, open_case, record
from casework.refusals import Refusal
from petitions.access import ensure
from petitions.models import Investigation, InvestigationKind, Petition
from petitions.signers import record_signers


@transaction.atomic
def investigate(
    pk: int,
    *,
    by: Staff,
    done_on: date,
    findings: str,
    place: str = "",
    kind: str = InvestigationKind.RECORDS,
    participants: str = "",
    led_by: Staff | None = None,
) -> Investigation:
    """调查记录, signed by the handler; the head's signature makes it final (S11-11)."""
    petition = open_case(Petition, pk, by=by)
    ensure("investigate", petition, by)
    if not findings.strip():
        raise Refusal("请填写调查情况。", "findings")
    if kind not in InvestigationKind.values:
        raise Refusal("请选择调查方式。", "kind")
    if kind == InvestigationKind.SITE and not place.strip():
        raise Refusal("现场调查须写明地点。", "place")
    if led_by is not None and led_by not in leaders_over(petition):
        raise Refusal("带队领导须是承办单位或其上级单位的领导。", "led_by")
    if done_on > timezone.localdate():
        raise Refusal("调查日期不能晚于今天。", "done_on")
    if done_on < petition.received_on:
        raise Refusal("调查日期不能早于收到日期。", "done_on")
    made = Investigation.objects.create(
        petition=petition,
        done_on=done_on,
        place=place.strip(),
        kind=kind,
        participants=participants.strip(),
        led_by=led_by,
        findings=findings.strip(),
        handler=by,
        handler_signed_at=timezone.now(),
    )
    record(petition, "investigated", by=by, done_on=done_on.isoformat())
    assert petition.handling_unit is not None
    heads = [one for one in people_with(Role.UNIT_HEAD, petition.handling_unit) if one.pk != by.pk]
    people = heads if heads and not petition.is_sealed else _named_signer(petition)
    notify(petition, people, f"{petition.number} 调查记录待您签字")
    return made


def _named_signer(petition: Petition) -> list[Staff]:
    """Somebody outside the unit, and everybody with a sealed case, sees it by name alone: who is to sign is named here."""
    found = record_signers(petition)[:1]
    if not found and petition.is_sealed:
        raise Refusal("没有可以在调查记录上签字的负责人，请系统管理员先在“任职”中设置。")
    for one in found:
        grant(petition, "调查记录签字", staff=one)
    return found


def leaders_over(petition: Petition) -> list[Staff]:
    """Who may lead a site visit: heads and leaders of the unit that handles, and of the units above it (S08-03)."""
    unit = petition.handling_unit or petition.unit
    roles = [Role.UNIT_HEAD, Role.DEPUTY_LEADER, Role.CHIEF_LEADER]
    posts = Post.objects.current(timezone.localdate()).filter(
        role__in=roles, unit__path__in=unit.ancestor_paths()
    )
    return list({one.staff_id: one.staff for one in posts.select_related("staff")}.values())


@transaction.atomic
def sign_investigation(investigation_id: int, *, by: Staff) -> Investigation:
    """The head's signature; refused from the one who investigated."""
    found = Investigation.objects.filter(pk=investigation_id).values_list("petition_id", flat=True).first()
    petition = open_case(Petition, found or 0, by=by)
    investigation = petition.investigations.select_for_update().get(pk=investigation_id)
    ensure("sign_investigation", petition, by)
    if investigation.handler_id == by.pk:
        raise Refusal("经办人与部门负责人须是两个人，不能由同一人签字。")
    if investigation.is_final:
        raise Refusal("此调查记录已由部门负责人签字。")
    investigation.head, investigation.head_signed_at = by, timezone.now()
    investigation.save(update_fields=["head", "head_signed_at"])
    record(petition, "investigation_signed", by=by)
    return investigation
