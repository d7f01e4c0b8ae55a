from __future__ import annotations

import pytest

from casework.printing.text import clean, cut, width_em, wrap


@pytest.mark.parametrize(
    ("raw", "printed"),
    [
        ("  两端空白 ", "两端空白"),
        ("第一行\r\n第二行\u2028第三行", "第一行\n第二行\n第三行"),
        ("制表\t位\u00a0不断行", "制表 位 不断行"),
        ("零宽\u200b字\ufeff符", "零宽字符"),
        ("倒\u202e写", "倒写"),
        ("响\x07铃\x00", "响铃"),
        ("异体\U000e0100", "异体"),
        ("半个\ud842", "半个\ufffd"),
        ("𠮷㛃䶮𬱖", "𠮷㛃䶮𬱖"),
    ],
)
def test_clean(raw: str, printed: str) -> None:
    assert clean(raw) == printed


def test_width_counts_digits_as_half_and_characters_as_one() -> None:
    assert width_em("信访") == 2
    assert width_em("12") == pytest.approx(1.12)
    assert width_em("e\u0301") == pytest.approx(0.56)  # a combining accent takes no room


def test_short_text_is_one_line() -> None:
    assert wrap("反映问题", 4, 8) == ["反映问题"]


def test_empty_text_is_one_empty_line() -> None:
    assert wrap("", 4, 8) == [""]


def test_lines_break_at_the_width() -> None:
    assert wrap("一二三四五六七八九", 4, 8) == ["一二三四", "五六七八", "九"]


def test_line_does_not_begin_with_a_closing_mark() -> None:
    assert wrap("一二三四，五六", 4, 8) == ["一二三", "四，五六"]


def test_line_does_not_end_with_an_opening_mark() -> None:
    assert wrap("一二三（四五）", 4, 8) == ["一二三", "（四五）"]


def test_number_stays_whole_where_it_fits() -> None:
    assert wrap("编号2026-0018号", 7, 8) == ["编号", "2026-0018号"]


def test_number_longer_than_the_line_is_broken() -> None:
    assert wrap("11010119900101001X", 6, 8) == ["1101011990", "0101001X"]


def test_line_feeds_are_kept() -> None:
    assert wrap("甲\n乙", 4, 8) == ["甲", "乙"]


def test_too_long_text_ends_in_a_mark() -> None:
    lines = wrap("问" * 200, 14, 3)
    assert lines == ["问" * 14, "问" * 14, "问" * 8 + "…（见详情）"]


def test_narrow_column_takes_the_short_mark() -> None:
    assert wrap("问" * 200, 4, 2) == ["问问问问", "问问问…"]


def test_too_many_paragraphs_end_in_a_mark() -> None:
    assert wrap("甲\n乙\n丙", 14, 2) == ["甲", "乙…（见详情）"]


def test_cut_leaves_what_fits() -> None:
    assert cut("青山县信访局", 6) == "青山县信访局"
    assert cut("青山县信访局", 5) == "青山县信…"


@pytest.mark.parametrize("width", [1, 2.5, 5, 9.7])
def test_no_character_is_lost_and_no_line_too_wide(width: float) -> None:
    text = "反映“青石镇（柳河村）三组”机耕道被占用2026-03-02，电话0555-6012345；多次反映——未果……请求恢复。"
    lines = wrap(text, width, 1000)
    assert "".join(lines) == text
    assert all(width_em(line) <= width or len(line) == 1 for line in lines)
