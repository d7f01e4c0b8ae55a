"""The list: filters in the address, tabs, saved views, pages, and the workbook."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.http import QueryDict
from django.urls import reverse
from python_calamine import CalamineWorkbook

from casework import jobs
from casework.models import Job, SavedView
from casework.states import State, Urgency
from petitions import exports
from petitions.actions.register import Person
from petitions.forms.listing import PetitionFilter
from petitions.models import ContentClass, Petition
from petitions.states import Channel, Purpose
from tests.office import Office
from tests.petitions.receiving import hall
from tests.petitions.steps import assigned, handling
from tests.petitions.views.reading import queries_of, signed_in, words

pytestmark = pytest.mark.usefixtures("monday")
URL = "/petitions/"


def shown(office: Office, name: str, query: str = "") -> list[str]:
    """The numbers on the page, in its order, without the office's part."""
    response = signed_in(office[name]).get(f"{URL}?{query}")
    return [row.petition.number.split("〕")[1] for row in response.context["rows"]]


def test_newest_stand_first_and_number_is_the_link(office: Office) -> None:
    first = office.registered(received_on=date(2026, 2, 27))
    office.registered(received_on=date(2026, 3, 2))
    response = signed_in(office["registrar"]).get(URL)
    assert [row.petition.sequence for row in response.context["rows"]] == [2, 1]
    assert f'<a href="/petitions/{first.pk}/" data-open>清信访〔2026〕1号</a>' in response.content.decode()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("state=assigned", ["3号"]),
        ("state=assigned&state=registered", ["4号", "3号", "2号", "1号"]),
        ("channel=phone", ["2号"]),
        ("urgency=urgent&urgency=critical", ["4号"]),
        ("unit=ZJJ", ["3号"]),
        ("desk=XF", ["4号", "3号", "2号", "1号"]),
        ("desk=T03", []),
        ("topic=01", ["1号"]),
        ("topic=0102", ["1号"]),
        ("since=2026-03-01", ["4号", "3号"]),
        ("until=2026-02-27", ["2号", "1号"]),
        ("due=near", ["3号"]),
        ("due=overdue", []),
        ("sort=oldest", ["1号", "2号", "3号", "4号"]),
        ("sort=due", ["3号", "1号", "2号", "4号"]),
    ],
)
def test_filters(office: Office, query: str, expected: list[str]) -> None:
    # Only the law's days and those of handling: the desk's own clock would bring all to one day.
    hall.policy(office, "XF", present_within=None)
    office.registered(
        received_on=date(2026, 2, 26), details={"content_class": ContentClass.objects.get(code="0102")}
    )
    office.registered(received_on=date(2026, 2, 27), channel=Channel.PHONE)
    assigned(office, office.registered())
    office.registered(details={"urgency": Urgency.URGENT})
    assert shown(office, "officer", f"tab=registered&{query}") == expected


@pytest.mark.rule("S11-15")
def test_order_by_urgency_then_by_date(office: Office) -> None:
    assigned(office, office.registered(), due_on=date(2026, 3, 4))
    assigned(office, office.registered(), due_on=date(2026, 3, 2))
    office.registered(details={"urgency": Urgency.CRITICAL})
    office.registered(details={"urgency": Urgency.URGENT})
    assert shown(office, "officer", "tab=registered&sort=urgency") == ["3号", "4号", "2号", "1号"]


def test_tabs_of_a_handler_begin_with_the_unit(office: Office) -> None:
    office.registered()
    other, mine = assigned(office, office.registered()), handling(office, office.registered())
    numbers = {one.pk: one.number.split("〕")[1] for one in (other, mine)}
    assert set(shown(office, "handler")) == set(numbers.values())
    assert shown(office, "handler", "tab=mine") == [numbers[mine.pk]]
    assert shown(office, "handler", "tab=registered") == shown(office, "handler")


def test_chips_can_be_removed_one_by_one(office: Office) -> None:
    client = signed_in(office["officer"])
    response = client.get(f"{URL}?tab=all&state=assigned&state=handling&unit=ZJJ&due=overdue")
    chips = {(chip.label, chip.value): chip.remove_url for chip in response.context["chips"]}
    assert chips == {
        ("状态", "待签收"): "/petitions/?tab=all&state=handling&unit=ZJJ&due=overdue",
        ("状态", "办理中"): "/petitions/?tab=all&state=assigned&unit=ZJJ&due=overdue",
        (
            "承办单位",
            "清禾县住房和城乡建设局",
        ): "/petitions/?tab=all&state=assigned&state=handling&due=overdue",
        ("期限", "已超期"): "/petitions/?tab=all&state=assigned&state=handling&unit=ZJJ",
    }


def test_wrong_filter_is_told_and_the_rest_still_holds(office: Office) -> None:
    assigned(office, office.registered())
    office.registered()
    response = signed_in(office["officer"]).get(f"{URL}?state=assigned&since=gestern&unit=NOPE")
    assert response.status_code == 422
    assert len(response.context["rows"]) == 1
    assert "没有这个单位" in words(response)


def test_filters_hold_no_names(office: Office) -> None:
    """A name in the address is not understood and goes no further."""
    form = PetitionFilter(office["officer"], QueryDict("person=张某甲&q=张某甲&state=assigned"))
    assert form.query() == "state=assigned"


def test_pages_and_jump(office: Office) -> None:
    for day in range(1, 29):
        office.registered(received_on=date(2026, 2, day))
        office.registered(received_on=date(2026, 2, day))
    client = signed_in(office["officer"])
    first = client.get(URL)
    assert (len(first.context["rows"]), str(first.context["total"]), first.context["prev_url"]) == (
        50,
        "56",
        "",
    )
    second = client.get(first.context["next_url"])
    assert [row.petition.received_on.day for row in second.context["rows"]] == [3, 3, 2, 2, 1, 1][-6:]
    assert [r.petition.pk for r in client.get(second.context["prev_url"]).context["rows"]] == [
        r.petition.pk for r in first.context["rows"]
    ]
    jumped = client.get(f"{URL}?day=2026-02-10")
    assert jumped.context["rows"][0].petition.received_on == date(2026, 2, 10)


def test_case_page_walks_along_the_list(office: Office) -> None:
    made = [office.registered() for _ in range(3)]
    client = signed_in(office["registrar"])
    client.get(URL)
    assert "第 2 件，共 3 件" in words(client.get(f"/petitions/{made[1].pk}/"))


def test_views_are_kept_shared_and_deleted(office: Office) -> None:
    assigned(office, office.registered())
    client = signed_in(office["officer"])
    client.post(
        reverse("saved_view"), {"name": "待签收的", "query": "state=assigned&name=张某", "shared": "1"}
    )
    view = SavedView.objects.get()
    assert (view.query, view.shared) == ("state=assigned", True)
    colleague = signed_in(office["registrar"])
    (seen,) = colleague.get(URL).context["saved_views"]
    assert (seen.name, seen.count, seen.is_own) == ("待签收的（李某丁）", "1", False)
    assert not signed_in(office["handler"]).get(URL).context["saved_views"]
    assert colleague.post(reverse("saved_view"), {"delete": view.pk}).status_code == 404
    client.post(reverse("saved_view"), {"delete": view.pk})
    assert not SavedView.objects.exists()


def test_view_without_filter_or_name_is_refused(office: Office) -> None:
    client = signed_in(office["officer"])
    for data in ({"name": "空", "query": ""}, {"name": " ", "query": "state=assigned"}):
        client.post(reverse("saved_view"), data)
    assert not SavedView.objects.exists()


def sheet(content: bytes) -> list[list[Any]]:
    """The rows of a workbook below its headings."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    return [row for row in rows if str(row[0]).startswith("清信访")]


def test_short_list_is_exported_at_once_as_shown(office: Office) -> None:
    assigned(office, office.registered())
    office.registered()
    response = signed_in(office["officer"]).post(reverse("petition_export"), {"query": "state=assigned"})
    (row,) = sheet(response.content)
    assert (row[0], row[3], row[8], row[11]) == (
        "清信访〔2026〕1号",
        "张某甲",
        "清禾县住房和城乡建设局",
        "待签收",
    )


@pytest.mark.rule("S03-16", "S11-14")
def test_what_may_not_leave_is_not_exported(office: Office) -> None:
    case = office.registered(
        purpose=Purpose.ACCUSATION, accused_units=(office.units["ZJJ"],), person=Person(name="郝某真")
    )
    client = signed_in(office["registrar"])
    assert "郝某真" not in words(client.get(URL))
    office.registered(details={"confidentiality": "sensitive"})
    office.registered(details={"trade_secret": True})
    free = office.registered()
    (row,) = sheet(client.post(reverse("petition_export"), {"query": ""}).content)
    assert row[0] == free.number
    assert case.number in words(client.get(URL))


def test_long_list_becomes_a_job_for_its_asker(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "AT_ONCE", 1)
    for _ in range(2):
        office.registered()
    client = signed_in(office["officer"])
    response = client.post(reverse("petition_export"), {"query": "state=registered"})
    job = Job.objects.get(kind="list_xlsx")
    assert response.url == f"/petitions/?state=registered&job={job.pk}"
    jobs.run_due()
    assert client.get(reverse("job_status", args=[job.pk])).json()["state"] == "done"
    assert len(sheet(b"".join(client.get(reverse("job_file", args=[job.pk])).streaming_content))) == 2
    assert signed_in(office["registrar"]).get(reverse("job_file", args=[job.pk])).status_code == 404


def test_queries_do_not_grow_with_rows(office: Office) -> None:
    client = signed_in(office["officer"])
    for _ in range(5):
        handling(office, office.registered())
    client.get(URL)
    few = queries_of(lambda: client.get(URL))
    for n in range(45):
        office.registered(person=Person(name=f"张某{n}"))
    assert Petition.objects.filter(state=State.REGISTERED).count() == 45
    assert queries_of(lambda: client.get(URL)) == few
