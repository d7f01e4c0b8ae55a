"""S10-02: the first leader receives; whoever reads or receives in their place is of the same house and tells them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounts.models import Post
from accounts.roles import Role
from casework.models import Notice, PolicyProfile
from petitions.actions import receive, route
from petitions.models import OfficeTask, Petition
from petitions.states import Channel
from tests.office import Office
from tests.petitions.receiving import hall
from tests.petitions.steps import fresh
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")


def in_town(office: Office, **changes: Any) -> Petition:
    return office.registered(by=office["town_officer"], **changes)


@pytest.mark.rule("S10-02")
def test_town_letter_goes_to_another_leader_of_the_town_when_the_first_is_away(office: Office) -> None:
    p = in_town(office)
    # Nobody from above the town reads in its first leader's place.
    assert route.annotators(p) == [office.staff["town_chief"], office.staff["town_head"]]
    route.present(p.pk, by=office["town_officer"], version=1, to=office["town_head"])
    assert fresh(p).signer == office.staff["town_head"]
    assert Notice.objects.filter(staff=office["town_chief"], text__contains="代为阅看").count() == 1


TALK = {"request": "修路", "confirmed": "signed"}


@pytest.mark.rule("S10-02")
def test_visit_received_by_another_owes_the_first_leader_a_report(office: Office) -> None:
    p = in_town(office, channel=Channel.VISIT, talk=TALK)
    task = OfficeTask.objects.get(petition=p)
    assert (task.kind, task.owner, task.due_on) == ("report", office.staff["town_officer"], date(2026, 3, 3))
    assert task.title == f"{p.number} 向吴某己报告接待情况"
    assert fresh(p).events.get(name="report_to_leader").data == {"leader": "吴某己"}
    assert Notice.objects.filter(staff=office["town_chief"], text__contains="特此报告").count() == 1
    page = words(signed_in(office["town_officer"]).get(f"/petitions/{p.pk}/"))
    assert task.title in page


@pytest.mark.rule("S10-02")
def test_first_leader_reports_to_nobody_and_other_policies_ask_for_nothing(office: Office) -> None:
    for role in (Role.REGISTRAR, Role.PETITION_OFFICER):
        Post.objects.create(
            staff=office.staff["town_chief"], unit=office.units["T03"], role=role, starts_on=date(2020, 1, 1)
        )
    office.registered(by=office["town_chief"], channel=Channel.VISIT, talk=TALK)
    office.registered(channel=Channel.VISIT, talk=TALK)
    in_town(office, channel=Channel.PHONE)
    assert not OfficeTask.objects.exists()


@pytest.mark.rule("S10-02")
@pytest.mark.parametrize(("who", "owed"), [("deputy", 1), ("chief", 0)])
def test_reception_by_another_than_the_first_leader_is_reported(office: Office, who: str, owed: int) -> None:
    PolicyProfile.objects.create(
        unit=office.units["XZF"],
        preset="town_annotate",
        effective_from=date(2026, 1, 1),
        approved_by="赵某甲",
        source="清政〔2026〕1号",
    )
    ticket, p = hall.visit(office, hall.session(office, who))
    given = {"kind": "assigned", "opinion": "请七日内修复。", "unit": office.units["ZJJ"]}
    responsible = office["handler"]
    receive.give_result(
        p.pk,
        by=office[who],
        version=p.version,
        ticket=ticket,
        due_on=date(2026, 3, 9),
        responsible=responsible,
        **given,
    )
    tasks = OfficeTask.objects.filter(petition=p, kind="report")
    assert [one.owner for one in tasks] == [office.staff[who]] * owed
