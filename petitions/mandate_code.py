"""What a petitioner sees of what an agent did in their name: with the number and code of the mandate, or on paper (S20-09)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from casework.secrecy import is_withheld
from petitions.models import ProxyFiling, ProxyMandate, ProxyNote, Urge
from petitions.public import stage_of
from petitions.query_codes import code_of, is_code

SALT = "petitions.mandate_code"
WORD = "代理委托"


def mandate_number(mandate: ProxyMandate) -> str:
    """代理委托〔2026〕12号: stands on the mandate beside its code; derived and not stored."""
    return f"{WORD}〔{mandate.signed_on.year}〕{mandate.pk}号"


def mandate_code(mandate: ProxyMandate) -> str:
    """With the number it opens the petitioner's own view, also when the mandate has ended or was revoked."""
    return code_of(SALT, mandate.pk)


def find_mandate(number: str, code: str) -> ProxyMandate | None:
    """The mandate of a number and its code; nothing tells which of them did not fit."""
    plain = number.strip()
    if not plain.startswith(WORD):
        return None
    key = plain.rpartition("〕")[2].removesuffix("号")
    pk = int(key) if key.isdecimal() and len(key) < 10 else 0
    found = ProxyMandate.objects.select_related("agent", "office", "petitioner").filter(pk=pk).first()
    fits = found is not None and mandate_number(found) == plain and is_code(mandate_code(found), code)
    return found if fits else None


@dataclass(frozen=True)
class Filed:
    """One matter that the agent filed: as it was told, and what they said and asked about it since."""

    number: str
    on: date
    stage: str
    text: str
    said: list[tuple[date, str, str]]


def filed_under(mandate: ProxyMandate, *, online: bool = False) -> list[Filed]:
    """Everything that the agent filed and said under a mandate, the oldest first.

    `online`: for the public page, which shows nothing of what is 敏感 or a trade secret (S03-16, S11-14).
    """
    filings = mandate.filings.select_related("petition__text").order_by("pk")
    return [_filed(one, mandate, online) for one in filings]


def _filed(filing: ProxyFiling, mandate: ProxyMandate, online: bool) -> Filed:
    petition = filing.petition
    notes = ProxyNote.objects.filter(petition=petition, made_by=mandate.agent)
    urges = Urge.objects.filter(petition=petition, urged_by=mandate.agent)
    said = [(timezone.localdate(one.made_at), "建议", one.text) for one in notes]
    said += [(timezone.localdate(one.urged_at), "督促", one.text) for one in urges]
    text = petition.text.body
    if online and is_withheld(petition):
        text, said = "（内容不在网上显示，请向登记单位询问）", []
    on = timezone.localdate(filing.filed_at)
    return Filed(str(petition.number), on, stage_of(petition), text, sorted(said))
