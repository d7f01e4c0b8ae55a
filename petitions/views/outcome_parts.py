"""What the case page shows of outcomes: the check-list before closing, and what was done besides the answer."""

from __future__ import annotations

from typing import Any

from casework.states import State
from petitions import closing
from petitions.models import Petition

BEFORE_CLOSING = frozenset({State.HANDLING, State.REPORTED, State.CONCLUDED})


def outcomes_of(petition: Petition) -> dict[str, Any]:
    """Rows for `_outcomes_fragment.html`; a fixed number of queries."""
    return {
        "checks": closing.checklist(petition) if petition.state in BEFORE_CLOSING else [],
        "declined": list(petition.declined.select_related("decided_by", "set_aside_by", "earlier")),
        "withdrawals": list(petition.withdrawals.select_related("recorded_by")),
        "explanations": list(petition.explanations.select_related("made_by")),
        "site_talks": list(petition.site_talks.select_related("made_by").prefetch_related("promises__owner")),
        "face_talks": list(petition.face_talks.select_related("made_by")),
        "settlements": list(petition.settlements.all()),
        "suggestion": getattr(petition, "suggestion", None),
        "aid_referrals": list(petition.aid_referrals.all()),
        "reviews": list(petition.reviews.select_related("withdrawal_recorded_by")),
        "hearings": list(petition.hearings.all()),
        "evaluations": list(petition.evaluations.select_related("unit")),
        "return_visits": list(petition.return_visits.select_related("made_by")),
    }
