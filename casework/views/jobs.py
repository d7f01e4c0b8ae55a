"""后台任务: the administrator's list, and for whoever asked for a piece of work its progress and its result."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.access import standing_of
from accounts.models import Staff
from accounts.roles import Power
from casework import jobs as work
from casework import keyset
from casework.models import Job, JobState
from casework.refusals import NotVisible, Refusal
from casework.views.base import Tab, require, staff_of

LATEST = keyset.Order((keyset.Key("id", descending=True),))


@dataclass(frozen=True)
class Row:
    """One job with the name of its kind in words."""

    job: Job
    label: str


@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """All background work, the latest first. Shows states, never what is in the files."""
    require(request, Power.ADMINISTER)
    state = request.GET.get("state", "")
    state = state if state in JobState.values else ""
    found = Job.objects.select_related("created_by")
    if state:
        found = found.filter(state=state)
    shown = keyset.page(
        found, LATEST, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    context = {
        "rows": [Row(job, work.label_of(job.kind)) for job in shown.rows],
        "tabs": _tabs(state),
        "prev_url": _url(state=state, before=shown.prev) if shown.prev else "",
        "next_url": _url(state=state, after=shown.next) if shown.next else "",
    }
    return render(request, "casework/jobs.html", context)


def _tabs(state: str) -> list[Tab]:
    counts = dict(Job.objects.order_by().values_list("state").annotate(n=Count("pk")))
    tabs = [Tab("全部", _url(), not state, sum(counts.values()))]
    for one in JobState:
        level = "danger" if one == JobState.FAILED else ""
        tabs.append(Tab(str(one.label), _url(state=one.value), state == one, counts.get(one, 0), level))
    return tabs


def _url(**given: str) -> str:
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{reverse('jobs')}?{query}" if query else reverse("jobs")


def _own(staff: Staff, pk: int) -> Job:
    job = Job.objects.filter(pk=pk, created_by=staff).first()
    if job is None:
        raise NotVisible
    return job


@require_GET
def job_status(request: HttpRequest, pk: int) -> JsonResponse:
    """How far a job is, for the one who asked for it and for the administrator; 404 for anybody else."""
    staff = staff_of(request)
    if standing_of(staff).may(Power.ADMINISTER):
        job = Job.objects.filter(pk=pk).first()
        if job is None:
            raise NotVisible
    else:
        job = _own(staff, pk)
    has_file = job.state == JobState.DONE and bool(job.file) and job.created_by_id == staff.pk
    return JsonResponse(
        {
            "state": job.state,
            "done": job.done_steps,
            "total": job.total_steps,
            "result_url": reverse("job_file", args=[job.pk]) if has_file else "",
            "error": job.message if job.state == JobState.FAILED else "",
        }
    )


@require_GET
def job_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The result, to the one who asked for it: what it holds was drawn for their eyes alone."""
    job = _own(staff_of(request), pk)
    if job.state != JobState.DONE or not job.file:
        raise NotVisible
    try:
        content = job.file.open("rb")
    except FileNotFoundError:
        raise NotVisible from None
    return FileResponse(content, as_attachment=True, filename=job.file_name or f"{job.pk}")


@require_POST
def job_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives a failed job to the workers once more."""
    require(request, Power.ADMINISTER)
    job = Job.objects.filter(pk=pk).first()
    if job is None:
        raise NotVisible
    try:
        work.retry(job)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"{work.label_of(job.kind)} 已重新排队。")
    return redirect("jobs")
