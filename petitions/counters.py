"""What letters and visits add to the numbers beside the menu."""

from __future__ import annotations

from accounts.models import Staff
from casework.counting import counts_in_menu
from petitions.to_sign import reports_for


@counts_in_menu("sign_list")
def reports_to_sign(staff: Staff) -> int:
    """专报、上报 that await this person's words."""
    return reports_for(staff).order_by().count()
