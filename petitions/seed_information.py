"""信息与分析 in the demonstration: urgent information in every state, and one of the public's opinions."""

from __future__ import annotations

from datetime import date, time, timedelta

from django.utils import timezone

from accounts.models import Staff
from casework.calendar import holiday_table
from petitions.actions import information, receipts
from petitions.models import InfoReport
from petitions.seed_moments import at, moment


def seed_information(today: date) -> None:
    """Carries the drafts that registration made, except the newest, and adds one free information."""
    staff = {one.username: one for one in Staff.objects.filter(username__startswith="demo-")}
    officer, deputy = staff["demo-zhuangan"], staff["demo-fenguan"]
    drafts = list(InfoReport.objects.filter(is_automatic=True, unit=officer.unit).order_by("pk"))
    for number, info in enumerate(drafts[:-1]):
        _carry(info, officer, deputy, late=number % 6 == 3)
    _opinion(today, officer, staff)


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


def _opinion(today: date, officer: Staff, staff: dict[str, Staff]) -> None:
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
