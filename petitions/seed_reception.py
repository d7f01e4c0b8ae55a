"""Demonstration of 领导接待: a published roster, bookings, one closed session with its result, a town that waits."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from accounts.models import Staff, Unit
from casework.calendar import holiday_table
from petitions.actions import appointments, queue, receive, register, roster
from petitions.models import LeaderCard, Petition, ReceptionDay, ReceptionSession
from petitions.seed_moments import moment
from petitions.states import Channel, ReceptionKind, ReceptionOutcome, TalkConfirmation

CARDS = (
    ("demo-zhuyao", "主持县政府全面工作", "发展改革、财政、审计", "0000-12000001"),
    ("demo-fenguan", "信访、住房城乡建设、自然资源", "信访局、住建局、自然资源局", "0000-12000002"),
)
STORY = "小区外墙保温层脱落，多次砸坏停在楼下的车，物业说维修基金用不了，请协调尽快排除危险。"
WISHES = (
    ("何某丙", "12000000301", "集体土地补偿款已经公示三个月，还没有发到村民手里。"),
    ("许某丁", "12000000302", "孩子户口在外婆家，划片入学应该到哪所学校，几个部门说法不一样。"),
)


def seed_reception(today: date) -> None:
    """Adds to what `seed_cases` made."""
    desk, officer = _who("demo-dengji"), _who("demo-zhuangan")
    office = Unit.objects.get(code="XF")
    ReceptionDay.objects.create(
        unit=office,
        kind=ReceptionKind.DAILY,
        leaders_of=Unit.objects.get(code="XZF"),
        place="县信访局一楼接待大厅",
    )
    ReceptionDay.objects.create(unit=Unit.objects.get(code="T03"), kind=ReceptionKind.MONTHLY_DAY)
    for login, line, departments, contact in CARDS:
        LeaderCard.objects.create(staff=_who(login), line=line, departments=departments, contact=contact)
    past = holiday_table().previous_working(today - timedelta(days=1))
    coming = holiday_table().next_working(today)
    for day in sorted({past.replace(day=1), today.replace(day=1), coming.replace(day=1)}):
        with moment(past, time(8, 10)):
            made = roster.make_roster(by=officer, unit=office, month=day)
            roster.publish(made.pk, by=officer)
            roster.note_published(made.pk, by=officer, on=past, medium="信访局公示牌、县政府网站")
    with moment(past, time(9, 0)):
        _received(_session(office, past), desk)
    with moment(past, time(16, 0)):
        for name, phone, subject in WISHES:
            asked = appointments.ask(by=desk, unit=office, name=name, phone=phone, subject=subject)
            appointments.decide(asked.pk, by=desk, state="agreed", session=_session(office, coming))
        appointments.ask(unit=office, name="吕某戊", phone="12000000303", subject="想反映村里修路占地的事。")
    with moment(past, time(10, 20)):
        _visited_the_town(past)


def _who(login: str) -> Staff:
    return Staff.objects.get(username=login)


def _visited_the_town(day: date) -> None:
    """Received by the town's officer instead of its head, who is told: 报告主要领导."""
    told = "村口的路灯坏了半个月，晚上放学的孩子看不清路，请镇里派人修。"
    person = register.Person(name="韩某庚", phone="12000000305", address="西样镇乙二村")
    matter = register.Matter(Channel.VISIT, day, told, person=person, details={"place": "西样镇乙二村"})
    talk = {"request": told, "answer": "记下路灯编号，报镇里安排。", "confirmed": TalkConfirmation.SIGNED}
    register.register(matter, by=_who("demo-zhenxinfang"), talk=talk)


def _session(unit: Unit, day: date) -> ReceptionSession:
    return ReceptionSession.objects.get(roster__unit=unit, day=day)


def _received(session: ReceptionSession, desk: Staff) -> Petition:
    """One visitor, received, ordered to a unit, and the session closed."""
    roster.staff_session(session.pk, by=desk, co_receivers=[_who("demo-zhujian")], recorder=desk)
    ticket = queue.take_ticket(session.pk, by=desk, name="沈某己")
    talk: dict[str, Any] = {
        "request": STORY,
        "answer": "说明维修基金应急使用的程序。",
        "confirmed": TalkConfirmation.SIGNED,
    }
    person = register.Person(name="沈某己", phone="12000000304", address="样城街道丙社区")
    matter = register.Matter(
        Channel.LEADER_RECEPTION, session.day, STORY, person=person, details={"place": "样城街道丙社区"}
    )
    petition = register.register(matter, by=desk, talk=talk)
    queue.link_visit(petition.pk, by=desk, ticket_id=ticket.pk)
    ticket = queue.call_next(session.pk, by=desk)
    petition = Petition.objects.get(pk=petition.pk)
    receive.give_result(
        petition.pk,
        by=session.leader,
        version=petition.version,
        ticket=ticket,
        kind=ReceptionOutcome.ASSIGNED,
        opinion="请住建局牵头先排险，再按应急程序使用维修基金，结果报我。",
        unit=Unit.objects.get(code="ZJJ"),
        due_on=holiday_table().add_working(session.day, 5),
    )
    queue.close_session(session.pk, by=desk)
    return petition
