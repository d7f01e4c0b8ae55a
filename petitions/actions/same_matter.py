"""并案、分案、同一人: which letters are one matter and which entries are one person. Decided by people, and undone by them.

The law knows 重复信访 as the same person with the same matter; everything the program finds is a proposal (rules.md D7).
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.models import Staff
from casework.actions.base import grant, notify, open_case, record, save_case
from casework.actions.clocks import stop_all
from casework.refusals import NotVisible, Refusal
from petitions import finality
from petitions.access import ensure
from petitions.actions.first_clocks import first_clocks
from petitions.actions.register import Matter, Person, register
from petitions.models import ContentClass, Intake, Merge, Petition, Petitioner, RepeatLink, Reply, SamePerson
from petitions.people import known_people, together
from petitions.replying import answering_unit
from petitions.states import RepeatKind

MOST_AT_ONCE = 200


@transaction.atomic
def merge(pk: int, *, by: Staff, version: int, into: Petition, reason: str) -> Merge:
    """并案: one matter, one handling. The number stays; its clocks end; its letters count as repeats of the same person.

    Refused when the other case is closed (a new letter on a closed matter is 再次来件 or 重新办理 there), when either
    is sealed, and when other cases were merged here.
    """
    # Both rows in one order, whoever merges into whom: two at once wait for one another and never for ever.
    opened = {
        one: open_case(Petition, one, by=by, version=version if one == pk else None)
        for one in sorted({pk, into.pk})
    }
    petition, target = opened[pk], opened[into.pk]
    ensure("merge", petition, by)
    _check_merge(petition, target, reason)
    before = petition.state
    petition.merge()
    petition.signer, petition.sign_step = None, ""
    stop_all(petition, on=timezone.localdate(), reason="并案")
    save_case(petition, by=by)
    made = Merge.objects.create(
        petition=petition,
        into=target,
        reason=reason.strip(),
        repeats=_count_as_repeats(petition, target),
        decided_by=by,
        decided_at=timezone.now(),
    )
    for unit in (target.handling_unit, target.unit):
        if unit is not None:
            grant(petition, "并案", unit=unit)
    record(petition, "merged", by=by, from_state=before, note=reason.strip(), number=target.number)
    record(target, "merged_here", by=by, note=reason.strip(), number=petition.number)
    if target.handler:
        notify(target, [target.handler], f"{petition.number} 并入您承办的 {target.number}")
    return made


def _check_merge(petition: Petition, target: Petition, reason: str) -> None:
    if petition.pk == target.pk:
        raise Refusal("不能并入本件自身。", "number")
    if target.is_sealed:
        raise Refusal("检举控告件不能并案；须分别移送有权处理的机关。", "number")
    if target.final_on is None and (reason_not := finality.handling_refusal(petition)):
        raise Refusal(reason_not, "number")
    if not target.is_open and (ended := finality.repeat_refusal(target)):
        raise Refusal(ended, "number")
    if not target.is_open:
        words = "原件已经办结：同一事项再次来件请在原件登记“再次来件”，确需再办的先在原件“重新办理”。"
        raise Refusal(words, "number")
    if petition.merged_here.filter(undone_at__isnull=True).exists():
        raise Refusal("已有其他件并入本件，请先撤销，再逐件并入。", "number")
    if not reason.strip():
        raise Refusal("请写明并案理由（如同一人同一事项、内容相同的联名来信）。", "reason")


def _count_as_repeats(petition: Petition, target: Petition) -> list[int]:
    """重复: the later letters of the same person on the same matter; other people's letters are first letters still."""
    same = together([target.petitioner_id]) if target.petitioner_id else {}
    if petition.petitioner_id not in same:
        return []
    changed = list(petition.intakes.filter(is_repeat=False).values_list("pk", flat=True))
    Intake.objects.filter(pk__in=changed).update(is_repeat=True)
    return changed


@transaction.atomic
def undo_merge(pk: int, *, by: Staff, version: int, reason: str) -> Petition:
    """撤销并案: the case is registered again with its own clocks, counted from the day it was received."""
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("undo_merge", petition, by)
    made = petition.merges.filter(undone_at__isnull=True).select_related("into").get()
    if not reason.strip():
        raise Refusal("请写明撤销理由。", "reason")
    if petition.replies.exists():
        raise Refusal("此件已随原件一并答复，不能撤销并案；有新情况的请登记再次来件。")
    before = petition.state
    made.undone_by, made.undone_at, made.undo_reason = by, timezone.now(), reason.strip()
    made.save()
    Intake.objects.filter(pk__in=made.repeats).update(is_repeat=False)
    petition.undo_merge()
    save_case(petition, by=by)
    first_clocks(petition)
    number = made.into.number
    record(petition, "merge_undone", by=by, from_state=before, note=reason.strip(), number=number)
    return petition


@transaction.atomic
def split(
    pk: int,
    *,
    by: Staff,
    version: int,
    body: str,
    reason: str,
    title: str = "",
    content_class: ContentClass | None = None,
) -> Petition:
    """分案: a letter with two matters becomes two cases, one 件次. The first contact stays the first contact."""
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("split", petition, by)
    if not reason.strip():
        raise Refusal("请写明分案理由（如来信反映了两件不相干的事）。", "reason")
    made = register(
        Matter(
            channel=petition.channel,
            received_on=petition.received_on,
            body=body,
            person=Person(known=petition.petitioner) if petition.petitioner else None,
            is_anonymous=petition.is_anonymous,
            title=title,
            purpose=petition.purpose,
            head_count=petition.head_count,
            details={"content_class": content_class, "place": petition.place, "urgency": petition.urgency},
            split_from=petition,
        ),
        by=by,
        unit=petition.unit,
    )
    RepeatLink.objects.create(
        petition=made, earlier=petition, kind=RepeatKind.RELATED, decided_by=by, decided_at=timezone.now()
    )
    # The page that split is used up: sent again, it splits nothing more.
    save_case(petition, by=by)
    record(petition, "split_off", by=by, note=reason.strip(), number=made.number)
    record(made, "split_from", by=by, note=reason.strip(), number=petition.number)
    return made


def merge_campaign(pks: list[int], into: Petition, *, by: Staff, reason: str) -> tuple[int, list[str]]:
    """并案 of letters with one text, each in its own transaction. Returns how many, and why others were left out."""
    wanted = [pk for pk in dict.fromkeys(pks) if pk != into.pk]
    if not wanted:
        raise Refusal("请勾选要并入的来信。")
    if len(wanted) > MOST_AT_ONCE:
        raise Refusal(f"一次最多并入 {MOST_AT_ONCE} 件。")
    done, left = 0, []
    for petition in Petition.objects.visible_to(by).filter(pk__in=wanted).order_by("pk"):
        try:
            merge(petition.pk, by=by, version=petition.version, into=into, reason=reason)
        except Refusal as refusal:
            if refusal.field == "reason":
                raise
            left.append(f"{petition.number}：{refusal.message}")
        else:
            done += 1
    return done, left


def answer_merged(petition: Petition, reply: Reply, *, by: Staff) -> None:
    """The answer goes to every named writer whose case was merged here (S09-04); the same person gets one answer."""
    told = {petition.petitioner_id}
    merged = petition.merged_here.filter(undone_at__isnull=True).select_related("petition")
    for one in merged.order_by("pk"):
        # Whoever answers one answers all of them, the handling unit too where the policy says so (C-09).
        grant(one.petition, "答复", unit=answering_unit(petition))
        member = open_case(Petition, one.petition_id, by=by)
        if member.petitioner_id is not None and member.petitioner_id not in told:
            told.add(member.petitioner_id)
            Reply.objects.create(
                petition=member,
                conclusion=reply.conclusion,
                text=reply.text,
                method=reply.method,
                replied_on=reply.replied_on,
                replied_by=by,
                unit=reply.unit,
            )
        record(member, "answered_with", by=by, number=petition.number)


def owes_merged_answers(petition: Petition) -> bool:
    """Whether a named writer's case was merged here: then even an anonymous case closes with an answer."""
    return petition.merged_here.filter(undone_at__isnull=True, petition__is_anonymous=False).exists()


@transaction.atomic
def decide_person(
    entry: Petitioner, kept: Petitioner, *, by: Staff, is_same: bool, reason: str
) -> SamePerson:
    """同一人, or 不是同一人: a decision about two entries of the directory that the reader may both see."""
    for one in (entry, kept):
        if not known_people(by).filter(pk=one.pk).exists():
            raise NotVisible
    if entry.pk == kept.pk:
        raise Refusal("请选择两个不同的条目。")
    if not reason.strip():
        raise Refusal("请写明认定理由（如证件号相同、本人确认）。", "reason")
    now = timezone.now()
    rows = SamePerson.objects.select_for_update().filter(undone_at__isnull=True, is_same=True)
    if is_same:
        centre = rows.filter(entry=kept).select_related("kept").first()
        kept = centre.kept if centre else kept
        if entry.pk == kept.pk or rows.filter(entry=entry).exists():
            raise Refusal("这个条目已经认定为同一人。")
        # Whoever was kept under this entry follows it: a group is a star with one centre.
        for row in rows.filter(kept=entry):
            row.undone_by, row.undone_at, row.undo_reason = by, now, f"随归并改到：{reason.strip()}"[:120]
            row.save()
            SamePerson.objects.create(
                entry=row.entry, kept=kept, reason=row.reason, decided_by=by, decided_at=now
            )
    return SamePerson.objects.create(
        entry=entry, kept=kept, is_same=is_same, reason=reason.strip()[:120], decided_by=by, decided_at=now
    )


@transaction.atomic
def undo_person(decision_id: int, *, by: Staff, reason: str) -> SamePerson:
    """Takes a decision about two entries back; that it was made, and by whom, stays."""
    found = SamePerson.objects.select_for_update().filter(pk=decision_id, undone_at__isnull=True).first()
    if found is None or known_people(by).filter(pk__in=[found.entry_id, found.kept_id]).count() < 2:
        raise NotVisible
    if not reason.strip():
        raise Refusal("请写明撤销理由。", "reason")
    found.undone_by, found.undone_at, found.undo_reason = by, timezone.now(), reason.strip()[:120]
    found.save()
    return found
