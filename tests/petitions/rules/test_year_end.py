"""S18-01: a year is closed once nothing received in it is without a result; its figures stay from then on."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from casework.refusals import NotYours, Refusal
from petitions.actions import analyses, recusal
from petitions.actions.year_end import close_year
from petitions.analysis_papers import as_html, rows_of
from petitions.models import Analysis, YearClosing
from petitions.states import Purpose
from tests.office import Office
from tests.petitions.steps import fresh
from tests.petitions.supervision.test_indicators import closed
from tests.petitions.views.reading import queries_of, signed_in, words

pytestmark = [pytest.mark.usefixtures("monday"), pytest.mark.rule("S18-01")]
URL = "/figures/years/"


@pytest.fixture
def january(monday: Any) -> Any:
    """Carries the clock past the end of the year; until then it is March 2026."""
    return lambda: monday.move_to("2027-01-11 09:00:00+08:00")


def close(office: Office, **changes: Any) -> YearClosing:
    return close_year(**{"by": office["office_head"], "unit": office.units["XF"], "year": 2026, **changes})


def report(office: Office) -> Analysis:
    day = timezone.localdate().replace(year=2026)
    return analyses.make_analysis(by=office["officer"], unit=office.units["XF"], kind="annual", day=day)


def test_one_matter_without_a_result_holds_up_the_year(office: Office, january: Any) -> None:
    closed(office)
    left = office.registered()
    january()
    with pytest.raises(Refusal, match="还有 1 件没有结果"):
        close(office)
    page = signed_in(office["office_head"]).get(URL, {"unit": "XF", "year": 2026})
    assert [row.petition.pk for row in page.context["rows"]] == [left.pk]
    assert f'href="/petitions/{left.pk}/"' in page.content.decode()
    assert 'type="submit" class="btn btn-primary">结账' not in page.content.decode()
    # What came in the new year waits for its own closing.
    with pytest.raises(Refusal, match="还有 1 件"):
        close(office)
    assert not YearClosing.objects.exists()


def test_year_is_closed_once_by_the_head_who_is_kept_with_the_time(office: Office, january: Any) -> None:
    closed(office)
    january()
    client = signed_in(office["office_head"])
    done = client.post(URL, {"unit": "XF", "year": 2026}, follow=True)
    assert "已结账：孙某丙，2027年1月11日 09:00" in words(done)
    made = YearClosing.objects.get()
    assert (made.closed_by, made.closed_at) == (office["office_head"], timezone.now())
    again = client.post(URL, {"unit": "XF", "year": 2026})
    assert again.status_code == 422
    assert "已经结账" in words(again)
    with pytest.raises(IntegrityError), transaction.atomic():
        YearClosing.objects.create(
            unit=made.unit, year=2026, closed_by=office["officer"], closed_at=timezone.now()
        )


def test_neither_before_its_end_nor_by_the_desk_nor_by_a_neighbour(office: Office, january: Any) -> None:
    with pytest.raises(Refusal, match="还没有结束") as refused:
        close(office)
    assert refused.value.field == "year"
    january()
    for name in ("officer", "bureau_head", "supervisor"):
        with pytest.raises(NotYours):
            close(office, by=office[name])
    assert signed_in(office["officer"]).post(URL, {"unit": "XF", "year": 2026}).status_code == 403
    assert signed_in(office["handler"]).get(URL).status_code == 403
    assert close(office, by=office["deputy"], unit=office.units["XZF"]).year == 2026


def test_accusations_neither_hold_up_a_year_nor_show(office: Office, january: Any) -> None:
    hidden = office.registered(purpose=Purpose.ACCUSATION, accused_units=(office.units["ZJJ"],))
    january()
    for name in ("office_head", "officer", "supervisor"):
        page = signed_in(office[name]).get(URL, {"unit": "XF", "year": 2026})
        assert (page.context["left"], page.context["unseen"], page.context["rows"]) == (0, 0, [])
        assert str(hidden.number) not in words(page)
    assert close(office).figures["without_result"] == 0


def test_what_one_stepped_aside_from_counts_and_is_not_shown(office: Office, january: Any) -> None:
    p = office.registered(title="电梯停运")
    head = office["office_head"]
    recusal.recuse(p.pk, by=head, version=fresh(p).version, person=head, reason="与信访人有亲属关系")
    january()
    page = signed_in(office["office_head"]).get(URL, {"unit": "XF", "year": 2026})
    assert (page.context["left"], page.context["unseen"], page.context["rows"]) == (1, 1, [])
    assert "电梯停运" not in words(page)
    with pytest.raises(Refusal, match="还有 1 件没有结果"):
        close(office)


def test_report_says_whether_the_year_is_closed_and_keeps_its_figures(office: Office, january: Any) -> None:
    made = report(office)
    assert "都有结果" in as_html(made)
    left = office.registered()
    analyses.count_again(made.pk, by=office["officer"])
    assert "还有 1 件没有结果，未结账" in as_html(Analysis.objects.get())
    assert "还有 1 件没有结果" in words(signed_in(office["officer"]).get(f"/analyses/{made.pk}/"))
    from petitions.actions import register

    register.void(left.pk, by=office["officer"], version=fresh(left).version, reason="误登")
    closed(office)
    january()
    close(office)
    closed_first = Analysis.objects.get(pk=made.pk)
    analyses.count_again(closed_first.pk, by=office["officer"])
    before = Analysis.objects.get()
    assert "本年度已于2027年1月11日结账" in as_html(before)
    assert {"part": "年度结账", "name": "2027年1月11日结账", "value": 0} in rows_of(before)
    assert "由孙某丙结账" in words(signed_in(office["officer"]).get(f"/analyses/{made.pk}/"))
    # A letter of that year that turns up later changes nothing of what was closed.
    office.registered()
    analyses.count_again(before.pk, by=office["officer"])
    assert Analysis.objects.get().figures == before.figures


def test_page_asks_no_more_queries_for_more_matters(office: Office, january: Any) -> None:
    client = signed_in(office["office_head"])

    def asked() -> int:
        client.get(URL, {"unit": "XF", "year": 2026})
        return queries_of(lambda: client.get(URL, {"unit": "XF", "year": 2026}))

    office.registered()
    few = asked()
    for _ in range(4):
        office.registered()
    assert asked() == few


def test_first_look_opens_last_year_and_a_foreign_unit_is_refused(office: Office, january: Any) -> None:
    january()
    page = signed_in(office["office_head"]).get(URL)
    assert (page.context["unit"], page.context["year"]) == (office.units["XF"], 2026)
    assert signed_in(office["office_head"]).get(URL, {"unit": "T03", "year": 2026}).status_code == 422
