from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def petition_list(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def saved_view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def search(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404
