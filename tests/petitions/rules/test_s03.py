"""S03: registers without gaps, superiors' items, first leaders' signatures."""

from __future__ import annotations

from datetime import date

import pytest

from casework.context import counts
from casework.models import Notice, PolicyProfile
from casework.numbering import gaps
from casework.refusals import NotYours, Refusal
from casework.states import Importance, State
from petitions.actions import close, handle, register, route
from petitions.states import Channel, Complexity, SignStep
from petitions.to_sign import to_sign
from tests.office import Office
from tests.petitions.steps import DAY, REPORT, assigned, concluded, fresh, investigated, presented, reported
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")


@pytest.mark.rule("S03-04")
def test_reply_carries_the_signed_conclusion(office: Office) -> None:
    p = concluded(office, office.registered())
    close.close(p.pk, by=office["officer"], version=p.version, text="已责成修复。", method="letter")
    assert fresh(p).replies.get().conclusion == "support"


@pytest.mark.rule("S03-04")
def test_report_without_conclusion_is_refused(office: Office) -> None:
    p = investigated(office, office.registered())
    with pytest.raises(Refusal) as refused:
        handle.report(p.pk, by=office["handler"], version=p.version, **{**REPORT, "conclusion": ""})
    assert refused.value.field == "conclusion"


@pytest.mark.rule("S03-05")
def test_void_number_keeps_its_place(office: Office) -> None:
    first, second = office.registered(), office.registered()
    register.void(first.pk, by=office["officer"], version=1, reason="重复登记")
    third = office.registered()
    assert [first.sequence, second.sequence, third.sequence] == [1, 2, 3]
    assert fresh(first).state == State.VOIDED
    assert gaps(office.units["XF"].pk, "main", 2026) == []


@pytest.mark.rule("S03-05")
def test_backlog_lists_what_waits_at_the_desk_and_nothing_else(office: Office) -> None:
    old = office.registered(received_on=date(2026, 2, 24))
    void, out, read = (office.registered() for _ in range(3))
    register.void(void.pk, by=office["officer"], version=1, reason="重复登记")
    assigned(office, out)
    presented(office, read)
    answer = signed_in(office["officer"]).get("/petitions/?tab=registered&watch=unrouted")
    assert [row.petition.pk for row in answer.context["rows"]] == [old.pk, read.pk]
    assert void.number not in words(answer)


@pytest.mark.rule("S03-05")
def test_void_without_reason_is_refused(office: Office) -> None:
    p = office.registered()
    with pytest.raises(Refusal, match="作废理由"):
        register.void(p.pk, by=office["officer"], version=1, reason=" ")


@pytest.mark.rule("S03-07")
def test_superior_item_with_an_unticked_quality_point_needs_a_remark(office: Office) -> None:
    p = investigated(office, office.registered(channel=Channel.SUPERIOR))
    ticks = frozenset({"facts_clear", "well_qualified", "properly_handled"})
    with pytest.raises(Refusal, match="逐项确认"):
        handle.report(p.pk, by=office["handler"], version=p.version, quality=ticks, **REPORT)
    handle.report(
        p.pk, by=office["handler"], version=p.version, quality=ticks, quality_remark="手续待补盖章", **REPORT
    )
    assert fresh(p).state == State.REPORTED


@pytest.mark.rule("S03-07")
def test_superior_item_is_not_answered_before_the_head_has_signed_the_four_points(office: Office) -> None:
    p = reported(office, office.registered(channel=Channel.SUPERIOR), quality=frozenset(handle.QUALITY))
    made = p.reports.get()
    assert [getattr(made, one) for one in handle.QUALITY] == [True] * 4
    given = {"by": office["officer"], "text": "已修复。", "method": "letter"}
    with pytest.raises(Refusal, match="不能答复并办结"):
        close.close(p.pk, version=p.version, **given)
    with pytest.raises(NotYours):
        handle.sign_closing(p.pk, by=office["deputy"], version=p.version, opinion="同意。")
    for name in ("bureau_head", "deputy"):
        handle.sign_closing(p.pk, by=office[name], version=fresh(p).version, opinion="同意。")
    close.close(p.pk, version=fresh(p).version, **given)
    assert fresh(p).state == State.CLOSED


@pytest.mark.rule("S03-07")
def test_superior_item_runs_its_own_clock(office: Office) -> None:
    details = {"upper_due": date(2026, 3, 20), "upper_source": "样例市信访局"}
    p = investigated(office, office.registered(channel=Channel.SUPERIOR, details=details))
    assert p.clocks.get(kind="upper", met_on=None).due_on == date(2026, 3, 20)


@pytest.mark.rule("S03-21")
def test_important_letter_goes_to_the_leaders(office: Office) -> None:
    p = office.registered(details={"importance": Importance.IMPORTANT})
    assert [one.name for one in route.annotators(p)] == ["钱某乙", "赵某甲"]
    ordinary = office.registered()
    assert route.annotators(ordinary)[0].name == "孙某丙"


@pytest.mark.rule("S03-21")
def test_important_letter_stands_in_that_leaders_queue_alone(office: Office) -> None:
    first = presented(office, office.registered(details={"importance": Importance.IMPORTANT}))
    second = presented(
        office, office.registered(details={"importance": Importance.IMPORTANT}), to=office["chief"]
    )
    queues = {name: list(to_sign(office[name])) for name in ("deputy", "chief", "office_head")}
    assert queues == {"deputy": [first], "chief": [second], "office_head": []}
    page = words(signed_in(office["chief"]).get("/sign/"))
    assert second.number in page
    assert first.number not in page
    assert counts(office["chief"], {"sign_list"})["sign_list"] == 1


@pytest.mark.rule("S03-22")
def test_complex_case_is_not_concluded_without_the_first_leader(office: Office) -> None:
    p = reported(office, office.registered(details={"complexity": Complexity.COMPLEX}))
    for name in ("bureau_head", "deputy"):
        handle.sign_closing(p.pk, by=office[name], version=fresh(p).version, opinion="同意。")
    assert (fresh(p).state, fresh(p).signer) == (State.REPORTED, office.staff["chief"])
    handle.sign_closing(p.pk, by=office["chief"], version=fresh(p).version, opinion="同意。")
    assert fresh(p).state == State.CONCLUDED


@pytest.mark.rule("S03-22")
@pytest.mark.parametrize("extra", ["unit_head", "deputy_leader", "chief_leader"])
def test_no_policy_leaves_the_first_leader_out_of_a_complex_case(office: Office, extra: str) -> None:
    own = {"complex_extra_signer": extra, "closing_signers": ["unit_head"]}
    PolicyProfile.objects.create(
        unit=office.units["XZF"],
        preset="general",
        effective_from=DAY,
        approved_by="赵某甲",
        source="清政〔2026〕1号",
        values=own,
    )
    p = reported(office, office.registered(details={"complexity": Complexity.COMPLEX}))
    assert handle.closing_steps(p)[-1] == SignStep.CHIEF
    assert set(handle.closing_steps(p)) == {"unit_head", extra, "chief_leader"}
    while (p := fresh(p)).signer and p.signer != office.staff["chief"]:
        handle.sign_closing(p.pk, by=p.signer, version=p.version, opinion="同意。")
    assert (p.state, p.signer) == (State.REPORTED, office.staff["chief"])


@pytest.mark.rule("S03-22")
def test_case_is_not_called_complex_after_its_last_signature(office: Office) -> None:
    p = concluded(office, office.registered())
    with pytest.raises(Refusal, match="须先经主要领导审定") as refused:
        register.edit(p.pk, by=office["officer"], version=p.version, complexity=Complexity.COMPLEX)
    assert refused.value.field == "complexity"
    register.edit(p.pk, by=office["officer"], version=p.version, place="甲社区")
    assert fresh(p).complexity == Complexity.ORDINARY


@pytest.mark.rule("S03-23")
def test_item_instructed_to_a_leader_is_signed_by_that_leader(office: Office) -> None:
    p = reported(office, office.registered(details={"addressee": office.staff["chief"]}))
    for name in ("bureau_head", "deputy"):
        handle.sign_closing(p.pk, by=office[name], version=fresh(p).version, opinion="同意。")
    assert fresh(p).sign_step == SignStep.ADDRESSEE
    with pytest.raises(NotYours):
        handle.sign_closing(p.pk, by=office["deputy"], version=fresh(p).version, opinion="代签。")
    handle.sign_closing(p.pk, by=office["chief"], version=fresh(p).version, opinion="同意。")
    assert fresh(p).state == State.CONCLUDED


def test_reading_by_another_leader_is_reported_to_the_first(office: Office) -> None:
    p = office.registered(details={"importance": Importance.IMPORTANT})
    presented(office, p, to=office["chief"])
    assert Notice.objects.filter(staff=office.staff["deputy"], text__contains="代为阅看").count() == 1
