"""Numbers that people give — 身份证号, 电话, 统一社会信用代码: tidied and checked. Pure functions, no database.

A *problem* is a sentence that stands beside the field and asks for correction. A *warning* stands there too and
forbids nothing: papers are old, areas are renamed, and nobody is refused registration for the sake of a number
(《信访工作条例》第十九条 asks for name and address only), so a form may always be saved with the field empty.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

EARLIEST_BIRTH = date(1880, 1, 1)

# GB/T 2260: the first two digits. 81–83 are on 港澳台居民居住证, 9x on 外国人永久居留身份证 and fictional areas.
PROVINCES = frozenset(
    str(n)
    for span in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83), (91, 99))
    for n in range(span[0], span[1] + 1)
)
FICTIONAL_AREA = "99"

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_HYPHENS = re.compile("[‐‑‒–—―−﹣－ー_~～转]")


def normalise_id_number(text: str) -> str:
    """Half-width, upper case, without the blanks and hyphens that people put between groups."""
    plain = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s\-]", "", _HYPHENS.sub("-", plain)).upper()


def id_check_digit(first17: str) -> str:
    """The eighteenth character by GB 11643-1999 (ISO 7064 MOD 11-2)."""
    return _ID_CHECKS[
        sum(int(digit) * weight for digit, weight in zip(first17, _ID_WEIGHTS, strict=True)) % 11
    ]


def id_number_18(text: str) -> str:
    """An old number of 15 digits in its present form of 18; any other text only tidied.

    Lets a person who shows an old paper be found under the number of the new one.
    """
    number = normalise_id_number(text)
    if re.fullmatch(r"\d{15}", number, re.ASCII):
        first17 = f"{number[:6]}19{number[6:]}"
        return first17 + id_check_digit(first17)
    return number


def id_number_problem(text: str, today: date) -> str | None:
    """What is wrong with a 公民身份号码, or None: length, characters, province, birth date, check digit.

    An unknown county is no problem, since counties are abolished and renamed. `today` bounds the birth date.
    """
    number = normalise_id_number(text)
    if len(number) not in (15, 18):
        return f"身份证号应为18位，现为{len(number)}位。"
    if not re.fullmatch(r"\d{17}[\dX]|\d{15}", number, re.ASCII):
        return "身份证号只能是数字，最后一位可以是X。"
    if number[:2] not in PROVINCES:
        return f"身份证号开头两位“{number[:2]}”不是任何省份的代码。"
    is_old = len(number) == 15
    full = id_number_18(number)
    born = _day(full[6:14])
    if born is None or not EARLIEST_BIRTH <= born <= today:
        where = "第7至12位" if is_old else "第7至14位"
        return f"身份证号{where}“{number[6:12] if is_old else number[6:14]}”不是可能的出生日期。"
    if full[17] != id_check_digit(full[:17]):
        return "身份证号最后一位校验不符，请核对是否输错。"
    return None


def id_number_warning(text: str, *, allow_fictional: bool = False) -> str | None:
    """What a clerk should look at in a number without a problem, or None.

    `allow_fictional` silences the remark on areas that begin with 99, which demonstrations and trainings use.
    """
    number = normalise_id_number(text)
    if len(number) == 15:
        return "这是15位旧号码，已按旧证件接受；如有新证件请登记18位号码。"
    if number.startswith(FICTIONAL_AREA) and not allow_fictional:
        return "开头两位是99，不是真实地区，仅用于演示和培训。"
    return None


def birth_date(text: str) -> date | None:
    """The birth date that an ID number carries; None when it carries none."""
    number = id_number_18(text)
    return _day(number[6:14]) if re.fullmatch(r"\d{17}[\dX]", number, re.ASCII) else None


def _day(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def normalise_phone(text: str) -> str:
    """11 digits for a mobile; 区号-号码 or 区号-号码-分机 for a landline; +86 and blanks dropped."""
    plain = _HYPHENS.sub("-", unicodedata.normalize("NFKC", text)).strip()
    plain = re.sub(r"^(?:\(?\+86\)?|0086|86(?=\s|-|1\d{10}$))[\s-]*", "", plain)
    plain = re.sub(r"\s*[()]\s*|\s*-\s*|(?<=\d)\s+(?=\d)", "-", plain)
    plain = re.sub(r"-+", "-", plain).strip("-")
    compact = plain.replace("-", "")
    if re.fullmatch(r"1\d{10}|[48]00\d{7}", compact, re.ASCII):
        return compact
    landline = re.fullmatch(r"(010|02\d|0[3-9]\d{2})-?(\d{3,4})-?(\d{4})(?:-(\d{1,6}))?", plain, re.ASCII)
    if landline:
        area, head, tail, extension = landline.groups()
        return f"{area}-{head}{tail}" + (f"-{extension}" if extension else "")
    return plain


def phone_problem(text: str) -> str | None:
    """What is wrong with a telephone number, or None: a mobile, a landline with area code, 400/800, or 12345."""
    number = normalise_phone(text)
    if re.fullmatch(r"1\d{10}|[48]00\d{7}|1\d{2,5}|9\d{4,5}", number, re.ASCII):
        return None
    if re.fullmatch(r"0\d{2,3}-\d{7,8}(-\d{1,6})?", number, re.ASCII):
        return None
    digits = re.sub(r"\D", "", number)
    if re.search(r"[^\d-]", number):
        return "电话只能是数字，区号、分机前可加“-”。"
    if 7 <= len(digits) <= 8 and not digits.startswith("0"):
        return "固定电话请带区号，如 0999-8000000。"
    if digits.startswith("1"):
        return f"手机号应为11位，现为{len(digits)}位。"
    return "电话号码不完整：手机11位，固定电话为区号加7至8位号码。"


def normalise_credit_code(text: str) -> str:
    """Half-width, upper case, without blanks and hyphens."""
    return normalise_id_number(text)


def credit_check_character(first17: str) -> str:
    """The eighteenth character by GB 32100-2015 (weights 3ⁿ mod 31)."""
    total = sum(_CREDIT_ALPHABET.index(c) * pow(3, n, 31) for n, c in enumerate(first17))
    return _CREDIT_ALPHABET[-total % 31]


def credit_code_problem(text: str) -> str | None:
    """What is wrong with a 统一社会信用代码, or None: length, characters (no I, O, S, V, Z), check character."""
    code = normalise_credit_code(text)
    if len(code) != 18:
        return f"统一社会信用代码应为18位，现为{len(code)}位。"
    strange = [c for c in code if c not in _CREDIT_ALPHABET]
    if strange:
        return f"统一社会信用代码中不会出现“{strange[0]}”（不用字母I、O、S、V、Z）。"
    if code[17] != credit_check_character(code[:17]):
        return "统一社会信用代码最后一位校验不符，请核对是否输错。"
    return None
