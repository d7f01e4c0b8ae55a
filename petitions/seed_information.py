"""信息与分析 in the demonstration: urgent information in every state, and one of the public's opinions."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Staff
from casework.calendar import holiday_table
from petitions.actions import analyses, information, receipts, schedules
from petitions.models import InfoReport, Petition, ReportInstance
from petitions.seed_moments import at, moment


def seed_information(today: date) -> None:
    """Carries the drafts that registration made, except the newest, and adds one free information."""
    staff = {one.username: one for one in Staff.objects.filter(username__startswith="demo-")}
    officer, deputy = staff["demo-zhuangan"], staff["demo-fenguan"]
    drafts = list(InfoReport.objects.filter(is_automatic=True, unit=officer.unit).order_by("pk"))
    for number, info in enumerate(drafts[:-1]):
        _carry(info, officer, deputy, late=number % 6 == 3)
    _opinion(today, officer)
    _analyses(today, staff)
    _reports(today, staff)


def _carry(info: InfoReport, officer: Staff, deputy: Staff, *, late: bool) -> None:
    """One of them by telephone first, signed and issued; some of them late."""
    begun = timezone.localtime(info.made_at)
    with at(begun + timedelta(minutes=20)):
        if info.pk % 3 == 0:
            information.drop_info(info.pk, by=officer, reason="已在当日电话报告值班领导，情况已平息。")
            return
        if not late:
            information.send_first(info.pk, by=officer, sent_to="县政府值班室（电话）")
        else:
            information.submit_info(info.pk, by=officer)
    with at(begun + timedelta(hours=3)):
        information.sign_info(info.pk, by=deputy, decision="agree", opinion="请持续关注。")
    with at(begun + timedelta(hours=3, minutes=15)):
        people = [deputy, *Staff.objects.filter(username="demo-zhuyao")]
        information.issue_info(info.pk, by=officer, addressed_to="县委、县政府", people=people)
    with at(begun + timedelta(hours=4)):
        receipts.read_paper(info.receipts.get(staff=deputy).pk, by=deputy)


def _opinion(today: date, officer: Staff) -> None:
    day = holiday_table().add_working(today, -2)
    with moment(day, time(10, 20)):
        info = information.make_info(
            by=officer,
            kind="opinion",
            level="ordinary",
            title="群众希望延长政务大厅中午办事时间",
            text="近期接访中多名上班群众反映，政务大厅中午不办公，请假办事不便，希望轮班值守。",
            happened_at=timezone.now() - timedelta(hours=1),
        )
        information.submit_info(info.pk, by=officer)


def _analyses(today: date, staff: dict[str, Staff]) -> None:
    """Last month's analysis, issued; causes of what was closed, and a measure in between."""
    officer, head, chief = staff["demo-zhuangan"], staff["demo-juzhang"], staff["demo-zhuyao"]
    assert head.unit
    causes = ["execution", "service", "disclosure", "policy", "execution", "dispute"]
    done = [*Petition.objects.visible_to(officer).filter(state__in=["closed", "archived"], is_sealed=False)]
    for number, one in enumerate(done):
        analyses.set_cause(one.pk, by=officer, cause=causes[number % len(causes)])
    last_month = today.replace(day=1) - timedelta(days=1)
    with moment(holiday_table().add_working(last_month, 2), time(15, 0)):
        made = analyses.make_analysis(by=officer, unit=head.unit, kind="monthly", day=last_month)
        used = [
            *InfoReport.objects.visible_to(officer).filter(state="issued", issued_at__date__lte=last_month)
        ]
        texts = {
            "overview": "本月来件以物业、征地和劳动报酬为主，集体访少。",
            "problems": "部分物业报修后长期不处理，责任单位催而不办。",
            "advice": "建议住建部门按月检查电梯维保，结果公开。",
        }
        analyses.write_analysis(made.pk, by=officer, seen=made.version, texts=texts, infos=used[:2])
        analyses.sign_analysis(made.pk, by=head, decision="agree", opinion="同意，报县领导。")
        analyses.issue_analysis(made.pk, by=officer, people=[chief, staff["demo-fenguan"]])
    made = analyses.make_analysis(by=officer, unit=head.unit, kind="annual", day=today)
    texts = {
        "leadership": "县领导每月接访，阅批来信来访，包案化解疑难事项。",
        "work": "交办、转送按期，督办到位，群众建议逐件研究答复。",
        "data": "物业、征地和劳动报酬类居前。",
        "problems": "部分单位报结拖延。下一步按月通报，推进源头治理。",
    }
    analyses.write_analysis(made.pk, by=officer, seen=made.version, texts=texts)
    analyses.sign_analysis(made.pk, by=chief, decision="agree", opinion="同意，报市信访局。")
    analyses.issue_analysis(made.pk, by=officer, people=[chief, head])
    analyses.take_measure(
        by=head,
        unit=head.unit,
        taken_on=today - timedelta(days=20),
        title="物业报修限时公开，住建局每月检查",
        cause="execution",
    )


def _reports(today: date, staff: dict[str, Staff]) -> None:
    """A weekly and a month-end report; some filed, one of them late, the newest still owed."""
    officer, head, chief = staff["demo-zhuangan"], staff["demo-juzhang"], staff["demo-zhuyao"]
    readers = [chief, staff["demo-fenguan"], staff["demo-zhujian"]]
    common: dict[str, Any] = {
        "by": head,
        "unit": head.unit,
        "due_time": time(17),
        "owner": officer,
        "recipients": readers,
    }
    starts = today - timedelta(days=40)
    schedules.make_schedule(
        title="信访周报", content="statistics", rule="weekly", weekday=5, starts_on=starts, **common
    )
    schedules.make_schedule(
        title="交办件月底承办情况", content="assigned", rule="month_end", starts_on=starts, **common
    )
    schedules.open_reports(timezone.now())
    for number, one in enumerate(ReportInstance.objects.filter(due_at__lt=timezone.now()).order_by("due_at")):
        then = one.due_at + timedelta(hours=16 if number == 2 else -2)
        with at(min(then, timezone.now())):
            schedules.file_report(one.pk, by=officer, text="情况见表。")
