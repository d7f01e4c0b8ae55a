"""档案 pages: three lists, the catalogue, and what a click does; through the door, at a fixed number of queries."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from casework import jobs
from casework.models import PolicyProfile
from petitions.actions import archive, arrivals, route
from petitions.models import ArchiveItem, Disposal
from petitions.states import Purpose
from tests.office import Office
from tests.petitions import steps
from tests.petitions.scenarios.base import closed
from tests.petitions.scenarios.filing import expired, filed
from tests.petitions.steps import DAY
from tests.petitions.views.reading import queries_of, signed_in, words

pytestmark = pytest.mark.usefixtures("monday")
CATALOGUE = {"unit": "XF", "year": 2026, "period": "D30"}


def test_ready_list_names_what_each_file_lacks(office: Office) -> None:
    closed(office)
    page = signed_in(office["officer"]).get("/archive/")
    assert "清信访〔2026〕1号" in words(page)
    assert "来信原件（扫描件）" in words(page)
    assert signed_in(office["handler"]).get("/archive/").status_code == 403


def test_ready_list_asks_no_more_queries_for_more_files(office: Office) -> None:
    client = signed_in(office["officer"])
    closed(office)
    client.get("/archive/")
    few = queries_of(lambda: client.get("/archive/"))
    for _ in range(3):
        closed(office)
    assert queries_of(lambda: client.get("/archive/")) == few


@pytest.mark.rule("S01-13")
def test_ready_list_says_by_when_and_for_how_long(office: Office, monday: Any) -> None:
    """The case's own limit is over with its closing; the archive's clock runs from then."""
    without = closed(office)
    PolicyProfile.objects.create(
        unit=office.units["XZF"],
        values={"archive_within": {"days": 10, "day_type": "calendar"}},
        effective_from=DAY,
        approved_by="赵某甲",
        source="清政〔2026〕1号",
    )
    limited = closed(office)
    monday.move_to("2026-03-10 09:00:00+08:00")
    client = signed_in(office["officer"])
    page = client.get("/archive/")
    due = {one.petition: (one.due.due if one.due else None, one.days) for one in page.context["rows"]}
    assert due == {without: (None, 8), limited: (date(2026, 3, 12), 8)}
    assert "办结未归档 8 天" in words(page)
    assert "is-late" not in page.content.decode()
    monday.move_to("2026-03-16 09:00:00+08:00")
    page = signed_in(office["officer"]).get("/archive/")
    assert [one.is_late for one in page.context["rows"]] == [False, True]
    assert page.content.decode().count('class="is-late"') == 1
    assert "3月12日 · 已超期 2 个工作日" in words(page)


def test_filing_page_asks_for_the_reason_of_missing_papers(office: Office) -> None:
    p = closed(office)
    client = signed_in(office["officer"])
    refused = client.post(f"/petitions/{p.pk}/do/archive/", {"version": p.version, "required": "yes"})
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["missing_reason"]
    data = {"version": p.version, "required": "yes", "missing_reason": "原件已退还"}
    assert client.post(f"/petitions/{p.pk}/do/archive/", data).status_code == 302
    assert "XF-WS·2026-D30-XF-0001" in words(client.get(f"/petitions/{p.pk}/"))


def test_catalogue_shows_and_prints_the_same_rows(office: Office) -> None:
    filed(office)
    client = signed_in(office["officer"])
    assert "XF-WS·2026-D30-XF-0001" in words(client.get("/archive/", {"tab": "filed", **CATALOGUE}))
    book = client.get("/archive/catalogue/", {**CATALOGUE, "format": "xlsx"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0).to_python()
    assert rows[3][:4] == [1, "XF-WS·2026-D30-XF-0001", "清禾县信访局", "清信访〔2026〕1号"]
    assert client.get("/archive/catalogue/", {**CATALOGUE, "unit": "T03"}).status_code == 404


def test_catalogue_asks_no_more_queries_for_more_files(office: Office) -> None:
    client = signed_in(office["officer"])
    filed(office)
    address = {"tab": "filed", **CATALOGUE}
    client.get("/archive/", address)
    few = queries_of(lambda: client.get("/archive/", address))
    for _ in range(3):
        filed(office)
    assert queries_of(lambda: client.get("/archive/", address)) == few


def test_package_is_made_in_the_background_and_downloaded(office: Office) -> None:
    item = filed(office)
    client = signed_in(office["officer"])
    answer = client.post(f"/archive/{item.pk}/package/")
    jobs.run_due()
    page = client.get(answer["Location"])
    assert "下载档案包" in words(page)
    assert client.get(f"/jobs/{page.context['job'].pk}/file/").status_code == 200


def test_hold_and_lift_by_click(office: Office) -> None:
    item = filed(office)
    client = signed_in(office["officer"])
    assert "请写明暂缓理由" in words(client.post(f"/archive/{item.pk}/hold/", {"reason": ""}, follow=True))
    assert "解除暂缓" in words(client.post(f"/archive/{item.pk}/hold/", {"reason": "涉诉"}, follow=True))
    assert "已解除暂缓" in words(client.post(f"/archive/{item.pk}/lift/", {"reason": "结案"}, follow=True))
    assert signed_in(office["town_officer"]).post(f"/archive/{item.pk}/hold/").status_code == 404


def test_two_people_dispose_of_an_expired_file(office: Office) -> None:
    item = expired(office)
    client = signed_in(office["officer"])
    assert item.reference in words(client.get("/archive/", {"tab": "expired"}))
    client.post("/archive/disposals/", {"ids": [item.pk], "reason": "期满，无保存价值"})
    disposal = Disposal.objects.get()
    assert "待单位负责人审定" in words(client.get("/archive/", {"tab": "expired"}))
    assert client.post(f"/archive/disposals/{disposal.pk}/", {}).status_code == 403
    head = signed_in(office["office_head"])
    answer = head.post(
        f"/archive/disposals/{disposal.pk}/", {"approve": "yes", "opinion": "同意"}, follow=True
    )
    assert "只保留目录" in words(answer)
    assert ArchiveItem.objects.get().disposed_at is not None
    assert "已销毁" in words(client.get("/archive/", {"tab": "filed", **CATALOGUE}))


def test_sealed_file_has_numbers_of_its_own_and_shows_to_its_readers_alone(office: Office) -> None:
    filed(office)
    secret = {"purpose": Purpose.ACCUSATION, "is_anonymous": True, "person": None}
    p = steps.presented(office, office.registered(**secret), to=office["chief"])
    route.annotate(p.pk, by=office["chief"], version=p.version, opinion="移送纪检监察机关。")
    by, version = office["officer"], steps.fresh(p).version
    route.transfer(p.pk, by=by, version=version, unit=office.units["XJW"], reason="属纪检监察职权")
    taker = office["discipline"]
    arrivals.take_in(p.pk, by=taker, version=steps.fresh(p).version)
    archive.archive(p.pk, by=by, version=steps.fresh(p).version, missing_reason="原件已移送")
    item = ArchiveItem.objects.get(petition=p)
    assert (item.reference, item.title) == ("XF-WS·2026-D10-JB-0001", "检举控告件（密封）")
    address = {"tab": "filed", "unit": "XF", "year": 2026, "period": "D10"}
    assert item.reference in words(signed_in(by).get("/archive/", address))
    assert item.reference not in words(signed_in(office["office_head"]).get("/archive/", address))
