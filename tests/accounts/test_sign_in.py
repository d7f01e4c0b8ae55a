"""Signing in: lock-out, idle time-out, first password, strict cookies and a strict content policy."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.office import PASSWORD, Office


def enter(client: Client, password: str, username: str = "u-registrar") -> Any:
    return client.post("/login/", {"username": username, "password": password})


def test_right_password_opens_the_desk(office: Office, client: Client) -> None:
    answer = enter(client, PASSWORD)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_wrong_password_is_said_in_chinese_and_keeps_the_name(office: Office, client: Client) -> None:
    text = enter(client, "wrong").content.decode()
    assert "账号或密码不对" in text
    assert 'value="u-registrar"' in text


def test_five_failures_lock_the_account_for_this_address(office: Office, client: Client) -> None:
    for _ in range(5):
        enter(client, "wrong")
    locked = enter(client, PASSWORD)
    assert locked.status_code == 429
    assert "_auth_user_id" not in client.session


def test_every_page_asks_to_sign_in(office: Office, client: Client) -> None:
    for address in ("/", "/petitions/", "/sign/", "/ledger/", "/notices/", "/jobs/"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/login/?next={address}")


def test_session_ends_after_half_an_hour_of_silence(office: Office, client: Client, at: Any) -> None:
    with at("2026-03-02 09:00"):
        enter(client, PASSWORD)
    with at("2026-03-02 09:29"):
        assert client.get("/notices/").status_code == 200
    with at("2026-03-02 09:58"):
        assert client.get("/notices/").status_code == 200
    with at("2026-03-02 10:29"):
        assert client.get("/notices/").status_code == 302


def test_first_password_must_be_changed_before_anything_else(office: Office, client: Client) -> None:
    person = office["registrar"]
    person.must_change_password = True
    person.save()
    client.force_login(person)
    assert client.get("/petitions/").headers["Location"] == "/password/"
    new = {"old_password": PASSWORD, "new_password1": "Xin-mima-88", "new_password2": "Xin-mima-88"}
    client.post("/password/", new)
    assert client.get("/notices/").status_code == 200


@pytest.mark.parametrize(
    ("password", "words"),
    [("abcdefghijk", "字母和数字"), ("Ab1", "至少"), ("1234567890", "数字"), (PASSWORD, "不能与原密码相同")],
)
def test_weak_new_password_is_refused(office: Office, client: Client, password: str, words: str) -> None:
    client.force_login(office["registrar"])
    data = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
    assert words in client.post("/password/", data).content.decode()


@pytest.mark.parametrize("address", ["/login/", "/notices/", "/admin/"])
def test_every_page_has_a_policy_without_inline_code(office: Office, client: Client, address: str) -> None:
    client.force_login(office["admin"])
    policy = client.get(address, follow=True).headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert "default-src 'self'" in policy


def test_cookies_are_strict_and_hidden_from_script(office: Office, client: Client) -> None:
    enter(client, PASSWORD)
    for name in ("sessionid", "csrftoken"):
        cookie = client.cookies[name]
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")


def test_pages_are_not_stored(office: Office, client: Client) -> None:
    client.force_login(office["registrar"])
    assert "no-store" in client.get("/notices/").headers["Cache-Control"]
