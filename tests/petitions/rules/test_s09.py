"""S09: registration, replies, referral, reports to leaders, no early verdicts."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Post, Staff
from accounts.roles import Role
from casework.models import Clock
from casework.refusals import Refusal
from casework.states import State, Urgency
from petitions.actions import archive, close, handle, organisation, register, reports, route, supervise
from petitions.models import LeaderReport, OfficeTask, Petition
from petitions.organisation import my_tasks, tasks_seen
from petitions.states import Jurisdiction, Purpose
from tests.office import Office
from tests.petitions.scenarios.outcomes import ground
from tests.petitions.steps import EXPLAINED, REPORT, concluded, fresh, handling
from tests.petitions.views.reading import signed_in, words
from tests.petitions.views.reception import save

pytestmark = pytest.mark.usefixtures("monday")


@pytest.mark.rule("S09-01")
@pytest.mark.rule("S13-01")
def test_numbers_follow_one_another_by_unit_and_year(office: Office) -> None:
    numbers = [office.registered().number for _ in range(3)]
    town = office.registered(by=office["town_officer"])
    assert numbers == ["清信访〔2026〕1号", "清信访〔2026〕2号", "清信访〔2026〕3号"]
    assert town.number == "西样信访〔2026〕1号"


@pytest.mark.rule("S09-02")
@pytest.mark.rule("S13-11")
def test_urge_is_kept_with_its_answer(office: Office) -> None:
    p = handling(office, office.registered())
    made = supervise.urge(p.pk, by=office["supervisor"], text="请三日内报送进展。", method="phone")
    supervise.answer_urge(made.pk, by=office["handler"], answer="配件已到，本周修复。")
    made.refresh_from_db()
    assert (made.unit.code, made.method, made.answer) == ("ZJJ", "phone", "配件已到，本周修复。")
    assert (made.urged_at, made.urged_by) == (timezone.now(), office["supervisor"])
    assert {one.value: one.label for one in Urgency} == {
        "ordinary": "普通",
        "urgent": "急",
        "critical": "特急",
    }
    with pytest.raises(Refusal, match="已经答复"):
        supervise.answer_urge(made.pk, by=office["handler"], answer="再答。")


@pytest.mark.rule("S09-03")
def test_letter_not_kept_needs_a_reason(office: Office) -> None:
    p = concluded(office, office.registered())
    close.close(p.pk, by=office["officer"], version=p.version, text="已责成修复。", method="letter")
    with pytest.raises(Refusal, match="不归档的"):
        archive.archive(p.pk, by=office["officer"], version=fresh(p).version, required=False)
    archive.archive(p.pk, by=office["officer"], version=fresh(p).version, required=False, reason="内容重复")
    assert (fresh(p).state, fresh(p).archive_required) == (State.ARCHIVED, False)


@pytest.mark.rule("S09-06")
def test_what_was_said_at_the_counter_is_asked_for_on_the_register_page_and_kept(office: Office) -> None:
    client = signed_in(office["registrar"])
    assert client.get(reverse("petition_register")).context["form"]["talk_answer"].label == "当面答复或说明"
    said = "一时不能答复，已说明需要住建局核实，三日内回电。"
    saved = save(client, talk_request="修电梯", talk_answer=said, talk_confirmed="signed")
    assert saved.status_code == 302
    p = Petition._base_manager.get()
    assert p.intakes.get().talk.answer == said
    assert said in words(client.get(f"/petitions/{p.pk}/"))


@pytest.mark.rule("S13-05")
def test_enquiry_is_answered_at_the_counter(office: Office) -> None:
    p = office.registered(purpose=Purpose.ENQUIRY)
    route.answer_on_the_spot(
        p.pk, by=office["registrar"], version=1, text="已说明办理流程和所需材料。", **EXPLAINED
    )
    assert fresh(p).state == State.CLOSED
    assert fresh(p).replies.get().text == "已说明办理流程和所需材料。"


def test_claim_is_not_closed_at_the_counter(office: Office) -> None:
    p = office.registered()
    with pytest.raises(Refusal, match="只有咨询"):
        route.answer_on_the_spot(p.pk, by=office["registrar"], version=1, text="已答复。")


@pytest.mark.rule("S09-07")
def test_guidance_gives_the_way_and_leaves_the_notice_to_be_delivered(office: Office) -> None:
    p = office.registered(details={"jurisdiction": Jurisdiction.OUTSIDE})
    made = route.guide(
        p.pk,
        by=office["registrar"],
        version=1,
        ground=ground("R6"),
        organ="清禾县人民法院",
        explanation="可向法院起诉。",
        bring="身份证",
    )
    assert (fresh(p).state, made.bring) == (State.GUIDED, "身份证")
    assert [one.kind for one in Clock.objects.filter(case=p, met_on=None)] == ["notice"]


@pytest.mark.rule("S09-07")
def test_own_matter_is_not_guided_away(office: Office) -> None:
    p = office.registered()
    with pytest.raises(Refusal, match="不能告知引导"):
        route.guide(
            p.pk, by=office["registrar"], version=1, ground=ground("R6"), organ="法院", explanation="起诉。"
        )


@pytest.mark.rule("S09-08")
def test_special_report_is_annotated_and_told_to_the_office(office: Office) -> None:
    p = office.registered()
    made = reports.make_leader_report(
        p.pk, by=office["officer"], kind="special", text="来访人较多，建议现场协调。", leader=office["chief"]
    )
    reports.sign_leader_report(made.pk, by=office["chief"], opinion="请住建局今日到场。")
    found = LeaderReport.objects.get(pk=made.pk)
    assert found.signoff is not None
    assert found.signoff.opinion == "请住建局今日到场。"
    assert office["officer"].notices.filter(text__contains="请住建局今日到场").count() == 1


def special(office: Office, petition: Petition) -> LeaderReport:
    given = {"kind": "special", "text": "来访人较多，建议现场协调。", "leader": office["chief"]}
    return reports.make_leader_report(petition.pk, by=office["officer"], **given)


@pytest.mark.rule("S09-08")
def test_leaders_note_on_a_special_report_is_a_task_until_done(office: Office) -> None:
    p = office.registered()
    made = special(office, p)
    with pytest.raises(Refusal, match="不能早于今天"):
        reports.sign_leader_report(made.pk, by=office["chief"], opinion="请办。", due_on=date(2026, 3, 1))
    reports.sign_leader_report(made.pk, by=office["chief"], opinion="请住建局今日到场。")
    task = OfficeTask.objects.get(petition=p)
    assert (task.kind, task.owner, task.due_on) == ("note", office.staff["officer"], date(2026, 3, 5))
    assert task.title == f"{p.number} 赵某甲批示：请住建局今日到场。"
    assert task in my_tasks(office["officer"])
    client = signed_in(office["officer"])
    assert task.title in words(client.get(f"/petitions/{p.pk}/"))
    assert p.number in words(client.get(f"/organisation/task/{task.pk}/"))
    organisation.finish_task(task.pk, by=office["officer"], evidence="住建局已到场，见现场记录。")
    assert "已销号" in words(client.get(f"/petitions/{p.pk}/"))


@pytest.mark.rule("S09-08")
def test_note_goes_to_the_handler_and_reading_alone_owes_nothing(office: Office) -> None:
    p = handling(office, office.registered())
    first, second = special(office, p), special(office, p)
    reports.sign_leader_report(first.pk, by=office["chief"], opinion="", decision="read")
    assert not OfficeTask.objects.exists()
    due_on = date(2026, 3, 9)
    reports.sign_leader_report(second.pk, by=office["chief"], opinion="请办。", due_on=due_on)
    task = OfficeTask.objects.get()
    assert (task.owner, task.due_on) == (office.staff["handler"], due_on)


@pytest.mark.rule("S09-15")
def test_task_of_an_accusation_is_seen_by_those_alone_who_see_the_case(office: Office) -> None:
    p = office.registered(
        by=office["discipline"], purpose=Purpose.ACCUSATION, accused_units=(office.units["RSJ"],)
    )
    reader = Staff.objects.create_user(username="u-reader", name="吕某亥", unit=office.units["XJW"])
    Post.objects.create(
        staff=reader, unit=office.units["XJW"], role=Role.UNIT_HEAD, starts_on=date(2020, 1, 1)
    )
    assert not Petition.objects.visible_to(reader).filter(pk=p.pk).exists()
    task = OfficeTask.objects.create(
        unit=p.unit, kind="note", title=f"{p.number} 批示", owner=office["discipline"],
        due_on=date(2026, 3, 5), petition=p, made_by=office["discipline"],
    )  # fmt: skip
    assert task in tasks_seen(office["discipline"])
    assert task not in tasks_seen(reader)


@pytest.mark.rule("S09-14")
def test_no_conclusion_before_an_investigation(office: Office) -> None:
    p = handling(office, office.registered())
    with pytest.raises(Refusal, match="还没有调查记录"):
        handle.report(p.pk, by=office["handler"], version=p.version, **REPORT)


@pytest.mark.rule("S09-14")
def test_enquiry_is_reported_from_what_the_unit_knows(office: Office) -> None:
    p = handling(office, office.registered(purpose=Purpose.ENQUIRY))
    handle.report(p.pk, by=office["handler"], version=p.version, **REPORT)
    assert (fresh(p).state, p.investigations.exists()) == (State.REPORTED, False)


@pytest.mark.rule("S09-05")
@pytest.mark.rule("S05-05")
def test_another_unit_than_the_proposed_needs_a_reason(office: Office) -> None:
    from petitions.models import ContentClass

    item = ContentClass.objects.get(code="0102")
    p = office.registered(details={"content_class": item})
    route.present(p.pk, by=office["registrar"], version=1)
    leader = fresh(p).signer
    assert leader is not None
    route.annotate(p.pk, by=leader, version=fresh(p).version, opinion="已阅，请按归口办理。")
    route.assign(
        p.pk, by=office["officer"], version=fresh(p).version, unit=office.units["RSJ"], opinion="请办理。"
    )
    handle.return_to_office(
        p.pk, by=office["other_handler"], version=fresh(p).version, reason="属住建局职责。"
    )
    again = {"by": office["officer"], "version": fresh(p).version, "opinion": "请办理。"}
    with pytest.raises(Refusal, match="建议单位是清禾县住房和城乡建设局"):
        route.assign(p.pk, unit=office.units["RSJ"], **again)
    route.assign(p.pk, unit=office.units["ZJJ"], **again)
    assert fresh(p).handling_unit == office.units["ZJJ"]


@pytest.mark.rule("S09-12")
@pytest.mark.rule("S18-02")
def test_each_passing_on_is_counted(office: Office) -> None:
    p = handling(office, office.registered())
    for unit, who in (("RSJ", "other_handler"), ("ZJJ", "handler")):
        handle.return_to_office(
            p.pk,
            by=office["handler" if unit == "RSJ" else "other_handler"],
            version=fresh(p).version,
            reason="非本单位职责。",
        )
        route.assign(
            p.pk, by=office["officer"], version=fresh(p).version, unit=office.units[unit], opinion="请办。"
        )
        handle.accept(p.pk, by=office[who], version=fresh(p).version)
    assert fresh(p).hops == 3


@pytest.mark.rule("S09-13")
def test_initial_opinion_stands_on_the_case(office: Office) -> None:
    p = office.registered()
    route.present(p.pk, by=office["registrar"], version=1, opinion="拟交住建局核实。")
    assert fresh(p).initial_opinion == "拟交住建局核实。"
    assert fresh(p).events.filter(name="initial_opinion").count() == 1
    register.edit(p.pk, by=office["registrar"], version=fresh(p).version, place="样城街道")
