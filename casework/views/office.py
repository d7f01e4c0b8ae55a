"""Small pages that belong to nobody's work: the keyboard switch, and every component of the site at a glance."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from accounts.roles import Power
from casework.actions import own
from casework.views.base import require, staff_of
from config.gallery import sample_context


@require_POST
def shortcuts(request: HttpRequest) -> HttpResponse:
    """Switches the single-letter keys of this person."""
    staff = staff_of(request)
    own.set_shortcuts(by=staff, enabled=not staff.shortcuts_enabled)
    messages.success(
        request, "已启用单键快捷键，按“?”查看。" if staff.shortcuts_enabled else "已停用单键快捷键。"
    )
    back = request.headers.get("Referer", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "desk")


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """The components with made-up values, for the administrator who checks a browser and for page authors."""
    require(request, Power.ADMINISTER)
    return render(request, "casework/gallery.html", sample_context())
