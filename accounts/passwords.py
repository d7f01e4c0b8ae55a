"""Password rules beyond Django's own."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError


class MixedCharactersValidator:
    """A password mixes letters with digits or signs."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError when there are no letters or nothing but letters."""
        if not any(c.isalpha() for c in password) or all(c.isalpha() for c in password):
            raise ValidationError("密码须同时含有字母和数字（或符号）。", code="password_not_mixed")

    def get_help_text(self) -> str:
        return "密码须同时含有字母和数字（或符号）。"
