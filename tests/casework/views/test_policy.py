"""The policy page: what holds for a unit and where it comes from; a new version through real fields."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.models import PolicyProfile, policy_values
from casework.policy import Policy
from tests.office import Office
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")
VERSION = {"effective_from": "2026-03-10", "approved_by": "孙某丙", "source": "清信〔2026〕3号"}


def save(office: Office, name: str = "admin", **values: Any) -> Any:
    url = f"/policy/edit/?unit={office.units['XF'].pk}"
    return signed_in(office[name]).post(url, {**VERSION, **values})


def test_page_says_what_holds_and_where_it_comes_from(office: Office) -> None:
    shown = words(signed_in(office["admin"]).get(f"/policy/?unit={office.units['T03-XF'].pk}"))
    for text in (
        "领导阅批时限",
        "3个工作日",
        "镇党政（阅办）（《主要领导亲自阅办和首问责任制度》）",
        "《信访工作条例》第二十二条",
        "产品默认",
    ):
        assert text in shown


def test_heads_see_their_own_house_and_nobody_elses(office: Office) -> None:
    page = signed_in(office["town_head"])
    assert page.get("/policy/").status_code == 200
    assert page.get(f"/policy/?unit={office.units['ZJJ'].pk}").status_code == 404
    assert "新增一版" not in words(page.get("/policy/"))
    assert page.get("/policy/edit/").status_code == 403
    assert signed_in(office["handler"]).get("/policy/").status_code == 403


def test_form_opens_with_what_holds_beside_each_field(office: Office) -> None:
    response = signed_in(office["admin"]).get(f"/policy/edit/?unit={office.units['XF'].pk}")
    assert response.status_code == 200
    assert "现行：3日（预设 三五天机关（《信访工作制度》））" in words(response)
    # Untouched boxes follow the units above: nothing is chosen in any of them.
    assert 'value="none" selected' not in response.content.decode()


def test_form_shows_again_what_the_unit_has_set(office: Office) -> None:
    own = {"annotate_limit": None, "transfer_limit": {"days": 2, "day_type": "working"}}
    PolicyProfile.objects.create(
        unit=office.units["XF"], values=own, effective_from=date(2026, 1, 1), approved_by="甲", source="乙"
    )
    form = signed_in(office["admin"]).get(f"/policy/edit/?unit={office.units['XF'].pk}").context["form"]
    boxes = str(form["annotate_limit"]), str(form["transfer_limit"])
    assert 'value="none" selected' in boxes[0]
    assert 'value="2"' in boxes[1]
    assert 'value="working" selected' in boxes[1]


def test_new_version_through_the_form(office: Office) -> None:
    given = {
        "transfer_limit_0": "2", "transfer_limit_1": "calendar", "annotate_limit_1": "none",
        "handle_limit__ordinary_0": "4", "handle_limit__ordinary_1": "working",
        "closing_signers_0": "unit_head", "closing_signers_1": "chief_leader",
        "interim_report_allowed": "no", "first_responder_checklist": "先说结论\n\n再说依据",
    }  # fmt: skip
    assert save(office, **given).status_code == 302
    made = PolicyProfile.objects.get(unit=office.units["XF"])
    assert made.values == {
        "transfer_limit": {"days": 2, "day_type": "calendar"},
        "annotate_limit": None,
        "handle_limit": {"ordinary": {"days": 4, "day_type": "working"}},
        "closing_signers": ["unit_head", "chief_leader"],
        "interim_report_allowed": False,
        "first_responder_checklist": ["先说结论", "再说依据"],
    }
    held = Policy(policy_values(office.units["XF"], date(2026, 3, 10)))
    assert held["interim_report_allowed"] is False
    assert Policy(policy_values(office.units["XF"], date(2026, 3, 9)))["interim_report_allowed"] is True


@pytest.mark.parametrize(("ticked", "kept"), [(["50", "100"], ["50", "100"]), (["nothing"], []), ([], None)])
def test_several_are_ticked_and_none_of_them_is_an_answer_too(
    office: Office, ticked: list[str], kept: list[str] | None
) -> None:
    assert save(office, urge_at_percent=ticked).status_code == 302
    made = PolicyProfile.objects.get(unit=office.units["XF"])
    assert made.values.get("urge_at_percent") == kept
    form = signed_in(office["admin"]).get(f"/policy/edit/?unit={office.units['XF'].pk}").context["form"]
    assert form.fields["urge_at_percent"].choices[-1] == ("nothing", "都不")


def test_none_and_one_of_them_contradict(office: Office) -> None:
    response = save(office, urge_at_percent=["50", "nothing"])
    assert "只能从这些中选择" in response.context["form"].errors["urge_at_percent"][0]


def test_codes_of_rules_stay_off_the_page(office: Office) -> None:
    for url in ("/policy/", "/policy/edit/"):
        page = signed_in(office["admin"]).get(f"{url}?unit={office.units['XF'].pk}")
        assert not re.search(r"[SC]\d\d?-\d\d|（S\d\d", words(page))


@pytest.mark.rule("F-19")
def test_longer_than_the_law_stands_beside_its_field_and_what_was_typed_stays(office: Office) -> None:
    response = save(office, transfer_limit_0="16", transfer_limit_1="calendar", register_title="册")
    assert response.status_code == 422
    assert "第二十二条" in response.context["form"].errors["transfer_limit"][0]
    assert 'value="16"' in response.content.decode()
    assert not PolicyProfile.objects.filter(unit=office.units["XF"]).exists()
    assert save(office, transfer_limit_0="3", transfer_limit_1="calendar").status_code == 302


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"approved_by": ""}, "approved_by"),
        ({"source": ""}, "source"),
        ({"effective_from": "2026-03-01"}, "effective_from"),
        ({"effective_to": "2026-03-01"}, "__all__"),
        ({"transfer_limit_0": "3"}, "transfer_limit"),
        ({"closing_signers_0": "chief_leader"}, "closing_signers"),
        ({"handle_limit__urgent_0": "61", "handle_limit__urgent_1": "calendar"}, "handle_limit__urgent"),
    ],
)
def test_each_refusal_stands_beside_its_field(office: Office, values: dict[str, str], field: str) -> None:
    response = save(office, **values)
    assert response.status_code == 422
    assert field in response.context["form"].errors


def test_a_version_that_has_not_begun_is_replaced_and_one_that_has_is_not(office: Office) -> None:
    save(office, near_due_working_days="2")
    save(office, near_due_working_days="3")
    assert PolicyProfile.objects.get(unit=office.units["XF"]).values == {"near_due_working_days": 3}
    assert save(office, effective_from="2026-03-02").status_code == 302
    assert save(office, effective_from="2026-03-02", near_due_working_days="4").status_code == 422


def test_page_asks_no_more_for_many_versions(office: Office) -> None:
    url = f"/policy/?unit={office.units['XF'].pk}"

    def asked() -> int:
        page = signed_in(office["admin"])
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert page.get(url).status_code == 200
        return len(found)

    def add(first: int, last: int) -> None:
        for day in range(first, last):
            PolicyProfile.objects.create(
                unit=office.units["XF"], effective_from=date(2025, 1 + day // 28, 1 + day % 28),
                approved_by="甲", source="乙",
            )  # fmt: skip

    add(0, 5)
    few = asked()
    add(5, 50)
    assert asked() == few
