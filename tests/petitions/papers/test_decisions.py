"""What the papers that decide must say: 延期告知书, 信访处理意见书, 办结报告, and which law they cite."""

from __future__ import annotations

from datetime import date

import pytest

from casework.refusals import Refusal
from petitions.actions import handle, papers
from petitions.states import Channel, Conclusion, LegalRoute
from tests.office import Office
from tests.petitions import steps
from tests.petitions.papers.reading import issued, says
from tests.petitions.steps import fresh

pytestmark = pytest.mark.usefixtures("monday")
NEVER = ("诉讼", "起诉", "行政复议")
BASIS = "《物业管理条例》第三十五条。"


def test_extension_says_reason_new_date_and_approver(office: Office) -> None:
    p = steps.handling(office, office.registered())
    with pytest.raises(Refusal, match="没有经批准延长"):
        papers.issue(p.pk, by=office["handler"], kind="extend")
    handle.extend_statutory(p.pk, by=office["deputy"], days=30, reason="须等鉴定结论。")
    paper = issued(office, fresh(p), "extend", by="handler")
    text = says(paper)
    assert "理由是：须等鉴定结论。" in text
    assert "《信访工作条例》第三十四条" in text
    assert "延长至2026年6月1日" in text
    assert "钱某乙批准" in text
    assert paper.signed_by == office["deputy"]


@pytest.mark.parametrize(
    ("conclusion", "words"),
    [(Conclusion.SUPPORT, "予以支持"), (Conclusion.EXPLAIN, "做好解释工作"), (Conclusion.REFUSE, "不予支持")],
)
def test_opinion_says_request_facts_opinion_basis_and_review(
    office: Office, conclusion: str, words: str
) -> None:
    p = steps.concluded(
        office, office.registered(), conclusion=conclusion, basis=BASIS, other_route="可向物业主管部门反映。"
    )
    paper = issued(office, p, "opinion", by="handler")
    text = says(paper)
    for part in (
        "一、信访人的诉求小区电梯坏了两个月",
        "二、查明的事实和理由电梯主板损坏",
        "责成物业十日内修复",
        BASIS,
        "依照《信访工作条例》第三十二条",
        "自收到本意见书之日起30日内，向清禾县人民政府书面请求复查（《信访工作条例》第三十五条）",
        words,
    ):
        assert part in text
    assert not any(part in text for part in NEVER)
    assert paper.signed_by is not None
    assert paper.unit == office.units["ZJJ"]


def test_opinion_waits_for_the_signatures_and_for_its_basis(office: Office) -> None:
    p = steps.reported(office, office.registered())
    with pytest.raises(Refusal, match="还没有审签完毕"):
        issued(office, p, "opinion", by="handler", legal_basis=BASIS)
    with pytest.raises(Refusal, match="请填写法律、政策依据"):
        issued(office, steps.concluded(office, office.registered()), "opinion", by="handler")


def test_report_to_the_superior_says_how_result_view_and_enclosures(office: Office) -> None:
    details = {"upper_source": "样市信访局", "upper_number": "样信交〔2026〕7号"}
    p = office.registered(channel=Channel.SUPERIOR, details=details)
    p = steps.concluded(office, p, quality_remark="已核。")
    text = says(issued(office, p, "finish", view="信访人表示认可。", enclosed="答复意见1份"))
    for words in (
        "样市信访局：",
        "样信交〔2026〕7号交办的",
        "现场查看，电梯停运",
        "责成物业十日内修复",
        "信访人表示认可",
        "附件：答复意见1份",
    ):
        assert words in text


def test_matter_on_another_track_gets_no_opinion_and_no_sixty_days(office: Office) -> None:
    details = {"legal_route": LegalRoute.ADMINISTRATIVE}
    p = steps.assigned(office, office.registered(details=details))
    assert "60日" not in says(issued(office, p, "accept"))
    done = steps.concluded(office, office.registered(details=details))
    with pytest.raises(Refusal, match="走法定途径"):
        issued(office, done, "opinion", by="handler", legal_basis=BASIS)


def test_papers_of_older_matters_cite_the_regulation_of_their_time(office: Office) -> None:
    p = steps.concluded(office, office.registered(received_on=date(2022, 4, 30)), basis=BASIS)
    assert "（《信访条例》第二十二条）" in says(issued(office, p, "accept"))
    assert "（《信访条例》第三十四条）" in says(issued(office, p, "opinion", by="handler"))
    new = steps.assigned(office, office.registered(received_on=date(2022, 5, 1)))
    assert "（《信访工作条例》第二十三条）" in says(issued(office, new, "accept"))
