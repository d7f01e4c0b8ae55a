"""S03-13: urgent information past its time rings once; a visit corrected upwards is reported like one that came so."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from casework.models import Notice
from casework.states import Urgency
from petitions.actions import information, late_infos, register
from petitions.actions.late_infos import tell_late_infos
from petitions.models import InfoReport, Petition
from petitions.states import Purpose
from petitions.tasks import tell_late_infos as task
from tests.office import Office
from tests.petitions.scenarios.information import urgent
from tests.petitions.steps import fresh
from tests.petitions.views.reading import signed_in, words

pytestmark = [pytest.mark.usefixtures("monday"), pytest.mark.rule("S03-13")]
LATE, UNSIGNED = "尚未报出", "尚未签发"


def told(info: InfoReport, words: str) -> set[str]:
    rows = Notice.objects.filter(url=f"/information/{info.pk}/", text__contains=words)
    names = list(rows.values_list("staff__name", flat=True))
    assert len(names) == len(set(names))
    return set(names)


def test_author_office_and_head_are_told_once_when_the_hours_are_over(office: Office, monday: Any) -> None:
    info = urgent(office)
    monday.shift(timedelta(hours=2))
    assert tell_late_infos(timezone.now()) == 0
    monday.shift(timedelta(minutes=1))
    assert tell_late_infos(timezone.now()) == 1
    assert told(info, LATE) == {info.made_by.name, office["officer"].name, office["office_head"].name}
    assert "已过3月2日11:00的报送时限" in Notice.objects.filter(text__contains=LATE).first().text
    task()
    assert tell_late_infos(timezone.now()) == 0
    assert len(told(info, LATE)) == 3


def test_awaited_signer_is_told_too(office: Office, monday: Any) -> None:
    info = urgent(office)
    information.submit_info(info.pk, by=office["officer"])
    monday.shift(timedelta(hours=3))
    tell_late_infos(timezone.now())
    assert office["deputy"].name in told(info, LATE)


@pytest.mark.parametrize("end", ["sent", "dropped"])
def test_what_was_reported_or_dropped_rings_no_more(office: Office, monday: Any, end: str) -> None:
    info = urgent(office)
    if end == "sent":
        information.send_first(info.pk, by=office["officer"], sent_to="县委值班室")
    else:
        information.drop_info(info.pk, by=office["officer"], reason="已口头报告。")
    monday.shift(timedelta(hours=3))
    assert tell_late_infos(timezone.now()) == 0


def test_missing_signature_after_the_telephone_rings_once_after_a_day(office: Office, monday: Any) -> None:
    info = information.send_first(urgent(office).pk, by=office["officer"], sent_to="县委值班室")
    monday.shift(timedelta(hours=24))
    assert tell_late_infos(timezone.now()) == 0
    monday.shift(timedelta(minutes=1))
    assert [tell_late_infos(timezone.now()) for _ in range(2)] == [1, 0]
    assert office["deputy"].name in told(info, UNSIGNED)


def test_crash_between_mark_and_bell_loses_nothing(office: Office, monday: Any, monkeypatch: Any) -> None:
    info = urgent(office)
    monday.shift(timedelta(hours=3))

    def crash(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(late_infos, "tell", crash)
    with pytest.raises(RuntimeError):
        tell_late_infos(timezone.now())
    monkeypatch.undo()
    monday.move_to("2026-03-02 12:00:00+08:00")
    assert tell_late_infos(timezone.now()) == 1
    assert told(info, LATE)


def edited(office: Office, petition: Petition, **values: Any) -> int:
    register.edit(petition.pk, by=office["registrar"], version=fresh(petition).version, **values)
    return InfoReport.objects.filter(petition=petition, is_automatic=True).count()


def test_visit_corrected_to_many_is_drafted_once(office: Office) -> None:
    p = office.registered(channel="visit", head_count=4)
    assert edited(office, p, place="城东") == 0
    assert edited(office, p, head_count=5) == 1
    info = InfoReport.objects.get(petition=p)
    assert (info.due_at, "5人来访" in info.text) == (timezone.now() + timedelta(hours=2), True)
    information.drop_info(info.pk, by=office["officer"], reason="已口头报告。")
    assert edited(office, p, head_count=6) == 1


@pytest.mark.parametrize(
    ("channel", "values", "drafts"),
    [
        ("letter", {"head_count": 12}, 0),
        ("letter", {"urgency": Urgency.CRITICAL}, 1),
        ("visit", {"head_count": 3}, 0),
    ],
)
def test_other_corrections(office: Office, channel: str, values: dict[str, Any], drafts: int) -> None:
    assert edited(office, office.registered(channel=channel), **values) == drafts


def test_accusation_corrected_upwards_drafts_nothing(office: Office) -> None:
    p = office.registered(channel="visit", purpose=Purpose.ACCUSATION, accused_units=(office.units["ZJJ"],))
    assert edited(office, p, head_count=20) == 0


def test_what_must_go_at_once_is_called_major_urgent_information(office: Office) -> None:
    info = urgent(office)
    told = Notice.objects.filter(url=f"/information/{info.pk}/")
    assert {one.text for one in told} == {f"重大紧急信访信息须在11:00前报出：{info.title}"}
    assert set(told.values_list("staff__name", flat=True)) == {"周某戊", "李某丁", "孙某丙"}
    page = words(signed_in(office["officer"]).get(f"/information/{info.pk}/"))
    assert "系统按重大紧急条件自动起草" in page
    assert "异常访" not in page
