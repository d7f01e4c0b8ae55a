"""A case past its limit says why and through which unit, when it is reported or closed, or before."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.models import Clock
from casework.refusals import NotYours, Refusal
from casework.states import State
from petitions.actions import close, handle, lateness
from petitions.models import LateCause, Petition
from tests.office import Office
from tests.petitions.steps import REPORT, concluded, fresh, investigated
from tests.petitions.views.reading import signed_in

pytestmark = pytest.mark.usefixtures("monday")


def missed(p: Petition) -> Petition:
    Clock.objects.filter(case=p, kind="handle").update(due_on=date(2026, 2, 27))
    return fresh(p)


def why(office: Office, **changes: Any) -> lateness.Late:
    values = {"reason": "oversight", "text": "未及时移交。", "unit": office.units["ZJJ"]}
    return lateness.Late(**{**values, **changes})


def test_late_report_without_cause_words_or_unit_is_refused(office: Office) -> None:
    p = missed(investigated(office, office.registered()))
    for late, field in (
        (None, "late_reason"),
        (why(office, reason="weather"), "late_reason"),
        (why(office, text=" "), "late_text"),
        (why(office, unit=None), "late_unit"),
    ):
        with pytest.raises(Refusal) as refused:
            handle.report(p.pk, by=office["handler"], version=p.version, late=late, **REPORT)
        assert refused.value.field == field
    handle.report(p.pk, by=office["handler"], version=p.version, late=why(office), **REPORT)
    cause = LateCause.objects.get()
    assert (cause.get_reason_display(), cause.unit.code, cause.made_by.name) == ("工作疏漏", "ZJJ", "沈某卯")


def test_form_of_a_report_asks_only_when_it_is_late(office: Office) -> None:
    p = investigated(office, office.registered())
    client, url = signed_in(office["handler"]), f"/petitions/{p.pk}/do/report/"
    assert "late_reason" not in client.get(url).context["form"].fields
    p = missed(p)
    data = {**REPORT, "version": p.version}
    refused = client.post(url, data)
    assert refused.status_code == 422
    assert refused.context["form"].errors == {"late_reason": ["此件已超过2月27日的期限，请选择超期原因。"]}
    late = {"late_reason": "signing", "late_text": "审签往返。", "late_unit": office.units["ZJJ"].pk}
    assert client.post(url, {**data, **late}).status_code == 302
    assert fresh(p).state == State.REPORTED


def test_late_through_signing_is_asked_at_closing(office: Office) -> None:
    p = missed(concluded(office, office.registered()))
    given: dict[str, Any] = {"by": office["office_head"], "text": "已答复。", "method": "letter"}
    with pytest.raises(Refusal, match="超期原因"):
        close.close(p.pk, version=p.version, **given)
    close.close(p.pk, version=p.version, late=why(office, reason="signing"), **given)
    assert LateCause.objects.get().reason == "signing"


def test_cause_is_given_once_by_those_concerned(office: Office) -> None:
    p = missed(investigated(office, office.registered()))
    with pytest.raises(NotYours):
        lateness.explain_late(p.pk, by=office["chief"], late=why(office))
    lateness.explain_late(p.pk, by=office["bureau_head"], late=why(office))
    with pytest.raises(Refusal, match="没有待说明的超期"):
        lateness.explain_late(p.pk, by=office["handler"], late=why(office))
    handle.report(p.pk, by=office["handler"], version=fresh(p).version, **REPORT)
