"""Signing in, signing out, choosing a password."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import views
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator

from accounts.forms import SignInForm, StrictPasswordChangeForm
from accounts.models import Staff


@method_decorator(login_not_required, name="dispatch")
class SignIn(views.LoginView):
    """The sign-in page; on a demonstration machine it lists the demo accounts."""

    template_name = "accounts/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if settings.DEMO:
            demo = Staff.objects.filter(username__startswith="demo-", is_active=True)
            context["demo_accounts"] = demo.select_related("unit").prefetch_related("posts")
        return context


class SignOut(views.LogoutView):
    """Signing out, by POST."""


class PasswordChange(views.PasswordChangeView):
    """Choosing a new password; clears the duty to do so."""

    template_name = "accounts/password_change.html"
    form_class = StrictPasswordChangeForm
    success_url = reverse_lazy("password_change_done")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        staff = self.request.user
        assert isinstance(staff, Staff)
        if staff.must_change_password:
            staff.must_change_password = False
            staff.save(update_fields=["must_change_password"])
        return response


class PasswordChangeDone(views.PasswordChangeDoneView):
    """Says that the password is changed."""

    template_name = "accounts/password_change_done.html"
