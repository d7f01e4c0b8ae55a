"""部门负责人批示 (S10-11, S14-06): whether the head of the handling unit must still say who handles it. Reads only."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from casework.policy import Policy
from petitions.models import Petition, Routing
from petitions.states import RoutingKind

# A case that was given out and not signed for, without the word of the head.
UNNAMED = Routing.objects.filter(
    kind=RoutingKind.ASSIGN, returned_at=None, finished_at=None, received_at=None, instruction=None
)


def asks_for_word(petition: Petition) -> bool:
    """Whether the policy of the case wants the head's word before the unit signs for it."""
    return bool(Policy(petition.policy_values)["head_word_first"])


def with_word(petitions: QuerySet[Petition]) -> QuerySet[Petition]:
    """For a list: says in the same query which rows still await their head, so that none of them is asked for."""
    return petitions.annotate(awaits_head=Exists(UNNAMED.filter(petition=OuterRef("pk"))))


def awaits_word(petition: Petition) -> bool:
    """Whether it lies before the head of its unit."""
    if not asks_for_word(petition):
        return False
    known: bool | None = getattr(petition, "awaits_head", None)
    return UNNAMED.filter(petition=petition).exists() if known is None else known


def naming_refusal(petition: Petition) -> str | None:
    """Why there is nothing for the head to say; elsewhere signing for the case names the handler."""
    if not asks_for_word(petition):
        return "本单位政策不要求部门负责人先批示，签收时确定承办人。"
    return None if awaits_word(petition) else "部门负责人已经批示，承办人已定。"


def word_refusal(petition: Petition) -> str | None:
    """Why nobody signs for it or works on it yet."""
    return "须先由部门负责人批示并指定承办人，再签收办理。" if awaits_word(petition) else None
