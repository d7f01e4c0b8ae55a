from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def shortcuts(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def gallery(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404
