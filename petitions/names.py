"""Lists of people as they are pasted: from a sheet, from a message, from a signed page. Pure."""

from __future__ import annotations

import re

MOST = 1000
_LINES = re.compile(r"[\r\n;；]+")
_PARTS = re.compile(r"[\s,，、:：/|]+")
_COUNTED = re.compile(r"^\s*[(（]?\d{1,3}\s*[.．、)）]\s*")
_LONGEST = 60


def people_in(text: str) -> list[tuple[str, str]]:
    """(name, contact) of everybody named; a part with five digits or more is the contact of the name before it."""
    found: list[tuple[str, str]] = []
    for line in _LINES.split(text):
        for part in _PARTS.split(_COUNTED.sub("", line).strip()):
            if not part:
                continue
            if sum(char.isdigit() for char in part) >= 5 and found:
                name, contact = found[-1]
                found[-1] = (name, f"{contact} {part}".strip()[:_LONGEST])
            elif not part.isdigit():
                found.append((part[:_LONGEST], ""))
    return found[:MOST]
