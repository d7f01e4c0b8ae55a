"""What may not leave, what may not come in, and figures that tell of nobody (S03-16, S11-14, D3)."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from casework import jobs
from casework.models import Job, Notice
from petitions import archive as reads
from petitions import ledger
from petitions.actions import information
from petitions.archive_package import ask_for_package
from petitions.ledger_columns import CELLS
from petitions.mandate_code import filed_under, mandate_code, mandate_number
from petitions.marks import marks
from petitions.models import ArchiveCandidate, Evaluation, InfoReport, IntakeDraft, Petition
from petitions.query_codes import query_code
from petitions.small_counts import accusations, in_words
from petitions.states import Channel, Purpose
from tests.office import Office
from tests.petitions.rules.test_analyses import issued_info
from tests.petitions.scenarios.base import closed
from tests.petitions.scenarios.filing import filed
from tests.petitions.steps import fresh
from tests.petitions.test_proxy import STORY
from tests.petitions.test_proxy import filed as proxy_filed
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")
MARCH = (date(2026, 3, 1), date(2026, 3, 31))


def sheet_of(office: Office) -> str:
    selection = ledger.Selection(unit=office.units["XF"], first=MARCH[0], last=MARCH[1])
    table, _ = ledger.table(selection, ledger.cases_of(office["officer"]), list(CELLS))
    return "".join(table.texts())


@pytest.mark.rule("S03-16")
def test_sensitive_matter_stands_on_a_sheet_by_its_number_alone(office: Office) -> None:
    p = office.registered(details={"confidentiality": "sensitive"}, title="某项目验收争议")
    text = sheet_of(office)
    assert p.number in text
    assert "敏感事项" in text
    for secret in ("验收争议", "张某甲", "12000000001", "样城街道", "电梯"):
        assert secret not in text
    assert "验收争议" in words(signed_in(office["officer"]).get("/ledger/"))


@pytest.mark.rule("S11-14")
def test_trade_secret_stays_on_the_screen(office: Office) -> None:
    office.registered(details={"trade_secret": True}, title="某配方纠纷")
    assert "配方" not in sheet_of(office)


@pytest.mark.rule("S03-16")
def test_state_secrets_are_not_entered_and_leave_no_draft(office: Office) -> None:
    client = signed_in(office["registrar"])
    typed = {"draft_key": "k1", "body": "某绝密工程的图纸", "name": "张某甲", "channel": "letter"}
    client.post("/petitions/new/draft/", typed)
    refused = client.post("/petitions/new/", {**typed, "received_on": "2026-03-02", "declared": "yes"})
    assert refused.status_code == 422
    assert "涉及国家秘密的内容不得录入" in refused.content.decode()
    assert not Petition._base_manager.exists()
    assert "图纸" not in str(list(IntakeDraft.objects.values_list("data", flat=True)))
    assert "国家秘密不得录入本系统" in words(client.get("/petitions/new/"))


@pytest.mark.rule("S03-16")
def test_upload_declared_secret_is_refused(office: Office) -> None:
    p = office.registered()
    client = signed_in(office["officer"])

    def send(declared: str) -> Any:
        file = SimpleUploadedFile("说明.txt", "电梯坏了。".encode(), "text/plain")
        return client.post(f"/petitions/{p.pk}/attach/", {"files": [file], "declared": declared}, follow=True)

    assert "没有保存" in words(send("yes"))
    assert not p.attachments.exists()
    send("no")
    assert p.attachments.count() == 1
    assert "国家秘密不得上传" in words(client.get(f"/petitions/{p.pk}/"))


def test_there_is_no_grade_above_sensitive() -> None:
    from casework.states import Confidentiality

    assert list(Confidentiality.labels) == ["普通", "内部", "敏感"]


@pytest.mark.rule("S21-07")
def test_figure_of_accusations_tells_none_from_four_not_apart(office: Office) -> None:
    unit = office.units["XF"]
    office.registered()
    page = signed_in(office["office_head"]).get("/figures/").context
    assert (page["accusations"], page["reading"].owed) == ("<5", 1)
    for n in range(5):
        assert accusations(unit, *MARCH) == "<5", n
        office.registered(purpose=Purpose.ACCUSATION, accused_units=(office.units["ZJJ"],))
    assert accusations(unit, *MARCH) == "5"
    # No total includes them, so none can be had by taking one figure from another.
    for name in ("office_head", "officer"):
        assert signed_in(office[name]).get("/figures/").context["reading"].owed == 1
    assert [in_words(n) for n in (0, 4, 5, 12)] == ["<5", "<5", "5", "12"]
    selection = ledger.Selection(unit=unit, first=MARCH[0], last=MARCH[1])
    sums = [ledger.totals(selection, ledger.cases_of(office[name])) for name in ("office_head", "officer")]
    assert sums[0] == sums[1]
    assert replace(selection, basis=ledger.APART).basis == "apart"


@pytest.mark.rule("S03-06")
def test_long_standing_is_said_of_the_matter_from_its_age(office: Office, monday: Any) -> None:
    p = office.registered()
    assert "久拖未决" not in [one.label for one in marks(p)]
    monday.shift(timedelta(days=366))
    assert "久拖未决" in [one.label for one in marks(fresh(p))]


WITHHELD = [
    pytest.param({"confidentiality": "sensitive"}, marks=pytest.mark.rule("S03-16")),
    pytest.param({"trade_secret": True}, marks=pytest.mark.rule("S11-14")),
]


@pytest.mark.parametrize("details", WITHHELD)
def test_archive_catalogue_holds_number_and_neither_name_nor_matter(
    office: Office, details: dict[str, Any]
) -> None:
    filed(office, details=details, title="某项目验收争议")
    filed(office, title="电梯停运")
    client = signed_in(office["officer"])
    address = {"unit": "XF", "year": 2026, "period": "D30"}
    assert "验收争议" in words(client.get("/archive/", {"tab": "filed", **address}))
    book = client.get("/archive/catalogue/", {**address, "format": "xlsx"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0).to_python()
    assert [row[3:5] for row in rows[3:5]] == [
        ["清信访〔2026〕1号", "敏感事项"],
        ["清信访〔2026〕2号", "张某甲反映电梯停运"],
    ]


@pytest.mark.rule("S03-16")
def test_what_was_reported_of_a_sensitive_matter_is_not_named_in_the_catalogue(office: Office) -> None:
    info = issued_info(office)
    information.file_info(info.pk, by=office["office_head"], period="D30")
    assert info.petition is not None
    titles = [
        row["title"]
        for row in reads.catalogue(
            office.units["XF"], 2026, "D30", [], list(ArchiveCandidate.objects.all())
        ).rows
    ]
    assert titles == [f"信访信息：{info.title}"]
    Petition.objects.filter(pk=info.petition.pk).update(confidentiality="sensitive")
    titles = [
        row["title"]
        for row in reads.catalogue(
            office.units["XF"], 2026, "D30", [], list(ArchiveCandidate.objects.all())
        ).rows
    ]
    assert titles == ["信访信息：敏感事项"]


@pytest.mark.parametrize("details", WITHHELD)
def test_archive_package_is_not_made_nor_from_a_job_that_waited(
    office: Office, details: dict[str, Any]
) -> None:
    secret, plain = filed(office, details=details), filed(office)
    client = signed_in(office["officer"])
    answer = client.post(f"/archive/{secret.pk}/package/", follow=True)
    assert "不导出，不生成档案包" in words(answer)
    assert not Job.objects.filter(kind="archive_package").exists()
    page = client.get("/archive/", {"tab": "filed", "unit": "XF", "year": 2026, "period": "D30"})
    assert f"/archive/{secret.pk}/package/" not in page.content.decode()
    assert f"/archive/{plain.pk}/package/" in page.content.decode()
    job = ask_for_package(plain, by=office["officer"])
    Petition.objects.filter(pk=plain.petition_id).update(**details)
    jobs.run_due()
    job.refresh_from_db()
    assert (bool(job.file), "不导出" in job.message) == (False, True)


@pytest.mark.rule("S03-16")
def test_public_page_of_a_sensitive_matter_says_where_to_ask(office: Office) -> None:
    p = closed(office, details={"confidentiality": "sensitive"})
    data = {"number": p.number, "code": query_code(p)}
    page = words(Client().post("/query/", data))
    assert "办理情况请向登记单位询问" in page
    assert "清禾县信访局" in page
    assert [one for one in ("住房和城乡", "答复", "满意度评价", "2026年3月") if one in page] == []
    rated = Client().post("/query/evaluate/", {**data, "receiver_rating": "good"})
    assert (rated.status_code, Evaluation.objects.count()) == (422, 0)


@pytest.mark.parametrize("details", WITHHELD)
def test_mandate_on_the_public_page_shows_no_such_content(office: Office, details: dict[str, Any]) -> None:
    filing = proxy_filed(office)
    data = {"number": mandate_number(filing.mandate), "code": mandate_code(filing.mandate)}
    assert STORY in words(Client().post("/query/", data))
    Petition.objects.filter(pk=filing.petition_id).update(**details)
    page = words(Client().post("/query/", data))
    assert (STORY in page, "内容不在网上显示" in page, filing.petition.number in page) == (False, True, True)
    # On paper, handed to the person, it stands.
    assert [one.text for one in filed_under(filing.mandate)] == [STORY]


@pytest.mark.parametrize("details", WITHHELD)
def test_urgent_information_of_such_a_matter_is_drafted_without_it(
    office: Office, details: dict[str, Any]
) -> None:
    crowd = {"channel": Channel.VISIT, "head_count": 40}
    office.registered(**crowd, details=details, title="某项目验收争议")
    info = InfoReport.objects.get()
    assert info.title == "敏感事项"
    assert "40人来访" in info.text
    assert [one for one in ("验收", "电梯", "张某甲") if one in info.text] == []
    assert "验收争议" not in str(list(Notice.objects.values_list("text", flat=True)))
    office.registered(**crowd, title="电梯停运")
    assert InfoReport.objects.latest("pk").title == "电梯停运"
