"""Demonstration of accusations: one sent straight up, one inquired into by decision of a leader, and a handler who steps aside."""

from __future__ import annotations

from datetime import date, time

from accounts.models import Staff, Unit
from casework.calendar import holiday_table
from casework.states import Importance, State
from petitions.actions import discipline, recusal, register, route
from petitions.models import Petition
from petitions.seed_moments import moment
from petitions.states import Channel, Purpose

BODY = "反映丁街道某工作人员在发放防汛物资时优亲厚友，请核实。（虚构）"


def seed_compartment(today: date) -> None:
    """Everything through the actions, as the people of the office would do it."""
    staff = {one.username: one for one in Staff.objects.filter(username__startswith="demo-")}
    day = holiday_table().add_working(today, -3)
    _direct(staff, day)
    _inquired(staff, day)
    _stepped_aside(staff, today)


def _direct(staff: dict[str, Staff], day: date) -> None:
    """直送: against a leader of the county; the desk keeps the number alone, the discipline organ has it at once."""
    with moment(day, time(10, 40)):
        discipline.register_direct(
            by=staff["demo-dengji"],
            channel=Channel.LETTER,
            received_on=day,
            accused_staff=(staff["demo-fenguan"],),
        )


def _inquired(staff: dict[str, Staff], day: date) -> None:
    """实名检举, read by the organ's leader, who decides on 初查; reported on, and the reporter told."""
    clerk, leader, member = (staff[name] for name in ("demo-jiwei", "demo-jiweishuji", "demo-jiweichuban"))
    with moment(day, time(9, 10)):
        matter = register.Matter(
            channel=Channel.LETTER,
            received_on=day,
            body=BODY,
            person=register.Person(name="严某辰", phone="12000007401", address="样城街道丁社区"),
            purpose=Purpose.ACCUSATION,
            details={"importance": Importance.IMPORTANT},
            accused_units=(Unit.objects.get(code="T01"),),
        )
        p = register.register(matter, by=clerk)
    with moment(day, time(10, 0)):
        route.present(p.pk, by=clerk, version=_version(p), to=leader, opinion="拟作初查。")
    with moment(day, time(15, 30)):
        route.annotate(p.pk, by=leader, version=_version(p), opinion="请按程序初查。")
        discipline.open_inquiry(
            p.pk,
            by=leader,
            version=_version(p),
            members=[member, clerk],
            scope="防汛物资发放名单和签收情况",
            opinion="同意初查。",
        )
        discipline.tell_reporter(p.pk, by=clerk, version=_version(p), method="phone", told_on=day)
    with moment(holiday_table().add_working(day, 2), time(16, 20)):
        findings = "已核对发放名单和签收表，走访六户，名单与签收一致，未发现优亲厚友。（虚构）"
        discipline.finish_inquiry(p.pk, by=member, version=_version(p), findings=findings)


def _stepped_aside(staff: dict[str, Staff], today: date) -> None:
    """自行回避: the handler is a relative; the bureau's head has it from then on."""
    handler = staff["demo-chengban"]
    mine = Petition.objects.visible_to(handler).filter(state=State.HANDLING, handler=handler)
    p = mine.order_by("-pk").first()
    if p is None:
        return
    with moment(holiday_table().previous_working(today), time(11, 15)):
        reason = "信访人是我的表亲。"
        recusal.recuse(p.pk, by=handler, version=p.version, person=handler, reason=reason)


def _version(petition: Petition) -> int:
    return Petition._base_manager.values_list("version", flat=True).get(pk=petition.pk)
