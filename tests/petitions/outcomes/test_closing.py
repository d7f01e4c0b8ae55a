"""办结条件: one table, used by closing and shown on the case page; a visit owes its talk record."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounts.models import Post
from accounts.roles import Role
from casework.actions.base import grant
from casework.refusals import Refusal
from casework.states import State
from petitions import closing
from petitions.access import why_not
from petitions.actions import close, explain, handle, register, route
from petitions.models import Petition
from petitions.states import Channel, Conclusion, Jurisdiction, Purpose
from tests.office import Office
from tests.petitions import steps
from tests.petitions.scenarios.compartment import at_organ
from tests.petitions.scenarios.outcomes import judged
from tests.petitions.steps import DAY, fresh
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")
EXPLAINED = {"conclusion": Conclusion.EXPLAIN, "basis": "办法第三条", "other_route": "可申请复查"}


def shut(office: Office, petition: Petition, **given: Any) -> Petition:
    given = {"text": "已责成修复。", "method": "letter", **given}
    close.close(petition.pk, by=office["officer"], version=fresh(petition).version, **given)
    return fresh(petition)


def test_table_has_a_row_for_every_purpose_jurisdiction_named_or_not() -> None:
    rows = {
        (purpose, where, named) for purpose in Purpose for where in Jurisdiction for named in (True, False)
    }
    assert set(closing.TABLE) == rows
    used = {name for row in closing.TABLE.values() for name in row} | {name for name, _ in closing.ALSO}
    assert used == set(closing.CONDITIONS)


@pytest.mark.rule("F-17")
def test_anonymous_closes_without_reply_and_named_does_not(office: Office) -> None:
    anonymous = steps.concluded(office, office.registered(is_anonymous=True, person=None))
    assert shut(office, anonymous, text="", method="").state == State.CLOSED
    named = steps.concluded(office, office.registered())
    with pytest.raises(Refusal, match="答复信访人"):
        shut(office, named, text="")


@pytest.mark.rule("F-30")
@pytest.mark.parametrize("conclusion", [Conclusion.REFUSE, Conclusion.SUPPORT])
def test_no_conclusion_before_an_investigation(office: Office, conclusion: str) -> None:
    from petitions.actions import handle

    p = steps.handling(office, office.registered())
    with pytest.raises(Refusal, match="调查记录"):
        handle.report(
            p.pk, by=office["handler"], version=p.version, **{**steps.REPORT, "conclusion": conclusion}
        )


@pytest.mark.rule("S18-08")
def test_suggestion_is_closed_only_with_its_outcome(office: Office) -> None:
    p = steps.concluded(office, office.registered(purpose=Purpose.SUGGESTION))
    with pytest.raises(Refusal, match="建议采纳情况"):
        shut(office, p)
    with pytest.raises(Refusal, match="理由"):
        explain.judge_suggestion(p.pk, by=office["handler"], outcome="not", reason=" ")
    explain.judge_suggestion(p.pk, by=office["handler"], outcome="adopted", reason="列入计划。")
    assert shut(office, p).state == State.CLOSED
    made = explain.reward(p.pk, by=office["officer"], effect="少停梯", award="通报表扬", rewarded_on=DAY)
    assert made.reward == "通报表扬"


@pytest.mark.rule("S18-06")
def test_appeal_is_closed_only_after_talking_face_to_face(office: Office) -> None:
    p = steps.concluded(office, office.registered(details={"is_appeal": True}))
    with pytest.raises(Refusal, match="当面沟通"):
        shut(office, p)
    said = {"met_on": DAY, "place": "信访局", "told": "拟支持", "attitude": "同意"}
    for field in ("place", "told", "attitude"):
        with pytest.raises(Refusal) as refused:
            explain.meet(p.pk, by=office["officer"], **{**said, field: " "})
        assert (refused.value.field, p.face_talks.exists()) == (field, False)
    explain.meet(p.pk, by=office["officer"], **said)
    assert shut(office, p).state == State.CLOSED


def accusation_concluded(office: Office, **changes: Any) -> Petition:
    """Brought to the discipline organ, looked into there and signed off."""
    by, organ, day = office["discipline"], office.units["XJW"], date(2020, 1, 1)
    for name, role in (("other_handler", Role.HANDLER), ("town_head", Role.UNIT_HEAD)):
        Post.objects.create(staff=office.staff[name], unit=organ, role=role, starts_on=day)
    p = at_organ(office, **changes)
    for name in ("other_handler", "town_head"):
        grant(p, "办理", staff=office.staff[name])
    route.present(p.pk, by=by, version=fresh(p).version)
    signer = fresh(p).signer
    route.annotate(
        p.pk,
        by=signer,
        version=fresh(p).version,
        opinion="请核查。",
        unit=organ,
        responsible=office["other_handler"],
    )
    handler = office["other_handler"]
    handle.accept(p.pk, by=handler, version=fresh(p).version)
    made = handle.investigate(p.pk, by=handler, done_on=DAY, findings="反映失实。")
    handle.sign_investigation(made.pk, by=office["town_head"])
    handle.report(p.pk, by=handler, version=fresh(p).version, **steps.REPORT)
    while (p := fresh(p)).signer is not None:
        handle.sign_closing(p.pk, by=p.signer, version=p.version, opinion="同意。")
    return p


@pytest.mark.rule("S18-07")
def test_named_accuser_is_told_the_result_before_the_accusation_is_closed(office: Office) -> None:
    p = accusation_concluded(office)
    by = office["discipline"]
    assert [one.label for one in closing.checklist(p) if not one.met] == ["向署名的检举控告人反馈结果"]
    with pytest.raises(Refusal, match="须答复信访人"):
        close.close(p.pk, by=by, version=p.version)
    assert fresh(p).state == State.CONCLUDED
    close.close(p.pk, by=by, version=p.version, text="经核查，反映失实。", method="phone")
    assert (fresh(p).state, fresh(p).replies.get().text) == (State.CLOSED, "经核查，反映失实。")


@pytest.mark.rule("S18-07")
def test_anonymous_accusation_is_closed_without_feedback(office: Office) -> None:
    p = accusation_concluded(office, person=None, is_anonymous=True)
    close.close(p.pk, by=office["discipline"], version=p.version)
    assert (fresh(p).state, fresh(p).replies.count()) == (State.CLOSED, 0)


@pytest.mark.rule("S01-11")
def test_what_cannot_be_solved_is_explained_with_basis_and_open_routes(office: Office) -> None:
    p = office.registered()
    given = {"asked": "为何不补", "explained": "按面积", "basis": "办法第三条", "remedies": "可申请复查"}
    for field in given:
        with pytest.raises(Refusal) as refused:
            explain.explain(
                p.pk, by=office["registrar"], told_on=DAY, method="phone", **{**given, field: " "}
            )
        assert refused.value.field == field
    q = steps.concluded(office, office.registered(), **EXPLAINED)
    assert "explanation" in closing.conditions_of(q)
    assert shut(office, q).state == State.CLOSED


@pytest.mark.rule("S01-07")
def test_visit_stays_at_reception_until_its_talk_is_on_record(office: Office) -> None:
    p = office.registered(channel=Channel.VISIT)
    with pytest.raises(Refusal, match="接谈记录"):
        route.present(p.pk, by=office["registrar"], version=p.version)
    with pytest.raises(Refusal, match="诉求"):
        register.record_talk(p.pk, by=office["registrar"], request=" ", confirmed="signed")
    register.record_talk(p.pk, by=office["registrar"], request="修电梯", confirmed="signed")
    route.present(p.pk, by=office["registrar"], version=fresh(p).version)
    assert fresh(p).state == State.PRESENTED


@pytest.mark.rule("S01-07")
@pytest.mark.parametrize("verb", ["present", "assign", "transfer", "guide", "answer_on_the_spot", "decline"])
def test_no_road_leads_away_from_reception_before_the_talk(office: Office, verb: str) -> None:
    details = {"jurisdiction": "out"} if verb == "guide" else {}
    purpose = Purpose.ENQUIRY if verb == "answer_on_the_spot" else Purpose.CLAIM
    p = office.registered(channel=Channel.VISIT, purpose=purpose, details=details)
    Petition.objects.filter(pk=p.pk).update(policy_values={**p.policy_values, "annotate_scope": "important"})
    assert why_not(verb, fresh(p), office["officer"]) == "来访还没有接谈记录，请先记录诉求。"
    register.record_talk(p.pk, by=office["registrar"], request="修电梯", confirmed="signed")
    assert why_not(verb, fresh(p), office["officer"]) is None


@pytest.mark.rule("S01-07")
def test_visit_after_the_letter_is_talked_over_before_closing(office: Office) -> None:
    p = steps.concluded(office, office.registered())
    register.add_intake(p.pk, by=office["registrar"], channel=Channel.VISIT, received_on=DAY)
    assert why_not("close", fresh(p), office["officer"]) == "来访还没有接谈记录，请先记录诉求。"
    with pytest.raises(Refusal, match="接谈记录"):
        shut(office, fresh(p))
    register.record_talk(p.pk, by=office["registrar"], request="修电梯", confirmed="signed")
    assert shut(office, fresh(p)).state == State.CLOSED


@pytest.mark.rule("F-35")
def test_talk_record_without_the_visitors_check_is_refused(office: Office) -> None:
    p = office.registered(channel=Channel.VISIT)
    with pytest.raises(Refusal) as refused:
        register.record_talk(p.pk, by=office["registrar"], request="修电梯", confirmed="")
    assert (refused.value.field, p.intakes.filter(talk__isnull=False).exists()) == ("talk_confirmed", False)


@pytest.mark.rule("S18-05", "S21-13", "S21-19", "S11-16")
def test_case_page_shows_check_list_and_explanations(office: Office) -> None:
    p = judged(office)
    given = {"asked": "何时维修", "explained": "明年列入", "basis": "维修计划", "remedies": "可来电询问"}
    explain.explain(p.pk, by=office["registrar"], told_on=DAY, method="lecture", **given)
    page = words(signed_in(office["officer"]).get(f"/petitions/{p.pk}/"))
    for text in ("办结条件", "建议采纳情况", "办结时填写", "解释疏导", "明年列入", "可来电询问"):
        assert text in page


@pytest.mark.rule("S21-15")
def test_talk_on_site_says_that_nobody_was_restrained_and_keeps_promises(office: Office) -> None:
    p = office.registered()
    given = {
        "place": "广场",
        "present": "周某戊",
        "head_count": 6,
        "asked": "修电梯",
        "answered": "三日内答复",
    }
    promises = (("三日内答复", office["registrar"], DAY),)
    act = {"by": office["registrar"], "talked_on": DAY, "remedies": "可来信", "promises": promises, **given}
    with pytest.raises(Refusal) as refused:
        explain.talk_on_site(p.pk, nobody_restrained=False, **act)
    assert refused.value.field == "nobody_restrained"
    made = explain.talk_on_site(p.pk, nobody_restrained=True, **act)
    assert [(one.text, one.owner.name) for one in made.promises.all()] == [("三日内答复", "周某戊")]
