"""Both ends of a 转送 hear of one another: the petitioner who comes again, and the answer that was given."""

from __future__ import annotations

from casework.actions.base import desk_people, notify
from petitions.models import Petition, Routing


def tell_receiver(petition: Petition, words: str) -> None:
    """Tells the organ that has taken the matter in; nobody when none has."""
    went = petition.routings.filter(taken_as__isnull=False).select_related("taken_as__unit").last()
    if went is None or went.taken_as is None:
        return
    case = went.taken_as
    notify(
        case, [*desk_people(case.unit), *([case.handler] if case.handler else [])], f"{case.number} {words}"
    )


def tell_sender(petition: Petition, words: str) -> None:
    """Tells the first contact and the office that sent the matter here; nobody when it came to us directly."""
    came = Routing.objects.filter(taken_as=petition).select_related("from_unit", "petition").first()
    if came is not None:
        people = [petition.first_responder, *desk_people(came.from_unit)]
        notify(petition, people, f"{came.petition.number} {words}")
