"""台账 page: totals that are links, columns that follow to print and file, and who may look."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework import jobs
from casework.audit import verify_chains
from casework.models import Event, Job, JobState
from casework.refusals import Refusal
from petitions import ledger_jobs
from petitions.actions.register import Person
from petitions.states import Channel, Purpose
from tests.office import Office

MARCH = {"month": "2026-03"}


def look(client: Client, office: Office, who: str = "registrar", **query: Any) -> Any:
    client.force_login(office[who])
    return client.get(reverse("ledger"), {**MARCH, **query})


def words(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.fixture
def month(office: Office, monday: Any) -> Office:
    """A letter, a visit of twelve, a call."""
    office.registered()
    office.registered(channel=Channel.VISIT, head_count=12, person=Person(name="李某乙"))
    office.registered(channel=Channel.PHONE, person=Person(name="王某丙"))
    return office


def test_page_opens_on_this_month_and_the_own_unit(month: Office, client: Client) -> None:
    client.force_login(month["registrar"])
    answer = client.get(reverse("ledger"))
    assert answer.context["selection"].unit == month.units["XF"]
    assert answer.context["selection"].period == "2026年3月"
    assert len(answer.context["rows"]) == 3


@pytest.mark.rule("F-15")
def test_every_total_is_an_address_that_shows_as_many_rows(month: Office, client: Client) -> None:
    answer = look(client, month)
    figures = {one.label: one for one in answer.context["figures"]}
    assert {label: one.value for label, one in figures.items()} == {
        "信访总量": 3, "件次": 2, "批次": 1, "人次": 12, "集体访": 1, "重复": 0, "在办": 3, "办结": 0, "转送、引导": 0,
    }  # fmt: skip
    for label, one in figures.items():
        rows = client.get(one.url).context["rows"]
        assert len(rows) == (1 if label == "人次" else one.value)
    for one in answer.context["channels"]:
        assert len(client.get(one.url).context["rows"]) == one.value


def test_filters_stand_in_the_address_and_can_be_taken_off(month: Office, client: Client) -> None:
    answer = look(client, month, kind="visits", channel="visit")
    chips = answer.context["chips"]
    assert [(one.label, one.value) for one in chips] == [("渠道", "来访"), ("只看", "批次")]
    assert len(client.get(chips[0].remove_url).context["rows"]) == 1
    assert (
        len(client.get(client.get(chips[0].remove_url).context["chips"][0].remove_url).context["rows"]) == 3
    )


def test_chosen_columns_are_shown_printed_and_made(month: Office, client: Client) -> None:
    answer = look(client, month, col=["number", "name", "phone"])
    assert [column.heading for column in answer.context["columns"]] == ["编号", "姓名", "电话"]
    printed = client.get(answer.context["print_url"])
    assert [column.heading for column in printed.context["table"].columns] == ["编号", "姓名", "电话"]
    query = answer.context["make_form"]["query"].value()
    client.post(reverse("ledger_make"), {"query": query, "format": "pdf", "first_page": "7"})
    args = Job.objects.get(kind="ledger").args
    assert (args["columns"], args["first_page"]) == (["number", "name", "phone"], 7)


def test_print_view_carries_title_unit_totals_and_signatures(month: Office, client: Client) -> None:
    client.force_login(month["registrar"])
    text = words(client.get(reverse("ledger_print"), MARCH))
    for one in (
        "来信来访专册",
        "单位：清禾县信访局",
        "2026年3月",
        "来访 1 批次 12 人次",
        "审核人：",
        "填表人：",
    ):
        assert one in text


def test_month_that_is_none_is_said_beside_the_field(month: Office, client: Client) -> None:
    answer = look(client, month, month="2026-13")
    assert answer.status_code == 422
    assert "月份写成" in words(answer)


def test_until_before_month_is_refused(month: Office, client: Client) -> None:
    answer = look(client, month, until="2026-01")
    assert (answer.status_code, "应在起始月份之后" in words(answer)) == (422, True)


def test_several_months_are_one_ledger(month: Office, client: Client) -> None:
    answer = look(client, month, month="2026-01", until="2026-03")
    assert (answer.context["selection"].first, answer.context["selection"].last) == (
        date(2026, 1, 1),
        date(2026, 3, 31),
    )
    assert len(answer.context["rows"]) == 3


def test_unit_out_of_reach_is_no_choice(month: Office, client: Client) -> None:
    assert look(client, month, unit="T03").status_code == 422
    assert look(client, month, who="chief", unit="XZF", below="on").context["sums"].valid == 3


@pytest.mark.parametrize(
    ("who", "status"), [("handler", 403), ("admin", 403), ("auditor", 200), ("chief", 200)]
)
def test_ledger_opens_for_those_whose_work_it_is(
    month: Office, client: Client, who: str, status: int
) -> None:
    assert look(client, month, who).status_code == status


@pytest.mark.rule("S09-15")
def test_sealed_accusation_makes_no_difference_to_others(month: Office, client: Client) -> None:
    before = look(client, month, "office_head").context["sums"]
    month.registered(purpose=Purpose.ACCUSATION, title="反映克扣补助", body="某干部克扣补助。")
    answer = look(client, month, "office_head")
    assert answer.context["sums"] == before
    assert look(client, month, "registrar").context["sums"] == before
    shown = look(client, month, "registrar", basis="apart")
    assert ("检举控告事项" in words(shown), "克扣" in words(shown)) == (True, False)


def test_fifty_rows_a_page(office: Office, monday: Any, client: Client) -> None:
    for n in range(52):
        office.registered(person=Person(name=f"某{n}"))
    first = look(client, office)
    assert (len(first.context["rows"]), first.context["shown"]) == (50, "1–50 行，共 52 行")
    second = client.get(first.context["next_url"])
    assert [row["line"].position for row in second.context["rows"]] == [51, 52]
    assert second.context["next_url"] == ""
    # A page beyond the end is the last one.
    assert len(look(client, office, page="9").context["rows"]) == 2


def test_queries_do_not_grow_with_rows(office: Office, monday: Any, client: Client) -> None:
    def count() -> int:
        look(client, office)
        with CaptureQueriesContext(connection) as found:
            assert client.get(reverse("ledger"), MARCH).status_code == 200
        return len(found)

    for n in range(3):
        office.registered(person=Person(name=f"某{n}"))
    few = count()
    for n in range(7):
        office.registered(person=Person(name=f"某某{n}"), channel=Channel.VISIT)
    assert count() == few


def make(client: Client, format: str = "xlsx", basis: str = "") -> Any:
    query = f"month=2026-03&unit=XF&basis={basis}" if basis else "month=2026-03&unit=XF"
    return client.post(reverse("ledger_make"), {"query": query, "format": format})


def test_file_is_made_in_the_background_and_stays(month: Office, client: Client) -> None:
    client.force_login(month["registrar"])
    answer = make(client)
    job = Job.objects.get(kind="ledger")
    assert answer.url.endswith(f"&job={job.pk}#files")
    assert "排队等待中" in words(client.get(answer.url))
    jobs.run_due()
    page = words(client.get(answer.url))
    assert "来信来访专册_清禾县信访局_2026年3月.xlsx" in page
    assert reverse("job_file", args=[job.pk]) in page
    got = client.get(reverse("job_file", args=[job.pk]))
    assert b"".join(got.streaming_content)[:2] == b"PK"
    client.force_login(month["office_head"])
    assert client.get(reverse("job_file", args=[job.pk])).status_code == 404


def test_asking_twice_for_the_same_file_is_asking_once(month: Office, client: Client) -> None:
    client.force_login(month["registrar"])
    assert make(client).url == make(client).url
    make(client, "pdf")
    assert Job.objects.filter(kind="ledger").count() == 2


@pytest.mark.rule("S09-15")
def test_export_with_a_sealed_case_is_remembered_once(month: Office, client: Client) -> None:
    petition = month.registered(purpose=Purpose.ACCUSATION, body="某干部克扣补助。")
    jobs.run_due()  # on PostgreSQL the new cases wait to be indexed
    client.force_login(month["registrar"])
    make(client, basis="apart")
    job = jobs.take()
    assert job
    jobs.run(job)
    # The lease was lost to another worker, which had finished: the late run leaves nothing behind.
    Job.objects.filter(pk=job.pk).update(state=JobState.DONE, lease="")
    jobs.run(job)
    assert Event.objects.filter(case_id=petition.pk, name="exported").count() == 1
    client.get(reverse("ledger_print"), {**MARCH, "basis": "apart"})
    assert Event.objects.filter(case_id=petition.pk, name="printed").count() == 1
    assert list(verify_chains([petition.pk])) == []


def test_machine_that_cannot_print_says_so(
    month: Office, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: Any) -> bytes:
        raise Refusal("本机没有可用的中文字体，暂不能生成 PDF。")

    monkeypatch.setattr(ledger_jobs, "draw", refuse)
    client.force_login(month["registrar"])
    answer = make(client, "pdf")
    jobs.run_due()
    assert Job.objects.get(kind="ledger").state == JobState.FAILED
    assert "没有可用的中文字体" in words(client.get(answer.url))


@pytest.mark.rule("S13-01")
def test_page_says_that_the_numbers_run_on(month: Office, client: Client) -> None:
    assert "2026年编号 1–3 连续无缺" in words(look(client, month))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE casework_numbercounter SET last = 5")
    assert "有缺号" in words(look(client, month))
