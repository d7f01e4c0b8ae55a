"""窗口登记: drafts that end in one way or the other, one entry however often the page is sent, particulars completed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from accounts.models import Staff
from casework.refusals import NotVisible, Refusal
from petitions.models import IntakeDraft, Petition, Petitioner

PARTICULARS = ("kind", "id_number", "phone", "workplace", "address")


class AlreadyRegistered(Refusal):
    """The page was saved before, with other words in it; nothing is lost and nothing is saved twice."""

    def __init__(self, number: str) -> None:
        super().__init__(f"这张登记表已保存为 {number}。现在的内容与那次不同：如是另一件，请再按一次保存。")


@transaction.atomic
def keep_draft(key: str, *, by: Staff, data: dict[str, Any]) -> None:
    """Keeps what is being typed. A draft that has ended is left alone: a late message changes nothing."""
    draft, _ = IntakeDraft.objects.select_for_update().get_or_create(staff=by, key=key)
    if draft.petition_id or draft.voided_reason:
        return
    draft.data = data
    draft.save()


@transaction.atomic
def void_draft(draft_id: int, *, by: Staff, reason: str) -> IntakeDraft:
    """作废 a draft of one's own, with the reason; what was typed stays on record (S10-10)."""
    draft = IntakeDraft.objects.select_for_update().filter(staff=by, pk=draft_id).first()
    if draft is None:
        raise NotVisible
    if draft.petition_id:
        raise Refusal("这份草稿已经登记，不能作废。")
    if not reason.strip():
        raise Refusal("请写明作废理由（如重复录入）。", "reason")
    draft.voided_reason = reason.strip()[:100]
    draft.save()
    return draft


@transaction.atomic
def once(key: str, *, by: Staff, fingerprint: str, act: Callable[[], Petition]) -> Petition:
    """Registers what stands on one page exactly once; the page sent again answers with the same petition.

    The draft becomes 已登记 and gives up its text. Raises AlreadyRegistered when the page comes again with other words.
    """
    draft, _ = IntakeDraft.objects.select_for_update().get_or_create(staff=by, key=key)
    if draft.petition:
        if draft.data.get("fingerprint") != fingerprint:
            raise AlreadyRegistered(draft.petition.number or "")
        return draft.petition
    petition = act()
    draft.petition, draft.voided_reason, draft.data = petition, "", {"fingerprint": fingerprint}
    draft.save()
    return petition


@transaction.atomic
def complete_person(person: Petitioner, *, by: Staff, **given: str) -> Petitioner:
    """Adds or corrects particulars of somebody known; what was left empty stays as it was. Old values are kept."""
    person = Petitioner.objects.select_for_update().get(pk=person.pk)
    changed = {
        name: given[name].strip()
        for name in PARTICULARS
        if given.get(name, "").strip() and given[name].strip() != getattr(person, name)
    }
    if not changed:
        return person
    if "id_number" in changed:
        other = Petitioner.objects.filter(
            unit=person.unit_id, id_number=changed["id_number"], is_apart=False
        ).exclude(pk=person.pk)
        if person.id_number or other.exists():
            raise Refusal(
                "此证件号与已登记的不一致，请核对证件号；如是另一个人，请按新来访人登记。", "id_number"
            )
    for name, value in changed.items():
        setattr(person, name, value)
    person._history_user = by  # type: ignore[attr-defined]
    person.save()
    return person
