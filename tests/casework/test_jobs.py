"""Background work: a row before a message, done once whoever dies, tried again later and later, then given up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from casework import jobs
from casework.jobs import LEASE, MAX_TRIES, LeaseLost, enqueue, finish, progress, retry, run, run_due, take
from casework.models import CommonPhrase, Job, JobState
from casework.refusals import Refusal
from tests.together import together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
KIND = "test_note"


class Diary:
    """What the work of a test does: writes a phrase, and fails as it is told to."""

    def __init__(self) -> None:
        self.fault: Exception | None = None
        self.runs = 0

    def work(self, job: Job) -> None:
        self.runs += 1
        progress(job, 1, 2, "写了一半")
        if self.fault:
            raise self.fault
        with transaction.atomic():
            CommonPhrase.objects.create(text=f"任务 {job.pk}")
            finish(job, message="写好了", result={"rows": 1})


@pytest.fixture(autouse=True)
def diary() -> Iterator[Diary]:
    made = Diary()
    jobs.job_kind(KIND, "试写一条")(made.work)
    yield made
    del jobs._kinds[KIND]


def state(job: Job) -> tuple[str, int, str]:
    job.refresh_from_db()
    return job.state, job.tries, job.message


def written() -> int:
    return CommonPhrase.objects.count()


def test_job_is_done_and_says_so(diary: Diary) -> None:
    job = enqueue(KIND)
    assert run_due() == 1
    assert state(job) == (JobState.DONE, 1, "写好了")
    assert (job.percent, job.result, written()) == (100, {"rows": 1}, 1)


def test_unknown_kind_is_refused_at_once() -> None:
    with pytest.raises(KeyError, match="no_such_kind"):
        enqueue("no_such_kind")


@pytest.mark.django_db(transaction=True)
def test_row_is_there_before_the_message_and_never_without_its_cause(monkeypatch: Any) -> None:
    told: list[int] = []
    monkeypatch.setattr(jobs, "_tell_workers", lambda: told.append(Job.objects.count()))
    with transaction.atomic():
        enqueue(KIND)
        assert told == []
    assert told == [1]
    with transaction.atomic():
        enqueue(KIND)
        transaction.set_rollback(True)
    assert (told, Job.objects.count()) == ([1], 1)


@pytest.mark.django_db(transaction=True)
def test_broker_that_is_away_loses_nothing(monkeypatch: Any) -> None:
    from casework import tasks

    def away() -> None:
        raise ConnectionError("broker away")

    monkeypatch.undo()
    monkeypatch.setattr(tasks.run_due_jobs, "delay", away)
    job = enqueue(KIND)
    # Beat looks again by itself.
    tasks.run_due_jobs()
    assert state(job)[0] == JobState.DONE


def test_asking_twice_with_a_key_is_asking_once() -> None:
    first, second = enqueue(KIND, key="一份"), enqueue(KIND, key="一份")
    assert first.pk == second.pk
    run_due()
    assert enqueue(KIND, key="一份").pk != first.pk


def test_worker_that_died_is_followed_by_another(monday: Any, diary: Diary) -> None:
    job = enqueue(KIND)
    dead = take()
    assert dead is not None
    progress(dead, 1, 2)
    assert run_due() == 0, "the lease still runs"
    monday.shift(LEASE + timedelta(seconds=1))
    assert run_due() == 1
    assert (state(job)[:2], written()) == ((JobState.DONE, 2), 1)


def test_worker_that_was_only_slow_writes_nothing_after_another_took_over(monday: Any) -> None:
    job = enqueue(KIND)
    slow = take()
    assert slow is not None
    monday.shift(LEASE + timedelta(seconds=1))
    run_due()
    for act in (lambda: progress(slow, 2, 2), lambda: finish(slow)):
        with pytest.raises(LeaseLost):
            act()
    run(slow)
    assert (state(job)[:2], written()) == ((JobState.DONE, 2), 1)


def test_running_due_jobs_twice_does_each_once(diary: Diary) -> None:
    enqueue(KIND)
    assert (run_due(), run_due()) == (1, 0)
    assert (diary.runs, written()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_share_the_jobs(diary: Diary) -> None:
    for _ in range(6):
        enqueue(KIND)
    done = together([run_due, run_due])
    assert sum(done) == 6
    assert (diary.runs, written()) == (6, 6)


def test_fault_is_tried_again_later_each_time_and_then_given_up(monday: Any, diary: Diary) -> None:
    diary.fault = ValueError("broken")
    job = enqueue(KIND)
    waits = []
    for _ in range(MAX_TRIES - 1):
        run_due()
        job.refresh_from_db()
        assert job.state == JobState.WAITING
        waits.append((job.due_at - timezone.now()).total_seconds())
        assert run_due() == 0, "not before its time"
        monday.move_to(job.due_at)
    assert waits == [30.0, 90.0, 270.0]
    run_due()
    assert state(job) == (JobState.FAILED, 4, "多次执行失败（ValueError），请联系系统管理员。")
    assert (run_due(), written()) == (0, 0)


def test_refusal_fails_at_once_with_its_sentence(diary: Diary) -> None:
    diary.fault = Refusal("没有发起人，不能导出。")
    job = enqueue(KIND)
    run_due()
    assert state(job) == (JobState.FAILED, 1, "没有发起人，不能导出。")


def test_failed_job_runs_again_when_the_administrator_says_so(diary: Diary) -> None:
    diary.fault = Refusal("文件打不开。")
    job = enqueue(KIND)
    run_due()
    diary.fault = None
    job.refresh_from_db()
    retry(job)
    run_due()
    assert state(job)[0] == JobState.DONE
    with pytest.raises(Refusal, match="只有失败的任务"):
        retry(job)


def test_progress_is_shown_and_renews_the_lease(monday: Any) -> None:
    enqueue(KIND)
    job = take()
    assert job is not None
    for _ in range(3):
        monday.shift(LEASE - timedelta(seconds=1))
        progress(job, 7, 10, "第 7 页")
    assert (job.percent, take()) == (70, None)


def test_every_kind_has_a_name_for_the_administrator() -> None:
    import petitions.jobs

    assert petitions.jobs
    assert len(jobs._kinds) >= 3
    assert {kind: words for kind, (_, words) in jobs._kinds.items() if not words} == {}
