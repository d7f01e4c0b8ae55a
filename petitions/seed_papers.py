"""Demonstration of 文书: notices issued and delivered, some that still wait, one taken back; one at least of most kinds."""

from __future__ import annotations

from datetime import date, time

from accounts.access import standing_of
from accounts.models import Staff
from casework.calendar import holiday_table
from casework.models import DeliveryMethod, IssuedPaper
from casework.refusals import Refusal
from petitions.actions import papers
from petitions.models import Petition
from petitions.papers import FORMAL
from petitions.papers.queries import kind_to_tell, to_tell
from petitions.papers.writing import first_answers

ISSUED, DELIVERED = 8, 4
# What a clerk would write where the page begins empty.
GIVEN = {
    "view": "信访人表示认可。",
    "legal_basis": "有关管理条例第三十五条",
    "progress": "已到现场核实，正在会同有关单位研究办法。",
    "reason": "涉及两个以上单位，需要时间核对材料。",
    "plan": "核对完毕后作出处理意见。",
}


def on_paper(petition: Petition, by: Staff, kind: str, day: date) -> IssuedPaper:
    """A paper with what its page begins with, issued, and handed over on that day where it goes to the petitioner."""
    formal = FORMAL[kind]
    about = formal.about(petition)
    paper = papers.issue(petition.pk, by=by, kind=kind, given=first_answers(formal, petition, about))
    if paper.to_petitioner:
        receipt = papers.Receipt(DeliveryMethod.DIRECT, day, receiver=petition.person_name)
        papers.deliver(paper.pk, by=by, receipt=receipt)
    return paper


def _one_of_each(by: Staff) -> None:
    """Of every kind that has none, the first that some case of the office is due."""
    seen = list(Petition.objects.visible_to(by).filter(unit=by.unit).order_by("-pk")[:80])
    for formal in FORMAL.values():
        if IssuedPaper.objects.filter(kind=formal.kind).exists():
            continue
        for petition in seen:
            if formal.why_not(petition) or not formal.whose(petition, standing_of(by)):
                continue
            about = formal.about(petition)
            first = first_answers(formal, petition, about)
            given = {name: words or GIVEN.get(name, "") for name, words in first.items()}
            papers.issue(petition.pk, by=by, kind=formal.kind, given=given)
            break


def seed_papers(today: date) -> int:
    """Returns how many papers were issued."""
    from petitions.seed_moments import moment

    by = Staff.objects.get(username="demo-zhuangan")
    day = holiday_table().add_working(today, -1)
    with moment(day, time(16, 0)):
        waiting = list(to_tell(by).filter(is_sealed=False, received_on__lte=day).order_by("pk")[:ISSUED])
        made = []
        for petition in waiting:
            try:
                made.append(papers.issue(petition.pk, by=by, kind=kind_to_tell(petition)))
                if petition.state != "guided":
                    papers.issue(petition.pk, by=by, kind="assign")
            except Refusal:
                continue
        for paper in made[:DELIVERED]:
            papers.count_print(paper.pk, by=by)
            receipt = papers.Receipt(DeliveryMethod.DIRECT, day, receiver=paper.recipient)
            papers.deliver(paper.pk, by=by, receipt=receipt)
        if len(made) > DELIVERED:
            papers.withdraw(made[DELIVERED].pk, by=by, reason="承办单位名称写错，重新发出")
        _one_of_each(by)
    return len(made)
