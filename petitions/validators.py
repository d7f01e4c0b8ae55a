"""Is this an ID number, is this a telephone? Warnings only: nobody is turned away for a slip of the pen (S10-10)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

FICTIONAL = "99"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"(0\d{2,3})?[2-9]\d{6,7}")
_SHORT_SERVICE = re.compile(r"(95|96|12)\d{3,4}")


@dataclass(frozen=True)
class Checked:
    """What was typed in its normal form, and a sentence when it looks wrong (empty: fine)."""

    value: str
    warning: str = ""


def check_id_number(text: str, *, organisation: bool = False) -> Checked:
    """An ID number (GB 11643) or a unified social credit code (GB 32100), without blanks, X in capitals."""
    value = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).upper()
    if not value:
        return Checked("")
    if organisation:
        return Checked(value, _credit_problem(value))
    if re.fullmatch(r"\d{17}[\dX]", value):
        return Checked(value, _citizen_problem(value))
    if re.fullmatch(r"\d{15}", value):
        return Checked(value, "这是15位旧身份证号，请核对是否有18位新号。")
    if value.isdigit() or re.fullmatch(r"\d{10,}X?", value):
        return Checked(value, f"身份证号应为18位，现在是{len(value)}位，请核对。")
    return Checked(value, "不是居民身份证号；护照、港澳台证件可以照录，请核对。")


def _citizen_problem(value: str) -> str:
    born = value[6:14]
    try:
        day = date(int(born[:4]), int(born[4:6]), int(born[6:]))
    except ValueError:
        return f"身份证号中的出生日期（{born}）不存在，请核对。"
    if day.year < 1900:
        return f"身份证号中的出生日期（{born}）过早，请核对。"
    total = sum(int(digit) * weight for digit, weight in zip(value, _WEIGHTS, strict=False))
    if _CHECK[total % 11] != value[17]:
        return "身份证号最后一位校验不符，请核对。"
    return "99开头的是虚构号码，只用于演示和培训。" if value.startswith(FICTIONAL) else ""


def _credit_problem(value: str) -> str:
    if len(value) != 18:
        return f"统一社会信用代码应为18位，现在是{len(value)}位，请核对。"
    if any(char not in _CREDIT_ALPHABET for char in value):
        return "统一社会信用代码不含字母 I、O、S、V、Z，请核对。"
    total = sum(_CREDIT_ALPHABET.index(char) * pow(3, n, 31) for n, char in enumerate(value[:17]))
    if _CREDIT_ALPHABET[-total % 31] != value[17]:
        return "统一社会信用代码最后一位校验不符，请核对。"
    return ""


def check_phone(text: str) -> Checked:
    """A telephone as digits, so that the same number is the same however it was typed."""
    plain = unicodedata.normalize("NFKC", text).strip()
    value = re.sub(r"[\s()-]", "", plain).removeprefix("+86")
    if not value:
        return Checked("")
    if not value.isdigit():
        # Two numbers, or an extension: kept as typed.
        return Checked(plain, "电话含有数字以外的字，请核对；有两个号码的只填常用的一个。")
    if _MOBILE.fullmatch(value) or _LANDLINE.fullmatch(value) or _SHORT_SERVICE.fullmatch(value):
        return Checked(value)
    if re.fullmatch(r"120\d{8}", value):
        return Checked(value, "120开头的是虚构号码，只用于演示和培训。")
    if value.startswith("1") and len(value) != 11:
        return Checked(value, f"手机号应为11位，现在是{len(value)}位，请核对。")
    return Checked(value, "电话号码的位数或号段不常见，请核对。")
