"""分送、已阅、签发: what papers that are no cases share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.access import Held
from accounts.models import Staff
from casework.models import Decision, Notice
from casework.refusals import NotVisible, Refusal
from petitions.models import PaperSignature, ReadReceipt


def tell(people: Iterable[Staff], text: str, url: str, *, case_id: int | None = None) -> None:
    """A line in each bell; with `case_id` only as long as the reader still sees that case."""
    active = {one.pk: one for one in people if one.is_active}.values()
    Notice.objects.bulk_create(Notice(staff=one, case_id=case_id, text=text[:200], url=url) for one in active)


def send_to(people: Iterable[Staff], **paper: Any) -> list[ReadReceipt]:
    """Owes each of them one reading of the paper; who has a receipt already gets no second one."""
    now = timezone.now()
    return [
        ReadReceipt.objects.get_or_create(staff=one, **paper, defaults={"sent_at": now})[0]
        for one in {one.pk: one for one in people}.values()
    ]


@transaction.atomic
def read_paper(receipt_id: int, *, by: Staff) -> ReadReceipt:
    """已阅: said by the reader, once. Raises NotVisible for somebody else's receipt."""
    found = ReadReceipt.objects.select_for_update(of=("self",)).filter(pk=receipt_id, staff=by).first()
    if found is None:
        raise NotVisible
    if found.read_at is None:
        found.read_at = timezone.now()
        found.save(update_fields=["read_at"])
    return found


def put_signature(
    *, by: Staff, held: Held, step_label: str, decision: str, opinion: str, **paper: Any
) -> PaperSignature:
    """Writes a signature as it was given. Raises Refusal for a return without a reason."""
    if decision not in Decision.values:
        raise Refusal("请选择同意或退回。", "decision")
    if decision == Decision.RETURN and not opinion.strip():
        raise Refusal("退回须写明理由。", "opinion")
    return PaperSignature.objects.create(
        step_label=step_label,
        staff=by,
        staff_name=by.name,
        post_title=held.post.display_title,
        unit_name=held.post.unit.name,
        principal_name=held.principal.name if held.delegation else "",
        decision=decision,
        opinion=opinion.strip(),
        at=timezone.now(),
        **paper,
    )
