"""督办函 and the three suggestions: ground, requirement, date, and that the unit must say whether it adopts them."""

from __future__ import annotations

from datetime import date

import pytest

from casework.refusals import NotYours, Refusal
from petitions.actions import papers
from petitions.models import Petition, Supervision
from tests.office import Office
from tests.petitions import steps
from tests.petitions.papers.reading import issued, says

pytestmark = pytest.mark.usefixtures("monday")


def supervised(office: Office, **suggestions: str) -> Petition:
    p = steps.handling(office, office.registered())
    from django.utils import timezone

    Supervision.objects.create(
        petition=p,
        unit=office.units["ZJJ"],
        reason="overdue",
        requirement="三日内到现场核实。",
        reply_by=date(2026, 4, 1),
        issued_by=office["supervisor"],
        issued_at=timezone.now(),
        **suggestions,
    )
    return steps.fresh(p)


def test_letter_says_ground_requirement_date_and_basis(office: Office) -> None:
    paper = issued(office, supervised(office), "supervise", by="supervisor")
    text = says(paper)
    for words in (
        "清禾县住房和城乡建设局：",
        "存在以下情形：超期未办结",
        "《信访工作条例》第四十条",
        "三日内到现场核实。",
        "请于2026年4月1日前书面答复",
        "是否采纳",
    ):
        assert words in text
    assert paper.number == "清信督〔2026〕1号"


@pytest.mark.parametrize(
    ("kind", "field", "number"),
    [
        ("improve", "improve_work", "清信改〔2026〕1号"),
        ("policy", "improve_policy", "清信策〔2026〕1号"),
        ("account", "accountability", "清信责〔2026〕1号"),
    ],
)
def test_each_suggestion_is_a_paper_of_its_own(office: Office, kind: str, field: str, number: str) -> None:
    p = supervised(office, **{field: "建议逐梯建立维保台账。"})
    paper = issued(office, p, kind, by="supervisor")
    assert paper.number == number
    text = says(paper)
    assert "建议逐梯建立维保台账。" in text
    assert "书面反馈是否采纳，未采纳或者部分采纳的说明理由" in text
    assert "电梯坏了" not in text


def test_suggestion_that_was_not_made_cannot_go_out(office: Office) -> None:
    with pytest.raises(Refusal, match="没有提出这项建议"):
        papers.issue(supervised(office).pk, by=office["supervisor"], kind="improve")


def test_supervised_unit_does_not_issue_it_itself(office: Office) -> None:
    with pytest.raises(NotYours, match="督查员或登记单位"):
        papers.issue(supervised(office).pk, by=office["handler"], kind="supervise")
