"""Campaigns: letters of one text, found by a digest of what is left when names and stock phrases are taken out."""

from __future__ import annotations

import hashlib

from petitions import repeats
from petitions.models import Petition, TextDigest

# Shorter texts say too little: “请修路灯” of two people is no campaign.
SHORTEST = 20


def digest_of(petition: Petition, body: str) -> str:
    """Equal for equal letters of different people; empty when there is too little to compare."""
    person = petition.petitioner
    known = [petition.person_name, petition.place, *([person.phone, person.address] if person else [])]
    plain = "".join(repeats.strip(body, [word for word in known if word]).split())
    return hashlib.sha256(plain.encode()).hexdigest() if len(plain) >= SHORTEST else ""


def keep(petition: Petition, body: str, *, is_new: bool = False) -> None:
    """Keeps the digest of an open case's text; of a sealed one nothing is kept that could tell that it exists."""
    digest = "" if petition.is_sealed else digest_of(petition, body)
    if not is_new:
        TextDigest.objects.filter(petition=petition).delete()
    if digest:
        TextDigest.objects.create(petition=petition, digest=digest)
