from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def person_lookup(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def person_panel(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def content_classes(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404
