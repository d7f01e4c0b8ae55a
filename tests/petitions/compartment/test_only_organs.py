"""检举控告 goes to a discipline organ by competence and to nobody else, by whatever way it is sent (S11-17, 条例第三十条)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounts.models import UnitKind
from accounts.roles import Role
from casework.refusals import Refusal
from casework.states import State
from petitions.actions import arrivals, cards, handle, route
from petitions.discipline import takes_accusations
from petitions.models import Objection, Petition, Routing
from petitions.proposals import propose
from petitions.states import Purpose
from tests.office import Office
from tests.petitions.scenarios_by_preset import road
from tests.petitions.steps import fresh
from tests.petitions.views.reading import signed_in, words

pytestmark = [pytest.mark.usefixtures("monday"), pytest.mark.rule("S11-17")]
REFUSED = "检举控告按管理权限移送纪检监察机关"


def accusation(office: Office) -> Petition:
    """Against 人社局; 住建局 has nothing to do with it, and nothing to say about it."""
    road.under(office, "general")
    p = office.registered(purpose=Purpose.ACCUSATION, accused_units=(office.units["RSJ"],))
    return fresh(p)


def read(office: Office) -> Petition:
    return road.presented(accusation(office), office["officer"])


def stays(p: Petition, state: str) -> None:
    found = fresh(p)
    assert (found.state, found.handling_unit, found.routings.count()) == (state, None, 0)


def give(p: Petition, office: Office, unit: str = "ZJJ", **more: Any) -> Routing:
    values = {"opinion": "请核实。", "change_reason": "业务对口", "unit": office.units[unit], **more}
    return route.assign(p.pk, by=office["officer"], version=fresh(p).version, **values)


def test_a_reason_does_not_give_it_to_a_bureau(office: Office) -> None:
    p = accusation(office)
    with pytest.raises(Refusal, match=REFUSED) as refused:
        give(p, office)
    assert refused.value.field == "unit"
    stays(p, State.REGISTERED)
    assert give(p, office, "XJW").to_unit == office.units["XJW"]


def test_nor_does_it_come_there_as_a_co_operating_unit(office: Office) -> None:
    p = accusation(office)
    with pytest.raises(Refusal, match=REFUSED):
        give(p, office, "XJW", co_units=(office.units["ZJJ"],))
    stays(p, State.REGISTERED)


def test_nor_by_transfer(office: Office) -> None:
    p = accusation(office)
    given = {"reason": "属其职责。", "told_petitioner": "3月2日电话告知本人"}
    with pytest.raises(Refusal, match=REFUSED):
        route.transfer(p.pk, by=office["officer"], version=p.version, unit=office.units["ZJJ"], **given)
    stays(p, State.REGISTERED)


def test_nor_by_the_words_of_a_leader(office: Office) -> None:
    p = read(office)
    with pytest.raises(Refusal, match=REFUSED):
        road.annotated(p, unit=office.units["ZJJ"])
    stays(p, State.PRESENTED)
    assert road.annotated(p, unit=office.units["XJW"]).handling_unit == office.units["XJW"]


def test_nor_by_a_card(office: Office) -> None:
    p = read(office)
    assert p.signer is not None
    given = {"opinion": "请速查。", "unit": office.units["ZJJ"], "due_on": date(2026, 3, 10)}
    with pytest.raises(Refusal, match=REFUSED):
        cards.issue_card(p.pk, by=p.signer, version=p.version, **given)
    stays(p, State.PRESENTED)


def test_nor_after_the_organ_has_handed_it_back(office: Office) -> None:
    p = accusation(office)
    give(p, office, "XJW")
    by = office["discipline"]
    handle.return_to_office(p.pk, by=by, version=fresh(p).version, reason="不属本委管辖。")
    with pytest.raises(Refusal, match=REFUSED):
        give(p, office)
    assert fresh(p).state == State.RETURNED


def test_nor_by_the_decision_of_an_arbiter_and_nobody_proposes_it(office: Office) -> None:
    p = accusation(office)
    give(p, office, "XJW")
    made = Objection.objects.create(
        routing=fresh(p).routings.get(),
        unit=office.units["XJW"],
        reasons="不属本委管辖。",
        competent="住建局",
        made_by=office["discipline"],
        made_at="2026-03-02T09:00:00+08:00",
        arbiter=office.units["XF"],
    )
    given = {"version": fresh(p).version, "unit": office.units["ZJJ"], "decision": "由住建局办理。"}
    with pytest.raises(Refusal, match=REFUSED):
        arrivals.arbitrate(p.pk, by=office["officer"], **given)
    made.decided_unit, made.decision = office.units["ZJJ"], "旧裁定"
    made.decided_by, made.decided_at = office["officer"], made.made_at
    made.save()
    proposal = propose(fresh(p))
    assert proposal is not None
    assert proposal.unit == office.units["XJW"]


def test_a_part_of_the_organ_may_have_it(office: Office) -> None:
    section = road.settle(office, "XJW-1", "县纪委监委第一审查室", UnitKind.INTERNAL, "XJW")
    road.hire(office, "section_head", "许某酉", "XJW-1", Role.UNIT_HEAD)
    assert [takes_accusations(office.units[code]) for code in ("XJW", "ZJJ", "XF")] == [True, False, False]
    assert give(accusation(office), office, "XJW-1").to_unit == section


@pytest.mark.parametrize("verb", ["assign", "transfer"])
def test_the_page_says_so_beside_the_unit_and_keeps_what_was_typed(office: Office, verb: str) -> None:
    p = accusation(office)
    client, url = signed_in(office["officer"]), f"/petitions/{p.pk}/do/{verb}/"
    assert "不能交其他单位" in words(client.get(url))
    typed = {
        "opinion": "请抓紧核实。",
        "change_reason": "业务对口",
        "reason": "请抓紧核实。",
        "told_petitioner": "电话",
    }
    back = client.post(url, {**typed, "version": p.version, "unit": office.units["ZJJ"].pk})
    assert back.status_code == 422
    assert REFUSED in str(back.context["form"].errors["unit"])
    assert "请抓紧核实。" in words(back)
    stays(p, State.REGISTERED)
