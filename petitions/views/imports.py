"""导入历史台账: upload, see what was understood, choose columns, confirm; then the work goes on in the background."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import standing_of
from accounts.models import Staff
from accounts.roles import Power
from casework.models import Job, JobState
from casework.refusals import NotVisible, NotYours
from casework.views.base import attempt, require
from petitions.actions import imports
from petitions.forms.ledger import ConfirmForm, MappingForm, UploadForm
from petitions.importing import SAMPLE, Settings, Understood, problems_csv, settings_from, understand
from petitions.models import ImportBatch

SHOWN_PROBLEMS = 50
SHOWN_BATCHES = 10


@require_http_methods(["GET", "POST"])
def ledger_import(request: HttpRequest) -> HttpResponse:
    """Takes a file; it must be readable and have headings before it is kept."""
    staff = require(request, Power.REGISTER)
    form = UploadForm(staff, request.POST or None, request.FILES or None)
    if not form.units:
        raise NotYours("您没有可以导入台账的单位。")
    if request.method == "POST" and form.is_valid():
        file, unit = form.cleaned_data["file"], form.units[form.cleaned_data["unit"]]
        content = file.read()
        try:
            understand(content, unit.code, Settings(), timezone.localdate())
        except ValueError as problem:
            form.add_error("file", str(problem))
        else:
            batch = attempt(form, lambda: imports.upload(content, by=staff, unit=unit, file_name=file.name))
            if batch:
                return redirect("import_preview", pk=batch.pk)
    # A file may hold accusations, before anybody knows against whom: it stays with the one who brought it.
    batches = ImportBatch.objects.filter(uploaded_by=staff).select_related("unit", "uploaded_by")[
        :SHOWN_BATCHES
    ]
    context = {"form": form, "batches": batches}
    return render(request, "petitions/ledger_import.html", context, status=422 if form.errors else 200)


def _batch(request: HttpRequest, pk: int) -> tuple[Staff, ImportBatch]:
    """The batch, for the one who brought it and still keeps the register; 404 for anybody else."""
    staff = require(request, Power.REGISTER)
    batch = ImportBatch.objects.select_related("unit", "uploaded_by").filter(pk=pk, uploaded_by=staff).first()
    standing = standing_of(staff)
    if batch is None or not all(standing.may_at(one, batch.unit) for one in (Power.REGISTER, Power.LEDGER)):
        raise NotVisible
    return staff, batch


def _understood(batch: ImportBatch, settings: Settings) -> Understood:
    with batch.file.open("rb") as file:
        content = file.read()
    return understand(content, batch.unit.code, settings, timezone.localdate())


@require_http_methods(["GET", "POST"])
def import_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What the file would become; a changed column shows the preview anew, only an unchanged one is imported."""
    staff, batch = _batch(request, pk)
    if not batch.file:
        messages.info(request, "上传的文件只保存三十天；导入结果见列表。")
        return redirect("ledger_import")
    kept = settings_from(batch.mapping)
    found = _understood(batch, kept)
    mapping = MappingForm(found, kept, request.POST or None)
    confirm = ConfirmForm(request.POST or None)
    if request.method == "POST" and mapping.is_valid() and confirm.is_valid():
        if _chosen(batch, found, mapping, staff):
            return redirect("import_preview", pk=pk)
        wanted = request.POST.get("act") == "confirm" and not mapping.errors
        if wanted and _confirmed(batch, found, confirm, staff):
            return redirect("import_preview", pk=pk)
    status = 422 if mapping.errors or confirm.errors else 200
    context = {"batch": batch, "found": found, "mapping": mapping, "confirm": confirm, "step": 2}
    return render(request, "petitions/import_preview.html", context | _shown(batch, found), status=status)


def _chosen(batch: ImportBatch, found: Understood, form: MappingForm, staff: Staff) -> bool:
    """Keeps a changed choice of columns. False when nothing changed or when it cannot be."""
    if not form.has_changed():
        return False
    settings = form.settings()
    try:
        _understood(batch, settings)
    except ValueError as problem:
        form.add_error(None, str(problem))
        return False
    return attempt(form, lambda: imports.choose(batch, settings, by=staff)) is None and not form.errors


def _confirmed(batch: ImportBatch, found: Understood, form: ConfirmForm, staff: Staff) -> bool:
    skip_bad = form.cleaned_data["skip_bad"]
    if found.missing:
        form.add_error(None, f"请先指定：{'、'.join(found.missing)}。")
    elif found.rows.errors and not skip_bad:
        form.add_error(
            "skip_bad", f"有 {found.bad_rows} 行有问题：改正后重新上传，或勾选此项只导入其余各行。"
        )
    else:
        attempt(form, lambda: imports.ask_for_import(batch, by=staff, skip_bad=skip_bad))
    return not form.errors


def _shown(batch: ImportBatch, found: Understood) -> dict[str, Any]:
    letters = found.rows.letters
    there = len(imports.already_there(letters)) if not batch.finished_at else 0
    job = Job.objects.filter(kind="import_ledger", key=f"import:{batch.pk}").order_by("-pk").first()
    days = sorted(one.received_on for one in letters)
    return {
        "sample": letters[:SAMPLE],
        "fresh": len(letters) - there,
        "there": there,
        "answered": sum(1 for one in letters if one.replied_on),
        "errors": found.rows.errors[:SHOWN_PROBLEMS],
        "warnings": found.rows.warnings[:SHOWN_PROBLEMS],
        "first_day": days[0] if days else None,
        "last_day": days[-1] if days else None,
        "years": sorted(Counter(day.year for day in days).items()),
        "job": job,
        "is_running": job is not None and job.state in (JobState.WAITING, JobState.RUNNING),
    }


@require_GET
def import_errors(request: HttpRequest, pk: int) -> HttpResponse:
    """Row, column, value and reason of every problem, for Excel (the mark in front tells it that this is UTF-8)."""
    _, batch = _batch(request, pk)
    found = _understood(batch, settings_from(batch.mapping))
    answer = HttpResponse("\ufeff" + problems_csv(found.rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="import-{batch.pk}-problems.csv"'
    return answer
