from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def sign_list(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def sign_page(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404
