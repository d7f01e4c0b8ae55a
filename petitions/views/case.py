from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def petition_detail(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def petition_edit(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def petition_verb(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def petition_unlock(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404
