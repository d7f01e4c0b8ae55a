from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def petition_register(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def petition_draft(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def petition_draft_void(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def petition_saved(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404
