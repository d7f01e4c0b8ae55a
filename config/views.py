"""Pages that belong to no domain: health, and the errors."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answers 200 when the database answers; for the proxy and for the starter."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose page has grown old: says so, and that nothing was saved."""
    return render(request, "403_csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Any) -> HttpResponse:
    """400 in Chinese."""
    return render(request, "400.html", status=400)
