"""Whose turn it is, and what happens after the next act: the line that every leader and clerk reads first."""

from __future__ import annotations

from casework.actions.base import desk_people
from casework.policy import Policy
from casework.states import State
from petitions import reviews
from petitions.actions import handle
from petitions.models import Petition
from petitions.naming import awaits_word
from petitions.replying import answering_unit
from petitions.signers import signers_for
from petitions.states import SignStep


def whose_turn(petition: Petition) -> str:
    """Who has it now and what is owed, in one sentence; empty when nothing is."""
    unit = petition.handling_unit.name if petition.handling_unit else ""
    signer = petition.signer.name if petition.signer else ""
    handler = petition.handler.name if petition.handler else ""
    step = SignStep(petition.sign_step).label if petition.sign_step else ""
    words = {
        State.REGISTERED: f"等{petition.unit.name}送阅或交办",
        State.RETURNED: f"已退回，等{petition.unit.name}转出或重新交办",
        State.PRESENTED: f"等{signer}阅批",
        State.ANNOTATED: f"已阅批，等{petition.unit.name}按批示交办",
        State.FORWARDED: f"已转送，等{unit}接收办理",
        State.ASSIGNED: f"等{unit}负责人批示，指定承办人" if awaits_word(petition) else f"等{unit}签收",
        State.HANDLING: f"{unit}{handler}正在办理",
        State.REPORTED: f"等{signer}签字（{step}）",
        State.CONCLUDED: f"审签完毕，等{answering_unit(petition).name}答复信访人并办结",
        State.MERGED: "已并入另一件办理，随该件一并答复",
        State.IN_REVIEW: f"等{signer}签发复查（复核）意见" if signer else "复查（复核）机关正在办理",
        State.REFUSED: f"不予受理，等{petition.unit.name}归档",
        State.ENDED: f"不再受理，等{petition.unit.name}归档",
        State.WITHDRAWN: f"信访人已撤回，等{petition.unit.name}归档",
        State.CLOSED: f"已办结，等{petition.unit.name}归档",
    }
    return words.get(State(petition.state), "")


def after_annotation(petition: Petition) -> str:
    """What a leader's annotation leads to, and who gets it."""
    if Policy(petition.policy_values)["annotation_must_assign"]:
        return "签批后直接交承办单位签收，并通知您指定的人员；退回则回到登记单位。"
    office = "、".join(one.name for one in desk_people(petition.unit)) or petition.registered_by.name
    return (
        f"选了承办单位的，签批后直接交该单位签收；没有选的，回到{petition.unit.name}（{office}）按批示交办。"
    )


def after_review(petition: Petition) -> str:
    """What the signature on a 复查（复核） opinion leads to."""
    review = reviews.running(petition)
    drafter = review.drafted_by.name if review and review.drafted_by else ""
    return f"同意后由复查（复核）机关送达信访人；退回则回到拟稿人{drafter}。"


def after_closing(petition: Petition) -> str:
    """What the present closing signature leads to: the next signer, or the office that answers."""
    done = {*handle.signed_steps(petition), petition.sign_step}
    left = [step for step in handle.closing_steps(petition) if step not in done]
    handler = petition.handler.name if petition.handler else ""
    back = f"退回则回到承办人{handler}。"
    if not left:
        return f"同意后送{answering_unit(petition).name}答复信访人并办结；{back}"
    people = signers_for(petition, left[0])
    name = people[0].name if people else "（尚未设置）"
    return f"同意后送{name}（{SignStep(left[0]).label}）；{back}"
