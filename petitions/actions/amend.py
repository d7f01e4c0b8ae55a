"""What is put right afterwards, always by adding to the record: corrected opinions, undone links, opened identities."""

from __future__ import annotations

from django.db import transaction

from accounts.models import Staff
from casework.actions.base import open_case, record
from casework.actions.signing import correct
from casework.models import SignOff
from casework.refusals import NotVisible, Refusal
from petitions.access import ensure
from petitions.masking import reads_in_full
from petitions.models import Petition


@transaction.atomic
def unlock(pk: int, *, by: Staff, reason: str) -> Petition:
    """Opens to one reader what is hidden from them: who looked, and why, stays on record.

    The identity in a sealed accusation (S09-15), and masked particulars (个人信息保护法第六条).
    """
    petition = open_case(Petition, pk, by=by)
    if not petition.is_sealed and reads_in_full(by, petition):
        raise Refusal("此件没有封存，可以直接查看。")
    if not reason.strip():
        raise Refusal("请写明查看理由，理由将留痕备查。", "reason")
    record(petition, "read_protected" if petition.is_sealed else "read_in_full", by=by, note=reason.strip())
    return petition


@transaction.atomic
def correct_opinion(pk: int, signoff_id: int, *, by: Staff, opinion: str) -> SignOff:
    """更正签批意见: a second record beside the first, by the one who signed."""
    petition = open_case(Petition, pk, by=by)
    original = petition.signoffs.filter(pk=signoff_id).first()
    if original is None:
        raise NotVisible
    made = correct(original, by=by, opinion=opinion)
    record(petition, "correction", by=by, opinion=opinion.strip())
    return made


@transaction.atomic
def undo_repeat(pk: int, link_id: int, *, by: Staff, reason: str) -> None:
    """撤销重复认定: the decision is taken back; that it was made, and by whom, stays on record."""
    petition = open_case(Petition, pk, by=by)
    ensure("add_intake", petition, by)
    if not reason.strip():
        raise Refusal("请写明撤销理由。", "reason")
    link = petition.repeats.select_related("earlier").filter(pk=link_id).first()
    if link is None:
        raise Refusal("这条关联已经撤销。")
    number = link.earlier.number
    link.delete()
    record(petition, "repeat_undone", by=by, note=reason.strip(), number=number)
