"""调解协议书 and 和解协议书: what both sides signed, with a number of the organ that handled it (条例第三十三条)."""

from __future__ import annotations

from petitions.models import Petition, Settlement, SettlementKind
from petitions.papers.base import Formal, by_handling_organ, contact_of


def _kind(kind: str, code: str, label: str, word: str) -> Formal:
    def about(petition: Petition) -> Settlement | None:
        return petition.settlements.filter(kind=kind).last()

    return Formal(
        kind=kind,
        code=code,
        label=label,
        word=word,
        about=about,
        not_yet=f"此件没有登记{label.removesuffix('书')}。",
        context=lambda petition, settlement, given: {
            "settlement": settlement,
            "contact": contact_of(petition),
        },
        unit=by_handling_organ,
        to_petitioner=True,
    )


KINDS: tuple[Formal, ...] = (
    _kind(SettlementKind.MEDIATION, "D11", "调解协议书", "调"),
    _kind(SettlementKind.CONCILIATION, "D11-1", "和解协议书", "和"),
)
