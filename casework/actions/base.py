"""What every verb does the same way: look through the door, lock the row, check the version, save, remember."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar, cast

from django.db import IntegrityError, transaction
from django.utils import timezone
from django_fsm import ConcurrentTransition

from accounts.access import Held, standing_of
from accounts.models import Staff, Unit
from accounts.roles import Role
from casework import events
from casework.models import Case, CaseGrant, Event, Notice
from casework.refusals import NotVisible, NotYours, Stale
from config.middleware import request_id

C = TypeVar("C", bound=Case)


def open_case(model: type[C], pk: int, *, by: Staff, version: int | None = None) -> C:
    """The case, locked for this transaction, as `by` sees it.

    Raises NotVisible (404) outside their sight, NotYours (403) when they may only read, and Stale when the form was made from an older version.
    """
    assert transaction.get_connection().in_atomic_block, "a verb runs inside a transaction"
    # The id goes through the door first; the lock then takes plain rows, which PostgreSQL can lock.
    if not model.objects.visible_to(by, to_act=True).filter(pk=pk).exists():
        if model.objects.visible_to(by).filter(pk=pk).exists():
            raise NotYours("您受邀参加接待，只能查看此件。")
        raise NotVisible
    # Both rows of the kind: an unlocked half would be read as it was before the other writer's commit.
    rows = ("self", *(link.name for link in model._meta.parents.values() if link))
    found = model._default_manager.select_for_update(of=rows).select_related(None).get(pk=pk)
    case = cast(C, found)
    if version is not None and case.version != version:
        raise Stale
    return case


def save_case(case: Case, *, by: Staff) -> None:
    """Saves the case with the next version. Raises Stale when its state changed underneath."""
    case.version += 1
    # simple_history's own way to name the person.
    case._history_user = by  # type: ignore[attr-defined]
    try:
        case.save()
    except ConcurrentTransition as clash:
        raise Stale from clash


def record(
    case: Case,
    name: str,
    *,
    by: Staff | None,
    note: str = "",
    from_state: str | None = None,
    held: Held | None = None,
    **data: Any,
) -> Event:
    """Appends one event to the case's chain, in the caller's transaction.

    Raises KeyError for a name outside the catalogue and Stale when another writer of the case came first.
    """
    if name not in events.CATALOGUE:
        raise KeyError(f"unknown event: {name}")
    last = Event.objects.filter(case_id=case.pk).order_by("-seq").values_list("seq", "hash").first()
    seq, prev = last or (0, "")
    event = Event(
        case_id=case.pk,
        seq=seq + 1,
        at=timezone.now(),
        name=name,
        actor=by,
        from_state=case.state if from_state is None else from_state,
        to_state=case.state,
        note=note,
        data=data,
        request_id=request_id.get(),
        prev_hash=prev,
        **copies_of(by, held),
    )
    event.hash = event.computed_hash()
    try:
        with transaction.atomic():
            event.save(force_insert=True)
    except IntegrityError as clash:
        raise Stale from clash
    return event


def copies_of(by: Staff | None, held: Held | None = None) -> dict[str, str]:
    """Copies of name, unit and post, so that a row reads the same after people move on."""
    if by is None:
        return {"actor_name": "系统", "actor_unit": "", "actor_post": ""}
    post = held or next((one for one in standing_of(by).held if one.delegation is None), None)
    name = f"{by.name}（代{held.principal.name}）" if held and held.delegation else by.name
    title = post.post.display_title if post else ""
    unit = post.post.unit.name if post else (by.unit.name if by.unit else "")
    return {"actor_name": name, "actor_unit": unit, "actor_post": title}


def grant(case: Case, reason: str, *, unit: Unit | None = None, staff: Staff | None = None) -> None:
    """Brings the case into a unit's or a person's sight; once is enough. A sealed case is never given to a unit."""
    if case.is_sealed and unit is not None:
        return
    CaseGrant.objects.get_or_create(
        case_id=case.pk, unit=unit, staff=staff, until=None, defaults={"reason": reason}
    )


def lend_sight(case: Case, reason: str, *, staff: Staff, until: datetime) -> bool:
    """Lets a person read an open case until a moment; whether anything was given. Never a sealed one."""
    if case.is_sealed:
        return False
    CaseGrant.objects.update_or_create(
        case_id=case.pk, staff=staff, reason=reason, until__isnull=False, defaults={"until": until}
    )
    return True


def end_sight(reason: str, *, staff: list[Staff] | None = None) -> None:
    """Ends, now, every passing sight that was given for a reason: everybody's, or that of these people."""
    now = timezone.now()
    running = CaseGrant.objects.filter(reason=reason, until__gt=now)
    (running if staff is None else running.filter(staff__in=staff)).update(until=now)


def notify(case: Case, people: list[Staff], text: str) -> None:
    """Puts a line into the bells of those who may see the case; nobody else learns of it."""
    active = {person.pk: person for person in people if person.is_active}.values()
    told = [
        Notice(staff=one, case_id=case.pk, text=text[:200], url=f"/petitions/{case.pk}/")
        for one in active
        if type(case)._default_manager.visible_to(one).filter(pk=case.pk).exists()
    ]
    Notice.objects.bulk_create(told)


def people_nearest(unit: Unit, roles: list[str]) -> list[Staff]:
    """Holders of the first of `roles` that anybody holds at the unit or, going up, at a unit above it."""
    from accounts.models import Post

    today = timezone.localdate()
    posts = list(
        Post.objects.current(today)
        .filter(unit__path__in=unit.ancestor_paths(), role__in=roles)
        .select_related("staff", "unit")
    )
    posts.sort(key=lambda one: (roles.index(one.role), -len(one.unit.path), one.starts_on, one.pk))
    if not posts:
        return []
    first = posts[0]
    return [one.staff for one in posts if one.role == first.role and one.unit_id == first.unit_id]


def desk_people(unit: Unit) -> list[Staff]:
    """Who receives what is sent to a unit: its named acceptor (S14-04), else 信访专干, else the head."""
    if unit.acceptor and unit.acceptor.is_active:
        return [unit.acceptor]
    from accounts.access import people_with

    return (
        people_with(Role.PETITION_OFFICER, unit)
        or people_with(Role.UNIT_HEAD, unit)
        or people_with(Role.HANDLER, unit)
    )
