"""查询码: what stands on the slip and on the notices beside the number."""

from __future__ import annotations

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from petitions.models import Petition


def code_of(salt: str, pk: int) -> str:
    """Eight letters and figures, derived and not stored; easy to read aloud (no 0/O, 1/I/L)."""
    letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
    value = int(salted_hmac(salt, str(pk), secret=settings.SECRET_KEY).hexdigest(), 16)
    code = ""
    for _ in range(8):
        value, at = divmod(value, len(letters))
        code += letters[at]
    return f"{code[:4]}-{code[4:]}"


def is_code(code: str, typed: str) -> bool:
    """Whether what was typed is that code; blanks, hyphens and small letters do not matter."""
    plain = "".join(one for one in typed.upper() if one.isalnum())
    return constant_time_compare(code.replace("-", "").encode(), plain.encode())


def query_code(petition: Petition) -> str:
    """查询码: with the number it lets the petitioner, and nobody who only saw the number, ask how far the matter is."""
    return code_of("petitions.query_code", petition.pk)


def opens(petition: Petition, typed: str) -> bool:
    """Whether what was typed is the code of this petition."""
    return is_code(query_code(petition), typed)
