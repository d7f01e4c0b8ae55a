"""文书: issued with a number, printed, delivered, withdrawn; and 打印留痕 of the forms that have none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import Staff
from casework.actions import papers
from casework.actions.base import open_case, record
from casework.calendar import holiday_table
from casework.deadlines import Limit, due
from casework.models import Delivery, DeliveryMethod, IssuedPaper
from casework.refusals import NotVisible, NotYours, Refusal
from petitions import deadlines
from petitions.access import ensure
from petitions.actions import decline, reviews
from petitions.actions.first_clocks import notice_given
from petitions.models import Petition
from petitions.papers import FORMAL, Formal, Given
from petitions.papers.base import subject_of
from petitions.papers.queries import registered_papers
from petitions.papers.writing import content_of, first_answers

# 公告送达: the day on which a paper counts as delivered (民事诉讼法第九十五条, by analogy).
PUBLISHED_FOR = Limit(30)
MOST_AT_ONCE = 50
# What the arrival of a paper does to the act it tells of.
ARRIVED = {
    "refuse": decline.told,
    "end": decline.told,
    "review": reviews.delivered,
    "rereview": reviews.delivered,
}


@transaction.atomic
def note_printed(pk: int, *, by: Staff, paper: str) -> None:
    """Remembers that a paper was handed out; which time it was can be counted from the events."""
    petition = open_case(Petition, pk, by=by)
    record(petition, "printed", by=by, paper=paper)


@transaction.atomic
def issue(pk: int, *, by: Staff, kind: str, given: Given | None = None) -> IssuedPaper:
    """发出: numbers and freezes a paper of this kind.

    Raises Refusal with the reason why it cannot be issued yet, with a field when something asked for is missing, and
    when it has been issued already; NotYours when another unit issues it.
    """
    petition = open_case(Petition, pk, by=by)
    ensure("issue_paper", petition, by)
    formal = FORMAL[kind]
    refuse_other_desks(formal, petition, by)
    reason = formal.why_not(petition)
    if reason:
        raise Refusal(reason)
    answers = _answers(formal, given or {})
    about = formal.about(petition)
    signed = formal.signed(petition, about)
    unit = formal.unit(petition, about)

    def write(number: str, now: datetime) -> str:
        context = content_of(formal, petition, about, answers, number=number, on=timezone.localdate(now))
        return render_to_string(formal.template, context)

    draft = papers.Draft(
        kind=kind,
        label=formal.label,
        word=formal.word,
        unit=unit,
        recipient=formal.recipient(petition, about),
        write=write,
        subject=subject_of(about),
        to_petitioner=formal.to_petitioner,
        sheet=formal.sheet,
        signed_by=signed.by if signed else None,
        signed_words=signed.words if signed else "",
    )
    return papers.freeze(petition, draft, by=by)


def issue_many(chosen: list[tuple[int, str]], *, by: Staff) -> tuple[int, list[str]]:
    """Issues a paper for each (petition, kind), each in a transaction of its own; how many, and why others were not."""
    if len(chosen) > MOST_AT_ONCE:
        raise Refusal(f"一次最多发出 {MOST_AT_ONCE} 份。")
    done, left = 0, []
    for pk, kind in chosen:
        petition = Petition.objects.visible_to(by).filter(pk=pk).first()
        if petition is None:
            continue
        formal = FORMAL[kind]
        about = formal.about(petition)
        try:
            issue(pk, by=by, kind=kind, given=first_answers(formal, petition, about) if about else {})
            done += 1
        except (Refusal, NotYours, NotVisible) as refused:
            left.append(f"{petition.number}：{refused}")
    return done, left


def refuse_other_desks(formal: Formal, petition: Petition, by: Staff) -> None:
    """Raises NotYours when this kind goes out from another desk."""
    from accounts.access import standing_of

    if not formal.whose(petition, standing_of(by)):
        raise NotYours(f"{formal.label}由{formal.whose_words}发出。")


def _answers(formal: Formal, given: Given) -> Given:
    for ask in formal.asks:
        if ask.required and not given.get(ask.name, "").strip():
            raise Refusal(f"请填写{ask.label}。", ask.name)
    return {ask.name: given.get(ask.name, "").strip() for ask in formal.asks}


@transaction.atomic
def count_print(paper_id: int, *, by: Staff) -> tuple[IssuedPaper, int]:
    """Remembers that an issued paper is printed once more; the paper, and which time it is."""
    if registered_papers(by).filter(pk=paper_id, case__isnull=True).exists():
        paper = IssuedPaper.objects.select_for_update().get(pk=paper_id)
    else:
        paper, _ = _opened(paper_id, by)
    return paper, papers.count_print(paper, by=by)


def print_words(paper: IssuedPaper, times: int, staff: Staff) -> str:
    """补打（第2次打印）… as it stands in the margin."""
    today = timezone.localdate()
    unit = staff.unit.name if staff.unit else ""
    day = f"{today.year}年{today.month}月{today.day}日"
    return f"补打（第{times}次打印）：{unit} {staff.name} {day}　{paper.number}"


@transaction.atomic
def withdraw(paper_id: int, *, by: Staff, reason: str) -> IssuedPaper:
    """撤回文书: with a reason, before it is delivered; the number stays used."""
    paper, petition = _opened(paper_id, by)
    ensure("withdraw_paper", petition, by)
    refuse_other_desks(FORMAL[paper.kind], petition, by)
    papers.withdraw(paper, by=by, reason=reason)
    return paper


@dataclass(frozen=True)
class Receipt:
    """What stands on a 送达回证, as it was typed."""

    method: str
    day: date
    receiver: str = ""
    refused: bool = False
    witnesses: str = ""
    remark: str = ""


@transaction.atomic
def deliver(paper_id: int, *, by: Staff, receipt: Receipt) -> Delivery:
    """登记送达: the day starts the petitioner's 30 days for 复查 or 复核 (条例第三十五、三十六条) and meets the notice clock.

    For 公告 `day` is the day of publication, and the paper counts as delivered 30 days later. Raises Refusal beside
    the field for a day before the issue or in the future, 留置 without two witnesses, electronic without consent,
    post without the number of the parcel.
    """
    paper, petition = _opened(paper_id, by)
    ensure("deliver_paper", petition, by)
    refuse_other_desks(FORMAL[paper.kind], petition, by)
    if not paper.to_petitioner:
        raise Refusal("发给单位的文书由对方签收，不用送达回证。")
    _check_receipt(paper, receipt)
    published = receipt.day if receipt.method == DeliveryMethod.NOTICE else None
    day = due(receipt.day, PUBLISHED_FOR, holiday_table()).raw if published else receipt.day
    formal = FORMAL[paper.kind]
    delivery = Delivery(
        method=receipt.method,
        delivered_on=day,
        published_on=published,
        receiver=receipt.receiver.strip(),
        refused=receipt.refused,
        witnesses=receipt.witnesses.strip(),
        remark=receipt.remark.strip(),
    )
    if formal.starts(formal.about(petition)):
        delivery.review_until = deadlines.last_day_for_review(day, holiday_table())
    if formal.tells_receipt:
        notice_given(petition, on=receipt.day)
    papers.record_delivery(paper, delivery, by=by)
    if formal.kind in ARRIVED:
        ARRIVED[formal.kind](petition, paper.act, delivery, by=by)
    return delivery


def _check_receipt(paper: IssuedPaper, receipt: Receipt) -> None:
    if receipt.method not in DeliveryMethod.values:
        raise Refusal("请选择送达方式。", "method")
    if receipt.day > timezone.localdate():
        raise Refusal("日期不能晚于今天。", "day")
    if receipt.day < timezone.localdate(paper.issued_at):
        raise Refusal("日期不能早于发文日期。", "day")
    method = DeliveryMethod(receipt.method)
    if method == DeliveryMethod.LEFT and len(receipt.witnesses.replace("，", "、").split("、")) < 2:
        raise Refusal("留置送达须写明两名以上见证人，用“、”分开。", "witnesses")
    if receipt.refused and method != DeliveryMethod.LEFT:
        raise Refusal("拒绝签收的，按留置送达登记并写明见证人。", "method")
    if method in (DeliveryMethod.DIRECT, DeliveryMethod.UNIT) and not receipt.receiver.strip():
        raise Refusal("请填写签收人；同住成年家属代收的，写明关系。", "receiver")
    words = {
        DeliveryMethod.POST: "邮寄送达请在说明中写明邮件号码，日期为回执上的收件日期。",
        DeliveryMethod.ELECTRONIC: "电子送达须经信访人同意：请在说明中写明同意的方式和送达地址，日期为到达系统的日期。",
        DeliveryMethod.NOTICE: "公告送达只用于其他方式无法送达的：请在说明中写明公告处所和已试过的方式；公告不得写明信访内容。",
    }
    if method in words and not receipt.remark.strip():
        raise Refusal(words[method], "remark")


def _opened(paper_id: int, by: Staff) -> tuple[IssuedPaper, Petition]:
    """A paper with its locked case, through the door. Raises NotVisible outside the reader's sight."""
    found: Any = IssuedPaper.objects.filter(pk=paper_id).values_list("case_id", flat=True).first()
    if found is None:
        raise NotVisible
    petition = open_case(Petition, found, by=by)
    return IssuedPaper.objects.select_for_update().get(pk=paper_id), petition
