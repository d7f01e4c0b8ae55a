"""姓名、单位或住址、主要问题、处理结果 (S13-02): never asked before registration, always before closing."""

from __future__ import annotations

from typing import Any

import pytest

from casework.refusals import Refusal
from casework.states import State
from petitions import closing
from petitions.actions import close, register, route
from petitions.actions.register import Person
from petitions.desk import missing_in, to_complete
from petitions.models import Petition
from petitions.states import Purpose
from tests.office import Office
from tests.petitions import steps
from tests.petitions.scenarios_by_preset import road
from tests.petitions.steps import fresh
from tests.petitions.views.reading import signed_in, words

pytestmark = [pytest.mark.usefixtures("monday"), pytest.mark.rule("S13-02")]
CONDITION = closing.CONDITIONS["columns"].label
BY_PHONE = Person(name="王某乙", phone="12000000002")


def answered(office: Office, p: Petition) -> Petition:
    close.close(p.pk, by=office["officer"], version=fresh(p).version, text="已修复。", method="letter")
    return fresh(p)


def completed(office: Office, p: Petition, **changes: Any) -> Petition:
    return register.edit(p.pk, by=office["registrar"], version=fresh(p).version, **changes)


@pytest.mark.parametrize(
    ("person", "missing"),
    [
        (Person(name="王某乙", phone="12000000002"), ["单位或住址"]),
        (Person(name="王某乙", workplace="清禾县第一小学"), []),
        (Person(name="王某乙", address="甲社区3号"), []),
        (None, []),
    ],
)
def test_a_workplace_or_an_address_fills_the_column_and_a_telephone_does_not(
    office: Office, person: Person | None, missing: list[str]
) -> None:
    p = office.registered(person=person, is_anonymous=person is None, details={"place": "样城街道"})
    assert p.number, "nothing holds registration up"
    assert [one for one in missing_in(p) if one != "内容分类"] == missing
    listed, _ = to_complete(office["registrar"], office.units["XF"])
    assert [one for one in listed[0].missing if one != "内容分类"] == missing


def test_it_is_closed_only_with_the_column_filled(office: Office) -> None:
    p = steps.concluded(office, office.registered(person=BY_PHONE))
    assert CONDITION in closing.missing(p)
    with pytest.raises(Refusal, match="单位或住址"):
        answered(office, p)
    completed(office, p, person=Person(name="", workplace="清禾县第一小学"))
    p = answered(office, p)
    assert p.state == State.CLOSED
    assert p.petitioner is not None
    assert (p.petitioner.workplace, p.petitioner.phone) == ("清禾县第一小学", BY_PHONE.phone)
    assert fresh(p).events.get(name="edited").data == {"fields": "单位或住址"}
    assert p.get_conclusion_display() == "支持", "处理结果 is on record with the closing"


def test_or_with_the_reason_why_it_is_empty(office: Office) -> None:
    p = steps.concluded(office, office.registered(person=BY_PHONE))
    completed(office, p, where_unstated="来信未写明，电话询问未果")
    assert "单位或住址" not in missing_in(fresh(p))
    assert answered(office, p).state == State.CLOSED


def test_the_anonymous_are_asked_for_nothing(office: Office) -> None:
    p = steps.concluded(office, office.registered(person=None, is_anonymous=True))
    assert CONDITION not in [one.label for one in closing.checklist(p)]
    close.close(p.pk, by=office["officer"], version=fresh(p).version)
    assert fresh(p).state == State.CLOSED


def test_other_presets_close_as_before_and_the_desk_still_shows_it(office: Office) -> None:
    road.under(office, "general")
    p = office.registered(person=BY_PHONE)
    assert "单位或住址" in missing_in(p)
    assert CONDITION not in [one.label for one in closing.checklist(p)]


def test_what_is_answered_at_the_counter_has_it_too(office: Office) -> None:
    p = office.registered(purpose=Purpose.ENQUIRY, person=BY_PHONE)
    by = office["registrar"]
    given = {"text": "周一至周五办理。", "conclusion": "support"}
    with pytest.raises(Refusal, match="补充更正"):
        route.answer_on_the_spot(p.pk, by=by, version=p.version, **given)
    completed(office, p, where_unstated="来访人不愿提供")
    route.answer_on_the_spot(p.pk, by=by, version=fresh(p).version, **given)
    assert fresh(p).state == State.CLOSED


def test_what_is_on_record_is_not_written_over(office: Office) -> None:
    p = office.registered()
    with pytest.raises(Refusal, match="已经登记"):
        completed(office, p, person=Person(name="", address="乙社区9号"))
    assert fresh(p).petitioner.address == "样城街道甲社区3号"  # type: ignore[union-attr]


def test_the_case_page_says_what_lacks_and_the_form_asks_for_it(office: Office) -> None:
    p = office.registered(person=BY_PHONE)
    client = signed_in(office["registrar"])
    page = client.get(f"/petitions/{p.pk}/")
    assert "登记还缺：内容分类、问题属地、单位或住址。" in words(page)
    form = client.get(f"/petitions/{p.pk}/edit/").context["form"]
    assert {"person_workplace", "person_address", "where_unstated"} <= set(form.fields)
    assert not {"person_name", "person_phone"} & set(form.fields)
    whole = signed_in(office["registrar"]).get(f"/petitions/{office.registered().pk}/edit/").context["form"]
    assert not {"person_workplace", "person_address", "where_unstated"} & set(whole.fields)
    typed = {name: form[name].value() or "" for name in form.fields} | {"person_address": "丙社区5号"}
    typed |= {f"initial-{name}": form[name].value() or "" for name in form.fields}
    assert client.post(f"/petitions/{p.pk}/edit/", typed).status_code == 302
    assert fresh(p).petitioner.address == "丙社区5号"  # type: ignore[union-attr]
