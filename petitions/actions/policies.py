"""制度文件: drafted, reviewed by somebody else, approved and published by a leader, read, revised (S14-01, S21-12)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.access import standing_of
from accounts.models import Staff, Unit
from accounts.roles import Power
from casework.refusals import NotVisible, NotYours, Refusal, Stale
from petitions.actions.organisation import ensure_keeper, give_task
from petitions.actions.receipts import send_to, tell
from petitions.models import DocumentState, OfficeTask, PolicyDocument, TaskKind
from petitions.organisation import documents_seen


def _url(document: PolicyDocument) -> str:
    return f"/organisation/document/{document.pk}/"


@transaction.atomic
def draft_document(*, by: Staff, unit: Unit, number: str, title: str, text: str) -> PolicyDocument:
    """A new regulation; its number is nobody else's in the unit (S14-01)."""
    ensure_keeper(unit, by)
    number = number.strip()
    for value, field, words in ((number, "number", "文号"), (title, "title", "标题"), (text, "text", "内容")):
        if not value.strip():
            raise Refusal(f"请填写{words}。", field)
    if PolicyDocument.objects.filter(unit=unit, number=number).exists():
        raise Refusal("本单位已有此文号；修订请在原文件页面“修订成新版”。", "number")
    return PolicyDocument.objects.create(
        unit=unit, number=number, title=title.strip(), text=text.strip(), drafter=by
    )


def _open(document_id: int, by: Staff, *states: str) -> PolicyDocument:
    found = documents_seen(by).select_for_update(of=("self",)).filter(pk=document_id).first()
    if found is None:
        raise NotVisible
    if found.state not in states:
        raise Refusal(f"此文件现在是“{found.get_state_display()}”，不能这样办。")
    return found


def _save(document: PolicyDocument) -> PolicyDocument:
    document.version += 1
    document.save()
    return document


@transaction.atomic
def edit_document(document_id: int, *, by: Staff, seen: int, title: str, text: str) -> PolicyDocument:
    """Changes a draft."""
    found = _open(document_id, by, DocumentState.DRAFT)
    ensure_keeper(found.unit, by)
    if seen != found.version:
        raise Stale
    if not text.strip():
        raise Refusal("请填写内容。", "text")
    found.title, found.text = title.strip() or found.title, text.strip()
    return _save(found)


@transaction.atomic
def review_document(document_id: int, *, by: Staff) -> PolicyDocument:
    """审核: by somebody who did not draft it."""
    found = _open(document_id, by, DocumentState.DRAFT)
    ensure_keeper(found.unit, by)
    if found.drafter_id == by.pk:
        raise Refusal("审核人不能是起草人。")
    found.state, found.reviewer, found.reviewed_at = DocumentState.REVIEWED, by, timezone.now()
    return _save(found)


def may_publish(unit: Unit, by: Staff) -> bool:
    """A leader over the unit, or its head."""
    who = standing_of(by)
    return who.may_at(Power.SIGN, unit) or who.may_exactly_at(Power.HEAD, unit)


@transaction.atomic
def publish_document(document_id: int, *, by: Staff, people: Sequence[Staff] = ()) -> PolicyDocument:
    """批准发布: by a leader, after review; an earlier edition steps back, readers owe a receipt (S03-27)."""
    found = _open(document_id, by, DocumentState.DRAFT, DocumentState.REVIEWED)
    if found.state != DocumentState.REVIEWED:
        raise Refusal("尚未审核，不能发布。")
    if not may_publish(found.unit, by):
        raise NotYours("由本单位负责人或主管领导批准发布。")
    if found.drafter_id == by.pk:
        raise Refusal("批准人不能是起草人。")
    PolicyDocument.objects.filter(unit=found.unit, number=found.number, state=DocumentState.PUBLISHED).update(
        state=DocumentState.REPLACED
    )
    found.state, found.approver, found.published_at = DocumentState.PUBLISHED, by, timezone.now()
    send_to(people, document=found)
    tell(people, f"请阅制度：{found}", _url(found))
    return _save(found)


@transaction.atomic
def revise_document(document_id: int, *, by: Staff) -> PolicyDocument:
    """修订: a draft of the next edition under the same number; the present one stays in force until then (S21-12)."""
    found = _open(document_id, by, DocumentState.PUBLISHED)
    ensure_keeper(found.unit, by)
    editions = PolicyDocument.objects.filter(unit=found.unit, number=found.number)
    if editions.filter(state__in=[DocumentState.DRAFT, DocumentState.REVIEWED]).exists():
        raise Refusal("新版已经在起草。")
    return PolicyDocument.objects.create(
        unit=found.unit, number=found.number, edition=found.edition + 1, title=found.title, text=found.text,
        drafter=by,
    )  # fmt: skip


@transaction.atomic
def carry_out_document(
    document_id: int, *, by: Staff, title: str, due_on: date, owner: Staff | None = None
) -> OfficeTask:
    """A task that carries out a regulation in force (S03-27)."""
    found = _open(document_id, by, DocumentState.PUBLISHED)
    return give_task(
        by=by, unit=found.unit, kind=TaskKind.POLICY, title=title, due_on=due_on, owner=owner, document=found
    )
