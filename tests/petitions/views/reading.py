"""What page tests share: signing in, reading what a page says, counting queries."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from accounts.models import Staff


def signed_in(staff: Staff) -> Client:
    """A browser in which this colleague has signed in."""
    client = Client()
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    return client


def words(response: Any) -> str:
    """The page as one line of text, without marks."""
    return re.sub(r"\s+", " ", strip_tags(response.content.decode()))


def queries_of(act: Callable[[], Any]) -> int:
    """How many queries a call takes."""
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)
