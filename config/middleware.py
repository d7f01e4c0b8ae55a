"""A number for each request, so that an event can name the request that wrote it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

request_id: ContextVar[str] = ContextVar("request_id", default="")


class RequestIdMiddleware:
    """Sets `config.middleware.request_id` for the time of one request and sends it back as X-Request-ID."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request_id.set(uuid.uuid4().hex)
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request_id.get()
            # Pages hold personal data: neither a browser nor a proxy keeps a copy.
            if "Cache-Control" not in response:
                response["Cache-Control"] = "no-store"
            return response
        finally:
            request_id.reset(token)
