"""值班安排: drawn up by rule, published without a gap, changed only by a leader's own entrusting (S19-06)."""

from __future__ import annotations

from datetime import date, time

from django.db import transaction
from django.utils import timezone

from accounts.models import Staff, Unit
from casework.models import Notice
from casework.refusals import NotVisible, NotYours, Refusal
from petitions import receiving
from petitions.models import DutyRoster, ReceptionSession, RosterNotice, SessionInvitee, Substitution


def locked(session_id: int, by: Staff) -> ReceptionSession:
    """A session for somebody who takes part in it, locked. Raises NotVisible for everybody else."""
    found = ReceptionSession.objects.select_for_update(of=("self",)).filter(pk=session_id)
    session = found.select_related("roster__unit", "leader").first()
    if session is None or not receiving.takes_part(by, session):
        raise NotVisible
    return session


def _open(session: ReceptionSession) -> None:
    if session.closed_at is not None:
        raise Refusal("这次接待已经结束，不能再改。")


def tell(people: list[Staff], text: str, url: str) -> None:
    """Lines in colleagues' bells about a reception; no name of a visitor stands in them."""
    Notice.objects.bulk_create(Notice(staff=one, text=text[:200], url=url) for one in people)


@transaction.atomic
def make_roster(*, by: Staff, unit: Unit, month: date) -> DutyRoster:
    """生成: the month's days by rule, each with whose turn it is. Days already there stay as they are."""
    if not receiving.may_keep_roster(by, unit):
        raise NotYours("值班安排由接待单位的信访专干或负责人办理。")
    first, last = receiving.month_of(month)
    days = receiving.days_of(unit, first, last)
    if not days:
        raise Refusal("接待日待设置：请系统管理员在“接待日规则”中写明日期。")
    roster, _ = DutyRoster.objects.select_for_update().get_or_create(unit=unit, month=first)
    there = set(roster.sessions.values_list("day", flat=True))
    for day, rule, post in receiving.turns(unit, [one for one in days if one[0] not in there]):
        if post is None:
            continue
        ReceptionSession.objects.create(
            roster=roster,
            day=day,
            begins=rule.begins,
            ends=rule.ends,
            place=rule.place,
            leader=post.staff,
            leader_title=post.display_title,
        )
    return roster


@transaction.atomic
def put_on_duty(roster_id: int, *, by: Staff, day: date, leader: Staff | None) -> ReceptionSession | None:
    """Names, changes or (None) takes off the leader of a day, while the roster is not yet published.

    After that the leader entrusts a colleague in person; the office cannot take anybody off (S19-06).
    """
    roster = DutyRoster.objects.select_for_update(of=("self",)).select_related("unit").get(pk=roster_id)
    if not receiving.may_keep_roster(by, roster.unit):
        raise NotYours("值班安排由接待单位的信访专干或负责人办理。")
    session = roster.sessions.filter(day=day).first()
    if session and roster.published_at and (leader is None or session.leader_id != leader.pk):
        raise Refusal("值班安排已经公布：请由原值班领导本人委托代班，代班人接受后生效。", "leader")
    if leader is None:
        if session and session.appointments.exists():
            raise Refusal("这一天已经约了人，请先改期，再取消值班。", "leader")
        if session:
            session.delete()
        return None
    known = next((one for one in receiving.leaders_for(roster.unit, day) if one.staff.pk == leader.pk), None)
    if known is None:
        raise Refusal(f"{leader.name}不是可以值班接待的领导。", "leader")
    rule = dict(receiving.days_of(roster.unit, *receiving.month_of(day))).get(day)
    session = session or ReceptionSession(
        roster=roster,
        day=day,
        begins=rule.begins if rule else time(9),
        ends=rule.ends if rule else time(11, 30),
        place=rule.place if rule else "",
    )
    session.leader, session.leader_title = leader, known.title
    session.save()
    return session


@transaction.atomic
def staff_session(
    session_id: int, *, by: Staff, co_receivers: list[Staff], recorder: Staff | None, place: str = ""
) -> ReceptionSession:
    """Who receives together with the leader and who writes (S12-03, S12-04); who leaves again sees no more."""
    from petitions.actions.queue import end_session_sight, lend_session

    session = locked(session_id, by)
    if not receiving.may_keep_desk(by, session.roster.unit):
        raise NotYours("接待的安排由接待单位办理。")
    _open(session)
    session.recorder = recorder
    session.place = place.strip() or session.place
    session.save()
    chosen = [one for one in co_receivers if one.pk != session.leader_id]
    end_session_sight(session, [one for one in session.co_receivers.all() if one not in chosen])
    session.co_receivers.set(chosen)
    lend_session(session, chosen, by=by)
    return session


@transaction.atomic
def publish(roster_id: int, *, by: Staff) -> DutyRoster:
    """公布 a month without a gap; each session has a post that the policy asks for (S01-04, S19-02)."""
    roster = DutyRoster.objects.select_for_update(of=("self",)).select_related("unit").get(pk=roster_id)
    if not receiving.may_keep_roster(by, roster.unit):
        raise NotYours("值班安排由接待单位的信访专干或负责人办理。")
    if roster.published_at:
        raise Refusal("这个月的值班安排已经公布。")
    missing = receiving.gaps(roster)
    if missing:
        raise Refusal("还有接待日没有值班领导：" + _days(missing) + "。")
    lacking = receiving.lacking_posts(roster)
    if lacking:
        words = "、".join(receiving.policy_of(roster.unit, roster.month)["reception_required_posts"])
        raise Refusal(f"每次接待须有{words}在场，{_days(lacking)}还没有。")
    roster.published_at, roster.published_by = timezone.now(), by
    roster.save()
    leaders = {one.leader_id: one.leader for one in roster.sessions.select_related("leader")}
    text = f"{roster.unit.name}{roster.month.month}月接待值班安排已公布，请查看您的接待日"
    tell(list(leaders.values()), text, "/reception/mine/")
    return roster


def _days(days: list[date]) -> str:
    return "、".join(f"{one.month}月{one.day}日" for one in days)


@transaction.atomic
def note_published(roster_id: int, *, by: Staff, on: date, medium: str) -> RosterNotice:
    """公布记录 (S19-07): refused before the roster is published, and for a day to come."""
    roster = DutyRoster.objects.select_related("unit").get(pk=roster_id)
    if not receiving.may_keep_roster(by, roster.unit):
        raise NotYours("值班安排由接待单位的信访专干或负责人办理。")
    if not roster.published_at:
        raise Refusal("请先公布值班安排，再记录公布途径。")
    if not medium.strip():
        raise Refusal("请填写公布途径，例如“群工部公示牌”“县电视台”。", "medium")
    if on > timezone.localdate():
        raise Refusal("公布日期不能晚于今天。", "on")
    return RosterNotice.objects.create(roster=roster, on=on, medium=medium.strip(), made_by=by)


@transaction.atomic
def entrust(session_id: int, *, by: Staff, to: Staff, reason: str) -> Substitution:
    """委托代班: by the leader in person, to a colleague who must accept (unless the policy says otherwise, C-14).

    Until then the leader stays on duty. An earlier request that was not answered lapses.
    """
    session = locked(session_id, by)
    if session.leader_id != by.pk:
        raise NotYours("代班须由值班领导本人委托。")
    _open(session)
    if session.day < timezone.localdate():
        raise Refusal("这一天已经过去，不能再委托代班。")
    if not reason.strip():
        raise Refusal("请写明不能值班的事由。", "reason")
    known = {one.staff.pk for one in receiving.leaders_for(session.roster.unit, session.day)}
    if to.pk == by.pk or to.pk not in known:
        raise Refusal("请选择一位能够值班的其他领导。", "to")
    now = timezone.now()
    for old in session.substitutions.filter(accepted__isnull=True):
        old.accepted, old.answered_at = False, now
        old.save()
    asked = Substitution.objects.create(
        session=session, principal=by, substitute=to, reason=reason.strip(), asked_at=now
    )
    if not receiving.policy_of(session.roster.unit, session.day)["substitute_requires_acceptance"]:
        return _accept(asked, session)
    tell(
        [to], f"{by.name}委托您 {session.day.month}月{session.day.day}日 代班接待，请答复", "/reception/mine/"
    )
    return asked


@transaction.atomic
def answer_substitution(substitution_id: int, *, by: Staff, accept: bool) -> Substitution:
    """The colleague accepts, and is on duty from then on, on the notice board as well; or declines."""
    found = Substitution.objects.select_for_update(of=("self",)).filter(pk=substitution_id, substitute=by)
    asked = found.select_related("principal", "session__roster__unit").first()
    if asked is None:
        raise NotVisible
    if asked.accepted is not None:
        raise Refusal("这项委托已经答复或收回。")
    session = ReceptionSession.objects.select_for_update(of=("self",)).get(pk=asked.session_id)
    _open(session)
    if accept:
        _accept(asked, session)
    else:
        asked.accepted, asked.answered_at = False, timezone.now()
        asked.save()
    said = "已接受" if accept else "不能接受"
    day = f"{session.day.month}月{session.day.day}日"
    tell([asked.principal], f"{by.name}{said}您 {day} 的代班委托", "/reception/mine/")
    return asked


def _accept(asked: Substitution, session: ReceptionSession) -> Substitution:
    asked.accepted, asked.answered_at = True, timezone.now()
    asked.save()
    leaders = receiving.leaders_for(session.roster.unit, session.day)
    title = next((one.title for one in leaders if one.staff.pk == asked.substitute_id), "")
    session.leader, session.leader_title = asked.substitute, title
    session.save()
    return asked


@transaction.atomic
def invite(session_id: int, *, by: Staff, who: Staff) -> SessionInvitee:
    """邀请 (S01-05): by the chair, or by whoever holds the chair's post in writing. Sight comes with the visits."""
    from petitions.actions.queue import lend_session

    session = locked(session_id, by)
    held = receiving.may_invite(by, session)
    if held is None:
        raise NotYours("只有主持接待的领导本人，或持其书面委托的人，可以邀请他人参加。")
    _open(session)
    title = f"{held.post.display_title}（委托）" if held.delegation else held.post.display_title
    made, _ = SessionInvitee.objects.get_or_create(
        session=session, staff=who, defaults={"invited_by": by, "invited_as": title}
    )
    lend_session(session, [who], by=by)
    day = f"{session.day.month}月{session.day.day}日"
    tell([who], f"请您参加 {day} {session.roster.unit.name}领导接待", f"/reception/{session.pk}/")
    return made
