"""督办 under article 40: reasons, suggestions, the written answer, its date and reminders; 挂牌."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Staff
from casework.actions.reminders import write_reminders
from casework.models import Clock, PolicyProfile, Reminder
from casework.refusals import NotVisible, NotYours, Refusal
from petitions.actions import close, supervision
from petitions.models import ListedSupervision, Petition, Supervision, SupervisionReason
from petitions.states import Purpose
from tests.office import Office
from tests.petitions.steps import concluded, fresh, handling
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")


def supervise(office: Office, p: Petition, by: Staff | None = None, **changes: Any) -> Supervision:
    given = {"unit": office.units["ZJJ"], "reason": "delaying", "requirement": "请报送进展。"}
    return supervision.supervise(p.pk, by=by or office["supervisor"], **{**given, **changes})


def test_twelve_reasons_of_the_law() -> None:
    assert len(SupervisionReason) == 12


def test_unit_answers_in_writing_within_the_products_thirty_days(office: Office) -> None:
    p = handling(office, office.registered())
    made = supervise(office, p, improve_work="建立台账。", accountability="建议约谈。")
    assert made.reply_by == date(2026, 4, 1)
    assert made.suggestions == [("改进工作", "建立台账。"), ("追究责任", "建议约谈。")]
    with pytest.raises(Refusal, match="写明理由"):
        supervision.answer_supervision(p.pk, by=office["bureau_head"], adoption="refused", answer=" ")
    done = supervision.answer_supervision(
        p.pk, by=office["bureau_head"], adoption="partly", answer="台账已建；约谈不属我局职权。"
    )
    assert (done.get_adoption_display(), done.is_late) == ("部分采纳", False)
    assert Clock.objects.get(case=p, kind="supervision").met_on == date(2026, 3, 2)
    text = words(signed_in(office["supervisor"]).get(f"/petitions/{p.pk}/"))
    assert "追究责任建议：建议约谈。" in text
    assert "部分采纳：台账已建" in text


def test_days_are_the_units_policy(office: Office) -> None:
    PolicyProfile.objects.create(
        unit=office.units["XF"],
        preset="three_five",
        values={"supervision_reply_days": 10},
        effective_from=date(2025, 1, 1),
        approved_by="孙某丙",
        source="清信〔2025〕1号",
    )
    assert supervise(office, handling(office, office.registered())).reply_by == date(2026, 3, 12)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": "lazy"}, "reason"),
        ({"requirement": " "}, "requirement"),
        ({"reply_by": date(2026, 3, 2)}, "reply_by"),
    ],
)
def test_incomplete_supervision_is_refused(office: Office, changes: dict[str, Any], field: str) -> None:
    p = handling(office, office.registered())
    with pytest.raises(Refusal) as refused:
        supervise(office, p, **changes)
    assert refused.value.field == field


def test_only_units_of_the_case_are_supervised_by_supervisors_and_only_they_answer(office: Office) -> None:
    p = handling(office, office.registered())
    with pytest.raises(Refusal, match="登记、承办过此件的单位"):
        supervise(office, p, unit=office.units["RSJ"])
    with pytest.raises(NotYours):
        supervise(office, p, by=office["handler"])
    supervise(office, p)
    with pytest.raises(Refusal, match="上一次督办"):
        supervise(office, p)
    with pytest.raises(NotYours):
        supervision.answer_supervision(p.pk, by=office["officer"], adoption="adopted", answer="好。")


def test_answer_is_owed_and_chased_after_the_case_is_closed(office: Office) -> None:
    p = concluded(office, office.registered())
    supervise(office, p, reason="not_executed")
    close.close(p.pk, by=office["office_head"], version=fresh(p).version, text="已答复。", method="letter")
    assert Clock.objects.get(case=p, kind="supervision").met_on is None
    write_reminders(date(2026, 4, 2))
    assert Reminder.objects.filter(clock__kind="supervision", level="overdue").exists()
    done = supervision.answer_supervision(p.pk, by=office["handler"], adoption="adopted", answer="已执行。")
    assert done.answered_at is not None


def test_accused_unit_is_never_supervised_about_its_accusation(office: Office) -> None:
    p = office.registered(purpose=Purpose.ACCUSATION, accused_units=(office.units["ZJJ"],))
    assert not Petition.objects.visible_to(office["bureau_head"]).filter(pk=p.pk).exists()
    with pytest.raises(NotVisible):
        supervise(office, p)
    assert Supervision.objects.count() == 0


def test_database_refuses_an_answer_without_its_person(office: Office) -> None:
    made = supervise(office, handling(office, office.registered()))
    with pytest.raises(IntegrityError), transaction.atomic():
        Supervision.objects.filter(pk=made.pk).update(adoption="adopted", answer="好。")
    with pytest.raises(IntegrityError), transaction.atomic():
        Supervision.objects.filter(pk=made.pk).update(requirement="")


def test_listed_case_is_lifted_with_a_result(office: Office) -> None:
    p = handling(office, office.registered())
    given: dict[str, Any] = {"listed_by": "县联席会议", "reason": "久拖未决", "until": date(2026, 4, 1)}
    with pytest.raises(Refusal, match="晚于今天"):
        supervision.list_case(p.pk, by=office["supervisor"], **{**given, "until": date(2026, 3, 2)})
    supervision.list_case(p.pk, by=office["supervisor"], **given)
    with pytest.raises(Refusal, match="已在挂牌"):
        supervision.list_case(p.pk, by=office["supervisor"], **given)
    with pytest.raises(Refusal, match="督办结果"):
        supervision.lift_listing(p.pk, by=office["supervisor"], result=" ")
    supervision.lift_listing(p.pk, by=office["supervisor"], result="已签协议。")
    row = ListedSupervision.objects.get()
    assert (row.result, row.lifted_by, row.is_late) == ("已签协议。", office["supervisor"], False)
