"""A day at the counter without the mouse: register, save, print, continue, save and next."""

from __future__ import annotations

from typing import Any

import pytest

from petitions.models import Intake, Petition, TalkRecord
from tests.office import PASSWORD, Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in(page: Any, name: str) -> None:
    page.goto("/login/")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "login" not in url)


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.name || document.activeElement.id"))


def leave_fields(page: Any) -> None:
    """Single keys work outside fields only."""
    page.evaluate("document.activeElement.blur()")


def open_register(page: Any) -> None:
    leave_fields(page)
    page.keyboard.press("n")
    page.wait_for_url("**/petitions/new/")
    page.wait_for_selector(".lookup #id_name")
    page.wait_for_selector(".autocomplete__wrapper")


def type_a_new_visitor(page: Any) -> None:
    """Name, phone, address; Enter goes on from field to field."""
    keys = page.keyboard
    assert focused(page) == "name"
    keys.type("单某甲")
    page.wait_for_selector(".lookup-none")
    keys.press("Enter")
    assert focused(page) == "phone"
    keys.type("12000000003")
    keys.press("Enter")
    keys.type("样城街道丙社区8号")
    keys.press("Enter")
    assert focused(page) == "channel"


def type_the_matter(page: Any) -> None:
    """Channel, date and number stay; place, story, and the class by its initials."""
    keys = page.keyboard
    for _ in range(3):
        keys.press("Enter")
    assert focused(page) == "place"
    keys.type("样城街道")
    keys.press("Enter")
    assert focused(page) == "body"
    keys.type("小区门口的路灯坏了半个月，晚上老人出门看不清路。")
    keys.press("Tab")
    keys.type("wygl")
    page.wait_for_selector(".autocomplete__option--focused")
    keys.press("Enter")
    page.wait_for_function("document.querySelector('#class-hint').textContent.includes('住房和城乡建设局')")


def type_the_talk(page: Any) -> None:
    """目的、缓急、重要程度 keep what is usual; then what was said and how the visitor checked it."""
    keys = page.keyboard
    for _ in range(5):
        keys.press("Tab")
    assert focused(page) == "talk_request"
    keys.press("Tab")
    keys.type("已说明办理程序。")
    keys.press("Tab")
    keys.press("Space")
    assert focused(page) == "talk_confirmed"


@pytest.mark.rule("S10-10")
@pytest.mark.rule("S21-16")
def test_new_visitor_from_first_key_to_slip(office: Office, page: Any) -> None:
    sign_in(page, "u-registrar")
    open_register(page)
    type_a_new_visitor(page)
    type_the_matter(page)
    type_the_talk(page)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/saved/")

    petition = Petition.objects.get()
    assert page.inner_text(".case-number") == petition.number
    assert (petition.channel, petition.person_name, petition.content_class_id) == ("visit", "单某甲", "0102")
    assert TalkRecord.objects.get().confirmed == "signed"
    with page.context.expect_page() as opened:
        page.keyboard.press("p")
    opened.value.wait_for_url(f"**/petitions/{petition.pk}/slip/")
    page.keyboard.press("s")
    page.wait_for_selector("text=已送")
    assert Petition.objects.get().state == "presented"


def test_returning_visitor_continues_the_matter_with_three_choices(office: Office, page: Any) -> None:
    petition = office.registered()
    keys = page.keyboard
    sign_in(page, "u-registrar")
    open_register(page)
    keys.type("0001")
    page.wait_for_selector('.lookup-list [role="option"]')
    keys.press("Enter")
    page.wait_for_selector("#person-panel [data-fill-name]:focus")
    keys.press("Enter")
    assert focused(page) == "body"
    keys.type("电梯还是没有修好。")
    keys.press("Control+Enter")
    page.wait_for_url(f"**/petitions/{petition.pk}/saved/")
    assert Intake.objects.get(is_repeat=True).note == "电梯还是没有修好。"
    assert Petition.objects.count() == 1


def test_save_and_next_goes_on_with_an_empty_page(office: Office, page: Any) -> None:
    keys = page.keyboard
    sign_in(page, "u-registrar")
    open_register(page)
    keys.type("王某乙")
    for _ in range(2):
        keys.press("Tab")
    page.fill("#id_body", "门口的井盖丢了，请尽快补上。")
    keys.press("Control+Shift+Enter")
    page.wait_for_url("**after=*")
    assert page.inner_text(".case-number") == Petition.objects.get().number
    assert page.input_value("#id_name") == ""
    assert focused(page) == "name"


def test_what_was_typed_survives_a_closed_page(office: Office, page: Any) -> None:
    keys = page.keyboard
    sign_in(page, "u-registrar")
    open_register(page)
    keys.type("王某乙")
    keys.press("Tab")
    keys.type("12000000007")
    page.goto("/")
    open_register(page)
    page.wait_for_selector("text=已恢复")
    assert (page.input_value("#id_name"), page.input_value("#id_phone")) == ("王某乙", "12000000007")


def test_accused_units_are_chosen_by_typing(office: Office, page: Any) -> None:
    keys = page.keyboard
    sign_in(page, "u-registrar")
    open_register(page)
    keys.type("王某乙")
    page.fill("#id_body", "反映某工程验收有问题。")
    page.focus('input[name="purpose"][value="claim"]')
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    page.wait_for_selector("#id_accused_units-search")
    page.focus("#id_accused_units-search")
    keys.type("住房")
    page.wait_for_selector('.lookup-list:not([hidden]) [role="option"]')
    keys.press("Enter")
    keys.press("Control+Enter")
    page.wait_for_url("**/saved/")
    sealed = Petition._base_manager.get()
    assert sealed.is_sealed
    assert [one.unit.code for one in sealed.accused.all()] == ["ZJJ"]
