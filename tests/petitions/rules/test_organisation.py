"""S03-01…S03-30, S20-05, S21: leading group, meetings, tasks, 责任书."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Delegation
from casework.models import Notice
from casework.refusals import NotVisible, NotYours, Refusal
from petitions.actions import organisation
from petitions.models import Commitment, LeadGroup, Meeting, OfficeTask
from petitions.organisation import issues, meeting_figures, tasks_seen, without_group
from tests.office import Office

pytestmark = pytest.mark.usefixtures("monday")
DUE = date(2026, 3, 20)


def group(office: Office, **more: Any) -> LeadGroup:
    values: dict[str, Any] = {
        "by": office["office_head"],
        "unit": office.units["XZF"],
        "kind": "leading",
        "formed_on": date(2026, 1, 5),
        "head": office["chief"],
        "deputies": [office["deputy"]],
        "members": [office["office_head"]],
    }
    return organisation.form_group(**{**values, **more})


def meeting(office: Office, **more: Any) -> Meeting:
    values: dict[str, Any] = {
        "by": office["office_head"],
        "unit": office.units["XZF"],
        "kind": "special",
        "title": "研究物业信访",
        "held_on": date(2026, 3, 2),
        "chair": office["deputy"],
        "petition_topics": ["物业报修", "集体访情况"],
        "other_topics": ["车辆"],
    }
    return organisation.hold_meeting(**{**values, **more})


def task(office: Office, **more: Any) -> OfficeTask:
    values: dict[str, Any] = {
        "by": office["office_head"],
        "unit": office.units["XZF"],
        "kind": "other",
        "title": "落实接待场所",
        "due_on": DUE,
        "owner": office["office_head"],
    }
    return organisation.give_task(**{**values, **more})


def commitment(office: Office) -> Commitment:
    return organisation.draw_up_commitment(
        by=office["office_head"],
        unit=office.units["XZF"],
        year=2026,
        title="信访工作责任书",
        text="按期办理、依法答复。",
        pledger=office["bureau_head"],
        superior=office["deputy"],
    )


@pytest.mark.rule("S03-01", "S21-02")
def test_unit_without_a_leading_group_is_named_until_it_has_one(office: Office) -> None:
    assert [one.code for one in without_group(office["office_head"])] == ["XZF"]
    made = group(office)
    assert without_group(office["office_head"]) == []
    assert [one.get_role_display() for one in made.members.all()] == [
        "组长（主任）",
        "副组长（副主任）",
        "成员",
    ]
    with pytest.raises(Refusal, match="已经设立"):
        group(office)


@pytest.mark.rule("S21-02")
def test_group_has_one_head_and_nobody_twice(office: Office) -> None:
    with pytest.raises(Refusal, match="只能有一个职务"):
        group(office, members=[office["chief"]])
    with pytest.raises(Refusal, match="副组长"):
        group(office, deputies=[])
    made = group(office)
    changed = organisation.change_members(
        made.pk, by=office["office_head"], head=office["deputy"], deputies=[office["office_head"]]
    )
    assert changed.members.get(role="head").staff == office.staff["deputy"]
    with pytest.raises(IntegrityError), transaction.atomic():
        changed.members.create(staff=office["chief"], role="head")
    with pytest.raises(NotYours):
        organisation.change_members(
            made.pk, by=office["handler"], head=office["handler"], deputies=[office["deputy"]]
        )


@pytest.mark.rule("S20-05")
def test_agency_office_stands_beside_the_leading_group(office: Office) -> None:
    group(office)
    made = group(office, kind="agency")
    assert str(made) == "清禾县人民政府代理调处办公室"
    assert {one.staff.name: one.get_role_display() for one in made.members.all()} == {
        "赵某甲": "组长（主任）",
        "钱某乙": "副组长（副主任）",
        "孙某丙": "成员",
    }
    made.members.all().delete()
    made.delete()
    with pytest.raises(Refusal) as refused:
        group(office, kind="agency", deputies=[])
    assert refused.value.field == "deputies"


@pytest.mark.rule("S03-28")
def test_daily_work_of_the_group_goes_to_its_deputy_head(office: Office) -> None:
    with pytest.raises(Refusal, match="副组长"):
        task(office, kind="group", owner=None)
    group(office)
    assert task(office, kind="group", owner=None).owner == office.staff["deputy"]
    with pytest.raises(Refusal, match="请选择责任人"):
        task(office, owner=None)


@pytest.mark.rule("S03-03", "S03-19")
def test_last_meeting_and_topics_of_the_year_are_counted(office: Office) -> None:
    meeting(office, held_on=date(2025, 12, 1))
    newest = meeting(office)
    meeting(office, kind="council", held_on=date(2026, 1, 9), petition_topics=["年度工作"])
    found = meeting_figures(office["deputy"], 2026)
    assert (found.last, found.topics, found.by_first_leader) == (newest, 3, 0)


@pytest.mark.rule("S03-20")
def test_first_leaders_meeting_is_chaired_by_one_and_its_resolutions_are_tasks(office: Office) -> None:
    with pytest.raises(Refusal) as refused:
        meeting(office, kind="first")
    assert refused.value.field == "chair"
    held = meeting(office, kind="first", chair=office["chief"])
    made = organisation.resolve(
        held.pk, by=office["office_head"], title="约谈物业", due_on=DUE, owner=office["bureau_head"]
    )
    assert (made.kind, made.meeting, made.owner, made.due_on) == (
        "resolution",
        held,
        office.staff["bureau_head"],
        DUE,
    )
    assert Notice.objects.filter(staff=made.owner, text__contains="约谈物业").exists()
    assert meeting_figures(office["deputy"], 2026).by_first_leader == 1


@pytest.mark.rule("S03-25")
def test_issue_is_closed_with_evidence_alone(office: Office) -> None:
    made = task(office, kind="issue", title="接访科缺两人", owner=office["chief"])
    assert list(issues(office["chief"])) == [made]
    with pytest.raises(Refusal) as refused:
        organisation.finish_task(made.pk, by=office["chief"], evidence=" ")
    assert refused.value.field == "evidence"
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficeTask.objects.filter(pk=made.pk).update(done_at=timezone.now(), done_by=office["chief"])
    organisation.finish_task(made.pk, by=office["chief"], evidence="清编〔2026〕3号，已增两名编制。")
    assert not issues(office["chief"]).exists()


@pytest.mark.rule("S03-26", "S21-14")
def test_free_task_is_for_its_owner_and_nobody_elses(office: Office, monday: Any) -> None:
    made = task(office, owner=office["handler"])
    assert list(tasks_seen(office["handler"])) == [made]
    with pytest.raises(NotVisible):
        organisation.finish_task(made.pk, by=office["other_handler"], evidence="已办。")
    assert not made.is_late(DUE)
    assert made.is_late(DUE + timedelta(days=1))
    organisation.finish_task(made.pk, by=office["handler"], evidence="已办，见照片。")
    with pytest.raises(Refusal, match="已经销号"):
        organisation.finish_task(made.pk, by=office["handler"], evidence="再办。")


@pytest.mark.rule("S03-24", "S03-30")
def test_commitment_is_signed_once_by_each_of_the_two(office: Office) -> None:
    made = commitment(office)
    with pytest.raises(NotVisible):
        organisation.sign_commitment(made.pk, by=office["handler"])
    with pytest.raises(NotYours):
        organisation.sign_commitment(made.pk, by=office["office_head"])
    organisation.sign_commitment(made.pk, by=office["bureau_head"])
    with pytest.raises(NotYours):
        organisation.sign_commitment(made.pk, by=office["bureau_head"])
    organisation.sign_commitment(made.pk, by=office["deputy"])
    assert [one.step_label for one in made.signatures.all()] == ["责任人", "签订领导"]
    with pytest.raises(Refusal, match="已经有了"):
        commitment(office)


@pytest.mark.rule("S03-24")
def test_nobody_pledges_to_themselves(office: Office) -> None:
    given = {"unit": office.units["XZF"], "year": 2026, "title": "责任书", "text": "按期办理。"}
    one = office["bureau_head"]
    with pytest.raises(Refusal, match="须是两个人") as refused:
        organisation.draw_up_commitment(by=office["office_head"], pledger=one, superior=one, **given)
    assert refused.value.field == "superior"


def test_stand_in_signs_with_both_names(office: Office) -> None:
    made = commitment(office)
    today = timezone.localdate()
    Delegation.objects.create(
        principal=office["deputy"], deputy=office["chief"], starts_on=today, ends_on=today, reason="出差"
    )
    organisation.sign_commitment(made.pk, by=office["chief"])
    assert made.signatures.get().signature == "赵某甲（代钱某乙）"


def test_others_set_nothing_up(office: Office) -> None:
    for act in (group, meeting, task):
        with pytest.raises(NotYours):
            act(office, by=office["bureau_head"])
