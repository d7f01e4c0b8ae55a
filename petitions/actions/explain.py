"""解释疏导、现场接谈、当面沟通、调解、建议采纳、困难帮扶: what is done with the petitioner besides the answer."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import Staff
from casework.actions.base import notify, open_case, record
from casework.refusals import Refusal
from petitions import pledges
from petitions.access import ensure
from petitions.models import (
    AidKind,
    AidReferral,
    ExplainMethod,
    Explanation,
    FaceToFace,
    Petition,
    Settlement,
    SettlementKind,
    SiteTalk,
    Suggestion,
    SuggestionOutcome,
)


def _needed(**texts: tuple[str, str]) -> None:
    """Refuses beside the first field that has no words."""
    for field, (text, words) in texts.items():
        if not text.strip():
            raise Refusal(words, field)


def _free(field: str, *texts: str) -> None:
    if pledges.is_pledge(*texts):
        raise Refusal(pledges.WORDS, field)


def _not_later(day: date, field: str) -> None:
    if day > timezone.localdate():
        raise Refusal("日期不能晚于今天。", field)


@transaction.atomic
def explain(
    pk: int, *, by: Staff, told_on: date, method: str, asked: str, explained: str, basis: str, remedies: str
) -> Explanation:
    """解释疏导: refused without the question, the explanation, its basis and the ways that stay open (S01-11)."""
    petition = open_case(Petition, pk, by=by)
    ensure("explain", petition, by)
    _needed(
        asked=(asked, "请写明信访人问了什么。"),
        explained=(explained, "请写明解释的内容。"),
        basis=(basis, "请写明法律、政策依据。"),
        remedies=(remedies, "请写明告知的其他途径。"),
    )
    if method not in ExplainMethod.values:
        raise Refusal("请选择解释的方式。", "method")
    _not_later(told_on, "told_on")
    _free("explained", explained, remedies)
    made = Explanation.objects.create(
        petition=petition,
        told_on=told_on,
        method=method,
        asked=asked.strip(),
        explained=explained.strip(),
        basis=basis.strip(),
        remedies=remedies.strip(),
        made_by=by,
        made_at=timezone.now(),
    )
    record(petition, "explained", by=by, note=explained.strip(), method=made.get_method_display())
    return made


@transaction.atomic
def talk_on_site(
    pk: int,
    *,
    by: Staff,
    talked_on: date,
    place: str,
    present: str,
    head_count: int,
    asked: str,
    answered: str,
    remedies: str,
    nobody_restrained: bool,
    promises: tuple[tuple[str, Staff, date], ...] = (),
) -> SiteTalk:
    """现场接谈 (S21-15): facts, answers, promises with owner and date; refused unless nobody was restrained."""
    petition = open_case(Petition, pk, by=by)
    ensure("talk_on_site", petition, by)
    _needed(
        place=(place, "请填写地点。"),
        present=(present, "请填写到场人员。"),
        asked=(asked, "请写明来访人的诉求。"),
        answered=(answered, "请写明当场答复。"),
        remedies=(remedies, "请写明告知的途径。"),
    )
    if not nobody_restrained:
        raise Refusal("须确认没有限制任何人的人身自由；有此情形的，应立即停止并报告。", "nobody_restrained")
    if head_count < 1:
        raise Refusal("人数至少为 1。", "head_count")
    _not_later(talked_on, "talked_on")
    _free("answered", answered, remedies, *(text for text, _, _ in promises))
    made = SiteTalk.objects.create(
        petition=petition,
        talked_on=talked_on,
        place=place.strip(),
        present=present.strip(),
        head_count=head_count,
        asked=asked.strip(),
        answered=answered.strip(),
        remedies=remedies.strip(),
        nobody_restrained=True,
        made_by=by,
        made_at=timezone.now(),
    )
    for text, owner, due_on in promises:
        if due_on < talked_on:
            raise Refusal("兑现日期不能早于接谈日期。", "promise_due")
        made.promises.create(text=text.strip(), owner=owner, due_on=due_on)
        notify(petition, [owner], f"{petition.number} 您承诺 {due_on:%-m月%-d日} 前：{text.strip()[:80]}")
    record(petition, "talked_on_site", by=by, note=answered.strip(), place=place.strip())
    return made


@transaction.atomic
def meet(pk: int, *, by: Staff, met_on: date, place: str, told: str, attitude: str) -> FaceToFace:
    """当面沟通: date, place, what was told and what the person said of it (S18-06)."""
    petition = open_case(Petition, pk, by=by)
    ensure("meet", petition, by)
    _needed(
        place=(place, "请填写地点。"),
        told=(told, "请写明沟通的处理意见。"),
        attitude=(attitude, "请写明本人意见。"),
    )
    _not_later(met_on, "met_on")
    _free("told", told)
    made = FaceToFace.objects.create(
        petition=petition,
        met_on=met_on,
        place=place.strip(),
        told=told.strip(),
        attitude=attitude.strip(),
        made_by=by,
        made_at=timezone.now(),
    )
    record(petition, "met", by=by, note=attitude.strip(), place=place.strip())
    return made


@transaction.atomic
def settle(
    pk: int,
    *,
    by: Staff,
    kind: str,
    petitioner_party: str,
    other_party: str,
    terms: str,
    agreed_on: date,
    petitioner_signed_on: date,
    other_signed_on: date,
    both_consent: bool,
    perform_by: date | None = None,
    mediator: str = "",
) -> Settlement:
    """调解（和解）协议: both sides of their own will, both signed (条例第三十三条); never money for silence."""
    petition = open_case(Petition, pk, by=by)
    ensure("settle", petition, by)
    if kind not in SettlementKind.values:
        raise Refusal("请选择调解或和解。", "kind")
    _needed(
        petitioner_party=(petitioner_party, "请填写信访人一方。"),
        other_party=(other_party, "请填写对方。"),
        terms=(terms, "请填写协议内容。"),
    )
    if not both_consent:
        raise Refusal("调解、和解须双方自愿（条例第三十三条）。", "both_consent")
    for day, field in ((petitioner_signed_on, "petitioner_signed_on"), (other_signed_on, "other_signed_on")):
        _not_later(day, field)
    _not_later(agreed_on, "agreed_on")
    if perform_by is not None and perform_by < agreed_on:
        raise Refusal("履行期限不能早于达成日期。", "perform_by")
    _free("terms", terms)
    made = Settlement.objects.create(
        petition=petition,
        kind=kind,
        petitioner_party=petitioner_party.strip(),
        other_party=other_party.strip(),
        terms=terms.strip(),
        agreed_on=agreed_on,
        perform_by=perform_by,
        petitioner_signed_on=petitioner_signed_on,
        other_signed_on=other_signed_on,
        both_consent=True,
        mediator=mediator.strip(),
        made_by=by,
        made_at=timezone.now(),
    )
    record(petition, "settled", by=by, note=terms.strip(), kind=made.get_kind_display())
    return made


@transaction.atomic
def judge_suggestion(pk: int, *, by: Staff, outcome: str, reason: str) -> Suggestion:
    """建议采纳: 采纳、部分采纳 or 未采纳, each with its reason (条例第二十九条, S18-08)."""
    petition = open_case(Petition, pk, by=by)
    ensure("judge_suggestion", petition, by)
    if outcome not in SuggestionOutcome.values:
        raise Refusal("请选择采纳情况。", "outcome")
    if not reason.strip():
        raise Refusal("请写明采纳的内容；未采纳的写明理由。", "reason")
    made = Suggestion.objects.create(
        petition=petition,
        outcome=outcome,
        reason=reason.strip(),
        unit=petition.handling_unit or petition.unit,
        judged_by=by,
        judged_at=timezone.now(),
    )
    record(petition, "suggestion_judged", by=by, note=reason.strip(), outcome=made.get_outcome_display())
    return made


@transaction.atomic
def reward(pk: int, *, by: Staff, effect: str, award: str, rewarded_on: date) -> Suggestion:
    """表扬奖励 of an adopted suggestion with marked effect, entered in the reward register (S18-08)."""
    petition = open_case(Petition, pk, by=by)
    ensure("reward", petition, by)
    _needed(effect=(effect, "请写明建议的成效。"), award=(award, "请写明表扬奖励的方式。"))
    _not_later(rewarded_on, "rewarded_on")
    found = Suggestion.objects.select_for_update().get(petition=petition)
    found.effect, found.reward = effect.strip(), award.strip()
    found.rewarded_on, found.rewarded_by = rewarded_on, by
    found.save(update_fields=["effect", "reward", "rewarded_on", "rewarded_by"])
    record(petition, "suggestion_rewarded", by=by, note=effect.strip(), award=award.strip())
    return found


@transaction.atomic
def refer_aid(
    pk: int, *, by: Staff, kind: str, need: str, referred_to: str, referred_on: date
) -> AidReferral:
    """困难帮扶: a hardship is passed on to who can help; it stays on the list 未帮扶 until something came of it."""
    petition = open_case(Petition, pk, by=by)
    ensure("refer_aid", petition, by)
    if kind not in AidKind.values:
        raise Refusal("请选择帮扶种类。", "kind")
    _needed(need=(need, "请写明困难情况。"), referred_to=(referred_to, "请写明转介给哪个单位。"))
    _not_later(referred_on, "referred_on")
    made = AidReferral.objects.create(
        petition=petition,
        kind=kind,
        need=need.strip(),
        referred_to=referred_to.strip(),
        referred_on=referred_on,
        made_by=by,
        made_at=timezone.now(),
    )
    record(petition, "aid_referred", by=by, kind=made.get_kind_display(), to=referred_to.strip())
    return made


@transaction.atomic
def note_aid(pk: int, *, by: Staff, aid: int, result: str, helped_on: date) -> AidReferral:
    """帮扶结果: what came of it, and when."""
    petition = open_case(Petition, pk, by=by)
    ensure("note_aid", petition, by)
    if not result.strip():
        raise Refusal("请写明帮扶结果。", "result")
    found = petition.aid_referrals.select_for_update().filter(pk=aid, helped_on__isnull=True).first()
    if found is None:
        raise Refusal("此项帮扶已经登记结果。", "aid")
    if not found.referred_on <= helped_on <= timezone.localdate():
        raise Refusal("落实日期应在转介之后，不晚于今天。", "helped_on")
    found.result, found.helped_on = result.strip(), helped_on
    found.save(update_fields=["result", "helped_on"])
    record(petition, "aid_given", by=by, note=result.strip(), kind=found.get_kind_display())
    return found
