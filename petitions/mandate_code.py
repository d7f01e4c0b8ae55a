"""What a petitioner sees of what an agent did in their name: with the number and code of the mandate, or on paper (S20-09)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from petitions.models import ProxyFiling, ProxyMandate, ProxyNote, Urge
from petitions.public import STAGES
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


def filed_under(mandate: ProxyMandate) -> list[Filed]:
    """Everything that the agent filed and said under a mandate, the oldest first."""
    filings = mandate.filings.select_related("petition__text").order_by("pk")
    return [_filed(one, mandate) for one in filings]


def _filed(filing: ProxyFiling, mandate: ProxyMandate) -> Filed:
    petition = filing.petition
    notes = ProxyNote.objects.filter(petition=petition, made_by=mandate.agent)
    urges = Urge.objects.filter(petition=petition, urged_by=mandate.agent)
    said = [(timezone.localdate(one.made_at), "建议", one.text) for one in notes]
    said += [(timezone.localdate(one.urged_at), "督促", one.text) for one in urges]
    stage = "已收到" if petition.is_sealed else STAGES[petition.state]
    return Filed(
        str(petition.number), timezone.localdate(filing.filed_at), stage, petition.text.body, sorted(said)
    )
