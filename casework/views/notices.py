"""通知: what one was told, unread first."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods

from casework import keyset
from casework.actions import own
from casework.inbox import notices_for, unread_for
from casework.views.base import staff_of

LATEST = keyset.Order((keyset.Key("id", descending=True),))
MOST_UNREAD = 100


@require_http_methods(["GET", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """The unread ones, then what was read, page by page; POST marks all as read."""
    staff = staff_of(request)
    if request.method == "POST":
        count = own.read_all(by=staff)
        messages.success(request, f"已将 {count} 条通知标为已读。" if count else "没有未读通知。")
        return redirect("notices")
    read = notices_for(staff).filter(read_at__isnull=False)
    shown = keyset.page(
        read, LATEST, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    unread = unread_for(staff)
    context = {
        # Older pages show what was read alone: what is new stands on the first.
        "unread": [] if shown.prev else list(unread.order_by("-pk")[:MOST_UNREAD]),
        "unread_total": keyset.capped_count(unread, 999),
        "read": shown.rows,
        "prev_url": _url(before=shown.prev),
        "next_url": _url(after=shown.next),
    }
    return render(request, "casework/notices.html", context)


def _url(**cursor: str) -> str:
    given = {name: value for name, value in cursor.items() if value}
    return f"{reverse('notices')}?{urlencode(given)}" if given else ""


@require_GET
def notice_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Marks a notice as read and goes where it leads."""
    notice = own.read_notice(pk, by=staff_of(request))
    ours = url_has_allowed_host_and_scheme(notice.url, {request.get_host()})
    return redirect(notice.url if notice.url and ours else "notices")
