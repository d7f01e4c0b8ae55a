"""What the tests of the counter share: a signed-in browser and a filled-in page."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from tests.office import Office

BODY = "小区电梯坏了两个月没人修，老人上下楼很难，请帮忙协调物业尽快维修。"


def sign_in(client: Client, office: Office, who: str = "registrar") -> Client:
    client.force_login(office[who])
    return client


def page(**changes: Any) -> dict[str, Any]:
    """The register page with a new visitor; keywords change a field, None leaves it out."""
    values: dict[str, Any] = {
        "draft_key": "key-1",
        "name": "张某甲",
        "phone": "12000000001",
        "address": "样城街道甲社区3号",
        "channel": "visit",
        "received_on": "2026-03-02",
        "head_count": "1",
        "body": BODY,
        "purpose": "claim",
    }
    return {name: value for name, value in {**values, **changes}.items() if value is not None}


def save(client: Client, **changes: Any) -> Any:
    """Sends the page."""
    return client.post(reverse("petition_register"), page(**changes))
