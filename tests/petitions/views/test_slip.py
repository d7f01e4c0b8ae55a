"""The papers of a case: the slip for the visitor, and the forms that are signed; each printing is remembered."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from casework.models import Attachment
from casework.printing.errors import PrintingUnavailable
from petitions.actions import route
from petitions.documents import PAPERS, printable
from petitions.models import Petition
from petitions.states import Purpose
from tests.casework.test_attachments import PDF
from tests.office import Office
from tests.petitions.views.reception import BODY, sign_in

TALK = {"request": "修电梯", "answer": "已说明程序", "confirmed": "signed"}


def slip(petition: Petition) -> str:
    return reverse("petition_slip", args=[petition.pk])


def paper(petition: Petition, kind: str) -> str:
    return reverse("petition_paper", args=[petition.pk, kind])


@pytest.mark.rule("S10-09")
def test_slip_shows_number_person_and_first_responder(office: Office, monday: Any, client: Client) -> None:
    registrar = office.staff["registrar"]
    registrar.phone = "0000-12000001"
    registrar.save()
    petition = office.registered()
    page = sign_in(client, office).get(slip(petition)).content.decode()
    for words in ("清信访〔2026〕1号", "2026年3月2日", "张某甲", "周某戊", "0000-12000001", "小区电梯坏了"):
        assert words in page
    assert not petition.events.filter(name="printed").exists()


def test_slip_is_printed_as_one_page_and_remembered(office: Office, monday: Any, client: Client) -> None:
    petition = office.registered()
    response = sign_in(client, office).post(slip(petition))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline")
    with pikepdf.open(io.BytesIO(response.content)) as pdf:
        assert len(pdf.pages) == 1
    printed = petition.events.get(name="printed")
    assert (printed.actor_name, printed.data) == ("周某戊", {"paper": "来信来访回执"})


@pytest.mark.rule("S09-15")
def test_slip_of_an_accusation_names_neither_person_nor_matter(
    office: Office, monday: Any, client: Client
) -> None:
    petition = office.registered(purpose=Purpose.ACCUSATION, accused_units=(office.units["ZJJ"],))
    page = sign_in(client, office).get(slip(petition)).content.decode()
    sheet = page[page.index('<article class="sheet') :]
    assert petition.number in sheet
    assert "张某甲" not in sheet
    assert BODY[:6] not in sheet
    assert sign_in(client, office, "chief").get(slip(petition)).status_code == 404


def test_other_papers_of_an_accusation_ask_for_a_reason_first(
    office: Office, monday: Any, client: Client
) -> None:
    petition = office.registered(purpose=Purpose.ACCUSATION, accused_units=(office.units["ZJJ"],))
    response = sign_in(client, office).post(paper(petition, "annotation"))
    assert response["Location"] == reverse("petition_detail", args=[petition.pk])
    assert not petition.events.filter(name="printed").exists()


def test_without_the_printer_the_page_itself_can_be_printed(
    office: Office, monday: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(*args: Any, **kwargs: Any) -> bytes:
        raise PrintingUnavailable("没有排版组件。")

    monkeypatch.setattr("petitions.views.paperwork.render_paper", unavailable)
    response = sign_in(client, office).post(slip(office.registered()))
    assert "没有排版组件。 可先用浏览器打印本页。" in response.content.decode()


def test_papers_come_with_what_has_been_done(office: Office, monday: Any) -> None:
    petition = office.registered(channel="visit", talk=TALK)
    assert [kind for kind, _ in printable(petition)] == ["slip", "annotation", "talk", "registration"]
    route.present(petition.pk, by=office["registrar"], version=petition.version)
    petition = Petition.objects.get()
    route.annotate(
        petition.pk, by=petition.signer, version=petition.version, opinion="请核实", unit=office.units["ZJJ"]
    )
    assert [kind for kind, _ in printable(petition)] == [
        "slip",
        "annotation",
        "talk",
        "registration",
        "assign",
    ]


def test_paper_that_does_not_exist_yet_is_explained(office: Office, monday: Any, client: Client) -> None:
    petition = office.registered()
    response = sign_in(client, office).get(paper(petition, "reply"), follow=True)
    assert [str(one) for one in response.context["messages"]] == ["此件还没有答复。"]
    assert client.get(paper(petition, "poster")).status_code == 404


def test_unfinished_form_says_so_across_the_sheet(office: Office, monday: Any, client: Client) -> None:
    petition = office.registered()
    sign_in(client, office)
    assert (
        '<div class="unfinished">未办结</div>' in client.get(paper(petition, "annotation")).content.decode()
    )
    route.present(petition.pk, by=office["registrar"], version=petition.version)
    petition = Petition.objects.get()
    route.annotate(petition.pk, by=petition.signer, version=petition.version, opinion="请核实后答复。")
    page = client.get(paper(petition, "annotation")).content.decode()
    assert "请核实后答复。" in page
    assert "未办结</div>" not in page


def test_every_paper_carries_who_printed_it(office: Office, monday: Any, client: Client) -> None:
    petition = office.registered(channel="visit", talk=TALK)
    sign_in(client, office)
    for kind, _ in printable(petition):
        page = client.get(paper(petition, kind)).content.decode()
        assert "打印：清禾县信访局 周某戊 2026年3月2日 09:00" in page
    assert set(PAPERS) >= {"slip", "annotation", "talk", "assign", "urge", "guidance", "report", "reply"}


def upload(client: Client, petition: Petition, *files: tuple[str, bytes], **extra: Any) -> Any:
    sent = [SimpleUploadedFile(*one) for one in files]
    url = reverse("petition_attach", args=[petition.pk])
    response = client.post(url, {"files": sent}, **extra)
    return response, [str(one) for one in client.get(response["Location"]).context["messages"]]


def test_good_scans_are_kept_and_the_others_named(office: Office, monday: Any, client: Client) -> None:
    petition = office.registered()
    saved = reverse("petition_saved", args=[petition.pk])
    response, said = upload(
        sign_in(client, office),
        petition,
        ("来信.pdf", PDF),
        ("同一封.pdf", PDF),
        ("坏.exe", b"MZ" + b"\0" * 99),
        headers={"referer": f"http://testserver{saved}"},
    )
    assert response["Location"] == saved
    assert list(Attachment.objects.values_list("name", flat=True)) == ["来信.pdf"]
    assert said[0].startswith("“坏.exe”不是可以保存的文件类型")
    assert said[1:] == ["已添加 1 个附件。", "1 个文件以前已经上传过，没有重复保存。"]


def test_scan_is_refused_to_who_only_reads(office: Office, monday: Any, client: Client) -> None:
    petition = office.registered()
    url = reverse("petition_attach", args=[petition.pk])
    sign_in(client, office, "auditor")
    assert client.post(url, {"files": [SimpleUploadedFile("a.pdf", PDF)]}).status_code == 403
    assert not Attachment.objects.exists()
