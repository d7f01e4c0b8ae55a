"""复查、复核: which level comes next, which organ decides, whether it can be applied for. Reads only."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils import timezone

from accounts.models import Staff, Unit, UnitKind
from accounts.roles import Role
from casework.actions.base import people_nearest
from casework.calendar import holiday_table
from casework.models import IssuedPaper
from casework.policy import Policy
from casework.refusals import Refusal
from casework.states import State
from petitions import deadlines
from petitions.models import Petition, Review, ReviewDecision, ReviewLevel
from petitions.organs import INNER, handling_organ, organ_of

# Where a changed or revoked opinion is carried out; the petitioner's 30 days for 复核 run meanwhile (条例第三十六条).
CARRIED_OUT = frozenset({State.ASSIGNED, State.HANDLING, State.REPORTED, State.CONCLUDED, State.RETURNED})
RUNNING = Q(delivered_on__isnull=True, withdrawn_on__isnull=True)
HEADS = [Role.CHIEF_LEADER, Role.UNIT_HEAD]


def running(petition: Petition) -> Review | None:
    """The review that is neither delivered nor withdrawn."""
    return petition.reviews.filter(RUNNING).select_related("organ").last()


def last_delivered(petition: Petition) -> Review | None:
    """The latest review that is over."""
    return petition.reviews.filter(delivered_on__isnull=False).select_related("organ").last()


def next_level(petition: Petition) -> ReviewLevel | None:
    """复查, then 复核, then nothing more (条例第三十六条). A revoked opinion begins anew with 复查."""
    last = last_delivered(petition)
    if last is None or last.decision == ReviewDecision.REVOKE:
        return ReviewLevel.REVIEW
    return ReviewLevel.REREVIEW if last.level == ReviewLevel.REVIEW else None


def application_refusal(petition: Petition) -> str | None:
    """Why nothing can be applied for now; None when it can."""
    if not petition.on_petition_track:
        return "复查、复核只用于信访处理意见；其他事项按所导入的程序救济。"
    if petition.final_on is not None or next_level(petition) is None:
        return "此事项已经复核终结，不能再申请复查、复核（条例第三十六条）。"
    if not petition.replies.exists():
        return "还没有书面答复，不能申请复查。"
    if petition.state in CARRIED_OUT and next_level(petition) != ReviewLevel.REREVIEW:
        return "正在办理，书面答复以后才能申请复查。"
    return None


def organ_above(petition: Petition) -> Unit | None:
    """The next higher organ of the one that made the opinion; None when it is outside this system."""
    last = last_delivered(petition)
    if next_level(petition) == ReviewLevel.REREVIEW and last is not None:
        return organ_of(last.organ).parent if last.organ else None
    return handling_organ(petition).parent


def answer_received_on(petition: Petition) -> date | None:
    """When the petitioner received what they object to: by the receipt of delivery, else the day of the answer."""
    last = last_delivered(petition)
    if next_level(petition) == ReviewLevel.REREVIEW and last is not None:
        return last.delivered_on
    papers = IssuedPaper.objects.filter(case=petition, kind="opinion", delivery__isnull=False)
    delivered: date | None = papers.order_by("-pk").values_list("delivery__delivered_on", flat=True).first()
    reply = petition.replies.last()
    return delivered or (reply.replied_on if reply else None)


def excuse_for(petition: Petition, applied_on: date, received: date, late_reason: str) -> str:
    """The reason for which a late application is accepted; empty where the unit's policy knows none. Refuses the rest."""
    known = answer_received_on(petition)
    if known is not None and received < known:
        raise Refusal(f"收到日期不能早于送达（答复）日期 {known:%Y年%-m月%-d日}。", "answer_received_on")
    if not received <= applied_on <= timezone.localdate():
        raise Refusal("申请日期应在收到意见之后，不晚于今天。", "applied_on")
    lapses = Policy(petition.policy_values)["lapse_policy"] == "end"
    excuse = "" if lapses else late_reason
    late = deadlines.review_refusal(received, applied_on, excuse, holiday_table())
    if late:
        raise Refusal("逾期未申请，程序已经终结（本单位政策）。" if lapses else late, "late_reason")
    return excuse.strip()


def offices_of(organ: Unit) -> list[Unit]:
    """The organ and its petition office: who prepares the opinion there."""
    offices = Unit.objects.active().filter(parent=organ, kind__in=[UnitKind.PETITION_OFFICE, *INNER])
    return [organ, *offices]


def signer_of(review: Review) -> Staff | None:
    """The head of the reviewing organ."""
    if review.organ is None:
        return None
    found = people_nearest(review.organ, [*HEADS, Role.DEPUTY_LEADER])
    return next(iter(found), None)


def original(petition: Petition, review: Review) -> str:
    """The opinion that the petitioner does not accept: organ, name, number and day, as far as they are on record."""
    before = review.against
    papers = IssuedPaper.objects.filter(case=petition, withdrawn_at__isnull=True).order_by("pk")
    if before is not None and before.decided_on is not None:
        paper = papers.filter(kind="review", subject=f"review:{before.pk}").last()
        number = before.outside_number or (paper.number if paper else "")
        return _opinion(before.organ_name, before.decided_on, "复查意见书", number)
    paper = papers.filter(kind="opinion").last()
    day = timezone.localdate(paper.issued_at) if paper else review.answer_received_on
    return _opinion(handling_organ(petition).name, day, "信访处理意见书", paper.number if paper else "")


def _opinion(organ: str, day: date, name: str, number: str) -> str:
    """某局2026年3月2日作出的《信访处理意见书》（某信处〔2026〕1号）."""
    return f"{organ}{day_words(day)}作出的《{name}》" + (f"（{number}）" if number else "")


def day_words(day: date) -> str:
    """2026年3月2日."""
    return f"{day.year}年{day.month}月{day.day}日"
