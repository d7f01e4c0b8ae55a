"""Background work: a list for the administrator, progress and result for whoever asked."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import Staff
from casework.models import Job
from tests.office import Office
from tests.petitions.views.reading import queries_of, signed_in, words

pytestmark = pytest.mark.usefixtures("monday")


def job(by: Staff | None = None, **more: object) -> Job:
    values = {"kind": "index_cases", "due_at": timezone.now(), "created_by": by, **more}
    return Job.objects.create(**values)


def finished(by: Staff) -> Job:
    made = job(by, state="done", file_name="台账.pdf")
    made.file.save("x.pdf", ContentFile(b"%PDF-"))
    return made


def test_administrator_sees_what_runs(office: Office) -> None:
    job(office.staff["officer"], state="running", done_steps=3, total_steps=12, tries=2)
    job(state="failed", message="磁盘已满")
    text = words(signed_in(office["admin"]).get("/jobs/"))
    for part in ("更新检索", "李某丁", "25%", "系统", "磁盘已满"):
        assert part in text
    failed = signed_in(office["admin"]).get("/jobs/?state=failed")
    assert [row.job.message for row in failed.context["rows"]] == ["磁盘已满"]


@pytest.mark.parametrize("name", ["officer", "chief", "auditor", "supervisor"])
def test_list_and_retry_are_the_administrators(office: Office, name: str) -> None:
    failed = job(state="failed")
    client = signed_in(office[name])
    assert client.get("/jobs/").status_code == 403
    assert client.post(reverse("job_retry", args=[failed.pk])).status_code == 403


def test_failed_job_is_run_again(office: Office) -> None:
    failed = job(state="failed", tries=4)
    client = signed_in(office["admin"])
    client.post(reverse("job_retry", args=[failed.pk]))
    failed.refresh_from_db()
    assert (failed.state, failed.tries) == ("waiting", 0)
    again = client.post(reverse("job_retry", args=[failed.pk]), follow=True)
    assert "只有失败的任务可以重新执行" in words(again)
    assert client.post(reverse("job_retry", args=[failed.pk + 1])).status_code == 404


def test_progress_is_told_to_its_asker_and_the_administrator(office: Office) -> None:
    made = job(office.staff["officer"], state="running", done_steps=3, total_steps=12)
    url = reverse("job_status", args=[made.pk])
    told = {"state": "running", "done": 3, "total": 12, "result_url": "", "error": ""}
    assert signed_in(office["officer"]).get(url).json() == told
    assert signed_in(office["admin"]).get(url).json() == told
    assert signed_in(office["registrar"]).get(url).status_code == 404


def test_failure_is_told_in_words(office: Office) -> None:
    made = job(office.staff["officer"], state="failed", message="超过 50000 行，请分月导出。")
    answer = signed_in(office["officer"]).get(reverse("job_status", args=[made.pk])).json()
    assert (answer["state"], answer["error"]) == ("failed", "超过 50000 行，请分月导出。")


def test_result_is_handed_to_its_asker_alone(office: Office) -> None:
    made = finished(office.staff["officer"])
    url = reverse("job_file", args=[made.pk])
    client = signed_in(office["officer"])
    assert client.get(reverse("job_status", args=[made.pk])).json()["result_url"] == url
    response = client.get(url)
    assert b"".join(response.streaming_content) == b"%PDF-"
    assert response["Content-Disposition"].startswith("attachment")
    for name in ("registrar", "chief", "auditor", "admin"):
        assert signed_in(office[name]).get(url).status_code == 404
    admin = signed_in(office["admin"]).get(reverse("job_status", args=[made.pk])).json()
    assert admin["result_url"] == ""


def test_result_that_is_not_there_is_not_found(office: Office) -> None:
    client = signed_in(office["officer"])
    waiting, lost = job(office.staff["officer"]), finished(office.staff["officer"])
    lost.file.storage.delete(lost.file.name)
    for one in (waiting, lost):
        assert client.get(reverse("job_file", args=[one.pk])).status_code == 404


def test_queries_do_not_grow_with_rows(office: Office) -> None:
    client = signed_in(office["admin"])
    for _ in range(5):
        job(office.staff["officer"])
    client.get("/jobs/")
    few = queries_of(lambda: client.get("/jobs/"))
    for n in range(45):
        job(list(office.staff.values())[n % 10])
    assert queries_of(lambda: client.get("/jobs/")) == few


def test_keys_are_switched_off_and_on(office: Office) -> None:
    client = signed_in(office["handler"])
    client.post(reverse("shortcuts"))
    assert not office["handler"].shortcuts_enabled
    assert 'data-shortcuts="off"' in client.get("/notices/").content.decode()
    client.post(reverse("shortcuts"))
    assert office["handler"].shortcuts_enabled
    assert client.get(reverse("shortcuts")).status_code == 405


def test_gallery_is_the_administrators(office: Office) -> None:
    assert signed_in(office["admin"]).get(reverse("gallery")).status_code == 200
    assert signed_in(office["handler"]).get(reverse("gallery")).status_code == 403
