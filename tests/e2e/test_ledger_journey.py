"""台账: an old ledger comes in, a total opens its rows, columns are chosen, the month is printed and made into a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from casework import jobs
from petitions.models import Petition
from tests.e2e.signing_in import sign_in
from tests.office import Office
from tests.petitions.ledger_import.workbooks import HEADINGS, workbook

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROWS: list[list[Any]] = [
    [n, f"何某{n}", f"路灯问题之{n}", f"2019-4-{n}", f"村口第{n}盏路灯不亮。", "已更换灯具。" if n > 3 else "", "2019-5-9" if n > 3 else ""]
    for n in range(1, 8)
]  # fmt: skip


def work(page: Any) -> None:
    """What the worker does meanwhile; the page asks every two seconds how far it is."""
    jobs.run_due()
    page.get_by_text("已完成", exact=True).wait_for()


def figure(page: Any, label: str) -> Any:
    return page.locator(".figure", has=page.get_by_text(label, exact=True))


def bring_ledger(page: Any, address: str, folder: Path) -> None:
    path = folder / "旧台账.xlsx"
    path.write_bytes(workbook(("台账", [HEADINGS, *ROWS])))
    page.goto(f"{address}/ledger/")
    page.get_by_role("link", name="导入历史台账").click()
    page.set_input_files("#id_file", path)
    page.get_by_role("button", name="上传并预览").click()
    page.get_by_role("button", name="确认导入 7 件").click()
    page.get_by_text("排队等待中").wait_for()
    assert Petition.objects.count() == 0
    work(page)
    page.get_by_role("link", name="查看结果").click()
    page.get_by_text("已导入：新增 7 件").wait_for()


def chosen_columns_are_printed(page: Any) -> None:
    """The columns ticked on the page are those on paper."""
    page.locator("summary", has_text="栏目").click()
    page.get_by_label("单位或住址").uncheck()
    page.get_by_label("答复日期").check()
    page.get_by_role("button", name="筛选").click()
    headings = page.locator("table.ledger thead th").all_inner_texts()
    assert ("单位或住址" in headings, "答复日期" in headings) == (False, True)

    page.get_by_role("link", name="打印").click()
    page.get_by_role("heading", name="来信来访专册").wait_for()
    assert page.locator(".sheet thead th").all_inner_texts() == headings
    page.get_by_role("link", name="返回台账").click()


def test_clerk_takes_an_old_ledger_in_and_prints_its_month(
    page: Any, live_server: Any, office: Office, tmp_path: Path
) -> None:
    address = live_server.url
    sign_in(page, address, "u-officer")
    bring_ledger(page, address, tmp_path)

    page.get_by_role("link", name="2019年（7 件）").click()
    page.fill("#id_until", "")
    page.fill("#id_month", "2019-04")
    page.get_by_role("button", name="筛选").click()
    assert page.locator("table.ledger tbody tr").count() == 7
    page.get_by_text("2019年编号 1–7 连续无缺").wait_for()

    figure(page, "在办").click()
    page.get_by_text("只看：在办").wait_for()
    assert page.locator("table.ledger tbody tr").count() == 3

    chosen_columns_are_printed(page)
    page.get_by_role("button", name="生成 PDF").click()
    work(page)
    with page.expect_download() as got:
        page.get_by_role("link", name="下载文件").click()
    assert got.value.suggested_filename == "来信来访专册_清禾县信访局_2019年4月.pdf"
    assert Path(got.value.path()).read_bytes().startswith(b"%PDF")


def test_ledger_fits_a_phone(page: Any, live_server: Any, office: Office) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    office.registered()
    sign_in(page, live_server.url, "u-officer")
    for path in ("/ledger/", "/ledger/import/", "/ledger/print/"):
        page.goto(f"{live_server.url}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") == 390
