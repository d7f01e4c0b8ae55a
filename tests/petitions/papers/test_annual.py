"""年度报告 (条例第四十一条): four parts, a number of its own, frozen when it is issued, in the register beside the others."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils.html import strip_tags

from casework.audit import verify_papers
from casework.models import IssuedPaper
from casework.models.paper import digest
from casework.numbering import gaps
from casework.printing.errors import PrintingUnavailable
from casework.refusals import Refusal
from petitions.actions import analyses, papers
from petitions.analysis_papers import as_pdf
from petitions.models import Analysis, PaperState
from petitions.papers.queries import Stub, registered_papers, stubs
from tests.office import Office
from tests.petitions import steps
from tests.petitions.papers.reading import issued
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")
TEXTS = {
    "leadership": "县委常委会两次听取汇报。",
    "work": "全部按期办结。",
    "data": "比上年减少。",
    "problems": "转办信息不通，下年改进。",
}


def signed(office: Office) -> Analysis:
    """Of 2025, with its words, signed by who the policy names."""
    made = analyses.make_analysis(
        by=office["officer"], unit=office.units["XF"], kind="annual", day=date(2025, 12, 31)
    )
    analyses.write_analysis(made.pk, by=office["officer"], seen=made.version, texts=TEXTS)
    signer = next(
        one for one in ("chief", "office_head", "deputy") if analyses.may_sign(_now(made), office[one])
    )
    return analyses.sign_analysis(made.pk, by=office[signer], decision="agree")


def _now(analysis: Analysis) -> Analysis:
    return Analysis.objects.get(pk=analysis.pk)


def sent(office: Office) -> IssuedPaper:
    made = signed(office)
    analyses.issue_analysis(made.pk, by=office["officer"], people=[office["chief"]])
    return IssuedPaper.objects.get(kind="annual")


@pytest.mark.rule("S08-01")
def test_report_holds_its_four_parts_and_its_number(office: Office) -> None:
    paper = sent(office)
    text = re.sub(r"\s+", "", strip_tags(paper.html))
    for part in (
        "清信报〔2026〕1号",
        "清禾县信访局2025年度信访工作报告",
        "一、领导重视",
        "二、工作到位",
        "三、数据",
        "四、问题与打算",
        "信访总量0件（批）次",
        "检举控告",
        "采纳0件",
        *TEXTS.values(),
    ):
        assert part in text
    assert (paper.recipient, paper.case, paper.unit) == ("清禾县人民政府", None, office.units["XF"])
    assert paper.signed_by is not None


def test_what_was_issued_stays_as_it_went_out(office: Office) -> None:
    paper = sent(office)
    Analysis.objects.update(texts={})
    made = Analysis.objects.get()
    assert digest(as_pdf(made)) == paper.pdf_sha256
    assert list(verify_papers()) == []
    IssuedPaper.objects.update(html="另一份")
    assert [one.what for one in verify_papers()] == ["文书 清信报〔2026〕1号 的正文被改动"]


def test_without_a_press_nothing_is_issued(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def unavailable(*args: Any, **kwargs: Any) -> bytes:
        raise PrintingUnavailable("没有排版组件。")

    made = signed(office)
    monkeypatch.setattr("casework.actions.papers.render_paper", unavailable)
    with pytest.raises(Refusal, match="文书没有发出"):
        analyses.issue_analysis(made.pk, by=office["officer"], people=[office["chief"]])
    assert _now(made).state == PaperState.SIGNED
    assert not IssuedPaper.objects.exists()


def test_it_stands_in_the_register_of_numbers(office: Office) -> None:
    paper = sent(office)
    other = issued(office, steps.assigned(office, office.registered()), "accept")
    wanted = Stub(unit_id=paper.unit_id, year=2026)
    assert list(stubs(office["officer"], wanted)) == [other, paper]
    assert gaps(paper.unit_id, "p-annual", 2026) == []
    page = signed_in(office["officer"]).get(f"/papers/register/?unit={paper.unit_id}&year=2026")
    assert "清信报〔2026〕1号" in words(page)
    assert not registered_papers(office["town_head"]).exists()


def test_it_is_printed_again_with_its_count(office: Office) -> None:
    paper = sent(office)
    assert papers.count_print(paper.pk, by=office["officer"])[1] == 1
    assert papers.count_print(paper.pk, by=office["officer"])[1] == 2


def test_database_refuses_a_paper_of_nothing(office: Office) -> None:
    sent(office)
    for values in ({"subject": ""}, {"to_petitioner": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            IssuedPaper.objects.update(**values)
