"""What people do for themselves alone: read their notices, keep a filter, switch the single-letter keys."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.models import Staff
from casework.inbox import notices_for, unread_for
from casework.models import Notice, SavedView
from casework.refusals import NotVisible, Refusal

MOST_VIEWS = 20


def read_notice(pk: int, *, by: Staff) -> Notice:
    """Marks one notice as read; the first time counts. Raises NotVisible for somebody else's."""
    notice = notices_for(by).filter(pk=pk).first()
    if notice is None:
        raise NotVisible
    if notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])
    return notice


def read_all(*, by: Staff) -> int:
    """Marks everything as read; returns how many were not."""
    return unread_for(by).update(read_at=timezone.now())


@transaction.atomic
def save_view(*, by: Staff, page: str, name: str, query: str, shared: bool = False) -> SavedView:
    """Keeps a filter under a name; the same name again replaces it. `query` holds codes and dates only."""
    name = name.strip()
    if not name:
        raise Refusal("请填写视图名称。", "name")
    if not query:
        raise Refusal("当前没有筛选条件，不需要保存。")
    if len(name) > 30 or len(query) > 1000:
        raise Refusal("名称或条件过长，请精简后保存。", "name")
    own = SavedView.objects.filter(staff=by, page=page)
    if own.exclude(name=name).count() >= MOST_VIEWS:
        raise Refusal(f"每人最多保存 {MOST_VIEWS} 个视图，请先删除不用的。")
    view, _ = SavedView.objects.update_or_create(
        staff=by, page=page, name=name, defaults={"query": query, "shared": shared}
    )
    return view


def delete_view(pk: int, *, by: Staff) -> None:
    """Throws one's own filter away; a colleague's shared one is theirs. Raises NotVisible for it."""
    gone, _ = SavedView.objects.filter(pk=pk, staff=by).delete()
    if not gone:
        raise NotVisible


def set_shortcuts(*, by: Staff, enabled: bool) -> None:
    """Switches the single-letter keys on or off for this person."""
    by.shortcuts_enabled = enabled
    by.save(update_fields=["shortcuts_enabled"])
