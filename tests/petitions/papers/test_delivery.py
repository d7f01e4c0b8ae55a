"""送达回证: how a paper arrived, and what the day of its arrival starts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from casework.models import ClockKind, Delivery, DeliveryMethod, Event, IssuedPaper, PolicyProfile
from casework.refusals import NotVisible, NotYours, Refusal
from petitions.actions import handle, papers
from petitions.papers.queries import kind_to_tell, to_deliver, to_tell
from tests.office import Office
from tests.petitions import steps
from tests.petitions.papers.reading import issued, receipt
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")


def opinion(office: Office) -> IssuedPaper:
    p = steps.concluded(office, office.registered())
    return issued(office, p, "opinion", by="handler", legal_basis="《物业管理条例》第三十五条。")


def acceptance(office: Office) -> IssuedPaper:
    return issued(office, steps.assigned(office, office.registered()), "accept")


def test_delivery_starts_the_thirty_days_of_review(office: Office, monday: Any) -> None:
    """Golden case F-05 counts the same way: 28 January + 30 days = 27 February."""
    paper = opinion(office)
    made = papers.deliver(paper.pk, by=office["handler"], receipt=receipt())
    assert (made.delivered_on, made.review_until) == (date(2026, 3, 2), date(2026, 4, 1))
    event = Event.objects.get(name="delivered")
    assert event.data == {
        "paper": "信访处理意见书",
        "number": paper.number,
        "method": "直接送达",
        "day": "2026年3月2日",
    }


def test_other_papers_start_no_review(office: Office) -> None:
    made = papers.deliver(acceptance(office).pk, by=office["officer"], receipt=receipt())
    assert made.review_until is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"day": date(2026, 3, 3)}, "day"),
        ({"day": date(2026, 3, 1)}, "day"),
        ({"method": "pigeon"}, "method"),
        ({"receiver": " "}, "receiver"),
        ({"refused": True}, "method"),
        ({"method": "left", "witnesses": "陈某"}, "witnesses"),
        ({"method": "post"}, "remark"),
        ({"method": "electronic"}, "remark"),
        ({"method": "notice"}, "remark"),
    ],
)
def test_what_a_receipt_lacks_is_said_beside_its_field(
    office: Office, changes: dict[str, Any], field: str
) -> None:
    paper = acceptance(office)
    with pytest.raises(Refusal) as refused:
        papers.deliver(paper.pk, by=office["officer"], receipt=receipt(**changes))
    assert refused.value.field == field
    assert not Delivery.objects.exists()


def test_refusal_is_left_with_two_witnesses(office: Office) -> None:
    given = receipt(method=DeliveryMethod.LEFT, refused=True, receiver="", witnesses="陈某、林某")
    made = papers.deliver(acceptance(office).pk, by=office["officer"], receipt=given)
    assert (made.refused, made.witnesses) == (True, "陈某、林某")


def test_published_notice_counts_thirty_days_later(office: Office) -> None:
    given = receipt(method="notice", receiver="", remark="县信访局公告栏；电话、邮寄均无法送达。")
    made = papers.deliver(opinion(office).pk, by=office["handler"], receipt=given)
    assert made.published_on == date(2026, 3, 2)
    assert made.delivered_on == date(2026, 4, 1)
    assert made.review_until == date(2026, 5, 6)


def test_second_receipt_and_receipt_of_a_withdrawn_paper_are_refused(office: Office) -> None:
    paper, other = acceptance(office), acceptance(office)
    papers.deliver(paper.pk, by=office["officer"], receipt=receipt())
    with pytest.raises(Refusal, match="已经登记"):
        papers.deliver(paper.pk, by=office["officer"], receipt=receipt())
    papers.withdraw(other.pk, by=office["officer"], reason="写错")
    with pytest.raises(Refusal, match="已经撤回"):
        papers.deliver(other.pk, by=office["officer"], receipt=receipt())


def test_papers_between_units_have_no_receipt(office: Office) -> None:
    paper = issued(office, steps.assigned(office, office.registered()), "assign")
    with pytest.raises(Refusal, match="不用送达回证"):
        papers.deliver(paper.pk, by=office["officer"], receipt=receipt())


def test_receipt_is_entered_by_desk_or_handling_unit_alone(office: Office) -> None:
    paper = acceptance(office)
    with pytest.raises(NotYours):
        papers.deliver(paper.pk, by=office["deputy"], receipt=receipt())
    with pytest.raises(NotVisible):
        papers.deliver(paper.pk, by=office["other_handler"], receipt=receipt())


@pytest.mark.parametrize(
    "values",
    [
        {"method": "left"},
        {"method": "direct", "refused": True},
        {"method": "notice"},
        {"method": "post", "published_on": date(2026, 3, 2)},
    ],
)
def test_database_refuses_half_a_receipt(office: Office, values: dict[str, Any]) -> None:
    paper = acceptance(office)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(
            paper=paper,
            delivered_on=date(2026, 3, 2),
            recorded_by=office["officer"],
            recorded_at=paper.issued_at,
            **values,
        )


def test_lists_hold_what_is_owed_and_no_more(office: Office) -> None:
    p = steps.assigned(office, office.registered())
    steps.assigned(office, office.registered(person=None, is_anonymous=True))
    office.registered()
    assert [one.pk for one in to_tell(office["registrar"])] == [p.pk]
    assert not to_tell(office["other_handler"]).exists()
    paper = issued(office, p, "accept")
    assert not to_tell(office["registrar"]).exists()
    assert [one.pk for one in to_deliver(office["registrar"])] == [paper.pk]
    papers.deliver(paper.pk, by=office["registrar"], receipt=receipt())
    assert not to_deliver(office["registrar"]).exists()


def test_withdrawn_notice_is_owed_again(office: Office) -> None:
    paper = acceptance(office)
    papers.withdraw(paper.pk, by=office["registrar"], reason="写错")
    assert [one.pk for one in to_tell(office["registrar"])] == [paper.case_id]
    assert not to_deliver(office["registrar"]).exists()


def test_delivered_notice_meets_the_clock_of_the_notice(office: Office) -> None:
    p = steps.assigned(office, office.registered())
    paper = issued(office, p, "accept")
    running = p.clocks.filter(kind=ClockKind.NOTICE, met_on=None)
    assert running.exists()
    papers.deliver(paper.pk, by=office["officer"], receipt=receipt())
    assert not running.exists()
    assert p.clocks.filter(kind=ClockKind.NOTICE, met_on=date(2026, 3, 2)).exists()


def test_by_policy_the_handling_organ_tells_under_its_own_number(office: Office) -> None:
    PolicyProfile.objects.create(
        unit=office.units["XF"],
        preset="three_five",
        values={"acceptance_notice_by": "organ"},
        effective_from=date(2026, 1, 1),
        approved_by="孙某丙",
        source="清信〔2026〕1号",
    )
    p = steps.assigned(office, office.registered())
    assert [one.pk for one in to_tell(office["handler"])] == [p.pk]
    assert issued(office, p, "accept", by="handler").number == "清住建信受〔2026〕1号"
    assert not to_tell(office["handler"]).exists()


def test_extension_is_to_be_told_until_its_paper_goes_out(office: Office) -> None:
    p = steps.handling(office, office.registered())
    issued(office, p, "accept")
    handle.extend_statutory(p.pk, by=office["bureau_head"], days=30, reason="须等鉴定结论。")
    for who in ("registrar", "handler"):
        row = to_tell(office[who]).get()
        assert (row.pk, kind_to_tell(row)) == (p.pk, "extend")
        page = words(signed_in(office[who]).get("/papers/"))
        # Before the day that the extension moved, 5月6日.
        assert ("发延长办理期限告知书" in page, "5月6日" in page) == (True, True)
    given = {"ids": [p.pk], "next": "/papers/"}
    signed_in(office["handler"]).post("/papers/issue/", given)
    assert [one.kind for one in to_deliver(office["handler"])] == ["extend"]
    assert not to_tell(office["registrar"]).exists()


def test_office_tells_of_the_acceptance_first_and_the_unit_of_its_extension(office: Office) -> None:
    p = steps.handling(office, office.registered())
    handle.extend_statutory(p.pk, by=office["bureau_head"], days=30, reason="须等鉴定结论。")
    told = {who: kind_to_tell(to_tell(office[who]).get()) for who in ("registrar", "handler")}
    assert told == {"registrar": "accept", "handler": "extend"}
