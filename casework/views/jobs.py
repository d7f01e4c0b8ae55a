from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def jobs(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def job_status(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def job_file(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def job_retry(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404
