from __future__ import annotations

import pytest

from casework.printing import paginate as p
from casework.printing.paginate import column_widths, paginate, row_height
from casework.printing.table import Column
from tests.casework.printing.samples import COLUMNS, ledger, row

LONG = "问题" * 400


def heights(book: p.Ledger) -> list[float]:
    """For each page the height of what stands below the headings."""
    closing = p.closing_height(book.totals, book.notes, bool(book.signature_labels))
    return [sum(map(row_height, page.rows)) + (closing if page.is_last else 0) for page in book.pages]


def room(book: p.Ledger) -> float:
    return p.CONTENT_HEIGHT - p.TITLE_HEIGHT - p.META_HEIGHT - p.FOOTER_HEIGHT - row_height(book.headings)


def test_no_rows_make_one_page() -> None:
    book = paginate(ledger([]))
    assert [(page.number, page.rows, page.is_last) for page in book.pages] == [(1, [], True)]
    assert book.last_number == 1


def test_one_row_makes_one_page() -> None:
    book = paginate(ledger([row(1)]))
    assert book.pages[0].rows == [
        [
            ["1"],
            ["信访〔2026〕00001号"],
            ["王㛃山"],
            ["11010119900101001X"],
            ["反映村道被占用，请求恢复通行。"],
            ["3"],
        ]
    ]


def test_numbers_and_rows_run_through_all_pages() -> None:
    book = paginate(ledger([row(i) for i in range(1, 101)]))
    assert [len(page.rows) for page in book.pages] == [23, 23, 23, 23, 8]
    assert [page.number for page in book.pages] == [1, 2, 3, 4, 5]
    assert [page.is_last for page in book.pages] == [False, False, False, False, True]
    assert [cells[0] for page in book.pages for cells in page.rows] == [[str(i)] for i in range(1, 101)]


def test_first_page_number_continues_an_earlier_volume() -> None:
    book = paginate(ledger([row(i) for i in range(30)], first_page_no=41))
    assert [page.number for page in book.pages] == [41, 42]
    assert book.last_number == 42


@pytest.mark.parametrize("count", range(15, 30))
def test_page_never_overflows_and_totals_never_stand_alone(count: int) -> None:
    book = paginate(ledger([row(i) for i in range(count)]))
    assert all(height <= room(book) for height in heights(book))
    assert book.pages[-1].rows


def test_row_moves_to_the_sheet_of_the_signatures() -> None:
    full = paginate(ledger([row(i) for i in range(22)]))
    assert [len(page.rows) for page in full.pages] == [21, 1]


def test_long_cell_is_cut_at_eight_lines() -> None:
    book = paginate(ledger([row(1, LONG)]))
    cell = book.pages[0].rows[0][4]
    assert len(cell) == 8
    assert cell[-1].endswith("…（见详情）")


def test_rows_of_the_greatest_height_fit_with_the_longest_totals() -> None:
    table = ledger([row(i, LONG) for i in range(7)], totals=LONG, notes=[LONG, LONG])
    book = paginate(table, max_lines=500)
    assert all(height <= room(book) for height in heights(book))


def test_columns_fill_the_sheet() -> None:
    assert sum(column_widths(ledger([]))) == pytest.approx(p.CONTENT_WIDTH, abs=0.01)


def test_column_grows_for_its_longest_number() -> None:
    columns = [Column("id", "证件号码", 10), Column("text", "事由", 200)]
    table = ledger([["11010119900101001X", "反映问题"]], columns=columns)
    assert paginate(table).pages[0].rows[0][0] == ["11010119900101001X"]
    assert sum(column_widths(table)) == pytest.approx(p.CONTENT_WIDTH, abs=0.01)


def test_columns_stay_as_asked_where_all_are_too_narrow() -> None:
    columns = [Column(str(i), f"列{i}", 20) for i in range(16)]
    widths = column_widths(ledger([["11010119900101001X"] * 16], columns=columns))
    assert widths == [pytest.approx(p.CONTENT_WIDTH / 16, abs=0.01)] * 16


def test_long_title_becomes_smaller_then_is_cut() -> None:
    assert paginate(ledger([])).title_pt == 20
    assert paginate(ledger([], title="台账" * 20)).title_pt == 18
    longest = paginate(ledger([], title="台账" * 100))
    assert (longest.title_pt, longest.title[-1]) == (12, "…")


def test_rows_may_be_mappings() -> None:
    values = dict(zip([column.key for column in COLUMNS], row(2), strict=True)) | {"matter": None}
    assert paginate(ledger([values])).pages[0].rows[0][4] == [""]


def test_row_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="row of 2 cells for 6 columns"):
        paginate(ledger([["1", "2"]]))
