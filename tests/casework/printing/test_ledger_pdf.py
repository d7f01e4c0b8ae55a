from __future__ import annotations

import io
import os
from pathlib import Path

import pikepdf
import pytest

from casework.printing import ledger_pdf
from casework.printing import paginate as p
from casework.printing.errors import PrintingFailed, PrintingUnavailable
from casework.printing.fonts import default_stack
from casework.printing.ledger_pdf import draw, name_uncovered, render_ledger_pdf, split
from casework.printing.paginate import paginate
from tests.casework.printing.samples import (
    COLUMNS,
    RARE,
    ledger,
    needs_pdftotext,
    pdf_middles,
    pdf_pages,
    pdf_words,
    row,
)


def page_count(pdf: bytes) -> int:
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as file:
        return len(file.pages)


@needs_pdftotext
def test_one_row_stands_whole_on_one_page() -> None:
    pages = pdf_pages(render_ledger_pdf(ledger([row(1)])))
    assert len(pages) == 1
    heading = "".join(column.heading for column in COLUMNS)
    assert pages[0].startswith(
        "信访事项登记台账单位：青山县信访局2026年3月全部渠道打印日期：2026年3月31日" + heading
    )
    assert "1信访〔2026〕00001号王㛃山11010119900101001X反映村道被占用，请求恢复通行。3" in pages[0]
    assert pages[0].endswith("合计：1批次，3人次审核人：填表人：日期：年月日第1页/共1页")


@needs_pdftotext
def test_no_rows_say_so_and_can_be_signed() -> None:
    (page,) = pdf_pages(render_ledger_pdf(ledger([])))
    assert "（本期无记录）合计：0批次，0人次审核人：" in page


@needs_pdftotext
def test_every_page_has_title_heading_its_number_and_its_rows() -> None:
    table = ledger([row(i) for i in range(1, 57)], first_page_no=11)
    pages = pdf_pages(render_ledger_pdf(table))
    assert len(pages) == 3
    for index, (text, page) in enumerate(zip(pages, paginate(table).pages, strict=True)):
        assert text.startswith("信访事项登记台账单位：青山县信访局")
        assert "序号登记编号信访人证件号码反映的主要问题人次" in text
        assert text.endswith(f"第{11 + index}页/共13页")
        for cells in page.rows:
            assert "".join("".join(cell) for cell in cells) in text
    assert ["审核人" in text for text in pages] == [False, False, True]


@needs_pdftotext
def test_text_read_out_is_the_text_put_in() -> None:
    matter = (
        f"反映{RARE}四人（证件11010119900101002X）<b>&amp;</b>“风”与“山”，共①②③项：https://例.cn/?a=1&b=2；"
    )
    pdf = render_ledger_pdf(ledger([row(1, matter)]))
    assert matter in pdf_words(pdf)


@needs_pdftotext
def test_user_text_never_becomes_markup_or_style() -> None:
    nasty = "<img src=file:///etc/passwd><style>*{display:none}</style><script>1</script></td></table>"
    pdf = render_ledger_pdf(ledger([row(1, nasty)], title=nasty, unit_name=nasty, totals=nasty))
    text = pdf_words(pdf)
    assert "<imgsrc=file:///etc/passwd><style>*{display:none}</style>" in text
    assert text.count("</td></table>") == 3  # cell, title and totals; the unit's name is cut


@needs_pdftotext
def test_long_text_is_cut_and_the_page_count_holds() -> None:
    table = ledger([row(i, "问题" * 1000) for i in range(12)])
    pdf = render_ledger_pdf(table)
    assert page_count(pdf) == len(paginate(table).pages) == 4
    assert pdf_words(pdf).count("…（见详情）") == 12


@needs_pdftotext
def test_uncovered_characters_stand_as_marks_and_are_named() -> None:
    pdf = render_ledger_pdf(ledger([row(1, "王\ue863山")]))
    text = pdf_words(pdf)
    assert "王〓山" in text
    assert "注：本表有1个字符现有字体未收录，以“〓”代替：U+E863。" in text


def test_covered_table_is_left_as_it_is() -> None:
    table = ledger([row(1)])
    assert name_uncovered(table) is table


@pytest.mark.slow
@needs_pdftotext
def test_parts_joined_are_the_same_as_one_document() -> None:
    table = ledger([row(i, f"第{i}件：{RARE * (i % 9)}问题") for i in range(150)])
    parts = draw(table, pages_a_part=2)
    whole = draw(table, pages_a_part=100, processes=1)
    assert (parts.parts, whole.parts) == (4, 1)
    assert pdf_pages(parts.pdf) == pdf_pages(whole.pdf)


def test_joined_file_holds_each_font_once() -> None:
    pdf = draw(ledger([row(i) for i in range(40)]), pages_a_part=1).pdf
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as file:
        descriptors = [
            thing
            for thing in file.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
        ]
        files = {(thing.get("/FontFile3") or thing.get("/FontFile2")).objgen for thing in descriptors}
    assert len(descriptors) > len(files) == 3  # 宋, 黑 and the title's


def test_progress_counts_pages_up_to_the_last() -> None:
    steps: list[tuple[int, int]] = []
    draw(ledger([row(i) for i in range(70)]), pages_a_part=1, progress=lambda *step: steps.append(step))
    assert steps == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]


def test_refusing_progress_ends_the_worker() -> None:
    class LeaseLost(Exception):
        pass

    def progress(done: int, _total: int) -> None:
        if done:
            raise LeaseLost

    with pytest.raises(LeaseLost):
        draw(ledger([row(i) for i in range(40)]), pages_a_part=1, progress=progress)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@pytest.mark.parametrize(
    ("pages", "processes", "sizes"),
    [(1, 2, [1]), (2, 2, [1, 1]), (5, 2, [2, 3]), (16, 2, [8, 8]), (17, 2, [4, 4, 4, 5]), (9, 1, [4, 5])],
)
def test_parts_are_nearly_equal(pages: int, processes: int, sizes: list[int]) -> None:
    assert [len(part) for part in split(range(pages), 8, processes)] == sizes


def test_page_count_that_was_not_decided_fails_loudly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_pdf, "part_html", lambda *_: "<p>一<p style='break-before:page'>二")
    with pytest.raises(PrintingFailed, match="2 pages drawn, 1 decided"):
        render_ledger_pdf(ledger([row(1)]))


def test_address_in_a_part_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_pdf, "part_html", lambda *_: "<img src='file:///etc/hostname'>")
    with pytest.raises(PrintingFailed, match="address refused"):
        render_ledger_pdf(ledger([row(1)]))


def test_machine_without_pango_says_which_packages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library pango')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(PrintingUnavailable, match=r"libpango-1\.0-0"):
        render_ledger_pdf(ledger([row(1)]))


@needs_pdftotext
def test_two_thousand_different_characters_stay_below_one_megabyte() -> None:
    """HarfBuzz 6 embeds some fonts whole (9 to 26 MB) from about a thousand characters on."""
    chars = [chr(code) for code in range(0x4E00, 0x4E00 + 1700)]
    chars += [chr(code) for code in range(0x2B740, 0x2B740 + 222)]  # Ext D: only in the font for rare names
    chars += [chr(code) for code in range(0x2CEB0, 0x2CEB0 + 1200)]
    assert default_stack().uncovered("".join(chars)) == []
    texts = ["".join(chars[i : i + 60]) for i in range(0, len(chars), 60)]
    pdf = render_ledger_pdf(ledger([row(i, text) for i, text in enumerate(texts)]))
    assert len(pdf) < 1_000_000
    assert all(text in pdf_words(pdf) for text in texts[::10])


@needs_pdftotext
def test_rows_stay_between_their_rules_whatever_font_helps_out() -> None:
    """A line drawn with the font for rare characters is as high as any other."""
    rare = "".join(chr(code) for code in range(0x2B740, 0x2B740 + 200))
    rows = [["", "", "", "", rare[: i * 25], str(901 + i)] for i in range(7)]
    table = ledger(rows)
    found = pdf_middles(render_ledger_pdf(table), r"90\d")
    book = paginate(table)
    top = p.MARGIN_TOP + p.TITLE_HEIGHT + p.META_HEIGHT + p.row_height(book.headings)
    expected = []
    for cells in book.pages[0].rows:
        expected.append(top + p.row_height(cells) / 2)
        top += p.row_height(cells)
    assert found == pytest.approx(expected, abs=0.3)


@pytest.mark.slow
@needs_pdftotext
def test_three_thousand_rows_are_all_there_within_the_memory() -> None:
    table = ledger([row(i, "反映的问题" * (i % 12)) for i in range(3000)])
    drawn = draw(table)
    text = "".join(pdf_pages(drawn.pdf))
    assert drawn.pages == page_count(drawn.pdf)
    assert all(f"〔2026〕{i:05d}号" in text for i in range(3000))
    assert drawn.peak_rss_mb <= 150
