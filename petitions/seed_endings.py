"""Demonstration of how matters end otherwise: withdrawn, void, not accepted, no longer accepted after two reviews."""

from __future__ import annotations

from datetime import date, time, timedelta

from django.utils import timezone

from accounts.models import Staff, Unit
from casework.calendar import holiday_table
from casework.states import State
from petitions.actions import decline, register, reviews, route
from petitions.models import Petition, Petitioner, RefusalGround
from petitions.reviews import answer_received_on
from petitions.seed_moments import moment
from petitions.seed_papers import on_paper
from petitions.states import Channel, Purpose, RepeatKind

OPINION = {
    "facts": "原处理意见认定的事实清楚，责任单位已经整改。",
    "opinion": "原处理意见适用依据正确；责任单位应当在承诺期限内完成整改。",
    "basis": "有关管理条例和本县实施办法",
}


class Endings:
    """Letters to the petition office, some days ago."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.day = holiday_table().add_working(today, -4)
        self.staff = {one.username: one for one in Staff.objects.filter(username__startswith="demo-")}
        self.officer = self.staff["demo-zhuangan"]

    def letter(self, body: str, person: register.Person) -> Petition:
        with moment(self.day, time(9, 25)):
            matter = register.Matter(
                channel=Channel.LETTER,
                received_on=self.day,
                body=body,
                person=person,
                details={"place": "样城街道"},
            )
            return self._now(register.register(matter, by=self.staff["demo-dengji"]))

    @staticmethod
    def _now(petition: Petition) -> Petition:
        return Petition.objects.get(pk=petition.pk)

    def withdrawn(self) -> None:
        body = "楼道里堆放杂物，堵住了消防通道，请派人清理。"
        p = self.letter(body, register.Person(name="陶某乙", phone="12000007311"))
        with moment(self.today, time(9, 5)):
            decline.withdraw_matter(
                p.pk,
                by=self.staff["demo-dengji"],
                version=p.version,
                declared_on=self.today,
                form="written",
                statement="杂物已经清走，我自愿撤回这封信。",
            )

    def voided(self) -> None:
        p = self.letter(
            "消防通道堆放杂物（同一封信登记了两次）。", register.Person(name="陶某乙", phone="12000007311")
        )
        with moment(self.day, time(9, 40)):
            register.void(p.pk, by=self.officer, version=p.version, reason="与前一件重复登记")

    def refused(self) -> None:
        body = "加装电梯的补贴没有发到，市里已经受理，再请县里也办一办。"
        p = self.letter(body, register.Person(name="姜某丙", phone="12000007312", address="样城街道乙社区"))
        self._declined(p, "R1", "市信访局已受理，正在法定期限内办理。", where="样例市信访局")

    def ended(self, closed: Petition) -> None:
        """Upheld by the county and by the city; written once more with the same reasons."""
        self._reviewed(closed, "demo-zhuangan", "demo-zhuyao")
        self._reviewed(closed, "demo-shixinfang", "demo-shizhang")
        p = self.letter("还是老事情，市里复核我也不服，请重新处理。", register.Person(known=_person(closed)))
        self._declined(p, "R4", "此事项已经复核终结，没有提出新的事实和理由。", earlier=self._now(closed))
        self._taken_up_again(self._now(closed))

    def _taken_up_again(self, ended: Petition) -> None:
        """The same person's third letter: the same matter, with 新的事实和理由."""
        news = "整改以后上周又出了同样的问题，有现场照片和维修单。"
        p = self.letter(f"{news}请重新处理。", register.Person(known=_person(ended)))
        with moment(self.today, time(9, 20)):
            register.link_repeat(p.pk, ended, by=self.officer, kind=RepeatKind.SAME_MATTER)
            version = self._now(p).version
            decline.state_new_facts(p.pk, by=self.officer, version=version, text=news)

    def before_the_city(self, closed: Petition) -> None:
        """Upheld by the county; the city's office drafts the 复核 now."""
        self._reviewed(closed, "demo-zhuangan", "demo-zhuyao")
        self._applied(closed)

    def accused(self) -> None:
        """An accusation with a name, read by the head and sent to the discipline organ, not taken in yet."""
        with moment(self.day, time(10, 5)):
            matter = register.Matter(
                channel=Channel.LETTER,
                received_on=self.day,
                body="反映某单位工作人员在广告牌审批中索要好处，愿意配合调查。",
                person=register.Person(name="柏某丁", phone="12000007313"),
                purpose=Purpose.ACCUSATION,
                accused_units=(Unit.objects.get(code="CGJ"),),
            )
            p = register.register(matter, by=self.staff["demo-dengji"])
            route.present(p.pk, by=self.officer, version=self._now(p).version)
            shown = self._now(p)
            assert shown.signer is not None
            route.annotate(
                p.pk, by=shown.signer, version=shown.version, opinion="按管理权限移送纪检监察机关。"
            )
        with moment(self.today, time(9, 30)):
            route.transfer(
                p.pk,
                by=self.officer,
                version=self._now(p).version,
                unit=Unit.objects.get(code="XJW"),
                reason="检举控告，按管理权限移送。",
                told_petitioner=f"{self.today.month}月{self.today.day}日电话告知本人",
            )

    def _declined(
        self, p: Petition, code: str, reason: str, where: str = "", earlier: Petition | None = None
    ) -> None:
        ground = RefusalGround.objects.get(code=code)
        with moment(self.day, time(16, 0)):
            decline.decline(
                p.pk,
                by=self.officer,
                version=p.version,
                ground=ground,
                reason=reason,
                where=where,
                earlier=earlier,
            )
        with moment(self.today, time(9, 10)):
            on_paper(p, self.officer, "refuse" if code == "R1" else "end", self.today)

    def _applied(self, closed: Petition) -> None:
        """登记申请 the day after the answer, or after the last opinion, was received."""
        received = answer_received_on(self._now(closed))
        assert received is not None
        with moment(min(received + timedelta(days=1), self.today), time(14, 0)):
            reviews.apply_review(
                closed.pk,
                by=self.officer,
                version=self._now(closed).version,
                applied_on=timezone.localdate(),
                answer_received_on=received,
                grounds="整改期限太长，请求上一级复查。",
            )

    def _reviewed(self, closed: Petition, drafter: str, signer: str) -> None:
        self._applied(closed)
        review = closed.reviews.last()
        assert review is not None
        with moment(review.applied_on, time(15, 0)):
            by = self.staff[drafter]
            on_paper(closed, by, f"{review.level}_taken", review.applied_on)
            reviews.draft_review(
                closed.pk, by=by, version=self._now(closed).version, decision="uphold", **OPINION
            )
            leader = self.staff[signer]
            reviews.sign_review(closed.pk, by=leader, version=self._now(closed).version, opinion="同意。")
            on_paper(closed, by, str(review.level), review.applied_on)


def _person(petition: Petition) -> Petitioner:
    assert petition.petitioner is not None
    return petition.petitioner


def seed_endings(today: date) -> None:
    """One of each; what is reviewed is a case that the office answered before."""
    endings = Endings(today)
    endings.withdrawn()
    endings.voided()
    endings.refused()
    answered = Petition.objects.visible_to(endings.officer).filter(
        state=State.CLOSED, unit=endings.officer.unit, purpose=Purpose.CLAIM, petitioner__isnull=False,
        handling_unit__parent__code="XZF", legal_route="",
    )  # fmt: skip
    first, second = answered.order_by("closed_at", "pk")[:2]
    endings.ended(first)
    endings.before_the_city(second)
    endings.accused()
