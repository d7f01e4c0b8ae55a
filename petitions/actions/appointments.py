"""约访 (S12-06, S19-08): asked at the counter or on the public page, and answered with a day or with a reason."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Staff, Unit
from casework.actions.base import desk_people
from casework.refusals import NotVisible, NotYours, Refusal
from petitions import receiving
from petitions.actions.roster import tell
from petitions.models import Appointment, QueueTicket, ReceptionSession
from petitions.states import AppointmentState
from petitions.validators import normalise_phone, phone_problem

FARTHEST_DAYS = 180
ENDED = (AppointmentState.DECLINED, AppointmentState.DONE)


@transaction.atomic
def ask(
    *,
    unit: Unit,
    name: str,
    phone: str,
    subject: str,
    by: Staff | None = None,
    head_count: int = 1,
    wanted_on: date | None = None,
) -> Appointment:
    """申请约访, by a colleague or (`by` None) on the public page. The same wish sent twice is one wish.

    Raises Refusal beside its field. No identity number is asked of anybody.
    """
    if by is not None and not receiving.may_keep_desk(by, unit):
        raise NotYours("约访由接待单位登记。")
    phone = normalise_phone(phone)
    _check(name, phone, subject, head_count, wanted_on)
    known = Appointment.objects.filter(
        unit=unit, name=name.strip(), phone=phone, subject=subject.strip(), state=AppointmentState.ASKED
    ).first()
    if known:
        return known
    made = Appointment.objects.create(
        unit=unit,
        name=name.strip(),
        phone=phone,
        subject=subject.strip(),
        head_count=head_count,
        wanted_on=wanted_on,
        is_public=by is None,
        made_at=timezone.now(),
    )
    if by is None:
        tell(desk_people(unit), "收到一份网上约访申请，请答复", "/reception/appointments/")
    return made


def _check(name: str, phone: str, subject: str, head_count: int, wanted_on: date | None) -> None:
    if not name.strip():
        raise Refusal("请填写姓名。", "name")
    problem = phone_problem(phone) if phone else "请填写电话，便于告知约定的时间。"
    if problem:
        raise Refusal(problem, "phone")
    if not subject.strip():
        raise Refusal("请简要写明想反映的事，便于接待人准备。", "subject")
    if head_count < 1:
        raise Refusal("人数至少为 1。", "head_count")
    today = timezone.localdate()
    if wanted_on and not today <= wanted_on <= today + timedelta(days=FARTHEST_DAYS):
        raise Refusal("请选择今天以后半年以内的日期。", "wanted_on")


@transaction.atomic
def decide(
    appointment_id: int,
    *,
    by: Staff,
    state: str,
    session: ReceptionSession | None = None,
    reason: str = "",
) -> Appointment:
    """同意、改期 (with a session) or 谢绝 (with a reason); what has ended is not decided again."""
    found = Appointment.objects.select_for_update(of=("self",)).filter(pk=appointment_id)
    one = found.select_related("unit").first()
    if one is None or not receiving.may_keep_desk(by, one.unit):
        raise NotVisible
    if one.state in ENDED:
        raise Refusal(f"这份约访已{one.get_state_display()}，不能再改。")
    if QueueTicket.objects.filter(appointment=one).exists():
        raise Refusal("申请人已经到场取号，不能再改期或谢绝。")
    if state == AppointmentState.DECLINED:
        if not reason.strip():
            raise Refusal("谢绝须写明理由，并告知申请人可以随时来信来访。", "reason")
        session = None
    elif state in receiving.EXPECTED:
        _check_session(one, session)
        if one.session_id and session and one.session_id != session.pk:
            state = AppointmentState.MOVED
    else:
        raise Refusal("请选择同意、改期或谢绝。", "state")
    if state == AppointmentState.MOVED and not reason.strip():
        raise Refusal("改期请写明理由。", "reason")
    one.state, one.session, one.reason = state, session, reason.strip()
    one.decided_by, one.decided_at = by, timezone.now()
    one._history_user = by  # type: ignore[attr-defined]
    one.save()
    if session:
        day = f"{session.day.month}月{session.day.day}日"
        tell([session.leader], f"{day}接待增加约访一位，请查看预读材料", "/reception/mine/")
    return one


def _check_session(one: Appointment, session: ReceptionSession | None) -> None:
    if session is None:
        raise Refusal("请选择安排在哪一天。", "session")
    if session.roster.unit_id != one.unit_id:
        raise Refusal("请选择本单位的接待日。", "session")
    if session.closed_at or session.day < timezone.localdate():
        raise Refusal("这次接待已经过去，请另选日期。", "session")
