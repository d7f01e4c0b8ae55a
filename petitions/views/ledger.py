from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def ledger(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def ledger_print(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def ledger_make(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404
