"""The supervisor's board: every number opens what it counted; 催办 for one and for many."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.models import Clock, Notice
from casework.states import State, Urgency
from petitions.actions import handle, route, supervise
from petitions.models import Petition, Urge
from tests.office import Office
from tests.petitions.steps import assigned, concluded, fresh, handling, presented, reported
from tests.petitions.views.reading import queries_of, signed_in, words

pytestmark = pytest.mark.usefixtures("monday")
URL = "/supervision/"
FRIDAY = "2026-03-06 09:00:00+08:00"


def board(office: Office, name: str = "supervisor") -> dict[str, dict[str, Any]]:
    """Unit → column → the figure."""
    context = signed_in(office[name]).get(URL).context
    lines = {line.name: {cell.label: cell for cell in line.cells} for line in context["board"]}
    return {**lines, "lists": {one.label: one for one in context["lists"]}, "reading": context["reading"]}


def opened(office: Office, figure: Any, name: str = "supervisor") -> set[int]:
    """The ids in the list that a figure opens; as many as it says."""
    rows = signed_in(office[name]).get(figure.url).context["rows"]
    assert len(rows) == figure.value
    return {row.petition.pk for row in rows}


def handed_back(office: Office, petition: Petition) -> Petition:
    p = handling(office, petition)
    handle.return_to_office(p.pk, by=office["handler"], version=p.version, reason="属人社局职责。")
    return fresh(p)


@pytest.fixture
def week(office: Office, monday: Any) -> dict[str, Petition]:
    """One case of each kind, looked at on the Friday after."""
    made = {
        "waiting": assigned(office, office.registered()),
        "calm": handling(office, office.registered()),
        "near": handling(office, office.registered()),
        "late": handling(office, office.registered()),
        "reported": handling(office, office.registered()),
        "back": handed_back(office, office.registered()),
    }
    days = {"calm": date(2026, 3, 20), "near": date(2026, 3, 9), "late": date(2026, 3, 4)}
    for name, day in {**days, "reported": date(2026, 3, 4)}.items():
        Clock.objects.filter(case=made[name], met_on=None).update(due_on=day)
        Petition.objects.filter(pk=made[name].pk).update(due_on=day)
    monday.move_to(FRIDAY)
    handle.interim_report(
        made["reported"].pk,
        by=office["handler"],
        reason="配件未到",
        progress="已订货",
        asks_until=date(2026, 3, 12),
    )
    return made


def test_units_by_what_is_the_matter(office: Office, week: dict[str, Petition]) -> None:
    found = board(office)["清禾县住房和城乡建设局"]
    expected = {
        "待签收": ["waiting"],
        "按期办理中": ["calm"],
        "3个工作日内到期": ["near"],
        "已超期": ["late", "reported"],
        "超期无中途报告": ["late"],
        "已退回": ["back"],
    }
    assert {label: cell.value for label, cell in found.items()} == {k: len(v) for k, v in expected.items()}
    for label, names in expected.items():
        assert opened(office, found[label]) == {week[name].pk for name in names}


@pytest.mark.rule("S14-09")
def test_three_lists_of_what_went_wrong(office: Office, week: dict[str, Petition]) -> None:
    lists = board(office)["lists"]
    assert opened(office, lists["误办（退回）"]) == {week["back"].pk}
    assert opened(office, lists["漏办（无人认领）"]) == {week["waiting"].pk}
    late = {week[name].pk for name in ("late", "reported", "waiting", "back")}
    assert opened(office, lists["延期"]) == late


@pytest.mark.rule("S14-09", "S13-08")
def test_unclaimed_begins_after_one_working_day(office: Office, monday: Any) -> None:
    assigned(office, office.registered())
    monday.move_to("2026-03-03 17:00:00+08:00")
    assert board(office)["lists"]["漏办（无人认领）"].value == 0
    monday.move_to("2026-03-04 08:00:00+08:00")
    assert board(office)["lists"]["漏办（无人认领）"].value == 1


@pytest.mark.rule("S18-02")
def test_idle_cases_are_listed_after_ten_days(office: Office, monday: Any) -> None:
    quiet, busy = handling(office, office.registered()), handling(office, office.registered())
    monday.move_to("2026-03-12 09:00:00+08:00")
    assert board(office)["lists"]["压置"].value == 0
    supervise.urge(busy.pk, by=office["supervisor"], text="请抓紧。")
    monday.move_to("2026-03-13 09:00:00+08:00")
    assert opened(office, board(office)["lists"]["压置"]) == {quiet.pk}


@pytest.mark.rule("S09-12")
@pytest.mark.rule("S18-02")
def test_third_sending_on_is_listed(office: Office) -> None:
    petition = office.registered()
    for hop in (1, 2, 3):
        p = fresh(petition)
        if hop == 1:
            p = assigned(office, petition)
        else:
            units = {"unit": office.units["ZJJ"], "opinion": "请再核。"}
            route.assign(p.pk, by=office["officer"], version=p.version, **units)
            p = fresh(p)
        assert board(office)["lists"]["多次流转"].value == (1 if hop == 3 else 0)
        if hop < 3:
            handle.return_to_office(p.pk, by=office["bureau_head"], version=p.version, reason="不属我局。")


@pytest.mark.rule("S01-08")
def test_not_given_out_and_not_answered_by_age(office: Office) -> None:
    new, old = office.registered(), office.registered(received_on=date(2026, 2, 24))
    out, done = assigned(office, office.registered()), reported(office, office.registered())
    lists = board(office)["lists"]
    rows = signed_in(office["supervisor"]).get(lists["已登记未交办"].url).context["rows"]
    assert [row.petition.pk for row in rows] == [old.pk, new.pk]
    assert opened(office, lists["已交办未反馈"]) == {out.pk}
    assert done.state == State.REPORTED


@pytest.mark.rule("S18-01")
def test_cases_of_earlier_years_without_result(office: Office, monday: Any) -> None:
    open_one, closed = office.registered(), concluded(office, office.registered())
    monday.move_to("2027-01-04 09:00:00+08:00")
    assert opened(office, board(office)["lists"]["往年未结"]) == {open_one.pk, closed.pk}
    assert not Petition.objects.filter(
        state__in=[State.ASSIGNED, State.HANDLING], handling_unit=None
    ).exists()


@pytest.mark.rule("S10-01")
def test_rate_of_reading_with_the_missing(office: Office) -> None:
    assert board(office)["reading"].value == "—"
    read, missing = assigned(office, office.registered()), office.registered()
    asked = presented(office, office.registered())
    reading = board(office)["reading"]
    assert (reading.value, reading.hint) == ("33.3%", "应阅 3 件，未阅 2 件")
    rows = signed_in(office["supervisor"]).get(reading.url).context["rows"]
    assert {row.petition.pk for row in rows} == {missing.pk, asked.pk}
    assert read.pk not in {row.petition.pk for row in rows}


@pytest.mark.rule("S11-15")
def test_pressing_ones_stand_by_urgency_then_by_date(office: Office, monday: Any) -> None:
    plain = handling(office, office.registered())
    urgent = handling(office, office.registered(details={"urgency": Urgency.URGENT}))
    waiting = assigned(office, office.registered())
    monday.move_to(FRIDAY)
    rows = signed_in(office["supervisor"]).get(URL).context["rows"]
    assert [row.petition.pk for row in rows] == [urgent.pk, waiting.pk, plain.pk]


@pytest.mark.rule("S13-11")
def test_many_are_urged_after_showing_which(office: Office) -> None:
    first, second, early = (
        handling(office, office.registered()),
        assigned(office, office.registered()),
        office.registered(),
    )
    client = signed_in(office["supervisor"])
    ticked = {"ids": [first.pk, second.pk, early.pk], "next": URL}
    asked = client.post("/supervision/urge/", ticked)
    assert "催办 2 件" in words(asked)
    assert "现在是“已登记”，不能催办" in words(asked)
    assert not Urge.objects.exists()
    assert client.post("/supervision/urge/", {**ticked, "confirmed": "1", "text": " "}).status_code == 422
    done = client.post(
        "/supervision/urge/", {**ticked, "confirmed": "1", "text": "请抓紧办理。"}, follow=True
    )
    assert "已催办 2 件" in words(done)
    assert set(Urge.objects.values_list("petition", "text")) == {
        (first.pk, "请抓紧办理。"),
        (second.pk, "请抓紧办理。"),
    }
    assert Notice.objects.filter(staff=office.staff["handler"], text__contains="催办").count() == 1
    assert {one.petition_id for one in done.context["urges"]} == {first.pk, second.pk}


def test_all_results_are_urged_up_to_the_limit(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        assigned(office, office.registered())
    client = signed_in(office["supervisor"])
    data = {"all_results": "1", "query": "tab=supervised&state=assigned", "next": "/petitions/"}
    assert "催办 3 件" in words(client.post("/supervision/urge/", data))
    monkeypatch.setattr(supervise, "BULK_LIMIT", 2)
    refused = client.post("/supervision/urge/", data, follow=True)
    assert "一次最多催办 2 件" in words(refused)


def test_board_is_for_supervisors_and_their_own_subtree(office: Office) -> None:
    assigned(office, office.registered())
    assert signed_in(office["handler"]).get(URL).status_code == 403
    assert signed_in(office["chief"]).post("/supervision/urge/", {"ids": "1"}).status_code == 403
    assert list(board(office, "town_officer")) == ["lists", "reading"]


def test_queries_do_not_grow_with_rows(office: Office, monday: Any) -> None:
    client = signed_in(office["supervisor"])
    for _ in range(5):
        supervise.urge(handling(office, office.registered()).pk, by=office["supervisor"], text="请抓紧。")
    monday.move_to(FRIDAY)
    client.get(URL)
    few = queries_of(lambda: client.get(URL))
    monday.move_to("2026-03-02 09:00:00+08:00")
    for n in range(15):
        unit = ("ZJJ", "RSJ", "T03-XF")[n % 3]
        petition = assigned(office, office.registered(), unit=unit)
        supervise.urge(petition.pk, by=office["supervisor"], text="请抓紧。")
    monday.move_to(FRIDAY)
    assert queries_of(lambda: client.get(URL)) == few
