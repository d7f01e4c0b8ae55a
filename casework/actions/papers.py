"""Issuing a paper: number, text, PDF, hashes and event in one transaction; and what may still happen to it afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.models import Staff, Unit
from casework.actions.base import record
from casework.models import Case, Delivery, IssuedPaper
from casework.models.paper import digest
from casework.numbering import paper_number, paper_register, reserve
from casework.printing.errors import PrintingFailed, PrintingUnavailable
from casework.printing.paper import Sheet, render_paper
from casework.printing.stamp import page_count
from casework.refusals import Refusal


@dataclass(frozen=True)
class Draft:
    """A paper before it has a number. `write` renders the inside of its body from number and moment."""

    kind: str
    label: str
    word: str
    unit: Unit
    recipient: str
    write: Callable[[str, datetime], str]
    subject: str = ""
    to_petitioner: bool = False
    sheet: Sheet = "letter"
    signed_by: Staff | None = None
    signed_words: str = ""


def freeze(case: Case | None, draft: Draft, *, by: Staff) -> IssuedPaper:
    """Numbers, draws and keeps a paper of a locked case, and remembers its hashes in the case's chain.

    Without a case it is a paper of an office: its row holds its hashes, there is no chain.

    Raises Refusal when a valid paper of this kind about the same act exists, or when no PDF can be drawn here.
    """
    assert transaction.get_connection().in_atomic_block, "a paper is issued inside a transaction"
    is_sealed = case is not None and case.is_sealed
    same = IssuedPaper.objects.filter(case=case, kind=draft.kind, subject=draft.subject)
    valid = same.filter(withdrawn_at__isnull=True).first()
    if valid is not None:
        raise Refusal(f"{draft.label}已经发出（{valid.number}）；内容有误的，先撤回再发。")
    now = timezone.now()
    year = timezone.localtime(now).year
    # The counter is the last lock but the paper must show its number: drawing takes a tenth of a second.
    sequence = reserve(draft.unit.pk, paper_register(draft.kind, is_sealed=is_sealed), year, 1)
    word = f"密{draft.word}" if is_sealed else draft.word
    number = paper_number(draft.unit, word, year, sequence)
    html = draft.write(number, now)
    try:
        pdf = render_paper(html, title=f"{draft.label} {number}", sheet=draft.sheet)
    except (PrintingUnavailable, PrintingFailed) as problem:
        raise Refusal(f"{problem} 文书没有发出。") from problem
    paper = IssuedPaper(
        case=case,
        kind=draft.kind,
        is_sealed=is_sealed,
        label=draft.label,
        subject=draft.subject,
        unit=draft.unit,
        year=year,
        sequence=sequence,
        number=number,
        recipient=draft.recipient[:120],
        to_petitioner=draft.to_petitioner,
        html=html,
        html_sha256=digest(html.encode()),
        pdf_sha256=digest(pdf),
        pages=page_count(pdf),
        issued_by=by,
        issued_at=now,
        signed_by=draft.signed_by,
        signed_words=draft.signed_words[:100],
    )
    _keep(paper, pdf, by)
    return paper


def _keep(paper: IssuedPaper, pdf: bytes, by: Staff) -> None:
    """Stores file, row and event; the bytes go when one of the others cannot be written."""
    paper.pdf.save("", ContentFile(pdf), save=False)
    try:
        paper.save(force_insert=True)
        _remember(paper, by)
    except BaseException:
        paper.pdf.delete(save=False)
        raise


def _remember(paper: IssuedPaper, by: Staff) -> None:
    if paper.case is None:
        return
    record(
        paper.case,
        "paper_issued",
        by=by,
        paper=paper.label,
        number=paper.number,
        # The record outlives the person's particulars: it names units, not petitioners.
        recipient="信访人" if paper.to_petitioner else paper.recipient,
        text_sha256=paper.html_sha256,
        pdf_sha256=paper.pdf_sha256,
    )


def count_print(paper: IssuedPaper, *, by: Staff) -> int:
    """Remembers that a locked paper was printed; returns which time it was."""
    paper.prints += 1
    paper.save(update_fields=["prints"])
    if paper.case is not None:
        record(paper.case, "printed", by=by, paper=f"{paper.label} {paper.number}（第{paper.prints}次）")
    return paper.prints


def withdraw(paper: IssuedPaper, *, by: Staff, reason: str) -> None:
    """Takes a paper back with a reason; its number stays used and its text readable."""
    assert paper.case is not None
    if not reason.strip():
        raise Refusal("撤回文书须写明理由。", "reason")
    if paper.withdrawn_at:
        raise Refusal("此文书已经撤回。")
    if Delivery.objects.filter(paper=paper).exists():
        raise Refusal("文书已经送达，不能撤回；内容有误的，另发更正或重新作出。")
    paper.withdrawn_at, paper.withdrawn_by, paper.withdraw_reason = timezone.now(), by, reason.strip()[:200]
    paper.save(update_fields=["withdrawn_at", "withdrawn_by", "withdraw_reason"])
    record(paper.case, "paper_withdrawn", by=by, note=reason.strip(), paper=paper.label, number=paper.number)


def record_delivery(paper: IssuedPaper, delivery: Delivery, *, by: Staff) -> Delivery:
    """Keeps the receipt of a paper of a locked case. Refusals of the facts themselves are the caller's."""
    assert paper.case is not None
    if paper.withdrawn_at:
        raise Refusal("文书已经撤回，不能登记送达。")
    if Delivery.objects.filter(paper=paper).exists():
        raise Refusal("此文书的送达已经登记。")
    delivery.paper, delivery.recorded_by, delivery.recorded_at = paper, by, timezone.now()
    delivery.save(force_insert=True)
    record(
        paper.case,
        "delivered",
        by=by,
        paper=paper.label,
        number=paper.number,
        method=delivery.get_method_display(),
        day=_day(delivery.delivered_on),
    )
    return delivery


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
