"""Takes the pictures of the manual from a running demonstration: python -m tests.e2e.take_pictures [address] [page …]."""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

PASSWORD = "Qinghe-2026"

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "manual" / "img"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = {"": (1440, 900), "-phone": (390, 844)}
# A list of a hundred rows says no more than its first thirty; 128 colours are enough for a page.
TALLEST = 1300
COLOURS = 128

# name of the picture: (account, address, text of the link to follow first)
PAGES: dict[str, tuple[str, str, str]] = {
    "desk": ("demo-dengji", "/", ""),
    "register": ("demo-dengji", "/petitions/new/", ""),
    "list": ("demo-zhuangan", "/petitions/", ""),
    "case": ("demo-zhuangan", "/petitions/?state=closed", "td a[data-open], td.num a"),
    "to-sign": ("demo-fenguan", "/sign/", ""),
    "sign": ("demo-juzhang", "/sign/", "a[data-open], td.num a"),
    "handling": ("demo-chengban", "/handling/", ""),
    "board": ("demo-ducha", "/supervision/", ""),
    "ledger": ("demo-zhuangan", "/ledger/", ""),
    "import": ("demo-zhuangan", "/ledger/import/", ""),
    "figures": ("demo-ducha", "/figures/", ""),
    "year-end": ("demo-juzhang", "/figures/years/", ""),
    "notices": ("demo-chengban", "/notices/", ""),
    "direct": ("demo-dengji", "/petitions/new/direct/", ""),
    "papers": ("demo-zhuangan", "/papers/", ""),
    "paper": ("demo-zhuangan", "/papers/", "a[href*='/papers/accept/']"),
    "paper-register": ("demo-zhuangan", "/papers/register/", ""),
    "matters": ("demo-zhuangan", "/matters/", ""),
    "archive": ("demo-zhuangan", "/archive/?tab=ready", ""),
    "roster": ("demo-zhuangan", "/reception/", ""),
    "queue": ("demo-zhuangan", "/reception/", "tr.is-today a"),
    "appointments": ("demo-zhuangan", "/reception/appointments/", ""),
    "my-reception": ("demo-fenguan", "/reception/mine/", ""),
    "notice-board": ("", "/public/reception/XF/", ""),
    "ask": ("", "/public/reception/XF/ask/", ""),
    "query": ("", "/query/", ""),
    "supervision-items": ("demo-ducha", "/supervision/items/", ""),
    "indicators": ("demo-ducha", "/supervision/indicators/", ""),
    "setup-checks": ("demo-ducha", "/supervision/setup/", ""),
    "outcomes": ("demo-ducha", "/figures/outcomes/", ""),
    "information": ("demo-zhuangan", "/information/?tab=all", ""),
    "analysis": ("demo-zhuangan", "/analyses/", "td a[data-open], td a"),
    "reports": ("demo-zhuangan", "/reports/", ""),
    "trends": ("demo-zhuangan", "/trends/", ""),
    "organisation": ("demo-zhuangan", "/organisation/", ""),
    "proxy": ("demo-zhenxinfang", "/proxy/", ""),
    "proxy-agent": ("demo-daili", "/proxy/", ""),
    "policy": ("demo-juzhang", "/policy/", ""),
    "jobs": ("demo-admin", "/jobs/", ""),
    "admin": ("demo-admin", "/admin/", ""),
    "admin-staff": ("demo-admin", "/admin/accounts/staff/add/", ""),
    "sign-in": ("", "/login/", ""),
}


def sign_in(page: Page, address: str, account: str) -> None:
    """Signs a demo account in."""
    page.goto(f"{address}/login/")
    page.fill("#id_username", account)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url(lambda url: "/login" not in url)


def take(page: Page, path: Path, *, whole: bool) -> None:
    """A small picture of what stands on the screen, or of the whole page down to a limit."""
    if whole:
        tall = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": 1440, "height": max(900, min(tall, TALLEST))})
    page.screenshot(path=path)
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)


def main(address: str, wanted: list[str], folder: Path) -> None:
    """One picture a page and width."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for name, (account, path, follow) in PAGES.items():
            if wanted and name not in wanted:
                continue
            for suffix, (width, height) in WIDTHS.items():
                page = browser.new_page(viewport={"width": width, "height": height}, locale="zh-CN")
                page.on(
                    "console",
                    lambda message, name=name: (
                        print(name, message.type, message.text) if message.type == "error" else None
                    ),
                )
                if account:
                    sign_in(page, address, account)
                page.goto(address + path)
                if follow and page.locator(follow).count():
                    page.goto(address + str(page.locator(follow).first.get_attribute("href")))
                take(page, folder / f"{name}{suffix}.png", whole=suffix == "" and name != "case")
                page.close()
        browser.close()


if __name__ == "__main__":
    arguments = sys.argv[1:]
    main(arguments[0] if arguments else "http://127.0.0.1:8000", arguments[1:], FOLDER)
