"""领导带队现场调查 (S08-03), and the figures of what petitioners say: counted rightly, opening their cases."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.refusals import Refusal
from petitions import indicators
from petitions.actions import investigations
from petitions.models import Evaluation, InvestigationKind, Party, Petition, ReturnVisit
from tests.office import Office
from tests.petitions import steps
from tests.petitions.scenarios.base import closed
from tests.petitions.steps import DAY
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")
NOW = "2026-03-02T09:00+08:00"
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def visit(office: Office, p: Petition, leader: str | None, **more: Any) -> None:
    made = investigations.investigate(
        p.pk,
        by=office["handler"],
        done_on=DAY,
        findings="现场查看。",
        place="甲社区",
        kind=InvestigationKind.SITE,
        led_by=office[leader] if leader else None,
        **more,
    )
    investigations.sign_investigation(made.pk, by=office["bureau_head"])


@pytest.mark.rule("S08-03")
def test_site_visits_are_counted_for_the_leader_who_went(office: Office) -> None:
    first, second = (steps.handling(office, office.registered()) for _ in range(2))
    visit(office, first, "deputy")
    visit(office, second, "deputy")
    visit(office, second, None)
    assert indicators.site_visits(office["supervisor"], *YEAR) == [indicators.SiteVisits("钱某乙", 2)]
    page = signed_in(office["supervisor"]).get(
        "/supervision/indicators/", {"first": YEAR[0], "last": YEAR[1]}
    )
    assert "钱某乙 2 次" in words(page)


@pytest.mark.rule("S08-03")
def test_only_a_leader_over_the_unit_leads_a_visit(office: Office) -> None:
    p = steps.handling(office, office.registered())
    with pytest.raises(Refusal, match="带队领导"):
        visit(office, p, "town_chief")


def rate(office: Office, code: str) -> tuple[int, int]:
    found = indicators.measured(office["supervisor"], *YEAR)
    one = next(one for one in indicators.rates(found, DAY)[1] if one.code == code)
    return one.part, one.whole


@pytest.mark.rule("S12-12", "S03-02")
def test_figures_of_satisfaction_show_who_was_asked(office: Office) -> None:
    good, bad, silent = closed(office), closed(office), closed(office)
    for p, rating in ((good, "fair"), (bad, "bad")):
        given: dict[str, Any] = {"party": Party.HANDLER, "unit": office.units["ZJJ"], "rating": rating}
        Evaluation.objects.create(petition=p, first_at=NOW, changed_at=NOW, **given)
    assert (rate(office, "rated"), rate(office, "satisfied")) == ((2, 3), (1, 2))
    for p, executed in ((good, "done"), (bad, "not"), (silent, "none")):
        ReturnVisit.objects.create(
            petition=p,
            visited_on=DAY,
            method="phone",
            satisfied="good",
            executed=executed,
            made_by=office["officer"],
            made_at=NOW,
        )
    assert rate(office, "executed") == (1, 2)
