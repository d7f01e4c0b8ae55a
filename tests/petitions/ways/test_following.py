"""Registered, on its way, answered: what waits and for how long, and who follows it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from casework.refusals import Refusal
from casework.states import State
from petitions import closing
from petitions.actions import close, handle, route, supervise
from petitions.models import Petition
from petitions.states import Purpose
from petitions.triage import triage
from tests.office import Office
from tests.petitions import steps
from tests.petitions.scenarios.base import annotated, letter
from tests.petitions.steps import fresh
from tests.petitions.views.reading import queries_of, signed_in, words

MARCH = (date(2026, 3, 1), date(2026, 3, 31))


@pytest.mark.rule("S01-08")
def test_what_is_not_assigned_and_what_is_not_answered_stand_by_age(office: Office, monday: Any) -> None:
    unrouted, unanswered = [], []
    for back in (1, 9, 4):
        day = date(2026, 3, 2) - timedelta(days=back)
        unrouted.append((day, letter(office, received_on=day)))
        unanswered.append((day, steps.assigned(office, letter(office, received_on=day))))
    for watch, made in (("unrouted", unrouted), ("unanswered", unanswered)):
        page = signed_in(office["supervisor"]).get(f"/petitions/?tab=supervised&watch={watch}")
        wanted = [p.number for _, p in sorted(made, key=lambda pair: pair[0])]
        text = words(page)
        assert sorted(wanted, key=text.index) == wanted
    names = list(unanswered[0][1].events.values_list("name", flat=True))
    supervise.urge(unanswered[0][1].pk, by=office["supervisor"], text="请尽快。")
    assert {"registered", "assigned"} <= set(names)
    assert "催办" in words(signed_in(office["officer"]).get(f"/petitions/{unanswered[0][1].pk}/"))


@pytest.mark.rule("S01-08")
def test_registered_given_out_and_answered_stand_on_the_timeline_with_their_times(
    office: Office, monday: Any
) -> None:
    p = letter(office)
    monday.move_to("2026-03-03 10:20:00+08:00")
    p = steps.investigated(office, p)
    monday.move_to("2026-03-05 15:40:00+08:00")
    handle.report(p.pk, by=office["handler"], version=p.version, **steps.REPORT)
    page = signed_in(office["officer"]).get(f"/petitions/{p.pk}/")
    lines = [(one.text[:3], f"{timezone.localtime(one.at):%m-%d %H:%M}") for one in page.context["lines"]]
    assert [one for one in lines if one[0] in ("登记，", "交办 ", "报结，")] == [
        ("登记，", "03-02 09:00"),
        ("交办 ", "03-03 10:20"),
        ("报结，", "03-05 15:40"),
    ]
    for shown in ("2026年3月2日 09:00", "2026年3月3日 10:20", "2026年3月5日 15:40"):
        assert shown in words(page)


@pytest.mark.rule("S01-12")
def test_sender_sees_when_the_unit_was_last_heard_of(office: Office, monday: Any) -> None:
    p = steps.handling(office, letter(office))
    url = "/petitions/?tab=all&watch=unanswered"
    assert "尚无反馈" in words(signed_in(office["officer"]).get(url))
    made = supervise.urge(p.pk, by=office["officer"], text="进展如何？")
    monday.shift(timedelta(days=1))
    supervise.answer_urge(made.pk, by=office["handler"], answer="已联系维保单位。")
    assert "最近反馈 3月3日" in words(signed_in(office["officer"]).get(url))


@pytest.mark.rule("S01-12")
def test_sender_does_not_close_before_the_unit_has_reported(office: Office, monday: Any) -> None:
    for step in (steps.assigned, steps.handling, steps.investigated, steps.reported):
        p = step(office, letter(office))
        with pytest.raises(Refusal, match="不能答复并办结"):
            close.close(p.pk, by=office["officer"], version=p.version, text="答复。", method="letter")


@pytest.mark.rule("S01-09")
@pytest.mark.parametrize("purpose", [Purpose.CLAIM, Purpose.SUGGESTION])
def test_what_is_ours_is_investigated_and_answered_before_it_closes(
    office: Office, monday: Any, purpose: str
) -> None:
    p = steps.handling(office, letter(office, purpose=purpose))
    with pytest.raises(Refusal, match="还没有调查记录"):
        handle.report(p.pk, by=office["handler"], version=p.version, **steps.REPORT)
    done = steps.concluded(office, letter(office, purpose=purpose))
    with pytest.raises(Refusal, match=r"须答复信访人|建议采纳情况"):
        close.close(done.pk, by=office["officer"], version=done.version)


@pytest.mark.rule("S01-09")
def test_without_a_record_that_two_have_signed_it_is_not_closed(office: Office, monday: Any) -> None:
    p = steps.concluded(office, letter(office))
    assert {"investigation", "report", "reply"} <= set(closing.conditions_of(p))
    p.investigations.update(head=None, head_signed_at=None)
    with pytest.raises(Refusal, match="缺少：调查记录，经办人和负责人两人签字"):
        close.close(p.pk, by=office["officer"], version=p.version, text="答复。", method="letter")


@pytest.mark.rule("S12-13")
def test_an_enquiry_is_answered_and_closed_at_the_counter(office: Office, monday: Any) -> None:
    p = letter(office, purpose=Purpose.ENQUIRY)
    page = words(signed_in(office["registrar"]).get(f"/petitions/{p.pk}/"))
    assert "当场答复" in page
    by = office["registrar"]
    route.answer_on_the_spot(p.pk, by=by, version=p.version, text="周一至周五办理。", **steps.EXPLAINED)
    assert (fresh(p).state, fresh(p).closed_by) == (State.CLOSED, by)
    claim = letter(office)
    with pytest.raises(Refusal, match="只有咨询"):
        route.answer_on_the_spot(claim.pk, by=by, version=claim.version, text="已说明。")


@pytest.mark.rule("S21-11")
def test_discipline_organ_handles_its_own_and_passes_on_the_rest(office: Office, monday: Any) -> None:
    ours = letter(office, by=office["discipline"], purpose=Purpose.ACCUSATION)
    assert (ours.unit, ours.is_sealed) == (office.units["XJW"], True)
    p = letter(office, by=office["discipline"])
    Petition.objects.filter(pk=p.pk).update(policy_values={**p.policy_values, "annotate_scope": "x"})
    values: dict[str, Any] = {"by": office["discipline"], "version": p.version, "unit": office.units["ZJJ"]}
    with pytest.raises(Refusal, match="转送理由"):
        route.transfer(p.pk, reason=" ", told_petitioner="已告知", **values)
    route.transfer(p.pk, reason="属住建部门职责，非纪检监察职责。", told_petitioner="已告知", **values)
    assert (fresh(p).state, fresh(p).handling_unit) == (State.FORWARDED, office.units["ZJJ"])


@pytest.mark.rule("S05-09")
def test_time_from_registration_to_its_way_is_measured_by_purpose(office: Office, at: Any) -> None:
    with at("2026-03-02 09:00"):
        claim, suggestion = letter(office), letter(office, purpose=Purpose.SUGGESTION)
        enquiry = letter(office, purpose=Purpose.ENQUIRY)
        letter(office, purpose=Purpose.ACCUSATION)
        for p in (claim, suggestion):
            annotated_p = steps.presented(office, p)
            route.annotate(p.pk, by=annotated_p.signer, version=annotated_p.version, opinion="请办理。")
        by = office["registrar"]
        route.answer_on_the_spot(
            enquiry.pk, by=by, version=enquiry.version, text="已说明。", **steps.EXPLAINED
        )
    with at("2026-03-02 15:00"):
        route.assign(
            claim.pk,
            by=office["officer"],
            version=fresh(claim).version,
            unit=office.units["ZJJ"],
            opinion="请办。",
        )
    with at("2026-03-20 09:00"):
        rows = {one.purpose: one for one in triage(office["officer"], *MARCH, date(2026, 3, 20))}
        page = words(signed_in(office["officer"]).get("/figures/?month=2026-03"))
    assert {name: (one.count, one.words, one.waiting, one.late) for name, one in rows.items()} == {
        "claim": (1, "6.0 小时", 0, 0),
        "suggestion": (1, "—", 1, 1),
        "enquiry": (1, "0.0 小时", 0, 0),
    }
    assert "6.0 小时" in page


def test_lists_and_figures_ask_no_more_queries_for_more_cases(office: Office, monday: Any) -> None:
    client = signed_in(office["officer"])
    urls = ("/petitions/?tab=all&watch=unanswered", "/figures/")
    for _ in range(2):
        steps.handling(office, letter(office))
    before = [queries_of(lambda url=url: client.get(url)) for url in urls]
    for _ in range(4):
        steps.handling(office, letter(office))
    assert [queries_of(lambda url=url: client.get(url)) for url in urls] == before


def test_incoming_list_asks_no_more_queries_for_more_cases(office: Office, monday: Any) -> None:
    def send() -> None:
        p = annotated(office)
        unit = office.units["RSJ"]
        by = office["officer"]
        route.transfer(p.pk, by=by, version=p.version, unit=unit, reason="属人社。", told_petitioner="已告知")

    client = signed_in(office["other_head"])
    send()
    before = queries_of(lambda: client.get("/handling/?tab=arrive"))
    for _ in range(4):
        send()
    assert queries_of(lambda: client.get("/handling/?tab=arrive")) == before
