"""What may follow an answer: applied for, drafted, signed, delivered, withdrawn, heard, called back."""

from __future__ import annotations

from datetime import time
from functools import partial
from typing import Any

from petitions.actions import reviews
from tests.office import Office
from tests.petitions.scenarios.base import AGREED, closed, verb
from tests.petitions.scenarios.outcomes import OPINION, decided_outside, drafted, in_review
from tests.petitions.steps import DAY


@verb(reviews)
def apply_review(office: Office) -> partial[Any]:
    p = closed(office)
    given = {"applied_on": DAY, "answer_received_on": DAY, "grounds": "期限太长。"}
    return partial(reviews.apply_review, p.pk, by=office["registrar"], version=p.version, **given)


@verb(reviews)
def draft_review(office: Office) -> partial[Any]:
    p = in_review(office)
    act = partial(reviews.draft_review, p.pk, by=office["officer"], version=p.version)
    return partial(act, decision="uphold", **OPINION)


@verb(reviews)
def sign_review(office: Office) -> partial[Any]:
    p = drafted(office)
    return partial(reviews.sign_review, p.pk, by=p.signer, version=p.version, opinion=AGREED)


@verb(reviews)
def deliver_review(office: Office) -> partial[Any]:
    p = decided_outside(office)
    given = {"delivered_on": DAY, "delivered_how": "当面送交，本人签收"}
    return partial(reviews.deliver_review, p.pk, by=office["officer"], version=p.version, **given)


@verb(reviews)
def call_hearing(office: Office) -> partial[Any]:
    p = in_review(office)
    texts = {"place": "三楼会议室", "chair": "钱某乙", "participants": "张某甲等"}
    act = partial(reviews.call_hearing, p.pk, by=office["officer"], starts_on=DAY)
    return partial(act, starts_time=time(9, 30), **texts)


@verb(reviews)
def hear(office: Office) -> partial[Any]:
    p = in_review(office)
    texts = {
        "place": "三楼会议室",
        "chair": "钱某乙",
        "participants": "张某甲等",
        "facts": "停梯",
        "conclusion": "限期修复",
    }
    return partial(reviews.hear, p.pk, by=office["officer"], starts_on=DAY, ends_on=DAY, **texts)


@verb(reviews)
def withdraw_review(office: Office) -> partial[Any]:
    p = drafted(office)
    given = {"declared_on": DAY, "form": "written", "statement": "已与单位谈妥，自愿撤回申请。"}
    return partial(reviews.withdraw_review, p.pk, by=office["registrar"], version=p.version, **given)


@verb(reviews)
def call_back(office: Office) -> partial[Any]:
    p = closed(office)
    given = {"visited_on": DAY, "method": "phone", "satisfied": "good", "executed": "done"}
    return partial(reviews.call_back, p.pk, by=office["officer"], **given)
