"""S03-15: what was issued is filed by the office under its own 档号, or left out with a reason by another person."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from python_calamine import CalamineWorkbook

from casework.models import Event
from casework.refusals import NotVisible, NotYours, Refusal
from petitions.actions import information
from petitions.models import ArchiveCandidate
from tests.office import Office
from tests.petitions.scenarios.information import issued, signed
from tests.petitions.views.reading import queries_of, signed_in, words

pytestmark = [pytest.mark.usefixtures("monday"), pytest.mark.rule("S03-15")]


def candidate(office: Office) -> ArchiveCandidate:
    return ArchiveCandidate.objects.get(info=issued(office))


def test_office_files_it_with_a_number_of_its_own_series(office: Office) -> None:
    first, second = issued(office), issued(office)
    made = information.file_info(first.pk, by=office["officer"], period="D30")
    assert (made.reference, made.year, made.decided_by) == ("XF-WS·2026-D30-XX-0001", 2026, office["officer"])
    again = information.file_info(second.pk, by=office["office_head"], period="D30")
    assert again.reference == "XF-WS·2026-D30-XX-0002"
    assert Event.objects.filter(case=first.petition_id, name="info_filed").count() == 1


@pytest.mark.parametrize("period", ["", "D20"])
def test_period_is_one_of_the_schedule(office: Office, period: str) -> None:
    info = issued(office)
    with pytest.raises(Refusal, match="保管期限") as refused:
        information.file_info(info.pk, by=office["officer"], period=period)
    assert refused.value.field == "period"


def test_neither_who_wrote_it_nor_who_issued_it_leaves_it_out(office: Office) -> None:
    info = signed(office)
    information.issue_info(info.pk, by=office["office_head"], addressed_to="县委办")
    for name in ("officer", "office_head"):
        with pytest.raises(NotYours, match="不能决定不归档"):
            information.leave_out_info(info.pk, by=office[name], reason="重复")
    assert ArchiveCandidate.objects.get(info=info).decided_on is None


def test_unissued_information_is_not_filed(office: Office) -> None:
    with pytest.raises(Refusal, match="已签待发"):
        information.file_info(signed(office).pk, by=office["officer"], period="D10")


def test_it_is_decided_once(office: Office) -> None:
    info = issued(office)
    information.file_info(info.pk, by=office["officer"], period="D10")
    with pytest.raises(Refusal, match="已经归档"):
        information.file_info(info.pk, by=office["officer"], period="D10")
    with pytest.raises(Refusal, match="已经归档"):
        information.leave_out_info(info.pk, by=office["office_head"], reason="重复。")


@pytest.mark.parametrize(("who", "error"), [("registrar", NotYours), ("handler", NotVisible)])
def test_filing_is_the_offices(office: Office, who: str, error: Any) -> None:
    info = issued(office)
    with pytest.raises(error):
        information.file_info(info.pk, by=office[who], period="D10")


def test_author_and_issuer_cannot_leave_it_out_and_others_say_why(office: Office) -> None:
    info = issued(office)
    with pytest.raises(NotYours, match="报出人不能决定不归档"):
        information.leave_out_info(info.pk, by=office["officer"], reason="不要了。")
    with pytest.raises(Refusal, match="写明理由") as refused:
        information.leave_out_info(info.pk, by=office["office_head"], reason=" ")
    assert refused.value.field == "reason"
    made = information.leave_out_info(info.pk, by=office["office_head"], reason="已并入原件。")
    assert (made.reference, made.left_reason) == ("", "已并入原件。")


def test_where_everything_is_filed_nothing_is_left_out(office: Office, monkeypatch: Any) -> None:
    from casework.policy import BASE

    monkeypatch.setitem(BASE, "archive_policy", "all")
    info = issued(office)
    with pytest.raises(Refusal, match="全部归档"):
        information.leave_out_info(info.pk, by=office["office_head"], reason="重复。")


@pytest.mark.parametrize("change", [{"reference": "X-1"}, {"left_reason": "丢失"}, {"period": "D10"}])
def test_database_knows_whole_decisions_alone(office: Office, change: dict[str, str]) -> None:
    one = candidate(office)
    with pytest.raises(IntegrityError), transaction.atomic():
        ArchiveCandidate.objects.filter(pk=one.pk).update(**change)


def test_archive_page_lists_files_and_leaves_out(office: Office) -> None:
    one, other = candidate(office), candidate(office)
    officer, head = signed_in(office["officer"]), signed_in(office["office_head"])
    listed = officer.get("/archive/?tab=papers")
    assert [paper.pk for paper, _ in listed.context["papers"]] == [one.pk, other.pk]
    assert listed.context["papers"][0][1]["period"].value() == "D10"
    assert "请选择保管期限" in words(officer.post(f"/archive/papers/{one.pk}/file/", {}, follow=True))
    done = officer.post(f"/archive/papers/{one.pk}/file/", {"period": "D10"}, follow=True)
    assert "已归档，列入归档文件目录。" in words(done)
    left = head.post(f"/archive/papers/{other.pk}/leave/", {"reason": "已并入原件。"}, follow=True)
    assert list(left.context["papers"]) == []
    assert "已并入原件。 孙某丙" in words(left)
    assert "档号 XF-WS·2026-D10-XX-0001（10年）" in words(officer.get(f"/information/{one.info_id}/"))
    assert signed_in(office["town_officer"]).post(f"/archive/papers/{one.pk}/file/").status_code == 404
    assert signed_in(office["handler"]).post(f"/archive/papers/{one.pk}/leave/").status_code == 403


def test_catalogue_ends_with_what_was_reported(office: Office) -> None:
    info = issued(office)
    information.file_info(info.pk, by=office["officer"], period="D10")
    officer = signed_in(office["officer"])
    chosen = "unit=XF&year=2026&period=D10"
    assert "XF-WS·2026-D10-XX-0001" in words(officer.get(f"/archive/?tab=filed&{chosen}"))
    sheet = officer.get(f"/archive/catalogue/?{chosen}&format=xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    assert [row for row in rows if "XF-WS·2026-D10-XX-0001" in row and f"信访信息：{info.title}" in row]


def test_list_asks_no_more_queries_for_more_papers(office: Office) -> None:
    client = signed_in(office["officer"])
    issued(office)
    client.get("/archive/?tab=papers")
    few = queries_of(lambda: client.get("/archive/?tab=papers"))
    issued(office)
    issued(office)
    assert queries_of(lambda: client.get("/archive/?tab=papers")) == few
