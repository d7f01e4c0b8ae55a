"""领导 on a phone: open the list, read, tap a phrase and the proposed unit, sign, and the next one opens."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from casework.models import CommonPhrase, Decision, SignOff
from casework.states import State
from petitions.models import ContentClass, Petition
from tests.e2e.signing_in import sign_in
from tests.office import Office
from tests.petitions.steps import fresh, presented

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
LONG_STORY = "小区电梯坏了两个月没人修，老人上下楼很难，请帮忙协调物业尽快维修。\n" * 40


def within_reach(page: Any, selector: str) -> bool:
    """Whether an element stands wholly on the screen as it is, without scrolling."""
    box = page.locator(selector).bounding_box()
    height = page.viewport_size["height"]
    return bool(box and box["y"] >= 0 and box["y"] + box["height"] <= height)


@pytest.fixture
def waiting(office: Office) -> list[Petition]:
    """Two letters before the head of the office, the first a long one whose class proposes a unit."""
    CommonPhrase.objects.create(text="请认真核实，依法办理。")
    today = timezone.localdate()
    details = {"content_class": ContentClass.objects.get(code="0102")}
    return [
        presented(office, office.registered(received_on=today, body=LONG_STORY, details=details)),
        presented(office, office.registered(received_on=today)),
    ]


def test_leader_signs_on_a_phone_and_the_next_one_opens(
    page: Any, live_server: Any, office: Office, waiting: list[Petition]
) -> None:
    first, second = waiting
    page.set_viewport_size(PHONE)
    sign_in(page, live_server.url, "u-office_head")
    page.goto(f"{live_server.url}/sign/")
    page.get_by_text("从第一件开始签").click()

    page.wait_for_url(f"**/sign/{first.pk}/")
    assert page.input_value("#id_opinion") == ""
    assert within_reach(page, "#id_opinion")
    assert within_reach(page, "button[value=agree]")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("button", name="请认真核实，依法办理。").click()
    page.get_by_label("交清禾县住房和城乡建设局办理").check()
    page.get_by_role("button", name="签批，下一件").click()

    page.wait_for_url(f"**/sign/{second.pk}/")
    page.get_by_text(f"已签批 {first.number}，还有 1 件待签批。").wait_for()
    page.get_by_role("button", name="已阅").click()
    page.wait_for_url("**/sign/")
    assert (fresh(first).state, fresh(first).handling_unit) == (State.ASSIGNED, office.units["ZJJ"])
    assert list(SignOff.objects.values_list("decision", "opinion")) == [
        (Decision.AGREE, "请认真核实，依法办理。"),
        (Decision.READ, ""),
    ]


def test_leader_returns_a_paper_with_a_reason(page: Any, live_server: Any, office: Office) -> None:
    p = presented(office, office.registered())
    page.set_viewport_size(PHONE)
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, live_server.url, "u-office_head")
    page.goto(f"{live_server.url}/sign/{p.pk}/")
    page.get_by_role("button", name="退回").click()
    page.get_by_text("退回须写明理由。").first.wait_for()
    page.fill("#id_opinion", "请补充住址。")
    page.get_by_role("button", name="退回").click()
    page.wait_for_url("**/sign/")
    assert fresh(p).state == State.REGISTERED
