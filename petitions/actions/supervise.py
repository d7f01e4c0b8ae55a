"""督办、催办: one or many at once, each with its record, each answered."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.models import Staff
from casework.actions.base import desk_people, notify, open_case, record
from casework.refusals import Refusal
from petitions.access import ensure, why_not
from petitions.models import Petition, Urge

BULK_LIMIT = 200


@transaction.atomic
def urge(pk: int, *, by: Staff, text: str, method: str = "system") -> Urge:
    """催办: tells handler and unit, and keeps what was said (S13-11)."""
    petition = open_case(Petition, pk, by=by)
    ensure("urge", petition, by)
    return _urge(petition, by=by, text=text, method=method)


def _urge(petition: Petition, *, by: Staff, text: str, method: str) -> Urge:
    if not text.strip():
        raise Refusal("请填写催办内容。", "text")
    assert petition.handling_unit is not None
    made = Urge.objects.create(
        petition=petition,
        unit=petition.handling_unit,
        method=method,
        text=text.strip(),
        urged_by=by,
        urged_at=timezone.now(),
    )
    record(petition, "urged", by=by, note=text.strip(), unit=petition.handling_unit.name)
    people = desk_people(petition.handling_unit) + ([petition.handler] if petition.handler else [])
    notify(petition, people, f"{petition.number} 催办：{text.strip()[:80]}")
    return made


def urge_many(pks: list[int], *, by: Staff, text: str) -> tuple[int, list[str]]:
    """Bulk 催办, each case in its own transaction. Returns how many, and why others were left out."""
    if not pks:
        raise Refusal("请先勾选要催办的件。")
    if len(pks) > BULK_LIMIT:
        raise Refusal(f"一次最多催办 {BULK_LIMIT} 件。")
    done, left = 0, []
    for pk in pks:
        with transaction.atomic():
            petition = open_case(Petition, pk, by=by)
            reason = why_not("urge", petition, by)
            if reason:
                left.append(f"{petition.number}：{reason}")
                continue
            _urge(petition, by=by, text=text, method="system")
            done += 1
    return done, left


@transaction.atomic
def answer_urge(urge_id: int, *, by: Staff, answer: str) -> Urge:
    """The handling unit answers; the one who urged is told."""
    pk = Urge.objects.filter(pk=urge_id).values_list("petition_id", flat=True).first()
    petition = open_case(Petition, pk or 0, by=by)
    ensure("answer_urge", petition, by)
    if not answer.strip():
        raise Refusal("请填写答复。", "answer")
    found = petition.urges.select_for_update().get(pk=urge_id)
    if found.answered_at:
        raise Refusal("此次催办已经答复。")
    found.answer, found.answered_by, found.answered_at = answer.strip(), by, timezone.now()
    found.save(update_fields=["answer", "answered_by", "answered_at"])
    record(petition, "urge_answered", by=by, note=answer.strip())
    if found.urged_by:
        notify(petition, [found.urged_by], f"{petition.number} 已答复催办：{answer.strip()[:80]}")
    return found
