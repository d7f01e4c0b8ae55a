"""Forms 1–22 of the source documents: each can be printed and holds what it is for."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from petitions import ledger
from petitions.actions import cards, handle, organisation, proxy, queue, reports, supervise
from petitions.models import Petition
from petitions.states import Channel
from tests.casework.printing.samples import needs_pdftotext, pdf_words
from tests.office import Office
from tests.petitions import steps
from tests.petitions.papers.test_contents import guided
from tests.petitions.receiving import hall
from tests.petitions.receiving.test_pages import booked
from tests.petitions.rules.test_organisation import commitment
from tests.petitions.scenarios import information
from tests.petitions.steps import DAY, fresh
from tests.petitions.test_proxy import agent, mandated, village
from tests.petitions.views.reading import signed_in

pytestmark = [pytest.mark.usefixtures("monday"), needs_pdftotext]
BY_DATE = date(2026, 3, 5)


def shown(office: Office, url: str, by: str = "officer", **query: object) -> str:
    answer = signed_in(office[by]).get(url, query)
    assert answer.status_code == 200
    return re.sub(r"\s+", "", strip_tags(answer.content.decode()))


def printed(office: Office, url: str, by: str = "officer") -> str:
    """The words of the PDF."""
    answer = signed_in(office[by]).post(url)
    assert answer["Content-Type"] == "application/pdf", answer.content.decode()[:500]
    return re.sub(r"\s+", "", pdf_words(answer.content))


def of_case(make: Callable[[Office], Petition], kind: str) -> Callable[[Office], str]:
    return lambda office: printed(office, reverse("petition_paper", args=[make(office).pk, kind]))


def book(name: str, channel: str) -> Callable[[Office], str]:
    def make(office: Office) -> str:
        office.registered(channel=channel)
        return shown(office, reverse("ledger"), month="2026-03", channel=list(ledger.BOOKS[name][2]))

    return make


def of_town(office: Office) -> str:
    office.registered(by=office["town_officer"])
    return shown(office, reverse("ledger"), by="town_head", month="2026-03", unit="T03-XF")


def talked(office: Office) -> Petition:
    talk = {"request": "尽快修好电梯", "answer": "七日内答复", "confirmed": "signed"}
    return office.registered(channel=Channel.VISIT, talk=talk)


def carded(office: Office) -> Petition:
    p = office.registered()
    given = {"opinion": "三日内解决。", "unit": office.units["ZJJ"], "due_on": BY_DATE}
    cards.issue_card(p.pk, by=office["chief"], version=p.version, **given)
    return fresh(p)


def urged(office: Office) -> Petition:
    p = steps.handling(office, office.registered())
    supervise.urge(p.pk, by=office["supervisor"], text="请三日内报送进展。")
    return fresh(p)


def interim(office: Office) -> Petition:
    p = steps.handling(office, office.registered())
    handle.interim_report(p.pk, by=office["handler"], reason="等配件", progress="已报修", asks_until=BY_DATE)
    return p


def special(office: Office) -> Petition:
    p = steps.handling(office, office.registered())
    words = {"kind": "special", "text": "请阅示。", "leader": office["chief"]}
    reports.make_leader_report(p.pk, by=office["officer"], **words)
    return p


def reception(kind: str) -> Callable[[Office], str]:
    def make(office: Office) -> str:
        one = hall.session(office)
        if kind == "reception_form":
            hall.visit(office, one)
        wish = booked(office, one)
        ticket = queue.take_ticket(one.pk, by=office["registrar"], appointment=wish)
        keys = {
            "reception_form": one.pk,
            "duty_roster": one.roster_id,
            "appointment": wish.pk,
            "ticket": ticket.pk,
        }
        return printed(office, reverse("reception_paper", args=[kind, keys[kind]]))

    return make


def mandate(office: Office) -> str:
    return printed(office, f"/proxy/mandates/{mandated(office).pk}/print/", by="town_officer")


def disputes(office: Office) -> str:
    at = village(office)
    given = {"found_on": DAY, "title": "两户争路", "detail": "共用通道被堵。", "people": 6}
    proxy.record_dispute(by=agent(office, at), unit=at, **given)
    answer = signed_in(office["town_officer"]).get(reverse("proxy_dispute_book"))
    return re.sub(r"\s+", "", pdf_words(answer.content))


def information_form(office: Office) -> str:
    return printed(office, reverse("info_paper", args=[information.signed(office).pk]))


def pledge(office: Office) -> str:
    made = commitment(office)
    organisation.sign_commitment(made.pk, by=office["bureau_head"])
    return printed(office, reverse("commitment_paper", args=[made.pk]), by="deputy")


def working(office: Office) -> Petition:
    return steps.investigated(office, office.registered())


def reported(office: Office) -> Petition:
    return steps.reported(office, office.registered())


def given_out(office: Office) -> Petition:
    return steps.handling(office, office.registered())


FORMS: dict[str, tuple[Callable[[Office], str], tuple[str, ...]]] = {
    "1 来信登记册": (book("letters", Channel.LETTER), ("来信登记册", "清信访〔2026〕1号", "张某甲")),
    "2 来访登记簿": (book("visits", Channel.VISIT), ("来访登记簿", "清信访〔2026〕1号", "张某甲")),
    "3 来信来访登记册（镇）": (of_town, ("来信来访", "张某甲", "小区电梯坏了")),
    "4 部门台账": (book("all", Channel.PHONE), ("专册", "清信访〔2026〕1号")),
    "5 接待谈话记录": (of_case(talked, "talk"), ("尽快修好电梯", "七日内答复", "核对")),
    "6 接待上访当事人登记表": (reception("reception_form"), ("领导接待来访登记表", "钱某乙", "张某甲", "当面答复")),
    "7 督办卡": (of_case(carded, "card"), ("督办卡", "三日内解决。", "2026年3月5日", "清禾县住房和城乡建设局")),
    "8 领导阅批单": (of_case(given_out, "annotation"), ("领导阅批单", "请核实办理。", "孙某丙")),
    "9 转办交办单": (of_case(given_out, "assign"), ("交办单", "清禾县住房和城乡建设局", "签收")),
    "10 催办单": (of_case(urged, "urge"), ("催办单", "请三日内报送进展。", "第1次")),
    "11 中途报告": (of_case(interim, "interim"), ("等配件", "已报修", "2026年3月5日")),
    "12 调查记录": (of_case(working, "investigation"), ("现场查看", "沈某卯", "蒋某寅")),
    "13 调查处理报告": (of_case(reported, "report"), ("调查处理报告", "责成物业十日内修复")),
    "14 专报": (of_case(special, "leader_report"), ("请阅示。", "赵某甲")),
    "15 信访信息": (information_form, ("一事一报", "电梯停运两月", "孙某丙")),
    "16 值班安排": (reception("duty_roster"), ("领导接待值班安排", "钱某乙", "2026年3月")),
    "17 约访单": (reception("appointment"), ("约访单", "张某甲", "电梯还没有修好")),
    "18 排号单": (reception("ticket"), ("排号单", "钱某乙", "号")),
    "19 指引单": (of_case(guided, "guidance"), ("指引单", "清禾县人民法院", "身份证明")),
    "20 代理委托书": (mandate, ("信访代理委托书", "委托期限", "不收取任何费用")),
    "21 矛盾纠纷排查台账": (disputes, ("两户争路", "6")),
    "22 领导责任书": (pledge, ("信访工作责任书", "按期办理、依法答复。", "责任人（签名）：蒋某寅", "签订领导（签名）")),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_form_is_printed_with_what_it_is_for(office: Office, name: str) -> None:
    make, must = FORMS[name]
    text = make(office)
    assert [words for words in must if words not in text] == []


def test_all_twenty_two_are_here() -> None:
    assert [int(name.split()[0]) for name in FORMS] == list(range(1, 23))
