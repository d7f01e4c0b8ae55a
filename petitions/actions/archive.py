"""归档、暂缓、销毁鉴定: filed once with a number that stays; kept as long as the schedule says; disposed of by two people."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.access import standing_of
from accounts.models import Staff
from accounts.roles import Power
from casework import search
from casework.actions.base import open_case, record, save_case
from casework.actions.clocks import stop_all
from casework.models import AccusedParty, Notice
from casework.numbering import reserve
from casework.policy import Policy
from casework.refusals import NotVisible, NotYours, Refusal
from petitions import archive as reads
from petitions.access import ensure
from petitions.documents import printable
from petitions.models import (
    ArchiveHold,
    ArchiveItem,
    Disposal,
    IntakeDraft,
    Petition,
    Petitioner,
    TextDigest,
)
from petitions.personal_data import GONE, emptied, empty_rows

MOST_AT_ONCE = 200


@transaction.atomic
def archive(
    pk: int,
    *,
    by: Staff,
    version: int,
    required: bool = True,
    reason: str = "",
    missing_reason: str = "",
) -> Petition:
    """归档 with a 档号, or the decision with a reason that the letter need not be kept (S09-03, C-13).

    Refused with papers missing and no word about them (S03-09), and, where the unit files everything, without filing.
    """
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("archive", petition, by)
    if not required:
        _check_not_kept(petition, reason)
    before = petition.state
    item = _file(petition, by, missing_reason) if required else None
    petition.archive_required, petition.archive_reason = required, reason.strip() if not required else ""
    petition.archive()
    stop_all(petition, on=timezone.localdate(), reason="归档")
    save_case(petition, by=by)
    words = "" if required else f"不归档：{reason.strip()}"
    reference = f"，档号 {item.reference}" if item else ""
    record(petition, "archived", by=by, from_state=before, note=words, reference=reference)
    return petition


def _check_not_kept(petition: Petition, reason: str) -> None:
    if Policy(petition.policy_values)["archive_policy"] == "all":
        raise Refusal("本单位政策规定全部归档，不能不归档。", "required")
    if petition.is_sealed:
        raise Refusal("检举控告件必须归档。", "required")
    if not reason.strip():
        raise Refusal("不归档的，请写明理由。", "reason")


def _file(petition: Petition, by: Staff, missing_reason: str) -> ArchiveItem:
    filed = ArchiveItem.objects.filter(petition=petition).first()
    if filed is not None:
        # Handled again after 复查、复核: what came since is put to the same item.
        return filed
    missing = "、".join(reads.missing_papers(petition))
    if missing and not missing_reason.strip():
        raise Refusal(f"缺少：{missing}。请补齐，或写明缺件原因。", "missing_reason")
    period = reads.period_of(petition)
    today = timezone.localdate()
    year = timezone.localdate(petition.closed_at).year if petition.closed_at else today.year
    series = reads.SEALED_SERIES if petition.is_sealed else reads.ORDINARY_SERIES
    sequence = reserve(petition.unit_id, f"ar-{series}-{period}", year, 1)
    fonds = str(Policy(petition.policy_values)["fonds"])
    return ArchiveItem.objects.create(
        petition=petition,
        unit=petition.unit,
        year=year,
        period=period,
        series=series,
        sequence=sequence,
        reference=reads.reference_of(petition.unit, fonds, year, period, series, sequence),
        title=reads.SEALED_TITLE if petition.is_sealed else f"{petition.person_name}反映{petition.title}",
        pages=len(printable(petition)) + petition.attachments.count(),
        missing=missing,
        missing_reason=missing_reason.strip() if missing else "",
        filed_by=by,
        filed_on=today,
        expires_on=reads.expiry(period, year),
    )


def _open_item(item_id: int, by: Staff) -> tuple[Petition, ArchiveItem]:
    pk = ArchiveItem.objects.filter(pk=item_id).values_list("petition_id", flat=True).first()
    petition = open_case(Petition, pk or 0, by=by)
    return petition, ArchiveItem.objects.select_for_update().get(pk=item_id)


@transaction.atomic
def hold(item_id: int, *, by: Staff, reason: str) -> ArchiveHold:
    """暂缓处置: while it stands the file is not disposed of."""
    petition, item = _open_item(item_id, by)
    _ensure_office(petition, by)
    if not reason.strip():
        raise Refusal("请写明暂缓理由（如涉诉、复查复核、审计）。", "reason")
    if item.disposed_at:
        raise Refusal("此档案已经销毁。")
    if item.holds.filter(lifted_at__isnull=True).exists():
        raise Refusal("此档案已经暂缓处置。")
    made = ArchiveHold.objects.create(
        item=item, reason=reason.strip(), placed_by=by, placed_at=timezone.now()
    )
    record(petition, "archive_held", by=by, note=reason.strip())
    return made


@transaction.atomic
def lift_hold(item_id: int, *, by: Staff, reason: str) -> ArchiveHold:
    """解除暂缓, with a reason."""
    petition, item = _open_item(item_id, by)
    _ensure_office(petition, by)
    found = item.holds.filter(lifted_at__isnull=True).first()
    if found is None:
        raise Refusal("此档案没有暂缓处置。")
    if not reason.strip():
        raise Refusal("请写明解除理由。", "reason")
    found.lifted_by, found.lifted_at, found.lift_reason = by, timezone.now(), reason.strip()
    found.save()
    record(petition, "archive_hold_lifted", by=by, note=reason.strip())
    return found


def _ensure_office(petition: Petition, by: Staff) -> None:
    if not standing_of(by).may_at(Power.ROUTE, petition.unit):
        raise NotYours("档案由登记单位办公室管理。")


@transaction.atomic
def propose_disposal(item_ids: list[int], *, by: Staff, reason: str) -> Disposal:
    """提出销毁鉴定 for files of one office whose period has ended and that nothing holds."""
    wanted = list(dict.fromkeys(item_ids))
    if not wanted:
        raise Refusal("请先勾选要鉴定的档案。")
    if len(wanted) > MOST_AT_ONCE:
        raise Refusal(f"一次最多鉴定 {MOST_AT_ONCE} 件。")
    if not reason.strip():
        raise Refusal("请写明鉴定意见。", "reason")
    found = list(reads.expired(by, timezone.localdate()).filter(pk__in=wanted))
    if len(found) != len(wanted):
        raise Refusal("有的档案未到期、已暂缓处置，或已提出鉴定，请重新选择。")
    if len({one.unit_id for one in found}) > 1:
        raise Refusal("一次只能鉴定一个立档单位的档案。")
    made = Disposal.objects.create(
        unit=found[0].unit, reason=reason.strip(), proposed_by=by, proposed_at=timezone.now()
    )
    for item in found:
        petition, row = _open_item(item.pk, by)
        row.disposal = made
        row.save(update_fields=["disposal"])
        record(petition, "disposal_proposed", by=by, note=reason.strip())
    return made


@transaction.atomic
def decide_disposal(disposal_id: int, *, by: Staff, approve: bool, opinion: str) -> Disposal:
    """审定: a head or leader of the office, never the one who proposed; what is approved is emptied of people and text.

    The catalogue stays: number, 档号, dates, who decided. Refused while any file of it is held.
    """
    found = Disposal.objects.select_for_update().select_related("unit").filter(pk=disposal_id).first()
    if found is None or not reads.items(by).filter(disposal=found).exists():
        raise NotVisible
    who = standing_of(by)
    if not (who.may_at(Power.HEAD, found.unit) or who.may_at(Power.SIGN, found.unit)):
        raise NotYours("销毁鉴定由单位负责人审定。")
    if by.pk == found.proposed_by_id:
        raise Refusal("提出人和审定人须是两个人。")
    if found.decided_at:
        raise Refusal("此次鉴定已经审定。")
    if not opinion.strip():
        raise Refusal("请写明审定意见。", "opinion")
    found.decided_by, found.decided_at, found.is_approved = by, timezone.now(), approve
    found.opinion = opinion.strip()
    found.save()
    for item_id in list(found.items.values_list("pk", flat=True)):
        petition, item = _open_item(item_id, by)
        if not approve:
            item.disposal = None
            item.save(update_fields=["disposal"])
            record(petition, "disposal_refused", by=by, note=opinion.strip())
        else:
            _dispose(petition, item, by, opinion.strip())
    return found


def _dispose(petition: Petition, item: ArchiveItem, by: Staff, opinion: str) -> None:
    if item.holds.filter(lifted_at__isnull=True).exists():
        raise Refusal(f"{item.reference} 已暂缓处置，不能销毁。")
    item.disposed_at = timezone.now()
    item.save(update_fields=["disposed_at"])
    person = scrub(petition)
    save_case(petition, by=by)
    petition.history.update(
        **emptied(WRITTEN), person_name=petition.person_name, petitioner=None, is_anonymous=True
    )
    if person is not None:
        _scrub_person(person)
    record(petition, "disposed", by=by, note=opinion, reference=item.reference)


WRITTEN = ("title", "place", "where_unstated", "initial_opinion", "new_facts")


def scrub(petition: Petition) -> Petitioner | None:
    """Empties what a case holds of people; numbers, dates, signatures and the chain of events stay as evidence.

    The case no longer says whose it was: the person may have another one that is still kept.
    """
    search.forget(petition)
    TextDigest.objects.filter(petition=petition).delete()
    AccusedParty.objects.filter(case=petition).delete()
    Notice.objects.filter(case=petition).delete()
    IntakeDraft.objects.filter(petition=petition).delete()
    empty_rows(petition)
    for name in WRITTEN:
        setattr(petition, name, GONE if getattr(petition, name) else "")
    person = petition.petitioner
    petition.person_name, petition.petitioner, petition.is_anonymous = GONE, None, True
    return person


def _scrub_person(person: Petitioner) -> None:
    """The person's particulars go when no file and no running mandate of theirs is left."""
    mandates = person.mandates.filter(revoked_at__isnull=True, ends_on__gte=timezone.localdate())
    if Petition._base_manager.filter(petitioner=person).exists() or mandates.exists():
        return
    blank = {"id_number": "", "phone": "", "workplace": "", "address": ""}
    for name, value in {"name": GONE, **blank}.items():
        setattr(person, name, value)
    person.save()
    Petitioner.history.filter(id=person.pk).update(
        name=GONE, pinyin="", initials="", phone_tail="", id_tail="", **blank
    )
