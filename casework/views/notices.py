from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def notices(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def notice_open(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404
