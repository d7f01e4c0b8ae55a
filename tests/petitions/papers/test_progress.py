"""办理情况告知书: what takes longer is explained to the petitioner, once for each delay, and never as a promise of a result."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from casework.refusals import Refusal
from petitions.actions import handle, instructions, papers
from petitions.models import Petition
from petitions.papers.queries import to_deliver
from tests.office import Office
from tests.petitions import steps
from tests.petitions.papers.reading import issued, receipt, says
from tests.petitions.steps import fresh
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")
WORDS = {"progress": "已联系厂家。", "reason": "配件未到。", "plan": "到货后三日内安装。"}


def delayed(office: Office) -> Petition:
    """The handler has said that it will be late."""
    p = steps.handling(office, office.registered())
    given = {"reason": "配件未到。", "progress": "已联系厂家。", "asks_until": date(2026, 3, 16)}
    handle.interim_report(p.pk, by=office["handler"], **given)
    return fresh(p)


def button(office: Office, p: Petition, by: str = "handler") -> bool:
    page = words(signed_in(office[by]).get(reverse("petition_detail", args=[p.pk])))
    return "发办理情况告知书" in page or "办理情况告知书登记送达" in page


@pytest.mark.rule("S18-03", "S09-04")
def test_reported_delay_is_told_to_the_petitioner_in_writing(office: Office) -> None:
    p = delayed(office)
    assert button(office, p)
    paper = issued(office, p, "progress", by="handler")
    text = says(paper)
    for part in ("张某甲：", "已联系厂家。", "配件未到。", "预计2026年3月16日前办结。", "另行书面答复您"):
        assert part in text
    assert (paper.number, paper.to_petitioner) == ("清住建信况〔2026〕1号", True)
    assert list(to_deliver(office["handler"])) == [paper]
    papers.deliver(paper.pk, by=office["handler"], receipt=receipt())
    assert not button(office, p)


@pytest.mark.rule("S18-03")
def test_what_is_neither_late_nor_extended_needs_no_such_paper(office: Office) -> None:
    p = steps.handling(office, office.registered())
    assert not button(office, p)
    with pytest.raises(Refusal, match="没有超期"):
        papers.issue(p.pk, by=office["handler"], kind="progress", given=WORDS)


@pytest.mark.rule("S18-03", "S09-04")
def test_late_case_is_explained_though_the_handler_reported_nothing(office: Office, at: Any) -> None:
    p = steps.handling(office, office.registered())
    with at("2026-06-15"):
        assert button(office, p)
        text = says(issued(office, p, "progress", by="handler", **WORDS))
        assert "到货后三日内安装。" in text
        assert "法定办理期限已于2026年5月6日届满" in text
        with pytest.raises(Refusal, match="已经发出"):
            papers.issue(p.pk, by=office["handler"], kind="progress", given=WORDS)


@pytest.mark.parametrize("name", list(WORDS))
def test_each_part_is_asked_for_beside_its_field(office: Office, name: str) -> None:
    p = delayed(office)
    with pytest.raises(Refusal) as refused:
        papers.issue(p.pk, by=office["handler"], kind="progress", given={**WORDS, name: " "})
    assert refused.value.field == name


def test_question_put_to_those_above_is_a_delay_as_well(office: Office) -> None:
    p = steps.handling(office, office.registered())
    instructions.ask_instruction(
        p.pk, by=office["handler"], version=p.version, organ="县政府", question="政策是否适用？"
    )
    assert says(issued(office, fresh(p), "progress", by="handler", **WORDS))


def test_result_that_is_signed_needs_no_excuse(office: Office) -> None:
    p = delayed(office)
    done = handle.investigate(p.pk, by=office["handler"], done_on=steps.DAY, findings="停运。")
    handle.sign_investigation(done.pk, by=office["bureau_head"])
    handle.report(p.pk, by=office["handler"], version=fresh(p).version, **steps.REPORT)
    while (p := fresh(p)).signer is not None:
        handle.sign_closing(p.pk, by=p.signer, version=p.version, opinion="同意。")
    assert not button(office, p)
