"""Papers that decide: 信访处理意见书 and, where they exist, what follows it."""

from __future__ import annotations

from typing import Any

from petitions.models import Petition, Report
from petitions.organs import handling_organ
from petitions.papers.base import Ask, Formal, Given, by_handling_organ, contact_of, superior_of
from petitions.papers.sending import after_signing, closing_signature
from petitions.states import Conclusion, Purpose

# 条例第三十二条 knows three results.
RESULTS: dict[str, str] = {
    Conclusion.SUPPORT: "请求事实清楚，符合法律、法规、规章或者其他有关规定，予以支持",
    Conclusion.PARTLY: "请求中符合有关规定的部分，予以支持；其余部分不予支持",
    Conclusion.REFUSE: "请求缺乏事实根据或者不符合法律、法规、规章或者其他有关规定，不予支持",
    Conclusion.EXPLAIN: "请求事由合理但缺乏法律依据，对信访人做好解释工作",
    Conclusion.GUIDE: "请求应当通过其他法定途径解决，已作引导",
}


def _report(petition: Petition) -> Report | None:
    return petition.reports.select_related("made_by").last()


def _opinion_due(petition: Petition, report: Report) -> str:
    if petition.purpose != Purpose.CLAIM:
        return "只有申诉求决事项作出信访处理意见书，其他事项用答复意见书。"
    if not petition.on_petition_track:
        return f"此件走法定途径（{petition.get_legal_route_display()}），不作出信访处理意见书。"
    return after_signing(petition, report)


def _opinion(petition: Petition, report: Report, given: Given) -> dict[str, Any]:
    return {
        "report": report,
        "request": given["request"],
        "legal_basis": given["legal_basis"],
        "result": RESULTS[report.conclusion],
        "review_organ": superior_of(handling_organ(petition)),
        "contact": contact_of(petition),
    }


KINDS: tuple[Formal, ...] = (
    Formal(
        kind="opinion",
        code="D10",
        label="信访处理意见书",
        word="处",
        about=_report,
        not_yet="此件还没有调查处理报告。",
        missing=_opinion_due,
        context=_opinion,
        unit=by_handling_organ,
        signed=closing_signature,
        asks=(
            Ask("request", "信访人的诉求", first=lambda petition, report: petition.text.body[:500], rows=5),
            Ask(
                "legal_basis",
                "法律、政策依据",
                first=lambda petition, report: report.basis,
                help="写明名称和条款。",
            ),
        ),
        to_petitioner=True,
        starts=lambda report: True,
    ),
)
