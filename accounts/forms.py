"""Forms of signing in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm

from config.forms import BootstrapForm


class SignInForm(BootstrapForm, AuthenticationForm):
    """Account and password, in the words of the office."""

    error_messages = {
        "invalid_login": "账号或密码不对。连续输错 5 次将锁定 15 分钟。",
        "inactive": "该账号已停用，请联系系统管理员。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "账号"
        self.fields["password"].label = "密码"


class StrictPasswordChangeForm(BootstrapForm, PasswordChangeForm):
    """A new password must differ from the old one."""

    def clean_new_password1(self) -> str:
        new: str = self.cleaned_data["new_password1"]
        if new and self.user.check_password(new):
            raise forms.ValidationError("新密码不能与原密码相同。")
        return new
