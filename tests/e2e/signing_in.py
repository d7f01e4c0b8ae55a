"""Signing in through the page, as people do."""

from __future__ import annotations

from typing import Any

from tests.office import PASSWORD


def sign_in(page: Any, address: str, username: str) -> None:
    """Signs a person in, after signing out whoever was there."""
    page.context.clear_cookies()
    page.goto(f"{address}/login/")
    page.fill("#id_username", username)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url(lambda url: "/login" not in url)
