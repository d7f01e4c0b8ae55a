"""责任与会议 in the demonstration."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from accounts.models import Staff, Unit
from petitions.actions import organisation, policies
from petitions.seed_moments import moment


def seed_organisation(today: date) -> None:
    """The county's group, two meetings with tasks, a 责任书, an issue, a regulation in force."""
    staff = {one.username: one for one in Staff.objects.filter(username__startswith="demo-")}
    head, chief, deputy = staff["demo-juzhang"], staff["demo-zhuyao"], staff["demo-fenguan"]
    county = Unit.objects.get(code="XZF")
    office: dict[str, Any] = {"by": head, "unit": county}
    bureaux = [staff["demo-zhujian"], staff["demo-renshezhang"], staff["demo-ziranzhang"]]
    with moment(today - timedelta(days=30), time(9, 0)):
        for kind in ("leading", "agency"):
            organisation.form_group(
                **office, kind=kind, formed_on=today - timedelta(days=200), document="清政办〔2025〕12号",
                head=chief, deputies=[deputy], members=[head, *bureaux],
            )  # fmt: skip
        held = organisation.hold_meeting(
            **office, kind="first", title="信访工作专题会", held_on=today - timedelta(days=30), chair=chief,
            attendees="领导小组成员", petition_topics=["物业报修类信访", "拖欠工资类信访"],
        )  # fmt: skip
        done = organisation.resolve(
            held.pk,
            by=head,
            title="住建局拿出物业报修限时办法",
            due_on=today - timedelta(days=10),
            owner=bureaux[0],
        )
        organisation.resolve(
            held.pk,
            by=head,
            title="人社局排查在建工地欠薪",
            due_on=today + timedelta(days=5),
            owner=bureaux[1],
        )
        organisation.give_task(
            **office,
            kind="issue",
            title="接访大厅缺手语、方言翻译人员",
            due_on=today + timedelta(days=20),
            owner=chief,
        )
        organisation.give_task(**office, kind="group", title="汇总各成员单位月度情况", due_on=today)
        _pledge(today, office, bureaux[0], deputy)
    with moment(today - timedelta(days=12), time(15, 0)):
        organisation.finish_task(
            done.pk, by=bureaux[0], evidence="清住建〔2026〕18号已印发，各物业公司签收。"
        )
        _document(staff, county, [*bureaux, staff["demo-chengban"]])


def _pledge(today: date, office: dict[str, Any], pledger: Staff, superior: Staff) -> None:
    """Signed by the one and still to be signed by the other."""
    pledge = organisation.draw_up_commitment(
        **office, year=today.year, title="信访工作责任书", text="按期受理、按期办理、依法答复，逐件落实责任人。",
        pledger=pledger, superior=superior,
    )  # fmt: skip
    organisation.sign_commitment(pledge.pk, by=pledger)


def _document(staff: dict[str, Staff], county: Unit, readers: list[Staff]) -> None:
    document = policies.draft_document(
        by=staff["demo-zhuangan"], unit=county, number="清政办〔2026〕21号", title="首问首办责任制度",
        text="第一条 第一个接待或登记的工作人员为首问责任人。\n第二条 首问责任人负责告知进展，直至答复。",
    )  # fmt: skip
    policies.review_document(document.pk, by=staff["demo-juzhang"])
    policies.publish_document(document.pk, by=staff["demo-fenguan"], people=readers)
