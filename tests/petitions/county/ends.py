"""What ends without being handled: told on the spot, not accepted, no longer accepted; and the way up to a review."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from accounts.models import Staff
from petitions import reviews as reads
from petitions.actions import decline, papers, register, reviews, route
from petitions.models import Petition, RefusalGround, Review
from petitions.papers import FORMAL
from petitions.papers.writing import first_answers
from tests.petitions.county.handling import Days, at, file, fresh, handled, next_day, walk
from tests.petitions.county.people import staff
from tests.petitions.county.rows import Row
from tests.petitions.county.told import Told, law_clocks
from tests.petitions.steps import EXPLAINED

OPINION = {"facts": "原认定事实清楚。", "opinion": "维持原处理意见。", "basis": "有关补偿办法"}


class Ends:
    """The part of the year that concerns them."""

    told: dict[str, Told]
    cases: dict[str, Petition]
    arrived: dict[str, Petition]
    ended: Petition

    def on_the_spot(self, row: Row, p: Petition) -> Days:
        """An enquiry is answered where it is asked."""
        by = staff(row.unit, "officer")
        route.answer_on_the_spot(
            p.pk, by=by, version=p.version, text="请到社区服务中心申请，带身份证。", **EXPLAINED
        )
        yield next_day(row.received_on)
        file(p)

    def refuse(self, row: Row, p: Petition) -> Days:
        """It is being handled below: not accepted here, and said so in writing."""
        yield from self._declined(row, p, self.arrived[row.repeat_of], "县民政局正在办理期限内。")

    def end(self, row: Row, p: Petition) -> Days:
        """Ended by a 复核 long ago, with the same facts and reasons."""
        yield from self._declined(row, p, self.ended, "已经复核终结，没有新的事实和理由。")

    def _declined(self, row: Row, p: Petition, earlier: Petition, reason: str) -> Days:
        by, ground = staff(row.unit, "officer"), RefusalGround.objects.get(code=row.ground)
        decline.decline(p.pk, by=by, version=p.version, ground=ground, reason=reason, earlier=earlier)
        yield (day := next_day(row.received_on))
        _on_paper(p, by, day, "refuse" if row.ground in ("R1", "R3") else "end")
        file(p)

    def review(self, row: Row) -> Days:
        """A letter to the city's office about an answer: no new matter, an application for 复查 of the first one."""
        p, told, by = self.arrived["P01"], self.told[row.id], staff(row.unit, "officer")
        register.add_intake(p.pk, by=by, channel=row.channel, received_on=row.received_on, note="申请复查")
        made = _apply(p, row.received_on, by="C-XF")
        told.pk, told.unit, told.action = p.pk, row.unit, "review"
        told.went_to = made.organ.code if made.organ else made.organ_name
        told.clocks = law_clocks(p)
        yield row.received_on + timedelta(days=10)
        _decide(p, organ="XZF", office="XF")
        told.end = fresh(p).state

    def _long_ended(self, person: register.Person) -> Petition:
        """Handled, reviewed and reviewed again the year before, each time upheld."""
        day = date(2025, 1, 6)
        with at(day):
            words = "老屋拆迁补偿太低，请重新处理。"
            matter = register.Matter(channel="letter", received_on=day, body=words, person=person)
            p = register.register(matter, by=staff("ZJJ", "officer"))
        walk(handled(p, "ZJJ", day, accepts=None, answers=None), day)
        for applied, organ, office in ((date(2025, 1, 20), "XZF", "XF"), (date(2025, 2, 17), "C-ZF", "C-XF")):
            with at(applied):
                _apply(p, applied, by="ZJJ")
            with at(applied + timedelta(days=10)):
                _decide(p, organ, office)
        return fresh(p)


def _apply(p: Petition, day: date, *, by: str) -> Review:
    received, who = reads.answer_received_on(fresh(p)), staff(by, "officer")
    assert received is not None
    return reviews.apply_review(
        p.pk,
        by=who,
        version=fresh(p).version,
        applied_on=day,
        answer_received_on=received,
        grounds="补偿不足。",
    )


def _decide(p: Petition, organ: str, office: str) -> None:
    """Drafted by the office of the organ above, signed by its head, delivered."""
    by = staff(office, "officer")
    reviews.draft_review(p.pk, by=by, version=fresh(p).version, decision="uphold", **OPINION)
    p = fresh(p)
    reviews.sign_review(p.pk, by=staff(organ, "chief"), version=p.version, opinion="同意。")
    review = p.reviews.last()
    assert review is not None
    _on_paper(p, by, timezone.localdate(), str(review.level))


def _on_paper(p: Petition, by: Staff, day: date, kind: str) -> None:
    """Issued with what its page begins with, and handed over."""
    formal = FORMAL[kind]
    given = first_answers(formal, fresh(p), formal.about(p))
    paper = papers.issue(p.pk, by=by, kind=kind, given=given)
    papers.deliver(paper.pk, by=by, receipt=papers.Receipt("direct", day, receiver=p.person_name))
