"""What the verbs of sending on ask besides state and person: a reason why not, or None. Reads only; named in `access.VERBS`."""

from __future__ import annotations

from casework.policy import Policy
from casework.states import State
from petitions import ways
from petitions.models import Petition


def returns_freely(petition: Petition) -> str | None:
    """条例第二十三条: where the policy asks for consent, another organ objects instead of handing back."""
    if Policy(petition.policy_values)["return_needs_consent"] and not ways.is_inside(petition):
        return "退回须经交办单位同意，请用“提出异议”写明理由和有权处理的单位。"
    return None


def may_object(petition: Petition) -> str | None:
    """What is handed back inside one system is not objected to; the rest follows 条例第二十三条."""
    freely = petition.state != State.FORWARDED and returns_freely(petition) is None
    return "不属本单位承办的，请用“退回办公室”。" if freely else ways.objection_refusal(petition)


def undisputed(petition: Petition) -> str | None:
    """Nothing is taken in while an objection waits."""
    objection = ways.last_objection(petition)
    return "异议正在等待答复或裁定。" if objection is not None and objection.is_open else None


def unsigned(petition: Petition) -> str | None:
    """Signed for once."""
    routing = ways.current_routing(petition)
    return "已经签收。" if routing is not None and routing.received_at else None


def awaits_answer(petition: Petition) -> str | None:
    """An objection is there, and still the sender's to answer."""
    objection = ways.last_objection(petition)
    if objection is None or not objection.is_open:
        return "没有待答复的异议。"
    return f"已报{objection.arbiter.name}裁定。" if objection.arbiter else None


def awaits_decision(petition: Petition) -> str | None:
    """It lies before an arbiter."""
    objection = ways.last_objection(petition)
    return None if objection and objection.arbiter and objection.is_open else "没有待裁定的异议。"
