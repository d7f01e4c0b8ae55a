"""告知引导: on a ground of its own, R2 for another procedure, R6 for another organ, with the words kept."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.actions.reminders import write_reminders
from casework.events import sentence
from casework.models import Clock, ClockKind, Event, Reminder
from casework.refusals import Refusal
from casework.states import State
from petitions.actions import route
from petitions.models import Guidance, Petition
from petitions.states import Jurisdiction, LegalRoute
from tests.office import Office
from tests.petitions.papers.reading import deliver_paper
from tests.petitions.scenarios.outcomes import ground
from tests.petitions.steps import fresh
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")
R2 = "属于或者应当通过诉讼、仲裁、行政复议等法定途径解决，导入相应程序"
R6 = "不属于本机关及本系统职权范围，告知有权处理的机关、单位"


def guided(office: Office, p: Petition, code: str, **changes: Any) -> Guidance:
    given = {"organ": "清禾县人民法院", "explanation": "到立案窗口提出。", **changes}
    return route.guide(p.pk, by=office["registrar"], version=p.version, ground=ground(code), **given)


def outside(office: Office) -> Petition:
    return office.registered(details={"jurisdiction": Jurisdiction.OUTSIDE})


def litigated(office: Office) -> Petition:
    return office.registered(details={"legal_route": LegalRoute.LITIGATION})


@pytest.mark.rule("S12-14")
def test_slip_keeps_the_words_of_its_ground(office: Office) -> None:
    made = guided(office, litigated(office), "R2")
    assert made.ground
    made.ground.text = "改过的情形"
    made.ground.save()
    made.refresh_from_db()
    assert (made.ground_text, made.ground_basis) == (R2, "《信访工作条例》第二十条、第二十八条、第三十一条")
    event = Event.objects.get(case=made.petition_id, name="guided")
    assert R2 in sentence(event.name, event.data)


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("R1", "请选择告知引导的情形"),
        ("R4", "请选择告知引导的情形"),
        ("R2", "请先在登记信息中填写“法定途径”"),
    ],
)
def test_what_is_of_another_organ_is_guided_on_its_own_ground(office: Office, code: str, says: str) -> None:
    p = outside(office)
    with pytest.raises(Refusal, match=says) as refused:
        guided(office, p, code)
    assert refused.value.field == "ground"
    assert fresh(p).state == State.REGISTERED
    assert guided(office, p, "R6").ground_text == R6


def test_own_matter_of_another_procedure_is_not_called_foreign(office: Office) -> None:
    p = litigated(office)
    with pytest.raises(Refusal, match="属本级职权范围"):
        guided(office, p, "R6")


def test_ground_out_of_use_is_refused(office: Office) -> None:
    p = outside(office)
    old = ground("R6")
    old.is_active = False
    old.save()
    with pytest.raises(Refusal, match="请选择告知引导的情形"):
        guided(office, p, "R6")


def test_form_offers_what_fits_and_the_case_shows_it(office: Office) -> None:
    ground("R6")
    p = outside(office)
    desk = signed_in(office["registrar"])
    page = words(desk.get(f"/petitions/{p.pk}/do/guide/"))
    assert R6 in page
    assert R2 not in page
    given = {"version": p.version, "organ": "清禾县民政局", "explanation": "到窗口提出。"}
    missing = desk.post(f"/petitions/{p.pk}/do/guide/", given)
    assert missing.status_code == 422
    assert "清禾县民政局" in missing.content.decode()
    desk.post(f"/petitions/{p.pk}/do/guide/", {**given, "ground": ground("R6").pk})
    assert f"情形：{R6}（《信访工作条例》第二十三条）" in words(desk.get(f"/petitions/{p.pk}/"))


def running(petition: Petition) -> dict[str, date]:
    return dict(Clock.objects.filter(case=petition, met_on__isnull=True).values_list("kind", "due_on"))


@pytest.mark.parametrize("desk", ["registrar", "bureau_head"])
def test_guided_is_not_told_until_its_paper_is_delivered(office: Office, monday: Any, desk: str) -> None:
    by = office[desk]
    p = office.registered(
        by=by, received_on=date(2026, 2, 27), details={"jurisdiction": Jurisdiction.OUTSIDE}
    )
    given = {"organ": "清禾县民政局", "explanation": "到窗口提出。", "ground": ground("R6")}
    route.guide(p.pk, by=by, version=p.version, **given)
    # Fifteen days from the receipt, in a petition office too: 3月14日 is a Saturday.
    assert running(p) == {ClockKind.NOTICE: date(2026, 3, 16)}
    write_reminders(date(2026, 3, 16))
    assert Reminder.objects.filter(clock__case=p, clock__kind=ClockKind.NOTICE).exists()
    deliver_paper(office, p, "guide", by="officer" if desk == "registrar" else desk)
    assert running(p) == {}
    assert p.clocks.get(kind=ClockKind.NOTICE).stopped_reason == "已告知"


def test_taken_up_again_it_owes_the_routing_and_no_more_notice(office: Office) -> None:
    p = outside(office)
    guided(office, p, "R6")
    by = office["officer"]
    route.reopen(p.pk, by=by, version=fresh(p).version, reason="该机关书面答复不属其职权。")
    assert set(running(p)) == {ClockKind.ROUTE, ClockKind.PRESENT}


def test_nobody_is_owed_a_notice_of_guidance_who_cannot_be_told(office: Office) -> None:
    p = office.registered(is_anonymous=True, person=None, details={"jurisdiction": Jurisdiction.OUTSIDE})
    guided(office, p, "R6")
    assert running(p) == {}
