"""导入 pages: upload, preview, columns changed, confirm; the list of problems; who may."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework import jobs
from casework.models import Job
from petitions.models import ImportBatch, Petition
from tests.office import Office
from tests.petitions.ledger_import.workbooks import HEADINGS, workbook
from tests.petitions.test_import import ROWS
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")
BAD = [19.0, "何某", "坏日期", "2019-2-30", "日期不存在。", "", ""]


def send(client: Client, content: bytes, unit: str = "XF", name: str = "旧台账.xlsx") -> Any:
    return client.post(reverse("ledger_import"), {"unit": unit, "file": SimpleUploadedFile(name, content)})


@pytest.fixture
def desk(office: Office) -> Client:
    return signed_in(office["registrar"])


def uploaded(desk: Client, *rows: list[Any], headings: list[str] = HEADINGS) -> str:
    """The address of the preview of a new file."""
    return str(send(desk, workbook(("台账", [headings, *(rows or ROWS)]))).url)


def fields(page: Any, **changes: str) -> dict[str, str]:
    """What the preview's form would send, with some fields changed."""
    form = page.context["mapping"]
    sent = {name: str(form[name].value() or "") for name in form.fields}
    return {**sent, **changes}


def test_file_goes_from_upload_over_preview_into_the_register(desk: Client) -> None:
    url = uploaded(desk)
    page = desk.get(url)
    assert (page.context["fresh"], page.context["there"], page.context["answered"]) == (3, 0, 2)
    assert [one.title for one in page.context["sample"]] == ["路灯何时修好？", "井盖丢失", "又坏了"]
    assert Petition.objects.count() == 0
    answer = desk.post(url, fields(page, act="confirm"))
    assert (answer.status_code, answer.url) == (302, url)
    waiting = desk.get(url)
    assert "排队等待中" in words(waiting)
    assert "确认导入" not in words(waiting)
    jobs.run_due()
    done = words(desk.get(url))
    assert "已导入：新增 3 件，以前已有 0 件" in done
    assert "2018年（1 件）、 2019年（2 件）".replace(" ", "") in done.replace(" ", "")
    assert Petition.objects.count() == 3


def test_links_to_the_register_of_each_year_show_its_letters(desk: Client) -> None:
    url = uploaded(desk)
    desk.post(url, fields(desk.get(url), act="confirm"))
    jobs.run_due()
    year = desk.get(reverse("ledger"), {"unit": "XF", "month": "2019-01", "until": "2019-12"})
    assert [row["line"].petition.title for row in year.context["rows"]] == ["又坏了", "路灯何时修好？"]
    assert year.context["sums"].done == 2


def test_second_upload_of_the_file_says_that_all_is_there(desk: Client) -> None:
    for expected in ((3, 0), (0, 3)):
        url = uploaded(desk)
        page = desk.get(url)
        assert (page.context["fresh"], page.context["there"]) == expected
        desk.post(url, fields(page, act="confirm"))
        jobs.run_due()
    assert Petition.objects.count() == 3
    assert list(ImportBatch.objects.order_by("pk").values_list("added", "skipped")) == [(3, 0), (0, 3)]


def test_changed_columns_are_previewed_before_anything_is_imported(desk: Client) -> None:
    headings = ["编号", "某甲", "主题", "来信日期", "来信内容", "答复意见", "答复日期"]
    url = uploaded(desk, headings=headings)
    page = desk.get(url)
    assert "还缺：来信来访人" in words(page)
    # Even “confirm” only shows the preview again while the choice is new.
    desk.post(url, fields(page, column_person="1", act="confirm"))
    assert not Job.objects.filter(kind="import_ledger").exists()
    page = desk.get(url)
    assert (page.context["fresh"], page.context["sample"][0].person) == (3, "苗青禾")
    desk.post(url, fields(page, act="confirm"))
    jobs.run_due()
    assert Petition.objects.count() == 3


def test_column_chosen_twice_is_refused_and_nothing_kept(desk: Client) -> None:
    url = uploaded(desk)
    answer = desk.post(url, fields(desk.get(url), column_remark="1", act="adjust"))
    assert answer.status_code == 422
    assert "一列同时对应了" in words(answer)
    assert ImportBatch.objects.get().mapping == {}


def test_channel_for_rows_that_name_none_can_be_chosen(desk: Client) -> None:
    url = uploaded(desk)
    desk.post(url, fields(desk.get(url), channel="online", act="adjust"))
    assert {one.channel for one in desk.get(url).context["sample"]} == {"online"}


def test_rows_with_errors_stop_the_import_until_they_are_left_out(desk: Client) -> None:
    url = uploaded(desk, *ROWS, BAD)
    page = desk.get(url)
    assert "2019年2月没有30日" in words(page)
    answer = desk.post(url, fields(page, act="confirm"))
    assert (answer.status_code, "有 1 行有问题" in words(answer)) == (422, True)
    desk.post(url, fields(page, act="confirm", skip_bad="on"))
    jobs.run_due()
    assert Petition.objects.count() == 3


def test_problems_are_downloaded_for_a_spreadsheet(desk: Client) -> None:
    url = uploaded(desk, *ROWS, [*BAD[:3], "-昨天", *BAD[4:]])
    answer = desk.get(f"{url}errors.csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["行", "列", "内容", "问题", "性质"]
    # A cell that a spreadsheet would compute is kept as text.
    assert (rows[1][:3], rows[1][4]) == (["5", "来信日期", "'-昨天"], "须改正")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7", "不是表格文件"),
        (workbook(("表", [["甲", "乙"], [1, 2]])), "没有找到表头"),
    ],
)
def test_file_that_cannot_be_read_is_refused_beside_its_field(
    desk: Client, content: bytes, said: str
) -> None:
    answer = send(desk, content)
    assert (answer.status_code, said in words(answer)) == (422, True)
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("auditor", 403), ("handler", 403), ("admin", 403), ("officer", 200)]
)
def test_import_is_for_those_who_keep_a_register(office: Office, who: str, status: int) -> None:
    assert signed_in(office[who]).get(reverse("ledger_import")).status_code == status


def test_neighbour_sees_neither_preview_nor_problems(office: Office, desk: Client) -> None:
    url = uploaded(desk)
    neighbour = signed_in(office["town_officer"])
    assert neighbour.get(url).status_code == 404
    assert neighbour.get(f"{url}errors.csv").status_code == 404
    assert send(neighbour, workbook(("台账", [HEADINGS, *ROWS]))).status_code == 422
    assert "旧台账" not in words(neighbour.get(reverse("ledger_import")))
    # A file may hold accusations: it stays with the one who brought it.
    assert signed_in(office["officer"]).get(url).status_code == 404


def test_stored_file_says_nothing_by_its_name(desk: Client) -> None:
    uploaded(desk)
    batch = ImportBatch.objects.get()
    assert batch.file_name == "旧台账.xlsx"
    assert "台账" not in batch.file.name


def test_queries_do_not_grow_with_rows(desk: Client) -> None:
    def count(rows: int) -> int:
        url = uploaded(
            desk, *[[n, f"何{n}", f"第{n}件", "2019-4-1", f"内容{n}", "", ""] for n in range(rows)]
        )
        with CaptureQueriesContext(connection) as found:
            assert desk.get(url).context["fresh"] == rows
        return len(found)

    assert count(3) == count(10)
