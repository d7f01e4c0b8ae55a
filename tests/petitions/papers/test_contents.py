"""What each paper must say (信访工作条例; law.md §2), and what none of them may say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.refusals import Refusal
from petitions.actions import arrivals, papers, route
from petitions.models import Petition
from petitions.papers import FORMAL
from petitions.query_codes import query_code
from petitions.states import Purpose
from tests.office import Office
from tests.petitions import steps
from tests.petitions.papers.reading import issued, says
from tests.petitions.scenarios.outcomes import ground
from tests.petitions.steps import fresh
from tests.petitions.views.reading import signed_in
from tests.petitions.views.reading import words as words_of

pytestmark = pytest.mark.usefixtures("monday")
NEVER = ("诉讼", "起诉", "行政复议")
BASIS = "《物业管理条例》第三十五条。"


def transferred(office: Office, **changes: Any) -> Petition:
    p = steps.presented(office, office.registered(**changes))
    assert p.signer is not None
    route.annotate(p.pk, by=p.signer, version=p.version, opinion="请按程序办理。")
    p = fresh(p)
    route.transfer(
        p.pk,
        by=office["officer"],
        version=p.version,
        unit=office.units["RSJ"],
        reason="请按规定办理。",
        told_petitioner="电话告知",
    )
    return fresh(p)


def guided(office: Office, **changes: Any) -> Petition:
    p = office.registered(details={"jurisdiction": "out"})
    values = {
        "ground": ground("R6"),
        "organ": "清禾县人民法院",
        "explanation": "持身份证明到立案窗口提出。",
        "bring": "身份证明",
        **changes,
    }
    route.guide(p.pk, by=office["registrar"], version=p.version, **values)
    return fresh(p)


@pytest.mark.rule("S09-07")
def test_slip_says_where_to_go_and_what_the_office_did_to_help(office: Office) -> None:
    given = {"address": "样城大道8号", "phone": "0000-7000012", "contacted": "3月2日已电话联系立案庭"}
    p = guided(office, **given)
    paper = words_of(signed_in(office["registrar"]).get(f"/petitions/{p.pk}/paper/guidance/"))
    for text in ("清禾县人民法院", "地址：样城大道8号", "电话：0000-7000012", "需带材料：身份证明"):
        assert text in paper
    assert "我们已代为联系：3月2日已电话联系立案庭" in paper
    assert "持身份证明到立案窗口提出。" in paper
    assert p.events.get(name="guided").data["organ"] == "清禾县人民法院"


def test_acceptance_says_receipt_road_organ_limit_code_and_contact(office: Office) -> None:
    p = steps.assigned(office, office.registered())
    text = says(issued(office, p, "accept"))
    for words in (
        "您于2026年3月2日提出的信访事项（编号：清信访〔2026〕1号）已收悉，予以受理",
        "办理机关：清禾县住房和城乡建设局",
        "程序：办理机关调查核实后依法作出处理，书面答复您",
        "自受理之日起60日内办结，即2026年5月6日前",
        query_code(p),
        "联系人：周某戊",
        "《信访工作条例》第二十三条",
        "个人信息仅用于办理本事项",
        "不收费",
    ):
        assert words in text
    assert not any(words in text for words in NEVER)


@pytest.mark.parametrize("purpose", [Purpose.SUGGESTION, Purpose.ENQUIRY])
def test_sixty_days_stand_only_where_the_law_sets_them(office: Office, purpose: str) -> None:
    p = steps.assigned(office, office.registered(purpose=purpose))
    text = says(issued(office, p, "accept"))
    assert "60日" not in text
    assert "按照处理该类事项的有关规定及时办理" in text


def test_query_code_is_its_own_for_each_matter_and_easy_to_read(office: Office) -> None:
    codes = {query_code(office.registered()) for _ in range(20)}
    assert len(codes) == 20
    assert not set("".join(codes)) & set("01OIL")


def test_acceptance_waits_for_a_handling_organ_and_a_way_to_tell(office: Office) -> None:
    p = office.registered()
    with pytest.raises(Refusal, match="交办后才能发"):
        papers.issue(p.pk, by=office["officer"], kind="accept")
    nobody = steps.assigned(office, office.registered(person=None, is_anonymous=True))
    with pytest.raises(Refusal, match="不能送达"):
        papers.issue(nobody.pk, by=office["officer"], kind="accept")


@pytest.mark.parametrize(
    ("remedy", "words"),
    [
        ("reconsideration", "六十日内提出（《行政复议法》第二十条）"),
        ("administrative", "六个月内提出（《行政诉讼法》第四十六条）"),
        ("civil", "一般为三年（《民法典》第一百八十八条）"),
        ("labour", "一般为一年（《劳动争议调解仲裁法》第二十七条）"),
    ],
)
def test_guidance_names_organ_way_limit_and_legal_aid(office: Office, remedy: str, words: str) -> None:
    text = says(issued(office, guided(office), "guide", by="registrar", remedy=remedy))
    assert "有权处理的机关：清禾县人民法院" in text
    assert "持身份证明到立案窗口提出" in text
    assert words in text
    assert "法律援助" in text
    assert "《信访工作条例》第二十三条" in text


def test_guidance_to_another_organ_promises_no_remedy(office: Office) -> None:
    text = says(issued(office, guided(office, organ="清禾县民政局"), "guide", by="registrar"))
    assert "不属于本机关职权范围" in text
    assert not any(words in text for words in (*NEVER, "法律援助"))


def test_transfer_says_receiver_matter_basis_and_enclosures(office: Office) -> None:
    text = says(issued(office, transferred(office), "transfer"))
    for words in (
        "清禾县人力资源和社会保障局：",
        "小区电梯坏了",
        "依照《信访工作条例》第二十二条",
        "15日内书面告知信访人",
        "5个工作日内提出异议",
        "附件：信访材料（登记表）1份",
    ):
        assert words in text
    assert "办结报告" not in text


def test_assignment_adds_deadline_and_report(office: Office) -> None:
    p = steps.assigned(office, office.registered(), due_on=date(2026, 3, 20))
    text = says(issued(office, p, "assign", enclosed="登记表1份\n照片2张"))
    assert "于2026年3月20日前办结，并书面报送办结报告" in text
    assert "附件：1．登记表1份2．照片2张" in text
    assert "依照《信访工作条例》第二十二条" in text


@pytest.mark.rule("S09-15")
def test_accusation_goes_sealed_and_says_nothing(office: Office) -> None:
    p = office.registered(purpose=Purpose.ACCUSATION, accused_units=(office.units["ZJJ"],))
    route.present(p.pk, by=office["registrar"], version=p.version)
    p = fresh(p)
    assert p.signer is not None
    route.annotate(p.pk, by=p.signer, version=p.version, opinion="请移送。")
    p = fresh(p)
    unit = office.units["XJW"]
    route.transfer(
        p.pk,
        by=office["officer"],
        version=p.version,
        unit=unit,
        reason="按权限办理。",
        told_petitioner="电话告知",
    )
    p = fresh(p)
    with pytest.raises(Refusal, match="密封移送"):
        papers.issue(p.pk, by=office["officer"], kind="transfer")
    text = says(issued(office, p, "accusation"))
    assert "检举控告材料1件（编号：清信控〔2026〕1号）密封移送" in text
    assert "第二十二条、第三十条" in text
    for words in ("张某甲", "电梯", "住房和城乡建设局", "按权限办理"):
        assert words not in text


def test_accusation_paper_is_refused_for_other_matters(office: Office) -> None:
    with pytest.raises(Refusal, match="不是检举控告"):
        papers.issue(transferred(office).pk, by=office["officer"], kind="accusation")


def test_objection_says_why_and_who_is_competent(office: Office) -> None:
    p = transferred(office)
    arrivals.raise_objection(
        p.pk,
        by=office["other_head"],
        version=p.version,
        reasons="房屋维修资金不属人社职责。",
        competent="清禾县住房和城乡建设局",
    )
    paper = issued(office, fresh(p), "object", by="other_head")
    text = says(paper)
    for words in (
        "清禾县信访局：",
        "房屋维修资金不属人社职责。",
        "有权处理的机关、单位：清禾县住房和城乡建设局",
        "《信访工作条例》第二十三条",
        "联系人：马某午",
    ):
        assert words in text
    assert paper.number == "清人社信异〔2026〕1号"


def test_every_kind_has_a_word_and_a_code_of_its_own() -> None:
    words = [one.word for one in FORMAL.values()]
    assert len(set(words)) == len(words)
    assert len({one.code for one in FORMAL.values()}) == len(words)
    assert all(len(one.kind) <= 14 for one in FORMAL.values())
