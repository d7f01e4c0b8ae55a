"""领导小组、会议、任务、责任书: set up by the office or the leaders, carried out by whoever is named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.access import standing_of
from accounts.models import Staff, Unit
from accounts.roles import Role
from casework.actions.signing import acting_as
from casework.refusals import NotVisible, NotYours, Refusal
from petitions.actions.receipts import put_signature, tell
from petitions.models import (
    AgendaItem,
    Commitment,
    GroupMember,
    GroupRole,
    LeadGroup,
    Meeting,
    MeetingKind,
    OfficeTask,
    PolicyDocument,
    TaskKind,
)
from petitions.office import keeps
from petitions.organisation import commitments_seen, groups_seen, meetings_seen, tasks_seen


def ensure_keeper(unit: Unit, by: Staff) -> None:
    """Raises NotYours unless the person keeps the papers of the unit."""
    if not keeps(standing_of(by), unit):
        raise NotYours("由本单位办公室或领导办理。")


def task_url(task: OfficeTask) -> str:
    return f"/organisation/task/{task.pk}/"


@transaction.atomic
def form_group(
    *,
    by: Staff,
    unit: Unit,
    kind: str,
    formed_on: date,
    head: Staff,
    deputies: Sequence[Staff] = (),
    members: Sequence[Staff] = (),
    document: str = "",
) -> LeadGroup:
    """Sets up the group of a kind; a unit has one."""
    ensure_keeper(unit, by)
    if LeadGroup.objects.filter(unit=unit, kind=kind).exists():
        raise Refusal("此单位已经设立，请打开原来的修改成员。", "unit")
    group = LeadGroup.objects.create(unit=unit, kind=kind, formed_on=formed_on, document=document.strip())
    _fill(group, head, deputies, members)
    return group


@transaction.atomic
def change_members(
    group_id: int, *, by: Staff, head: Staff, deputies: Sequence[Staff] = (), members: Sequence[Staff] = ()
) -> LeadGroup:
    """Puts the present members in place of the earlier ones."""
    group = groups_seen(by).select_for_update(of=("self",)).filter(pk=group_id).first()
    if group is None:
        raise NotVisible
    ensure_keeper(group.unit, by)
    group.members.all().delete()
    _fill(group, head, deputies, members)
    return group


def _fill(group: LeadGroup, head: Staff, deputies: Sequence[Staff], members: Sequence[Staff]) -> None:
    roles = {head.pk: GroupRole.HEAD}
    for people, role, field in (
        (deputies, GroupRole.DEPUTY, "deputies"),
        (members, GroupRole.MEMBER, "members"),
    ):
        for one in people:
            if one.pk in roles:
                raise Refusal(f"{one.name} 只能有一个职务。", field)
            roles[one.pk] = role
    if not deputies:
        raise Refusal("请至少确定一名副组长，日常工作归副组长。", "deputies")
    GroupMember.objects.bulk_create(
        GroupMember(group=group, staff_id=staff, role=role) for staff, role in roles.items()
    )


def daily_owner(unit: Unit) -> Staff | None:
    """Who runs the leading group's daily work: its first deputy, for the unit or the nearest unit above (S03-28)."""
    deputies = GroupMember.objects.filter(
        group__unit__path__in=unit.ancestor_paths(), role=GroupRole.DEPUTY
    ).select_related("group__unit", "staff")
    rows = sorted(deputies, key=lambda one: (-len(one.group.unit.path), one.group.kind == "agency", one.pk))
    return rows[0].staff if rows else None


@transaction.atomic
def hold_meeting(
    *,
    by: Staff,
    unit: Unit,
    kind: str,
    title: str,
    held_on: date,
    chair: Staff,
    attendees: str = "",
    petition_topics: Sequence[str] = (),
    other_topics: Sequence[str] = (),
) -> Meeting:
    """Records a meeting with its agenda; the first leader's own meeting is chaired by a first leader (S03-20)."""
    ensure_keeper(unit, by)
    if not title.strip():
        raise Refusal("请填写会议名称。", "title")
    if held_on > timezone.localdate():
        raise Refusal("会议日期不能晚于今天。", "held_on")
    if not petition_topics:
        raise Refusal("请至少填写一项信访议题。", "petition_topics")
    first = standing_of(chair).held_as([Role.CHIEF_LEADER, Role.UNIT_HEAD], unit)
    if kind == MeetingKind.FIRST and first is None:
        raise Refusal("专题会由主要领导主持。", "chair")
    meeting = Meeting.objects.create(
        unit=unit, kind=kind, title=title.strip(), held_on=held_on, chair=chair,
        attendees=attendees.strip(), made_by=by,
    )  # fmt: skip
    topics = [(one, True) for one in petition_topics] + [(one, False) for one in other_topics]
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, topic=topic, is_petition=is_petition) for topic, is_petition in topics
    )
    return meeting


@transaction.atomic
def give_task(
    *,
    by: Staff,
    unit: Unit,
    kind: str,
    title: str,
    due_on: date,
    owner: Staff | None = None,
    meeting: Meeting | None = None,
    document: PolicyDocument | None = None,
) -> OfficeTask:
    """A task with owner and due day; the group's daily work goes to its deputy head unless somebody is named."""
    ensure_keeper(unit, by)
    if not title.strip():
        raise Refusal("请填写事项。", "title")
    if due_on < timezone.localdate():
        raise Refusal("完成日期不能早于今天。", "due_on")
    if owner is None and kind == TaskKind.GROUP:
        owner = daily_owner(unit)
        if owner is None:
            raise Refusal("还没有设领导小组的副组长，请先设领导小组，或指定责任人。", "owner")
    if owner is None:
        raise Refusal("请选择责任人。", "owner")
    task = OfficeTask.objects.create(
        unit=unit, kind=kind, title=title.strip(), owner=owner, due_on=due_on, meeting=meeting,
        document=document, made_by=by,
    )  # fmt: skip
    tell([owner], f"{task.get_kind_display()}：{task.title}，{due_on:%-m月%-d日} 前完成", task_url(task))
    return task


@transaction.atomic
def resolve(
    meeting_id: int, *, by: Staff, title: str, due_on: date, owner: Staff | None = None
) -> OfficeTask:
    """议定事项: becomes a task with owner and date (S03-20)."""
    meeting = meetings_seen(by).filter(pk=meeting_id).first()
    if meeting is None:
        raise NotVisible
    return give_task(
        by=by,
        unit=meeting.unit,
        kind=TaskKind.RESOLUTION,
        title=title,
        due_on=due_on,
        owner=owner,
        meeting=meeting,
    )


@transaction.atomic
def finish_task(task_id: int, *, by: Staff, evidence: str) -> OfficeTask:
    """销号: by its owner, whoever acts for them, or the office; with what shows that it was done (S03-25)."""
    task = tasks_seen(by).select_for_update(of=("self",)).filter(pk=task_id).first()
    if task is None:
        raise NotVisible
    if not may_finish(task, by):
        raise NotYours(f"由{task.owner.name}销号。")
    if task.done_at:
        raise Refusal("此事项已经销号。")
    if not evidence.strip():
        raise Refusal("请写明完成情况和依据（文件、会议、结果）。", "evidence")
    task.evidence, task.done_by, task.done_at = evidence.strip(), by, timezone.now()
    task.save()
    tell([task.made_by], f"已完成：{task.title}", task_url(task))
    return task


def may_finish(task: OfficeTask, by: Staff) -> bool:
    """The owner, their stand-in, or the office of the unit."""
    who = standing_of(by)
    return task.owner_id in {by.pk, *(one.pk for one in who.acting_for)} or keeps(who, task.unit)


@transaction.atomic
def draw_up_commitment(
    *, by: Staff, unit: Unit, year: int, title: str, text: str, pledger: Staff, superior: Staff
) -> Commitment:
    """Registers a 责任书 of the year and asks both to sign."""
    ensure_keeper(unit, by)
    if not text.strip():
        raise Refusal("请填写责任内容。", "text")
    if pledger.pk == superior.pk:
        raise Refusal("责任人和签订领导须是两个人。", "superior")
    if Commitment.objects.filter(unit=unit, year=year, pledger=pledger).exists():
        raise Refusal(f"{pledger.name} {year}年的责任书已经有了。", "pledger")
    made = Commitment.objects.create(
        unit=unit, year=year, title=title.strip(), text=text.strip(), pledger=pledger, superior=superior,
        made_by=by,
    )  # fmt: skip
    tell([pledger, superior], f"待签字：{made}", f"/organisation/commitment/{made.pk}/")
    return made


def owes_signature(commitment: Commitment, by: Staff) -> list[tuple[Staff, str]]:
    """For whom this person may sign now, as what: themselves, or somebody they act for today."""
    people = {by.pk, *(one.pk for one in standing_of(by).acting_for)}
    signed = set(commitment.signatures.values_list("step_label", flat=True))
    steps = ((commitment.pledger, "责任人"), (commitment.superior, "签订领导"))
    return [(one, step) for one, step in steps if one.pk in people and step not in signed]


@transaction.atomic
def sign_commitment(commitment_id: int, *, by: Staff) -> Commitment:
    """签字: by the two who are named, each once; a stand-in's signature names both."""
    found = commitments_seen(by).select_for_update(of=("self",)).filter(pk=commitment_id).first()
    if found is None:
        raise NotVisible
    owed = owes_signature(found, by)
    if not owed:
        raise NotYours("这份责任书没有待您签的字。")
    signer, step = owed[0]
    held = acting_as(by, signer)
    put_signature(by=by, held=held, step_label=step, decision="agree", opinion="", commitment=found)
    return found
