"""Papers with a number: which there are, why one cannot be issued yet, and what stands on it. Reads only.

A kind is one `Formal` in one of the modules here and one template in `templates/letters/`; `petitions.actions.papers`
issues it. Forms without a number (阅批单, 登记表 …) are in `petitions.documents`.
"""

from petitions.papers import (
    agreements,
    declining,
    hearing,
    notices,
    opinions,
    progress,
    reviewing,
    sending,
    supervising,
)
from petitions.papers.base import Ask, Formal, Given

FORMAL: dict[str, Formal] = {
    one.kind: one
    for part in (notices, progress, declining, sending, opinions, agreements, hearing, reviewing, supervising)
    for one in part.KINDS
}

__all__ = ["FORMAL", "Ask", "Formal", "Given"]
