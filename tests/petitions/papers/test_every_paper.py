"""Every document that the law asks for (D1–D19): it can be made, and holds each thing that it must hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from casework.models import IssuedPaper
from petitions.actions import arrivals, handle, route, supervision
from petitions.actions.register import Person
from petitions.documents import PAPERS
from petitions.models import Petition
from petitions.papers import FORMAL
from petitions.states import Purpose
from tests.office import Office
from tests.petitions import steps
from tests.petitions.papers import test_annual, test_declining, test_progress, test_reviewing
from tests.petitions.papers.reading import deliver_paper, issued, says
from tests.petitions.papers.test_contents import guided, transferred
from tests.petitions.papers.test_hearing import called, held, settled
from tests.petitions.scenarios.outcomes import declined, in_review, signed
from tests.petitions.steps import fresh
from tests.petitions.views.reading import signed_in

pytestmark = pytest.mark.usefixtures("monday")
BASIS = "《物业管理条例》第三十五条。"
ARTICLE = "《信访工作条例》"


def page(office: Office, url: str, by: str = "officer") -> str:
    answer = signed_in(office[by]).get(url)
    assert answer.status_code == 200
    return re.sub(r"\s+", "", strip_tags(answer.content.decode()))


def paper_of(make: Callable[[Office], Petition], kind: str, by: str = "officer", **given: str) -> Any:
    return lambda office: says(issued(office, make(office), kind, by=by, **given))


def registration(office: Office) -> str:
    person = Person(
        name="张某甲", phone="12000000001", address="样城街道甲社区3号", id_number="11010119900307109X"
    )
    joint = (("李某乙", "12000000002", True),)
    p = office.registered(person=person, head_count=6, joint=joint)
    return page(office, reverse("petition_paper", args=[p.pk, "registration"]))


def assigned(office: Office) -> Petition:
    return steps.assigned(office, office.registered(), due_on=date(2026, 3, 20))


def objected(office: Office) -> Petition:
    p = transferred(office)
    why = {"reasons": "不属人社职责。", "competent": "清禾县住房和城乡建设局"}
    arrivals.raise_objection(p.pk, by=office["other_head"], version=p.version, **why)
    return fresh(p)


def extended(office: Office) -> Petition:
    p = steps.handling(office, office.registered())
    handle.extend_statutory(p.pk, by=office["deputy"], days=30, reason="须等鉴定结论。")
    return fresh(p)


def concluded(office: Office) -> Petition:
    return steps.concluded(office, office.registered(), basis=BASIS)


def heard(office: Office) -> Petition:
    p = in_review(office)
    held(office, p)
    return p


def called_in(office: Office) -> Petition:
    p = in_review(office)
    called(office, p)
    return p


def application(office: Office) -> str:
    return page(office, reverse("petition_paper", args=[in_review(office).pk, "application"]))


def supervised(office: Office) -> Petition:
    p = steps.handling(office, office.registered())
    words = {
        "improve_work": "按月检查。",
        "improve_policy": "修订维修基金办法。",
        "accountability": "通报批评。",
    }
    given = {
        "unit": office.units["ZJJ"],
        "reason": "overdue",
        "requirement": "三日内核实。",
        "reply_by": date(2026, 4, 1),
    }
    supervision.supervise(p.pk, by=office["supervisor"], **given, **words)
    return fresh(p)


def accused(office: Office) -> Petition:
    p = office.registered(purpose=Purpose.ACCUSATION, accused_units=(office.units["ZJJ"],))
    route.present(p.pk, by=office["registrar"], version=p.version)
    p = fresh(p)
    assert p.signer is not None
    route.annotate(p.pk, by=p.signer, version=p.version, opinion="请移送。")
    way = {"unit": office.units["XJW"], "reason": "按权限办理。", "told_petitioner": "电话告知"}
    route.transfer(p.pk, by=office["officer"], version=fresh(p).version, **way)
    return fresh(p)


def receipt_of(office: Office) -> str:
    paper = deliver_paper(office, assigned(office), "accept")
    return page(office, reverse("paper_receipt", args=[paper.pk]))


def annual(office: Office) -> str:
    return re.sub(r"\s+", "", strip_tags(test_annual.sent(office).html))


MUST: dict[str, tuple[Callable[[Office], str], tuple[str, ...]]] = {
    "D1 登记表": (registration, ("清信访〔2026〕1号", "来源来信", "2026年3月2日", "张某甲", "11010119900307109X", "12000000001",
        "样城街道甲社区3号", "6人", "李某乙（代表）", "诉求、事实和理由", "小区电梯坏了", "此前来信来访首次")),
    "D2 受理告知书": (paper_of(assigned, "accept"), ("已收悉", "办理机关：清禾县住房和城乡建设局", "程序：", "60日内", "查询码", "联系人：周某戊")),
    "D3 不予受理告知书": (paper_of(declined, "refuse"), ("情形和依据：", f"{ARTICLE}第十九条", "机关、单位：县住建局", "查询码")),
    "D4 不再受理告知书": (paper_of(test_declining.ended, "end"), ("样政复核〔2026〕3号", "2026年3月2日", f"{ARTICLE}第三十六条", "有新的事实和理由的")),
    "D5 告知引导书": (paper_of(guided, "guide", by="registrar", remedy="civil"), ("机关：清禾县人民法院", "途径和程序：", "期限：", "法律援助")),
    "D6 转送函": (paper_of(transferred, "transfer"), ("清禾县人力资源和社会保障局：", "小区电梯坏了", f"{ARTICLE}第二十二条", "附件：")),
    "D7 交办函": (paper_of(assigned, "assign"), ("2026年3月20日前办结", "办结报告", f"{ARTICLE}第二十二条", "附件：")),
    "D8 异议退回函": (paper_of(objected, "object", by="other_head"), ("理由：不属人社职责。", "机关、单位：清禾县住房和城乡建设局")),
    "D9 延期告知书": (paper_of(extended, "extend", by="handler"), ("须等鉴定结论。", "2026年6月1日", "钱某乙批准")),
    "D9 办理情况告知书": (paper_of(test_progress.delayed, "progress", by="handler"), ("目前进展：已联系厂家。", "尚未办结的原因：配件未到。", "预计2026年3月16日前办结。", "2026年5月6日", "不是处理意见", "联系人：周某戊")),
    "D10 处理意见书": (paper_of(concluded, "opinion", by="handler"), ("信访人的诉求", "查明的事实和理由", "予以支持", BASIS, "30日内，向清禾县人民政府书面请求复查", "清禾县住房和城乡建设局2026年3月2日")),
    "D11 调解协议书": (paper_of(partial(settled, kind="mediation"), "mediation", by="handler"), ("信访人一方：张某甲", "对方：某物业公司", "十日内修复电梯。", "2026年3月2日", "（签名）")),
    "D11 和解协议书": (paper_of(partial(settled, kind="conciliation"), "conciliation", by="handler"), ("信访人一方：张某甲", "十日内修复电梯。", "（签名）")),
    "D12 复查申请书": (application, ("复查申请书", "张某甲", "《信访处理意见书》", "修复期限太长。", "申请人签名")),
    "D12 复查受理": (paper_of(in_review, "review_taken"), ("予以受理", "30日内作出复查意见")),
    "D12 复查意见书": (paper_of(signed, "review"), ("《信访处理意见书》", "请求复查的理由", "维持原意见", "书面请求复核")),
    "D13 复核受理": (paper_of(test_reviewing.rereviewed, "rereview_taken"), ("予以受理", "听证所需时间不计算在内")),
    "D13 复核意见书": (paper_of(partial(test_reviewing.rereviewed, heard=True), "rereview"), ("请求复核的理由", "维持原意见", "就此终结", "电梯停运六十日。")),
    "D14 听证通知书": (paper_of(called_in, "hearing_call"), ("参加人员：张某甲", "2026年3月9日9时30分", "三楼会议室")),
    "D14 听证报告": (paper_of(heard, "hearing_report"), ("参加人员：张某甲", "电梯停运六十日。", "应当十日内修复。")),
    "D15 督办函": (paper_of(supervised, "supervise", by="supervisor"), ("超期未办结", "三日内核实。", "2026年4月1日前")),
    "D15 改进工作建议书": (paper_of(supervised, "improve", by="supervisor"), ("按月检查。", "是否采纳")),
    "D15 完善政策建议书": (paper_of(supervised, "policy", by="supervisor"), ("修订维修基金办法。", "是否采纳")),
    "D15 追究责任建议书": (paper_of(supervised, "account", by="supervisor"), ("通报批评。", "是否采纳")),
    "D16 办结报告": (paper_of(concluded, "finish", by="handler", view="表示认可。"), ("办理经过", "责成物业十日内修复", "表示认可。", "附件：")),
    "D17 送达回证": (receipt_of, ("受理告知书", "清信受〔2026〕1号", "张某甲", "直接送达", "2026年3月2日", "受送达人签名或盖章", "拒收情况和见证人")),
    "D18 检举控告移送函": (paper_of(accused, "accusation"), ("材料1件", "密封移送", "第三十条")),
    "D19 年度报告": (annual, ("领导重视", "工作到位", "数据", "问题与打算", "交办0件，转送0件，督办", "采纳0件")),
}  # fmt: skip


@pytest.mark.parametrize("name", MUST)
def test_document_holds_what_it_must(office: Office, name: str) -> None:
    make, must = MUST[name]
    text = make(office)
    assert [words for words in must if words not in text] == []


def test_every_kind_of_paper_is_in_the_table() -> None:
    codes = {name.split()[0] for name in MUST}
    assert codes == {f"D{number}" for number in range(1, 20)}
    assert {one.code.split("-")[0] for one in FORMAL.values()} <= codes


@pytest.mark.parametrize("kind", FORMAL)
def test_paper_before_its_time_says_why(office: Office, kind: str) -> None:
    p = office.registered()
    reason = FORMAL[kind].why_not(p)
    assert reason == FORMAL[kind].not_yet
    shown = signed_in(office["officer"]).get(reverse("petition_papers", args=[p.pk]))
    assert reason in shown.content.decode()
    assert not IssuedPaper.objects.exists()


@pytest.mark.parametrize("kind", [kind for kind, one in FORMAL.items() if one.to_petitioner])
def test_receipt_of_delivery_belongs_to_every_paper_for_the_petitioner(office: Office, kind: str) -> None:
    """送达回证 for each of D2–D13 (and the notice of a hearing): the kind decides, not the paper."""
    wanted = {"D2", "D3", "D4", "D5", "D9", "D10", "D11", "D12", "D13", "D14"}
    assert FORMAL[kind].code.split("-")[0] in wanted


def test_form_of_a_matter_without_it_says_why(office: Office) -> None:
    p = office.registered()
    client = signed_in(office["officer"])
    for kind, form in PAPERS.items():
        if form.missing(p):
            answer = client.get(reverse("petition_paper", args=[p.pk, kind]), follow=True)
            assert form.missing(p) in answer.content.decode()
