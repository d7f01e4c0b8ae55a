"""The demonstration: a fictional county whose cases were made by the same actions that people use, day by day.

Nothing here writes a case but the actions; time is moved while they run, so that the months have a history.
"""

from __future__ import annotations

import random
from datetime import date, time, timedelta

from django.utils import timezone

from accounts.models import LinkKind, Post, ResponsibilityLink, Staff, Unit
from casework.calendar import holiday_table
from casework.models import PolicyProfile
from casework.states import Importance, State, Urgency
from petitions.actions import close, handle, naming, register, route, supervise
from petitions.models import ContentClass, Petition, RefusalGround
from petitions.naming import awaits_word
from petitions.reference import load_reference, rows_of
from petitions.seed_archive import seed_archive
from petitions.seed_compartment import seed_compartment
from petitions.seed_endings import seed_endings
from petitions.seed_information import seed_information
from petitions.seed_matters import seed_matters
from petitions.seed_moments import moment
from petitions.seed_organisation import seed_organisation
from petitions.seed_outcomes import seed_outcomes
from petitions.seed_papers import seed_papers
from petitions.seed_policy import seed_policy
from petitions.seed_proxy import seed_proxy
from petitions.seed_reception import seed_reception
from petitions.seed_supervision import cause_of, seed_supervision
from petitions.seed_ways import seed_ways
from petitions.signers import signers_for
from petitions.states import Channel, Conclusion, LegalRoute, Purpose, TalkConfirmation

PASSWORD = "Qinghe-2026"
DAYS = 45


def seed_units() -> None:
    """The county's units."""
    made = {unit.code: unit for unit in Unit.objects.all()}
    for row in rows_of("demo_units.csv"):
        if row["code"] not in made:
            made[row["code"]] = Unit.objects.create(
                code=row["code"],
                name=row["name"],
                short_name=row["short_name"],
                kind=row["kind"],
                parent=made.get(row["parent"]),
                level=row["level"],
                is_reception_body=bool(row["reception"]),
                phone="0000-1200" + str(len(made)).zfill(3),
                address="虚拟省样例市清禾县（虚构地址）",
            )


def seed_people() -> None:
    """One account a role, each with a post; the password is printed at start."""
    for row in rows_of("demo_people.csv"):
        if Staff.objects.filter(username=row["username"]).exists():
            continue
        is_admin = row["role"] == "administrator"
        person = Staff.objects.create_user(
            username=row["username"],
            password=PASSWORD,
            name=row["name"],
            unit=Unit.objects.get(code=row["unit"]),
            phone="0000-12000000",
            is_staff=is_admin,
            is_superuser=is_admin,
        )
        unit = Unit.objects.get(code=row["at"])
        Post.objects.create(
            staff=person, unit=unit, role=row["role"], title=row["title"], starts_on=date(2020, 1, 1)
        )
        if row["role"] == "handler":
            unit.acceptor = person
            unit.save()
    links = [("demo-zhuyao", "XZF", LinkKind.OVERALL), ("demo-fenguan", "XF", LinkKind.IN_CHARGE)]
    links += [("demo-zhenzhang", "T03", LinkKind.OVERALL), ("demo-zhujian", "ZJJ", LinkKind.OVERALL)]
    for login, code, kind in links:
        ResponsibilityLink.objects.get_or_create(
            leader=Staff.objects.get(username=login), unit=Unit.objects.get(code=code), kind=kind
        )


def seed_policies() -> None:
    """三五天机关 for the county, 镇党政（阅办） for one town."""
    same_day = {"initial_opinion_within": {"days": 0, "day_type": "calendar"}}
    for code, preset, values, source in (
        ("XZF", "three_five", same_day, "清政办〔2025〕8号"),
        ("T03", "town_annotate", {}, "西政〔2025〕3号"),
    ):
        PolicyProfile.objects.get_or_create(
            unit=Unit.objects.get(code=code),
            effective_from=date(2025, 1, 1),
            defaults={"preset": preset, "values": values, "approved_by": "县政府办公会", "source": source},
        )


class Story:
    """Carries one matter as far as it has come by today."""

    def __init__(self, row: dict[str, str], arrived: date, today: date, dice: random.Random) -> None:
        self.row, self.arrived, self.today, self.dice = row, arrived, today, dice
        self.staff = {one.username: one for one in Staff.objects.filter(username__startswith="demo-")}
        self.petition: Petition | None = None

    def tell(self, far: str) -> Petition:
        """Registers, then goes on step by step until `far` or until today is reached."""
        self._register()
        steps = [
            self._present,
            self._annotate,
            self._accept,
            self._investigate,
            self._report,
            self._sign,
            self._close,
        ]
        names = ["presented", "assigned", "handling", "investigated", "reported", "concluded", "closed"]
        day = self.arrived
        for name, step in zip(names, steps, strict=True):
            if far == "registered":
                break
            day = self._later(day, 0 if name in ("presented", "assigned") else self.dice.choice([0, 1, 1]))
            if day > self.today:
                break
            with moment(day, time(10 + len(names[: names.index(name)]), self.dice.randrange(5, 50))):
                step()
            if name == far:
                break
        assert self.petition is not None
        return self.petition

    @staticmethod
    def _later(day: date, days: int) -> date:
        return holiday_table().add_working(day, days) if days else holiday_table().next_working(day)

    def _now(self) -> Petition:
        assert self.petition is not None
        self.petition = Petition.objects.get(pk=self.petition.pk)
        return self.petition

    def _register(self) -> None:
        row = self.row
        by = self.staff[row.get("by") or "demo-dengji"]
        visit = row["channel"] == Channel.VISIT
        details = {
            "place": row["place"],
            "content_class": ContentClass.objects.filter(code=row["class"]).first(),
            "urgency": row.get("urgency") or self.dice.choice([Urgency.ORDINARY] * 4 + [Urgency.URGENT]),
            "importance": row.get("importance") or Importance.ORDINARY,
            "legal_route": row.get("legal_route", ""),
        }
        anonymous = not row["name"]
        person = register.Person(name=row["name"], phone=row.get("phone", ""), address=row["place"])
        talk = {
            "request": row["text"],
            "answer": "已说明受理和办理程序。",
            "confirmed": TalkConfirmation.SIGNED,
        }
        with moment(self.arrived, time(9, self.dice.randrange(0, 59))):
            self.petition = register.register(
                register.Matter(
                    channel=row["channel"],
                    received_on=self.arrived,
                    body=row["text"],
                    person=None if anonymous else person,
                    is_anonymous=anonymous,
                    purpose=row.get("purpose") or Purpose.CLAIM,
                    head_count=int(row.get("heads") or 1),
                    details=details,
                ),
                by=by,
                talk=talk if visit else None,
            )

    def _present(self) -> None:
        p = self._now()
        route.present(p.pk, by=p.registered_by, version=p.version, opinion="拟请主管单位调查处理并答复。")

    def _annotate(self) -> None:
        p = self._now()
        assert p.signer is not None
        unit = Unit.objects.get(code=self.row["unit"])
        opinion = self.dice.choice(["请认真核实，依法依规办理，并答复信访人。", "请尽快调查处理，结果报我。"])
        people = route.leaders_at(unit)
        route.annotate(
            p.pk,
            by=p.signer,
            version=p.version,
            opinion=opinion,
            unit=unit,
            responsible=people[0] if people else None,
        )

    def _accept(self) -> None:
        p = self._now()
        people = handle.handlers_at(p)
        worker = next((one for one in people if one.posts.filter(role="handler").exists()), people[0])
        if awaits_word(p):
            head, opinion = signers_for(p, "unit_head")[0], "请抓紧核实，按期答复。"
            naming.name_handler(p.pk, by=head, version=p.version, handler=worker, opinion=opinion)
            p = self._now()
        handle.accept(p.pk, by=worker, version=p.version, handler=worker)

    def _investigate(self) -> None:
        p = self._now()
        assert p.handler is not None
        assert p.handling_unit is not None
        made = handle.investigate(
            p.pk,
            by=p.handler,
            done_on=timezone.localdate(),
            place=p.place,
            findings="经现场查看并询问有关人员，反映的情况基本属实。",
        )
        heads = [one for one in signers_for(p, "unit_head") if one.pk != p.handler_id]
        handle.sign_investigation(made.pk, by=heads[0])

    def _report(self) -> None:
        p = self._now()
        assert p.handler is not None
        handle.report(
            p.pk,
            by=p.handler,
            version=p.version,
            conclusion=self.dice.choice([Conclusion.SUPPORT, Conclusion.SUPPORT, Conclusion.PARTLY]),
            facts="反映的问题基本属实，原因是责任单位处理不及时。",
            opinion="责成责任单位限期整改，并向信访人说明进度。",
            basis="有关管理条例和本县实施办法",
            late=cause_of(p),
        )

    def _sign(self) -> None:
        while (p := self._now()).state == State.REPORTED:
            assert p.signer is not None
            handle.sign_closing(p.pk, by=p.signer, version=p.version, opinion="同意。")

    def _close(self) -> None:
        p = self._now()
        office = self.staff["demo-zhenxinfang" if p.unit.code == "T03-XF" else "demo-zhuangan"]
        text = "您反映的问题已经调查，情况基本属实，已责成有关单位限期整改。如有疑问，请与我们联系。"
        close.close(p.pk, by=office, version=p.version, text=text, method="letter", late=cause_of(p))


def _units_that_handle() -> set[str]:
    return set(Post.objects.filter(role="handler").values_list("unit__code", flat=True))


def seed_cases(today: date) -> int:
    """Six weeks of letters and visits in every state. Returns how many."""
    dice = random.Random(20260302)
    stories = list(rows_of("demo_stories.csv"))
    handled = _units_that_handle()
    table = holiday_table()
    made = 0
    for back in range(DAYS, 0, -1):
        day = today - timedelta(days=back)
        if not table.is_working(day):
            continue
        for _ in range(dice.choice([1, 2, 2, 3])):
            row = dict(stories[made % len(stories)])
            if made >= len(stories):
                row["name"] = row["name"][0] + "某" + dice.choice("甲乙丙丁戊己庚辛壬癸")
            row["phone"] = f"120{dice.randrange(10**8):08d}"
            unit_ready = row["unit"] in handled
            if not unit_ready:
                row["unit"] = dice.choice(sorted(handled))
            far = (
                "closed"
                if back > 12
                else dice.choice(["assigned", "handling", "investigated", "reported", "concluded"])
            )
            Story(row, day, today, dice).tell(far)
            made += 1
    return made + _special_cases(today, dice)


def _special_cases(today: date, dice: random.Random) -> int:
    """What a demonstration must show: waiting for the leader, a group, a town's case, a guided one, an accusation."""
    stories = {row["name"]: row for row in rows_of("demo_stories.csv")}
    table = holiday_table()
    last = table.previous_working(today)
    before = table.add_working(last, -1)

    def story(who: str, day: date, /, **changes: str) -> Story:
        row = {**stories[who], "phone": f"120{dice.randrange(10**8):08d}", **changes}
        return Story(row, day, today, dice)

    for name in ("张某甲", "赵某丁", "冯某壬"):
        story(name, before).tell("presented")
    story(
        "孙某戊", last, importance=Importance.IMPORTANT, urgency=Urgency.URGENT, heads="12", channel="visit"
    ).tell("presented")
    for name in ("陈某癸", "沈某卯"):
        story(name, last).tell("registered")
    for name, far, day in (
        ("王某乙", "assigned", before),
        ("李某丙", "reported", table.add_working(last, -8)),
        ("吴某庚", "concluded", table.add_working(last, -8)),
    ):
        story(name, day).tell(far)
    town = story("卫某丑", before, by="demo-zhenxinfang", unit="T03-XF", place="西样镇乙一村")
    town.tell("presented")
    # 镇党政（阅办）: read by the first leader, it waits for the word of the head.
    story("卫某丑", before, by="demo-zhenxinfang", unit="T03-XF", place="西样镇甲一村").tell("assigned")
    owed = "我在样城街道买了商品房，合同约定去年底交房，到现在没有交，开发商不肯付违约金。请帮我要回违约金。"
    litigated = {"text": owed, "class": "0701", "legal_route": LegalRoute.LITIGATION}
    guided = story("许某酉", last, purpose=Purpose.CLAIM, **litigated)
    guided.tell("registered")
    _guide(guided)
    _returned(story("秦某未", before, unit="ZJJ"))
    _late(story("周某己", table.add_working(last, -9)))
    _accusation(story("尤某申", last, name="", purpose=Purpose.ACCUSATION, channel="letter"))
    return 15


def _guide(one: Story) -> None:
    p = one._now()
    with moment(one.arrived, time(16, 10)):
        route.guide(
            p.pk,
            by=one.staff["demo-zhuangan"],
            version=p.version,
            ground=RefusalGround.objects.get(code="R2"),
            organ="清禾县人民法院立案庭",
            address="清禾县法院诉讼服务中心（虚构）",
            phone="0000-12009999",
            bring="身份证、协议和付款凭证",
            explanation="此事属商品房买卖合同纠纷，可向法院起诉；符合条件的可申请法律援助。",
            contacted="已电话联系立案庭值班人员",
        )


def _returned(one: Story) -> None:
    p = one.tell("handling")
    p = one._now()
    if p.state == State.HANDLING and p.handler:
        with moment(one.today, time(9, 20)):
            handle.return_to_office(
                p.pk, by=p.handler, version=p.version, reason="经核，应由生态环境分局办理，建议改转。"
            )


def _late(one: Story) -> None:
    """Accepted long ago and not reported: the supervisor urges."""
    p = one.tell("handling")
    with moment(one.today, time(9, 30)):
        supervise.urge(p.pk, by=one.staff["demo-ducha"], text="已超过内部期限，请三日内报送进展。")


def _accusation(one: Story) -> None:
    row = one.row
    row["text"] = "反映某单位工作人员在项目验收中收受好处，请纪检部门调查。"
    with moment(one.arrived, time(15, 0)):
        register.register(
            register.Matter(
                channel=Channel.LETTER,
                received_on=one.arrived,
                body=row["text"],
                is_anonymous=True,
                purpose=Purpose.ACCUSATION,
                accused_units=(Unit.objects.get(code="CGJ"),),
            ),
            by=one.staff["demo-dengji"],
        )


def seed_demo(today: date) -> int:
    """The whole demonstration; a second call adds nothing. Returns the number of cases made."""
    seed_units()
    load_reference()
    for item in ContentClass.objects.filter(default_unit__isnull=True):
        row = next((one for one in rows_of("content_classes.csv") if one["code"] == item.code), None)
        if row and row["default_unit"]:
            item.default_unit = Unit.objects.filter(code=row["default_unit"]).first()
            item.save()
    seed_people()
    seed_policies()
    if Petition._base_manager.exists():
        return 0
    made = seed_cases(today) + seed_matters(today) + seed_ways(today)
    seed_supervision(today)
    seed_information(today)
    seed_organisation(today)
    seed_archive(today)
    seed_proxy(today)
    seed_reception(today)
    seed_outcomes(today)
    seed_endings(today)
    seed_compartment(today)
    seed_papers(today)
    seed_policy(today)
    return made
