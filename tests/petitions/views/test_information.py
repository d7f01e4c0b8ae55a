"""信访信息 on the screen: the list, the page with its acts, and who sees neither."""

from __future__ import annotations

import pytest
from django.utils import timezone

from petitions.actions import information, sealing
from petitions.models import InfoReport, InfoState
from tests.office import Office
from tests.petitions.scenarios.information import WORDS, drafted, signed, urgent
from tests.petitions.steps import assigned
from tests.petitions.views.reading import queries_of, signed_in, words

pytestmark = pytest.mark.usefixtures("monday")
URL = "/information/"


@pytest.mark.rule("S03-10")
def test_report_from_the_case_page_links_its_source(office: Office) -> None:
    p = office.registered()
    client = signed_in(office["registrar"])
    sent = {
        "version": p.version,
        "title": "电梯停运",
        "text": "停运两月。",
        "level": "ordinary",
        "happened_at": "2026-03-02T08:30",
        "also": "",
    }
    answer = client.post(f"/petitions/{p.pk}/do/report_info/", sent)
    assert answer.status_code == 302
    assert InfoReport.objects.get().petition_id == p.pk
    assert "信访信息 电梯停运" in words(client.get(f"/petitions/{p.pk}/"))


def test_number_of_another_matter_is_refused_beside_its_field(office: Office) -> None:
    p, other = office.registered(), office.registered()
    sent = {
        "version": p.version,
        "title": "电梯",
        "text": "停运。",
        "level": "major",
        "happened_at": "2026-03-02T08:30",
        "also": other.number,
    }
    answer = signed_in(office["officer"]).post(f"/petitions/{p.pk}/do/report_info/", sent)
    assert answer.status_code == 422
    assert "只写一件事" in words(answer)


def test_page_carries_it_from_draft_to_issue(office: Office) -> None:
    info = drafted(office)
    officer, head = signed_in(office["officer"]), signed_in(office["office_head"])
    page = f"{URL}{info.pk}/"
    assert officer.post(page, {"act": "submit"}).status_code == 302
    assert "待部门负责人签发" in words(officer.get(page))
    assert head.post(page, {"act": "sign", "sign-decision": "agree"}).status_code == 302
    people = [office.staff["chief"].pk]
    sent = {"act": "issue", "issue-addressed_to": "县委", "issue-people": people}
    assert officer.post(page, sent).status_code == 302
    chief = signed_in(office["chief"])
    assert info.title in words(chief.get(URL))
    assert chief.post(page, {"act": "read"}).status_code == 302
    assert "已阅" in words(officer.get(page))
    assert "已列入清禾县信访局待归档目录" in words(officer.get(page))


def test_refused_act_keeps_what_was_typed(office: Office) -> None:
    info = drafted(office)
    page = f"{URL}{info.pk}/"
    sent = {"act": "issue", "issue-addressed_to": "县委办公室"}
    answer = signed_in(office["officer"]).post(page, sent)
    assert answer.status_code == 422
    assert "尚未经领导签发" in words(answer)
    assert 'value="县委办公室"' in answer.content.decode()


def test_edit_from_an_old_page_is_refused(office: Office) -> None:
    info = drafted(office)
    page = f"{URL}{info.pk}/"
    client = signed_in(office["officer"])
    sent = {
        "act": "edit",
        "edit-seen": info.version,
        "edit-title": "改过的标题",
        "edit-text": "内容",
        "edit-level": "ordinary",
        "edit-happened_at": "2026-03-02T08:00",
    }
    assert client.post(page, sent).status_code == 302
    assert client.post(page, sent).status_code == 422
    assert InfoReport.objects.get().title == "改过的标题"


def test_urgent_one_is_marked_and_may_be_sent_first(office: Office) -> None:
    info = urgent(office)
    client = signed_in(office["officer"])
    assert "重大紧急" in words(client.get(URL))
    sent = {"act": "first", "first-sent_to": "县委值班室"}
    assert client.post(f"{URL}{info.pk}/", sent).status_code == 302
    assert "先报后签" in words(client.get(f"{URL}{info.pk}/"))


def test_free_report_begins_on_its_own_page(office: Office) -> None:
    client = signed_in(office["handler"])
    sent = {**WORDS, "kind": "opinion", "level": "ordinary", "happened_at": "2026-03-02T08:00"}
    assert client.post("/information/new/", sent).status_code == 302
    assert InfoReport.objects.get().unit == office.units["ZJJ"]
    assert client.post("/information/new/", {**sent, "title": ""}).status_code == 422


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("officer", 200),
        ("deputy", 200),
        ("supervisor", 200),
        ("handler", 404),
        ("town_officer", 404),
        ("admin", 403),
    ],
)
def test_page_is_for_its_unit_and_those_above(office: Office, who: str, status: int) -> None:
    info = drafted(office)
    assert signed_in(office[who]).get(f"{URL}{info.pk}/").status_code == status


def test_accused_matters_never_stand_in_the_list(office: Office) -> None:
    info = drafted(office)
    assert info.petition is not None
    sealing.seal(
        info.petition_id or 0,
        by=office["officer"],
        version=info.petition.version,
        accused_units=(office.units["ZJJ"],),
        reason="来信实为检举",
    )
    for who in ("deputy", "chief", "supervisor"):
        assert info.title not in words(signed_in(office[who]).get(URL, {"tab": "all"}))


def test_long_list_asks_no_more_queries(office: Office) -> None:
    client = signed_in(office["office_head"])

    def some(count: int) -> None:
        for _ in range(count):
            info = drafted(office)
            information.submit_info(info.pk, by=office["officer"])
            signed(office)

    some(2)
    client.get(URL)
    few = queries_of(lambda: client.get(URL, {"tab": "all"}))
    some(10)
    assert queries_of(lambda: client.get(URL, {"tab": "all"})) == few
    assert InfoReport.objects.filter(state=InfoState.SIGNED, made_at__lte=timezone.now()).count() == 12


@pytest.mark.rule("S03-10")
def test_everybody_who_has_it_in_sight_may_report_from_its_page(office: Office) -> None:
    p = assigned(office, office.registered())
    link = f"/petitions/{p.pk}/do/report_info/"
    sighted = (
        "registrar",
        "officer",
        "office_head",
        "deputy",
        "chief",
        "handler",
        "bureau_head",
        "supervisor",
    )
    for name in sighted:
        page = signed_in(office[name]).get(f"/petitions/{p.pk}/")
        assert f'href="{link}"' in page.content.decode(), name
    for name in ("other_handler", "town_officer"):
        assert signed_in(office[name]).get(f"/petitions/{p.pk}/").status_code == 404
        assert signed_in(office[name]).get(link).status_code == 404
