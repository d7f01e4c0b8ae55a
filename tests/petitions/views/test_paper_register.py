"""文号登记册: the numbers of a unit in order, many papers as one PDF, and the stubs."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from django.db.models import QuerySet
from django.urls import reverse

from casework import jobs
from casework.models import IssuedPaper, Job
from petitions.models import Petition
from tests.casework.printing.samples import needs_pdftotext, pdf_words
from tests.office import Office
from tests.petitions import steps
from tests.petitions.papers.reading import issued
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")


def acceptance(office: Office) -> IssuedPaper:
    return issued(office, steps.assigned(office, office.registered()), "accept")


def at(name: str, *args: Any) -> str:
    return reverse(name, args=args)


def printing() -> QuerySet[Job]:
    """The jobs that print: PostgreSQL's search queues one of its own."""
    return Job.objects.exclude(kind="index_cases")


def test_register_lists_numbers_in_order_and_hides_what_is_out_of_sight(office: Office) -> None:
    papers_ = [acceptance(office) for _ in range(2)]
    client = signed_in(office["registrar"])
    page = words(client.get(at("paper_register")))
    assert page.index(papers_[0].number) < page.index(papers_[1].number)
    town = signed_in(office["town_officer"]).get(at("paper_register"), {"unit": office.units["XF"].pk})
    assert town.status_code == 422
    assert papers_[0].number not in words(town)
    assert signed_in(office["admin"]).get(at("paper_register")).status_code == 403


@needs_pdftotext
def test_batch_prints_ticked_papers_and_names_those_left_out(office: Office) -> None:
    from petitions.actions import papers

    good, gone, damaged = (acceptance(office) for _ in range(3))
    papers.withdraw(gone.pk, by=office["registrar"], reason="写错")
    with open(damaged.pdf.path, "ab") as file:
        file.write(b"x")
    client = signed_in(office["registrar"])
    unit = office.units["XF"].pk
    sent = {"ids": [good.pk, gone.pk, damaged.pk], "query": f"unit={unit}&year=2026"}
    back = client.post(at("papers_print"), sent)["Location"]
    jobs.run_due()
    job = printing().get()
    assert job.state == "done"
    assert job.result["printed"] == 1
    page = words(client.get(back.partition("#")[0]))
    assert f"{gone.number}：已撤回：写错" in page
    assert f"{damaged.number}：存档的 PDF 丢失或被改动" in page
    with pikepdf.open(io.BytesIO(job.file.open("rb").read())) as pdf:
        assert len(pdf.pages) == 2  # one page, and the back of its sheet
    good.refresh_from_db()
    assert good.prints == 1


@needs_pdftotext
def test_register_prints_as_stubs(office: Office) -> None:
    paper = acceptance(office)
    client = signed_in(office["registrar"])
    query = f"unit={office.units['XF'].pk}&year=2026&kind=accept"
    client.post(at("papers_print"), {"register": "1", "query": query})
    jobs.run_due()
    text = pdf_words(printing().get().file.open("rb").read())
    for part in ("信访事项受理告知书文号登记册（存根）", paper.number, "张某甲", "待送达", "共1个文号"):
        assert part in text


def test_nothing_ticked_and_too_many_are_refused(office: Office) -> None:
    acceptance(office)
    client = signed_in(office["registrar"])
    query = f"unit={office.units['XF'].pk}&year=2026"
    client.post(at("papers_print"), {"query": query})
    client.post(at("papers_print"), {"query": query, "ids": [str(n) for n in range(1, 302)]})
    said = [str(one) for one in client.get(at("desk")).context["messages"]]
    assert said == ["请先勾选要打印的文书。", "一次最多打印 300 份，请缩小范围。"]
    assert not printing().exists()
    assert Petition.objects.visible_to(office["registrar"]).count() == 1
