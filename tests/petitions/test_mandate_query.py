"""As the petitioner: everything that the agent filed in their name is theirs to read, on the public page and on paper (S20-09)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from petitions.actions import proxy
from petitions.mandate_code import mandate_code, mandate_number
from petitions.models import ProxyMandate
from tests.casework.printing.samples import needs_pdftotext, pdf_words
from tests.office import Office
from tests.petitions.test_proxy import STORY, filed, mandated
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")


def ask(mandate: ProxyMandate, **changes: str) -> Any:
    data = {"number": mandate_number(mandate), "code": mandate_code(mandate), **changes}
    return Client().post("/query/", data)


@pytest.mark.rule("S20-09")
def test_petitioner_reads_all_that_the_agent_filed_and_said(office: Office) -> None:
    filing = filed(office)
    by = filing.mandate.agent
    proxy.suggest(filing.pk, by=by, text="请到现场看看")
    proxy.urge_as_agent(filing.pk, by=by, text="请尽快安排")
    second = proxy.file_for(filing.mandate_id, by=by, body="村口的桥也坏了。")
    page = words(ask(filing.mandate))
    for text in (
        STORY,
        filing.petition.number,
        "村口的桥也坏了。",
        second.number,
        "请到现场看看",
        "请尽快安排",
    ):
        assert text in page


@pytest.mark.rule("S20-09")
def test_petitioner_still_reads_it_after_revoking(office: Office) -> None:
    filing = filed(office)
    proxy.revoke_mandate(filing.mandate_id, by=office["town_officer"])
    filing.mandate.refresh_from_db()
    page = words(ask(filing.mandate))
    assert STORY in page
    assert "已撤销" in page


def test_wrong_code_and_wrong_number_are_answered_alike(office: Office) -> None:
    mandate = filed(office).mandate
    answers = [
        ask(mandate, code="AAAA-AAAA"),
        ask(mandate, number=f"代理委托〔2026〕{mandate.pk + 1}号"),
        ask(mandate, number=f"代理委托〔2025〕{mandate.pk}号"),
        ask(mandate, number="代理委托〔2026〕9号号"),
    ]
    assert {one.status_code for one in answers} == {422}
    assert {tuple(one.context["form"].non_field_errors()) for one in answers} == {
        ("编号或查询码不对，请核对回执。",)
    }


def test_one_mandate_does_not_open_another(office: Office) -> None:
    filing = filed(office)
    other = mandated(office)
    assert STORY not in words(ask(other))
    assert ask(filing.mandate, code=mandate_code(other)).status_code == 422


def test_mandate_is_not_rated(office: Office) -> None:
    mandate = filed(office).mandate
    data = {"number": mandate_number(mandate), "code": mandate_code(mandate), "receiver_rating": "good"}
    assert Client().post("/query/evaluate/", data).status_code == 422


@needs_pdftotext
@pytest.mark.rule("S20-09")
def test_office_prints_number_and_code_on_the_mandate_and_the_filings_for_the_petitioner(
    office: Office,
) -> None:
    filing = filed(office)
    mandate, client = filing.mandate, signed_in(office["town_officer"])
    sheets = {}
    for name in ("print", "filings"):
        answer = client.post(f"/proxy/mandates/{mandate.pk}/{name}/")
        sheets[name] = re.sub(r"\s+", "", pdf_words(answer.content))
    assert mandate_number(mandate) in sheets["print"]
    assert mandate_code(mandate) in sheets["print"]
    assert STORY in sheets["filings"]
    assert str(filing.petition.number) in sheets["filings"]
    assert signed_in(mandate.agent).post(f"/proxy/mandates/{mandate.pk}/filings/").status_code == 403
