"""A colleague with a first password chooses their own before anything else."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

FREE = {"password_change", "password_change_done", "logout", "login", "healthz"}


class PasswordExpiryMiddleware:
    """Sends whoever must change the password to that page, from every other page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        match = request.resolver_match
        user = request.user
        if user.is_authenticated and user.must_change_password and match and match.url_name not in FREE:
            return redirect("password_change")
        return None
