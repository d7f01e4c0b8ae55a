"""The import in the background: run twice, two at once, killed half-way."""

from __future__ import annotations

from typing import Any

import pytest

from casework import jobs
from casework.audit import verify_chains
from casework.models import Job, JobState
from casework.numbering import gaps
from petitions import ledger_jobs
from petitions.actions import imports
from petitions.models import ImportBatch, Petition
from tests.office import Office, build_office, load_calendar
from tests.petitions.ledger_import.workbooks import HEADINGS, workbook
from tests.petitions.test_import import ROWS
from tests.together import together

BAD = [19.0, "何某", "坏日期", "2019-2-30", "日期不存在。", "", ""]


def uploaded(office: Office, *rows: list[Any]) -> ImportBatch:
    content = workbook(("台账", [HEADINGS, *(rows or ROWS)]))
    return imports.upload(content, by=office["registrar"], unit=office.units["XF"], file_name="旧台账.xlsx")


def ask(office: Office, batch: ImportBatch, *, skip_bad: bool = False) -> Job:
    return imports.ask_for_import(batch, by=office["registrar"], skip_bad=skip_bad)


def end(job: Job) -> tuple[str, str]:
    job.refresh_from_db()
    return job.state, job.message


def test_job_brings_the_file_in_and_says_how_many(office: Office, monday: Any) -> None:
    batch = uploaded(office)
    job = ask(office, batch)
    jobs.run_due()
    assert end(job) == (JobState.DONE, "新增 3 件，已有 0 件")
    batch.refresh_from_db()
    assert (batch.rows, batch.added, batch.skipped) == (3, 3, 0)
    assert Petition.objects.get(title="井盖丢失").registered_by == office["registrar"]


def test_job_run_twice_does_no_harm(office: Office, monday: Any) -> None:
    job = ask(office, uploaded(office))
    taken = jobs.take()
    assert taken
    jobs.run(taken)
    # The worker died before it could say so, or the lease had run out: the work is taken again.
    Job.objects.filter(pk=job.pk).update(state=JobState.WAITING)
    jobs.run_due()
    assert (Petition.objects.count(), end(job)[0]) == (3, JobState.DONE)


def test_row_with_an_error_stops_the_import(office: Office, monday: Any) -> None:
    job = ask(office, uploaded(office, *ROWS, BAD))
    jobs.run_due()
    state, message = end(job)
    assert (state, message.startswith("有 1 行有问题，没有导入。")) == (JobState.FAILED, True)
    assert Petition.objects.count() == 0


def test_bad_rows_are_left_out_when_asked_and_remembered(office: Office, monday: Any) -> None:
    batch = uploaded(office, *ROWS, BAD)
    ask(office, batch, skip_bad=True)
    jobs.run_due()
    batch.refresh_from_db()
    assert (batch.added, batch.errors) == (3, [[5, "来信日期", "2019-2-30", "2019年2月没有30日。"]])


def test_lease_that_was_lost_leaves_nothing(
    office: Office, monday: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = ask(office, uploaded(office))
    whole = ledger_jobs.bring_in

    def lose(*args: Any, **kwargs: Any) -> imports.Outcome:
        done = whole(*args, **kwargs)
        Job.objects.filter(pk=job.pk).update(lease="another")
        return done

    monkeypatch.setattr(ledger_jobs, "bring_in", lose)
    taken = jobs.take()
    assert taken
    jobs.run(taken)
    assert Petition.objects.count() == 0


def test_lease_outlasts_the_transaction() -> None:
    assert ledger_jobs.lease_for(50_000).total_seconds() == 500


@pytest.mark.django_db(transaction=True)
def test_same_file_twice_at_once_comes_in_once() -> None:
    load_calendar()
    office = build_office()
    batches = [uploaded(office), uploaded(office)]
    for batch in batches:
        ask(office, batch)

    def work() -> None:
        job = jobs.take()
        assert job
        jobs.run(job)

    together([work, work])
    # Whoever came second either waited and found everything there, or was turned back and tries again.
    Job.objects.filter(state=JobState.WAITING).update(due_at="2020-01-01T00:00:00+08:00")
    jobs.run_due()
    assert Petition.objects.count() == 3
    assert sorted(ImportBatch.objects.values_list("added", flat=True)) == [0, 3]
    assert [gaps(office.units["XF"].pk, "main", year) for year in (2018, 2019)] == [[], []]
    assert list(verify_chains()) == []
