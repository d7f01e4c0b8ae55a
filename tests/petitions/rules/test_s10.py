"""S10: the first leaders read everything; whoever is asked first stays answerable."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounts.models import Post
from accounts.roles import Role
from casework.models import Clock, Decision
from casework.refusals import NotVisible, NotYours, Refusal
from casework.states import State
from petitions import ledger
from petitions.access import VERBS
from petitions.actions import close, handle, reception, register, reports, route
from petitions.actions.register import Person
from petitions.models import IntakeDraft, Petition
from petitions.states import Channel
from tests.office import Office
from tests.petitions.scenarios_by_preset.road import named
from tests.petitions.steps import DAY, REPORT, fresh, handling, investigated

pytestmark = pytest.mark.usefixtures("monday")


def in_town(office: Office, **changes: Any) -> Petition:
    return office.registered(by=office["town_officer"], **changes)


def to_town_leader(office: Office, petition: Petition) -> Petition:
    route.present(petition.pk, by=office["town_officer"], version=fresh(petition).version)
    return fresh(petition)


@pytest.mark.rule("S10-01")
@pytest.mark.rule("S10-11")
def test_nothing_leaves_the_office_unread(office: Office) -> None:
    p = in_town(office)
    with pytest.raises(Refusal, match="须先送领导阅批"):
        route.assign(
            p.pk, by=office["town_officer"], version=1, unit=office.units["T03-XF"], opinion="请办。"
        )


@pytest.mark.rule("S10-02")
def test_another_reader_than_the_first_is_reported_to_him(office: Office) -> None:
    p = office.registered()
    first, second = route.annotators(p)[:2]
    route.present(p.pk, by=office["registrar"], version=1, to=second)
    assert fresh(p).events.get(name="report_to_leader").data == {"leader": first.name}


@pytest.mark.rule("S10-03")
def test_nothing_is_annotated_before_it_stands_in_the_register(office: Office) -> None:
    clerk = office["town_officer"]
    reception.keep_draft("desk-1", by=clerk, data={"body": "路灯不亮。"})
    draft = IntakeDraft.objects.get()
    for act, given in ((route.present, {}), (route.annotate, {"opinion": "请办。"})):
        with pytest.raises(NotVisible):
            act(draft.pk, by=clerk, version=1, **given)
    p = in_town(office)
    with pytest.raises(Refusal):
        route.annotate(p.pk, by=office["town_chief"], version=p.version, opinion="请办。")
    march = ledger.Selection(office.units["T03-XF"], date(2026, 3, 1), date(2026, 3, 31))
    table, _ = ledger.table(march, ledger.cases_of(clerk), ["number", "name"])
    assert [table.cells(row) for row in table.rows] == [[p.number, "张某甲"]]
    assert to_town_leader(office, p).state == State.PRESENTED


@pytest.mark.rule("S10-04")
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"opinion": "阅"}, "opinion"),
        ({"opinion": "", "decision": Decision.READ}, "opinion"),
        ({"opinion": "请办理。"}, "unit"),
    ],
)
def test_annotation_must_name_opinion_unit_and_officer(
    office: Office, values: dict[str, Any], field: str
) -> None:
    p = to_town_leader(office, in_town(office))
    with pytest.raises(Refusal) as refused:
        route.annotate(p.pk, by=office["town_chief"], version=p.version, **values)
    assert refused.value.field == field


@pytest.mark.rule("S10-04")
def test_annotation_with_unit_and_officer_assigns_at_once(office: Office) -> None:
    p = to_town_leader(office, in_town(office))
    unit, officer = office.units["T03-XF"], office.staff["town_head"]
    route.annotate(
        p.pk,
        by=office["town_chief"],
        version=p.version,
        opinion="请信访办核实。",
        unit=unit,
        responsible=officer,
    )
    assert (fresh(p).state, fresh(p).handler) == (State.ASSIGNED, officer)


@pytest.mark.rule("S10-05")
def test_important_matter_is_reported_upward_with_the_leaders_consent(office: Office) -> None:
    p = in_town(office)
    made = reports.make_leader_report(
        p.pk,
        by=office["town_officer"],
        kind="upward",
        text="多村集体反映。",
        leader=office["town_chief"],
        addressed_to="清禾县人民政府",
    )
    with pytest.raises(Refusal, match="须经领导签批同意"):
        reports.send_upward(made.pk, by=office["town_officer"])
    reports.sign_leader_report(made.pk, by=office["town_chief"], opinion="同意上报。")
    assert reports.send_upward(made.pk, by=office["town_officer"]).sent_at is not None


@pytest.mark.rule("S10-06")
def test_visit_before_spring_festival_is_annotated_by_the_third_working_day(office: Office, at: Any) -> None:
    with at("2026-02-13"):
        p = in_town(office, channel=Channel.VISIT, received_on=date(2026, 2, 13))
    clock = Clock.objects.get(case=p, kind="annotate")
    assert clock.unit_due == date(2026, 2, 25)
    assert clock.unit_sentence.startswith(
        "2月13日接访，领导阅批3个工作日，春节2月15—23日放假、2月14日上班，到期2月25日"
    )


@pytest.mark.rule("S10-07")
def test_nothing_is_closed_before_the_first_leader_has_signed_the_opinion(office: Office) -> None:
    unit, worker = office.units["T03-XF"], office.staff["other_handler"]
    Post.objects.create(staff=worker, unit=unit, role=Role.HANDLER, starts_on=date(2020, 1, 1))
    p = to_town_leader(office, in_town(office))
    given = {"unit": unit, "responsible": worker}
    route.annotate(p.pk, by=office["town_chief"], version=p.version, opinion="请核实办理。", **given)
    named(p, office["town_head"], worker)
    handle.accept(p.pk, by=office["other_handler"], version=fresh(p).version)
    made = handle.investigate(p.pk, by=office["other_handler"], done_on=DAY, findings="停运。")
    handle.sign_investigation(made.pk, by=office["town_head"])
    handle.report(p.pk, by=office["other_handler"], version=fresh(p).version, **REPORT)
    handle.sign_closing(p.pk, by=office["town_head"], version=fresh(p).version, opinion="同意。")
    p = fresh(p)
    assert (p.state, p.signer) == (State.REPORTED, office.staff["town_chief"])
    with pytest.raises(Refusal):
        close.close(p.pk, by=office["town_officer"], version=p.version, text="已修复。", method="letter")
    with pytest.raises(NotYours):
        handle.sign_closing(p.pk, by=office["town_head"], version=p.version, opinion="代签。")
    handle.sign_closing(p.pk, by=office["town_chief"], version=p.version, opinion="同意办结。")
    assert fresh(p).state == State.CONCLUDED


@pytest.mark.rule("S10-08")
def test_statutory_clock_runs_beside_the_units_own(office: Office) -> None:
    p = investigated(office, office.registered())
    clock = Clock.objects.get(case=p, kind="handle")
    assert (clock.unit_due, clock.statutory_due) == (date(2026, 3, 9), date(2026, 5, 6))
    assert clock.due_on == date(2026, 3, 9)


@pytest.mark.rule("S10-09")
def test_first_responder_is_who_registered_and_stays(office: Office) -> None:
    p = investigated(office, office.registered())
    assert p.first_responder == office.staff["registrar"]
    with pytest.raises(KeyError):
        register.edit(p.pk, by=office["registrar"], version=p.version, first_responder=office["officer"])


@pytest.mark.rule("S10-10")
def test_no_verb_refuses_a_registration() -> None:
    assert [one.label for one in VERBS.values() if "拒" in one.label] == []
    assert {field.name for field in IntakeDraft._meta.fields} >= {"petition", "voided_reason"}


@pytest.mark.rule("S10-12")
def test_inside_matter_is_neither_reported_nor_closed_without_an_investigation(office: Office) -> None:
    p = handling(office, office.registered())
    with pytest.raises(Refusal, match="还没有调查记录，不能下结论") as refused:
        handle.report(p.pk, by=office["handler"], version=p.version, **REPORT)
    assert refused.value.field == "conclusion"
    with pytest.raises(Refusal):
        close.close(p.pk, by=office["officer"], version=p.version, text="已修复。", method="letter")
    assert fresh(p).state == State.HANDLING
    made = handle.investigate(p.pk, by=office["handler"], done_on=DAY, findings="停运。")
    handle.sign_investigation(made.pk, by=office["bureau_head"])
    handle.report(p.pk, by=office["handler"], version=fresh(p).version, **REPORT)
    assert fresh(p).state == State.REPORTED


@pytest.mark.rule("S10-13")
@pytest.mark.parametrize(("missing", "field"), [("basis", "basis"), ("other_route", "other_route")])
def test_explanation_needs_basis_and_other_routes(office: Office, missing: str, field: str) -> None:
    p = investigated(office, office.registered())
    values = {"basis": "物业管理条例", "other_route": "可向法院起诉", missing: ""}
    with pytest.raises(Refusal) as refused:
        handle.report(
            p.pk,
            by=office["handler"],
            version=p.version,
            conclusion="explain",
            facts="已查明。",
            opinion="解释。",
            **values,
        )
    assert refused.value.field == field


@pytest.mark.rule("S10-14")
def test_transfer_without_telling_the_petitioner_is_refused(office: Office) -> None:
    p = office.registered()
    route.present(p.pk, by=office["registrar"], version=1)
    leader = fresh(p).signer
    assert leader is not None
    route.annotate(p.pk, by=leader, version=fresh(p).version, opinion="转人社局。")
    values = {
        "by": office["officer"],
        "version": fresh(p).version,
        "unit": office.units["RSJ"],
        "reason": "属人社职责",
    }
    with pytest.raises(Refusal, match="须告知信访人"):
        route.transfer(p.pk, **values)
    route.transfer(p.pk, told_petitioner="3月2日电话告知", **values)
    assert fresh(p).state == State.FORWARDED


@pytest.mark.rule("S10-14")
@pytest.mark.parametrize(
    "writer", [{"person": None, "is_anonymous": True}, {"person": Person(name="张某甲")}]
)
def test_transfer_of_a_letter_that_nobody_can_answer_needs_no_notice(
    office: Office, writer: dict[str, Any]
) -> None:
    p = office.registered(**writer)
    route.present(p.pk, by=office["registrar"], version=1)
    leader = fresh(p).signer
    assert leader is not None
    route.annotate(p.pk, by=leader, version=fresh(p).version, opinion="转人社局。")
    route.transfer(
        p.pk, by=office["officer"], version=fresh(p).version, unit=office.units["RSJ"], reason="属人社职责"
    )
    assert fresh(p).state == State.FORWARDED
