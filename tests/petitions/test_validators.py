"""ID numbers and telephones: normal form, and a warning that never blocks. All numbers are fictional."""

from __future__ import annotations

import pytest

from petitions.validators import check_id_number, check_phone


@pytest.mark.parametrize(
    ("typed", "value", "warning"),
    [
        ("", "", ""),
        ("990101 19900101 001x", "99010119900101001X", "最后一位"),
        ("990101199013010010", "990101199013010010", "出生日期（19901301）不存在"),
        ("9901011990010100", "9901011990010100", "应为18位，现在是16位"),
        ("990101900101001", "990101900101001", "15位旧身份证号"),
        ("e12345678", "E12345678", "不是居民身份证号"),
    ],
)
def test_check_id_number_warns(typed: str, value: str, warning: str) -> None:
    checked = check_id_number(typed)
    assert checked.value == value
    assert warning in checked.warning
    assert bool(checked.warning) == bool(warning)


def test_check_id_number_fictional_number_with_right_check_digit_is_a_hint() -> None:
    base = "99010119900101001"
    right = [base + last for last in "0123456789X" if "校验不符" not in check_id_number(base + last).warning]
    assert len(right) == 1
    assert check_id_number(right[0]).warning == "99开头的是虚构号码，只用于演示和培训。"


def test_check_id_number_of_organisation_is_a_credit_code() -> None:
    base = "99110000MA0000000"
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    right = [one for one in alphabet if not check_id_number(base + one, organisation=True).warning]
    assert len(right) == 1
    assert "应为18位" in check_id_number("99110000", organisation=True).warning
    assert "不含字母" in check_id_number("99110000MA0000000O", organisation=True).warning


@pytest.mark.parametrize(
    ("typed", "value", "warning"),
    [
        ("", "", ""),
        ("１９９ 0000 0001", "19900000001", ""),
        ("+86 199-0000-0001", "19900000001", ""),
        ("0000-2345678", "00002345678", ""),
        ("120 0000 0001", "12000000001", "虚构号码"),
        ("1990000000", "1990000000", "应为11位，现在是10位"),
        ("12", "12", "应为11位，现在是2位"),
        ("19900000001转3", "19900000001转3", "数字以外"),
    ],
)
def test_check_phone_normalises_and_warns(typed: str, value: str, warning: str) -> None:
    checked = check_phone(typed)
    assert checked.value == value
    assert warning in checked.warning
    assert bool(checked.warning) == bool(warning)
