"""Who signs a closing: nearest to the handling unit, never the handler, never somebody who may not know of it. Reads only."""

from __future__ import annotations

from accounts.models import Staff
from accounts.roles import Role
from casework.access import eligible
from casework.actions.base import people_nearest
from petitions.in_charge import in_charge_first
from petitions.models import Petition
from petitions.states import SignStep

# Where nobody holds a step: who signs instead.
INSTEAD: dict[str, tuple[list[str], ...]] = {
    Role.UNIT_HEAD: ([Role.CHIEF_LEADER, Role.DEPUTY_LEADER],),
    Role.DEPUTY_LEADER: ([Role.CHIEF_LEADER],),
}


def signers_for(petition: Petition, step: str) -> list[Staff]:
    """Who holds a step: nearest to the handling unit going up the tree; the addressee in person (S03-23)."""
    if step == SignStep.ADDRESSEE:
        assert petition.addressee is not None
        return eligible([petition.addressee], petition)
    assert petition.handling_unit is not None
    for roles in ([step], *INSTEAD.get(step, ())):
        found = in_charge_first(people_nearest(petition.handling_unit, roles), petition)
        # The handler does not check their own work.
        if found := eligible([one for one in found if one.pk != petition.handler_id], petition):
            return found
    return []


def record_signers(petition: Petition) -> list[Staff]:
    """Who signs the 调查记录 beside its investigator, so that the road always ends in a signature.

    The head of the unit; where it has none but the handler, or none who may know of it, the next one up, or a leader.
    """
    return signers_for(petition, Role.UNIT_HEAD) if petition.handling_unit else []
