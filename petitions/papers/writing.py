"""From a kind and a petition to what its template says, before it has a number and when it gets one."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import Unit
from petitions.models import Petition
from petitions.organs import organ_of
from petitions.papers.base import Formal, Given
from petitions.papers.basis import basis_on

# Longer names of organs are set smaller, so that they stay on one line of 170 mm.
LONG, LONGEST = 15, 21


def content_of(
    formal: Formal, petition: Petition, about: Any, given: Given, *, number: str, on: date
) -> dict[str, Any]:
    """Everything that the template of a kind uses."""
    unit = formal.unit(petition, about)
    organ = organ_of(unit)
    return {
        "petition": petition,
        # Within quotation marks in a sentence that goes on.
        "title": petition.title.rstrip("。"),
        "formal": formal,
        "organ": organ,
        "organ_size": size_of(organ),
        "number": number,
        "on": on,
        "recipient": formal.recipient(petition, about),
        "law": basis_on(petition.received_on),
        **formal.context(petition, about, given),
    }


def size_of(organ: Unit) -> str:
    """Class of the letterhead for the length of the name."""
    length = len(organ.name)
    return "longest" if length > LONGEST else "long" if length > LONG else ""


def first_answers(formal: Formal, petition: Petition, about: Any) -> Given:
    """What the page of a kind begins with."""
    return {ask.name: ask.first(petition, about) for ask in formal.asks}
