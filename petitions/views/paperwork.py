from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def petition_attach(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def petition_slip(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def petition_paper(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404
