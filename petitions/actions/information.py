"""信访信息: drafted by anybody at work, signed by level, issued by the office, kept for the archive."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.access import people_with, standing_of
from accounts.models import Staff
from accounts.roles import Role
from casework.actions.base import grant, open_case, record
from casework.models import Decision, policy_values
from casework.numbering import reserve
from casework.policy import Policy
from casework.refusals import NotVisible, NotYours, Refusal, Stale
from casework.secrecy import WITHHELD_MATTER, is_withheld
from petitions import archive
from petitions.access import ensure
from petitions.actions.receipts import put_signature, send_to, tell
from petitions.models import (
    ArchiveCandidate,
    InfoKind,
    InfoLevel,
    InfoReport,
    InfoState,
    Period,
    Petition,
    RepeatLink,
)
from petitions.office import held_for, keeps, signers_of
from petitions.states import VISIT_CHANNELS, Channel, RepeatKind

ONE_MATTER = "一条信息只写一件事：所列的件不是同一事项。请分别报送，或先在信访件页面认定重复。"


def same_matter(petition: Petition, other: Petition) -> bool:
    """Whether a person has decided that the two are one matter (S03-12)."""
    pair = Q(petition=petition, earlier=other) | Q(petition=other, earlier=petition)
    return RepeatLink.objects.filter(pair, kind=RepeatKind.SAME_MATTER).exists()


def _url(info: InfoReport) -> str:
    return f"/information/{info.pk}/"


def _note(info: InfoReport, name: str, by: Staff, **data: Any) -> None:
    """The act in the petition's record; a free information has none."""
    if info.petition:
        record(info.petition, name, by=by, **data)


def _check(title: str, text: str, level: str, happened_at: datetime) -> None:
    if not title.strip():
        raise Refusal("请填写标题。", "title")
    if not text.strip():
        raise Refusal("请填写内容。", "text")
    if level not in InfoLevel.values:
        raise Refusal("请选择级别。", "level")
    if happened_at > timezone.now():
        raise Refusal("发生时间不能晚于现在。", "happened_at")


def _same_matters(petition: Petition | None, others: Sequence[Petition], by: Staff) -> list[Petition]:
    """The further petitions, all of the same matter and in sight. Raises Refusal otherwise (S03-12)."""
    if others and petition is None:
        raise Refusal("自由报送的信息不关联信访件。", "also")
    for other in others:
        if not Petition.objects.visible_to(by).filter(pk=other.pk, is_sealed=False).exists():
            raise NotVisible
        if petition is not None and not same_matter(petition, other):
            raise Refusal(ONE_MATTER, "also")
    return list(others)


@transaction.atomic
def make_info(
    *,
    by: Staff,
    title: str,
    text: str,
    level: str,
    happened_at: datetime,
    kind: str = InfoKind.PETITION,
    petition_id: int | None = None,
    also: Sequence[Petition] = (),
) -> InfoReport:
    """A draft of one matter: from a petition, whose link is set by itself (S03-10), or free (S19-05).

    Raises Refusal for a second, unrelated petition, and for an accusation, which goes by 专报 to named people alone.
    """
    petition = open_case(Petition, petition_id, by=by) if petition_id else None
    if petition:
        ensure("report_info", petition, by)
    _check(title, text, level, happened_at)
    if kind not in InfoKind.values:
        raise Refusal("请选择种类。", "kind")
    repeats = _same_matters(petition, also, by)
    unit = standing_of(by).desk_unit or by.unit
    if unit is None:
        raise NotYours("您没有所在单位。")
    info = InfoReport.objects.create(
        unit=unit,
        kind=kind,
        level=level,
        title=title.strip(),
        text=text.strip(),
        petition=petition,
        happened_at=happened_at,
        made_by=by,
        made_at=timezone.now(),
    )
    info.repeats.set(repeats)
    _note(info, "info_made", by, title=info.title)
    return info


def alarms(petition: Petition, heads: int, channel: str) -> bool:
    """Whether a matter brought so must be reported at once: many came, or it is urgent by the unit's policy (S03-13)."""
    policy = Policy(petition.policy_values)
    # 集体访: those who come. Who signs a joint letter is counted, and no crowd.
    many = channel in VISIT_CHANNELS and heads >= int(policy["collective_alert"])
    return not petition.is_sealed and (many or petition.urgency in policy["urgent_info_on"])


def draft_urgent(petition: Petition, *, by: Staff, heads: int, channel: str) -> InfoReport | None:
    """Called when a matter is brought, or corrected upwards: drafts a 重大紧急 information that must go out within hours.

    Nothing for an accusation, and nothing while an earlier one of the same matter still waits.
    """
    if not alarms(petition, heads, channel):
        return None
    waiting = [InfoState.DRAFT, InfoState.SIGNING, InfoState.SIGNED]
    if InfoReport.objects.filter(petition=petition, is_urgent=True, state__in=waiting).exists():
        return None
    now = timezone.now()
    # S03-16: what may not leave is not copied into a paper that must; who signs it decides how it is told.
    secret = is_withheld(petition)
    matter = "敏感事项，内容另按保密规定报送。" if secret else petition.text.body
    said = f"{petition.received_on:%-m月%-d日}，{heads}人{Channel(channel).label}，反映：{matter}"
    info = InfoReport.objects.create(
        unit=petition.unit,
        level=InfoLevel.MAJOR,
        is_urgent=True,
        is_automatic=True,
        title=WITHHELD_MATTER if secret else petition.title[:80],
        text=said,
        petition=petition,
        happened_at=now,
        made_by=by,
        made_at=now,
        due_at=now + timedelta(hours=float(Policy(petition.policy_values)["urgent_report_hours"])),
    )
    due = timezone.localtime(info.due_at)
    people = [by, *people_with([Role.PETITION_OFFICER, Role.UNIT_HEAD], petition.unit)]
    tell(people, f"重大紧急信访信息须在{due:%H:%M}前报出：{info.title}", _url(info), case_id=petition.pk)
    return info


def _open(info_id: int, by: Staff, *states: str, seen: int | None = None) -> InfoReport:
    """The information, with its petition locked, as `by` sees it and in one of the states."""
    found = InfoReport.objects.visible_to(by).filter(pk=info_id).values_list("petition_id", flat=True)
    if not found:
        raise NotVisible
    petition = open_case(Petition, found[0], by=by) if found[0] else None
    info = InfoReport.objects.select_for_update(of=("self",)).get(pk=info_id)
    info.petition = petition
    if seen is not None and seen != info.version:
        raise Stale
    if info.state not in states:
        raise Refusal(f"此信息现在是“{info.get_state_display()}”，不能这样办。")
    return info


def is_keeper(info: InfoReport, by: Staff) -> bool:
    """Its author, and the office of its unit."""
    return info.made_by_id == by.pk or keeps(standing_of(by), info.unit)


def _ensure_keeper(info: InfoReport, by: Staff) -> None:
    if not is_keeper(info, by):
        raise NotYours("由报送人或本单位办公室办理。")


def _save(info: InfoReport) -> InfoReport:
    info.version += 1
    info.save()
    return info


@transaction.atomic
def edit_info(
    info_id: int, *, by: Staff, seen: int, title: str, text: str, level: str, happened_at: datetime
) -> InfoReport:
    """Changes a draft. An urgent one stays 重大."""
    info = _open(info_id, by, InfoState.DRAFT, seen=seen)
    _ensure_keeper(info, by)
    _check(title, text, level, happened_at)
    if info.is_urgent and level != InfoLevel.MAJOR:
        raise Refusal("重大紧急信息的级别是重大。", "level")
    info.title, info.text, info.level, info.happened_at = title.strip(), text.strip(), level, happened_at
    return _save(info)


@transaction.atomic
def submit_info(info_id: int, *, by: Staff) -> InfoReport:
    """送签: the route of its level is copied from the policy; the first signer is told (S03-14)."""
    info = _open(info_id, by, InfoState.DRAFT)
    _ensure_keeper(info, by)
    _submit(info, by)
    return info


def _submit(info: InfoReport, by: Staff) -> None:
    values = policy_values(info.unit, timezone.localdate())
    info.route = list(Policy(values)["signoff_route"][info.level])
    info.state, info.signed_steps = InfoState.SIGNING, 0
    _save(info)
    _ask_next(info)
    _note(info, "info_submitted", by, step=step_of(info), title=info.title)


def step_of(info: InfoReport) -> str:
    """Whose signature comes next, in words; empty when none is owed."""
    return str(Role(info.route[info.signed_steps]).label) if info.signed_steps < len(info.route) else ""


def _ask_next(info: InfoReport) -> None:
    people = signers_of(info.unit, info.route[info.signed_steps])
    if not people:
        raise Refusal(f"没有可以签发的{step_of(info)}，请系统管理员先设置职务，或调整单位政策的签发环节。")
    if info.petition:
        for one in people:
            grant(info.petition, "信息签发", staff=one)
    tell(people, f"信息待签发：{info.title}", _url(info), case_id=info.petition_id)


@transaction.atomic
def sign_info(info_id: int, *, by: Staff, decision: str, opinion: str = "") -> InfoReport:
    """One signature of the route; the last one lets it go out, a return makes it a draft again."""
    info = _open(info_id, by, InfoState.SIGNING)
    step = step_of(info)
    held = held_for(standing_of(by), info.unit, info.route[info.signed_steps])
    if held is None:
        raise NotYours(f"此信息待{step}签发。")
    put_signature(by=by, held=held, step_label=f"{step}签发", decision=decision, opinion=opinion, info=info)
    back = [info.made_by]
    if decision == Decision.RETURN:
        info.state, info.signed_steps = InfoState.DRAFT, 0
        tell(back, f"信息被退回：{info.title}：{opinion.strip()}", _url(info), case_id=info.petition_id)
    else:
        info.signed_steps += 1
        if info.signed_steps < len(info.route):
            _ask_next(info)
        else:
            info.state, info.signed_at = InfoState.SIGNED, timezone.now()
            tell(back, f"信息已签发，可以报出：{info.title}", _url(info), case_id=info.petition_id)
    _save(info)
    _note(info, "info_signed", by, step=step, decision=Decision(decision).label)
    return info


@transaction.atomic
def send_first(info_id: int, *, by: Staff, sent_to: str) -> InfoReport:
    """先行报送: an urgent one goes by telephone before the signature, which must follow within 24 hours (C-12)."""
    info = _open(info_id, by, InfoState.DRAFT, InfoState.SIGNING)
    _ensure_keeper(info, by)
    if not info.is_urgent:
        raise Refusal("只有重大紧急信息可以先行报送、事后补签。")
    if info.sent_at:
        raise Refusal("此信息已经先行报送。")
    if not sent_to.strip():
        raise Refusal("请填写向何处、何人报告。", "sent_to")
    info.sent_at, info.sent_to = timezone.now(), sent_to.strip()
    if info.state == InfoState.DRAFT:
        _submit(info, by)
    else:
        _save(info)
    _note(info, "info_sent_first", by, to=info.sent_to)
    return info


@transaction.atomic
def issue_info(info_id: int, *, by: Staff, addressed_to: str, people: Sequence[Staff] = ()) -> InfoReport:
    """报出: refused before the last signature of its route; goes to the archive's list by itself (S03-14, S03-15)."""
    info = _open(info_id, by, InfoState.DRAFT, InfoState.SIGNING, InfoState.SIGNED)
    _ensure_keeper(info, by)
    if info.state != InfoState.SIGNED:
        raise Refusal(f"此信息尚未经{step_of(info) or '领导'}签发，不能报出。")
    if not addressed_to.strip():
        raise Refusal("请填写报送何处。", "addressed_to")
    now = timezone.now()
    info.state, info.issued_at, info.issued_by = InfoState.ISSUED, now, by
    info.addressed_to = addressed_to.strip()
    _save(info)
    ArchiveCandidate.objects.create(info=info, unit=info.unit, issued_on=timezone.localdate(now))
    if info.petition:
        for one in people:
            grant(info.petition, "信息分送", staff=one)
    send_to(people, info=info)
    tell(people, f"请阅信息：{info.title}", _url(info), case_id=info.petition_id)
    _note(info, "info_issued", by, to=info.addressed_to)
    return info


@transaction.atomic
def file_info(info_id: int, *, by: Staff, period: str) -> ArchiveCandidate:
    """信息归档 by the office under a 档号 of its own series (S03-15)."""
    info, candidate = _for_archive(info_id, by)
    if period not in Period.values:
        raise Refusal("请选择保管期限。", "period")
    today = timezone.localdate()
    year = candidate.issued_on.year
    series = archive.INFO_SERIES
    fonds = str(Policy(policy_values(candidate.unit, today))["fonds"])
    sequence = reserve(candidate.unit_id, f"ar-{series}-{period}", year, 1)
    candidate.year, candidate.period, candidate.sequence = year, period, sequence
    candidate.reference = archive.reference_of(candidate.unit, fonds, year, period, series, sequence)
    candidate.decided_by, candidate.decided_on = by, today
    candidate.save()
    _note(info, "info_filed", by, title=info.title, reference=candidate.reference)
    return candidate


@transaction.atomic
def leave_out_info(info_id: int, *, by: Staff, reason: str) -> ArchiveCandidate:
    """不另归档, with a reason, and never by who wrote or issued it: what was reported does not vanish by its author."""
    info, candidate = _for_archive(info_id, by)
    if by.pk in (info.made_by_id, info.issued_by_id):
        raise NotYours("报送人、报出人不能决定不归档，请由办公室其他人员决定。")
    if Policy(policy_values(candidate.unit, timezone.localdate()))["archive_policy"] == "all":
        raise Refusal("本单位政策规定全部归档，不能不归档。", "reason")
    if not reason.strip():
        raise Refusal("不归档的，请写明理由。", "reason")
    candidate.left_reason, candidate.decided_by = reason.strip()[:200], by
    candidate.decided_on = timezone.localdate()
    candidate.save()
    _note(info, "info_left_out", by, title=info.title, reason=candidate.left_reason)
    return candidate


def _for_archive(info_id: int, by: Staff) -> tuple[InfoReport, ArchiveCandidate]:
    info = _open(info_id, by, InfoState.ISSUED)
    if not keeps(standing_of(by), info.unit):
        raise NotYours("由本单位办公室归档。")
    candidate = ArchiveCandidate.objects.select_for_update(of=("self",)).get(info=info)
    if candidate.decided_on:
        raise Refusal("此信息已经归档或决定不归档。")
    return info, candidate


@transaction.atomic
def drop_info(info_id: int, *, by: Staff, reason: str) -> InfoReport:
    """不报送: an own decision with its reason, so that nothing is left out in silence (不得漏报)."""
    info = _open(info_id, by, InfoState.DRAFT)
    _ensure_keeper(info, by)
    if info.sent_at:
        raise Refusal("已经先行报送的信息须补签报出。")
    if not reason.strip():
        raise Refusal("请写明不报送的理由。", "reason")
    info.state, info.dropped_reason = InfoState.DROPPED, reason.strip()[:200]
    _save(info)
    _note(info, "info_dropped", by, title=info.title)
    return info
