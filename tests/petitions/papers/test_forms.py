"""Forms without a number: what stands on them, 未办结 across unfinished ones, and which printing it is."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from petitions.actions import handle, reports
from petitions.models import Petition
from tests.casework.printing.samples import needs_pdftotext, pdf_words
from tests.office import Office
from tests.petitions import steps
from tests.petitions.steps import fresh
from tests.petitions.views.reading import signed_in

pytestmark = pytest.mark.usefixtures("monday")
UNFINISHED = '<div class="unfinished">未办结</div>'


def words(page: Any) -> str:
    """The page without marks and blanks."""
    return re.sub(r"\s+", "", strip_tags(page.content.decode()))


def form(client: Client, petition: Petition, kind: str) -> Any:
    return client.get(reverse("petition_paper", args=[petition.pk, kind]))


def test_registration_holds_who_what_when_and_who_took_it(office: Office) -> None:
    p = office.registered(head_count=3)
    page = form(signed_in(office["registrar"]), p, "registration")
    for part in (
        "清信访〔2026〕1号",
        "张某甲",
        "12000000001",
        "样城街道甲社区3号",
        "2026年3月2日",
        "3人",
        "小区电梯坏了",
        "首次",
        "首问责任人周某戊",
    ):
        assert part in words(page)
    assert UNFINISHED in page.content.decode()


def test_investigation_shows_both_signatures_or_that_one_is_missing(office: Office) -> None:
    p = steps.handling(office, office.registered())
    made = handle.investigate(p.pk, by=office["handler"], done_on=steps.DAY, findings="电梯停运。")
    client = signed_in(office["handler"])
    page = form(client, p, "investigation")
    assert "经办人签字沈某卯2026年3月2日负责人签字尚未签字" in words(page)
    assert UNFINISHED in page.content.decode()
    handle.sign_investigation(made.pk, by=office["bureau_head"])
    page = form(client, p, "investigation")
    assert "负责人签字蒋某寅2026年3月2日" in words(page)
    assert UNFINISHED not in page.content.decode()


def test_interim_report_shows_reason_progress_and_the_answer(office: Office, monday: Any) -> None:
    p = steps.handling(office, office.registered())
    until = date(2026, 3, 20)
    handle.interim_report(p.pk, by=office["handler"], reason="等配件", progress="已报修", asks_until=until)
    client = signed_in(office["handler"])
    page = words(form(client, p, "interim"))
    assert "等配件" in page
    assert "已报修" in page
    assert "申请延至2026年3月20日" in page
    assert "签名" in page
    monday.shift(60)
    handle.extend(p.pk, by=office["deputy"], until=until, reason="抓紧办理。")
    page = words(form(client, p, "interim"))
    assert "同意延至2026-03-20。抓紧办理。" in page
    assert "钱某乙2026年3月2日" in page


@pytest.mark.rule("S09-08")
def test_special_report_shows_text_and_signature(office: Office) -> None:
    p = steps.handling(office, office.registered())
    made = reports.make_leader_report(
        p.pk, by=office["officer"], kind="special", text="请阅示。\n建议现场协调。", leader=office["chief"]
    )
    client = signed_in(office["officer"])
    page = form(client, p, "leader_report")
    assert "建议现场协调。" in words(page)
    assert UNFINISHED in page.content.decode()
    reports.sign_leader_report(made.pk, by=office["chief"], opinion="同意。", decision="agree")
    page = form(client, fresh(p), "leader_report")
    assert "赵某甲2026年3月2日" in words(page)
    assert UNFINISHED not in page.content.decode()


@needs_pdftotext
def test_second_printing_of_a_form_says_so(office: Office) -> None:
    p = office.registered()
    client = signed_in(office["registrar"])
    url = reverse("petition_paper", args=[p.pk, "registration"])
    assert "次打印" not in pdf_words(client.post(url).content)
    assert "第2次打印（补打）" in pdf_words(client.post(url).content)
    assert "已打印2次" in words(client.get(url))
