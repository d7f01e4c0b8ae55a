"""年度考核: taken from the register, kept as it stood, each figure opens the cases that it counted (S03-02)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from casework.refusals import NotYours, Refusal
from petitions.actions.assess import take_assessment
from petitions.assessments import table_of
from petitions.indicators import INDICATORS, VERSION
from petitions.models import Assessment
from petitions.states import Purpose
from tests.office import Office
from tests.petitions.steps import handling
from tests.petitions.supervision.test_indicators import HOUSING, closed
from tests.petitions.views.reading import queries_of, signed_in, words

pytestmark = pytest.mark.usefixtures("monday")
URL = "/supervision/assessments/"


def taken(office: Office, **changes: Any) -> Assessment:
    values = {"by": office["supervisor"], "unit": office.units["XZF"], "year": 2026, **changes}
    return take_assessment(**values)


def figure(assessment: Assessment, code: str, unit: str = HOUSING) -> tuple[int, int]:
    lines, _ = table_of(assessment)
    found = next(one for line in lines if line.name == unit for one in line.rates if one.code == code)
    return found.part, found.whole


@pytest.mark.rule("S03-02")
def test_figures_stay_as_they_were_taken_though_the_register_moves_on(office: Office, monday: Any) -> None:
    good, late = closed(office), handling(office, office.registered())
    monday.move_to("2026-03-20 09:00:00+08:00")
    made = taken(office)
    assert figure(made, "in_time") == (1, 2)
    assert (made.formulas, made.edition, len(made.columns)) == (VERSION, 1, len(INDICATORS))
    closed(office)
    made.refresh_from_db()
    assert figure(made, "in_time") == (1, 2)
    client = signed_in(office["supervisor"])
    assert "50%" in words(client.get(f"{URL}{made.pk}/"))
    shown = {
        part: {row.petition.pk for row in client.get(f"{URL}{made.pk}/in_time/?part={part}").context["rows"]}
        for part in ("", "all")
    }
    assert shown == {"": {late.pk}, "all": {good.pk, late.pk}}


@pytest.mark.rule("S03-02")
def test_taken_anew_only_with_a_reason_and_beside_the_first(office: Office) -> None:
    first = taken(office)
    with pytest.raises(Refusal, match="须写明理由") as refused:
        taken(office, reason=" ")
    assert refused.value.field == "reason"
    closed(office)
    second = taken(office, reason="补登了年前的件")
    assert (second.edition, second.reason) == (2, "补登了年前的件")
    assert (figure(second, "in_time"), table_of(first)[0]) == ((1, 1), [])
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=second.pk).update(reason="")


def test_year_to_come_and_foreign_units_are_refused(office: Office) -> None:
    with pytest.raises(Refusal, match="还没有开始") as refused:
        taken(office, year=2027)
    assert refused.value.field == "year"
    with pytest.raises(NotYours):
        taken(office, by=office["bureau_head"])
    with pytest.raises(NotYours):
        taken(office, unit=office.units["XJW"])


def test_accusations_are_in_no_figure_and_a_smaller_unit_counts_its_own_register(office: Office) -> None:
    closed(office)
    office.registered(purpose=Purpose.ACCUSATION, accused_units=(office.units["RSJ"],))
    assert figure(taken(office), "in_time") == (1, 1)
    assert table_of(taken(office, unit=office.units["T03"]))[0] == []


def test_supervisor_takes_the_year_by_a_form_that_keeps_what_was_typed(office: Office) -> None:
    client = signed_in(office["supervisor"])
    data = {"unit": office.units["XZF"].pk, "year": 2026}
    done = client.post(URL, data, follow=True)
    assert "已取数留存" in words(done)
    again = client.post(URL, data)
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["reason"])
    assert again.context["form"]["year"].value() == "2026"
    assert "清禾县人民政府" in words(client.get(URL))
    assert signed_in(office["handler"]).get(URL).status_code == 403


def test_reader_of_another_county_sees_none(office: Office) -> None:
    from accounts.models import Post
    from accounts.roles import Role
    from tests.petitions.steps import DAY

    made = taken(office)
    other = office.staff["discipline"]
    Post.objects.create(staff=other, unit=office.units["XJW"], role=Role.SUPERVISOR, starts_on=DAY)
    client = signed_in(office["discipline"])
    assert client.get(URL).context["rows"] == []
    assert client.get(f"{URL}{made.pk}/").status_code == 404
    assert client.get(f"{URL}{made.pk}/in_time/").status_code == 404
    assert signed_in(office["supervisor"]).get(f"{URL}{made.pk}/nothing/").status_code == 404


def test_pages_ask_no_more_queries_for_more_cases(office: Office) -> None:
    client = signed_in(office["supervisor"])
    closed(office)
    made = taken(office)
    addresses = (f"{URL}{made.pk}/", URL)
    for one in addresses:
        client.get(one)
    few = [queries_of(lambda one=one: client.get(one)) for one in addresses]  # type: ignore[misc]
    for _ in range(2):
        closed(office)
    made = taken(office, reason="补登")
    more = [queries_of(lambda one=one: client.get(one)) for one in (f"{URL}{made.pk}/", URL)]  # type: ignore[misc]
    assert more == few
