"""Pages of papers: written, issued, printed, delivered, withdrawn, and the lists of what is owed."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from casework.actions.base import grant
from casework.models import Case, Delivery, IssuedPaper
from petitions.states import Purpose
from tests.casework.printing.samples import needs_pdftotext, pdf_words
from tests.office import Office
from tests.petitions import steps
from tests.petitions.papers.reading import issued
from tests.petitions.views.reading import queries_of, signed_in, words

pytestmark = pytest.mark.usefixtures("monday")


def acceptance(office: Office) -> IssuedPaper:
    return issued(office, steps.assigned(office, office.registered()), "accept")


def at(name: str, *args: Any) -> str:
    return reverse(name, args=args)


def test_overview_offers_what_can_go_out_and_explains_the_rest(office: Office) -> None:
    p = steps.assigned(office, office.registered())
    client = signed_in(office["registrar"])
    page = words(client.get(at("petition_papers", p.pk)))
    assert "信访事项受理告知书 — 发出" in page
    assert "此件没有告知引导。" in page
    assert "由登记单位办公室发出。" in page
    paper = issued(office, p, "accept")
    page = words(client.get(at("petition_papers", p.pk)))
    assert f"{paper.number} 3月2日 · 待送达 已发出。" in page


def test_preview_has_no_number_and_says_it_is_none(office: Office) -> None:
    p = steps.assigned(office, office.registered())
    page = signed_in(office["registrar"]).get(at("petition_issue", p.pk, "accept"))
    assert "清信受〔2026〕　　号" in page.content.decode()
    assert "未发出" in page.content.decode()
    assert not IssuedPaper.objects.exists()


def test_one_key_issues_from_the_list_and_returns_to_it(office: Office) -> None:
    p = steps.assigned(office, office.registered())
    client = signed_in(office["registrar"])
    page = words(client.get(at("notices_due")))
    assert p.number in page
    assert "3月17日 · 剩 11 个工作日" in page
    back = client.post(at("petition_issue", p.pk, "accept"), {"quick": "1", "next": at("notices_due")})
    assert back["Location"] == at("notices_due")
    assert "没有待告知的件" in words(client.get(at("notices_due")))


def test_missing_answer_keeps_what_was_typed(office: Office) -> None:
    p = steps.concluded(office, office.registered())
    client = signed_in(office["handler"])
    response = client.post(at("petition_issue", p.pk, "opinion"), {"request": "请修电梯", "legal_basis": ""})
    assert response.status_code == 422
    assert "请修电梯" in response.content.decode()
    shown = client.post(
        at("petition_issue", p.pk, "opinion"),
        {"request": "请修电梯", "legal_basis": "《某条例》", "preview": "1"},
    )
    assert shown.status_code == 200
    assert "法律、政策依据：《某条例》" in shown.content.decode()
    assert not IssuedPaper.objects.exists()


@needs_pdftotext
def test_second_printing_says_so_on_screen_and_paper(office: Office) -> None:
    paper = acceptance(office)
    client = signed_in(office["registrar"])
    first = client.post(at("issued_paper_print", paper.pk)).content
    assert first == paper.pdf.open("rb").read()
    assert "补打（第2次）" in words(client.get(at("issued_paper", paper.pk)))
    second = client.post(at("issued_paper_print", paper.pk)).content
    assert "补打（第2次打印）：清禾县信访局周某戊2026年3月2日" in pdf_words(second)
    assert pdf_words(first) in pdf_words(second)
    paper.refresh_from_db()
    assert paper.prints == 2
    assert [one.data["paper"] for one in paper.case.events.filter(name="printed")] == [
        f"信访事项受理告知书 {paper.number}（第1次）",
        f"信访事项受理告知书 {paper.number}（第2次）",
    ]


def test_withdrawal_asks_for_a_reason_and_shows_it(office: Office) -> None:
    paper = acceptance(office)
    client = signed_in(office["registrar"])
    assert client.post(at("issued_paper_withdraw", paper.pk), {"reason": ""}).status_code == 422
    client.post(at("issued_paper_withdraw", paper.pk), {"reason": "承办单位写错"})
    page = words(client.get(at("issued_paper", paper.pk)))
    assert "已撤回，文号保留" in page
    assert "承办单位写错" in page


def test_changed_text_is_not_shown(office: Office) -> None:
    paper = acceptance(office)
    IssuedPaper.objects.filter(pk=paper.pk).update(html="<script>x</script>")
    page = signed_in(office["registrar"]).get(at("issued_paper", paper.pk)).content.decode()
    assert "与发出时不符" in page
    assert "<script>x" not in page


def test_delivery_in_the_line_of_the_list(office: Office) -> None:
    paper = acceptance(office)
    client = signed_in(office["registrar"])
    due = f"{at('notices_due')}?tab=deliver"
    assert paper.number in words(client.get(due))
    bad = client.post(at("paper_deliver", paper.pk), {"method": "post", "day": "2026-03-02", "next": due})
    assert bad.status_code == 422
    assert "邮件号码" in words(bad)
    good = {"method": "direct", "day": "2026-03-02", "receiver": "张某甲", "next": due}
    assert client.post(at("paper_deliver", paper.pk), good)["Location"] == due
    assert Delivery.objects.get().receiver == "张某甲"
    assert "没有待送达的文书" in words(client.get(due))


@needs_pdftotext
def test_receipt_prints_blank_and_filled(office: Office) -> None:
    paper = acceptance(office)
    client = signed_in(office["registrar"])
    blank = pdf_words(client.post(at("paper_receipt", paper.pk)).content)
    for part in ("送达回证", paper.number, "受送达人张某甲", "□直接", "见证人签名", "拒收情况"):
        assert part in blank
    client.post(
        at("paper_deliver", paper.pk), {"method": "direct", "day": "2026-03-02", "receiver": "李某（妻子）"}
    )
    filled = words(client.get(at("paper_receipt", paper.pk)))
    assert "签收人：李某（妻子）" in filled
    assert "2026年3月2日" in filled


@pytest.mark.parametrize("name", ["issued_paper", "paper_deliver", "paper_receipt"])
def test_papers_out_of_sight_do_not_exist(office: Office, name: str) -> None:
    paper = acceptance(office)
    for who in ("other_handler", "town_officer", "admin"):
        assert signed_in(office[who]).get(at(name, paper.pk)).status_code == 404
        assert signed_in(office[who]).post(at("issued_paper_print", paper.pk)).status_code == 404


def test_papers_of_an_accusation_ask_for_a_reason_first(office: Office) -> None:
    p = office.registered(purpose=Purpose.ACCUSATION, accused_units=(office.units["ZJJ"],))
    client = signed_in(office["registrar"])
    for name, args in (("petition_papers", [p.pk]), ("petition_issue", [p.pk, "accusation"])):
        assert client.get(at(name, *args))["Location"] == at("petition_detail", p.pk)
    assert signed_in(office["bureau_head"]).get(at("petition_papers", p.pk)).status_code == 404


@pytest.mark.rule("S09-15")
def test_lists_never_name_who_is_behind_an_accusation(office: Office) -> None:
    paper = acceptance(office)
    # It turned out to be an accusation: sealed, and given by name to those who had it.
    grant(paper.case, "登记", staff=office["registrar"])
    Case._base_manager.filter(pk=paper.case_id).update(is_sealed=True)
    client = signed_in(office["registrar"])
    for page in (f"{at('notices_due')}?tab=deliver", at("paper_register")):
        text = client.get(page).content.decode()
        assert paper.number in text
        assert "身份保密" in text
        assert "张某甲" not in text
    assert paper.number not in words(client.get(at("paper_register"), {"recipient": "张某"}))
    assert client.get(at("paper_deliver", paper.pk))["Location"] == at("petition_detail", paper.case_id)


def test_queries_do_not_grow_with_rows(office: Office) -> None:
    client = signed_in(office["registrar"])
    pages = [at("notices_due"), f"{at('notices_due')}?tab=deliver", at("paper_register")]

    def more(count: int) -> None:
        for _ in range(count):
            acceptance(office)
            steps.assigned(office, office.registered())

    more(2)
    few = [queries_of(lambda page=page: client.get(page)) for page in pages]  # type: ignore[misc]
    more(4)
    assert [queries_of(lambda page=page: client.get(page)) for page in pages] == few  # type: ignore[misc]


def test_ticked_ones_are_issued_one_after_the_other(office: Office) -> None:
    first, second = (steps.assigned(office, office.registered()) for _ in range(2))
    client = signed_in(office["registrar"])
    client.post(at("issue_many"), {"ids": [first.pk, second.pk]})
    assert [one.number for one in IssuedPaper.objects.all()] == ["清信受〔2026〕1号", "清信受〔2026〕2号"]
    client.post(at("issue_many"), {"ids": [first.pk]})
    said = [str(one) for one in client.get(at("desk")).context["messages"]]
    assert said == ["已发出 2 份，可到“待送达”打印、登记送达。", "请先勾选要发出的件。"]
