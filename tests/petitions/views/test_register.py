"""The register page: little is required, nothing is lost, everybody gets a number."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from petitions.models import Intake, Petition, TalkRecord
from petitions.states import DESK_CHANNELS
from tests.office import Office
from tests.petitions.views.reception import BODY, save, sign_in


def only() -> Petition:
    return Petition._base_manager.select_related("petitioner", "text").get()


@pytest.mark.rule("S10-10")
def test_page_opens_with_the_defaults_of_the_desk(office: Office, monday: Any, client: Client) -> None:
    form = sign_in(client, office).get(reverse("petition_register")).context["form"]
    assert form["received_on"].value() == date(2026, 3, 2)
    assert (form["channel"].value(), form["head_count"].value(), form["purpose"].value()) == (
        "visit",
        1,
        "claim",
    )
    assert form.desk.code == "XF"


@pytest.mark.rule("S13-01")
@pytest.mark.rule("S13-02")
@pytest.mark.rule("S21-16")
def test_save_registers_a_visit_with_a_number(office: Office, monday: Any, client: Client) -> None:
    response = save(sign_in(client, office))
    petition = only()
    assert response.status_code == 302
    assert response["Location"] == reverse("petition_saved", args=[petition.pk])
    assert petition.number == "清信访〔2026〕1号"
    assert (petition.channel, petition.person_name, petition.text.body) == ("visit", "张某甲", BODY)
    assert petition.petitioner is not None
    assert petition.petitioner.where == "样城街道甲社区3号"


@pytest.mark.rule("S10-09")
def test_save_makes_the_registrar_the_first_responder(office: Office, monday: Any, client: Client) -> None:
    sign_in(client, office)
    page = client.get(save(client)["Location"]).content.decode()
    assert only().first_responder == office["registrar"]
    assert "首问责任人：<strong>周某戊</strong>" in page


@pytest.mark.rule("S10-10")
def test_save_needs_only_channel_date_person_and_text(office: Office, monday: Any, client: Client) -> None:
    sign_in(client, office)
    bare = {"phone": None, "address": None, "head_count": None, "purpose": None}
    assert save(client, **bare).status_code == 302
    petition = only()
    assert (petition.head_count, petition.purpose, petition.urgency) == (1, "claim", "ordinary")


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": ""}, "name", "请填写姓名，或勾选“匿名”。"),
        ({"body": " "}, "body", "请填写反映的内容"),
        ({"received_on": "2026-03-03"}, "received_on", "不能晚于今天"),
        ({"received_on": "三月"}, "received_on", "输入一个有效的日期"),
        ({"channel": "drum"}, "channel", "选择一个有效的选项"),
        ({"head_count": "0"}, "head_count", "大于或等于1"),
        ({"is_anonymous": "on"}, "is_anonymous", "已勾选“匿名”又填了姓名"),
        ({"talk_answer": "已说明"}, "talk_confirmed", "请选择来访人核对记录的方式"),
        ({"talk_confirmed": "refused"}, "talk_refusal_reason", "请写明理由"),
        ({"accused_units": ["1"]}, "purpose", "信访目的请选“检举控告”"),
    ],
)
def test_bad_input_comes_back_whole_with_a_word_beside_its_field(
    office: Office, monday: Any, client: Client, changes: dict[str, Any], field: str, words: str
) -> None:
    if "accused_units" in changes:
        changes = {"accused_units": [str(office.units["ZJJ"].pk)]}
    response = save(sign_in(client, office), **{"place": "样城街道", **changes})
    form = response.context["form"]
    assert response.status_code == 422
    assert words in "".join(form.errors[field])
    assert form["place"].value() == "样城街道"
    assert form["phone"].value() == "12000000001"
    assert not Petition._base_manager.exists()


def test_strange_numbers_are_remarked_and_saved(office: Office, monday: Any, client: Client) -> None:
    sign_in(client, office)
    response = client.get(save(client, id_number="990101 19900101 0010", phone="1200000")["Location"])
    petitioner = only().petitioner
    assert petitioner is not None
    assert (petitioner.id_number, petitioner.phone) == ("990101199001010010", "1200000")
    remarks = [str(one) for one in response.context["messages"]]
    assert any("身份证号" in one for one in remarks)
    assert any("固定电话请带区号" in one for one in remarks)


def test_card_reader_number_in_the_name_field_moves_to_its_own(
    office: Office, monday: Any, client: Client
) -> None:
    form = save(sign_in(client, office), name="990101199001010010").context["form"]
    assert (form["name"].value(), form["id_number"].value()) == ("", "990101199001010010")
    assert "name" in form.errors


def test_anonymous_letter_keeps_no_person(office: Office, monday: Any, client: Client) -> None:
    save(sign_in(client, office), name="", is_anonymous="on", channel="letter")
    petition = only()
    assert (petition.person_name, petition.petitioner, petition.is_anonymous) == ("匿名", None, True)


@pytest.mark.rule("S05-02")
@pytest.mark.parametrize("channel", [one for one, _ in DESK_CHANNELS])
def test_every_channel_can_be_registered(office: Office, monday: Any, client: Client, channel: str) -> None:
    assert save(sign_in(client, office), channel=channel).status_code == 302
    assert only().channel == channel


@pytest.mark.rule("S21-17")
@pytest.mark.rule("S13-04")
def test_talk_record_is_kept_with_the_visitors_check(office: Office, monday: Any, client: Client) -> None:
    save(sign_in(client, office), talk_answer="已说明程序", talk_confirmed="signed")
    talk = TalkRecord.objects.get()
    assert (talk.request, talk.answer, talk.confirmed) == (BODY, "已说明程序", "signed")
    assert talk.recorded_by == office["registrar"]


@pytest.mark.rule("F-15")
def test_visit_of_twelve_is_registered_with_its_true_number(
    office: Office, monday: Any, client: Client
) -> None:
    joint = "王某乙 12000000002\n李某丙\n赵某丁\n钱某戊\n孙某己"
    save(sign_in(client, office), head_count="12", joint=joint, companions="周某庚、吴某辛")
    petition = only()
    assert petition.head_count == 12
    assert next(iter(petition.joint.filter(is_representative=True).values_list("name", "contact"))) == (
        "王某乙",
        "12000000002",
    )
    assert petition.joint.count() == 7


@pytest.mark.rule("F-15")
def test_sixth_representative_is_refused_beside_the_field(
    office: Office, monday: Any, client: Client
) -> None:
    response = save(sign_in(client, office), head_count="12", joint="甲某\n乙某\n丙某\n丁某\n戊某\n己某")
    assert response.status_code == 422
    assert "代表最多 5 人（条例第二十条），现有 6 人" in response.context["form"].errors["joint"][0]


def test_pasted_list_counts_when_no_number_was_given(office: Office, monday: Any, client: Client) -> None:
    save(sign_in(client, office), companions="1. 王某乙\n2. 李某丙\n3. 赵某丁")
    assert only().head_count == 4


def test_known_person_is_used_again_and_completed(office: Office, monday: Any, client: Client) -> None:
    first = office.registered()
    save(sign_in(client, office), person=first.petitioner_id, phone="12000000009", workplace="样城机械厂")
    second = Petition.objects.exclude(pk=first.pk).get()
    assert second.petitioner is not None
    assert second.petitioner_id == first.petitioner_id
    assert (second.petitioner.phone, second.petitioner.workplace) == ("12000000009", "样城机械厂")
    changed = second.petitioner.history.first()
    assert changed.history_user == office["registrar"]


def test_same_name_and_telephone_is_the_same_person(office: Office, monday: Any, client: Client) -> None:
    first = office.registered()
    save(sign_in(client, office))
    assert set(Petition.objects.values_list("petitioner", flat=True)) == {first.petitioner_id}


def test_continued_matter_gets_a_further_visit_and_no_second_number(
    office: Office, monday: Any, client: Client
) -> None:
    first = office.registered()
    talk = {"talk_confirmed": "oral", "talk_request": "再次要求修电梯"}
    save(sign_in(client, office), matter=first.pk, body="电梯还没有修", head_count="3", **talk)
    assert Petition.objects.count() == 1
    again = Intake.objects.get(petition=first, is_repeat=True)
    assert (again.note, again.head_count, again.channel) == ("电梯还没有修", 3, "visit")
    assert again.talk.request == "再次要求修电梯"


def test_without_script_a_person_is_found_picked_and_continued(
    office: Office, monday: Any, client: Client
) -> None:
    first = office.registered()
    url = reverse("petition_register")
    sign_in(client, office)
    found = client.post(url, {"name": "张某", "body": "已输入", "find": "1"})
    assert [one.value for one in found.context["options"]] == [first.petitioner_id]
    assert found.context["form"]["body"].value() == "已输入"
    picked = client.post(url, {"body": "已输入", "pick": str(first.petitioner_id)})
    assert picked.context["open_matters"] == [first]
    assert picked.context["form"]["phone"].value() == "12000000001"
    chosen = client.post(url, {"body": "已输入", "choose": str(first.pk)})
    assert chosen.context["chosen"] == first
    assert Petition.objects.count() == 1


@pytest.mark.parametrize("who", ["supervisor", "auditor", "admin"])
def test_who_does_not_register_is_kept_out(office: Office, monday: Any, client: Client, who: str) -> None:
    assert sign_in(client, office, who).get(reverse("petition_register")).status_code == 403
    assert save(client).status_code == 403
