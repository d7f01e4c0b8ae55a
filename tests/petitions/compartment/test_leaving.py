"""What may not leave, what may not come in, and figures that tell of nobody (S03-16, S11-14, D3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from petitions import ledger
from petitions.ledger_columns import CELLS
from petitions.marks import marks
from petitions.models import IntakeDraft, Petition
from petitions.small_counts import accusations, in_words
from petitions.states import Purpose
from tests.office import Office
from tests.petitions.steps import fresh
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
