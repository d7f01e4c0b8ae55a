"""What each verb's page does when it is sent: the rule beside its field, the state afterwards."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.models import Clock, ClockKind
from casework.states import State
from petitions.actions import handle, route
from petitions.models import Petition
from petitions.states import Channel, Purpose
from tests.office import Office
from tests.petitions import steps
from tests.petitions.steps import fresh
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")


def do(office: Office, name: str, petition: Petition, verb: str, **values: Any) -> Any:
    values = {"version": fresh(petition).version, **values}
    return signed_in(office[name]).post(f"/petitions/{petition.pk}/do/{verb}/", values)


def errors(response: Any) -> dict[str, list[str]]:
    assert response.status_code == 422
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def test_present_goes_to_the_chosen_leader_and_reports_to_the_first(office: Office) -> None:
    p = office.registered()
    form = signed_in(office["registrar"]).get(f"/petitions/{p.pk}/do/present/").context["form"]
    assert form.fields["to"].initial == office["office_head"].pk
    do(office, "registrar", p, "present", to=office["deputy"].pk, opinion="拟请住建局办理。")
    assert (fresh(p).state, fresh(p).signer) == (State.PRESENTED, office["deputy"])
    assert p.events.filter(name="report_to_leader").count() == 1


@pytest.mark.rule("S05-05")
def test_assign_to_another_than_the_proposed_unit_needs_a_reason(office: Office) -> None:
    policy = {**office.registered().policy_values, "annotate_scope": "important"}
    p = office.registered(details={"place": "西样镇甲村"})
    Petition.objects.filter(pk=p.pk).update(policy_values=policy)
    values = {"unit": office.units["ZJJ"].pk, "opinion": "请办理。"}
    refused = do(office, "officer", p, "assign", **values)
    assert list(errors(refused)) == ["change_reason"]
    done = do(office, "officer", p, "assign", **values, change_reason="属房屋管理。")
    assert (done.status_code, fresh(p).handling_unit) == (302, office.units["ZJJ"])


@pytest.mark.rule("S10-14")
def test_transfer_without_telling_the_petitioner_keeps_what_was_typed(office: Office) -> None:
    p = steps.presented(office, office.registered())
    assert p.signer is not None
    route.annotate(p.pk, by=p.signer, version=p.version, opinion="转人社局。")
    values = {"unit": office.units["RSJ"].pk, "reason": "属劳动保障。"}
    refused = do(office, "officer", p, "transfer", **values)
    assert errors(refused) == {"told_petitioner": ["转送须告知信访人：请填写何时、以何种方式告知。"]}
    assert refused.context["form"]["reason"].value() == "属劳动保障。"
    do(office, "officer", p, "transfer", **values, told_petitioner="3月2日电话告知。")
    assert fresh(p).state == State.FORWARDED


@pytest.mark.rule("S11-11")
def test_investigation_is_final_with_two_different_signatures(office: Office) -> None:
    p = steps.handling(office, office.registered())
    do(
        office,
        "handler",
        p,
        "investigate",
        kind="records",
        done_on="2026-03-02",
        findings="现场查看，电梯停运。",
    )
    found = p.investigations.get()
    assert not found.is_final
    assert list(errors(do(office, "handler", p, "report", **steps.REPORT))) == ["conclusion"]
    do(office, "bureau_head", p, "sign_investigation", investigation=found.pk)
    assert p.investigations.get().is_final
    assert do(office, "handler", p, "report", **steps.REPORT).status_code == 302


@pytest.mark.rule("S11-11")
def test_head_who_investigates_does_not_sign_for_themselves(office: Office) -> None:
    p = steps.assigned(office, office.registered())
    handle.accept(p.pk, by=office["bureau_head"], version=p.version)
    do(office, "bureau_head", p, "investigate", kind="records", done_on="2026-03-02", findings="现场查看。")
    refused = do(office, "bureau_head", p, "sign_investigation", investigation=p.investigations.get().pk)
    assert "须是两个人" in errors(refused)["__all__"][0]


@pytest.mark.rule("S14-10")
def test_closing_without_a_report_is_not_offered_and_refused(office: Office) -> None:
    p = steps.investigated(office, office.registered())
    refused = do(office, "officer", p, "close", text="已修复。", method="letter")
    assert errors(refused) == {"__all__": ["现在是“办理中”，不能答复并办结。"]}
    assert refused.context["form"]["text"].value() == "已修复。"
    assert fresh(p).state == State.HANDLING


@pytest.mark.rule("S09-04")
def test_named_petitioner_is_answered_before_closing(office: Office) -> None:
    p = steps.concluded(office, office.registered())
    refused = do(office, "officer", p, "close")
    assert errors(refused) == {
        "text": ["实名信访件须答复信访人才能办结，请填写答复内容。"],
        "method": ["请选择答复方式。"],
    }
    assert list(errors(do(office, "officer", p, "close", text="电梯将修复。"))) == ["method"]
    do(office, "officer", p, "close", text="电梯将修复。", method="letter", replied_on="2026-03-02")
    assert fresh(p).state == State.CLOSED
    do(office, "officer", p, "archive", required="yes", missing_reason="原件已退还")
    assert fresh(p).state == State.ARCHIVED


@pytest.mark.rule("S09-04")
def test_anonymous_matter_closes_without_an_answer(office: Office) -> None:
    p = steps.concluded(office, office.registered(person=None, is_anonymous=True))
    assert do(office, "officer", p, "close").status_code == 302
    assert fresh(p).state == State.CLOSED


@pytest.mark.rule("S09-03")
def test_not_archiving_needs_a_reason(office: Office) -> None:
    p = steps.concluded(office, office.registered(person=None, is_anonymous=True))
    do(office, "officer", p, "close")
    assert list(errors(do(office, "officer", p, "archive", required="no"))) == ["reason"]


@pytest.mark.rule("S13-13")
def test_interim_report_moves_the_internal_date_and_not_the_law(office: Office) -> None:
    p = steps.handling(office, office.registered())
    before = Clock.objects.get(case=p, kind=ClockKind.HANDLE)
    typed = {"reason": "等配件。", "progress": "已报修。"}
    late = do(office, "handler", p, "interim", **typed, asks_until="2026-08-01")
    assert list(errors(late)) == ["asks_until"]
    do(office, "handler", p, "interim", **typed, asks_until="2026-03-20")
    assert list(errors(do(office, "deputy", p, "extend", agree="yes"))) == ["until"]
    assert list(errors(do(office, "deputy", p, "extend", agree="no"))) == ["reason"]
    do(office, "deputy", p, "extend", agree="yes", until="2026-03-20")
    after = Clock.objects.get(case=p, kind=ClockKind.HANDLE)
    assert (after.unit_due, after.statutory_due) == (date(2026, 3, 20), before.statutory_due)


def test_statutory_limit_is_extended_once_by_at_most_thirty_days(office: Office) -> None:
    p = steps.handling(office, office.registered())
    long = do(office, "deputy", p, "extend_statutory", days=31, reason="情况复杂。")
    assert "延长不得超过30日" in errors(long)["days"][0]
    assert do(office, "deputy", p, "extend_statutory", days=30, reason="情况复杂。").status_code == 302
    again = do(office, "deputy", p, "extend_statutory", days=1, reason="再延。")
    assert "只能延长一次" in errors(again)["days"][0]


@pytest.mark.rule("S03-07")
def test_report_on_a_superiors_item_answers_for_four_qualities(office: Office) -> None:
    p = steps.investigated(office, office.registered(channel=Channel.SUPERIOR))
    assert list(errors(do(office, "handler", p, "report", **steps.REPORT))) == ["quality"]
    every = ["facts_clear", "well_qualified", "properly_handled", "papers_complete"]
    assert do(office, "handler", p, "report", **steps.REPORT, quality=every).status_code == 302


@pytest.mark.rule("S03-04")
def test_report_page_asks_for_the_conclusion(office: Office) -> None:
    p = steps.investigated(office, office.registered())
    refused = do(office, "handler", p, "report", **{**steps.REPORT, "conclusion": ""})
    assert errors(refused) == {"conclusion": ["这个字段是必填项。"]}
    assert "这个字段是必填项。" in words(refused)
    assert refused.context["form"]["facts"].value() == steps.REPORT["facts"]
    assert (fresh(p).state, p.reports.exists()) == (State.HANDLING, False)


@pytest.mark.rule("S13-11")
def test_urge_is_answered_by_the_unit(office: Office) -> None:
    p = steps.handling(office, office.registered())
    do(office, "officer", p, "urge", text="请抓紧。", method="phone")
    urge = p.urges.get()
    do(office, "handler", p, "answer_urge", urge=urge.pk, answer="本周修复。")
    assert p.urges.get().answer == "本周修复。"


@pytest.mark.rule("S21-17")
def test_talk_refused_by_the_visitor_needs_the_reason(office: Office) -> None:
    p = office.registered(channel=Channel.VISIT)
    values = {"talk_request": "请修电梯。", "talk_confirmed": "refused"}
    assert list(errors(do(office, "registrar", p, "talk", **values))) == ["talk_refusal_reason"]
    do(office, "registrar", p, "talk", **values, talk_refusal_reason="赶时间。")
    assert p.intakes.get().talk.refusal_reason == "赶时间。"


def test_repeat_is_found_through_the_door_and_can_be_undone(office: Office) -> None:
    sealed = office.registered(purpose=Purpose.ACCUSATION, by=office["officer"])
    first, p = office.registered(), office.registered()
    hidden = do(office, "registrar", p, "repeat", number=sealed.number, kind="same_matter")
    absent = do(office, "registrar", p, "repeat", number="清信访〔2026〕99号", kind="same_matter")
    assert errors(hidden) == errors(absent) == {"number": ["没有找到此编号的信访件，请核对编号。"]}
    do(office, "registrar", p, "repeat", number=first.number, kind="same_matter")
    link = p.repeats.get()
    do(office, "registrar", p, "undo_repeat", link=link.pk, reason="不是同一事项。")
    assert not p.repeats.exists()
    assert p.events.last().name == "repeat_undone"


def test_correction_is_a_second_record(office: Office) -> None:
    p = steps.assigned(office, office.registered())
    do(office, "office_head", p, "correct", signoff=p.signoffs.get().pk, opinion="请会同街道办理。")
    assert list(p.signoffs.values_list("opinion", flat=True)) == ["请核实办理。", "请会同街道办理。"]


@pytest.mark.rule("S13-10")
def test_returned_case_goes_out_again_within_three_days(office: Office) -> None:
    p = steps.handling(office, office.registered())
    do(office, "handler", p, "return_to_office", reason="应由人社局办理。")
    assert fresh(p).due_on == date(2026, 3, 5)
    text = words(signed_in(office["officer"]).get(f"/petitions/{p.pk}/"))
    assert "已退回，等清禾县信访局转出或重新交办" in text
