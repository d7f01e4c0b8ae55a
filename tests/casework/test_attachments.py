"""What may be kept is decided by content; the same file is kept once; papers leave through the door only."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from casework import attachments
from casework.actions.attachments import attach
from casework.audit import verify_chains
from casework.models import Attachment, Event
from casework.refusals import NotVisible, Refusal
from petitions.models import Petition
from petitions.states import Purpose
from tests.office import Office

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30)) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "white").save(made, kind)
    return made.getvalue()


def package(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return made.getvalue()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def allowed(case: Petition, by: Any) -> None:
    """Nobody is refused."""


@pytest.mark.parametrize(
    ("name", "content", "kept_as", "content_type"),
    [
        ("来信.pdf", PDF, "来信.pdf", "application/pdf"),
        ("照片.JPG", picture(), "照片.JPG", "image/jpeg"),
        ("截图.png", picture("PNG"), "截图.png", "image/png"),
        ("微信图片.png", picture(), "微信图片.png.jpg", "image/jpeg"),
        ("扫描.tif", picture("TIFF"), "扫描.tif", "image/tiff"),
        ("材料.docx", package("[Content_Types].xml", "word/document.xml"), "材料.docx", DOCX),
        ("公文.ofd", package("OFD.xml"), "公文.ofd", "application/ofd"),
        ("名单.txt", "张某甲\n王某乙".encode("gb18030"), "名单.txt", "text/plain"),
        ("旧文档.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧文档.doc", "application/msword"),
        ("../../etc/C:\\目录\\信.pdf", PDF, "信.pdf", "application/pdf"),
    ],
)
def test_check_takes_type_from_content(name: str, content: bytes, kept_as: str, content_type: str) -> None:
    checked = attachments.check(upload(name, content))
    assert (checked.name, checked.content_type, checked.size) == (kept_as, content_type, len(content))
    assert len(checked.sha256) == 64


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("空.pdf", b"", "空文件"),
        ("大.pdf", PDF + b"\0" * attachments.MAX_BYTES, "超过 20 MB"),
        ("页面.html", b"<!doctype html><script>1</script>", "不是可以保存的文件类型"),
        ("页面.txt", b"<html><script>1</script></html>", "不是可以保存的文件类型"),
        ("图.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "不是可以保存的文件类型"),
        ("图.png", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "不是可以保存的文件类型"),
        ("程序.exe", b"MZ" + b"\0" * 300, "不是可以保存的文件类型"),
        ("程序.jpg", b"MZ" + b"\0" * 300, "不是可以保存的文件类型"),
        ("命令.bat", b"del *.*", "不是可以保存的文件类型"),
        ("压缩.zip", package("a.txt"), "不是可以保存的文件类型"),
        ("宏.docm", package("word/document.xml", "word/vbaProject.bin"), "带有宏"),
        ("坏.docx", b"PK\x03\x04broken", "已损坏"),
        ("坏.jpg", picture()[:60], "已损坏"),
    ],
)
def test_check_refuses_with_a_sentence(name: str, content: bytes, words: str) -> None:
    with pytest.raises(Refusal, match=words) as refused:
        attachments.check(upload(name, content))
    assert refused.value.field == "files"
    assert name.rpartition(".")[0] in refused.value.message


def test_check_refuses_a_picture_with_too_many_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "MAX_PIXELS", 1000)
    with pytest.raises(Refusal, match="像素过多"):
        attachments.check(upload("大图.png", picture("PNG", (40, 30))))


def add(
    office: Office, petition: Petition, *files: tuple[str, bytes], by: str = "registrar"
) -> list[Attachment]:
    checked = [attachments.check(upload(*one)) for one in files]
    return attach(Petition, petition.pk, by=office[by], files=checked, ensure=allowed)


def test_attach_same_file_twice_is_kept_once(office: Office, monday: Any) -> None:
    petition = office.registered()
    first = add(office, petition, ("来信.pdf", PDF), ("又一份.pdf", PDF))
    again = add(office, petition, ("换个名字.pdf", PDF))
    assert [one.name for one in first] == ["来信.pdf"]
    assert again == []
    assert petition.events.filter(name="attached").count() == 1
    assert list(verify_chains()) == []


def test_attach_stores_outside_the_web_root_under_a_name_that_says_nothing(
    office: Office, monday: Any, settings: Any
) -> None:
    (made,) = add(office, office.registered(), ("张某甲来信.pdf", PDF))
    assert Path(made.file.path).is_relative_to(settings.MEDIA_ROOT)
    assert "张某甲" not in made.file.name
    assert not Path(settings.MEDIA_ROOT).is_relative_to(settings.STATIC_ROOT)


def test_attach_outside_sight_or_refused_keeps_nothing(office: Office, monday: Any) -> None:
    petition = office.registered()
    with pytest.raises(NotVisible):
        add(office, petition, ("来信.pdf", PDF), by="other_handler")

    def refuse(case: Petition, by: Any) -> None:
        raise Refusal("已归档")

    with pytest.raises(Refusal, match="已归档"):
        attach(
            Petition,
            petition.pk,
            by=office["registrar"],
            files=[attachments.check(upload("来信.pdf", PDF))],
            ensure=refuse,
        )
    assert not Attachment.objects.exists()


def test_attach_failed_event_leaves_no_row_and_no_bytes(
    office: Office, monday: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    petition = office.registered()
    monkeypatch.setattr("casework.actions.attachments.record", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        add(office, petition, ("来信.pdf", PDF))
    assert not Attachment.objects.exists()
    folder = f"attachments/{petition.pk % 1000:03d}"
    assert not default_storage.exists(folder) or default_storage.listdir(folder)[1] == []


def fetch(client: Client, office: Office, who: str, made: Attachment) -> Any:
    client.force_login(office[who])
    return client.get(reverse("attachment", args=[made.pk]))


@pytest.mark.parametrize(
    ("name", "content", "disposition", "sent_as", "sandboxed"),
    [
        ("a.pdf", PDF, "inline", "application/pdf", False),
        ("a.jpg", picture(), "inline", "image/jpeg", True),
        ("a.txt", b"text", "attachment", "application/octet-stream", True),
    ],
)
def test_attachment_is_handed_out_harmless(
    office: Office,
    monday: Any,
    client: Client,
    name: str,
    content: bytes,
    disposition: str,
    sent_as: str,
    sandboxed: bool,
) -> None:
    (made,) = add(office, office.registered(), (name, content))
    response = fetch(client, office, "registrar", made)
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == content
    assert response["Content-Disposition"] == f'{disposition}; filename="{name}"'
    assert response["Content-Type"] == sent_as
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    assert ("sandbox" in response["Content-Security-Policy"]) is sandboxed
    assert response["Cache-Control"] == "no-store"


def test_attachment_outside_sight_is_as_good_as_absent(office: Office, monday: Any, client: Client) -> None:
    (made,) = add(office, office.registered(), ("a.pdf", PDF))
    assert fetch(client, office, "other_handler", made).status_code == 404
    assert fetch(client, office, "admin", made).status_code == 404


@pytest.mark.rule("S09-01")
def test_attachment_of_a_sealed_case_leaves_a_record_of_who_looked(
    office: Office, monday: Any, client: Client
) -> None:
    petition = office.registered(purpose=Purpose.ACCUSATION, accused_units=(office.units["ZJJ"],))
    (made,) = add(office, petition, ("举报信.pdf", PDF))
    assert fetch(client, office, "officer", made).status_code == 403
    client.post(f"/petitions/{petition.pk}/unlock/", {"reason": "核实"})
    assert client.get(f"/attachments/{made.pk}/").status_code == 200
    assert fetch(client, office, "chief", made).status_code == 404
    read = Event.objects.filter(case=petition, name="read_protected")
    assert [(one.actor_name, one.note) for one in read] == [
        ("李某丁", "核实"),
        ("李某丁", "附件：举报信.pdf"),
    ]
    assert list(verify_chains()) == []
