"""责任与会议 on the screen."""

from __future__ import annotations

from typing import Any

import pytest

from petitions.actions import organisation
from petitions.models import Commitment, LeadGroup, Meeting, OfficeTask, PolicyDocument
from tests.office import Office
from tests.petitions.rules.test_organisation import DUE, commitment, group, meeting, task
from tests.petitions.rules.test_policies import draft, published
from tests.petitions.views.reading import queries_of, signed_in, words

pytestmark = pytest.mark.usefixtures("monday")
URL = "/organisation/"


@pytest.mark.rule("S21-05", "S03-03", "S03-19", "S03-25", "S03-26", "S21-14")
def test_one_page_says_what_is_owed_and_what_is_missing(office: Office) -> None:
    client = signed_in(office["office_head"])
    page = words(client.get(URL))
    assert "尚未设信访工作领导小组" in page
    assert "没有记录" in page
    group(office)
    meeting(office)
    task(office, title="落实接待场所")
    task(office, kind="issue", title="接访科缺两人")
    commitment(office)
    published(office)
    page = words(client.get(URL))
    for text in (
        "3月2日",
        "2项",
        "落实接待场所",
        "接访科缺两人",
        "清政办〔2026〕5号",
        "组长（主任） 赵某甲",
    ):
        assert text in page
    assert "尚未设" not in page


FORMS: list[tuple[str, type, dict[str, Any]]] = [
    (
        "group",
        LeadGroup,
        {"kind": "leading", "formed_on": "2026-01-05", "head": "chief", "deputies": ["deputy"]},
    ),
    (
        "meeting",
        Meeting,
        {
            "kind": "first",
            "title": "专题会",
            "held_on": "2026-03-02",
            "chair": "chief",
            "petition_topics": "甲\n乙",
        },
    ),
    ("task", OfficeTask, {"kind": "other", "title": "值班", "owner": "deputy", "due_on": "2026-03-20"}),
    (
        "commitment",
        Commitment,
        {
            "year": "2026",
            "title": "责任书",
            "text": "按期办理",
            "pledger": "office_head",
            "superior": "deputy",
        },
    ),
    ("document", PolicyDocument, {"number": "清政办〔2026〕9号", "title": "值班制度", "text": "第一条"}),
]


@pytest.mark.parametrize(("kind", "model", "given"), FORMS)
def test_each_kind_begins_on_its_page_and_is_listed(
    office: Office, kind: str, model: Any, given: dict[str, Any]
) -> None:
    def filled(value: Any) -> Any:
        if isinstance(value, list):
            return [filled(one) for one in value]
        return office.staff[value].pk if value in office.staff else value

    client = signed_in(office["office_head"])
    sent = {"unit": office.units["XZF"].pk, **{name: filled(value) for name, value in given.items()}}
    answer = client.post(f"{URL}{kind}/new/", sent)
    assert answer.status_code == 302, answer.context["form"].errors
    made = model.objects.get()
    assert str(made.pk) in answer.url
    assert client.get(answer.url).status_code == 200
    assert str(made) in words(client.get(f"{URL}{kind}/"))
    assert client.post(f"{URL}{kind}/new/", {"unit": ""}).status_code == 422
    assert signed_in(office["handler"]).get(f"{URL}{kind}/new/").status_code == 403


@pytest.mark.rule("S03-20")
def test_resolution_on_the_meetings_page_becomes_a_task(office: Office) -> None:
    page = f"{URL}meeting/{meeting(office).pk}/"
    sent = {
        "act": "resolve",
        "resolve-title": "约谈物业",
        "resolve-owner": office.staff["bureau_head"].pk,
        "resolve-due_on": "2026-03-20",
    }
    client = signed_in(office["office_head"])
    assert client.post(page, sent).status_code == 302
    assert "约谈物业" in words(client.get(page))
    owner = signed_in(office["bureau_head"])
    made = OfficeTask.objects.get()
    sent = {"act": "finish", "finish-evidence": ""}
    assert owner.post(f"{URL}task/{made.pk}/", sent).status_code == 422
    sent["finish-evidence"] = "约谈纪要已发。"
    assert owner.post(f"{URL}task/{made.pk}/", sent).status_code == 302


@pytest.mark.rule("S03-20")
def test_whoever_reads_a_meeting_opens_what_it_resolved(office: Office) -> None:
    held = meeting(office)
    made = [
        organisation.resolve(held.pk, by=office["office_head"], title=title, due_on=DUE, owner=office[owner])
        for title, owner in (("约谈物业", "bureau_head"), ("排查欠薪", "other_head"))
    ]
    reader = signed_in(office["bureau_head"])
    page = reader.get(f"{URL}meeting/{held.pk}/").content.decode()
    for one in made:
        assert f"{URL}task/{one.pk}/" in page
        assert reader.get(f"{URL}task/{one.pk}/").status_code == 200
    finish = {"act": "finish", "finish-evidence": "代他销号。"}
    assert reader.post(f"{URL}task/{made[1].pk}/", finish).status_code == 403
    assert OfficeTask.objects.get(pk=made[1].pk).done_at is None
    assert signed_in(office["handler"]).get(f"{URL}task/{made[1].pk}/").status_code == 404


def test_document_goes_from_draft_to_readers_on_its_page(office: Office) -> None:
    page = f"{URL}document/{draft(office).pk}/"
    head, deputy = signed_in(office["office_head"]), signed_in(office["deputy"])
    assert head.post(page, {"act": "review"}).status_code == 302
    people = [office.staff["bureau_head"].pk]
    assert deputy.post(page, {"act": "publish", "publish-people": people}).status_code == 302
    reader = signed_in(office["bureau_head"])
    assert "待阅" in words(reader.get(URL))
    assert reader.post(page, {"act": "read"}).status_code == 302
    assert "待阅" not in words(reader.get(URL))
    assert head.post(page, {"act": "revise"}).status_code == 302
    assert "第2版" in words(head.get(page))


def test_commitment_is_signed_on_its_page(office: Office) -> None:
    page = f"{URL}commitment/{commitment(office).pk}/"
    assert signed_in(office["bureau_head"]).post(page, {"act": "sign"}).status_code == 302
    assert "尚缺 1 方" in words(signed_in(office["deputy"]).get(page))


@pytest.mark.parametrize(("who", "status"), [("deputy", 200), ("handler", 404), ("admin", 403)])
def test_meetings_are_for_those_who_read_the_units_papers(office: Office, who: str, status: int) -> None:
    page = f"{URL}meeting/{meeting(office).pk}/"
    assert signed_in(office[who]).get(page).status_code == status
    assert signed_in(office["office_head"]).get(f"{URL}nothing/").status_code == 404


def test_pages_ask_no_more_queries_for_more_rows(office: Office) -> None:
    client = signed_in(office["office_head"])
    group(office)

    def some(first: int, last: int) -> None:
        for number in range(first, last):
            meeting(office, title=f"会议{number}")
            task(office, title=f"任务{number}")
            task(office, kind="issue", title=f"问题{number}")
            draft(office, number=f"{number}号")

    some(0, 2)
    urls = (URL, f"{URL}task/", f"{URL}meeting/", f"{URL}document/")
    client.get(URL)
    few = {url: queries_of(lambda url=url: client.get(url)) for url in urls}
    some(2, 10)
    assert {url: queries_of(lambda url=url: client.get(url)) for url in urls} == few
