"""退回后转出 (S13-10): the unit's own days, at a petition office never past the law's fifteen from receipt (条例第二十二条)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounts.models import UnitKind
from casework.models import Clock, ClockKind
from petitions.actions import arrivals, close, handle, recalculate, route, send_back
from petitions.models import Petition
from tests.office import Office
from tests.petitions import steps
from tests.petitions.receiving import hall
from tests.petitions.scenarios import ways
from tests.petitions.steps import fresh

pytestmark = [pytest.mark.usefixtures("monday"), pytest.mark.rule("S13-10")]
LAW = "3月2日收到，法定15日，到期3月17日（《信访工作条例》第二十二条）"


def returned(office: Office, monday: Any, day: str, p: Petition | None = None) -> Clock:
    """Received on 2 March, handed back by the bureau on a later day."""
    p = p or steps.handling(office, office.registered())
    monday.move_to(f"{day} 09:00:00+08:00")
    handle.return_to_office(p.pk, by=office["handler"], version=fresh(p).version, reason="不属我局职责")
    return running(p)


def running(p: Petition) -> Clock:
    return Clock.objects.get(case=p, kind=ClockKind.TRANSFER_OUT, met_on=None)


def test_early_on_the_three_days_hold(office: Office, monday: Any) -> None:
    clock = returned(office, monday, "2026-03-04")
    assert (clock.due_on, clock.unit_due) == (date(2026, 3, 9), date(2026, 3, 9)), "7 March is a Saturday"
    assert (clock.statutory_due, clock.statutory_sentence) == (date(2026, 3, 17), LAW)


def test_on_the_fourteenth_day_the_fifteenth_is_the_last(office: Office, monday: Any) -> None:
    clock = returned(office, monday, "2026-03-16")
    assert (clock.due_on, clock.unit_due, clock.statutory_due) == (date(2026, 3, 17),) * 3
    assert clock.unit_sentence == "3月16日退回办公室，转出3日，到期3月19日；不超过法定期限，提前到3月17日"
    assert clock.statutory_sentence == LAW


def test_once_they_are_over_it_goes_out_the_same_day(office: Office, monday: Any) -> None:
    clock = returned(office, monday, "2026-03-25")
    assert (clock.due_on, clock.statutory_due) == (date(2026, 3, 25), date(2026, 3, 25))
    assert "3月2日收到，法定15日已满" in clock.statutory_sentence
    assert "第二十二条" in clock.statutory_sentence


def test_an_objection_gives_no_further_days(office: Office, monday: Any) -> None:
    p = ways.objected(office)
    monday.move_to("2026-03-16 09:00:00+08:00")
    arrivals.answer_objection(p.pk, by=office["officer"], version=fresh(p).version, agree=True)
    assert running(p).due_on == date(2026, 3, 17)


def test_nor_does_a_signer_who_sends_it_back_to_the_office(office: Office, monday: Any) -> None:
    p = steps.reported(office, office.registered())
    monday.move_to("2026-03-16 09:00:00+08:00")
    assert p.signer is not None
    send_back.send_back(p.pk, by=p.signer, version=p.version, opinion="应由人社局办理。", to="office")
    assert running(p).due_on == date(2026, 3, 17)


def test_a_department_that_is_no_petition_office_keeps_its_own_days(office: Office, monday: Any) -> None:
    office.units["XF"].kind = UnitKind.INTERNAL
    office.units["XF"].save()
    clock = returned(office, monday, "2026-03-16")
    assert (clock.due_on, clock.statutory_due) == (date(2026, 3, 19), None)


def test_opened_again_the_fifteen_days_count_from_that_day(office: Office, monday: Any) -> None:
    p = steps.concluded(office, office.registered())
    close.close(p.pk, by=office["officer"], version=p.version, text="已修复。", method="letter")
    monday.move_to("2026-03-20 09:00:00+08:00")
    route.reopen(p.pk, by=office["officer"], version=fresh(p).version, reason="新的线索。")
    p = steps.handling(office, fresh(p))
    clock = returned(office, monday, "2026-04-02", p)
    assert (clock.due_on, clock.statutory_due) == (date(2026, 4, 7), date(2026, 4, 7)), "清明 4—6 April"
    assert clock.statutory_sentence.startswith("3月20日重新办理，法定15日")


def test_counted_anew_it_stays_within_the_law(office: Office, monday: Any) -> None:
    p = steps.handling(office, office.registered())
    returned(office, monday, "2026-03-12", p)
    hall.policy(office, "XF", transfer_limit={"days": 10, "day_type": "calendar"})
    version = fresh(p).version
    recalculate.recalculate(p.pk, by=office["officer"], version=version, reason="政策修订。")
    clock = running(p)
    assert clock.unit_due == date(2026, 3, 17)
    assert "提前到3月17日" in clock.unit_sentence
