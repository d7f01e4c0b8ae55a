"""What letters and visits add to the numbers beside the menu."""

from __future__ import annotations

from accounts.models import Staff
from casework.counting import counts_in_menu
from petitions.to_sign import records_for, reports_for, words_for


@counts_in_menu("sign_list")
def reports_to_sign(staff: Staff) -> int:
    """专报、上报 that await this person's words."""
    return reports_for(staff).order_by().count()


@counts_in_menu("sign_list")
def records_to_sign(staff: Staff) -> int:
    """调查记录 that await the second signature."""
    return records_for(staff).order_by().count()


@counts_in_menu("sign_list")
def words_to_write(staff: Staff) -> int:
    """交办件 that await the head's word and a handler."""
    return words_for(staff).order_by().count()
