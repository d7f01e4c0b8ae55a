"""Opens pages one after another and asks axe about each."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe

from tests.e2e.signing_in import sign_in
from tests.office import Office


def look_at(page: Any, address: str, office: Office, pages: list[tuple[str, str]], width: int) -> None:
    """Every page answers, fits the width, has nothing that axe calls serious, and leaves the console silent.

    `pages` gives who opens which path; nobody ("") is not signed in.
    """
    noise: list[str] = []
    page.on("console", lambda message: noise.append(message.text) if message.type == "error" else None)
    page.set_viewport_size({"width": width, "height": 900})
    found: dict[str, list[str]] = {}
    last = ""
    for who, path in pages:
        if who and who != last:
            sign_in(page, address, office[who].username)
        elif not who:
            page.context.clear_cookies()
        last = who
        answer = page.goto(address + path)
        assert answer.status == 200, (path, answer.status)
        serious = [
            f"{one['id']}: {one['nodes'][0]['html'][:120]}"
            for one in Axe().run(page).response["violations"]
            if one["impact"] in ("serious", "critical")
        ]
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 1:
            serious.append(f"{wide} px too wide")
        if serious:
            found[path] = serious
    assert found == {}, found
    assert noise == [], noise
