"""会诊, 主办和协办, 转执法, 涉企告知."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError

from casework.refusals import NotYours, Refusal
from petitions.actions import close, handle, reports, route
from petitions.actions import coordinate as actions
from petitions.actions.register import Person
from petitions.models import Coordination, Petition
from petitions.proposals import propose
from petitions.states import Purpose
from tests.office import Office
from tests.petitions import steps
from tests.petitions.scenarios import tables
from tests.petitions.scenarios.base import annotated, letter
from tests.petitions.scenarios.desk import assign
from tests.petitions.steps import DAY, fresh
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")


def consult(office: Office, p: Petition, **more: Any) -> Coordination:
    return actions.coordinate(p.pk, by=office["officer"], **tables.table(office, **more))


@pytest.mark.rule("S12-16")
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"lead_unit": None}, "lead_unit"),
        ({"units": ()}, "units"),
        ({"agreement": " "}, "agreement"),
        ({"held_on": date(2026, 3, 3)}, "held_on"),
        ({"kind": "party"}, "kind"),
    ],
)
def test_consultation_ends_with_exactly_one_lead_unit(office: Office, change: Any, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        consult(office, letter(office), **change)
    assert refused.value.field == field


@pytest.mark.rule("S12-16")
def test_lead_unit_sits_at_the_table_and_the_database_wants_one(office: Office) -> None:
    with pytest.raises(Refusal, match="参加单位之一"):
        consult(office, letter(office), lead_unit=office.units["XF"])
    made = consult(office, letter(office))
    with pytest.raises(IntegrityError):
        Coordination.objects.filter(pk=made.pk).update(lead_unit=None)


@pytest.mark.rule("S12-16")
def test_the_lead_unit_is_proposed_with_the_others_beside_it(office: Office) -> None:
    p = annotated(office)
    consult(office, p)
    proposal = propose(p)
    assert proposal is not None
    assert (proposal.unit, proposal.reason) == (office.units["ZJJ"], "3月2日会诊确定主办")
    form = signed_in(office["officer"]).get(f"/petitions/{p.pk}/do/assign/").context["form"]
    assert form.fields["co_units"].initial == [str(office.units["RSJ"].pk)]


@pytest.mark.rule("S03-29")
def test_leader_in_charge_leads_and_the_record_stands_on_the_petition(office: Office) -> None:
    p = letter(office)
    with pytest.raises(Refusal, match="分管领导或主要领导"):
        consult(office, p, led_by=office["office_head"])
    consult(office, p)
    page = words(signed_in(office["officer"]).get(f"/petitions/{p.pk}/"))
    assert "钱某乙 主持" in page
    assert "清禾县人力资源和社会保障局：核查维保人员用工情况" in page
    # Whoever sat at the table sees the case.
    assert Petition.objects.visible_to(office["other_head"]).filter(pk=p.pk).exists()


def test_tasks_are_read_line_by_line(office: Office) -> None:
    p = letter(office)
    client, url = signed_in(office["officer"]), f"/petitions/{p.pk}/do/coordinate/"
    values = {
        "version": p.version,
        "kind": "consultation",
        "held_on": "2026-03-02",
        "led_by": office["deputy"].pk,
        "units": [office.units["ZJJ"].pk, office.units["RSJ"].pk],
        "lead_unit": office.units["ZJJ"].pk,
        "agreement": "由住建局主办。",
        "tasks": "没有这个单位：做事",
    }
    refused = client.post(url, values)
    assert refused.status_code == 422
    assert "看不懂" in str(refused.context["form"].errors["tasks"])
    assert client.post(url, {**values, "tasks": "清住建:查电梯\n清人社：查用工"}).status_code == 302
    assert [task.unit.code for task in Coordination.objects.get().tasks.all()] == ["ZJJ", "RSJ"]


def test_an_accusation_is_laid_on_no_table(office: Office) -> None:
    p = letter(office, purpose=Purpose.ACCUSATION)
    with pytest.raises(Refusal, match="不会诊"):
        consult(office, p)


@pytest.mark.rule("S05-06")
def test_co_unit_gives_its_opinion_and_only_the_lead_reports(office: Office) -> None:
    assign(office)()
    p = Petition.objects.get()
    reports.give_co_opinion(p.pk, by=office["other_handler"], text="维保人员已登记。")
    handle.accept(p.pk, by=office["bureau_head"], version=p.version, handler=office["handler"])
    made = handle.investigate(p.pk, by=office["handler"], done_on=DAY, findings="电梯停运。")
    handle.sign_investigation(made.pk, by=office["bureau_head"])
    for name in ("other_handler", "other_head"):
        with pytest.raises(NotYours):
            handle.report(p.pk, by=office[name], version=fresh(p).version, **steps.REPORT)
    handle.report(p.pk, by=office["handler"], version=fresh(p).version, **steps.REPORT)
    while (p := fresh(p)).signer:
        handle.sign_closing(p.pk, by=p.signer, version=p.version, opinion="同意。")
    given = {"version": p.version, "text": "电梯已修复。", "method": "letter"}
    for name in ("other_handler", "other_head"):
        with pytest.raises(NotYours):
            close.close(p.pk, by=office[name], **given)
    close.close(p.pk, by=office["officer"], **given)
    assert fresh(p).replies.count() == 1


@pytest.mark.rule("S08-06")
def test_enforcement_before_the_other_steps_needs_a_reason(office: Office) -> None:
    p = steps.handling(office, letter(office))
    values = {**tables.MEASURE, "unit": office.units["ZJJ"], "by": office["handler"], "skip_reason": ""}
    with pytest.raises(Refusal, match="先调查、再协调、后依法处理：还没有调查、协调") as refused:
        actions.enforce(p.pk, **values)
    assert refused.value.field == "skip_reason"
    made = handle.investigate(p.pk, by=office["handler"], done_on=DAY, findings="电梯停运。")
    handle.sign_investigation(made.pk, by=office["bureau_head"])
    with pytest.raises(Refusal, match="还没有协调"):
        actions.enforce(p.pk, **values)
    consult(office, p)
    assert actions.enforce(p.pk, **values).skip_reason == ""


def test_order_of_steps_is_kept_for_the_classes_that_the_policy_names(office: Office) -> None:
    p = letter(office)
    p.policy_values["ordered_steps_for"] = ["06"]
    assert actions.missing_steps(p) == []
    p.content_class_id = "0601"
    assert actions.missing_steps(p) == ["调查", "协调"]


@pytest.mark.rule("S08-11")
@pytest.mark.parametrize("field", ["measure", "document_number", "approved_by"])
def test_enforcement_carries_document_and_approval(office: Office, field: str) -> None:
    p = steps.handling(office, letter(office))
    values = {**tables.MEASURE, field: " "}
    with pytest.raises(Refusal) as refused:
        actions.enforce(p.pk, by=office["handler"], unit=office.units["ZJJ"], **values)
    assert refused.value.field == field


@pytest.mark.rule("S08-11")
def test_outcome_of_enforcement_stands_on_the_petition(office: Office) -> None:
    tables.enforcement_outcome(office)()
    p = Petition.objects.get()
    page = words(signed_in(office["registrar"]).get(f"/petitions/{p.pk}/"))
    for text in ("清住建责改〔2026〕3号", "样例市住建局", "已恢复运行。", "电梯困人，情况紧急。"):
        assert text in page
    again = {"by": office["handler"], "outcome": "另一结果。", "outcome_on": DAY}
    with pytest.raises(Refusal, match="已经登记"):
        actions.enforcement_outcome(p.pk, p.enforcements.get().pk, **again)
    assert p.enforcements.get().outcome == "已恢复运行。"


SECRETS = ("张某甲", "12000000001", "样城街道甲社区3号")


@pytest.mark.rule("S08-05")
@pytest.mark.parametrize("secret", [*SECRETS, "1200 0000 001"])
def test_company_is_not_told_who_complained(office: Office, secret: str) -> None:
    p = steps.handling(office, letter(office))
    with pytest.raises(Refusal, match="不得告知") as refused:
        actions.inform_company(
            p.pk,
            by=office["handler"],
            company="虚构物业公司",
            matter=f"{secret}反映电梯停运。",
            answer_by=DAY,
        )
    assert refused.value.field == "matter"


@pytest.mark.rule("S08-05")
@pytest.mark.parametrize("secret", ["样城机械厂", "11010519491231002X", "同行某乙"])
def test_company_is_told_neither_workplace_nor_number_nor_companion(office: Office, secret: str) -> None:
    person = Person(name="张某甲", workplace="样城机械厂", id_number="11010519491231002X")
    more = {"head_count": 2, "joint": (("同行某乙", "12000000002", True),)}
    p = steps.handling(office, letter(office, person=person, **more))
    given = {"company": "虚构物业公司", "answer_by": DAY}
    with pytest.raises(Refusal, match="不得告知"):
        actions.inform_company(p.pk, by=office["handler"], matter=f"{secret}反映电梯停运。", **given)
    actions.inform_company(p.pk, by=office["handler"], matter="电梯停运。", **given)


@pytest.mark.rule("S08-05")
def test_papers_for_the_company_say_the_matter_and_nothing_of_the_person(office: Office) -> None:
    from django.template.loader import render_to_string
    from django.utils import timezone

    from petitions.documents import context_of

    p = tables.informed(office)
    context = context_of("company", p, by=office["handler"], now=timezone.now())
    paper = render_to_string("letters/company.html", context)
    assert tables.MATTER in paper
    assert [word for word in (*SECRETS, p.number or "", p.title, p.text.body) if word in paper] == []
    assert "虚构物业公司" in words(signed_in(office["handler"]).get(f"/petitions/{p.pk}/paper/company/"))


def test_accusation_is_not_told_to_a_company(office: Office) -> None:
    p = letter(office, purpose=Purpose.ACCUSATION)
    Petition.objects.filter(pk=p.pk).update(policy_values={**p.policy_values, "annotate_scope": "x"})
    by = office["officer"]
    route.assign(
        p.pk,
        by=by,
        version=p.version,
        unit=office.units["XJW"],
        opinion="请办。",
        handler=office["discipline"],
    )
    handle.accept(p.pk, by=office["discipline"], version=fresh(p).version)
    with pytest.raises(Refusal, match="不告知被反映的单位"):
        actions.inform_company(p.pk, by=office["discipline"], company="某公司", matter="事项", answer_by=DAY)
