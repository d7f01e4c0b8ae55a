"""A real worker, really killed in the middle of its work: nothing is lost and nothing is done twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from casework.models import CommonPhrase, Job, JobState

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
Start = Callable[[], "subprocess.Popen[bytes]"]


def database_url() -> str:
    """The test database, as the worker's environment names it."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    host = given["HOST"] or ""
    port = f":{given['PORT']}" if given["PORT"] else ""
    user = f"{given['USER']}@" if given["USER"] else ""
    return f"postgres://{user}{host}{port}/{given['NAME']}"


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts workers in process groups of their own; none outlives the test."""
    started: list[subprocess.Popen[bytes]] = []
    command = [sys.executable, "-m", "celery", "-A", "tests.worker", "worker", "--pool=threads"]
    command += ["--concurrency=2", "-B", "-s", str(tmp_path / "beat"), "--loglevel=WARNING"]
    environ = {**os.environ, "DATA_DIR": str(tmp_path), "DATABASE_URL": database_url()}

    def one() -> subprocess.Popen[bytes]:
        with (tmp_path / "worker.log").open("ab") as log:
            made = subprocess.Popen(
                command, cwd=settings.BASE_DIR, env=environ, stdout=log, stderr=log, start_new_session=True
            )
        started.append(made)
        return made

    yield one
    for worker in started:
        kill(worker)


def kill(worker: subprocess.Popen[bytes]) -> None:
    if worker.poll() is None:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait(timeout=10)


def wait_for(what: Callable[[], Any], log: Path, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, log.read_text()[-2000:]
        time.sleep(0.1)


def test_killed_worker_leaves_the_job_to_the_next(start: Start, tmp_path: Path) -> None:
    from django.utils import timezone

    job = Job.objects.create(kind="slow_note", due_at=timezone.now())
    log = tmp_path / "worker.log"
    first = start()
    wait_for((tmp_path / "try-1").exists, log)
    kill(first)
    assert (Job.objects.get().state, CommonPhrase.objects.count()) == (JobState.RUNNING, 0)
    start()
    wait_for(lambda: Job.objects.get().state == JobState.DONE, log)
    assert (Job.objects.get().tries, list(CommonPhrase.objects.values_list("text", flat=True))) == (
        2,
        [f"任务 {job.pk}"],
    )
