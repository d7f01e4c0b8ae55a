"""One PDF for many cases: forms and issued papers, with what was left out and why."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from casework import jobs
from casework.models import Job
from petitions.models import Petition
from petitions.states import Purpose
from tests.casework.printing.samples import needs_pdftotext, pdf_words
from tests.office import Office
from tests.petitions import steps
from tests.petitions.papers.reading import issued
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")


def sent(
    office: Office, kind: str, petitions: list[Petition], who: str = "officer"
) -> tuple[Any, Job | None]:
    """What the page of the batch says when the workers are through, and the job."""
    client = signed_in(office[who])
    response = client.post(reverse("forms_print"), {"paper": kind, "ids": [one.pk for one in petitions]})
    jobs.run_due()
    return words(client.get(response["Location"])), Job.objects.filter(kind="print_forms").first()


@needs_pdftotext
def test_form_of_many_cases_leaves_out_those_without_it(office: Office) -> None:
    given, fresh_one = steps.assigned(office, office.registered()), office.registered()
    page, job = sent(office, "assign", [given, fresh_one])
    assert job is not None
    assert f"{fresh_one.number}：此件还没有交办、转送。" in page
    assert "1 份没有打印" in page
    assert f"编号：{given.number}" in pdf_words(job.file.open("rb").read())
    assert given.events.filter(name="printed", data__paper="交办单").count() == 1
    assert not fresh_one.events.filter(name="printed").exists()


@needs_pdftotext
def test_issued_papers_of_chosen_cases(office: Office) -> None:
    first, second = (steps.assigned(office, office.registered()) for _ in range(2))
    paper = issued(office, first, "assign")
    page, job = sent(office, "issued-assign", [second, first])
    assert job is not None
    assert f"{second.number}：还没有发出。" in page
    assert paper.number in pdf_words(job.file.open("rb").read())
    paper.refresh_from_db()
    assert paper.prints == 1


def test_accusations_are_printed_one_by_one_with_a_reason(office: Office) -> None:
    p = office.registered(purpose=Purpose.ACCUSATION, accused_units=(office.units["ZJJ"],))
    page, job = sent(office, "registration", [p, office.registered()], who="registrar")
    assert job is not None
    assert f"{p.number}：检举控告件须逐件写明查看理由后打印。" in page
    assert job.result["printed"] == 1


def test_cases_out_of_sight_are_not_printed(office: Office) -> None:
    page, job = sent(office, "registration", [office.registered()], who="town_officer")
    assert "请先勾选要打印的件。" in page
    assert job is None


def test_unknown_paper_and_foreign_job_are_refused(office: Office) -> None:
    page, job = sent(office, "poster", [office.registered()])
    assert "请选择要打印的文书。" in page
    assert job is None
    _, job = sent(office, "registration", [office.registered()])
    assert job is not None
    assert signed_in(office["registrar"]).get(reverse("print_job", args=[job.pk])).status_code == 404


def test_nothing_to_print_fails_with_the_reasons(office: Office) -> None:
    p = office.registered()
    page, job = sent(office, "reply", [p])
    assert job is not None
    assert job.state == "failed"
    assert f"{p.number} 此件还没有答复。" in page
