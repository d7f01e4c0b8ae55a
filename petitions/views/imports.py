from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def ledger_import(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def import_preview(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def import_errors(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404
