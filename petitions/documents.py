"""The papers of a petition: which there are, when each can be printed, and what stands on it. Reads only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from accounts.models import Staff
from casework.models import SignOff
from casework.states import State
from petitions.models import Petition
from petitions.query_codes import query_code
from petitions.reviews import original
from petitions.states import SignStep

# A form has one page: a longer story is cut there and lies behind it in full.
LONGEST_ON_FORM = 600
CLOSING = (SignStep.HANDLER, SignStep.HEAD, SignStep.DEPUTY, SignStep.CHIEF, SignStep.ADDRESSEE)
AFTER_SIGNING = frozenset({State.CONCLUDED, State.CLOSED, State.ARCHIVED})
ANSWERED = frozenset({State.CLOSED, State.ARCHIVED})
OVER = ANSWERED | {State.TRANSFERRED, State.GUIDED}


@dataclass(frozen=True)
class Paper:
    """One kind of paper. `missing` says why it cannot be printed yet; an unfinished form prints 未办结 across it."""

    label: str
    missing: Callable[[Petition], str] = lambda petition: ""
    is_finished: Callable[[Petition], bool] = lambda petition: True
    sheet: Literal["paper", "slip"] = "paper"
    # False: it goes to somebody who must not trace the case by its number.
    names_case: bool = True


def _annotated(petition: Petition) -> bool:
    return petition.signoffs.filter(step=SignStep.ANNOTATE).exists()


def _needs(relation: str, words: str) -> Callable[[Petition], str]:
    """Printable once there is a row of `relation`."""
    return lambda petition: "" if getattr(petition, relation).exists() else words


def _talked(petition: Petition) -> str:
    return "" if petition.intakes.filter(talk__isnull=False).exists() else "还没有接谈记录。"


PAPERS: dict[str, Paper] = {
    "slip": Paper("来信来访回执", sheet="slip"),
    "annotation": Paper("领导阅批单", is_finished=_annotated),
    "talk": Paper("来访接谈记录", missing=_talked),
    "registration": Paper("信访事项登记表", is_finished=lambda petition: petition.state in OVER),
    "assign": Paper("交办单", missing=_needs("routings", "此件还没有交办、转送。")),
    "card": Paper("督办卡", missing=_needs("cards", "此件还没有督办卡。")),
    "supervision": Paper("督办单", missing=_needs("supervisions", "此件还没有督办。")),
    "urge": Paper("催办单", missing=_needs("urges", "此件还没有催办过。")),
    "investigation": Paper(
        "调查记录",
        missing=_needs("investigations", "此件还没有调查记录。"),
        is_finished=lambda petition: not petition.investigations.filter(head__isnull=True).exists(),
    ),
    "interim": Paper("中途报告", missing=_needs("interim_reports", "此件没有中途报告。")),
    "leader_report": Paper(
        "专报",
        missing=_needs("leader_reports", "此件没有专报或向上级的报告。"),
        is_finished=lambda petition: not petition.leader_reports.filter(signoff__isnull=True).exists(),
    ),
    "company": Paper(
        "涉企事项告知单", missing=_needs("company_notices", "此件没有告知企业。"), names_case=False
    ),
    "guidance": Paper("指引单", missing=_needs("guidances", "此件没有告知引导。")),
    "report": Paper(
        "调查处理报告",
        missing=_needs("reports", "此件还没有调查处理报告。"),
        is_finished=lambda petition: petition.state in AFTER_SIGNING,
    ),
    "application": Paper("复查（复核）申请书", missing=_needs("reviews", "此件没有登记复查、复核申请。")),
    "reply": Paper(
        "答复意见书",
        missing=_needs("replies", "此件还没有答复。"),
        is_finished=lambda petition: petition.state in ANSWERED,
    ),
}


def printable(petition: Petition) -> list[tuple[str, str]]:
    """The papers that this petition has, as (kind, label)."""
    return [(kind, paper.label) for kind, paper in PAPERS.items() if not paper.missing(petition)]


def printings(petition: Petition, label: str) -> int:
    """How often a form of this petition was printed."""
    return petition.events.filter(name="printed", data__paper=label).count()


def _last_opinion(signoffs: list[SignOff], step: str) -> SignOff | None:
    found = [one for one in signoffs if one.step == step]
    return found[-1] if found else None


def context_of(kind: str, petition: Petition, *, by: Staff, now: datetime) -> dict[str, Any]:
    """What a paper says. A slip of an accusation names neither the person nor the matter."""
    signoffs = list(petition.signoffs.order_by("at", "pk"))
    review = petition.reviews.select_related("against", "registered_by").last()
    intakes = petition.intakes.select_related("talk__recorded_by", "registered_by")
    body = petition.text.body
    return {
        "petition": petition,
        "paper": PAPERS[kind],
        "unfinished": not PAPERS[kind].is_finished(petition),
        "query_code": query_code(petition),
        "is_secret": petition.is_sealed and kind == "slip",
        "body": body if len(body) <= LONGEST_ON_FORM else body[:LONGEST_ON_FORM] + "……（全文附后）",
        "intake": intakes.order_by("pk").last(),
        "times": petition.intakes.count(),
        "talk_intake": intakes.filter(talk__isnull=False).order_by("pk").last(),
        "joint": list(petition.joint.all()),
        "annotation": _last_opinion(signoffs, SignStep.ANNOTATE),
        "opinions": signoffs,
        "closing": [one for one in signoffs if one.step in CLOSING],
        "routing": petition.routings.select_related("from_unit", "to_unit", "sent_by", "received_by").last(),
        "card": petition.cards.select_related("unit", "signoff", "fed_back_by").last(),
        "supervision": petition.supervisions.select_related("unit", "issued_by", "answered_by").last(),
        "urges": list(petition.urges.select_related("unit", "urged_by")),
        "guidance": petition.guidances.select_related("made_by").last(),
        "company_notice": petition.company_notices.select_related("unit", "made_by").last(),
        "investigations": list(petition.investigations.select_related("handler", "head", "led_by")),
        "report": petition.reports.select_related("made_by").last(),
        "reply": petition.replies.select_related("replied_by", "unit").last(),
        "interims": list(petition.interim_reports.select_related("made_by")),
        "answers_to_interim": [
            one for one in petition.events.order_by("seq") if one.name in ("extended", "extension_refused")
        ],
        "leader_reports": list(
            petition.leader_reports.select_related("leader", "made_by", "signoff", "investigation")
        ),
        "review": review,
        "original": original(petition, review) if review else "",
        "earlier": petition.intakes.count() - 1,
        "files": list(petition.attachments.all()),
        "printing": printings(petition, PAPERS[kind].label) + 1,
        "clock": petition.clocks.filter(met_on=None).order_by("due_on").first(),
        "printed_by": by,
        "printed_at": now,
    }
