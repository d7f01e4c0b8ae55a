"""A real browser on a live server; what a page breaks in the console breaks the test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

playwright = pytest.importorskip("playwright.sync_api")

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Playwright runs an event loop in this thread; Django would refuse its database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser of the machine, once for all tests of a process."""
    with playwright.sync_playwright() as tool:
        browser = tool.chromium.launch(
            executable_path=CHROMIUM if os.path.exists(CHROMIUM) else None, args=ARGUMENTS
        )
        yield browser
        browser.close()


@pytest.fixture
def viewport() -> dict[str, int]:
    """A desk's screen; a test on a phone overrides it."""
    return {"width": 1440, "height": 900}


@pytest.fixture
def page(chromium: Any, live_server: Any, viewport: dict[str, int]) -> Iterator[Any]:
    """A fresh window at the live server (`page.goto("/")`); a script error or a broken policy fails the test."""
    context = chromium.new_context(viewport=viewport, base_url=live_server.url, locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(15_000)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on(
        "console",
        lambda line: problems.append(line.text) if "Content Security Policy" in line.text else None,
    )
    yield page
    context.close()
    assert problems == []
