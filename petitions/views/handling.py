from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def handling(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def take_next(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404
