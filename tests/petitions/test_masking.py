"""掩码: who reads names and numbers in full, who reads 张**, and how one case is opened."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casework.refusals import Refusal
from petitions import masking
from petitions.actions import amend
from petitions.actions.register import Person
from petitions.models import Petition
from petitions.states import Purpose
from tests.office import Office
from tests.petitions import steps
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")
WHO = Person(
    name="贺某辰", phone="12055550001", id_number="110101190001010011", address="样城县西样镇甲村3号"
)
FULL = ["registrar", "officer", "office_head"]
MASKED = ["deputy", "chief", "supervisor", "auditor"]
LEDGER = {"month": "2026-03", "unit": "XF", "col": ["number", "name", "where", "phone"]}


@pytest.fixture
def case(office: Office) -> Petition:
    return office.registered(person=WHO)


def workbook(client: Client) -> str:
    answer = client.post(reverse("petition_export"), {"query": "tab=all"})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(book.read(one).decode("utf-8", "replace") for one in book.namelist())


def search(client: Client) -> Any:
    return client.post(reverse("search"), {"q": "贺某辰"}, follow=True)


@pytest.mark.parametrize(
    ("mask", "text", "shown"),
    [
        (masking.name, "张某甲", "张**"),
        (masking.name, "", ""),
        (masking.id_number, "11010119000101002X", "110*************2X"),
        (masking.id_number, "1234", "****"),
        (masking.phone, "12000000001", "120****0001"),
        (masking.phone, "8812345", "*******"),
        (masking.address, "清禾县西样镇甲村3号", "清禾县西样镇**"),
        (masking.address, "样城街道甲社区3号", "样城街道**"),
        (masking.address, "清禾县甲路3号", "清禾县**"),
        (masking.address, "甲村3号", "**"),
        (masking.address, "", ""),
    ],
)
def test_masks(mask: Any, text: str, shown: str) -> None:
    assert mask(text) == shown


@pytest.mark.rule("S13-02")
@pytest.mark.parametrize("name", [*FULL, *MASKED])
def test_lists_files_search_and_register_by_role(office: Office, case: Petition, name: str) -> None:
    client, full = signed_in(office[name]), name in FULL
    for said in (
        words(client.get(reverse("petition_list"), {"tab": "all"})),
        workbook(client),
        words(search(client)),
        words(client.get(reverse("ledger"), LEDGER)),
        words(client.get(reverse("ledger_print"), LEDGER)),
    ):
        # The box of the search keeps what was typed.
        said = said.replace("“贺某辰”", "")
        assert ("贺某辰" in said) is full
        assert ("贺**" in said) is not full
        assert ("甲村3号" in said or "12055550001" in said) <= full


@pytest.mark.rule("S13-02")
def test_a_register_is_full_before_those_who_keep_it(office: Office, case: Petition) -> None:
    keepers = {name for name in office.staff if masking.keeps_register(office[name], office.units["XF"])}
    assert keepers == {"registrar", "officer", "office_head"}
    assert not masking.keeps_register(office["registrar"], office.units["ZJJ"])


@pytest.mark.parametrize("name", ["handler", "bureau_head"])
def test_who_handles_it_reads_in_full(office: Office, case: Petition, name: str) -> None:
    steps.handling(office, case)
    client = signed_in(office[name])
    assert "12055550001" in words(client.get(reverse("petition_detail", args=[case.pk])))
    shown = words(client.get(reverse("handling"), {"scope": "unit", "tab": "in_time"}))
    assert "贺某辰" in shown


@pytest.mark.parametrize("name", MASKED)
def test_case_page_opens_in_full_with_a_reason_on_record(office: Office, case: Petition, name: str) -> None:
    client, page = signed_in(office[name]), reverse("petition_detail", args=[case.pk])
    shown = words(client.get(page))
    assert "贺**" in shown
    assert "120****0001" in shown
    assert "样城县西样镇**" in shown
    assert "贺某辰" not in shown
    unlock = reverse("petition_unlock", args=[case.pk])
    assert "贺某辰" not in words(client.post(unlock, {"reason": " "}, follow=True))
    assert "贺某辰" in words(client.post(unlock, {"reason": "回访核实"}, follow=True))
    event = case.events.get(name="read_in_full")
    assert (event.actor, event.note) == (office[name], "回访核实")
    # Another browser has given no reason.
    assert "贺某辰" not in words(signed_in(office[name]).get(page))


def test_id_number_is_masked_before_everybody(office: Office, case: Petition) -> None:
    shown = words(signed_in(office["officer"]).get(reverse("petition_detail", args=[case.pk])))
    assert "110*************11" in shown
    assert WHO.id_number not in shown


def test_who_reads_in_full_anyway_gives_no_reason(office: Office, case: Petition) -> None:
    with pytest.raises(Refusal, match="可以直接查看"):
        amend.unlock(case.pk, by=office["officer"], reason="核对")


def test_policy_says_which_roles_are_masked(office: Office, case: Petition) -> None:
    values = {**case.policy_values, "masked_roles": ["auditor"]}
    Petition.objects.filter(pk=case.pk).update(policy_values=values)
    case = Petition.objects.get(pk=case.pk)
    assert masking.person_of(case, office["chief"]) == "贺某辰"
    assert masking.person_of(case, office["auditor"]) == "贺**"


def test_sealed_and_anonymous_have_no_name_at_all(office: Office) -> None:
    sealed = office.registered(purpose=Purpose.ACCUSATION)
    anonymous = office.registered(person=None, is_anonymous=True)
    assert masking.person_of(sealed, office["officer"]) == masking.HIDDEN
    assert masking.person_of(anonymous, office["auditor"]) == masking.ANONYMOUS
