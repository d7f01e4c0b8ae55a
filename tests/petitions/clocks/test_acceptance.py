"""法定60日 counts from 受理 (条例第三十四条), whatever the unit counts its own days from."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.models import Clock, ClockKind
from casework.refusals import NotYours, Refusal
from petitions.actions import handle, papers, register, route
from petitions.models import Petition
from petitions.states import LegalRoute
from tests.office import Office
from tests.petitions.steps import assigned, fresh

pytestmark = pytest.mark.usefixtures("monday")


def clock(petition: Petition) -> Clock:
    return Clock.objects.get(case=petition, kind=ClockKind.HANDLE, met_on__isnull=True)


def accepted(office: Office, monday: Any, p: Petition, day: str = "2026-03-09") -> Petition:
    monday.move_to(f"{day} 09:00:00+08:00")
    handle.accept(p.pk, by=office["bureau_head"], version=fresh(p).version, handler=office["handler"])
    return fresh(p)


@pytest.mark.rule("F-03")
def test_sixty_days_run_from_acceptance_and_before_it_from_assignment(office: Office, monday: Any) -> None:
    p = assigned(office, office.registered(received_on=date(2026, 2, 27)))
    assert clock(p).statutory_sentence.startswith("3月2日交办（受理前暂计），法定60日，")
    assert clock(p).statutory_due == date(2026, 5, 6)
    p = accepted(office, monday, p)
    assert clock(p).statutory_sentence.startswith("3月9日受理，法定60日，")
    assert clock(p).statutory_sentence.endswith("到期5月8日（《信访工作条例》第三十四条）")
    assert clock(p).statutory_due == date(2026, 5, 8)
    # The unit's own five days stay where its policy put them.
    assert (clock(p).unit_due, clock(p).start_on) == (date(2026, 3, 9), date(2026, 3, 2))


@pytest.mark.rule("F-04")
def test_extension_counts_on_from_the_sixtieth_day_after_acceptance(office: Office, monday: Any) -> None:
    p = accepted(office, monday, assigned(office, office.registered()))
    handle.extend_statutory(p.pk, by=office["chief"], days=30, reason="须鉴定。")
    # 3月9日 and ninety days: 6月7日 is a Sunday.
    assert clock(p).statutory_due == date(2026, 6, 8)


def test_the_day_on_a_paper_that_told_of_the_acceptance_stands(office: Office, monday: Any) -> None:
    p = assigned(office, office.registered())
    papers.issue(p.pk, by=office["officer"], kind="accept")
    p = accepted(office, monday, p)
    assert clock(p).statutory_due == date(2026, 5, 6)
    assert clock(p).statutory_sentence.startswith("3月2日交办，法定60日，")


def test_handed_back_and_given_out_again_it_is_the_second_unit_that_accepts(
    office: Office, monday: Any
) -> None:
    p = accepted(office, monday, assigned(office, office.registered()))
    handle.return_to_office(p.pk, by=office["bureau_head"], version=p.version, reason="应由人社局办理。")
    p, unit = fresh(p), office.units["RSJ"]
    given = {"unit": unit, "opinion": "请核实办理。", "change_reason": "属人社局职责。"}
    route.assign(p.pk, by=office["officer"], version=p.version, **given)
    assert clock(p).statutory_sentence.startswith("3月9日交办（受理前暂计）")
    monday.move_to("2026-03-12 09:00:00+08:00")
    handle.accept(p.pk, by=office["other_head"], version=fresh(p).version, handler=office["other_handler"])
    assert clock(p).statutory_due == date(2026, 5, 11)


def test_route_confirmed_anew_gives_the_sixty_days_of_the_acceptance_back(
    office: Office, monday: Any
) -> None:
    p = accepted(office, monday, assigned(office, office.registered()))
    monday.move_to("2026-03-11 09:00:00+08:00")
    for legal_route, due in ((LegalRoute.ARBITRATION, None), (LegalRoute.PETITION, date(2026, 5, 8))):
        by = office["officer"]
        register.edit(p.pk, by=by, version=fresh(p).version, legal_route=legal_route)
        assert clock(p).statutory_due == due


def test_extension_is_refused_once_the_limit_has_run_out(office: Office, monday: Any) -> None:
    p = accepted(office, monday, assigned(office, office.registered()))
    given = {"by": office["chief"], "days": 30, "reason": "须鉴定。"}
    monday.move_to("2026-05-09 09:00:00+08:00")
    with pytest.raises(Refusal, match="法定期限 2026年5月8日 已过，不能再延长"):
        handle.extend_statutory(p.pk, **given)
    assert clock(p).statutory_due == date(2026, 5, 8)
    monday.move_to("2026-05-08 18:00:00+08:00")
    handle.extend_statutory(p.pk, **given)
    assert clock(p).statutory_due == date(2026, 6, 8)


def test_extension_is_approved_by_the_head_of_the_organ_and_never_by_the_handler(
    office: Office, monday: Any
) -> None:
    """条例第三十四条: 经本机关、单位负责人批准."""
    given = {"days": 10, "reason": "须鉴定。"}
    p = accepted(office, monday, assigned(office, office.registered()))
    with pytest.raises(NotYours, match="承办机关负责人或主管领导"):
        handle.extend_statutory(p.pk, by=office["handler"], **given)
    handle.reassign(p.pk, by=office["bureau_head"], version=p.version, handler=office["bureau_head"])
    with pytest.raises(Refusal, match="不能由承办人自己批准"):
        handle.extend_statutory(p.pk, by=office["bureau_head"], **given)
    p = fresh(p)
    handle.reassign(p.pk, by=office["bureau_head"], version=p.version, handler=office["handler"])
    handle.extend_statutory(p.pk, by=office["bureau_head"], **given)
    assert fresh(p).events.get(name="statutory_extended").actor_name == office["bureau_head"].name
