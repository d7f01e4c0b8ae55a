"""Demonstration of 督办: a card on the spot, a supervision that waits for its answer, a listed case, causes of lateness."""

from __future__ import annotations

from datetime import date, time, timedelta

from django.utils import timezone

from accounts.models import Staff, Unit
from casework.calendar import holiday_table
from casework.states import State
from petitions.actions import cards, reports, supervision
from petitions.actions.assess import take_assessment
from petitions.actions.lateness import Late
from petitions.models import LateReason, LeaderReportKind, Petition, SupervisionReason
from petitions.seed_moments import moment
from petitions.supervising import unexplained_clock


def cause_of(petition: Petition) -> Late | None:
    """Why the demonstration's own case is late, if it is."""
    if unexplained_clock(petition, timezone.localdate()) is None:
        return None
    return Late(LateReason.OTHER_UNIT, "等待权属单位提供资料。", petition.handling_unit or petition.unit)


def seed_supervision(today: date) -> None:
    """Acts on cases that are in hand already; makes none."""
    people = {one.username: one for one in Staff.objects.filter(username__startswith="demo-")}
    chief, watcher = people["demo-zhuyao"], people["demo-ducha"]
    cases = list(
        Petition.objects.visible_to(watcher)
        .filter(state__in=[State.HANDLING, State.ASSIGNED], is_sealed=False, due_on__isnull=False)
        .order_by("due_on", "pk")[:4]
    )
    soon = holiday_table().add_working(today, 2)
    with moment(today, time(9, 10)):
        take_assessment(by=watcher, unit=Unit.objects.get(code="XZF"), year=today.year)
    with moment(today, time(9, 40)):
        for one, act in zip(cases, ("supervise", "list", "card"), strict=False):
            assert one.handling_unit is not None
            if act == "supervise":
                supervision.supervise(
                    one.pk,
                    by=watcher,
                    unit=one.handling_unit,
                    reason=SupervisionReason.OVERDUE,
                    requirement="已超过办理期限，请说明原因并报送办理结果。",
                    improve_work="请建立到期前提醒和专人跟踪办法。",
                )
            elif act == "list":
                supervision.list_case(
                    one.pk,
                    by=watcher,
                    listed_by="县信访工作联席会议",
                    reason="多次反映，涉及多户群众",
                    until=today + timedelta(days=30),
                )
            elif one in Petition.objects.visible_to(chief):
                cards.issue_card(
                    one.pk,
                    by=chief,
                    version=one.version,
                    opinion="请现场解决，结果报我。",
                    unit=one.handling_unit,
                    due_on=soon,
                )
    _reported_to_the_chief(people, today)


def _reported_to_the_chief(people: dict[str, Staff], today: date) -> None:
    """A 专报 whose 批示 is now somebody's task."""
    officer, chief = people["demo-zhuangan"], people["demo-zhuyao"]
    one = (
        Petition.objects.visible_to(officer).filter(state=State.HANDLING, unit=officer.unit_id).earliest("pk")
    )
    with moment(today, time(9, 50)):
        text = "此事群众反映强烈，涉及多户，拟请主管单位牵头限期解决。"
        made = reports.make_leader_report(
            one.pk, by=officer, kind=LeaderReportKind.SPECIAL, text=text, leader=chief
        )
        reports.sign_leader_report(made.pk, by=chief, opinion="请主管单位三日内拿出办法，结果报我。")
