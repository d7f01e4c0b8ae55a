"""Figures about handling: on-time rates by unit and clusters of a month, without accusations."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from casework.models import Decision, PolicyProfile
from petitions import figures
from petitions.actions import handle, route, same_matter
from petitions.models import ContentClass
from petitions.states import Purpose
from tests.office import Office
from tests.petitions.steps import assigned, concluded, fresh, handling, presented, reported

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)


@pytest.mark.rule("S13-15")
def test_on_time_rate_counts_what_was_done_in_time(office: Office, at: Any) -> None:
    with at("2026-03-02 09:00"):
        concluded(office, office.registered())
        late = reported(office, office.registered())
        handling(office, office.registered())
    with at("2026-03-11 09:00"):
        for name in ("bureau_head", "deputy"):
            handle.sign_closing(late.pk, by=office[name], version=fresh(late).version, opinion="同意。")
        found = figures.unit_figures(office["supervisor"], FIRST, LAST, date(2026, 3, 11))
    one = found[0]
    assert (one.unit.code, one.given, one.done, one.in_time, one.running_late) == ("ZJJ", 3, 2, 1, 1)
    assert one.rate == "50.0%"
    assert one.late_by_law == 0


@pytest.mark.rule("S09-09")
def test_cluster_needs_three_of_a_class_and_place(office: Office, monday: Any) -> None:
    item = ContentClass.objects.get(code="0102")
    details = {"content_class": item, "place": "甲社区"}
    for _ in range(2):
        office.registered(details=details)
    assert figures.clusters(office["officer"], FIRST) == []
    office.registered(details=details)
    office.registered(details=details, purpose=Purpose.ACCUSATION)
    found = figures.clusters(office["officer"], FIRST)
    assert [(one.class_name, one.place, one.count) for one in found] == [("城乡建设 / 物业管理", "甲社区", 3)]


@pytest.mark.rule("S10-01")
def test_rate_of_reading_divides_by_what_must_be_read(office: Office, monday: Any, client: Client) -> None:
    """A return is no reading; what was merged or needs no reading is not among those that owe it."""
    read, _ = assigned(office, office.registered()), office.registered()
    sent_back = presented(office, office.registered())
    assert sent_back.signer is not None
    back = {"decision": Decision.RETURN, "opinion": "请先核实。"}
    route.annotate(sent_back.pk, by=sent_back.signer, version=sent_back.version, **back)
    double = office.registered()
    same_matter.merge(double.pk, by=office["officer"], version=1, into=read, reason="同一事项")
    office.registered(purpose=Purpose.ACCUSATION)
    PolicyProfile.objects.create(
        unit=office.units["XZF"],
        preset="general",
        effective_from=FIRST,
        approved_by="赵某甲",
        source="清政〔2026〕1号",
    )
    office.registered()
    rate = figures.reading(office["supervisor"], FIRST, LAST)
    assert (rate.read, rate.owed) == (1, 3)
    client.force_login(office["supervisor"])
    page = client.get("/figures/", {"month": "2026-03"}).content.decode()
    assert "33.3%" in page
    assert "本月应阅批" in page


def test_page_shows_the_month_and_keeps_a_bad_one(office: Office, monday: Any, client: Client) -> None:
    concluded(office, office.registered())
    client.force_login(office["supervisor"])
    page = client.get("/figures/", {"month": "2026-03"})
    assert "100.0%" in page.content.decode()
    wrong = client.get("/figures/", {"month": "三月"})
    assert wrong.status_code == 422
    assert "请填写月份" in wrong.content.decode()


def test_page_is_not_for_handlers(office: Office, client: Client) -> None:
    client.force_login(office["handler"])
    assert client.get("/figures/").status_code == 403
