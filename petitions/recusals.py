"""回避提示: who may have to step aside, shown as a hint beside the case; people decide. Reads only."""

from __future__ import annotations

from casework.models import Recusal
from petitions.models import Petition
from petitions.validators import normalise_phone


def recusals_of(petition: Petition) -> list[Recusal]:
    """Who stepped aside."""
    return list(Recusal.objects.filter(case=petition).select_related("staff", "decided_by"))


def hints(petition: Petition) -> list[str]:
    """Colleagues on the case with the petitioner's own name and telephone."""
    person = petition.petitioner
    if person is None or not person.phone:
        return []
    roles = {
        "承办人": petition.handler,
        "待签批人": petition.signer,
        "登记人": petition.registered_by,
    }
    return [
        f"{role}{one.name}与信访人同名且电话相同，请核实是否应当回避"
        for role, one in roles.items()
        if one is not None
        and one.name == person.name
        and normalise_phone(one.phone) == normalise_phone(person.phone)
    ]
