"""异议退回 (条例第二十三条) and who decides between two units (第二十四条)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError

from casework.models import PolicyProfile
from casework.refusals import NotYours, Refusal
from casework.states import State
from petitions.actions import arrivals, handle, route
from petitions.models import Objection, Petition
from petitions.proposals import propose
from petitions.ways import arbiter_of
from tests.office import Office
from tests.petitions import steps
from tests.petitions.scenarios import ways
from tests.petitions.scenarios.base import letter
from tests.petitions.steps import fresh
from tests.petitions.views.reading import signed_in, words

WHY = ways.OURS_NOT


def object_to(office: Office, p: Petition, who: str = "other_head", **more: Any) -> Objection:
    return arrivals.raise_objection(p.pk, by=office[who], version=fresh(p).version, **{**WHY, **more})


def answer(office: Office, p: Petition, agree: bool, reason: str = "") -> None:
    arrivals.answer_objection(
        p.pk, by=office["officer"], version=fresh(p).version, agree=agree, reason=reason
    )


@pytest.mark.rule("F-02")
def test_objection_ends_after_five_working_days_around_the_holiday(office: Office, at: Any) -> None:
    with at("2026-02-13"):
        p = letter(office, received_on=date(2026, 2, 12))
        p = steps.presented(office, p)
        route.annotate(p.pk, by=p.signer, version=p.version, opinion="请转送。")
        route.transfer(
            p.pk,
            by=office["officer"],
            version=fresh(p).version,
            unit=office.units["RSJ"],
            reason="属人社。",
            told_petitioner="已告知",
        )
    assert str(p.clocks.get(kind="objection").due_on) == "2026-02-27"
    with at("2026-02-28"), pytest.raises(Refusal, match=r"5个工作日.*第二十三条.*2月27日"):
        object_to(office, p)
    with at("2026-02-27"):
        assert object_to(office, p).is_open


@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize("field", ["reasons", "competent"])
def test_objection_says_why_and_whose_it_is(office: Office, field: str) -> None:
    p = ways.forwarded(office)
    with pytest.raises(Refusal) as refused:
        object_to(office, p, **{field: " "})
    assert refused.value.field == field


@pytest.mark.usefixtures("monday")
def test_it_leaves_the_receiver_when_the_sender_agrees(office: Office) -> None:
    p = ways.forwarded(office)
    object_to(office, p)
    assert fresh(p).state == State.FORWARDED
    with pytest.raises(Refusal, match="正在等待"):
        arrivals.take_in(p.pk, by=office["other_head"], version=fresh(p).version)
    answer(office, p, agree=True)
    p = fresh(p)
    assert (p.state, p.handling_unit) == (State.RETURNED, None)
    assert [one.kind for one in p.clocks.filter(met_on=None)] == ["transfer_out"]
    routing = p.routings.get()
    assert routing.return_reason.startswith("异议")


@pytest.mark.usefixtures("monday")
def test_sender_refuses_with_reasons_and_it_stays(office: Office) -> None:
    p = ways.objected(office)
    with pytest.raises(Refusal, match="写明理由"):
        answer(office, p, agree=False)
    answer(office, p, agree=False, reason="属工资争议。")
    assert (fresh(p).state, fresh(p).handling_unit) == (State.FORWARDED, office.units["RSJ"])
    arrivals.take_in(p.pk, by=office["other_head"], version=fresh(p).version)
    assert fresh(p).state == State.TRANSFERRED


@pytest.mark.usefixtures("monday")
def test_second_objection_goes_to_the_common_superior(office: Office) -> None:
    p = ways.disputed(office)
    objection = Objection.objects.get(arbiter__isnull=False)
    assert objection.arbiter == office.units["XZF"]
    with pytest.raises(Refusal, match="裁定"):
        answer(office, p, agree=True)
    with pytest.raises(NotYours):
        arrivals.arbitrate(
            p.pk, by=office["officer"], version=p.version, unit=office.units["ZJJ"], decision="归住建。"
        )
    page = signed_in(office["deputy"]).get(f"/petitions/{p.pk}/do/arbitrate/")
    assert WHY["reasons"] in words(page)


@pytest.mark.usefixtures("monday")
def test_decision_for_another_unit_brings_it_back_with_that_unit_proposed(office: Office) -> None:
    p = ways.disputed(office)
    with pytest.raises(Refusal, match="裁定意见"):
        arrivals.arbitrate(
            p.pk, by=office["deputy"], version=p.version, unit=office.units["ZJJ"], decision=" "
        )
    arrivals.arbitrate(
        p.pk, by=office["deputy"], version=p.version, unit=office.units["ZJJ"], decision="属物业管理。"
    )
    p = fresh(p)
    assert p.state == State.RETURNED
    proposal = propose(p)
    assert proposal is not None
    assert (proposal.unit, proposal.reason) == (office.units["ZJJ"], "经清禾县人民政府裁定")
    assert "裁定由清禾县住房和城乡建设局办理" in words(
        signed_in(office["officer"]).get(f"/petitions/{p.pk}/")
    )


@pytest.mark.usefixtures("monday")
def test_decision_for_the_receiver_ends_the_dispute(office: Office) -> None:
    p = ways.disputed(office)
    arrivals.arbitrate(
        p.pk, by=office["deputy"], version=p.version, unit=office.units["RSJ"], decision="属欠薪。"
    )
    with pytest.raises(Refusal, match="已经裁定"):
        object_to(office, p)
    assert arrivals.take_in(p.pk, by=office["other_head"], version=fresh(p).version).unit.code == "RSJ"


@pytest.mark.usefixtures("monday")
def test_without_common_superior_the_policy_names_the_arbiter(office: Office) -> None:
    p = office.registered()
    assert arbiter_of(p, office.units["XF"], office.units["XJW"]) is None
    p.policy_values["arbiter_unit"] = "XF"
    assert arbiter_of(p, office.units["RSJ"], office.units["XJW"]) == office.units["XF"]


@pytest.mark.usefixtures("monday")
def test_assigned_item_is_handed_back_freely_or_by_objection_as_the_policy_says(office: Office) -> None:
    free = steps.assigned(office, letter(office))
    with pytest.raises(Refusal, match="退回办公室"):
        object_to(office, free, "bureau_head")
    PolicyProfile.objects.create(
        unit=office.units["XF"],
        preset="three_five",
        effective_from=date(2026, 1, 1),
        approved_by="某局长",
        source="清信〔2026〕1号",
        values={"return_needs_consent": True},
    )
    p = steps.assigned(office, letter(office))
    with pytest.raises(Refusal, match="提出异议"):
        handle.return_to_office(p.pk, by=office["bureau_head"], version=p.version, reason="不是我局。")
    object_to(office, p, "bureau_head")
    answer(office, p, agree=True)
    assert fresh(p).state == State.RETURNED


@pytest.mark.usefixtures("monday")
def test_database_keeps_one_open_objection(office: Office) -> None:
    made = ways.objected(office).routings.get().objections.get()
    made.pk = None
    with pytest.raises(IntegrityError):
        made.save(force_insert=True)
