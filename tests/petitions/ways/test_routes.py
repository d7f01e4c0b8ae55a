"""诉访分离, levels, 照转."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounts.models import UnitKind
from casework.models import ClockKind
from casework.refusals import Refusal
from casework.states import State
from petitions import levels
from petitions.actions import handle, register, route
from petitions.legal_routes import adds_nothing, proposed_route
from petitions.marks import marks
from petitions.models import ContentClass, Petition
from petitions.proposals import propose
from petitions.states import Channel, LegalRoute
from petitions.terms import handling_terms
from tests.office import Office
from tests.petitions import steps
from tests.petitions.scenarios.base import annotated
from tests.petitions.scenarios.outcomes import ground
from tests.petitions.steps import fresh
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")
TOLD = "3月2日电话告知"


def litigated(office: Office) -> Petition:
    return annotated(office, details={"legal_route": LegalRoute.LITIGATION})


@pytest.mark.rule("S12-14")
def test_what_is_litigated_is_not_assigned_as_a_petition(office: Office) -> None:
    p = litigated(office)
    by, unit = office["officer"], office.units["ZJJ"]
    with pytest.raises(Refusal, match="诉访分离"):
        route.assign(p.pk, by=by, version=p.version, unit=unit, opinion="请办理。")
    q = steps.presented(office, office.registered(details={"legal_route": LegalRoute.LITIGATION}))
    with pytest.raises(Refusal, match="诉访分离"):
        route.annotate(q.pk, by=q.signer, version=q.version, opinion="请办理。", unit=unit)


@pytest.mark.rule("S12-14")
def test_it_is_sent_to_the_organs_of_that_procedure_alone(office: Office) -> None:
    p = litigated(office)
    values = {"by": office["officer"], "reason": "属诉讼事项。", "told_petitioner": TOLD}
    with pytest.raises(Refusal, match="只能转送法院"):
        route.transfer(p.pk, version=p.version, unit=office.units["ZJJ"], **values)
    court = office.units["RSJ"]
    court.kind = UnitKind.JUSTICE
    court.save()
    route.transfer(p.pk, version=p.version, unit=court, **values)
    assert fresh(p).state == State.FORWARDED


@pytest.mark.rule("S12-14")
def test_or_the_petitioner_is_guided_there_with_a_slip(office: Office) -> None:
    p = litigated(office)
    route.guide(
        p.pk,
        by=office["registrar"],
        version=p.version,
        ground=ground("R2"),
        organ="县人民法院立案庭",
        explanation="依法起诉。",
    )
    assert fresh(p).state == State.GUIDED
    # Told on paper, and not by the click: the fifteen days run until it is delivered.
    assert [one.kind for one in p.clocks.filter(met_on=None)] == [ClockKind.NOTICE]
    slip = signed_in(office["registrar"]).get(f"/petitions/{p.pk}/paper/guidance/")
    assert "县人民法院立案庭" in words(slip)


@pytest.mark.parametrize(
    ("chosen", "has_law"), [*((one, one == "31-6") for one in LegalRoute.values), ("", True)]
)
def test_sixty_days_belong_to_the_petition_route_alone(office: Office, chosen: str, has_law: bool) -> None:
    p = office.registered(details={"legal_route": chosen})
    assert (handling_terms(p, today=date(2026, 3, 2)).statutory is not None) is has_law


def test_sixty_days_go_and_come_back_with_the_route(office: Office) -> None:
    p = steps.handling(office, office.registered())

    def statutory() -> Any:
        return p.clocks.get(kind=ClockKind.HANDLE, met_on=None).statutory_due

    before = statutory()
    assert before == date(2026, 5, 6)
    by = office["registrar"]
    register.edit(p.pk, by=by, version=p.version, legal_route=LegalRoute.ARBITRATION)
    assert statutory() is None
    register.edit(p.pk, by=by, version=fresh(p).version, legal_route="")
    assert statutory() == before
    register.edit(p.pk, by=by, version=fresh(p).version, purpose="suggestion")
    assert (statutory(), fresh(p).legal_route) == (None, "")
    assert fresh(p).due_on == p.clocks.get(kind=ClockKind.HANDLE, met_on=None).due_on


def test_class_proposes_a_route_and_a_person_confirms(office: Office) -> None:
    item = ContentClass.objects.get(code="01")
    item.legal_route = LegalRoute.LITIGATION
    item.save()
    p = office.registered(details={"content_class": ContentClass.objects.get(code="0102")})
    assert p.legal_route == ""
    assert proposed_route(p) == (LegalRoute.LITIGATION, "内容分类“城乡建设”")
    assert "建议：诉讼、检察、公安程序" in words(signed_in(office["registrar"]).get(f"/petitions/{p.pk}/"))
    p.legal_route = LegalRoute.PETITION
    assert proposed_route(p) is None


@pytest.fixture
def levelled(office: Office) -> Office:
    for code, level in (("XZF", "county"), ("XJW", "city")):
        office.units[code].level = level
        office.units[code].save()
    return office


@pytest.mark.rule("S05-03")
@pytest.mark.parametrize(
    ("sender", "target", "allowed"),
    [
        ("ZJJ", "RSJ", True),  # own level
        ("ZJJ", "T03", True),  # one below, in the same county
        ("T03-XF", "ZJJ", True),  # one above
        ("T03-XF", "XJW", False),  # two above
        ("ZJJ", "XJW", False),  # one above, but of another house
        ("XF", "XJW", True),  # the petition office sends anywhere
    ],
)
def test_units_send_to_their_own_level_and_the_next(
    levelled: Office, sender: str, target: str, allowed: bool
) -> None:
    refused = levels.sending_refusal(levelled.units[sender], levelled.units[target])
    assert (refused is None) is allowed


@pytest.mark.rule("S05-03")
def test_two_levels_apart_is_too_far_in_one_house_as_well(levelled: Office) -> None:
    upper = levelled.units["ZJJ"]
    upper.level = "city"
    assert "逐级办理" in (levels.sending_refusal(levelled.units["T03-XF"], upper) or "")
    assert "逐级办理" in (levels.sending_refusal(upper, levelled.units["T03-XF"]) or "")


@pytest.mark.rule("S05-03")
def test_skipping_a_level_is_refused_beside_the_unit(levelled: Office) -> None:
    p = levelled.registered(by=levelled["town_officer"], details={"importance": "important"})
    Petition.objects.filter(pk=p.pk).update(policy_values={**p.policy_values, "annotate_scope": "x"})
    p = steps.presented_by(levelled, p, "town_officer")
    with pytest.raises(Refusal, match="逐级办理") as refused:
        route.annotate(
            p.pk,
            by=p.signer,
            version=p.version,
            opinion="请办。",
            unit=levelled.units["XJW"],
            responsible=levelled["discipline"],
        )
    assert refused.value.field == "unit"


def test_a_visit_two_levels_up_gets_a_hint_and_is_registered(levelled: Office) -> None:
    city = levelled.units["XJW"]
    levelled.units["XF"].level = "city"
    levelled.units["XF"].save()
    place = {"details": {"place": "西样镇甲村"}}
    p = levelled.registered(channel=Channel.VISIT, **place)
    assert p.number
    assert "乡镇级" in levels.visit_hint(p)
    assert "照常登记" in words(signed_in(levelled["registrar"]).get(f"/petitions/{p.pk}/saved/"))
    assert levels.visit_hint(levelled.registered(channel=Channel.LETTER, **place)) == ""
    assert city.level == "city"


def test_place_is_followed_down_to_the_village(office: Office) -> None:
    from accounts.models import Post, Unit
    from accounts.roles import Role

    village = Unit.objects.create(
        code="T03-V1",
        name="西样甲村村民委员会",
        short_name="西样甲村",
        kind="village",
        parent=office.units["T03"],
    )
    county = office.registered(details={"place": "西样镇甲村二组"})
    town = office.registered(by=office["town_officer"], details={"place": "西样甲村二组"})
    assert propose(county).unit == office.units["T03"]  # type: ignore[union-attr]
    # Nobody there yet: the town keeps it.
    assert propose(town).unit == office.units["T03"]  # type: ignore[union-attr]
    Post.objects.create(
        staff=office.staff["town_head"], unit=village, role=Role.HANDLER, starts_on=date(2020, 1, 1)
    )
    assert propose(town).unit == village  # type: ignore[union-attr]


def test_matters_of_the_place_go_to_the_township_before_the_bureau(office: Office) -> None:
    item = ContentClass.objects.get(code="0102")
    details = {"content_class": item, "place": "西样镇甲村"}
    assert propose(office.registered(details=details)).unit == office.units["ZJJ"]  # type: ignore[union-attr]
    item.is_local = True
    item.save()
    proposal = propose(office.registered(details=details))
    assert proposal is not None
    assert (proposal.unit, proposal.reason) == (office.units["T03"], "问题属地在西样，属地办理")
    # Told to the township without naming a place.
    own = office.registered(by=office["town_officer"], details={"content_class": item})
    assert propose(own).unit == office.units["T03"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("opinion", "before", "plain"),
    [
        ("请你单位按规定办理，并答复信访人。", "属其职责。", True),
        ("属其职责。", "属其职责。", True),
        ("请阅处。", "", True),
        ("电梯检验记录由你局保管，请先核查检验日期再答复。", "属其职责。", False),
        ("请重点查明补偿款发放到哪一级。", "请办理。", False),
    ],
)
def test_words_that_only_pass_it_on(opinion: str, before: str, plain: bool) -> None:
    assert adds_nothing(opinion, before) is plain


@pytest.mark.rule("S09-12", "S18-02", "S21-18")
def test_sent_on_again_without_a_word_is_flagged_and_many_hops_are_marked(office: Office) -> None:
    p = annotated(office)
    for turn in range(3):
        route.assign(
            p.pk, by=office["officer"], version=fresh(p).version, unit=office.units["ZJJ"], opinion="请办理。"
        )
        handle.return_to_office(
            p.pk, by=office["bureau_head"], version=fresh(p).version, reason=f"第{turn}次：不属我局。"
        )
    assert list(p.routings.values_list("is_plain", flat=True)) == [False, True, True]
    assert "流转 3 次" in {mark.label for mark in marks(fresh(p))}
    page = words(signed_in(office["supervisor"]).get(f"/petitions/{p.pk}/"))
    assert "照转" in page
    for watch in ("plain", "hops"):
        found = signed_in(office["supervisor"]).get(f"/petitions/?tab=supervised&watch={watch}")
        assert p.number in words(found)
