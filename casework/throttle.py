"""How often somebody unknown may try: counted in the cache for a while, by address and by what they ask for."""

from __future__ import annotations

import hashlib

from django.core.cache import cache

SECONDS = 15 * 60


def too_many(kind: str, who: str, *, most: int) -> bool:
    """Counts one try and says whether there were more than `most` within the quarter of an hour."""
    key = f"try:{kind}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"
    cache.add(key, 0, SECONDS)
    try:
        return int(cache.incr(key)) > most
    except ValueError:
        # It ran out between the two calls: this is the first try of a new span.
        cache.set(key, 1, SECONDS)
        return False
