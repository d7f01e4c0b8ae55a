"""Background work of papers: many of them as one PDF, and the stubs of a register."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import Staff, Unit
from casework import jobs
from casework.audit import stored_digest
from casework.models import IssuedPaper, Job, JobState
from casework.printing.errors import PrintingFailed, PrintingUnavailable
from casework.printing.paper import render_paper
from casework.printing.stamp import joined, stamped
from casework.refusals import Refusal
from petitions.actions import papers
from petitions.documents import PAPERS, context_of
from petitions.models import Petition
from petitions.papers import FORMAL
from petitions.papers.queries import REGISTERS, Stub, has_gaps, registered_papers, stubs

MOST_PAPERS = 300
MOST_STUBS = 3000
# Issued papers beside the forms in one choice: their names must not meet.
ISSUED = {f"issued-{kind}": formal for kind, formal in FORMAL.items()}
Skipped = list[list[str]]
ONE_BY_ONE = "检举控告件须逐件写明查看理由后打印。"
RELATED = (
    "unit",
    "petitioner",
    "content_class",
    "first_responder",
    "handling_unit",
    "handler",
    "registered_by",
    "text",
)


def ask_for_papers(wanted: list[int], *, by: Staff) -> Job:
    """Queues one PDF of issued papers, in the order of their numbers. Raises Refusal for none and for too many."""
    if not wanted:
        raise Refusal("请先勾选要打印的文书。")
    if len(wanted) > MOST_PAPERS:
        raise Refusal(f"一次最多打印 {MOST_PAPERS} 份，请缩小范围。")
    job = jobs.enqueue("print_papers", by=by, papers=wanted)
    job.file_name = f"文书{timezone.localdate():%Y%m%d}（{len(wanted)}份）.pdf"
    job.save(update_fields=["file_name"])
    return job


def ask_for_forms(kind: str, wanted: list[int], *, by: Staff) -> Job:
    """Queues one PDF of a form, or of the issued papers of a kind, for many cases. Raises Refusal for none."""
    if kind not in PAPERS and kind not in ISSUED:
        raise Refusal("请选择要打印的文书。")
    if not wanted:
        raise Refusal("请先勾选要打印的件。")
    job = jobs.enqueue("print_forms", by=by, form=kind, petitions=wanted)
    job.file_name = f"{label_of(kind)}{timezone.localdate():%Y%m%d}（{len(wanted)}件）.pdf"
    job.save(update_fields=["file_name"])
    return job


def label_of(kind: str) -> str:
    """The name of a form or of an issued paper."""
    return PAPERS[kind].label if kind in PAPERS else ISSUED[kind].label


def ask_for_register(stub: Stub, *, by: Staff) -> Job:
    """Queues the stubs of a register as a bound book. Raises Refusal when it is too long for one file."""
    if stubs(by, stub)[: MOST_STUBS + 1].count() > MOST_STUBS:
        raise Refusal(f"超过 {MOST_STUBS} 个文号，请按日期分段打印。")
    args: dict[str, Any] = {
        "unit_id": stub.unit_id,
        "year": stub.year,
        "of_kind": stub.kind,
        "since": stub.since.isoformat() if stub.since else "",
        "until": stub.until.isoformat() if stub.until else "",
        "recipient": stub.recipient,
    }
    job = jobs.enqueue("paper_register", by=by, **args)
    unit = Unit.objects.get(pk=stub.unit_id)
    job.file_name = f"{unit.short_name}文号登记册{stub.year}.pdf"
    job.save(update_fields=["file_name"])
    return job


def _asker(job: Job) -> Staff:
    if job.created_by is None:
        raise Refusal("没有发起人，不能打印。")
    return job.created_by


def _keep(job: Job, content: bytes, *, message: str, result: dict[str, Any]) -> None:
    job.file.save(f"{uuid.uuid4().hex}.pdf", ContentFile(content), save=False)
    with transaction.atomic():
        Job.objects.filter(pk=job.pk, lease=job.lease, state=JobState.RUNNING).update(file=job.file.name)
        jobs.finish(job, message=message, result=result)


@jobs.job_kind("print_papers", "批量打印文书")
def print_papers(job: Job) -> None:
    """One PDF of the frozen papers; what is withdrawn, damaged or out of sight by now is left out with the reason."""
    staff = _asker(job)
    wanted: list[int] = job.args["papers"]
    found = {one.pk: one for one in registered_papers(staff).filter(pk__in=wanted).select_related("case")}
    order = sorted(found.values(), key=lambda one: (one.kind, one.unit_id, one.year, one.sequence))
    skipped: Skipped = [["—", "有文书已不在您的可见范围内。"]] if len(found) < len(set(wanted)) else []
    _print_all(job, [(one.number, partial(_print_one, one, staff)) for one in order], skipped)


@jobs.job_kind("print_forms", "批量打印")
def print_forms(job: Job) -> None:
    """One PDF of a form for many cases, in the order of their numbers; cases that have none are left out."""
    staff, kind = _asker(job), job.args["form"]
    found = Petition.objects.visible_to(staff).filter(pk__in=job.args["petitions"]).select_related(*RELATED)
    order = list(found.order_by("unit", "year", "sequence", "pk"))
    draw = _issued_of if kind in ISSUED else _form_of
    _print_all(job, [(one.number or "—", partial(draw, kind, one, staff)) for one in order], [])


def _print_all(job: Job, order: list[tuple[str, Callable[[], bytes]]], skipped: Skipped) -> None:
    """Draws one after the other; a Refusal leaves one out and says why."""
    parts: list[bytes] = []
    for done, (number, draw) in enumerate(order):
        jobs.progress(job, done, len(order), f"正在排第 {done + 1} 份")
        try:
            parts.append(draw())
        except Refusal as refusal:
            skipped.append([number, refusal.message])
    if not parts:
        raise Refusal("没有可以打印的文书：" + "；".join(f"{number} {reason}" for number, reason in skipped))
    _keep(
        job,
        joined(parts, job.file_name),
        message=f"{len(parts)} 份" + (f"，{len(skipped)} 份没有打印" if skipped else ""),
        result={"printed": len(parts), "skipped": skipped},
    )


def _issued_of(kind: str, petition: Petition, staff: Staff) -> bytes:
    valid = petition.papers.filter(kind=ISSUED[kind].kind, withdrawn_at__isnull=True).order_by("pk").last()
    if valid is None:
        raise Refusal("还没有发出。")
    return _print_one(valid, staff)


def _form_of(kind: str, petition: Petition, staff: Staff) -> bytes:
    form = PAPERS[kind]
    missing = ONE_BY_ONE if petition.is_sealed and kind != "slip" else form.missing(petition)
    if missing:
        raise Refusal(missing)
    html = render_to_string(f"letters/{kind}.html", context_of(kind, petition, by=staff, now=timezone.now()))
    try:
        pdf = render_paper(html, title=form.label, sheet=form.sheet)
    except (PrintingUnavailable, PrintingFailed) as problem:
        raise Refusal(str(problem)) from problem
    papers.note_printed(petition.pk, by=staff, paper=form.label)
    return pdf


def _print_one(paper: IssuedPaper, staff: Staff) -> bytes:
    if paper.withdrawn_at:
        raise Refusal(f"已撤回：{paper.withdraw_reason}")
    if paper.case is not None and paper.case.is_sealed:
        raise Refusal(ONE_BY_ONE)
    if stored_digest(paper) != paper.pdf_sha256:
        raise Refusal("存档的 PDF 丢失或被改动，请联系系统管理员。")
    with paper.pdf.open("rb") as file:
        pdf = file.read()
    counted, times = papers.count_print(paper.pk, by=staff)
    return pdf if times == 1 else stamped(pdf, papers.print_words(counted, times, staff))


@jobs.job_kind("paper_register", "文号登记册")
def paper_register(job: Job) -> None:
    """The stubs of a register, page by page, with totals a kind."""
    staff, args = _asker(job), job.args
    stub = Stub(
        unit_id=args["unit_id"],
        year=args["year"],
        kind=args["of_kind"],
        since=_day(args["since"]),
        until=_day(args["until"]),
        recipient=args["recipient"],
    )
    rows = list(stubs(staff, stub))
    jobs.progress(job, 0, len(rows), "正在排版")
    context = {
        "unit": Unit.objects.get(pk=stub.unit_id),
        "stub": stub,
        "label": REGISTERS[stub.kind] if stub.kind else "文书",
        "rows": rows,
        "has_gaps": has_gaps(rows),
        "printed_by": staff,
        "printed_at": timezone.now(),
    }
    try:
        content = render_paper(
            render_to_string("letters/stubs.html", context), title=job.file_name, sheet="book"
        )
    except (PrintingUnavailable, PrintingFailed) as problem:
        raise Refusal(str(problem)) from problem
    _keep(job, content, message=f"{len(rows)} 个文号", result={"rows": len(rows)})


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
