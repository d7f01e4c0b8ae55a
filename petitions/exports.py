"""The list as a workbook: at once while it is short, by a job when it is long. What it holds is what its asker sees."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from accounts.models import Staff
from casework import jobs
from casework.models import Job, JobState
from casework.printing.ledger_xlsx import render_ledger_xlsx
from casework.printing.table import Column, Table
from casework.refusals import Refusal
from casework.secrecy import withheld
from petitions.forms.listing import PetitionFilter
from petitions.masking import person_of
from petitions.models import Petition
from petitions.queries import SORTS, Days, in_tab, narrowed, ranked

AT_ONCE = 500
MOST_ROWS = 50_000
LEFT_OUT = "敏感、检举控告和涉及商业秘密的件不导出"
COLUMNS = (
    Column("number", "编号", 34),
    Column("received_on", "收到日期", 22),
    Column("channel", "渠道", 16),
    Column("person", "来信来访人", 20),
    Column("place", "属地", 26),
    Column("title", "摘要", 62),
    Column("topic", "内容分类", 34),
    Column("urgency", "缓急", 12),
    Column("unit", "承办单位", 32),
    Column("handler", "承办人", 16),
    Column("due_on", "期限", 22),
    Column("state", "状态", 18),
)


def listed(form: PetitionFilter, days: Days) -> QuerySet[Petition]:
    """Everything that a list with these filters shows, through the door, in no order yet."""
    return narrowed(in_tab(form.open_tab, form.staff), form.given, days)


def in_order(found: QuerySet[Petition], sort: str) -> QuerySet[Petition]:
    """The same in one of the orders of the list."""
    found = ranked(found) if sort == "urgency" else found
    return found.order_by(*SORTS[sort][1].by())


def _cells(one: Petition, staff: Staff) -> dict[str, object]:
    """A line of the workbook."""
    return {
        "number": one.number,
        "received_on": one.received_on,
        "channel": one.get_channel_display(),
        "person": person_of(one, staff),
        "place": one.place,
        "title": one.title,
        "topic": one.content_class.path_name if one.content_class else "",
        "urgency": one.get_urgency_display(),
        "unit": one.handling_unit.name if one.handling_unit else "",
        "handler": one.handler.name if one.handler else "",
        "due_on": one.due_on if one.is_open else None,
        "state": one.get_state_display(),
    }


def workbook(form: PetitionFilter, petitions: Iterable[Petition], on: date) -> bytes:
    """The workbook of these petitions, headed by the filters in words."""
    unit = form.staff.unit
    table = Table(
        title="信访件清单",
        unit_name=unit.name if unit else "",
        subtitle="　".join(filter(None, (form.sentence(), LEFT_OUT))),
        columns=COLUMNS,
        rows=[_cells(one, form.staff) for one in petitions],
        signature_labels=(),
        printed_on=on,
    )
    return render_ledger_xlsx(table)


def rows_for(form: PetitionFilter, today: date) -> list[Petition]:
    """The petitions of an export, without those that may not leave (S03-16, S11-14). Raises Refusal for more than one file may hold."""
    found = (
        listed(form, Days.of(today))
        .exclude(withheld())
        .select_related("handling_unit", "handler", "content_class")
    )
    rows = list(in_order(found, form.order)[: MOST_ROWS + 1])
    if len(rows) > MOST_ROWS:
        raise Refusal(f"超过 {MOST_ROWS} 件，请缩小筛选范围后导出。")
    return rows


def file_name(today: date) -> str:
    """信访件清单_2026-03-02.xlsx"""
    return f"信访件清单_{today.isoformat()}.xlsx"


@transaction.atomic
def at_once(form: PetitionFilter, *, by: Staff, today: date) -> bytes:
    """The workbook of a short list."""
    rows = rows_for(form, today)
    return workbook(form, rows, today)


@transaction.atomic
def ask(form: PetitionFilter, *, by: Staff, today: date) -> Job:
    """Queues the workbook of a long list; asking again while it waits is asking once."""
    query = form.query()
    mark = hashlib.sha256(query.encode()).hexdigest()[:32]
    job = jobs.enqueue("list_xlsx", by=by, key=f"list_xlsx:{by.pk}:{mark}", query=query)
    Job.objects.filter(pk=job.pk).update(file_name=file_name(today))
    return job


@jobs.job_kind("list_xlsx", "导出信访件清单")
def make_list(job: Job) -> None:
    """Draws a long list as its asker sees it at this moment."""
    staff, today = job.created_by, timezone.localdate()
    if staff is None:
        raise Refusal("没有发起人，不能导出。")
    args: dict[str, Any] = job.args
    form = PetitionFilter(staff, QueryDict(args["query"]))
    rows = rows_for(form, today)
    jobs.progress(job, 0, len(rows), "正在生成")
    job.file.save(f"{uuid.uuid4().hex}.xlsx", ContentFile(workbook(form, rows, today)), save=False)
    with transaction.atomic():
        Job.objects.filter(pk=job.pk, lease=job.lease, state=JobState.RUNNING).update(file=job.file.name)
        jobs.finish(job, message=f"{len(rows)} 件", result={"rows": len(rows)})
