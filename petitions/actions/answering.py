"""当场答复: an enquiry answered at the counter is closed there."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.models import Staff
from casework.actions.base import open_case, record, save_case
from casework.actions.clocks import stop_all
from casework.refusals import Refusal
from petitions import closing, pledges
from petitions.access import ensure
from petitions.actions.explain import explain
from petitions.actions.first_clocks import owe_archiving
from petitions.models import ExplainMethod, Petition, Reply, ReplyMethod
from petitions.states import Conclusion


@transaction.atomic
def answer_on_the_spot(
    pk: int,
    *,
    by: Staff,
    version: int,
    text: str,
    conclusion: str = Conclusion.EXPLAIN,
    basis: str = "",
    other_route: str = "",
) -> Reply:
    """当场答复: an enquiry answered at the counter is closed there (S13-05, S12-13).

    Concluded with 解释疏导 it is explained like anywhere else: with the basis in law and the ways that stay open (S01-11).
    """
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("answer_on_the_spot", petition, by)
    closing.ensure_columns(petition)
    if not text.strip():
        raise Refusal("请填写答复内容。", "text")
    if conclusion not in Conclusion.values:
        raise Refusal("请选择答复结论。", "conclusion")
    if conclusion == Conclusion.EXPLAIN:
        _explain(petition, by, text, basis, other_route)
    now = timezone.now()
    before = petition.state
    reply = Reply.objects.create(
        petition=petition,
        conclusion=conclusion,
        text=text.strip(),
        method=ReplyMethod.IN_PERSON,
        replied_on=timezone.localdate(),
        replied_by=by,
        unit=petition.unit,
    )
    petition.conclusion = conclusion
    petition.answer_on_the_spot()
    petition.closed_at, petition.closed_by = now, by
    stop_all(petition, on=timezone.localdate(), reason="当场答复")
    owe_archiving(petition, on=timezone.localdate())
    save_case(petition, by=by)
    record(petition, "closed_on_spot", by=by, from_state=before, note=text.strip())
    return reply


def _explain(petition: Petition, by: Staff, text: str, basis: str, other_route: str) -> None:
    if not basis.strip():
        raise Refusal("结论为解释疏导的，须写明法律、政策依据。", "basis")
    if not other_route.strip():
        raise Refusal("结论为解释疏导的，须告知可走的其他途径。", "other_route")
    if pledges.is_pledge(text, other_route):
        raise Refusal(pledges.WORDS, "text")
    explain(
        petition.pk,
        by=by,
        told_on=timezone.localdate(),
        method=ExplainMethod.IN_PERSON,
        asked=petition.text.body,
        explained=text,
        basis=basis,
        remedies=other_route,
    )
