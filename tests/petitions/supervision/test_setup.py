"""责任: who answers for a case, and where nobody does; what supervision is still owed, on one page."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounts.models import LinkKind, Post, ResponsibilityLink
from petitions.actions import cards, supervision
from petitions.models import ContentClass
from petitions.setup_checks import checks
from tests.office import Office
from tests.petitions.scenarios.supervising import late, late_letter
from tests.petitions.steps import handling
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")


def gaps() -> dict[str, list[str]]:
    return {one.label: one.gaps for one in checks()}


@pytest.mark.rule("S03-17")
def test_leaders_without_a_link_are_listed(office: Office) -> None:
    assert gaps()["没有责任关系的领导"] == []
    ResponsibilityLink.objects.filter(leader=office.staff["deputy"]).delete()
    assert gaps()["没有责任关系的领导"] == ["钱某乙（清禾县人民政府分管领导）"]


@pytest.mark.rule("S05-04", "S14-02")
def test_units_and_lines_without_a_leader_are_listed(office: Office) -> None:
    found = gaps()
    assert found["没有总责领导的单位"] == ["清禾县纪委监委"]
    assert "清禾县住房和城乡建设局" in found["没有分管领导的单位"]
    assert found["没有部门负责人的单位"] == ["清禾县纪委监委"]
    assert found["没有责任领导的条线"] == []
    ContentClass.objects.create(code="02", name="交通运输")
    assert gaps()["没有责任领导的条线"] == ["交通运输"]
    ResponsibilityLink.objects.create(
        leader=office.staff["deputy"], unit=office.units["ZJJ"], kind=LinkKind.IN_CHARGE
    )
    assert "清禾县住房和城乡建设局" not in gaps()["没有分管领导的单位"]


@pytest.mark.rule("S14-03", "S14-04")
def test_office_without_officer_and_unit_without_acceptor_are_listed(office: Office) -> None:
    assert gaps()["没有信访专干的信访部门"] == []
    assert "清禾县信访局" in gaps()["没有指定受理人的单位"]
    Post.objects.filter(staff=office.staff["officer"]).update(ends_on=date(2026, 3, 1))
    assert gaps()["没有信访专干的信访部门"] == ["清禾县信访局"]


@pytest.mark.rule("S05-04")
def test_gaps_are_reached_from_the_board_and_from_the_administration(office: Office) -> None:
    assert "责任设置检查" in words(signed_in(office["supervisor"]).get("/supervision/"))
    assert "责任设置检查" in words(signed_in(office["admin"]).get("/admin/"))
    assert "没有分管领导的单位" in words(signed_in(office["admin"]).get("/supervision/setup/"))


@pytest.mark.rule("S03-18")
def test_case_page_shows_the_chain_of_unit_and_line(office: Office) -> None:
    office_head = office.staff["office_head"]
    ResponsibilityLink.objects.create(leader=office_head, unit=office.units["ZJJ"], kind=LinkKind.ASSISTS)
    content_class = ContentClass.objects.get(code="0102")
    p = office.registered(details={"content_class": content_class})
    text = words(signed_in(office["officer"]).get(f"/petitions/{p.pk}/"))
    assert "总责赵某甲（清禾县人民政府）" in text
    assert "分管钱某乙（清禾县信访局）" in text
    # The class belongs to the housing bureau: whoever assists there is in the chain of the line.
    assert "配合孙某丙（清禾县住房和城乡建设局）" in text


def test_what_is_owed_stands_on_one_page_and_causes_are_counted(office: Office) -> None:
    p = handling(office, office.registered())
    given: dict[str, Any] = {"reason": "shirking", "requirement": "请报进展。", "unit": office.units["ZJJ"]}
    supervision.supervise(p.pk, by=office["supervisor"], **given)
    listing = {"listed_by": "县联席会议", "reason": "久拖未决", "until": date(2026, 4, 1)}
    supervision.list_case(p.pk, by=office["supervisor"], **listing)
    card = {"opinion": "速办。", "unit": office.units["ZJJ"], "due_on": date(2026, 3, 5)}
    cards.issue_card(p.pk, by=office["chief"], version=p.version, **card)
    late_one = late_letter(office)
    client = signed_in(office["supervisor"])
    page = client.get("/supervision/items/")
    assert [len(page.context[name]) for name in ("cards", "asked", "listed")] == [1, 1, 1]
    assert page.context["unexplained"] == 1
    rows = client.get(page.context["unexplained_url"]).context["rows"]
    assert [row.petition.pk for row in rows] == [late_one.pk]
    from petitions.actions import lateness

    lateness.explain_late(late_one.pk, by=office["handler"], late=late(office))
    page = client.get("/supervision/items/")
    (name, cells), *_ = page.context["cause_table"]
    assert (name, [number for _, number in cells if number]) == ("清禾县住房和城乡建设局", [1])
    url = next(url for url, number in cells if number)
    assert [one.petition_id for one in client.get(url).context["causes"]] == [late_one.pk]
    assert page.context["unexplained"] == 0
