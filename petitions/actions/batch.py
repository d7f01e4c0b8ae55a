"""Acts on several petitions at once, each in a transaction of its own, each remembered on its own case."""

from __future__ import annotations

from django.db import transaction

from accounts.models import Staff
from casework.actions.base import record
from casework.models import Decision
from casework.policy import Policy
from casework.refusals import NotVisible, NotYours, Refusal
from casework.states import Importance, State
from petitions.actions import route
from petitions.models import Petition

LIMIT = 200


def may_be_read_in_batch(petition: Petition) -> bool:
    """已阅 in a batch: ordinary papers before a leader whose unit does not ask for unit and officer (S10-04).

    Never a closing, and never an important matter: that one waits for words (S11-04).
    """
    ordinary = petition.state == State.PRESENTED and petition.importance != Importance.IMPORTANT
    return ordinary and not Policy(petition.policy_values)["annotation_must_assign"]


def read_many(chosen: list[tuple[int, int]], *, by: Staff) -> tuple[int, list[str]]:
    """已阅 for (id, version) pairs. Returns how many were signed, and why others were not."""
    if not chosen:
        raise Refusal("请先勾选已经阅过的件。")
    if len(chosen) > LIMIT:
        raise Refusal(f"一次最多 {LIMIT} 件。")
    done, left = 0, []
    for pk, version in chosen:
        petition = Petition.objects.visible_to(by).filter(pk=pk).first()
        if petition is None:
            continue
        if not may_be_read_in_batch(petition):
            left.append(f"{petition.number}：须逐件签批，不能批量已阅。")
            continue
        try:
            _read(pk, version, by)
            done += 1
        except (Refusal, NotYours, NotVisible) as refused:
            left.append(f"{petition.number}：{refused}")
    return done, left


@transaction.atomic
def _read(pk: int, version: int, by: Staff) -> None:
    route.annotate(pk, by=by, version=version, opinion="", decision=Decision.READ)
    record(Petition.objects.visible_to(by).get(pk=pk), "bulk", by=by, what="批量已阅")
