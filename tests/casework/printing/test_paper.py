from __future__ import annotations

import io
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pikepdf
import pytest

from casework.printing import paper
from casework.printing.errors import PrintingFailed, PrintingUnavailable
from casework.printing.paper import render_paper
from casework.printing.stamp import joined, stamped
from tests.casework.printing.samples import RARE, needs_pdftotext, pdf_lines, pdf_words

NOTICE = """<p class=head>青山县信访局</p><p class=number>青信告〔2026〕18号</p><div class=rule></div>
<h1>信访事项受理告知书</h1><p class=to>王𠮷山：</p>
<p>你于2026年3月2日反映的问题已收悉，现予受理，证件号码11010119900101001X。</p>
<div class=end><p>特此告知。</p><div class=sign><span>青山县信访局<br>2026年3月5日</span></div></div>"""
SLIP = """<p class=office>青山县信访局</p><h1>信访事项登记回执</h1><p class=number>登记编号：信访〔2026〕00018号</p>
<table class=facts><tr><th>信访人</th><td>王㛃山</td><th>查询码</th><td class=code>7K4P-92QX</td></tr></table>
<p class=say>请妥善保管本回执。</p><div class=foot><span>接待人：李明</span><span>青山县信访局</span></div>"""


def page_sizes(pdf: bytes) -> list[tuple[int, int]]:
    """Width and height of each page in points."""
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as file:
        return [(round(float(page.mediabox[2])), round(float(page.mediabox[3]))) for page in file.pages]


def title_of(pdf: bytes) -> str:
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as file:
        return str(file.docinfo["/Title"])


@needs_pdftotext
def test_notice_is_one_a4_page_with_its_text() -> None:
    pdf = render_paper(NOTICE, title="受理告知书", pages=1)
    assert page_sizes(pdf) == [(595, 842)]
    assert title_of(pdf) == "受理告知书"
    text = pdf_words(pdf)
    assert "信访事项受理告知书王𠮷山：你于2026年3月2日反映的问题已收悉" in text
    assert "11010119900101001X" in text
    assert text.endswith("青山县信访局2026年3月5日—1—")


@needs_pdftotext
def test_slip_is_half_a_sheet_across() -> None:
    pdf = render_paper(SLIP, title="登记回执", sheet="slip", pages=1)
    assert page_sizes(pdf) == [(595, 420)]
    assert "登记编号：信访〔2026〕00018号信访人王㛃山查询码7K4P-92QX" in pdf_words(pdf)


@needs_pdftotext
def test_page_holds_22_lines_of_28_characters() -> None:
    """GB/T 9704-2012, 5.2.3."""
    pdf = render_paper(f"<p style='text-indent:0'>{'信' * 28 * 22}</p>", title="版心", pages=1)
    words = pdf_words(pdf)
    assert words == "信" * 616 + "—1—"
    assert len(page_sizes(render_paper(f"<p style='text-indent:0'>{'信' * 617}</p>", title="版心"))) == 2


LETTERHEAD = """<p class=organ>青山县信访局</p><div class=lines><div class=above></div><div class=below></div></div>
<p class=number>青信受〔2026〕1号</p><h1>信访事项受理告知书</h1>"""


@needs_pdftotext
def test_letter_has_its_grid_and_numbers_from_the_second_page_on() -> None:
    """GB/T 9704-2012, 10.1: no page number on the first page; even ones left, odd ones right."""
    body = f"<p style='text-indent:0'>{'信' * 28 * 50}</p>"
    first, second, third = pdf_lines(render_paper(LETTERHEAD + body, title="信函", sheet="letter"))
    assert "—" not in "".join(first)
    assert [line.strip() for line in second] == ["信" * 28] * 22 + ["—2—"]
    left, right = (len(page[-1]) - len(page[-1].lstrip()) for page in (second, third))
    assert third[-1].strip() == "—3—"
    assert left < right


@needs_pdftotext
def test_stamp_keeps_the_paper_and_adds_its_line_to_every_page() -> None:
    paper_ = render_paper("<p>" + "信访" * 500, title="信函")
    marked = stamped(paper_, "补打（第2次打印）")
    assert len(page_sizes(marked)) == len(page_sizes(paper_)) == 2
    assert pdf_words(marked).count("补打（第2次打印）") == 2


def test_joined_papers_begin_on_the_front_of_a_sheet() -> None:
    one = render_paper("<p>信访", title="一")
    assert len(page_sizes(joined([one, one], "两份"))) == 4
    assert len(page_sizes(joined([one, one], "两份", duplex=False))) == 2


def test_small_file() -> None:
    assert len(render_paper(NOTICE, title="受理告知书")) < 100_000


def test_other_number_of_pages_is_refused_with_the_title() -> None:
    with pytest.raises(PrintingFailed, match="《告知书》排出2页，应为1页"):
        render_paper("<p>" + "信访" * 500, title="告知书", pages=1)


@needs_pdftotext
def test_rare_and_uncovered_characters() -> None:
    text = pdf_words(render_paper(f"<p>{RARE}，王\ue863山&nbsp;好</p>", title="生僻字"))
    assert text == f"{RARE}，王〓山好—1—"


@pytest.mark.parametrize(
    "address", ["file:///etc/hostname", "http://127.0.0.1:1/a.png", "/etc/hostname", "data:text/html,x"]
)
def test_address_is_refused(address: str) -> None:
    with pytest.raises(PrintingFailed, match=r"address refused|Relative URI"):
        render_paper(f"<p>章<img src='{address}'>", title="告知书")


def test_seal_may_be_a_picture_in_the_page() -> None:
    seal = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>"
    assert len(page_sizes(render_paper(f'<p>章<img src="{seal}">', title="告知书"))) == 1


def test_press_is_kept_while_its_characters_suffice() -> None:
    render_paper(NOTICE, title="一")
    first = paper._press
    render_paper(NOTICE.replace("18号", "19号"), title="二")
    assert paper._press is first


@needs_pdftotext
def test_four_papers_at_once_do_not_mix() -> None:
    def one(index: int) -> str:
        return pdf_words(render_paper(f"<p>第{index}号告知书</p>", title=str(index)))

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(one, range(8))) == [f"第{index}号告知书—1—" for index in range(8)]


def test_machine_without_pango_says_which_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoPango:
        def find_spec(self, name: str, *_: Any) -> None:
            if name == "casework.printing.weasy":
                raise OSError("cannot load library 'pango-1.0-0'")

    monkeypatch.setattr(paper, "_press", None)
    monkeypatch.delitem(sys.modules, "casework.printing.weasy", raising=False)
    monkeypatch.delattr("casework.printing.weasy", raising=False)
    monkeypatch.setattr(sys, "meta_path", [NoPango(), *sys.meta_path])
    with pytest.raises(PrintingUnavailable, match="暂不能生成 PDF"):
        render_paper(NOTICE, title="告知书")
