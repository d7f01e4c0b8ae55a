"""分析与报告、定期报表、原因与趋势 on the screen."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django.utils import timezone

from petitions.actions import analyses, schedules
from petitions.models import Analysis, CauseNote, Measure, ReportInstance, ReportSchedule
from tests.office import Office
from tests.petitions.scenarios.information import signed
from tests.petitions.steps import handling
from tests.petitions.views.reading import queries_of, signed_in, words

pytestmark = pytest.mark.usefixtures("monday")


def monthly(office: Office, month: int = 3) -> Analysis:
    return analyses.make_analysis(
        by=office["officer"], unit=office.units["XF"], kind="monthly", day=date(2026, month, 1)
    )


def rule(office: Office, **more: Any) -> ReportSchedule:
    values: dict[str, Any] = {
        "by": office["office_head"],
        "unit": office.units["XF"],
        "title": "信访日报",
        "content": "statistics",
        "rule": "daily",
        "due_time": time(17),
        "starts_on": date(2026, 3, 2),
        "owner": office["officer"],
        "recipients": [office["chief"]],
    }
    return schedules.make_schedule(**{**values, **more})


def test_figures_are_taken_and_the_form_has_no_field_for_them(office: Office) -> None:
    office.registered(channel="visit", head_count=4)
    client = signed_in(office["officer"])
    sent = {"kind": "monthly", "unit": office.units["XF"].pk, "day": "2026-03-02"}
    answer = client.post("/analyses/new/", sent)
    assert answer.status_code == 302
    assert "人次" in words(client.get(answer.url))
    sent = {"act": "write", "write-seen": 1, "write-text_overview": "平稳。", "write-figures": '{"total": 9}'}
    assert client.post(answer.url, sent).status_code == 302
    found = Analysis.objects.get()
    assert (found.texts["overview"], found.figures["total"], found.figures["people"]) == ("平稳。", 1, 4)
    assert client.post("/analyses/new/", {**sent, "kind": "monthly", "day": ""}).status_code == 422


def test_leader_signs_on_the_page_and_files_come_out(office: Office) -> None:
    made = monthly(office)
    analyses.write_analysis(made.pk, by=office["officer"], seen=1, texts={"overview": "平稳。"})
    page = f"/analyses/{made.pk}/"
    assert "签发" in words(signed_in(office["office_head"]).get(page))
    sent = {"act": "sign", "sign-decision": "agree"}
    assert signed_in(office["office_head"]).post(page, sent).status_code == 302
    client = signed_in(office["officer"])
    for form, start in (("xlsx", b"PK"), ("pdf", b"%PDF")):
        assert client.get(f"{page}file.{form}").content[: len(start)] == start
    assert client.get(f"{page}file.doc").status_code == 404
    assert client.post(page, {"act": "issue"}).status_code == 422


@pytest.mark.parametrize(("who", "status"), [("deputy", 200), ("handler", 404), ("admin", 403)])
def test_analysis_is_for_its_unit_and_its_readers(office: Office, who: str, status: int) -> None:
    page = f"/analyses/{monthly(office).pk}/"
    client = signed_in(office[who])
    assert client.get(page).status_code == status
    assert client.get(f"{page}file.xlsx").status_code == status


def test_unused_information_is_listed(office: Office) -> None:
    from petitions.actions import information

    info = signed(office)
    information.issue_info(info.pk, by=office["officer"], addressed_to="县委")
    assert info.title in words(signed_in(office["officer"]).get("/analyses/"))
    assert info.title not in words(signed_in(office["handler"]).get("/analyses/"))


def test_cause_and_measure_appear_in_the_trend(office: Office) -> None:
    p = handling(office, office.registered())
    client = signed_in(office["handler"])
    sent = {"version": p.version, "cause": "service", "note": "久拖不修"}
    assert client.post(f"/petitions/{p.pk}/do/set_cause/", sent).status_code == 302
    assert CauseNote.objects.get().cause == "service"
    assert "服务态度和效率 久拖不修" in words(client.get(f"/petitions/{p.pk}/"))
    head = signed_in(office["office_head"])
    sent = {"unit": office.units["XF"].pk, "taken_on": "2026-03-02", "title": "物业约谈", "cause": ""}
    answer = head.post("/trends/measures/new/", sent)
    assert Measure.objects.count() == 1
    assert "物业约谈" in words(head.get(answer.url))
    assert signed_in(office["handler"]).get("/trends/").status_code == 403
    assert head.get("/trends/", {"year": "x"}).status_code == 200


def test_report_is_set_up_filed_and_read_on_the_pages(office: Office) -> None:
    head, officer, chief = (signed_in(office[one]) for one in ("office_head", "officer", "chief"))
    sent = {
        "unit": office.units["XF"].pk,
        "title": "信访日报",
        "content": "statistics",
        "rule": "daily",
        "due_time": "17:00",
        "starts_on": "2026-03-02",
        "owner": office.staff["officer"].pk,
        "recipients": [office.staff["chief"].pk],
    }
    assert head.post("/reports/rules/new/", sent).status_code == 302
    assert head.post("/reports/rules/new/", {**sent, "rule": "weekly"}).status_code == 422
    schedules.open_reports(timezone.now())
    assert "待填" in words(officer.get("/reports/"))
    page = f"/reports/{ReportInstance.objects.get().pk}/"
    assert officer.post(page, {"act": "file", "file-text": "无异常。"}).status_code == 302
    assert chief.post(page, {"act": "read"}).status_code == 302
    assert "已阅" in words(officer.get(page))
    assert chief.post(page, {"act": "return", "return-reason": "补街道数"}).status_code == 302
    assert "退回" in words(officer.get("/reports/"))
    assert signed_in(office["handler"]).get(page).status_code == 404


def test_rule_page_asks_for_one_report(office: Office) -> None:
    page = f"/reports/rules/{rule(office).pk}/"
    sent = {"act": "ask", "ask-first": "2026-01-01", "ask-last": "2026-01-31", "ask-due_on": "2026-03-03"}
    assert signed_in(office["office_head"]).post(page, sent).status_code == 302
    assert "2026-01-01—2026-01-31" in words(signed_in(office["office_head"]).get(page))
    assert signed_in(office["handler"]).get(page).status_code == 404


def test_lists_ask_no_more_queries_for_more_rows(office: Office) -> None:
    client = signed_in(office["office_head"])

    def some(first: int, last: int) -> None:
        for number in range(first, last):
            made = rule(office, title=f"报表{number}")
            schedules.ask_report(
                made.pk, by=office["office_head"], first=date(2026, 1, 1), last=date(2026, 1, 31),
                due_on=date(2026, 3, 9),
            )  # fmt: skip

    some(0, 2)
    monthly(office, 1)
    client.get("/reports/")
    few = {url: queries_of(lambda url=url: client.get(url)) for url in ("/reports/", "/analyses/")}
    some(2, 12)
    monthly(office, 2)
    monthly(office, 3)
    assert {url: queries_of(lambda url=url: client.get(url)) for url in few} == few
