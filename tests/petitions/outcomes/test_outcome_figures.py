"""Rates with what they divide, and the four lists that should be empty."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from petitions import outcome_figures as reads
from petitions.actions import analyses
from petitions.analysis_papers import as_html, rows_of
from petitions.models import Evaluation, Investigation, Petition, Reply
from petitions.states import Channel, Purpose
from tests.office import Office
from tests.petitions import steps
from tests.petitions.scenarios.base import closed
from tests.petitions.scenarios.outcomes import aided
from tests.petitions.views.reading import queries_of, signed_in, words

pytestmark = pytest.mark.usefixtures("monday")
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def answered(office: Office, count: int) -> list[Petition]:
    """Answered matters, as rows: the road to them is tested elsewhere."""
    made = [office.registered() for _ in range(count)]
    now, by = timezone.now(), office["officer"]
    Petition.objects.filter(pk__in=[one.pk for one in made]).update(
        state="closed", is_open=False, closed_at=now, closed_by=by, handling_unit=office.units["ZJJ"]
    )
    for one in made:
        Reply.objects.create(
            petition=one,
            conclusion="support",
            text="好",
            method="letter",
            replied_on=now,
            replied_by=by,
            unit=one.unit,
        )
    return made


def rate(petition: Petition, rating: str) -> None:
    now = timezone.now()
    Evaluation.objects.create(
        petition=petition, party="receiver", unit=petition.unit, rating=rating, first_at=now, changed_at=now
    )


@pytest.mark.rule("F-29", "S08-09")
def test_unrated_counts_neither_as_satisfied_nor_in_its_denominator(office: Office) -> None:
    made = answered(office, 20)
    for one, rating in zip(made, ["good"] * 7 + ["fair"] * 2 + ["bad"], strict=False):
        rate(one, rating)
    shares = {one.label: one for one in reads.satisfaction(office["officer"], *YEAR)}
    taken, happy = shares["接收单位参评率"], shares["接收单位满意率"]
    assert (taken.part, taken.whole, taken.percent) == (10, 20, "50%")
    assert (happy.part, happy.whole, happy.percent) == (9, 10, "90%")
    assert shares["承办单位满意率"].percent == "—"


@pytest.mark.rule("S08-08")
def test_rates_of_answers_and_of_investigations_on_site(office: Office) -> None:
    p = closed(office)
    before = {one.label: one.percent for one in reads.work_rates(office["officer"], *YEAR)}
    Investigation.objects.filter(petition=p).update(kind="site")
    after = {one.label: one.percent for one in reads.work_rates(office["officer"], *YEAR)}
    assert (before, after) == (
        {"答复率": "100%", "现场调查率": "0%"},
        {"答复率": "100%", "现场调查率": "100%"},
    )
    # Who wrote without a name is owed no answer; who is named and not yet answered is.
    steps.concluded(office, office.registered(person=None, is_anonymous=True))
    steps.concluded(office, office.registered())
    found = {one.label: (one.part, one.whole) for one in reads.work_rates(office["officer"], *YEAR)}
    assert found == {"答复率": (1, 2), "现场调查率": (1, 3)}


@pytest.mark.rule("S08-02")
def test_four_lists_name_what_is_owed(office: Office) -> None:
    visit = office.registered(channel=Channel.VISIT)
    unanswered = steps.concluded(office, office.registered())
    unexplained = steps.concluded(office, office.registered(), conclusion="refuse")
    unhelped = aided(office)
    office.registered(purpose=Purpose.ACCUSATION, channel=Channel.VISIT)
    cases = reads.cases_of(office["officer"], *YEAR)
    found = {name: {one.pk for one in of(cases)} for name, (_, of) in reads.ZERO_LISTS.items()}
    assert found == {
        "talk": {visit.pk},
        "answer": {unanswered.pk, unexplained.pk},
        "explain": {unexplained.pk},
        "help": {unhelped.pk},
    }


@pytest.mark.rule("S08-02")
def test_yearly_report_prints_how_many_stand_in_each_list(office: Office) -> None:
    for _ in range(3):
        office.registered(channel=Channel.VISIT)
    office.registered(by=office["town_officer"], channel=Channel.VISIT)
    steps.concluded(office, office.registered())
    unexplained = steps.concluded(office, office.registered(), conclusion="refuse")
    office.registered(purpose=Purpose.ACCUSATION, channel=Channel.VISIT)
    counts = [["未接谈", 3], ["未答复", 2], ["未解释", 1], ["未帮扶", 0]]
    unit, day = office.units["XF"], unexplained.received_on
    made = analyses.make_analysis(by=office["officer"], unit=unit, kind="annual", day=day)
    assert made.figures["zero_lists"] == counts
    assert "未接谈 3 件，未答复 2 件，未解释 1 件，未帮扶 0 件" in as_html(made)
    assert [["四张清单", *one] for one in counts] == [
        [one["part"], one["name"], one["value"]] for one in rows_of(made) if one["part"] == "四张清单"
    ]
    page = words(signed_in(office["officer"]).get(f"/analyses/{made.pk}/"))
    assert "未接谈3 件未答复2 件未解释1 件未帮扶0 件" in page
    monthly = analyses.make_analysis(by=office["officer"], unit=unit, kind="monthly", day=day)
    assert "未接谈" not in as_html(monthly)


@pytest.mark.rule("S08-02", "S08-08", "S08-09")
def test_page_shows_rates_and_lists_and_asks_no_more_for_more_rows(office: Office) -> None:
    def visit() -> None:
        office.registered(channel=Channel.VISIT)

    visit()
    client = signed_in(office["officer"])
    page = words(client.get("/figures/outcomes/"))
    for text in ("答复率", "现场调查率", "接收单位满意率", "未接谈", "未帮扶", "清信访〔2026〕1号"):
        assert text in page
    few = queries_of(lambda: client.get("/figures/outcomes/"))
    for _ in range(8):
        visit()
    assert queries_of(lambda: client.get("/figures/outcomes/")) == few


def test_page_is_for_those_who_read_figures(office: Office) -> None:
    assert signed_in(office["handler"]).get("/figures/outcomes/").status_code == 403
    assert signed_in(office["supervisor"]).get("/figures/outcomes/").status_code == 200
    assert signed_in(office["officer"]).get("/figures/outcomes/?year=x").status_code == 422
