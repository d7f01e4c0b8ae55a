"""承办: take the next one, investigate, the head signs, report, the signers sign, the office answers, closes and files."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from casework.audit import verify_chains
from casework.states import State
from petitions.models import Petition
from tests.e2e.signing_in import sign_in
from tests.office import Office
from tests.petitions.steps import assigned, fresh

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def at_case(page: Any, address: str, petition: Petition, name: str) -> None:
    """Signs a colleague in and opens the case."""
    sign_in(page, address, f"u-{name}")
    page.goto(f"{address}/petitions/{petition.pk}/")


def press(page: Any, button: str, then: str) -> None:
    """Sends the form of a verb and waits for the word of what was done."""
    page.locator("form[data-main] button[type=submit]").get_by_text(button, exact=True).click()
    page.get_by_text(then, exact=True).first.wait_for()


def step(page: Any, label: str) -> None:
    """Follows a button of the case page."""
    page.locator(".case-actions").get_by_role("link", name=label, exact=True).click()
    page.wait_for_load_state()


def unit_works(page: Any, address: str, p: Petition) -> None:
    """The handler takes it, investigates, and the head signs the record."""
    sign_in(page, address, "u-handler")
    page.goto(f"{address}/handling/?scope=unit")
    page.get_by_role("button", name="签收下一件").click()
    page.wait_for_url(f"**/petitions/{p.pk}/")
    step(page, "调查记录")
    page.fill("#id_place", "样城街道甲社区")
    page.fill("#id_findings", "现场查看，电梯停运，主板损坏。")
    press(page, "签字并提交", "已提交，等部门负责人签字。")
    at_case(page, address, p, "bureau_head")
    step(page, "调查记录签字")
    press(page, "签字", "已签字。")


def handler_reports(page: Any, address: str, p: Petition) -> None:
    """A rule comes back beside its field, nothing typed is lost, and then it goes through."""
    at_case(page, address, p, "handler")
    step(page, "报结")
    page.get_by_label("解释疏导").check()
    page.fill("#id_facts", "电梯主板损坏，物业未及时报修。")
    page.fill("#id_opinion", "责成物业十日内修复。")
    page.locator("form[data-main] button[type=submit]").click()
    page.get_by_text("结论为解释疏导的，须写明法律、政策依据。").first.wait_for()
    assert page.input_value("#id_facts") == "电梯主板损坏，物业未及时报修。"
    page.get_by_label("支持", exact=True).check()
    press(page, "签字报结", "已报结，送审签。")


def leader_agrees(page: Any, address: str, p: Petition, name: str) -> None:
    """One of the closing signatures."""
    sign_in(page, address, f"u-{name}")
    page.goto(f"{address}/sign/{p.pk}/")
    page.fill("#id_opinion", "同意。")
    page.get_by_role("button", name="同意", exact=True).click()
    page.wait_for_url("**/sign/")


def test_matter_goes_from_the_unit_to_the_archive(page: Any, live_server: Any, office: Office) -> None:
    address = live_server.url
    p = assigned(office, office.registered(received_on=timezone.localdate()))
    unit_works(page, address, p)
    assert (fresh(p).state, fresh(p).handler) == (State.HANDLING, office["handler"])
    handler_reports(page, address, p)
    for name in ("bureau_head", "deputy"):
        leader_agrees(page, address, p, name)

    at_case(page, address, p, "officer")
    step(page, "答复并办结")
    page.fill("#id_text", "经查，电梯将于十日内修复。")
    page.select_option("#id_method", "letter")
    press(page, "答复并办结", "已答复并办结。")
    step(page, "归档")
    page.fill("#id_missing_reason", "原件已退还来信人")
    press(page, "归档", "已归档。")
    assert fresh(p).state == State.ARCHIVED
    assert list(verify_chains()) == []


def test_head_returns_a_case_from_the_list_with_a_reason(page: Any, live_server: Any, office: Office) -> None:
    p = assigned(office, office.registered())
    sign_in(page, live_server.url, "u-bureau_head")
    page.goto(f"{live_server.url}/handling/")
    page.locator("summary", has_text="退回").click()
    page.fill("dialog textarea[name=reason]", "应由人社局办理。")
    page.locator("dialog").get_by_role("button", name="退回").click()
    page.get_by_text("已退回办公室。").wait_for()
    assert "/handling/" in page.url
    assert fresh(p).state == State.RETURNED
