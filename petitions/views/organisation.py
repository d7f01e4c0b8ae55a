"""责任与会议: one page of what is owed and set up; lists and pages of groups, meetings, tasks, 责任书, regulations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import standing_of
from accounts.models import Staff
from accounts.roles import Power
from casework.refusals import NotVisible, NotYours
from casework.views.base import require
from petitions import organisation as reads
from petitions.actions import organisation as acts
from petitions.actions import policies
from petitions.actions.receipts import read_paper
from petitions.forms import organisation as forms
from petitions.forms.office_papers import PaperForm
from petitions.models import (
    Commitment,
    DocumentState,
    GroupRole,
    LeadGroup,
    Meeting,
    OfficeTask,
    PolicyDocument,
    ReadReceipt,
)
from petitions.office import keeps, kept_units
from petitions.views.office_pages import Act, make_paper, show_paper

READERS = (Power.REGISTER, Power.HANDLE, Power.LEDGER, Power.SUPERVISE)
A_PAGE, A_CARD = 40, 8


def _keeps(paper: Any, by: Staff) -> bool:
    return keeps(standing_of(by), paper.unit)


def _receipt(paper: PolicyDocument, by: Staff) -> int | None:
    found = ReadReceipt.objects.filter(document=paper, staff=by, read_at=None)
    return found.values_list("pk", flat=True).first()


GROUP_ACTS = (
    Act(
        "members", "修改成员", forms.MembersForm, _keeps,
        lambda one, by, given: acts.change_members(one.pk, by=by, **given), "已修改。",
    ),
)  # fmt: skip
MEETING_ACTS = (
    Act(
        "resolve", "登记议定事项", forms.ResolveForm, _keeps,
        lambda one, by, given: acts.resolve(one.pk, by=by, **given), "已登记，责任人会收到通知。", is_open=True,
    ),
)  # fmt: skip
TASK_ACTS = (
    Act(
        "finish", "销号", forms.FinishForm, lambda one, by: one.done_at is None and acts.may_finish(one, by),
        lambda one, by, given: acts.finish_task(one.pk, by=by, **given), "已销号。", is_open=True,
    ),
)  # fmt: skip
COMMITMENT_ACTS = (
    Act(
        "sign", "签字", PaperForm, lambda one, by: bool(acts.owes_signature(one, by)),
        lambda one, by, given: acts.sign_commitment(one.pk, by=by), "已签字。", is_open=True,
    ),
)  # fmt: skip
DOCUMENT_ACTS = (
    Act(
        "read", "已阅", PaperForm, lambda one, by: _receipt(one, by) is not None,
        lambda one, by, given: read_paper(_receipt(one, by) or 0, by=by), "已记为已阅。", is_open=True,
    ),
    Act(
        "publish", "批准发布", forms.PublishForm,
        lambda one, by: one.state == DocumentState.REVIEWED
        and one.drafter_id != by.pk
        and policies.may_publish(one.unit, by),
        lambda one, by, given: policies.publish_document(one.pk, by=by, **given), "已发布。", is_open=True,
    ),
    Act(
        "review", "审核通过", PaperForm,
        lambda one, by: one.state == DocumentState.DRAFT and one.drafter_id != by.pk and _keeps(one, by),
        lambda one, by, given: policies.review_document(one.pk, by=by), "已审核。",
        hint="审核人与起草人须是两个人。", is_open=True,
    ),
    Act(
        "edit", "修改", forms.EditDocumentForm, lambda one, by: one.state == DocumentState.DRAFT and _keeps(one, by),
        lambda one, by, given: policies.edit_document(one.pk, by=by, **given), "已保存。",
    ),
    Act(
        "task", "布置落实任务", forms.ResolveForm,
        lambda one, by: one.state == DocumentState.PUBLISHED and _keeps(one, by),
        lambda one, by, given: policies.carry_out_document(one.pk, by=by, **given), "已布置。",
    ),
    Act(
        "revise", "修订成新版", PaperForm,
        lambda one, by: one.state == DocumentState.PUBLISHED and _keeps(one, by),
        lambda one, by, given: policies.revise_document(one.pk, by=by), "新版已在起草，见制度文件列表。",
        hint="新版发布前，现行版本继续有效。",
    ),
)  # fmt: skip


def _group(one: LeadGroup, staff: Staff) -> dict[str, Any]:
    rows = list(one.members.select_related("staff"))
    return {
        "facts": [
            *(
                (role.label, "、".join(m.staff.name for m in rows if m.role == role) or "—")
                for role in GroupRole
            ),
            ("成立", f"{one.formed_on:%Y年%-m月%-d日} {one.document}"),
        ]
    }


def _meeting(one: Meeting, staff: Staff) -> dict[str, Any]:
    items = list(one.items.all())
    return {
        "facts": [("种类", one.get_kind_display()), ("主持", one.chair.name), ("参加", one.attendees or "—")],
        "sections": [
            (
                "信访议题",
                "\n".join(f"{n}. {i.topic}" for n, i in enumerate((i for i in items if i.is_petition), 1)),
            ),
            ("其他议题", "\n".join(i.topic for i in items if not i.is_petition)),
        ],
        "tasks": list(one.tasks.select_related("owner")),
        "tasks_title": "议定事项",
    }


def _task(one: OfficeTask, staff: Staff) -> dict[str, Any]:
    return {
        "facts": [
            ("种类", one.get_kind_display()),
            ("责任人", one.owner.name),
            (
                "完成日期",
                f"{one.due_on:%Y年%-m月%-d日}{' 已过期' if one.is_late(timezone.localdate()) else ''}",
            ),
            ("布置", one.made_by.name),
            ("状态", f"{one.done_by.name} 已销号" if one.done_by else "未完成"),
        ],
        "sections": [("完成情况和依据", one.evidence)],
        "source": one.meeting or one.document,
        "case": one.petition,
    }


def _commitment(one: Commitment, staff: Staff) -> dict[str, Any]:
    signed = list(one.signatures.all())
    return {
        "facts": [
            ("责任人", one.pledger.name),
            ("签订领导", one.superior.name),
            ("签字", "双方已签" if len(signed) == 2 else f"尚缺 {2 - len(signed)} 方"),
        ],
        "sections": [("责任内容", one.text)],
        "signatures": signed,
    }


def _document(one: PolicyDocument, staff: Staff) -> dict[str, Any]:
    return {
        "facts": [
            ("文号", one.number),
            ("版次", f"第{one.edition}版 {one.get_state_display()}"),
            ("起草", one.drafter.name),
            ("审核", one.reviewer.name if one.reviewer else "—"),
            ("批准", one.approver.name if one.approver else "—"),
        ],
        "sections": [("内容", one.text)],
        "tasks": list(one.tasks.select_related("owner")),
        "tasks_title": "落实任务",
        "receipts": list(one.receipts.select_related("staff__unit")),
        "editions": list(
            reads.documents_seen(staff).filter(unit=one.unit, number=one.number).exclude(pk=one.pk)
        ),
    }


@dataclass(frozen=True)
class Kind:
    """One kind of paper of the area: words, how it is read, begun and shown."""

    label: str
    new: str
    seen: Callable[[Staff], QuerySet[Any]]
    related: tuple[str, ...]
    form: type[PaperForm]
    make: Callable[[Staff, dict[str, Any]], Any]
    acts: tuple[Act, ...]
    parts: Callable[[Any, Staff], dict[str, Any]]


KINDS: dict[str, Kind] = {
    "group": Kind(
        "领导小组", "设领导小组", reads.groups_seen, ("unit",), forms.GroupForm,
        lambda by, given: acts.form_group(by=by, **given), GROUP_ACTS, _group,
    ),
    "meeting": Kind(
        "会议", "记会议", reads.meetings_seen, ("unit", "chair"), forms.MeetingForm,
        lambda by, given: acts.hold_meeting(by=by, **given), MEETING_ACTS, _meeting,
    ),
    "task": Kind(
        "任务和问题清单", "加任务（问题）", reads.tasks_seen,
        ("unit", "owner", "made_by", "done_by", "meeting", "document"),
        forms.TaskForm, lambda by, given: acts.give_task(by=by, **given), TASK_ACTS, _task,
    ),
    "commitment": Kind(
        "责任书", "登记责任书", reads.commitments_seen, ("unit", "pledger", "superior"), forms.CommitmentForm,
        lambda by, given: acts.draw_up_commitment(by=by, **given), COMMITMENT_ACTS, _commitment,
    ),
    "document": Kind(
        "制度文件", "起草制度", reads.documents_seen, ("unit", "drafter", "reviewer", "approver"),
        forms.DocumentForm, lambda by, given: policies.draft_document(by=by, **given), DOCUMENT_ACTS, _document,
    ),
}  # fmt: skip


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise Http404
    return KINDS[name]


@require_safe
def organisation(request: HttpRequest) -> HttpResponse:
    """What this person owes, what is missing, and the newest of each kind."""
    staff = require(request, *READERS)
    today = timezone.localdate()
    year = today.year
    documents = reads.documents_seen(staff).filter(state=DocumentState.PUBLISHED)
    context = {
        "today": today,
        "year": year,
        "may_make": bool(kept_units(standing_of(staff))),
        "missing": reads.without_group(staff),
        "mine": list(reads.my_tasks(staff).select_related("owner")[:A_PAGE]),
        "to_read": list(reads.to_read(staff)[:A_PAGE]),
        "groups": list(
            reads.groups_seen(staff).prefetch_related("members__staff").select_related("unit")[:A_CARD]
        ),
        "meetings": list(reads.meetings_seen(staff).select_related("chair")[:A_CARD]),
        "figures": reads.meeting_figures(staff, year),
        "issues": list(reads.issues(staff).select_related("owner")[:A_PAGE]),
        "commitments": list(
            reads.commitments_seen(staff)
            .filter(year=year)
            .select_related("pledger", "superior")
            .prefetch_related("signatures")[:A_PAGE]
        ),
        "documents": list(documents.select_related("unit")[:A_CARD]),
    }
    return render(request, "petitions/organisation.html", context)


@require_safe
def organisation_list(request: HttpRequest, kind: str) -> HttpResponse:
    """All of one kind."""
    staff = require(request, *READERS)
    found = _kind(kind)
    rows = found.seen(staff).select_related(*found.related)
    context = {
        "kind": kind,
        "label": found.label,
        "new": found.new,
        "may_make": bool(kept_units(standing_of(staff))),
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "today": timezone.localdate(),
    }
    return render(request, "petitions/organisation_list.html", context)


@require_http_methods(["GET", "POST"])
def organisation_new(request: HttpRequest, kind: str) -> HttpResponse:
    """Begins one."""
    staff = require(request, *READERS)
    found = _kind(kind)
    if not kept_units(standing_of(staff)):
        raise NotYours("由本单位办公室或领导办理。")
    return make_paper(
        request,
        found.form,
        found.make,
        url=lambda one: reverse("organisation_page", args=[kind, one.pk]),
        context={"title": found.new, "lead": found.label, "back": reverse("organisation")},
        done="已保存。",
    )


@require_http_methods(["GET", "POST"])
def organisation_page(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """One of them: facts, words, tasks, signatures, receipts, and what may be done."""
    staff = require(request, *READERS)
    found = _kind(kind)
    paper = found.seen(staff).select_related(*found.related).filter(pk=pk).first()
    if paper is None:
        raise NotVisible
    more = {"kind": kind, "label": found.label, "today": timezone.localdate()}
    return show_paper(
        request,
        paper,
        found.acts,
        "petitions/organisation_page.html",
        lambda: {**more, **found.parts(paper, staff)},
    )
