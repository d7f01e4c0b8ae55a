"""文号、冻结、打印次数、撤回: what makes a paper one that can be relied on."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.db import IntegrityError, transaction
from django.test import TestCase

from casework.actions.base import record
from casework.audit import verify_papers
from casework.models import Event, IssuedPaper
from casework.numbering import gaps
from casework.printing.errors import PrintingUnavailable
from casework.refusals import NotYours, Refusal
from petitions.actions import papers
from petitions.actions.archive import scrub
from petitions.models import Petition
from tests.casework.printing.samples import needs_pdftotext, pdf_words
from tests.office import Office
from tests.petitions import steps
from tests.petitions.papers.reading import issued, receipt, says

pytestmark = pytest.mark.usefixtures("monday")


def accepted(office: Office) -> IssuedPaper:
    return issued(office, steps.assigned(office, office.registered()), "accept")


def test_number_has_unit_word_year_and_serial_without_zeros(office: Office) -> None:
    assert [accepted(office).number for _ in range(3)] == [
        "清信受〔2026〕1号",
        "清信受〔2026〕2号",
        "清信受〔2026〕3号",
    ]


def test_every_kind_and_unit_counts_for_itself(office: Office) -> None:
    p = steps.concluded(office, office.registered())
    assert issued(office, p, "accept").number == "清信受〔2026〕1号"
    assert issued(office, p, "assign").number == "清信交〔2026〕1号"
    opinion = issued(office, p, "opinion", by="handler", legal_basis="《物业管理条例》第三十五条。")
    assert opinion.number == "清住建信处〔2026〕1号"


def test_new_year_begins_at_one(office: Office, at: Any) -> None:
    accepted(office)
    with at("2027-01-04"):
        assert accepted(office).number == "清信受〔2027〕1号"


def test_number_goes_back_when_the_paper_fails(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    p = steps.assigned(office, office.registered())

    def unavailable(*args: Any, **kwargs: Any) -> bytes:
        raise PrintingUnavailable("没有排版组件。")

    with monkeypatch.context() as patch:
        patch.setattr("casework.actions.papers.render_paper", unavailable)
        with pytest.raises(Refusal, match="文书没有发出"):
            issued(office, p, "accept")
    assert issued(office, p, "accept").number == "清信受〔2026〕1号"


def test_same_paper_goes_out_once_until_it_is_withdrawn(office: Office) -> None:
    paper = accepted(office)
    with pytest.raises(Refusal, match="已经发出（清信受〔2026〕1号）"):
        papers.issue(paper.case_id, by=office["officer"], kind="accept")
    with pytest.raises(Refusal, match="须写明理由"):
        papers.withdraw(paper.pk, by=office["officer"], reason=" ")
    papers.withdraw(paper.pk, by=office["officer"], reason="承办单位写错")
    again = papers.issue(paper.case_id, by=office["officer"], kind="accept")
    assert again.number == "清信受〔2026〕2号"
    assert gaps(paper.unit_id, "p-accept", 2026) == []


def test_delivered_paper_cannot_be_withdrawn(office: Office) -> None:
    paper = accepted(office)
    papers.deliver(paper.pk, by=office["officer"], receipt=receipt())
    with pytest.raises(Refusal, match="已经送达，不能撤回"):
        papers.withdraw(paper.pk, by=office["officer"], reason="写错")


def test_database_refuses_a_second_valid_one_and_a_withdrawal_without_reason(office: Office) -> None:
    paper = accepted(office)
    paper.pk, paper.sequence, paper.number = None, 9, "清信受〔2026〕9号"
    with pytest.raises(IntegrityError), transaction.atomic():
        paper.save(force_insert=True)
    first = IssuedPaper.objects.get()
    first.withdrawn_at = first.issued_at
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save()


def test_later_changes_of_the_case_leave_the_paper_as_it_went_out(office: Office) -> None:
    paper = accepted(office)
    text, pdf = says(paper), paper.pdf.open("rb").read()
    person = steps.fresh(office.registered()).petitioner
    assert person is not None
    person.name = "改名后"
    person.save()
    paper.refresh_from_db()
    assert says(paper) == text
    assert paper.pdf.open("rb").read() == pdf


def test_tampering_shows(office: Office) -> None:
    paper, other, third = accepted(office), accepted(office), accepted(office)
    assert list(verify_papers()) == []
    IssuedPaper.objects.filter(pk=paper.pk).update(html=paper.html.replace("60日", "90日"))
    with open(other.pdf.path, "ab") as file:
        file.write(b"\n")
    IssuedPaper.objects.filter(pk=third.pk).update(html="另一份", html_sha256="0" * 64)
    found = [fault.what for fault in verify_papers()]
    assert found == [
        "文书 清信受〔2026〕1号 的正文被改动",
        "文书 清信受〔2026〕2号 的 PDF 被改动或丢失",
        "文书 清信受〔2026〕3号 与发文留痕不符",
        "文书 清信受〔2026〕3号 的正文被改动",
    ]


def test_deleted_paper_is_a_gap(office: Office) -> None:
    first, _ = accepted(office), accepted(office)
    IssuedPaper.objects.filter(pk=first.pk).delete()
    assert gaps(first.unit_id, "p-accept", 2026) == [1]


@needs_pdftotext
def test_stored_pdf_says_what_the_page_says(office: Office) -> None:
    paper = accepted(office)
    text = pdf_words(paper.pdf.open("rb").read())
    assert text == says(paper)
    with pikepdf.open(io.BytesIO(paper.pdf.open("rb").read())) as pdf:
        assert len(pdf.pages) == paper.pages == 1


def test_event_names_number_and_hashes(office: Office) -> None:
    paper = accepted(office)
    event = Event.objects.get(name="paper_issued")
    assert event.data == {
        "paper": "信访事项受理告知书",
        "number": "清信受〔2026〕1号",
        "recipient": "信访人",
        "text_sha256": paper.html_sha256,
        "pdf_sha256": paper.pdf_sha256,
    }


def test_other_units_do_not_issue(office: Office) -> None:
    p = steps.assigned(office, office.registered())
    with pytest.raises(NotYours, match="由登记单位办公室发出"):
        papers.issue(p.pk, by=office["handler"], kind="assign")
    with pytest.raises(NotYours):
        papers.issue(p.pk, by=office["deputy"], kind="accept")


def test_disposal_empties_papers_and_the_proof_still_holds(office: Office) -> None:
    paper = accepted(office)
    petition = steps.fresh(Petition.objects.visible_to(office["officer"]).get(pk=paper.case_id))
    path = Path(paper.pdf.path)
    with TestCase.captureOnCommitCallbacks(execute=True):
        scrub(petition)
    record(petition, "disposed", by=office["officer"], reference="Z1-WS")
    paper.refresh_from_db()
    assert "张某甲" not in paper.html + paper.recipient
    assert not path.exists()
    assert list(verify_papers()) == []
    told = " ".join(str(one.data) for one in paper.case.events.all())
    assert "张某甲" not in told
