"""Administration for somebody who is no programmer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import update_last_login
from django.test import Client
from django.urls import reverse

from accounts.access import standing_of
from accounts.models import Post, Staff
from accounts.roles import Power
from casework.models import PolicyProfile
from tests.office import Office


@pytest.fixture
def admin(office: Office, client: Client) -> Client:
    client.force_login(office["admin"])
    return client


def test_colleague_with_unit_and_role_in_one_form(office: Office, admin: Client) -> None:
    data = {
        "username": "u-new",
        "name": "新某甲",
        "unit": office.units["XF"].pk,
        "role": "registrar",
        "title": "科员",
        "phone": "",
        "password": "Chushi-2026",
    }
    admin.post(reverse("admin:accounts_staff_add"), data)
    made = Staff.objects.get(username="u-new")
    assert made.must_change_password
    assert not made.is_staff
    assert standing_of(made).may_exactly_at(Power.REGISTER, office.units["XF"])


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [("unit", "", "请选择所在单位"), ("password", "short", "至少"), ("role", "", "必填")],
)
def test_incomplete_colleague_is_refused_beside_the_field(
    office: Office, admin: Client, field: str, value: str, words: str
) -> None:
    data = {
        "username": "u-new",
        "name": "新某甲",
        "unit": office.units["XF"].pk,
        "role": "registrar",
        "password": "Chushi-2026",
        field: value,
    }
    assert words in admin.post(reverse("admin:accounts_staff_add"), data).content.decode()
    assert not Staff.objects.filter(username="u-new").exists()


def test_ending_a_role_keeps_its_row_and_history(office: Office, admin: Client, monday: Any) -> None:
    post = Post.objects.get(staff=office.staff["registrar"])
    admin.post(
        reverse("admin:accounts_post_changelist"), {"action": "end_today", "_selected_action": [post.pk]}
    )
    post.refresh_from_db()
    assert post.ends_on == date(2026, 3, 2)
    assert post.history.count() == 2


def test_nobody_is_deleted(office: Office, admin: Client) -> None:
    address = reverse("admin:accounts_staff_delete", args=[office.staff["registrar"].pk])
    assert admin.get(address).status_code == 403


def test_leaver_loses_all_posts_and_the_account(office: Office, admin: Client, monday: Any) -> None:
    person = office.staff["registrar"]
    admin.post(
        reverse("admin:accounts_staff_changelist"),
        {"action": "end_all_posts", "_selected_action": [person.pk]},
    )
    person.refresh_from_db()
    assert not person.is_active
    assert person.posts.get().ends_on == date(2026, 3, 2)


def test_every_list_and_form_of_the_administration_opens(office: Office, admin: Client) -> None:
    from django.contrib import admin as site

    for model in site.site._registry:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        assert admin.get(reverse(f"admin:{name}_changelist")).status_code == 200, name
        assert admin.get(reverse(f"admin:{name}_add")).status_code in (200, 403), name


def test_administration_is_closed_to_others(office: Office, client: Client) -> None:
    client.force_login(office["chief"])
    assert client.get("/admin/").status_code == 302


def test_holiday_file_comes_in_and_a_wrong_one_is_refused(office: Office, admin: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    address = reverse("admin:casework_calendaryear_import")
    good = b'{"2027": {"source": "\xe9\x80\x9a\xe7\x9f\xa5", "holidays": [["\xe5\x85\x83\xe6\x97\xa6", "2027-01-01", "2027-01-01"]], "workdays": []}}'
    assert admin.post(address, {"file": SimpleUploadedFile("a.json", good)}).status_code == 302
    wrong = admin.post(address, {"file": SimpleUploadedFile("a.json", b'{"2027": {}}')})
    assert wrong.status_code == 422
    assert "格式不对" in wrong.content.decode()


def test_limit_is_tried_in_a_sentence(office: Office, admin: Client) -> None:
    page = admin.get(
        reverse("admin:casework_calendaryear_try"), {"start": "2026-02-13", "days": 5, "day_type": "working"}
    )
    assert "到期2月27日" in page.content.decode()


def test_signing_in_is_no_change_of_the_person(office: Office) -> None:
    person = office["officer"]
    rows = person.history.count()
    update_last_login(Staff, person)
    assert person.last_login is not None
    assert person.history.count() == rows
    person.phone = "0000-12009999"
    person.save()
    assert person.history.count() == rows + 1


def test_changes_are_told_in_the_words_of_the_office(office: Office, admin: Client) -> None:
    person = office["officer"]
    person.phone = "0000-12009999"
    person.save()
    page = admin.get(reverse("admin:accounts_staff_history", args=[person.pk])).content.decode()
    assert "<strong>办公电话</strong>：（空） → 0000-12009999" in page
    assert "style=" not in page
    assert "None" not in page


@pytest.mark.parametrize("name", ["accounts_staff", "casework_policyprofile"])
def test_an_earlier_version_is_shown_and_never_brought_back(office: Office, admin: Client, name: str) -> None:
    given = {"preset": "three_five", "effective_from": date(2026, 1, 1), "source": "清信〔2026〕1号"}
    row: Any = office["officer"]
    if name == "casework_policyprofile":
        row = PolicyProfile.objects.create(unit=office.units["XF"], approved_by="原来的", **given)
    first = row.history.latest("history_id")
    field = "phone" if name == "accounts_staff" else "approved_by"
    setattr(row, field, "后来的")
    row.save()
    address = reverse(f"admin:{name}_simple_history", args=[row.pk, first.pk])
    page = admin.get(address)
    assert page.status_code == 200
    assert 'type="submit"' not in page.content.decode().split("</header>")[1]
    assert admin.post(address, {"username": "u", "name": "x"}).status_code == 403
    row.refresh_from_db()
    assert getattr(row, field) == "后来的"
