"""Papers that tell the petitioner what becomes of the matter: 受理告知书, 告知引导书, 延期告知书."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import Unit
from casework.calendar import holiday_table
from casework.models import Event
from casework.policy import Policy
from petitions import deadlines
from petitions.models import Guidance, Petition, Routing
from petitions.organs import organ_of
from petitions.papers.base import (
    Ask,
    Formal,
    Given,
    Signed,
    by_handling_organ,
    contact_of,
    handling_day,
)
from petitions.papers.basis import basis_on
from petitions.query_codes import query_code
from petitions.states import LegalRoute

REMEDIES = (
    ("", "属其他机关、单位职权范围"),
    ("reconsideration", "行政复议"),
    ("administrative", "行政诉讼"),
    ("civil", "民事诉讼"),
    ("labour", "劳动人事争议仲裁"),
    ("other", "其他法定途径"),
)
ROUTES: dict[str, str] = {LegalRoute.ARBITRATION: "labour", LegalRoute.ADMINISTRATIVE: "reconsideration"}
# The time limit of each way, from its own law: missing it would cost the petitioner the right itself.
LIMITS = {
    "reconsideration": "申请行政复议的，一般自知道或者应当知道该行政行为之日起六十日内提出（《行政复议法》第二十条）。",
    "administrative": "直接提起行政诉讼的，一般自知道或者应当知道作出行政行为之日起六个月内提出（《行政诉讼法》第四十六条）。",
    "civil": "向人民法院请求保护民事权利的诉讼时效期间一般为三年（《民法典》第一百八十八条）。",
    "labour": "劳动争议申请仲裁的时效期间一般为一年（《劳动争议调解仲裁法》第二十七条）。",
}


def _assignment(petition: Petition) -> Routing | None:
    return petition.routings.filter(kind="assign", returned_at__isnull=True).select_related("to_unit").last()


def telling_unit(petition: Petition, routing: Routing) -> Unit:
    """Whose paper it is: the registering office's, or by policy that of the organ which handles it."""
    by_organ = Policy(petition.policy_values)["acceptance_notice_by"] == "organ"
    return organ_of(routing.to_unit) if by_organ else petition.unit


def _acceptance(petition: Petition, routing: Routing, given: Given) -> dict[str, Any]:
    return {
        "handling_organ": organ_of(routing.to_unit).name,
        "last_day": handling_day(petition),
        "query_code": query_code(petition),
        "contact": contact_of(petition),
    }


def _guidance(petition: Petition) -> Guidance | None:
    return petition.guidances.last()


def _remedy(petition: Petition, guidance: Guidance) -> str:
    """The way that was confirmed for the matter, where it names one; litigation is of two kinds, and a person says which."""
    return ROUTES.get(petition.legal_route, "")


def _direction(petition: Petition, guidance: Guidance, given: Given) -> dict[str, Any]:
    remedy = given.get("remedy", "")
    return {
        "guidance": guidance,
        "remedy": dict(REMEDIES)[remedy] if remedy else "",
        "limit": given.get("limit", "").strip() or LIMITS.get(remedy, ""),
        "contact": contact_of(petition),
    }


def _extension(petition: Petition) -> Event | None:
    return petition.events.filter(name="statutory_extended").order_by("seq").last()


def _longer(petition: Petition, event: Event, given: Given) -> dict[str, Any]:
    return {
        "reason": event.note,
        "before": date.fromisoformat(event.data["before"]),
        "until": date.fromisoformat(event.data["after"]),
        "approver": _approver(event).replace(" ", ""),
        "contact": contact_of(petition),
    }


def _approver(event: Event) -> str:
    return " ".join(part for part in (event.actor_unit, event.actor_post, event.actor_name) if part)


def notice_day(petition: Petition) -> date:
    """Fifteen days from receipt (条例第二十三条)."""
    return deadlines.notice_due(petition.received_on, holiday_table()).on


KINDS: tuple[Formal, ...] = (
    Formal(
        kind="accept",
        code="D2",
        label="信访事项受理告知书",
        word="受",
        about=_assignment,
        not_yet="交办后才能发受理告知书：须写明由哪个单位办理。",
        context=_acceptance,
        unit=telling_unit,
        to_petitioner=True,
        tells_receipt=True,
    ),
    Formal(
        kind="guide",
        code="D5",
        label="信访事项告知引导书",
        word="告",
        about=_guidance,
        not_yet="此件没有告知引导。",
        context=_direction,
        asks=(
            Ask(
                "remedy",
                "引导到",
                required=False,
                choices=REMEDIES,
                first=_remedy,
                help="选法定途径的，纸上写明该途径的期限。",
            ),
            Ask("limit", "该途径的期限", required=False, help="不填则按所选途径的法律规定写明。", rows=2),
        ),
        to_petitioner=True,
        tells_receipt=True,
    ),
    Formal(
        kind="extend",
        code="D9",
        label="延长办理期限告知书",
        word="延",
        about=_extension,
        not_yet="此件没有经批准延长法定期限。",
        context=_longer,
        unit=by_handling_organ,
        signed=lambda petition, event: Signed(event.actor, _approver(event)),
        to_petitioner=True,
    ),
)


def notice_basis(petition: Petition) -> str:
    """《信访工作条例》第二十三条, or that of 2005."""
    return basis_on(petition.received_on).cite("notice")
