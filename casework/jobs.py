"""Background work as rows: `enqueue` writes the row with the business rows, Celery only says “look”.

A kind is registered with `@job_kind("ledger_pdf")`; its function gets the leased Job and may call `progress`. It must be
harmless to run twice: after a crash the lease ends and the job is taken again.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Staff
from casework.models import Job, JobState
from casework.refusals import Refusal

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=2)
MAX_TRIES = 4

Work = Callable[[Job], None]
_kinds: dict[str, tuple[Work, str]] = {}


class LeaseLost(Exception):
    """Another worker has taken the job over; this run stops without a trace."""


def job_kind(name: str, label: str) -> Callable[[Work], Work]:
    """Registers the function that does one kind of work; `label` is shown to the administrator."""

    def register(work: Work) -> Work:
        _kinds[name] = (work, label)
        return work

    return register


def label_of(kind: str) -> str:
    """The kind's name in words."""
    return _kinds[kind][1] if kind in _kinds else kind


def enqueue(kind: str, *, by: Staff | None = None, key: str = "", **args: Any) -> Job:
    """Writes a job row in the caller's transaction and, on commit, tells the workers to look.

    With a `key`, a second call while the first is still waiting returns the first.
    """
    if kind not in _kinds:
        raise KeyError(f"unknown kind of job: {kind}")
    try:
        with transaction.atomic():
            job = Job.objects.create(kind=kind, args=args, key=key, due_at=timezone.now(), created_by=by)
    except IntegrityError:
        return Job.objects.get(key=key, state=JobState.WAITING)
    transaction.on_commit(_tell_workers)
    return job


def _tell_workers() -> None:
    from casework.tasks import run_due_jobs

    try:
        run_due_jobs.delay()
    except Exception:
        # The row is safe; beat looks again within seconds.
        logger.warning("broker away, job waits for beat")


def take(now: Any = None) -> Job | None:
    """Leases the oldest job that is due or whose lease has run out; one UPDATE decides between two workers."""
    moment = now or timezone.now()
    due = Q(state=JobState.WAITING, due_at__lte=moment) | Q(state=JobState.RUNNING, leased_until__lt=moment)
    for pk in Job.objects.filter(due).order_by("due_at", "pk").values_list("pk", flat=True)[:5]:
        lease = uuid.uuid4().hex
        taken = Job.objects.filter(due, pk=pk).update(
            state=JobState.RUNNING, lease=lease, leased_until=moment + LEASE, tries=F("tries") + 1
        )
        if taken:
            return Job.objects.get(pk=pk)
    return None


def progress(job: Job, done: int, total: int, message: str = "") -> None:
    """Shows how far the work is and renews the lease. Raises LeaseLost when somebody else holds it now."""
    held = Job.objects.filter(pk=job.pk, lease=job.lease, state=JobState.RUNNING).update(
        done_steps=done, total_steps=total, message=message[:300], leased_until=timezone.now() + LEASE
    )
    if not held:
        raise LeaseLost
    job.done_steps, job.total_steps, job.message = done, total, message


def hold(job: Job, longest: timedelta) -> None:
    """Keeps the lease for one long transaction, in which no progress can be shown. Raises LeaseLost."""
    held = Job.objects.filter(pk=job.pk, lease=job.lease, state=JobState.RUNNING).update(
        leased_until=timezone.now() + max(longest, LEASE)
    )
    if not held:
        raise LeaseLost


def finish(job: Job, *, message: str = "", result: dict[str, Any] | None = None) -> None:
    """Marks the job done; inside the caller's transaction, so that effects and `done` commit together."""
    held = Job.objects.filter(pk=job.pk, lease=job.lease, state=JobState.RUNNING).update(
        state=JobState.DONE,
        finished_at=timezone.now(),
        message=message[:300],
        result=result or {},
        leased_until=None,
    )
    if not held:
        raise LeaseLost


def run(job: Job) -> None:
    """Does one leased job. A refusal fails it with its sentence; a fault is tried again, later each time."""
    work, _ = _kinds[job.kind]
    try:
        work(job)
        still_running = Job.objects.filter(pk=job.pk, lease=job.lease, state=JobState.RUNNING)
        still_running.update(state=JobState.DONE, finished_at=timezone.now(), leased_until=None)
    except LeaseLost:
        return
    except Refusal as refusal:
        _fail(job, refusal.message)
    except Exception as fault:
        logger.exception("job %s failed", job.pk)
        if job.tries >= MAX_TRIES:
            _fail(job, f"多次执行失败（{type(fault).__name__}），请联系系统管理员。")
        else:
            Job.objects.filter(pk=job.pk, lease=job.lease).update(
                state=JobState.WAITING,
                due_at=timezone.now() + timedelta(seconds=10 * 3**job.tries),
                leased_until=None,
                message=f"第 {job.tries} 次执行出错，稍后重试",
            )


def _fail(job: Job, message: str) -> None:
    Job.objects.filter(pk=job.pk, lease=job.lease).update(
        state=JobState.FAILED, finished_at=timezone.now(), message=message[:300], leased_until=None
    )


def run_due(limit: int = 50) -> int:
    """Does due jobs until there is none, at most `limit`; returns how many."""
    for count in range(limit):
        job = take()
        if job is None:
            return count
        run(job)
    return limit


def retry(job: Job) -> None:
    """Gives a failed job to the workers once more (administrator)."""
    again = Job.objects.filter(pk=job.pk, state=JobState.FAILED).update(
        state=JobState.WAITING, tries=0, due_at=timezone.now(), message="已重新排队", finished_at=None
    )
    if not again:
        raise Refusal("只有失败的任务可以重新执行。")
    transaction.on_commit(_tell_workers)


def on_postgresql() -> bool:
    """Whether the database in use is PostgreSQL."""
    return bool(connection.vendor == "postgresql")
