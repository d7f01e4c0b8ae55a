"""答复、办结: the petitioner hears, the case is closed."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import Staff
from casework.actions.base import open_case, record, save_case
from casework.actions.clocks import stop_all
from casework.refusals import Refusal
from petitions import closing
from petitions.access import ensure
from petitions.actions import same_matter
from petitions.actions.first_clocks import owe_archiving
from petitions.actions.following import tell_sender
from petitions.actions.lateness import Late, settle_late
from petitions.actions.reports import owe_filing
from petitions.models import Petition, Reply, ReplyMethod
from petitions.organs import organ_of
from petitions.states import Conclusion


@transaction.atomic
def close(
    pk: int,
    *,
    by: Staff,
    version: int,
    text: str = "",
    method: str = "",
    replied_on: date | None = None,
    late: Late | None = None,
) -> Petition:
    """答复并办结. A named petitioner must be answered; only an anonymous matter closes without (S09-04, F-17).

    The conclusion is the one that was signed; the office sends the answer and does not change it (S11-06).
    """
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("close", petition, by)
    before = petition.state
    today = timezone.localdate()
    report = petition.reports.last()
    if report is None:
        raise Refusal("没有调查处理报告，不能办结。")
    # The table of closing conditions: what the office must have before it answers.
    lacking = closing.missing(petition)
    if lacking:
        raise Refusal(f"还不能办结，缺少：{'；'.join(lacking)}。")
    settle_late(petition, by=by, late=late)
    if text.strip() or not petition.is_anonymous or same_matter.owes_merged_answers(petition):
        reply = _reply(petition, by, text, method, replied_on or today)
        report.copies.create(recipient="petitioner", name=petition.person_name, sent_at=timezone.now())
        record(
            petition,
            "replied",
            by=by,
            method=reply.get_method_display(),
            conclusion=Conclusion(reply.conclusion).label,
        )
        same_matter.answer_merged(petition, reply, by=by)
    petition.close()
    petition.closed_at, petition.closed_by = timezone.now(), by
    stop_all(petition, on=today, reason="办结")
    owe_archiving(petition, on=today)
    save_case(petition, by=by)
    record(petition, "closed", by=by, from_state=before)
    owe_filing(petition)
    tell_sender(petition, f"转送的事项已由{petition.unit.name}答复办结，编号 {petition.number}")
    return petition


def _reply(petition: Petition, by: Staff, text: str, method: str, replied_on: date) -> Reply:
    if not text.strip():
        raise Refusal("实名信访件须答复信访人才能办结，请填写答复内容。", "text")
    if method not in ReplyMethod.values:
        raise Refusal("请选择答复方式。", "method")
    if replied_on > timezone.localdate():
        raise Refusal("答复日期不能晚于今天。", "replied_on")
    if replied_on < petition.received_on:
        raise Refusal("答复日期不能早于收到日期。", "replied_on")
    return Reply.objects.create(
        petition=petition,
        conclusion=petition.conclusion,
        text=text.strip(),
        method=method,
        replied_on=replied_on,
        replied_by=by,
        unit=organ_of(petition.unit),
    )
