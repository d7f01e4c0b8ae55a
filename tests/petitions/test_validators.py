"""Numbers of people and organisations. All are fictional but the two examples that the standard's readers publish."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions import validators
from petitions.validators import (
    birth_date,
    credit_check_character,
    credit_code_problem,
    id_check_digit,
    id_number_18,
    id_number_problem,
    id_number_warning,
    normalise_credit_code,
    normalise_id_number,
    normalise_phone,
    phone_problem,
)

TODAY = date(2026, 3, 2)
FICTIONAL = "99992119900101001" + id_check_digit("99992119900101001")


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014", FICTIONAL])
def test_right_numbers_have_no_problem(number: str) -> None:
    assert id_number_problem(number, TODAY) is None


@pytest.mark.parametrize(
    "typed",
    [
        "11010519491231002x",
        " 110105 19491231 002X ",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105-19491231-002X",
    ],
)
def test_number_as_people_type_it_is_tidied(typed: str) -> None:
    assert normalise_id_number(typed) == "11010519491231002X"
    assert id_number_problem(typed, TODAY) is None


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("9999211990", "身份证号应为18位，现为10位。"),
        ("", "身份证号应为18位，现为0位。"),
        ("9999211990010100A1", "身份证号只能是数字，最后一位可以是X。"),
        ("٩99921199001010018", "身份证号只能是数字，最后一位可以是X。"),
        ("009921199001010018", "身份证号开头两位“00”不是任何省份的代码。"),
        ("999921199002300018", "身份证号第7至14位“19900230”不是可能的出生日期。"),
        ("999921202603030018", "身份证号第7至14位“20260303”不是可能的出生日期。"),
        ("999921187912310018", "身份证号第7至14位“18791231”不是可能的出生日期。"),
        ("999921901301001", "身份证号第7至12位“901301”不是可能的出生日期。"),
        ("110105194912310021", "身份证号最后一位校验不符，请核对是否输错。"),
    ],
)
def test_wrong_numbers_say_what_is_wrong(number: str, problem: str) -> None:
    assert id_number_problem(number, TODAY) == problem


def test_born_today_is_possible() -> None:
    first17 = "99992120260302001"
    assert id_number_problem(first17 + id_check_digit(first17), TODAY) is None


def test_old_number_of_fifteen_digits_is_accepted_with_a_warning() -> None:
    old = "110105491231002"
    assert id_number_problem(old, TODAY) is None
    assert id_number_warning(old) == "这是15位旧号码，已按旧证件接受；如有新证件请登记18位号码。"
    assert id_number_18(old) == "11010519491231002X"


def test_fictional_area_is_remarked_unless_allowed() -> None:
    assert id_number_warning(FICTIONAL) == "开头两位是99，不是真实地区，仅用于演示和培训。"
    assert id_number_warning(FICTIONAL, allow_fictional=True) is None
    assert id_number_warning("11010519491231002X") is None


def test_birth_date_is_read_from_either_form() -> None:
    assert birth_date(FICTIONAL) == date(1990, 1, 1)
    assert birth_date("110105491231002") == date(1949, 12, 31)
    assert birth_date("不详") is None
    assert birth_date("999921199013010010") is None


@given(st.dates(date(1880, 1, 1), TODAY), st.integers(0, 999), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(born: date, order: int, place: int, step: int) -> None:
    first17 = f"999921{born:%Y%m%d}{order:03d}"
    number = first17 + id_check_digit(first17)
    assert id_number_problem(number, TODAY) is None
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    assert id_number_problem(wrong, TODAY) is not None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("12000001234", "12000001234"),
        ("１２０ ００００ １２３４", "12000001234"),
        ("+86 120-0000-1234", "12000001234"),
        ("8612000001234", "12000001234"),
        ("(0999) 8000000", "0999-8000000"),
        ("0999—8000000转801", "0999-8000000-801"),
        ("09998000000", "0999-8000000"),
        ("010 8000 0000", "010-80000000"),
        ("400-000-0000", "4000000000"),
        ("12345", "12345"),
    ],
)
def test_telephones_are_kept_in_one_form(typed: str, kept: str) -> None:
    assert normalise_phone(typed) == kept
    assert normalise_phone(kept) == kept
    assert phone_problem(typed) is None


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("8000000", "固定电话请带区号，如 0999-8000000。"),
        ("120000012", "手机号应为11位，现为9位。"),
        ("120000012345", "手机号应为11位，现为12位。"),
        ("问邻居", "电话只能是数字，区号、分机前可加“-”。"),
        ("0999-80", "电话号码不完整：手机11位，固定电话为区号加7至8位号码。"),
    ],
)
def test_wrong_telephones_say_what_is_missing(typed: str, problem: str) -> None:
    assert phone_problem(typed) == problem


ALPHABET = validators._CREDIT_ALPHABET


def test_credit_code_with_its_check_character_is_right() -> None:
    code = "91999921MA0000001" + credit_check_character("91999921MA0000001")
    assert code == "91999921MA0000001N"
    assert credit_code_problem(code) is None
    assert credit_code_problem(" 91999921ma0000001n ") is None
    assert normalise_credit_code("91999921-ma000000-1n") == code


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("91999921", "统一社会信用代码应为18位，现为8位。"),
        ("91999921MAO000001N", "统一社会信用代码中不会出现“O”（不用字母I、O、S、V、Z）。"),
        ("91999921MA0000002N", "统一社会信用代码最后一位校验不符，请核对是否输错。"),
    ],
)
def test_wrong_credit_codes_say_what_is_wrong(code: str, problem: str) -> None:
    assert credit_code_problem(code) == problem


@given(st.text(ALPHABET, min_size=17, max_size=17), st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_wrong_character_of_a_credit_code_is_noticed(first17: str, place: int, other: str) -> None:
    code = first17 + credit_check_character(first17)
    wrong = code[:place] + other + code[place + 1 :]
    assert credit_code_problem(code) is None
    assert (credit_code_problem(wrong) is None) == (wrong == code)
