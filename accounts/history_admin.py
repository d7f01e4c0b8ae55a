"""Earlier versions in Django admin, to look at and nothing else."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from simple_history.admin import SimpleHistoryAdmin


class HistoryAdmin(SimpleHistoryAdmin):  # type: ignore[misc]
    """Shows who changed what and when.

    The library would save an earlier version back when its page is posted, past the permission to change and past the
    actions that check a policy against the law; here that is refused.
    """

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        """No button; the page says 查看."""
        return True

    def history_form_view(
        self,
        request: HttpRequest,
        object_id: str,
        version_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """An earlier version. Raises PermissionDenied when somebody sends it back."""
        if request.method != "GET":
            raise PermissionDenied("以前的版本只供查看。")
        shown: HttpResponse = super().history_form_view(request, object_id, version_id, extra_context)
        return shown
