"""Starting, moving and meeting clocks; `Case.due_on` follows the earliest one that runs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Min

from accounts.models import Staff, Unit
from casework.calendar import holiday_table
from casework.deadlines import DayType, Limit, Roll, due, explain, rolled, short
from casework.models import STANDING_STILL, Case, Clock, ClockKind, Reminder
from casework.policy import Policy
from casework.refusals import Refusal

# What is owed about a case also when the case itself is done: a unit answers a supervision all the same.
OUTLIVES_CLOSING = frozenset({ClockKind.SUPERVISION, ClockKind.LISTED})
# The source of a date that a leader named for one case (C1.3).
ORDER = "批示（交办）要求"


def start_clock(
    case: Case,
    kind: str,
    *,
    on: date,
    event: str,
    what: str,
    unit_limit: Limit | None = None,
    statutory: tuple[Limit, str] | None = None,
    law_from: tuple[date, str] | None = None,
    by_order: date | None = None,
    owner: Staff | None = None,
    owner_unit: Unit | None = None,
    key: str = "",
) -> Clock | None:
    """Starts a clock of this kind and ends an earlier one that still runs.

    `unit_limit` is the office's own, `statutory` the law's with its article, `by_order` a leader's date, which may
    shorten the own limit but never reach past the law. `law_from` is the day and event from which the law counts, where
    that is not the unit's own. `key` is the policy's row that sets the own limit. No limit at
    all starts no clock.
    """
    policy = Policy(case.policy_values)
    stop_clock(case, kind, on=on, reason="重新起算")
    clock = Clock(
        case_id=case.pk,
        kind=kind,
        start_on=on,
        start_event=event,
        owner=owner,
        owner_unit=owner_unit,
        source=_source(policy, key, unit_limit, statutory),
    )
    if statutory:
        _set_law(clock, statutory, *(law_from or (on, event)))
    if unit_limit:
        _set_own(clock, unit_limit, policy, on=on, event=event, what=what)
    if by_order:
        _order(clock, by_order)
    _keep_within_law(clock)
    if clock.unit_due is None and clock.statutory_due is None:
        return None
    _set_days(clock, policy)
    clock.save()
    refresh_due(case)
    return clock


def _source(policy: Policy, key: str, own: Limit | None, statutory: tuple[Limit, str] | None) -> str:
    """Policy row or article that set the date, for “为什么” (C1.5)."""
    if own:
        return policy.source_of(key) if key else policy.source
    return statutory[1] if statutory else ""


def _set_own(clock: Clock, limit: Limit, policy: Policy, *, on: date, event: str, what: str) -> None:
    table = holiday_table()
    found = due(on, limit, table, Roll(policy["internal_roll"]))
    clock.unit_due, clock.day_type = found.on, limit.day_type
    clock.unit_sentence = explain(on, event, what, limit, found, table)


def _set_law(clock: Clock, statutory: tuple[Limit, str], on: date, event: str) -> None:
    limit, article = statutory
    table = holiday_table()
    found = due(on, limit, table)
    clock.statutory_due = found.on
    clock.statutory_sentence = f"{explain(on, event, '法定', limit, found, table)}（{article}）"


def _keep_within_law(clock: Clock) -> None:
    """The office never gives itself longer than the law does (C1.3); the sentence says where it was cut short."""
    if clock.unit_due and clock.statutory_due and clock.unit_due > clock.statutory_due:
        clock.unit_due = clock.statutory_due
        clock.unit_sentence += f"；不超过法定期限，提前到{short(clock.statutory_due)}"


def _order(clock: Clock, day: date) -> None:
    """A leader's date for one case: shorter than the office's limit or longer, never past the law (C1.3)."""
    if day < clock.start_on:
        raise Refusal("要求办结日期不能早于今天。", "due_on")
    if clock.statutory_due and day > clock.statutory_due:
        raise Refusal(f"要求办结日期不能晚于法定期限 {clock.statutory_due:%Y年%-m月%-d日}。", "due_on")
    clock.unit_due, clock.source = day, ORDER
    clock.unit_sentence = f"按批示要求，{day.month}月{day.day}日前办结"


def _set_days(clock: Clock, policy: Policy) -> None:
    own = clock.unit_due if clock.paused_on is None or clock.stands_still else None
    clock.due_on = min(day for day in (own, clock.statutory_due) if day)
    near = holiday_table().add_working(clock.due_on, -int(policy["near_due_working_days"]))
    clock.near_on = max(near, clock.start_on)


def stop_clock(case: Case, kind: str, *, on: date, reason: str = "") -> None:
    """Marks the running clock of a kind as met, and lets its unsent reminders fall."""
    running = list(Clock.objects.filter(case_id=case.pk, kind=kind, met_on__isnull=True))
    for clock in running:
        clock.met_on, clock.paused_on = on, None
        clock.stopped_reason = reason
        clock.save(update_fields=["met_on", "paused_on", "stopped_reason"])
        Reminder.objects.filter(clock=clock, sent_at__isnull=True).delete()
    if running:
        refresh_due(case)


def stop_all(case: Case, *, on: date, reason: str, keep: Collection[str] = ()) -> None:
    """Every clock of the case is met, but those that outlive it and those to `keep`."""
    kept = [*OUTLIVES_CLOSING, *keep]
    running = Clock.objects.filter(case_id=case.pk, met_on__isnull=True).exclude(kind__in=kept)
    for kind in running.values_list("kind", flat=True):
        stop_clock(case, kind, on=on, reason=reason)


def move_unit_due(clock: Clock, to: date, *, why: str) -> tuple[date | None, date]:
    """Moves the internal due of a clock, never past the law; returns before and after.

    A named day ends a pause. A moved date reminds again by itself: a reminder's key holds the date.
    """
    if clock.statutory_due and to > clock.statutory_due:
        raise Refusal(
            f"内部期限不能延到法定期限 {clock.statutory_due:%Y年%-m月%-d日} 之后；法定期限不因中途报告停止。",
            "until",
        )
    if clock.unit_due and to <= clock.unit_due:
        raise Refusal("延长后的日期应晚于原期限。", "until")
    before = clock.unit_due
    clock.unit_due = to
    clock.unit_sentence = f"{why}，内部期限延至{to.month}月{to.day}日"
    clock.extended, clock.paused_on = True, None
    _moved(clock)
    return before, to


def _moved(clock: Clock) -> None:
    """Saves a clock whose dates changed; what was about to be said of the earlier date falls."""
    _set_days(clock, Policy(clock.case.policy_values))
    clock.save()
    Reminder.objects.filter(clock=clock, sent_at__isnull=True).delete()
    refresh_due(clock.case)


def move_statutory_due(clock: Clock, to: date, *, why: str) -> tuple[date, date]:
    """Moves the law's date of a clock where the law allows it (延长、听证); returns before and after.

    The caller has asked the law: `petitions.deadlines` says how far.
    """
    assert clock.statutory_due is not None
    before = clock.statutory_due
    clock.statutory_due = to
    clock.statutory_sentence += f"；{why}至{short(to)}"
    _moved(clock)
    return before, to


def change_statutory(clock: Clock, statutory: tuple[Limit, str] | None, *, on: date, event: str) -> None:
    """Counts the law's date of a running clock from a day, or takes it away where the law sets none.

    Nothing left ends the clock.
    """
    clock.statutory_due, clock.statutory_sentence = None, ""
    if statutory:
        _set_law(clock, statutory, on, event)
        assert clock.statutory_due is not None
        clock.unit_due = min(clock.unit_due, clock.statutory_due) if clock.unit_due else None
    if clock.unit_due is None and clock.statutory_due is None:
        stop_clock(clock.case, clock.kind, on=clock.start_on, reason="不适用此期限")
        return
    _moved(clock)


def recount_internal(
    clock: Clock, limit: Limit | None, *, on: date, event: str, what: str, key: str
) -> date | None:
    """Counts the office's own limit of a running clock anew, under the case's present policy; returns the new day.

    The law's limit is not touched. Without a limit the clock goes on with the law's alone, or ends.
    """
    policy = Policy(clock.case.policy_values)
    clock.unit_due, clock.unit_sentence, clock.source = None, "", policy.source_of(key)
    if limit:
        _set_own(clock, limit, policy, on=on, event=event, what=what)
    if clock.unit_due is None and clock.statutory_due is None:
        stop_clock(clock.case, clock.kind, on=on, reason="政策不再计时")
        return None
    _keep_within_law(clock)
    _moved(clock)
    return clock.unit_due


def pause_internal(case: Case, *, on: date, why: str, kind: str = ClockKind.HANDLE) -> bool:
    """Lets the office's own limit stand still from a day on (S18-04, S13-13); the law's limit keeps running.

    False when there is nothing to stop: no such clock, no own limit, already stopped, or the day is already past.
    """
    clock = Clock.objects.filter(case_id=case.pk, kind=kind, met_on__isnull=True).first()
    if clock is None or clock.unit_due is None or clock.paused_on or clock.unit_due < on:
        return False
    clock.case, clock.paused_on = case, on
    clock.unit_sentence += f"；{short(on)}起因{why}暂停"
    _moved(clock)
    return True


def resume_internal(case: Case, *, on: date, kind: str = ClockKind.HANDLE) -> date | None:
    """Lets it run on, later by the days that it stood still, never past the law; returns the new day.

    None when it did not stand still.
    """
    clock = Clock.objects.filter(case_id=case.pk, kind=kind, paused_on__isnull=False).first()
    if clock is None:
        return None
    assert clock.unit_due is not None
    assert clock.paused_on is not None
    table, roll = holiday_table(), Roll(Policy(case.policy_values)["internal_roll"])
    if clock.day_type == DayType.WORKING:
        to = table.add_working(clock.unit_due, table.working_between(clock.paused_on, on))
    else:
        to = rolled(clock.unit_due + (on - clock.paused_on), table, roll)
    clock.unit_due = min(to, clock.statutory_due) if clock.statutory_due else to
    clock.unit_sentence += f"，{short(on)}恢复，顺延至{short(clock.unit_due)}"
    clock.case, clock.paused_on, clock.extended = case, None, True
    _moved(clock)
    return clock.unit_due


def refresh_due(case: Case) -> None:
    """Keeps the list column on the earliest running clock; filing comes after the case and is not among them."""
    running = Clock.objects.filter(case_id=case.pk, met_on__isnull=True).exclude(STANDING_STILL)
    running = running.exclude(kind=ClockKind.ARCHIVE)
    case.due_on = running.aggregate(day=Min("due_on"))["day"]
    if case.pk:
        # Not a change of the record: the column repeats what the clocks say.
        Case._base_manager.filter(pk=case.pk).update(due_on=case.due_on)
