"""Background work of the ledger: registers drawn as PDF or xlsx, and ledgers of earlier years brought in."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.models import Staff
from casework import jobs
from casework.actions.base import record
from casework.models import Job, JobState
from casework.models.event import canonical
from casework.printing.errors import PrintingUnavailable
from casework.printing.stamp import page_count
from casework.printing.table import Table
from casework.refusals import Refusal
from petitions import ledger
from petitions.actions.imports import bring_in
from petitions.importing import settings_from, understand
from petitions.ledger_columns import Line
from petitions.masking import keeps_register
from petitions.models import ImportBatch

FORMATS = ("pdf", "xlsx")
MOST_ROWS = 50_000
# How many of the last files are looked at for the page where the book goes on.
MOST_PARTS = 20
Progress = Callable[[int, int], None]


def ask_for_ledger(
    selection: ledger.Selection,
    *,
    by: Staff,
    columns: list[str],
    format: str,
    first_page: int = 1,
) -> Job:
    """Queues the drawing of a register; asking again for the same while it waits is asking once.

    Raises Refusal for more rows than one file may hold.
    """
    count = ledger.intakes(selection, ledger.cases_of(by))[: MOST_ROWS + 1].count()
    if count > MOST_ROWS:
        raise Refusal(f"超过 {MOST_ROWS} 行，请分月导出。")
    args = {
        "selection": selection.args(),
        "columns": columns,
        "format": format,
        "first_page": first_page,
    }
    mark = hashlib.sha256(canonical(args).encode()).hexdigest()[:32]
    job = jobs.enqueue("ledger", by=by, key=f"ledger:{by.pk}:{mark}", **args)
    # The name says what is being made before the file is there.
    job.file_name = file_name(selection, format)
    job.save(update_fields=["file_name"])
    return job


def draw(table: Table, format: str, progress: Progress | None = None) -> bytes:
    """The table as a file. Raises Refusal with a sentence when this machine cannot print."""
    from casework.printing.ledger_pdf import render_ledger_pdf
    from casework.printing.ledger_xlsx import render_ledger_xlsx

    try:
        if format == "pdf":
            return render_ledger_pdf(table, progress=progress)
        return render_ledger_xlsx(table)
    except PrintingUnavailable as reason:
        raise Refusal(str(reason)) from reason


def file_name(selection: ledger.Selection, format: str) -> str:
    """来信来访专册_清禾县信访局_2019年4月.pdf"""
    return f"{ledger.title_of(selection)}_{selection.unit.name}_{selection.period}.{format}"[-120:]


@jobs.job_kind("ledger", "生成台账")
def make_ledger(job: Job) -> None:
    """Draws what was asked for, as its asker sees it at this moment; kept with the job for download."""
    args: dict[str, Any] = job.args
    selection = ledger.selection_from(args["selection"])
    staff = job.created_by
    if staff is None:
        raise Refusal("没有发起人，不能导出。")
    table, lines = ledger.table(
        selection,
        ledger.cases_of(staff),
        args["columns"],
        first_page=int(args.get("first_page", 1)),
        in_full=keeps_register(staff, selection.unit),
    )
    jobs.progress(job, 0, len(lines), "正在排版")
    content = draw(table, args["format"], lambda done, total: jobs.progress(job, done, total))
    job.file.save(f"{uuid.uuid4().hex}.{args['format']}", ContentFile(content), save=False)
    with transaction.atomic():
        Job.objects.filter(pk=job.pk, lease=job.lease, state=JobState.RUNNING).update(file=job.file.name)
        note_sealed(lines, "exported", by=staff)
        jobs.finish(job, message=f"{len(lines)} 行", result={"rows": len(lines), **pages_of(job, content)})


def pages_of(job: Job, content: bytes) -> dict[str, int]:
    """Which page of the bound book comes next after this part of it."""
    if job.args["format"] != "pdf":
        return {}
    return {"next_page": int(job.args.get("first_page", 1)) + page_count(content)}


def next_page(selection: ledger.Selection) -> tuple[int, str] | None:
    """Where the book goes on, after the part printed last before these months of the same year; and that part in words."""
    wanted = selection.args()
    parts = Job.objects.filter(kind="ledger", state=JobState.DONE, args__selection__unit=selection.unit.code)
    for job in parts.order_by("-pk")[:MOST_PARTS]:
        part = job.args["selection"]
        same = all(part.get(name) == wanted[name] for name in wanted if name not in ("first", "last"))
        first, last = date.fromisoformat(part["first"]), date.fromisoformat(part["last"])
        if (
            same
            and "next_page" in job.result
            and last < selection.first
            and last.year == selection.first.year
        ):
            return int(job.result["next_page"]), replace(selection, first=first, last=last).period
    return None


def note_sealed(lines: list[Line], event: str, *, by: Staff) -> None:
    """Remembers for each sealed accusation in the list that it left the screen; without one it writes nothing."""
    sealed = {line.petition.pk: line.petition for line in lines if line.petition.is_sealed}
    if not sealed:
        return
    with transaction.atomic():
        for petition in sealed.values():
            record(petition, event, by=by, what="台账", paper="登记册")


def lease_for(rows: int) -> timedelta:
    """Longer than one transaction with so many rows takes on a busy machine: ten milliseconds a row."""
    return timedelta(milliseconds=10 * rows)


@jobs.job_kind("import_ledger", "导入历史台账")
def import_ledger(job: Job) -> None:
    """Brings an uploaded ledger in: every row in one transaction, together with the job's own end."""
    batch = ImportBatch.objects.select_related("unit").get(pk=job.args["batch"])
    if batch.finished_at:
        return
    jobs.progress(job, 0, 0, "正在读取")
    with batch.file.open("rb") as file:
        content = file.read()
    try:
        found = understand(content, batch.unit.code, settings_from(batch.mapping), timezone.localdate())
    except ValueError as problem:
        raise Refusal(str(problem)) from problem
    if found.missing:
        raise Refusal(f"还没有指定：{'、'.join(found.missing)}。")
    if found.rows.errors and not job.args["skip_bad"]:
        raise Refusal(f"有 {found.bad_rows} 行有问题，没有导入。请改正后重新上传，或勾选“跳过有问题的行”。")
    letters = found.rows.letters
    jobs.progress(job, 0, len(letters), "正在登记")
    # Nobody sees progress from inside a transaction; the lease must outlast it instead.
    jobs.hold(job, lease_for(len(letters)))
    batch.errors = [[one.row, one.column, one.value, one.reason] for one in found.rows.errors]
    with transaction.atomic():
        outcome = bring_in(letters, by=job.created_by, batch=batch)
        jobs.finish(
            job,
            message=f"新增 {outcome.added} 件，已有 {outcome.skipped} 件",
            result={"added": outcome.added, "skipped": outcome.skipped},
        )
