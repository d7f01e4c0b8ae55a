"""The demonstration of ways between units: transfers waiting, taken in and disputed, a consultation, enforcement."""

from __future__ import annotations

from datetime import date, time, timedelta

from accounts.models import Staff, Unit
from casework.calendar import holiday_table
from petitions.actions import arrivals, coordinate, handle, register, route
from petitions.models import Petition
from petitions.seed_moments import moment
from petitions.states import Channel, LegalRoute


def _fresh(petition: Petition) -> Petition:
    return Petition.objects.get(pk=petition.pk)


class Ways:
    """Letters that the petition office sends on to other organs."""

    def __init__(self, today: date) -> None:
        table = holiday_table()
        self.last = table.previous_working(today)
        self.before = table.add_working(self.last, -2)
        self.staff = {one.username: one for one in Staff.objects.filter(username__startswith="demo-")}
        self.officer = self.staff["demo-zhuangan"]

    def letter(self, name: str, body: str, place: str, **details: object) -> Petition:
        """Registered and read by the leader."""
        with moment(self.before, time(9, 5)):
            person = register.Person(name=name, phone="12000007001", address=place)
            matter = register.Matter(
                channel=Channel.LETTER,
                received_on=self.before,
                body=body,
                person=person,
                details={"place": place, **details},
            )
            made = register.register(matter, by=self.staff["demo-dengji"])
            shown = route.present(made.pk, by=self.officer, version=_fresh(made).version)
            assert shown.signer is not None
            route.annotate(
                made.pk, by=shown.signer, version=_fresh(made).version, opinion="请按职责转送有权处理的单位。"
            )
        return _fresh(made)

    def send(self, petition: Petition, unit: str, reason: str) -> Petition:
        """转送, the petitioner told by telephone."""
        with moment(self.before, time(11, 20)):
            told = f"{self.before.month}月{self.before.day}日电话告知本人"
            target = Unit.objects.get(code=unit)
            route.transfer(
                petition.pk,
                by=self.officer,
                version=petition.version,
                unit=target,
                reason=reason,
                told_petitioner=told,
            )
        return _fresh(petition)


def seed_ways(today: date) -> int:
    """Makes them; returns how many letters were registered by the petition office."""
    ways = Ways(today)
    body = "在样城街道一家饭店打工三个月，老板拖欠工资九千元，多次讨要不给。"
    waiting = ways.letter("杜某甲", body, "样城街道甲社区")
    ways.send(waiting, "RSJ", "拖欠工资属人力资源社会保障部门职责。")

    body = "东样镇一处苗木市场夜间装卸噪声大，影响附近老人休息。"
    taken = ways.send(
        ways.letter("戴某乙", body, "样城街道乙社区"), "CGJ", "社会生活噪声属城市管理部门职责。"
    )
    with moment(ways.last, time(9, 40)):
        arrivals.take_in(taken.pk, by=ways.staff["demo-chengguan"], version=taken.version)

    body = "小区外的排水沟多年没人清理，雨天污水漫到住户门口。"
    disputed = ways.send(ways.letter("宋某丙", body, "样城街道丙社区"), "ZJJ", "排水设施属住建部门职责。")
    with moment(ways.last, time(10, 10)):
        arrivals.raise_objection(
            disputed.pk,
            by=ways.staff["demo-zhujian"],
            version=disputed.version,
            reasons="该段排水沟未移交市政，按“三定”规定由属地街道管护。",
            competent="清禾县样城街道办事处",
        )
    _consultation(ways)
    body = "与开发商的购房合同纠纷，对方不退定金，已准备起诉，请指明到哪里办理。"
    ways.letter("贺某丁", body, "样城街道甲社区", legal_route=LegalRoute.LITIGATION)
    return 5


def _consultation(ways: Ways) -> None:
    """A basement workshop: two bureaus at one table, then an order with document and approval."""
    body = "楼下地下室开了加工作坊，噪声和气味很大，还私拉电线，担心起火。"
    p = ways.letter("邹某戊", body, "样城街道乙社区")
    lead, other = Unit.objects.get(code="CGJ"), Unit.objects.get(code="ZJJ")
    with moment(ways.before, time(15, 0)):
        coordinate.coordinate(
            p.pk,
            by=ways.officer,
            kind="consultation",
            held_on=ways.before,
            led_by=ways.staff["demo-fenguan"],
            units=(lead, other),
            agreement="由城市管理局主办，住建局核查房屋用途；一周内现场查处并答复。",
            lead_unit=lead,
            tasks=((lead, "现场查处作坊"), (other, "核查地下室规划用途")),
            due_on=ways.last + timedelta(days=7),
        )
        opinion = "按会诊意见由你局主办，住建局协办。"
        version = _fresh(p).version
        route.assign(p.pk, by=ways.officer, version=version, unit=lead, opinion=opinion, co_units=(other,))
    worker, head = ways.staff["demo-chengguan"], ways.staff["demo-chengguanzhang"]
    with moment(ways.last, time(9, 0)):
        handle.accept(p.pk, by=worker, version=_fresh(p).version, handler=worker)
        found = "现场检查，作坊无照经营，用电不合规。"
        made = handle.investigate(p.pk, by=worker, done_on=ways.last, place="样城街道乙社区", findings=found)
        handle.sign_investigation(made.pk, by=head)
        coordinate.enforce(
            p.pk,
            by=worker,
            unit=lead,
            measure="责令停止经营，限期拆除设备。",
            document_number="清城管责改〔2026〕7号",
            approved_by="清禾县城市管理局局长",
            approved_on=ways.last,
        )
        coordinate.inform_company(
            p.pk,
            by=worker,
            company="虚构物业服务有限公司",
            matter="你公司管理的小区地下室被用作加工作坊，请说明出租、用电管理情况。",
            answer_by=ways.last + timedelta(days=7),
        )
